package graph

import (
	"slices"
	"sort"
	"strings"
)

// Rel is a relation as seen from one of its ends.
type Rel struct {
	Edge    Edge // Other is the far end
	Forward bool // the near end is the subject
}

// RelationKey is the place of a relation in a list ordered by the far end's
// name in lower case, its id, and the fact's number. The zero value is before
// all others.
type RelationKey struct {
	Name string // NodeInfo.Key of the far end
	ID   string
	Fact FactNum
}

// KeyOf returns the place of a relation in the order of [Relations].
func KeyOf(v *View, r Rel) RelationKey {
	far := v.topology.Node(r.Edge.Other)
	return RelationKey{far.Key, far.ID, r.Edge.Fact}
}

// Relations lists the visible relations of a node: those of the types (empty
// for all) whose far end is of the concrete kinds (empty for all), seen from
// the node, in order of [RelationKey]. One that joins the node to itself is
// there once, as Forward unless only In was asked for. The error has code
// LIMIT or TIMEOUT: the list is whole or not at all.
func Relations(v *View, n Node, types []Term, d Direction, kinds []Term) ([]Rel, error) {
	found, _, err := RelationsAfter(v, n, types, d, kinds, RelationKey{}, 0)
	return found, err
}

// RelationsAfter is the part of [Relations] that comes after a key, at most
// first of it (0 for all), and whether there is more. A page costs what is on
// it and the logarithm of the rest.
func RelationsAfter(v *View, n Node, types []Term, d Direction, kinds []Term, after RelationKey, first int) (found []Rel, more bool, err error) {
	l := newRelationList(v, n, types, d, kinds)
	if l == nil {
		return nil, false, nil
	}
	l.seek(after)
	for {
		r, ok := l.next()
		if !ok {
			break
		}
		if first > 0 && len(found) == first {
			more = true
			break
		}
		found = append(found, r)
	}
	if err := l.done(); err != nil {
		return nil, false, err
	}
	return found, more, nil
}

// CountRelations returns the number of relations that [Relations] lists. The
// error has code LIMIT or TIMEOUT.
func CountRelations(v *View, n Node, types []Term, d Direction, kinds []Term) (int, error) {
	l := newRelationList(v, n, types, d, kinds)
	if l == nil {
		return 0, nil
	}
	sum := 0
	for i := range l.runs {
		r := &l.runs[i]
		if !l.w.charge(len(r.edges)) {
			break
		}
		for i := range r.edges {
			if l.shows(&r.edges[i], r.way) {
				sum++
			}
		}
	}
	if err := l.done(); err != nil {
		return 0, err
	}
	return sum, nil
}

// relationList merges a node's runs of one type and direction, each of which
// the topology keeps in the order wanted.
type relationList struct {
	w     *walk
	n     Node
	kinds []bool
	runs  []relationRun // a heap by head once sought
}

type relationRun struct {
	edges []Edge    // what is still to come
	head  *NodeInfo // the far end of edges[0]
	way   Direction
}

func newRelationList(v *View, n Node, types []Term, d Direction, kinds []Term) *relationList {
	info := v.topology.Node(n)
	if info == nil {
		return nil
	}
	w := newWalk(v, types, d)
	l := &relationList{w: w, n: n, kinds: w.kindSet(kinds)}
	l.add(info.Out, Out)
	l.add(info.In, In)
	return l
}

// done ends the walk; one that did not come to its end is an error.
func (l *relationList) done() error {
	over := l.w.over
	if err := l.w.done(); err != nil || !over {
		return err
	}
	return l.w.v.Budget.exceeded()
}

// add takes one of the node's two lists apart by type.
func (l *relationList) add(edges []Edge, way Direction) {
	if l.w.any&way == 0 {
		return
	}
	if l.w.types != nil {
		for _, typ := range l.w.types {
			l.addRun(OfType(edges, typ), way)
		}
		return
	}
	for len(edges) > 0 {
		run := OfType(edges, edges[0].Type)
		l.addRun(run, way)
		edges = edges[len(run):]
	}
}

func (l *relationList) addRun(run []Edge, way Direction) {
	if len(run) > 0 && run[0].Other != 0 && l.w.ways[run[0].Type]&way != 0 {
		l.runs = append(l.runs, relationRun{edges: run, way: way})
	}
}

