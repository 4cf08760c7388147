package graph

import "cmp"

// WeakPoints are where the graph hangs together by one entity or by one link:
// its articulation points and bridges, along relations in either direction.
type WeakPoints struct {
	Nodes     []CutNode // those that separate most first; equals by name, then id
	NodeCount int
	Links     []Bridge // those that separate most first; equals by names of Far, then Near
	LinkCount int
}

// CutNode is an entity without which its component falls apart.
type CutNode struct {
	Node      Node
	Separates int // entities cut off from the largest part
	Parts     int // what is left falls into; at least 2
}

// Bridge is a pair of entities whose relations to each other are all that joins
// two parts of the graph.
type Bridge struct {
	Near, Far Node // Far is in the smaller part; of equal ones the entity later in order of name
	Separates int  // entities of the smaller part
}

// FindWeakPoints returns the first articulation points and bridges along
// relations of the types (empty for all). All are computed once for a topology
// and lens and kept, at a flat price: that of a pass over the topology. The
// error has code LIMIT or TIMEOUT.
func FindWeakPoints(v *View, types []Term, first int) (WeakPoints, error) {
	all, err := wholeGraph(v, "finding the weak points", types, 0, func(types []Term) (*lowlink, error) {
		s, err := newShape(v, types, eitherWay)
		if err != nil {
			return nil, err
		}
		return s.lowlink(v.Budget)
	})
	if err != nil {
		return WeakPoints{}, err
	}
	t := v.topology
	nodes := best[CutNode]{k: first, compare: func(a, b CutNode) int {
		return cmp.Or(b.Separates-a.Separates, t.compare(a.Node, b.Node))
	}}
	for _, x := range all.nodes {
		nodes.add(x)
	}
	links := best[Bridge]{k: first, compare: func(a, b Bridge) int {
		return cmp.Or(b.Separates-a.Separates, t.compare(a.Far, b.Far), t.compare(a.Near, b.Near))
	}}
	for _, x := range all.links {
		if x.even && t.compare(x.Far, x.Near) < 0 {
			x.Near, x.Far = x.Far, x.Near
		}
		links.add(x.Bridge)
	}
	return WeakPoints{
		Nodes: nodes.sorted(), NodeCount: nodes.given,
		Links: links.sorted(), LinkCount: links.given,
	}, nil
}

// Between lists the visible relations of the types (empty for all) between two
// entities, as seen from a, the best supported first. The error has code LIMIT
// or TIMEOUT.
func Between(v *View, a, b Node, types []Term) (found []Rel, err error) {
	w := newWalk(v, types, Both)
	if w.charge(w.shorter(a, b)) {
		found = w.between(a, b)
	}
	return found, w.complete()
}

// lowlink finds all articulation points and bridges in one depth-first walk:
// J. Hopcroft and R. Tarjan, "Algorithm 447: Efficient Algorithms for Graph
// Manipulation" (1973), with a stack of its own instead of recursion.
type lowlink struct {
	nodes []CutNode
	links []evenBridge
}

// evenBridge is a bridge and whether its parts are of one size.
type evenBridge struct {
	Bridge
	even bool
}

// dfs is the walk. A place that was not reached yet has number 0.
type dfs struct {
	*shape
	number []uint32 // when it was reached, from 1
	low    []uint32 // the least number that it or what was reached from it is a neighbour of
	size   []uint32 // how many were reached from it, itself included
	next   []uint32 // its next neighbour to look at
	parent []uint32
	order  []uint32 // as reached
	cut    []cutOff // by place
}

// cutOff is what would be cut off without a place: children whose subtrees lead
// nowhere above it.
type cutOff struct{ sum, most, parts uint32 }

func (s *shape) lowlink(b *Budget) (*lowlink, error) {
	n := len(s.nodes)
	d := &dfs{
		shape: s, number: make([]uint32, n), low: make([]uint32, n), size: make([]uint32, n),
		next: make([]uint32, n), parent: make([]uint32, n), order: make([]uint32, 0, n), cut: make([]cutOff, n),
	}
	copy(d.next, s.begin)
	found := &lowlink{}
	for root := range uint32(n) {
		if root%1024 == 0 {
			if err := b.Err(); err != nil {
				return nil, err
			}
		}
		if d.number[root] == 0 && s.begin[root] != s.begin[root+1] {
			first := len(d.order)
			d.walk(root)
			d.collect(found, d.order[first:])
		}
	}
	return found, nil
}

// walk reaches the component of root.
func (d *dfs) walk(root uint32) {
	d.reach(root, root)
	for i := root; ; {
		if d.next[i] < d.begin[i+1] {
			j := d.to[d.next[i]]
			d.next[i]++
			switch {
			case d.number[j] == 0:
				d.reach(j, i)
				i = j
			case j != d.parent[i]:
				d.low[i] = min(d.low[i], d.number[j])
			}
			continue
		}
		if i == root {
			return
		}
		up := d.parent[i]
		d.leave(i, up)
		i = up
	}
}

func (d *dfs) reach(i, from uint32) {
	d.order = append(d.order, i)
	number := uint32(len(d.order))
	d.number[i], d.low[i], d.size[i], d.parent[i] = number, number, 1, from
}

// leave tells what is above i what was found below it.
func (d *dfs) leave(i, up uint32) {
	d.low[up] = min(d.low[up], d.low[i])
	d.size[up] += d.size[i]
	if d.low[i] >= d.number[up] {
		c := &d.cut[up]
		c.sum, c.most, c.parts = c.sum+d.size[i], max(c.most, d.size[i]), c.parts+1
	}
}

// collect takes down the articulation points and bridges of a component, whose
// first place is the root of the walk.
func (d *dfs) collect(found *lowlink, component []uint32) {
	whole := uint32(len(component))
	for at, i := range component {
		c := d.cut[i]
		if rest := whole - 1 - c.sum; rest > 0 {
			c.most, c.parts = max(c.most, rest), c.parts+1
		}
		if c.parts > 1 {
			found.nodes = append(found.nodes, CutNode{d.nodes[i], int(whole - 1 - c.most), int(c.parts)})
		}
		if at > 0 && d.low[i] > d.number[d.parent[i]] {
			near, far, size := d.parent[i], i, d.size[i]
			if size > whole-size {
				near, far, size = far, near, whole-size
			}
			found.links = append(found.links, evenBridge{Bridge{d.nodes[near], d.nodes[far], int(size)}, 2*size == whole})
		}
	}
}
