package graph

import "slices"

// ListEntities answers a page of entities. Orders over whole kinds are indexed: a page
// costs what is on it once its index is there, and with a filter also what is
// passed over. The error has code BAD_INPUT, for a filter or order as in
// [View.Condition], LIMIT or TIMEOUT, or is the store's.
func ListEntities(v *View, q ListQuery) (ListPage, error) {
	l, err := newList(v, &q)
	if err != nil {
		return ListPage{}, err
	}
	from, to := 0, len(l.nodes)
	if q.After != 0 {
		if from, err = l.seek(l.order, q.After, true); err != nil {
			return ListPage{}, err
		}
	}
	if q.Before != 0 {
		if to, err = l.seek(l.order, q.Before, false); err != nil {
			return ListPage{}, err
		}
	}
	return l.page(&q, from, max(from, to))
}

// CountList returns the number of entities in the whole list of q. Without a
// filter the topology knows it; else the entities are tested one by one, and
// the count stops, exact being false, where it would take more than half of
// what is left of the budget: there are then at least total. The error is as
// in [ListEntities], but never LIMIT.
func CountList(v *View, q ListQuery) (total int, exact bool, err error) {
	holds, err := v.Condition(q.Filter)
	if err != nil {
		return 0, false, err
	}
	kinds := v.listKinds(&q)
	if holds == nil {
		for _, k := range kinds {
			total += len(v.topology.OfKind(k))
		}
		return total, true, nil
	}
	enough, seen, exact := v.Budget.Left()/2, 0, true
	v.topology.ofKinds(kinds, func(n Node) bool {
		if seen++; seen%16 == 0 && v.Budget.Left() < enough {
			exact = false
			return false
		}
		var ok bool
		if ok, err = holds(n); ok {
			total++
		}
		return err == nil
	})
	if CodeOf(err) == Limit {
		return total, false, nil
	}
	return total, exact && err == nil, err
}

// ofKinds calls yield for the entities of some kinds until it returns false:
// in order of number, which is that of memory, where they are many.
func (t *Topology) ofKinds(kinds []Term, yield func(Node) bool) {
	size := 0
	for _, k := range kinds {
		size += len(t.kinds[k])
	}
	if size > t.nodes/8 {
		set := newTermSet(kinds)
		for n, info := range t.All {
			if set.has(info.Kind) && !yield(n) {
				return
			}
		}
		return
	}
	for _, k := range kinds {
		for _, n := range t.kinds[k] {
			if !yield(n) {
				return
			}
		}
	}
}

// entityList is an index with a condition.
type entityList struct {
	*orderIndex
	order *order
	holds Condition
	meter edgeMeter
}

func newList(v *View, q *ListQuery) (*entityList, error) {
	holds, err := v.Condition(q.Filter)
	if err != nil {
		return nil, err
	}
	o, err := newOrder(v, q.Order)
	if err != nil {
		return nil, err
	}
	l := &entityList{orderIndex: &orderIndex{}, order: o, holds: holds, meter: edgeMeter{budget: v.Budget, rate: edgesPerUnit}}
	if kinds := v.listKinds(q); len(kinds) > 0 {
		if l.orderIndex, err = o.index(kinds, q.Order); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// listKinds returns the kinds that have entities and of which the list may
// show some: those of the query that the filter does not rule out at once.
func (v *View) listKinds(q *ListQuery) []Term {
	kinds := v.topology.KindTerms()
	if len(q.Kinds) > 0 {
		kinds = slices.DeleteFunc(kinds, func(k Term) bool { return !slices.Contains(q.Kinds, k) })
	}
	return v.narrow(kinds, q.Filter)
}

func (v *View) narrow(kinds []Term, f *Filter) []Term {
	if f == nil {
		return kinds
	}
	if f.Kinds != nil {
		kinds = slices.DeleteFunc(kinds, func(k Term) bool {
			name := v.topology.terms.Name(k)
			return !slices.Contains(f.Kinds, name) && (v.Ontology == nil || !v.Ontology.Is(name, f.Kinds))
		})
	}
	for i := range f.And {
		kinds = v.narrow(kinds, &f.And[i])
	}
	return kinds
}

// page takes what the query wants of the places from inclusive to to
// exclusive.
func (l *entityList) page(q *ListQuery, from, to int) (p ListPage, err error) {
	size, step, i, end := q.First, 1, from, to
	if q.Last > 0 {
		size, step, i, end = q.Last, -1, to-1, from-1
	}
	p.Nodes = make([]Node, 0, min(size, to-from))
	for ; i != end && len(p.Nodes) < size; i += step {
		ok, err := l.meets(i)
		if err != nil {
			return ListPage{}, err
		}
		if ok {
			p.Nodes = append(p.Nodes, l.nodes[i])
		}
	}
	before, after := from-1, i // what is not on the page
	if step < 0 {
		slices.Reverse(p.Nodes)
		before, after = i, to
	}
	if p.HasPrevious, err = l.any(before, -1); err != nil {
		return ListPage{}, err
	}
	p.HasNext, err = l.any(after, 1)
	return p, err
}

// any reports whether something meets the condition from place i on.
func (l *entityList) any(i, step int) (bool, error) {
	for ; i >= 0 && i < len(l.nodes); i += step {
		if ok, err := l.meets(i); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

func (l *entityList) meets(i int) (bool, error) {
	if err := l.meter.touch(1); err != nil {
		return false, err
	}
	if l.holds == nil {
		return true, nil
	}
	return l.holds(l.nodes[i])
}
