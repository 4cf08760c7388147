package graph

import (
	"fmt"
	"reflect"
	"slices"
)

// ListEntities answers a page of entities. Orders over whole kinds are indexed:
// a page costs what is on it once its index is there, and with a filter also
// what is passed over. The error has code BAD_INPUT, for a filter or order as
// in [View.Condition], LIMIT or TIMEOUT, or is the store's.
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
	condition, err := v.listCondition(q.Filter)
	if err != nil {
		return 0, false, err
	}
	holds := condition.holds
	kinds := v.listKinds(&q)
	if holds == nil {
		for _, k := range kinds {
			total += len(v.topology.OfKind(k))
		}
		return total, true, nil
	}
	enough, exact := v.Budget.Left()/2, true
	v.topology.ofKinds(kinds, func(nodes []Node) bool {
		if v.Budget.Left() < enough {
			exact = false
			return false
		}
		if condition.warm != nil {
			condition.warm(nodes)
		}
		for _, n := range nodes {
			var ok bool
			if ok, err = holds(n); err != nil {
				return false
			}
			if ok {
				total++
			}
		}
		return true
	})
	if CodeOf(err) == Limit {
		return total, false, nil
	}
	return total, exact && err == nil, err
}

// ofKinds calls yield for the entities of some kinds, some at a time, until it
// returns false: in order of number, which is that of memory, where they are
// many.
func (t *Topology) ofKinds(kinds []Term, yield func([]Node) bool) {
	size := 0
	for _, k := range kinds {
		size += len(t.kinds[k])
	}
	if size <= t.nodes/8 {
		for _, k := range kinds {
			for batch := range slices.Chunk(t.kinds[k], warmBatch) {
				if !yield(batch) {
					return
				}
			}
		}
		return
	}
	set := newTermSet(kinds)
	batch := make([]Node, 0, warmBatch)
	for n, info := range t.All {
		if !set.has(info.Kind) {
			continue
		}
		if batch = append(batch, n); len(batch) == warmBatch {
			if !yield(batch) {
				return
			}
			batch = batch[:0]
		}
	}
	if len(batch) > 0 {
		yield(batch)
	}
}

// entityList is an index with a condition.
type entityList struct {
	*orderIndex
	order     *order
	condition part[Node]
	warmed    int // places from here on, warmBatch of them, are warm
	meter     edgeMeter
}

func newList(v *View, q *ListQuery) (*entityList, error) {
	condition, err := v.listCondition(q.Filter)
	if err != nil {
		return nil, err
	}
	o, err := newOrder(v, q.Order, derivedPerUnit)
	if err != nil {
		return nil, err
	}
	l := &entityList{orderIndex: &orderIndex{}, order: o, condition: condition, warmed: -warmBatch,
		meter: edgeMeter{budget: v.Budget, rate: edgesPerUnit}}
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

// listCondition is the condition for the entities of listKinds: none for a
// filter that only names kinds.
func (v *View) listCondition(f *Filter) (part[Node], error) {
	p, err := v.condition(f)
	if f.OnlyKinds() {
		return part[Node]{}, err
	}
	return p, err
}

// OnlyKinds reports whether the filter names kinds and asks for nothing else:
// whoever goes over those kinds alone needs no condition.
func (f *Filter) OnlyKinds() bool {
	if f == nil || f.Kinds == nil {
		return false
	}
	rest := *f
	rest.Kinds = nil
	return reflect.ValueOf(rest).IsZero()
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
	begin := i
	for ; i != end && len(p.Nodes) < size; i += step {
		ok, err := l.meets(i)
		if err != nil {
			return ListPage{}, l.stopped(err, len(p.Nodes), (i-begin)*step, to-from)
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

// stopped says in a LIMIT how far the page had come.
func (l *entityList) stopped(err error, found, tested, all int) error {
	if CodeOf(err) != Limit {
		return err
	}
	return &Error{Code: Limit, Hint: HintOf(err), Err: err,
		Msg: fmt.Sprintf("%v: %d of %d entities were tested and %d found", err, tested, all, found)}
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
	if l.condition.holds == nil {
		return true, nil
	}
	if l.condition.warm != nil && (i < l.warmed || i >= l.warmed+warmBatch) {
		l.warmed = i - i%warmBatch
		l.condition.warm(l.nodes[l.warmed:min(l.warmed+warmBatch, len(l.nodes))])
	}
	return l.condition.holds(l.nodes[i])
}
