package graph

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// checkKindChanges looks again at the facts of entities that the change gives
// another kind, also at those that it put before it did.
func (v *validator) checkKindChanges() {
	first := math.MaxInt // op that puts or retracts a fact
	for _, put := range v.facts {
		first = min(first, put.op)
	}
	for _, id := range slices.Sorted(maps.Keys(v.entities)) {
		put := v.entities[id]
		if put.entity == nil || put.op < first && (v.base == nil || v.base.Topology().Lookup(id) == 0) {
			continue
		}
		v.at, v.sort = put.op, ".entity"
		for _, fact := range v.touched(id) {
			if f := v.facts[fact]; f.fact != nil && f.op < put.op && (f.fact.Subject == id || f.fact.Object == id) {
				v.refit(put.entity, f.fact)
			}
		}
		if v.base != nil {
			v.checkKindChange(id, put.entity)
		}
	}
}

// checkKindChange looks at the facts of the base that the change leaves alone.
func (v *validator) checkKindChange(id string, e *Entity) {
	t := v.base.Topology()
	info := t.Node(t.Lookup(id))
	if info == nil || t.Terms().Name(info.Kind) == e.Kind {
		return
	}
	gone := v.replaced(v.touched(id))
	for _, edges := range [...][]Edge{info.Out, info.In} {
		for i := range edges {
			if gone[edges[i].Fact] {
				continue
			}
			f, err := v.base.Fact(edges[i].Fact)
			v.unreadable(err)
			if err != nil {
				return
			}
			v.refit(e, &f)
		}
	}
}

// refit reports a fact that an entity's new kind does not allow.
func (v *validator) refit(e *Entity, f *Fact) {
	if r := v.o.Relation(f.Type); r != nil && f.IsRelation() {
		subject, _ := v.kindOf(f.Subject)
		object, _ := v.kindOf(f.Object)
		if !v.o.Is(subject, r.Domain) || !v.o.Is(object, r.Range) || r.SameKind && subject != object {
			v.add(".kind", "%q cannot become of kind %s: %s would no longer fit its type", e.ID, e.Kind, f.ID)
		}
	}
	if p := v.o.Property(f.Type); p != nil && !f.IsRelation() && len(p.Kinds) > 0 && !v.o.Is(e.Kind, p.Kinds) {
		v.add(".kind", "%q cannot become of kind %s: %s would no longer fit its property", e.ID, e.Kind, f.ID)
	}
}

// checkTexts proves that what quoted a source before still finds its quotes in
// the source's new text.
func (v *validator) checkTexts() {
	if v.base == nil {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(v.sources)) {
		put := v.sources[id]
		was, ok, err := v.base.Source(id)
		v.unreadable(err)
		if put.source == nil || !ok || was.Text == put.source.Text {
			continue
		}
		v.at, v.sort = put.op, ".source"
		var broken []string
		t := v.texts[id]
		v.quotesOf(id, func(by string, list []Evidence) {
			for i := range list {
				if list[i].Source == id && len(t.Verify(&list[i])) > 0 {
					broken = append(broken, by)
					return
				}
			}
		})
		if slices.Sort(broken); len(broken) > 0 {
			v.add(".text", "the new text breaks the quotes of %d entities and facts, %s first", len(broken), broken[0]).
				Hint = "put them with their new places in the same change"
		}
	}
}

// checkCycles looks for cycles through the relations that the change puts, for
// each acyclic type. Deprecated facts do not count.
func (v *validator) checkCycles() {
	for _, r := range v.o.Relations {
		if !r.Acyclic {
			continue
		}
		c := &cycles{validator: v, relation: r, next: map[string][]string{}, ops: map[[2]string]int{}, state: map[string]int{}}
		for _, put := range v.facts {
			if f := put.fact; f != nil && f.Type == r.Name && f.Object != "" && f.Rank != Deprecated && f.Subject != f.Object {
				c.next[f.Subject] = append(c.next[f.Subject], f.Object)
				c.ops[[2]string{f.Subject, f.Object}] = put.op
			}
		}
		if len(c.next) == 0 {
			continue
		}
		if v.base != nil {
			c.gone, c.term = v.replaced(slices.Collect(maps.Keys(v.facts))), v.base.Term(r.Name)
		}
		for _, start := range slices.Sorted(maps.Keys(c.next)) {
			c.walk(start)
		}
	}
}

// Bounds of what is told about cycles: a wrong hierarchy may have as many as it
// has relations, each as long as it is deep.
const (
	maxCycles = 20 // of one type
	maxRing   = 12 // entities of one
)

