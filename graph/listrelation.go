package graph

import (
	"cmp"
	"slices"
	"sort"
)

// RelationListQuery asks for a page of one entity's relations.
type RelationListQuery struct {
	Node      Node
	Types     []Term      // empty for all
	Direction Direction   // 0 for both ways
	Kinds     []Term      // concrete kinds of the far end; empty for all
	Far       *Filter     // on the far end
	Fact      *FactFilter // on the relation
	Order     []OrderKey  // of the far end; empty for [OrderName]. Ties go by id, then by the fact's number
	First     int         // from the beginning or After; with Last 0
	Last      int         // from the end or Before; with First 0
	After     Rel         // exclusive; zero for the beginning. It need not be in the list
	Before    Rel         // exclusive; zero for the end. Likewise. Of both, Other and Fact count
}

// RelationListPage is a page of relations, seen from the query's entity. How
// many the whole list has is for [CountRelationList] to say.
type RelationListPage struct {
	Relations   []Rel
	HasPrevious bool // the list has relations before the first of these
	HasNext     bool // and after the last
}

// ListRelations answers a page of relations. In order of names it costs what
// is on it, what the conditions pass over, and the logarithm of the rest; in
// another order it goes over all of the entity's relations. The error is as in
// [ListEntities].
func ListRelations(v *View, q RelationListQuery) (p RelationListPage, err error) {
	for _, end := range [2]Rel{q.After, q.Before} {
		if end.Edge.Other != 0 && v.topology.Node(end.Edge.Other) == nil {
			return p, Errorf(BadInput, "the page begins or ends at an entity that does not exist at this revision")
		}
	}
	o, err := newOrder(v, q.Order, edgesPerUnit)
	if err != nil {
		return p, err
	}
	if !o.name {
		return sortRelations(v, &q, o)
	}
	var after, before relationKey
	if q.After.Edge.Other != 0 {
		after = keyOf(v, q.After)
	}
	if q.Before.Edge.Other != 0 {
		before = keyOf(v, q.Before)
	}
	size, back := q.First, q.Last > 0
	if back {
		size = q.Last
	}
	l, err := q.list(v)
	if l == nil || err != nil {
		return p, err
	}
	l.back = back
	l.seek(after, before)
	more := len(l.runs) > 0
	if size > 0 {
		p.Relations, more = l.take(size)
	}
	if err := l.done(); err != nil {
		return RelationListPage{}, err
	}
	// What the page leaves out on the side it was read towards is known, unless
	// it came to a bound there; on the other side it is to be looked for.
	first, last := after, before
	if len(p.Relations) > 0 {
		first, last = keyOf(v, p.Relations[0]), keyOf(v, p.Relations[len(p.Relations)-1])
	}
	p.HasPrevious, p.HasNext = more && back, more && !back
	if !p.HasPrevious && after.ID != "" {
		if p.HasPrevious, err = q.any(v, first, true, len(p.Relations) == 0); err != nil {
			return RelationListPage{}, err
		}
	}
	if !p.HasNext && before.ID != "" {
		if p.HasNext, err = q.any(v, last, false, len(p.Relations) == 0); err != nil {
			return RelationListPage{}, err
		}
	}
	return p, nil
}

// any reports whether the list has a relation before the key (back) or after
// it, or at it when that counts too.
func (q *RelationListQuery) any(v *View, key relationKey, back, at bool) (bool, error) {
	l, err := q.list(v)
	if l == nil || err != nil {
		return false, err
	}
	l.back = back
	switch {
	case back && at:
		key.Fact++
		l.seek(relationKey{}, key)
	case back:
		l.seek(relationKey{}, key)
	case at && key.Fact > 0:
		key.Fact--
		l.seek(key, relationKey{})
	default:
		l.seek(key, relationKey{})
	}
	found := len(l.runs) > 0
	return found, l.done()
}

// list returns the relations of the query, nil for those of no entity.
func (q *RelationListQuery) list(v *View) (*relationList, error) {
	far, err := v.Condition(q.Far)
	if err != nil {
		return nil, err
	}
	fact, err := v.FactCondition(q.Fact)
	if err != nil {
		return nil, err
	}
	l := newRelationList(v, q.Node, q.Types, q.Direction, q.Kinds)
	if l != nil {
		l.far, l.fact = far, fact
	}
	return l, nil
}

// AllRelations lists the relations of the whole list of q in order of names,
// whatever its order, ends and size. The error is as in [ListRelations].
func AllRelations(v *View, q RelationListQuery) ([]Rel, error) {
	l, err := q.list(v)
	if l == nil || err != nil {
		return nil, err
	}
	l.seek(relationKey{}, relationKey{})
	found, _ := l.take(0)
	if err := l.done(); err != nil {
		return nil, err
	}
	return found, nil
}

// CountRelationList returns the number of relations in the whole list of q.
// Where counting would take more than three quarters of what is left of the
// budget it stops, and exact is false: there are then at least total. The error
// is as in [ListRelations], but never LIMIT.
func CountRelationList(v *View, q RelationListQuery) (total int, exact bool, err error) {
	l, err := q.list(v)
	if l == nil || err != nil {
		return 0, err == nil, err
	}
	total = l.count()
	err = l.done()
	if CodeOf(err) == Limit {
		return total, false, nil
	}
	return total, err == nil, err
}

// placedRel is a relation with what its far end is ordered by.
type placedRel struct {
	rel Rel
	far placed
}

// sortRelations answers a page in any order from all relations.
func sortRelations(v *View, q *RelationListQuery, o *order) (p RelationListPage, err error) {
	rels, err := AllRelations(v, *q)
	if err != nil {
		return p, err
	}
	all := make([]placedRel, len(rels))
	values := make([]orderValue, 0, len(rels)*len(o.keys))
	for i, r := range rels {
		if i > 0 && r.Edge.Other == rels[i-1].Edge.Other { // they come in order of the far end
			all[i] = placedRel{r, all[i-1].far}
			continue
		}
		first := len(values)
		if values, err = o.values(values, r.Edge.Other); err != nil {
			return p, err
		}
		all[i] = placedRel{r, placed{r.Edge.Other, v.topology.Node(r.Edge.Other), values[first:len(values):len(values)]}}
	}
	slices.SortFunc(all, o.compareRels)
	from, to := 0, len(all)
	if q.After.Edge.Other != 0 {
		at, err := o.placeRel(q.After)
		if err != nil {
			return p, err
		}
		from = sort.Search(len(all), func(i int) bool { return o.compareRels(all[i], at) > 0 })
	}
	if q.Before.Edge.Other != 0 {
		at, err := o.placeRel(q.Before)
		if err != nil {
			return p, err
		}
		to = max(from, sort.Search(len(all), func(i int) bool { return o.compareRels(all[i], at) >= 0 }))
	}
	if q.Last > 0 {
		from = max(from, to-q.Last)
	} else {
		to = min(to, from+q.First)
	}
	for _, x := range all[from:to] {
		p.Relations = append(p.Relations, x.rel)
	}
	p.HasPrevious, p.HasNext = from > 0, to < len(all)
	return p, nil
}

func (o *order) placeRel(r Rel) (placedRel, error) {
	far, err := o.place(r.Edge.Other)
	return placedRel{r, far}, err
}

func (o *order) compareRels(a, b placedRel) int {
	return cmp.Or(o.compare(a.far, b.far), cmp.Compare(a.rel.Edge.Fact, b.rel.Edge.Fact))
}
