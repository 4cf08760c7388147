package pattern

import (
	"sort"

	"missiongraph/graph"
)

// at is a place in a run: step i of a program, and for a stepWalk where its
// chain begins on the stack.
type at struct {
	p    *program
	i    int
	s    *step
	base int
}

// expand takes each relation that a step follows from n; false ends the run.
func (x *run) expand(a at, n graph.Node) bool {
	info := x.t.Node(n)
	if info == nil {
		return true // null
	}
	s := a.s
	target := graph.Node(0)
	if s.into && s.op == stepExpand {
		if target = x.nodes[s.node]; target == 0 {
			return true
		}
	}
	if s.ways == nil {
		return x.follow(a, n, target, info.Out, graph.Out, s.any) && x.follow(a, n, target, info.In, graph.In, s.any)
	}
	for _, w := range s.ways {
		if w.dir&graph.Out != 0 && !x.follow(a, n, target, graph.OfType(info.Out, w.typ), graph.Out, w.dir) {
			return false
		}
		if w.dir&graph.In != 0 && !x.follow(a, n, target, graph.OfType(info.In, w.typ), graph.In, w.dir) {
			return false
		}
	}
	return true
}

// stride bounds the edges that are touched between two looks at the budget.
const stride = 1024

// follow takes the edges of one list that may be followed; those of one type
// are in order of their far ends, which finds a target fast.
func (x *run) follow(a at, n, target graph.Node, edges []graph.Edge, way, ways graph.Direction) bool {
	s := a.s
	if target != 0 && s.ways != nil && len(edges) > 16 {
		if !x.charge(8) {
			return false
		}
		edges = x.leadingTo(edges, target)
	}
	for len(edges) > 0 {
		chunk := edges[:min(len(edges), stride)]
		edges = edges[len(chunk):]
		if !x.charge(len(chunk)) {
			return false
		}
		for i := range chunk {
			e := &chunk[i]
			if e.Other == 0 || target != 0 && e.Other != target {
				continue
			}
			both := ways == graph.Both || s.ways == nil && x.p.both[e.Type]
			if !both && ways != way || both && way == graph.In && e.Other == n {
				continue // the other way, or listed as Out
			}
			if !x.v.Shows(e) || x.taken(s, e.Fact) {
				continue
			}
			x.rels[s.edge] = rel{n, *e, way == graph.Out}
			if s.op == stepWalk {
				if !x.lengthen(a, e.Other) {
					return false
				}
			} else if !x.arrive(a.p, a.i, s, e.Other) {
				return false
			}
		}
	}
	return true
}

// leadingTo narrows a run of edges of one type to those that lead to a target.
func (x *run) leadingTo(edges []graph.Edge, target graph.Node) []graph.Edge {
	from := sort.Search(len(edges), func(i int) bool { return compareNodes(x.t, edges[i].Other, target) >= 0 })
	to := from
	for to < len(edges) && edges[to].Other == target {
		to++
	}
	return edges[from:to]
}

// taken reports whether another edge of the clause is bound to the fact.
func (x *run) taken(s *step, fact graph.FactNum) bool {
	for _, o := range s.other {
		if x.rels[o].edge.Fact == fact && !x.p.s.edges[o].path {
			return true
		}
		for _, r := range x.paths[o].rels {
			if r.edge.Fact == fact {
				return true
			}
		}
	}
	return false
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
