package graph

import (
	"cmp"
	"slices"
	"strings"
)

// CollapseQuery says how [Collapse] rolls parts up. A node goes to the nearest
// of itself and its ancestors that is of one of the kinds, of several equally
// near to the first in order of name, then id. One that has no such ancestor and
// is of a kind held goes where what holds it would go: the holders by the first
// of the types of Holding by which any leads there, of several the nearest. A node stays
// where it is when there is none. Without kinds it goes to its topmost ancestor:
// the first whole in order of name, of that the first whole, and so on; of a
// cycle the first by name stands for all. Held and Holding then mean nothing.
//
// Ancestors and holders are those the view shows, whether the subgraph has them
// or not.
type CollapseQuery struct {
	Kinds   []Term // concrete kinds to roll up into; empty for the topmost
	Through []Term // relation types that lead from a part to its whole; empty for all
	Held    []Term // concrete kinds that also go with what holds them, as programs do; empty for none
	Holding []Term // relation types that lead from a holder to what it holds, the closest first
}

// Collapsed is a subgraph with its parts rolled up. Each of its edges is in
// Plain, behind one of Implied, or counted as Inside of one of Groups.
type Collapsed struct {
	Nodes   []SubNode     // what is left to see, in order of [Subgraph.Nodes]; a head as deep as its nearest member
	Groups  []Group       // heads that others were rolled up into, in order of Nodes
	Plain   []SubEdge     // between two that are left to see themselves, in order of [Subgraph.Edges]
	Implied []ImpliedEdge // with something rolled up at one end or both, by the order of From, then of To
}

// Group is a head with what was rolled up into it.
type Group struct {
	Head    Node
	Members []Node // in order of [Subgraph.Nodes]; the head too, if the subgraph has it
	Inside  int    // edges between two members
}

// ImpliedEdge stands for the relations that lead from one group to another, or
// to or from a node of none, and are not the heads' own.
type ImpliedEdge struct {
	From, To Node      // heads, or nodes of no group
	Types    []Term    // in order of name
	Facts    []SubEdge // in order of [Subgraph.Edges]
}

// Collapse rolls up the parts in a subgraph of the view. The error has code
// LIMIT or TIMEOUT: a picture with some parts not rolled up would be wrong.
func Collapse(v *View, g *Subgraph, q CollapseQuery) (*Collapsed, error) {
	w := newWalk(v, q.Through, Out)
	c := &collapse{walk: w, wanted: w.kindSet(q.Kinds), held: q.Held, holding: q.Holding, head: map[Node]Node{}}
	for _, n := range g.Nodes {
		c.find(n.Node)
	}
	if err := w.complete(); err != nil {
		return nil, err
	}
	found := c.group(g)
	c.join(g, found)
	return found, nil
}

type collapse struct {
	*walk
	wanted  termSet // by kind; nil for the topmost
	held    []Term
	holding []Term
	head    map[Node]Node
	place   map[Node]int // of a head in Collapsed.Nodes
	groups  map[Node]int // of a head in Collapsed.Groups
}

// find fills in the head of a node.
func (c *collapse) find(n Node) {
	if _, known := c.head[n]; known {
		return
	}
	if c.wanted != nil {
		c.head[n] = c.into(n)
		return
	}
	trail := []Node{n}
	for {
		last := trail[len(trail)-1]
		whole := c.whole(last)
		top, known := c.head[whole]
		at := slices.Index(trail, whole)
		switch {
		case whole == 0:
			top = last
		case known:
		case at >= 0:
			top = slices.MinFunc(trail[at:], c.byName)
		default:
			trail = append(trail, whole)
			continue
		}
		for _, x := range trail {
			c.head[x] = top
		}
		return
	}
}

// whole returns what a node is directly part of, or 0.
func (c *collapse) whole(n Node) Node {
	first := Node(0)
	c.each(n, false, func(edges []Edge, d Direction) bool {
		for i := range edges {
			if e := &edges[i]; e.Other != n && c.follows(e, d) && (first == 0 || c.byName(e.Other, first) < 0) {
				first = e.Other
			}
		}
		return true
	})
	return first
}

