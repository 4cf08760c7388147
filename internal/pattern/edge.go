package pattern

import (
	"slices"
	"strconv"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

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