// seek drops what is not after the key and what is not shown, and makes the
// heap.
func (l *relationList) seek(after RelationKey) {
	t := l.w.t
	kept := l.runs[:0]
	for _, r := range l.runs {
		if after.ID != "" {
			r.edges = r.edges[sort.Search(len(r.edges), func(i int) bool {
				far := t.Node(r.edges[i].Other)
				if c := strings.Compare(far.Key, after.Name); c != 0 {
					return c > 0
				}
				if c := strings.Compare(far.ID, after.ID); c != 0 {
					return c > 0
				}
				return r.edges[i].Fact > after.Fact
			}):]
		}
		if l.skip(&r) {
			kept = append(kept, r)
		}
	}
	l.runs = kept
	for i := len(kept)/2 - 1; i >= 0; i-- {
		l.down(i)
	}
}

// next takes the first relation of all runs.
func (l *relationList) next() (Rel, bool) {
	if len(l.runs) == 0 {
		return Rel{}, false
	}
	top := &l.runs[0]
	rel := Rel{top.edges[0], top.way == Out}
	top.edges = top.edges[1:]
	if !l.skip(top) {
		last := len(l.runs) - 1
		l.runs[0] = l.runs[last]
		l.runs = l.runs[:last]
	}
	l.down(0)
	return rel, true
}

// skip moves a run on to its next edge that is to be listed; false at the end.
func (l *relationList) skip(r *relationRun) bool {
	for len(r.edges) > 0 && l.w.charge(1) {
		e := &r.edges[0]
		if l.shows(e, r.way) {
			r.head = l.w.t.Node(e.Other)
			return true
		}
		r.edges = r.edges[1:]
	}
	return false
}

func (l *relationList) shows(e *Edge, way Direction) bool {
	if e.Other == l.n && way == In && l.w.ways[e.Type]&Out != 0 {
		return false // listed as Out
	}
	if l.kinds != nil && !l.kinds[l.w.t.Node(e.Other).Kind] {
		return false
	}
	return l.w.v.Shows(e)
}

func (l *relationList) less(i, j int) bool {
	a, b := &l.runs[i], &l.runs[j]
	if a.head != b.head {
		return compareNodes(a.head, b.head) < 0
	}
	return a.edges[0].Fact < b.edges[0].Fact
}

func (l *relationList) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(l.runs) {
			return
		}
		if child+1 < len(l.runs) && l.less(child+1, child) {
			child++
		}
		if !l.less(child, i) {
			return
		}
		l.runs[i], l.runs[child] = l.runs[child], l.runs[i]
		i = child
	}
}

// between lists the relations that the walk may follow from a to b, which are
// neighbours, best supported first.
func (w *walk) between(a, b Node) []Rel {
	var found []Rel
	near, far, flip := w.t.Node(a), b, false
	if other := w.t.Node(b); len(other.Out)+len(other.In) < len(near.Out)+len(near.In) {
		near, far, flip = other, a, true
	}
	take := func(edges []Edge, forward bool) {
		way := In
		if forward {
			way = Out
		}
		for i := range edges {
			if e := &edges[i]; e.Other == far && w.follows(e, way) {
				rel := Rel{*e, forward}
				rel.Edge.Other = b
				found = append(found, rel)
			}
		}
	}
	take(near.Out, !flip)
	if a != b {
		take(near.In, flip)
	}
	slices.SortFunc(found, func(a, b Rel) int { return w.compareSupport(&a.Edge, &b.Edge) })
	return found
}

// compareSupport orders parallel relations, the best first: strongest grade,
// preferred before normal before deprecated, then name of type, name of verb,
// number.
func (w *walk) compareSupport(a, b *Edge) int {
	if a.Grade != b.Grade {
		return int(b.Grade) - int(a.Grade)
	}
	if a.Rank != b.Rank {
		return rankOrder[a.Rank] - rankOrder[b.Rank]
	}
	if a.Type != b.Type {
		return strings.Compare(w.t.terms.Name(a.Type), w.t.terms.Name(b.Type))
	}
	if a.Verb != b.Verb {
		return strings.Compare(w.t.terms.Name(a.Verb), w.t.terms.Name(b.Verb))
	}
	return int(a.Fact) - int(b.Fact)
}

var rankOrder = [...]int{Preferred: 0, Normal: 1, Deprecated: 2}
