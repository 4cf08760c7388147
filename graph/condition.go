package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Condition makes a filter ready for the view; nil for a nil filter. All that
// is wrong with the filter comes back at once as [Problems] with code
// BAD_INPUT, each at its place, as "relations[0].some.kinds[1]". What the
// filter reads beside the topology, such as a column of values, is read when
// it is first needed.
func (v *View) Condition(f *Filter) (Condition, error) {
	p, err := v.condition(f)
	return p.holds, err
}

// condition is Condition with what a decision costs. It always has holds but
// for a nil filter and on an error.
func (v *View) condition(f *Filter) (part[Node], error) {
	if f == nil {
		return part[Node]{}, nil
	}
	c := newCompiler(v)
	p := c.filter(nil, f)
	if err := c.problems.Err(); err != nil {
		return part[Node]{}, err
	}
	if p.holds == nil {
		p.holds = func(Node) (bool, error) { return true, nil }
	}
	return p, nil
}

// compiler makes conditions for one view and one goroutine.
type compiler struct {
	v        *View
	t        *Topology
	problems Problems
	size     int // see maxConditions
	meter    *edgeMeter
	row      *factRow
}

func newCompiler(v *View) *compiler {
	return &compiler{v: v, t: v.topology, meter: &edgeMeter{budget: v.Budget, rate: edgesPerUnit}, row: &factRow{v: v}}
}

// maxConditions bounds the filters, fact filters and tests of properties and
// qualifiers within one filter.
const maxConditions = 1000

// grow counts one more of them.
func (c *compiler) grow(at *inputPlace) {
	if c.size++; c.size == maxConditions+1 {
		c.problem(at, "the filter has more than %d conditions within it", maxConditions).Hint =
			"ask whether a text is one of several with in, not with or"
	}
}

// What deciding costs, least first.
const (
	byShape  = iota // a word of memory
	byText          // a text in memory
	byColumn        // values, which a column may hold
	byEdges         // the entity's relations
	byRow           // a row to decode
	byFar           // other entities
)

// part is a part of a condition on A; one without holds always holds.
type part[A any] struct {
	cost  int
	holds func(A) (bool, error)
}

