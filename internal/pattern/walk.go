package pattern

import "missiongraph/graph"

// walked is a chain of relations.
type walked struct {
	rels []rel
	back bool // walked from the end of the pattern's edge
	full bool // false for null; a path may be empty
}

// walk follows a chain of relations that passes no entity twice. The chain so
// far is on the stack from a.base on, and ends at n.
func (x *run) walk(a at, n graph.Node) bool {
	if n == 0 {
		return true // null
	}
	s := a.s
	e := &x.p.s.edges[s.edge]
	length := len(x.stack) - a.base
	if length >= e.min && (!s.into || n == x.nodes[s.node]) {
		x.paths[s.edge] = walked{x.stack[a.base:], s.back, true}
		if !x.arrive(a.p, a.i, s, n) {
			return false
		}
	}
	return length == e.max || x.expand(a, n)
}

// lengthen walks on over the relation that is bound, when it leads to an
// entity that is not on the chain and meets the edge's conditions.
func (x *run) lengthen(a at, n graph.Node) bool {
	if n == x.nodes[a.s.from] {
		return true
	}
	for _, before := range x.stack[a.base:] {
		if before.edge.Other == n {
			return true
		}
	}
	for _, c := range x.p.s.edges[a.s.edge].each {
		if !x.holds(c) {
			return !x.over
		}
	}
	x.stack = append(x.stack, x.rels[a.s.edge])
	more := x.walk(a, n)
	x.stack = x.stack[:len(x.stack)-1]
	return more
}