// into returns where a node goes that is rolled up into kinds wanted.
func (c *collapse) into(n Node) Node {
	if head := c.nearest([]Node{n}); head != 0 {
		return head
	}
	if slices.Contains(c.held, c.t.Node(n).Kind) {
		for _, typ := range c.holding {
			if head := c.nearest(c.holders(n, typ)); head != 0 {
				return head
			}
		}
	}
	return n
}

// holders returns the subjects of a node's relations of a type.
func (c *collapse) holders(n Node, typ Term) []Node {
	var found []Node
	c.chunks(OfType(c.t.Node(n).In, typ), In, func(edges []Edge, _ Direction) bool {
		for i := range edges {
			if e := &edges[i]; e.Other != 0 && e.Other != n && c.v.Shows(e) {
				found = append(found, e.Other)
			}
		}
		return true
	})
	return found
}

// nearest returns the nearest of some nodes and their ancestors that is of a
// kind wanted, or 0.
func (c *collapse) nearest(from []Node) Node {
	c.seen.reset()
	for _, n := range from {
		c.seen.add(n)
	}
	for begin := 0; begin < len(c.seen.list) && !c.over; {
		level := c.seen.list[begin:]
		best := Node(0)
		for _, x := range level {
			if c.wanted[c.t.Node(x).Kind] && (best == 0 || c.byName(x, best) < 0) {
				best = x
			}
		}
		if best != 0 {
			return best
		}
		begin = len(c.seen.list)
		c.all(level, false, func(edges []Edge, d Direction) bool {
			for i := range edges {
				if e := &edges[i]; c.follows(e, d) {
					c.seen.add(e.Other)
				}
			}
			return true
		})
	}
	return 0
}

func (c *collapse) byName(a, b Node) int { return c.t.compare(a, b) }

// group fills in what is left to see.
func (c *collapse) group(g *Subgraph) *Collapsed {
	found := &Collapsed{}
	members := map[Node][]Node{}
	for _, n := range g.Nodes {
		head := c.head[n.Node]
		if members[head] == nil {
			found.Nodes = append(found.Nodes, SubNode{head, n.Depth})
		}
		members[head] = append(members[head], n.Node)
	}
	slices.SortStableFunc(found.Nodes, func(a, b SubNode) int {
		return cmp.Or(a.Depth-b.Depth, c.byName(a.Node, b.Node))
	})
	c.place, c.groups = map[Node]int{}, map[Node]int{}
	for i, n := range found.Nodes {
		c.place[n.Node] = i
		if list := members[n.Node]; len(list) > 1 || list[0] != n.Node {
			c.groups[n.Node] = len(found.Groups)
			found.Groups = append(found.Groups, Group{Head: n.Node, Members: list})
		}
	}
	return found
}

// join puts each edge where it belongs.
func (c *collapse) join(g *Subgraph, found *Collapsed) {
	implied := map[[2]Node]int{}
	for _, e := range g.Edges {
		from, to := c.head[e.From], c.head[e.To]
		switch {
		case from == e.From && to == e.To:
			found.Plain = append(found.Plain, e)
		case from == to:
			found.Groups[c.groups[from]].Inside++
		default:
			i, ok := implied[[2]Node{from, to}]
			if !ok {
				i = len(found.Implied)
				implied[[2]Node{from, to}] = i
				found.Implied = append(found.Implied, ImpliedEdge{From: from, To: to})
			}
			x := &found.Implied[i]
			x.Facts = append(x.Facts, e)
			if !slices.Contains(x.Types, e.Edge.Type) {
				x.Types = append(x.Types, e.Edge.Type)
			}
		}
	}
	slices.SortFunc(found.Implied, func(a, b ImpliedEdge) int {
		return cmp.Or(c.place[a.From]-c.place[b.From], c.place[a.To]-c.place[b.To])
	})
	for i := range found.Implied {
		slices.SortFunc(found.Implied[i].Types, func(a, b Term) int {
			return strings.Compare(c.t.terms.Name(a), c.t.terms.Name(b))
		})
	}
}
