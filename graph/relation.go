package graph

import (
	"slices"
	"strings"
)

// Rel is a relation as seen from one of its ends.
type Rel struct {
	Edge    Edge // Other is the far end
	Forward bool // the near end is the subject
}

// Relations lists the visible relations of a node: those of the types (empty
// for all) whose far end is of the concrete kinds (empty for all), seen from
// the node, in order of the far end's name and id, then by the fact's number.
// One that joins the node to itself is there once, as Forward unless only In
// was asked for. The error has code LIMIT or TIMEOUT: the list is whole or not
// at all.
func Relations(v *View, n Node, types []Term, d Direction, kinds []Term) ([]Rel, error) {
	l := newRelationList(v, n, types, d, kinds)
	if l == nil {
		return nil, nil
	}
	l.seek(relationKey{}, relationKey{})
	found, _ := l.take(0)
	if err := l.done(); err != nil {
		return nil, err
	}
	return found, nil
}

// CountRelations returns the number of relations that [Relations] lists. The
// error has code LIMIT or TIMEOUT.
func CountRelations(v *View, n Node, types []Term, d Direction, kinds []Term) (int, error) {
	l := newRelationList(v, n, types, d, kinds)
	if l == nil {
		return 0, nil
	}
	sum := l.count()
	if err := l.done(); err != nil {
		return 0, err
	}
	return sum, nil
}

// shorter returns the length of the lists that between reads.
func (w *walk) shorter(a, b Node) int { return min(w.degree(a), w.degree(b)) }

// between lists the relations that the walk may follow from a to b, which are
// neighbours, best supported first.
func (w *walk) between(a, b Node) []Rel {
	var found []Rel
	near, far, flip := w.t.Node(a), b, false
	if w.degree(b) < w.degree(a) {
		near, far, flip = w.t.Node(b), a, true
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
