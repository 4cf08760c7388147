package pattern

import (
	"maps"
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// Compile checks a pattern against an ontology and puts in the parameters, by
// name without the $: string, float64, bool, nil, or a slice of such. An error
// is BAD_INPUT: [graph.Problems], all that was found, in order of place; see
// [Parse]. lookup is what idOf asks for the id of an entity by its id or name,
// as [graph.Lookup] finds it; its errors NOT_FOUND and AMBIGUOUS are problems of
// the pattern, any other is returned.
func Compile(q *Query, o *graph.Ontology, parameters map[string]any, lookup func(text string) (id string, err error)) (*Statement, error) {
	c := &compiler{
		s:          &Statement{o: o, limit: -1},
		parameters: parameters, used: map[string]bool{}, lookup: lookup,
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
	if c.failed != nil {
		return nil, c.failed
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
	lookup     func(text string) (id string, err error)
	failed     error               // of lookup, when it is not about the text
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