// allOf holds where every part does, the cheap ones asked first.
func allOf[A any](parts []part[A]) part[A] {
	parts = slices.DeleteFunc(parts, func(p part[A]) bool { return p.holds == nil })
	slices.SortStableFunc(parts, func(a, b part[A]) int { return a.cost - b.cost })
	switch len(parts) {
	case 0:
		return part[A]{}
	case 1:
		return parts[0]
	}
	return part[A]{parts[len(parts)-1].cost, func(a A) (bool, error) {
		for i := range parts {
			if ok, err := parts[i].holds(a); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	}}
}

// anyOf holds where at least one part does.
func anyOf[A any](parts []part[A]) part[A] {
	cost := byShape
	for _, p := range parts {
		if p.holds == nil {
			return part[A]{}
		}
		cost = max(cost, p.cost)
	}
	slices.SortStableFunc(parts, func(a, b part[A]) int { return a.cost - b.cost })
	return part[A]{cost, func(a A) (bool, error) {
		for i := range parts {
			if ok, err := parts[i].holds(a); ok || err != nil {
				return ok && err == nil, err
			}
		}
		return false, nil
	}}
}

func negated[A any](p part[A]) part[A] {
	return part[A]{p.cost, func(a A) (bool, error) {
		if p.holds == nil {
			return false, nil
		}
		ok, err := p.holds(a)
		return !ok && err == nil, err
	}}
}

// filter compiles a filter; nil always holds.
func (c *compiler) filter(at *inputPlace, f *Filter) part[Node] {
	if f == nil || c.size > maxConditions {
		return part[Node]{}
	}
	var parts []part[Node]
	add := func(cost int, holds func(Node) (bool, error)) { parts = append(parts, part[Node]{cost, holds}) }
	shape := func(cost, edges int, holds func(*NodeInfo) bool) {
		add(cost, func(n Node) (bool, error) {
			info := c.t.Node(n)
			return info != nil && holds(info), c.meter.touch(edges)
		})
	}
	c.grow(at)
	for i := range f.And {
		parts = append(parts, c.filter(at.item("and", i), &f.And[i]))
	}
	if f.Or != nil {
		var either []part[Node]
		for i := range f.Or {
			either = append(either, c.filter(at.item("or", i), &f.Or[i]))
		}
		parts = append(parts, anyOf(either))
	}
	if f.Not != nil {
		parts = append(parts, negated(c.filter(at.in("not"), f.Not)))
	}
	if f.Kinds != nil {
		kinds := c.kindSet(at, f.Kinds)
		shape(byShape, 1, func(info *NodeInfo) bool { return kinds.has(info.Kind) })
	}
	if f.Forms != nil {
		forms := c.formSet(at, f.Forms)
		shape(byShape, 1, func(info *NodeInfo) bool { return forms.has(info.Form) })
	}
	if x := f.ID.compile(); x != nil {
		shape(byText, x.edges(), func(info *NodeInfo) bool { return x.holds(info.ID) })
	}
	if x := f.Name.compile(); x != nil {
		shape(byText, x.edges(), func(info *NodeInfo) bool { return x.holds(info.Name) })
	}
	if f.Alias != nil {
		add(byColumn, c.values(at.in("alias"), &PropertyTest{Property: AliasProperty, Text: f.Alias}))
	}
	if f.Degree != nil {
		add(byEdges, c.degree(f.Degree))
	}
	if f.Source != nil {
		add(byEdges, c.entitySource(f.Source))
	}
	if f.Grade != nil || f.Note != nil {
		add(byColumn, c.entityRow(f.Grade, f.Note.compile()))
	}
	for i := range f.Properties {
		c.grow(at)
		add(byColumn, c.property(at.item("properties", i), &f.Properties[i]))
	}
	for i := range f.Relations {
		parts = append(parts, c.relation(at.item("relations", i), &f.Relations[i]))
	}
	return allOf(parts)
}

// degree counts visible relations as far as the test asks.
func (c *compiler) degree(x *NumberTest) func(Node) (bool, error) {
	settled := x.settled()
	return func(n Node) (bool, error) {
		info := c.t.Node(n)
		if info == nil {
			return false, nil
		}
		count := c.v.degree(info, settled)
		return x.holds(float64(count)), c.meter.touch(1 + count)
	}
}

// degree counts an entity's visible relations, as [DegreeCount] does, up to
// limit.
func (v *View) degree(info *NodeInfo, limit int) int {
	count := 0
	for _, list := range [2][]Edge{info.Out, info.In} {
		for i := range list {
			if count >= limit {
				return count
			}
			if list[i].Other != 0 && v.Shows(&list[i]) {
				count++
			}
		}
	}
	return count
}

// entityRow tests what only an entity's row knows.
func (c *compiler) entityRow(grade *GradeTest, note *textTest) func(Node) (bool, error) {
	rows := newEntityValues(c.v)
	return func(n Node) (bool, error) {
		row, err := rows.of(n)
		if err != nil || len(row) == 0 {
			return false, err
		}
		return grade.holds(row[0].grade) && (note == nil || note.holds(row[0].note)), nil
	}
}

// inputPlace is where in a filter something stands; nil is the filter itself.
type inputPlace struct {
	up    *inputPlace
	name  string
	index int // -1 for none
}

func (p *inputPlace) in(name string) *inputPlace          { return &inputPlace{p, name, -1} }
func (p *inputPlace) item(name string, i int) *inputPlace { return &inputPlace{p, name, i} }

// String returns a path as "relations[0].some.kinds[1]".
func (p *inputPlace) String() string {
	if p == nil {
		return ""
	}
	var b strings.Builder
	if up := p.up.String(); up != "" {
		b.WriteString(up)
		b.WriteByte('.')
	}
	b.WriteString(p.name)
	if p.index >= 0 {
		fmt.Fprintf(&b, "[%d]", p.index)
	}
	return b.String()
}

func (c *compiler) problem(at *inputPlace, format string, args ...any) *Problem {
	return c.problems.Add(at.String(), BadInput, format, args...)
}
