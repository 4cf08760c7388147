package pattern

import "missiongraph/graph"

// kindSet is a set of concrete kinds, by their place in Statement.concrete.
type kindSet []bool

func (c *compiler) kindsOf(names []string) kindSet {
	set := make(kindSet, len(c.s.concrete))
	for i, k := range c.s.concrete {
		set[i] = len(names) == 0 || c.s.o.Is(k, names)
	}
	return set
}

func (s kindSet) and(t kindSet) kindSet {
	both := make(kindSet, len(s))
	for i := range s {
		both[i] = s[i] && t[i]
	}
	return both
}

func (s kindSet) len() int {
	n := 0
	for _, in := range s {
		if in {
			n++
		}
	}
	return n
}

// words lists the kinds, "anything" when all are in.
func (c *compiler) words(s kindSet) string {
	if s.len() == len(s) {
		return "anything"
	}
	var names []string
	for i, in := range s {
		if in {
			names = append(names, c.s.concrete[i])
		}
	}
	for _, k := range c.s.o.Kinds { // an abstract kind says it shorter
		if k.Abstract && len(names) > 1 && c.kindsOf([]string{k.Name}).same(s) {
			return k.Name
		}
	}
	return anyOf(names)
}

func (s kindSet) same(t kindSet) bool {
	for i := range s {
		if s[i] != t[i] {
			return false
		}
	}
	return true
}

func anyOf(names []string) string {
	if len(names) > 6 {
		names = append(names[:5:5], "another")
	}
	return graph.OneOf(names)
}

// typesOf returns the relation types an edge may be of.
func (c *compiler) typesOf(e *edgeVar) []*graph.RelationType {
	if e.types == nil {
		return c.s.o.Relations
	}
	list := make([]*graph.RelationType, len(e.types))
	for i, name := range e.types {
		list[i] = c.s.o.Relation(name)
	}
	return list
}

// ends returns the kinds that relations of a type lead from and to.
func (c *compiler) ends(r *graph.RelationType) (domain, rng kindSet) {
	found, ok := c.joins[r]
	if !ok {
		found = [2]kindSet{c.kindsOf(r.Domain), c.kindsOf(r.Range)}
		c.joins[r] = found
	}
	return found[0], found[1]
}

// image returns the kinds that one relation of e can lead to from kinds s, as
// the ontology says. back goes from the end to to the end from.
func (c *compiler) image(e *edgeVar, s kindSet, back bool) kindSet {
	found := make(kindSet, len(s))
	dir := e.dir
	if back {
		dir = dir.Reverse()
	}
	for _, r := range c.typesOf(e) {
		ways := dir
		if r.Symmetric {
			ways = graph.Both
		}
		domain, rng := c.ends(r)
		for _, w := range []struct {
			way      graph.Direction
			from, to kindSet
		}{{graph.Out, domain, rng}, {graph.In, rng, domain}} {
			if ways&w.way == 0 {
				continue
			}
			from := s.and(w.from)
			if from.len() == 0 {
				continue
			}
			for i, in := range w.to {
				found[i] = found[i] || in && (!r.SameKind || from[i])
			}
		}
	}
	return found
}

// reach is image for an edge of any length.
func (c *compiler) reach(e *edgeVar, s kindSet, back bool) kindSet {
	found := make(kindSet, len(s))
	for steps := 0; steps <= e.max; steps++ {
		if steps > 0 {
			to := c.image(e, s, back)
			if steps > e.min && to.same(s) {
				break // and so it stays
			}
			s = to
		}
		if steps >= e.min {
			for i, in := range s {
				found[i] = found[i] || in
			}
		}
	}
	return found
}

// infer narrows what the variables of a group can be by the edges among them,
// until nothing changes. What other groups introduced stays as it is: an
// optional edge says nothing about what is there without it. A relation that
// can never join its ends is a problem, as is a variable that nothing can be.
func (c *compiler) infer(g *group) {
	if len(c.s.concrete) == 0 {
		return
	}
	kinds := make([]kindSet, len(c.s.nodes))
	for i := range c.s.nodes {
		if kinds[i] = c.s.nodes[i].kinds; kinds[i] == nil {
			kinds[i] = c.kindsOf(nil)
		}
	}
	fine := true
	for _, i := range g.edges {
		e := &c.s.edges[i]
		if kinds[e.from].len() > 0 && c.reach(e, kinds[e.from], false).and(kinds[e.to]).len() == 0 {
			c.neverJoins(e, kinds[e.from], kinds[e.to])
			fine = false
		}
	}
	none := -1 // the first variable that nothing can be
	for changed := fine; changed && none < 0; {
		changed = false
		narrow := func(n int, to kindSet) {
			if to = kinds[n].and(to); !to.same(kinds[n]) {
				kinds[n], changed = to, true
				if none < 0 && to.len() == 0 {
					none = n
				}
			}
		}
		for _, i := range g.edges {
			e := &c.s.edges[i]
			narrow(e.to, c.reach(e, kinds[e.from], false))
			narrow(e.from, c.reach(e, kinds[e.to], true))
		}
	}
	if none >= 0 {
		v := &c.s.nodes[none]
		c.add(v.at, "nothing can be %s: no kind fits every edge that touches it", or(v.name, "this node"))
	}
	for _, n := range g.nodes {
		v := &c.s.nodes[n]
		if v.kinds = kinds[n]; v.kinds.len() == len(v.kinds) {
			v.kinds = nil
		}
	}
}

// neverJoins says that an edge cannot be between two ends, and what could.
func (c *compiler) neverJoins(e *edgeVar, from, to kindSet) {
	what := or(anyOf(e.types), "a relation")
	if e.path {
		what = "a chain of " + what
	}
	if e.dir == graph.In {
		from, to = to, from
	}
	p := c.add(e.at, "%s never leads from %s to %s", what, c.words(from), c.words(to))
	turned := *e
	turned.dir = e.dir.Reverse()
	if e.dir == graph.In {
		from, to = to, from
	}
	switch {
	case e.dir != graph.Both && c.reach(&turned, from, false).and(to).len() > 0:
		p.Hint = "it does the other way round: turn the arrow"
	case len(e.types) == 1 && !e.path:
		r := c.s.o.Relation(e.types[0])
		p.Hint = r.Name + " leads from " + anyOf(r.Domain) + " to " + anyOf(r.Range)
	case !e.path && e.types != nil:
		var able []string
		for _, r := range c.s.o.Relations {
			one := *e
			one.types = []string{r.Name}
			if c.image(&one, from, false).and(to).len() > 0 {
				able = append(able, r.Name)
			}
		}
		if able != nil {
			p.Hint = "what does is " + anyOf(able)
		}
	}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
