package graph

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// relationList merges a node's runs of one type and direction, each of which
// the topology keeps in the order wanted.
type relationList struct {
	w     *walk
	n     Node
	kinds termSet
	fact  FactCondition
	far   Condition
	back  bool          // from the end
	runs  []relationRun // a heap by head once sought
	err   error         // of a condition
}

type relationRun struct {
	edges []Edge    // what is still to come
	head  *NodeInfo // the far end of the next
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
	if err := l.w.complete(); l.err == nil {
		return err
	}
	return l.err
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

// seek drops what is not between the keys, both exclusive and open where they
// are zero, and what is not shown, and makes the heap.
func (l *relationList) seek(after, before relationKey) {
	kept := l.runs[:0]
	for _, r := range l.runs {
		if before.ID != "" {
			r.edges = r.edges[:l.search(r.edges, before, 0)]
		}
		if after.ID != "" {
			r.edges = r.edges[l.search(r.edges, after, 1):]
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

// search returns the place of the first edge that compares with the key as
// least or greater: 0 for equal, 1 for after.
func (l *relationList) search(edges []Edge, key relationKey, least int) int {
	return sort.Search(len(edges), func(i int) bool {
		far := l.w.t.Node(edges[i].Other)
		return key.compare(far, edges[i].Fact) >= least
	})
}

// relationKey is the place of a relation in a list ordered by the far end's
// name in lower case, its id, and the fact's number. The zero value is before
// all others.
type relationKey struct {
	Name string // NodeInfo.Key of the far end
	ID   string
	Fact FactNum
}

// keyOf returns the place of a relation in the order of [Relations].
func keyOf(v *View, r Rel) relationKey {
	far := v.topology.Node(r.Edge.Other)
	return relationKey{far.Key, far.ID, r.Edge.Fact}
}

// compare places a relation before (-1), at (0) or after (1) the key.
func (k *relationKey) compare(far *NodeInfo, fact FactNum) int {
	if c := strings.Compare(far.Key, k.Name); c != 0 {
		return c
	}
	if c := strings.Compare(far.ID, k.ID); c != 0 {
		return c
	}
	return cmp.Compare(fact, k.Fact)
}

// take takes the first relations, at most size (0 for all), in the order of
// the list whichever end they are taken from, and reports whether there are
// more.
func (l *relationList) take(size int) (found []Rel, more bool) {
	for {
		r, ok := l.next()
		if !ok {
			break
		}
		if size > 0 && len(found) == size {
			more = true
			break
		}
		found = append(found, r)
	}
	if l.back {
		slices.Reverse(found)
	}
	return found, more
}

// count returns the number of relations that are shown, as far as the walk may
// go.
func (l *relationList) count() (sum int) {
	for i := range l.runs {
		r := &l.runs[i]
		for edges := r.edges; len(edges) > 0; {
			chunk := edges[:min(len(edges), stride)]
			edges = edges[len(chunk):]
			if !l.w.charge(len(chunk)) {
				return sum
			}
			for i := range chunk {
				if l.shows(&chunk[i], r.way) {
					sum++
				}
			}
			if l.err != nil {
				return sum
			}
		}
	}
	return sum
}

// next takes the first relation of all runs.
func (l *relationList) next() (Rel, bool) {
	if len(l.runs) == 0 {
		return Rel{}, false
	}
	top := &l.runs[0]
	rel := Rel{*l.head(top), top.way == Out}
	l.drop(top)
	if !l.skip(top) {
		last := len(l.runs) - 1
		l.runs[0] = l.runs[last]
		l.runs = l.runs[:last]
	}
	l.down(0)
	return rel, true
}

// head returns the next edge of a run.
func (l *relationList) head(r *relationRun) *Edge {
	if l.back {
		return &r.edges[len(r.edges)-1]
	}
	return &r.edges[0]
}

func (l *relationList) drop(r *relationRun) {
	if l.back {
		r.edges = r.edges[:len(r.edges)-1]
	} else {
		r.edges = r.edges[1:]
	}
}

// skip moves a run on to its next edge that is to be listed; false at the end.
func (l *relationList) skip(r *relationRun) bool {
	for len(r.edges) > 0 && l.err == nil && l.w.charge(1) {
		e := l.head(r)
		if l.shows(e, r.way) {
			r.head = l.w.t.Node(e.Other)
			return l.err == nil
		}
		l.drop(r)
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
	return l.w.v.Shows(e) && (l.fact == nil && l.far == nil || l.meets(e))
}

// meets asks the conditions.
func (l *relationList) meets(e *Edge) bool {
	ok := l.err == nil
	if ok && l.far != nil {
		ok, l.err = l.far(e.Other)
	}
	if ok && l.err == nil && l.fact != nil {
		ok, l.err = l.fact(e)
	}
	return ok && l.err == nil
}

func (l *relationList) less(i, j int) bool {
	if l.back {
		i, j = j, i
	}
	a, b := &l.runs[i], &l.runs[j]
	if a.head != b.head {
		return compareNodes(a.head, b.head) < 0
	}
	return l.head(a).Fact < l.head(b).Fact
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
