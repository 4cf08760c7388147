package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Component is a part of the graph that is joined by relations, whichever way
// they point.
type Component struct {
	Size    int
	Kinds   []TermCount // its entities by kind, most first, then by name
	Members []Node      // the first by name, then id; at most [ComponentMembers]
}

// ComponentMembers bounds [Component.Members].
const ComponentMembers = 10

// Components are the parts of a graph.
type Components struct {
	List  []Component // the largest first, of equals by the name of the first member
	Total int         // single entities included
}

// FindComponents returns the first parts of the graph along relations of the
// types (empty for all), in one pass that costs what [FindStats] does. The
// error has code LIMIT or TIMEOUT.
func FindComponents(v *View, types []Term, first int) (Components, error) {
	p, done, err := newPartition(v)
	if err != nil {
		return Components{}, err
	}
	defer done()
	follows := newTermSet(types)
	err = p.joinAll(func(_ Node, e *Edge) bool { return len(types) == 0 || follows.has(e.Type) })
	if err != nil {
		return Components{}, err
	}
	p.count(nil)
	parts := best[uint32]{k: first, compare: p.compare}
	for n := range v.topology.All {
		if p.find(uint32(n)) == uint32(n) {
			parts.add(uint32(n))
		}
	}
	return Components{p.describe(parts.sorted()), parts.given}, nil
}

// partition is the entities of a view in sets that are joined. It is for one
// goroutine.
type partition struct {
	forest
	v     *View
	size  []uint32 // by Node, of roots: members
	least []uint32 // by Node, of roots: the member first by name
}

// newPartition begins with each entity alone. done gives its arrays back.
func newPartition(v *View) (p *partition, done func() error, err error) {
	t := v.topology
	if err := v.Budget.Spend(1 + t.Len()/pageSize); err != nil {
		return nil, nil, err
	}
	w := newWalk(v, nil, Both)
	size := t.Cap()
	if len(w.count) < 3*size {
		w.count = make([]uint32, 3*size)
	}
	p = &partition{v: v, forest: w.count[:size], size: w.count[size : 2*size], least: w.count[2*size : 3*size]}
	for i := range p.forest {
		p.forest[i] = uint32(i)
	}
	return p, w.done, nil
}

// joinAll joins the ends of all visible relations that keep takes.
func (p *partition) joinAll(keep func(subject Node, e *Edge) bool) error {
	seen := 0
	for n, info := range p.v.topology.All {
		if seen++; seen%1024 == 0 {
			if err := p.v.Budget.Err(); err != nil {
				return err
			}
		}
		for i := range info.Out {
			if e := &info.Out[i]; e.Other != 0 && keep(n, e) && p.v.Shows(e) {
				p.join(uint32(n), uint32(e.Other))
			}
		}
	}
	return nil
}

// count fills in size and least. A part of nothing but what was removed has
// size 0.
func (p *partition) count(removed map[Node]bool) {
	clear(p.size)
	t := p.v.topology
	for n := range t.All {
		if removed[n] {
			continue
		}
		root := p.find(uint32(n))
		if p.size[root] == 0 || t.compare(n, Node(p.least[root])) < 0 {
			p.least[root] = uint32(n)
		}
		p.size[root]++
	}
}

// compare is the order of [Components], by roots.
func (p *partition) compare(a, b uint32) int {
	t := p.v.topology
	return cmp.Or(cmp.Compare(p.size[b], p.size[a]), t.compare(Node(p.least[a]), Node(p.least[b])))
}

// describe makes the components of roots. What was removed is a part of its own
// and none of them.
func (p *partition) describe(roots []uint32) []Component {
	t := p.v.topology
	at := make(map[uint32]int, len(roots))
	members := make([]best[Node], len(roots))
	kinds := make([]map[Term]int, len(roots))
	list := make([]Component, len(roots))
	for i, root := range roots {
		at[root] = i
		list[i].Size = int(p.size[root])
		members[i] = best[Node]{k: ComponentMembers, compare: t.compare}
		kinds[i] = map[Term]int{}
	}
	for n, info := range t.All {
		if i, ok := at[p.find(uint32(n))]; ok {
			members[i].add(n)
			kinds[i][info.Kind]++
		}
	}
	for i := range list {
		list[i].Members = members[i].sorted()
		for kind, n := range kinds[i] {
			list[i].Kinds = append(list[i].Kinds, TermCount{kind, n})
		}
		slices.SortFunc(list[i].Kinds, func(a, b TermCount) int {
			return cmp.Or(b.Count-a.Count, strings.Compare(t.terms.Name(a.Term), t.terms.Name(b.Term)))
		})
	}
	return list
}

// forest is sets of nodes as trees: each node has another one of its set, a
// root itself. Sets are joined with path halving; R. E. Tarjan and J. van
// Leeuwen, "Worst-case Analysis of Set Union Algorithms" (1984).
type forest []uint32

// join makes one set of two and reports whether they were two.
func (f forest) join(a, b uint32) bool {
	a, b = f.find(a), f.find(b)
	f[max(a, b)] = min(a, b)
	return a != b
}

func (f forest) find(x uint32) uint32 {
	for f[x] != x {
		f[x] = f[f[x]]
		x = f[x]
	}
	return x
}