// cycles is a depth-first search over the relations of one type, of the change
// and of the base.
type cycles struct {
	*validator
	relation *RelationType
	next     map[string][]string // of the change, by subject
	ops      map[[2]string]int   // the op that puts subject -> object
	gone     map[FactNum]bool    // facts of the base that no longer hold
	term     Term                // of the type in the base
	state    map[string]int      // 0 unseen, 1 on the way, 2 done
	reported int
}

func (c *cycles) after(id string) []string {
	ends := slices.Clone(c.next[id])
	if c.term != 0 {
		t := c.base.Topology()
		if info := t.Node(t.Lookup(id)); info != nil {
			for _, e := range OfType(info.Out, c.term) {
				if far := t.Node(e.Other); far != nil && e.Rank != Deprecated && !c.gone[e.Fact] {
					ends = append(ends, far.ID)
				}
			}
		}
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}

// walk searches from start with a stack of its own, for hierarchies may be
// deep.
func (c *cycles) walk(start string) {
	type frame struct {
		id   string
		ends []string
	}
	if c.state[start] != 0 {
		return
	}
	c.state[start] = 1
	stack := []frame{{start, c.after(start)}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if len(top.ends) == 0 {
			c.state[top.id] = 2
			stack = stack[:len(stack)-1]
			continue
		}
		end := top.ends[0]
		top.ends = top.ends[1:]
		switch c.state[end] {
		case 0:
			c.state[end] = 1
			stack = append(stack, frame{end, c.after(end)})
		case 1:
			if c.reported++; c.reported > maxCycles {
				return
			}
			var ring []string
			for i := len(stack) - 1; i >= 0; i-- {
				ring = append(ring, stack[i].id)
				if stack[i].id == end {
					break
				}
			}
			slices.Reverse(ring)
			c.report(append(ring, end))
		}
	}
}

// report names a cycle at the first of the change's ops in it.
func (c *cycles) report(ring []string) {
	op := -1
	for i := 1; i < len(ring); i++ {
		if n, ok := c.ops[[2]string{ring[i-1], ring[i]}]; ok && (op < 0 || n < op) {
			op = n
		}
	}
	if len(ring) > maxRing {
		ring = append(append(slices.Clone(ring[:maxRing/2]), "…"), ring[len(ring)-maxRing/2:]...)
	}
	if op >= 0 {
		c.found.Add(fmt.Sprintf("ops[%d].fact.object", op), BadInput, "%s must not lead back to where it started: %s",
			c.relation.Name, strings.Join(ring, " -> "))
	}
}

// checkReadings looks at the groups of readings that the change touches: the
// facts of one reading share a rank, and of a group's readings only one may be
// left that is not deprecated.
func (v *validator) checkReadings() {
	type choice struct {
		rank Rank
		op   int // -1 when the base brings it
	}
	groups := map[string]map[Reading]choice{}
	note := func(r Reading, rank Rank, op int) {
		group := groups[r.Group()]
		was, ok := group[r]
		if !ok {
			group[r] = choice{rank, op}
			return
		}
		if was.rank != rank && max(op, was.op) >= 0 {
			v.found.Add(fmt.Sprintf("ops[%d].fact.rank", max(op, was.op)), BadInput,
				"the facts of reading %s must be of one rank, and both %s and %s are given", r, min(was.rank, rank), max(was.rank, rank))
		}
	}
	var ids []string
	for id, put := range v.facts {
		if f := put.fact; f != nil && f.Reading != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	slices.Sort(ids)
	for _, id := range ids {
		put := v.facts[id]
		if group := put.fact.Reading.Group(); groups[group] == nil {
			groups[group] = map[Reading]choice{}
		}
		note(put.fact.Reading, put.fact.Rank, put.op)
	}
	if v.base != nil {
		t, replaced := v.base.Topology(), v.replaced(slices.Collect(maps.Keys(v.facts)))
		for _, info := range t.All {
			for i := range info.Out {
				e := &info.Out[i]
				if e.Reading == 0 || replaced[e.Fact] {
					continue
				}
				if r := Reading(t.Terms().Name(e.Reading)); groups[r.Group()] != nil {
					note(r, e.Rank, -1)
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		var shown []string
		op := -1
		for _, r := range slices.Sorted(maps.Keys(groups[name])) {
			if c := groups[name][r]; c.rank != Deprecated {
				shown = append(shown, string(r))
				op = max(op, c.op)
			}
		}
		if len(shown) > 1 && op >= 0 {
			v.found.Add(fmt.Sprintf("ops[%d].fact.reading", op), BadInput,
				"%s are ways to read one sentence, and all would be shown", strings.Join(shown, " and ")).
				Hint = "deprecate all but one, with the reason"
		}
	}
}
