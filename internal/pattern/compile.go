package pattern

import (
	"maps"
	"slices"
	"strconv"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// Compile checks a pattern against an ontology and puts in the parameters, by
// name without the $: string, float64, bool, nil, or a slice of such. An error
// is BAD_INPUT: [graph.Problems], all that was found, in order of place; see
// [Parse].
func Compile(q *Query, o *graph.Ontology, parameters map[string]any) (*Statement, error) {
	c := &compiler{
		s:          &Statement{o: o, limit: -1},
		parameters: parameters, used: map[string]bool{},
		names: map[string]variable{}, joins: map[*graph.RelationType][2]kindSet{},
	}
	for _, k := range o.Kinds {
		if !k.Abstract {
			c.s.concrete = append(c.s.concrete, k.Name)
		}
	}
	c.match(q)
	c.returns(q.Return)
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		if !c.used[name] {
			c.add(lexer.Position{Line: 1, Column: 1}, "the pattern does not use the parameter $%s", name).Hint =
				graph.DidYouMean(name, slices.Sorted(maps.Keys(c.used)))
		}
	}
	if len(c.found) > 0 {
		slices.SortStableFunc(c.found, func(a, b *problem) int { return a.at.Offset - b.at.Offset })
		var found graph.Problems
		for _, p := range c.found {
			found = append(found, p.Problem)
		}
		return nil, found.Err()
	}
	return c.s, nil
}

// compiler is the work of one Compile.
type compiler struct {
	s          *Statement
	parameters map[string]any
	used       map[string]bool
	names      map[string]variable // in scope
	clause     int
	joins      map[*graph.RelationType][2]kindSet // see ends
	entries    []pending
	found      []*problem
}

// variable is what a name stands for.
type variable struct {
	edge bool
	slot int
}

// pending is a map of properties whose expressions wait for the kinds.
type pending struct {
	of      variable
	entries []*Entry
}

type problem struct {
	at lexer.Position
	graph.Problem
}

func (c *compiler) add(at lexer.Position, format string, args ...any) *graph.Problem {
	var list graph.Problems
	p := &problem{at, *list.Add(place(at), graph.BadInput, format, args...)}
	c.found = append(c.found, p)
	return &p.Problem
}

// match compiles the clauses.
func (c *compiler) match(q *Query) {
	must := []*Body{q.First}
	var optional []*Body
	for _, clause := range q.Rest {
		switch {
		case clause.Optional:
			optional = append(optional, clause.Body)
		case optional != nil:
			c.add(clause.Body.Chains[0].Start.Pos, "MATCH after OPTIONAL MATCH").Hint = "put what must match first"
		default:
			must = append(must, clause.Body)
		}
	}
	c.group(&c.s.must, must)
	for _, body := range optional {
		g := &group{}
		c.group(g, []*Body{body})
		c.s.optional = append(c.s.optional, g)
	}
}

// group compiles bodies that are matched together.
func (c *compiler) group(g *group, bodies []*Body) {
	first := len(c.entries)
	for _, b := range bodies {
		for _, chain := range b.Chains {
			c.chain(g, chain)
		}
		c.clause++
	}
	c.infer(g)
	for _, p := range c.entries[first:] {
		for _, entry := range p.entries {
			if cond := c.entry(p.of, entry); cond != nil {
				if e := cond.args[0]; p.of.edge && c.s.edges[p.of.slot].path && e.op == opEdgePart {
					c.s.edges[p.of.slot].each = append(c.s.edges[p.of.slot].each, cond)
				} else {
					g.conds = append(g.conds, cond)
				}
			}
		}
	}
	c.entries = c.entries[:first]
	for _, b := range bodies {
		if b.Where != nil {
			e := c.or(b.Where)
			switch {
			case e == nil || !c.condition(e, "WHERE"):
			case e.has(opAggregate):
				c.add(b.Where.pos(), "an aggregate stands in RETURN only")
			default:
				g.conds = append(g.conds, e)
			}
		}
	}
	c.simplify(g)
}

func (c *compiler) chain(g *group, chain *Chain) {
	from := c.node(g, chain.Start)
	for _, l := range chain.Links {
		to := c.node(g, l.Node)
		c.edge(g, l.Edge, from, to)
		from = to
	}
}

// node declares the entity a pattern asks for, or finds it by its name, and
// returns its slot.
func (c *compiler) node(g *group, n *NodePattern) int {
	slot := -1
	if n.Var != nil {
		name := plain(n.Var.Text)
		if v, ok := c.names[name]; ok {
			if v.edge {
				c.add(n.Var.Pos, "%s is a relation, and here an entity is expected", name)
			} else {
				slot = v.slot
			}
		}
	}
	if slot < 0 {
		slot = len(c.s.nodes)
		v := nodeVar{at: n.Pos}
		if n.Var != nil {
			v.name = plain(n.Var.Text)
			if _, taken := c.names[v.name]; !taken {
				c.names[v.name] = variable{slot: slot}
			}
		}
		c.s.nodes = append(c.s.nodes, v)
		g.nodes = append(g.nodes, slot)
	}
	if set := c.labels(n.Kinds); set != nil {
		if v := &c.s.nodes[slot]; !slices.Contains(g.nodes, slot) {
			// It is there already: the label is a condition of this group.
			g.conds = append(g.conds, c.isKind(slot, set, n.Pos))
		} else if v.kinds == nil {
			v.kinds = set
		} else if v.kinds = v.kinds.and(set); v.kinds.len() == 0 {
			c.add(n.Kinds[0].Pos, "nothing can be %s: it is of other kinds elsewhere", v.name)
		}
	}
	if len(n.Map) > 0 {
		c.entries = append(c.entries, pending{variable{false, slot}, n.Map})
	}
	return slot
}

