package graph

import (
	"fmt"
	"slices"
	"strings"
)

// shape finds what the topology alone tells.
func (f *flawFinder) shape() error {
	if err := f.orphans(); err != nil {
		return err
	}
	for _, r := range f.v.Ontology.Relations {
		if term := f.v.Term(r.Name); r.Acyclic && term != 0 && f.t.FactsOf(term) > 0 {
			if err := f.cycles(r, term); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *flawFinder) orphans() error {
	for n, info := range f.t.All {
		if err := f.worked(); err != nil {
			return err
		}
		if !f.related(n, info.Out) && !f.related(n, info.In) {
			if err := f.placeEntity(f.add(FlawOrphan, n, "no relation joins it to anything")); err != nil {
				return err
			}
		}
	}
	return nil
}

// related reports whether the lens shows a relation to another entity.
func (f *flawFinder) related(n Node, edges []Edge) bool {
	for i := range edges {
		if e := &edges[i]; e.Other != 0 && e.Other != n && f.v.Shows(e) {
			return true
		}
	}
	return false
}

// cycles finds the entities from which relations of an acyclic type lead back:
// the strongly connected components of more than one, by R. E. Tarjan,
// "Depth-first search and linear graph algorithms" (1972), with a stack of its
// own, for hierarchies may be deep.
func (f *flawFinder) cycles(r *RelationType, term Term) error {
	type frame struct {
		n     Node
		edges []Edge
	}
	var (
		index = make([]uint32, f.t.Cap()) // 0 unseen
		low   = make([]uint32, f.t.Cap())
		done  = make([]bool, f.t.Cap())
		path  []Node
		stack []frame
		count uint32
	)
	enter := func(n Node) {
		count++
		index[n], low[n] = count, count
		path = append(path, n)
		stack = append(stack, frame{n, OfType(f.t.Node(n).Out, term)})
	}
	for start := range f.t.All {
		if err := f.worked(); err != nil {
			return err
		}
		if index[start] == 0 {
			enter(start)
		}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if len(top.edges) > 0 {
				e := &top.edges[0]
				top.edges = top.edges[1:]
				switch n := top.n; {
				case !f.holds(e) || f.t.Node(e.Other) == nil || done[e.Other]:
				case index[e.Other] == 0:
					enter(e.Other)
				default:
					low[n] = min(low[n], index[e.Other])
				}
				continue
			}
			n := top.n
			stack = stack[:len(stack)-1]
			if len(stack) > 0 {
				above := stack[len(stack)-1].n
				low[above] = min(low[above], low[n])
			}
			if low[n] != index[n] {
				continue
			}
			at := len(path) - 1
			for path[at] != n {
				at--
			}
			part := path[at:]
			path = path[:at]
			for _, member := range part {
				done[member] = true
			}
			if len(part) > 1 {
				if err := f.cycle(r, term, slices.Clone(part)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// holds reports whether the lens shows an edge that is not deprecated.
func (f *flawFinder) holds(e *Edge) bool { return e.Rank != Deprecated && f.v.Shows(e) }

// cycle notes a component, told by the shortest way from its first entity back.
func (f *flawFinder) cycle(r *RelationType, term Term, part []Node) error {
	slices.SortFunc(part, func(a, b Node) int { return strings.Compare(f.id(a), f.id(b)) })
	within := make(map[Node]bool, len(part))
	for _, n := range part {
		within[n] = true
	}
	start := part[0]
	from := map[Node]Node{}
	var ring []Node
	for queue := []Node{start}; len(queue) > 0 && ring == nil; queue = queue[1:] {
		n := queue[0]
		for i, edges := 0, OfType(f.t.Node(n).Out, term); i < len(edges) && ring == nil; i++ {
			e := &edges[i]
			switch _, seen := from[e.Other]; {
			case !within[e.Other] || !f.holds(e) || e.Other == n:
			case e.Other == start:
				for at := n; at != start; at = from[at] {
					ring = append(ring, at)
				}
			case !seen:
				from[e.Other] = n
				queue = append(queue, e.Other)
			}
		}
	}
	slices.Reverse(ring)
	var names []string
	for _, n := range slices.Concat([]Node{start}, ring, []Node{start}) {
		names = append(names, f.id(n))
	}
	if len(names) > maxRing {
		names = append(append(slices.Clone(names[:maxRing/2]), "…"), names[len(names)-maxRing/2:]...)
	}
	message := r.Name + " leads back to where it started: " + strings.Join(names, " -> ")
	if more := len(part) - len(ring) - 1; more > 0 {
		message += fmt.Sprintf("; from %d more entities it leads into this circle and back", more)
	}
	x := f.add(FlawCycle, start, message)
	x.Others = ring
	for _, e := range OfType(f.t.Node(start).Out, term) {
		if e.Other == ring[0] && f.holds(&e) {
			fact, err := f.v.Fact(e.Fact)
			if err != nil {
				return err
			}
			return f.place(x, &fact)
		}
	}
	return nil
}
