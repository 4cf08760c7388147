package diagram

import (
	"slices"

	"missiongraph/graph"
)

// forest is a scene's nodes as trees: each node but the roots hangs under
// another one by an edge.
type forest struct {
	parent []int // by node; -1 for a root
	via    []int // by node: the edge to the parent; -1 for a root
	roots  []int // in order of the scene, the one with the focus first
	kids   [][]int
}

// grow makes the trees. A part hangs under its whole: of several the best
// known, then the first. What is part of nothing hangs under the nearest of
// what is related to it, counted from the focus.
func grow(s *Scene) *forest {
	f := &forest{parent: make([]int, len(s.Nodes)), via: make([]int, len(s.Nodes)), kids: make([][]int, len(s.Nodes))}
	for i := range f.parent {
		f.parent[i], f.via[i] = -1, -1
	}
	for i := range s.Edges {
		e := &s.Edges[i]
		if !e.Below || e.From == e.To || f.above(e.To, e.From) {
			continue
		}
		if old := f.via[e.From]; old < 0 || s.Edges[old].Grade < e.Grade {
			f.parent[e.From], f.via[e.From] = e.To, i
		}
	}
	f.join(s)
	for n, p := range f.parent {
		if p >= 0 {
			f.kids[p] = append(f.kids[p], n)
		}
	}
	return f
}

// above reports whether n is m or above it: hanging n under m would close a
// circle.
func (f *forest) above(m, n int) bool {
	for ; m >= 0; m = f.parent[m] {
		if m == n {
			return true
		}
	}
	return false
}

func (f *forest) top(n int) int {
	for f.parent[n] >= 0 {
		n = f.parent[n]
	}
	return n
}

// largest returns the root of the tree with the most nodes, at least three, or
// -1.
func (f *forest) largest() int {
	sizes := map[int]int{}
	best := -1
	for n := range f.parent {
		top := f.top(n)
		sizes[top]++
		if sizes[top] >= 3 && (best < 0 || sizes[top] > sizes[best] || sizes[top] == sizes[best] && top < best) {
			best = top
		}
	}
	return best
}

// join hangs trees under each other, nearest to the focus first.
func (f *forest) join(s *Scene) {
	first := make([]int, 0, len(s.Nodes))
	if whole := f.largest(); whole >= 0 && len(s.Focus) > 0 && f.parent[s.Focus[0]] < 0 && !slices.Contains(f.parent, s.Focus[0]) {
		first = append(first, whole) // the focus is part of nothing: see it from what others are part of
	}
	for _, n := range s.Focus {
		first = append(first, f.top(n))
	}
	for n := range s.Nodes {
		if f.parent[n] < 0 {
			first = append(first, n)
		}
	}
	at := adjacency(s)
	kids := make([][]int, len(s.Nodes))
	for n, p := range f.parent {
		if p >= 0 {
			kids[p] = append(kids[p], n)
		}
	}
	placed := make([]bool, len(s.Nodes))
	for _, root := range first {
		if placed[root] {
			continue
		}
		f.roots = append(f.roots, root)
		placed[root] = true
		for queue := []int{root}; len(queue) > 0; queue = queue[1:] {
			n := queue[0]
			for _, k := range kids[n] {
				placed[k] = true
				queue = append(queue, k)
			}
			for _, i := range at[n] {
				m := s.Edges[i].From + s.Edges[i].To - n
				if m == n || placed[m] || f.parent[m] >= 0 {
					continue
				}
				f.parent[m], f.via[m] = n, i
				placed[m] = true
				queue = append(queue, m)
			}
		}
	}
}

// adjacency returns the edges at each node, in order.
func adjacency(s *Scene) [][]int {
	at := make([][]int, len(s.Nodes))
	for i := range s.Edges {
		e := &s.Edges[i]
		at[e.From] = append(at[e.From], i)
		if e.To != e.From {
			at[e.To] = append(at[e.To], i)
		}
	}
	return at
}

// trunk is what joins a parent with those of its children that hang by edges
// of the same grade and direction: one line that forks.
type trunk struct {
	hub   int
	kids  []int // those with the same words side by side
	edges []int // by kid
}

// trunks parts the children of a node: parts first, then the best known, then
// in order of the scene.
func (f *forest) trunks(s *Scene, n int) []*trunk {
	type key struct {
		grade                     graph.Grade
		out, both, implied, below bool
		mark                      Mark
	}
	at := map[key]*trunk{}
	var found []*trunk
	for _, k := range f.kids[n] {
		e := &s.Edges[f.via[k]]
		id := key{e.Grade, e.From == n, e.Both, e.Implied, e.Below, e.Mark}
		t := at[id]
		if t == nil {
			t = &trunk{hub: n}
			at[id] = t
			found = append(found, t)
		}
		t.kids, t.edges = append(t.kids, k), append(t.edges, f.via[k])
	}
	for _, t := range found {
		t.sort(s)
	}
	slices.SortStableFunc(found, func(a, b *trunk) int {
		x, y := &s.Edges[a.edges[0]], &s.Edges[b.edges[0]]
		if x.Below != y.Below {
			if x.Below {
				return -1
			}
			return 1
		}
		return int(y.Grade) - int(x.Grade)
	})
	return found
}

// sort brings edges with the same words together, each where the first of them
// stands.
func (t *trunk) sort(s *Scene) {
	first := map[string]int{}
	for i, e := range t.edges {
		if _, ok := first[s.Edges[e].Label]; !ok {
			first[s.Edges[e].Label] = i
		}
	}
	order := slices.Clone(t.edges)
	slices.SortStableFunc(order, func(a, b int) int { return first[s.Edges[a].Label] - first[s.Edges[b].Label] })
	for i, e := range order {
		t.edges[i], t.kids[i] = e, s.Edges[e].From+s.Edges[e].To-t.hub
	}
}