// labels returns the kinds that labels name, nil for none or unknown ones.
func (c *compiler) labels(labels []*Name) kindSet {
	var names, all []string
	for _, k := range c.s.o.Kinds {
		all = append(all, k.Name)
	}
	for _, l := range labels {
		name := plain(l.Text)
		if c.s.o.Kind(name) == nil {
			p := c.add(l.Pos, "unknown kind %q", name)
			if p.Hint = graph.DidYouMean(name, all); p.Hint == "" {
				p.Hint = "a kind is " + anyOf(c.s.concrete)
			}
			return nil
		}
		names = append(names, name)
	}
	if names == nil {
		return nil
	}
	return c.kindsOf(names)
}

// isKind is a condition that an entity is of some kinds.
func (c *compiler) isKind(slot int, set kindSet, at lexer.Position) *expr {
	list := Value{Type: List}
	for i, in := range set {
		if in {
			list.List = append(list.List, Value{Type: Text, Text: c.s.concrete[i]})
		}
	}
	kind := &expr{op: opNodePart, at: at, typ: Text, exact: true, slot: slot, part: partKind, name: "kind"}
	return &expr{op: opIn, at: at, typ: Boolean, exact: true, args: []*expr{kind, {op: opConst, at: at, typ: List, elem: Text, value: list}}}
}

func (c *compiler) edge(g *group, p *EdgePattern, from, to int) {
	e := edgeVar{at: p.Pos, from: from, to: to, dir: graph.Both, min: 1, max: 1, clause: c.clause}
	if p.Left != p.Right {
		e.dir = graph.Out
		if p.Left {
			e.dir = graph.In
		}
	}
	known := true
	for _, t := range p.Types {
		known = c.relationType(&e, t) && known
	}
	c.length(&e, p)
	slot := len(c.s.edges)
	if p.Var != nil {
		name := plain(p.Var.Text)
		if v, taken := c.names[name]; taken {
			what := "a relation has a name of its own in each place: the ends are what places share"
			if !v.edge {
				what = "an entity"
			}
			c.add(p.Var.Pos, "%s is there already", name).Hint = what
		} else {
			e.name = name
			c.names[name] = variable{true, slot}
		}
	}
	if !known {
		e.types = nil // as good as any, for what is still to be checked
	}
	c.s.edges = append(c.s.edges, e)
	g.edges = append(g.edges, slot)
	if len(p.Map) > 0 {
		c.entries = append(c.entries, pending{variable{true, slot}, p.Map})
	}
}

func (c *compiler) relationType(e *edgeVar, t *Name) bool {
	name := plain(t.Text)
	if c.s.o.Relation(name) != nil {
		if !slices.Contains(e.types, name) {
			e.types = append(e.types, name)
		}
		return true
	}
	var all []string
	for _, r := range c.s.o.Relations {
		if r.Inverse == name {
			c.add(t.Pos, "%q is the inverse of %q", name, r.Name).Hint = "write " + r.Name + " and turn the arrow"
			return false
		}
		all = append(all, r.Name)
	}
	for _, r := range c.s.o.Relations {
		if r.Verb(name) != nil {
			c.add(t.Pos, "%q is a verb of %q, not a relation type", name, r.Name).Hint = "write -[:" + r.Name + ` {verb: "` + name + `"}]-`
			return false
		}
	}
	c.add(t.Pos, "unknown relation type %q", name).Hint = graph.DidYouMean(name, all)
	return false
}

// length reads how often an edge repeats.
func (c *compiler) length(e *edgeVar, p *EdgePattern) {
	if p.Star == nil && p.Times == nil {
		return
	}
	e.path, e.min, e.max = true, 1, MaxHops
	at := p.Pos
	if s := p.Star; s != nil {
		at = s.Pos
		e.min = c.steps(s.Exact, at, 1)
		e.max = c.steps(s.UpTo, at, MaxHops)
		if s.Exact != nil {
			e.max = c.steps(s.Most, at, MaxHops)
			if !s.Range {
				e.max = e.min
			}
		}
	}
	if t := p.Times; t != nil {
		if p.Star != nil {
			c.add(t.Pos, "the length is given twice")
			return
		}
		at = t.Pos
		e.min, e.max = c.steps(t.Least, at, 0), c.steps(t.Most, at, MaxHops)
		if t.Least != nil && !t.Comma {
			e.max = e.min
		}
	}
	if e.min > e.max {
		c.add(at, "from %d to %d steps are none", e.min, e.max)
		e.min, e.max = 1, MaxHops
	}
}

func (c *compiler) steps(written *string, at lexer.Position, otherwise int) int {
	if written == nil {
		return otherwise
	}
	n, err := strconv.Atoi(*written)
	if err != nil {
		c.add(at, "%s is not a number of steps", *written).Hint = "a whole number"
		return otherwise
	}
	if n > MaxHops {
		c.add(at, "%d steps are more than %d", n, MaxHops)
		return otherwise
	}
	return n
}

// entry is the condition that a property has a value.
func (c *compiler) entry(of variable, entry *Entry) *expr {
	left := c.partOf(of, plain(entry.Key.Text), entry.Key.Pos)
	right := c.operand(entry.Value)
	if left == nil || right == nil {
		return nil
	}
	if right.op != opConst {
		c.add(entry.Value.Pos, "a value in braces is written out, or a parameter").Hint = "anything else is a condition of WHERE"
		return nil
	}
	return c.equal(left, right, entry.Value.Pos)
}
