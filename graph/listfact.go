package graph

import (
	"errors"
	"fmt"
	"slices"
)

// FactAt is a fact with its place in the topology.
type FactAt struct {
	Subject Node
	Edge    Edge // seen from the subject
}

// FactPlace tells a fact in a list.
type FactPlace struct {
	Subject Node
	Fact    FactNum
}

// Place returns what a cursor needs to keep of a fact.
func (f *FactAt) Place() FactPlace { return FactPlace{f.Subject, f.Edge.Fact} }

// FactOrderBy is what facts can be ordered by.
type FactOrderBy uint8

// The orders of facts.
const (
	FactBySubject FactOrderBy = iota // [NodeInfo.Key], then id, of the subject
	FactByType                       // name of the relation type or property
	FactByVerb                       // name of the verb; none is null
	FactByObject                     // [NodeInfo.Key], then id, of the object; an attribute's is null
	FactByGrade                      // strongest first
	FactByRank                       // preferred, normal, deprecated
)

// FactOrderKey is one key of an order of facts. Facts equal by all keys go by
// subject, then as the subject's list in the topology has them: by the number
// of the type's term, the object's name and id, and their own number.
type FactOrderKey struct {
	By         FactOrderBy
	Descending bool
	NullsFirst bool // else last, whatever Descending says
}

// FactListQuery asks for a page of the facts that the lens shows.
type FactListQuery struct {
	Filter        *FactFilter
	Subject       Node // 0 for any
	Object        Node // 0 for any, and for attributes
	SubjectFilter *Filter
	ObjectFilter  *Filter // no attribute meets it
	Order         []FactOrderKey
	First         int       // from the beginning or After; with Last 0
	Last          int       // from the end or Before; with First 0
	After         FactPlace // exclusive; zero for the beginning
	Before        FactPlace // exclusive; zero for the end
}

// FactListPage is a page of facts. How many the whole list has is for
// [CountFactList] to say.
type FactListPage struct {
	Facts       []FactAt
	HasPrevious bool // the list has facts before the first of these
	HasNext     bool // and after the last
}

// ListFacts answers a page of facts. In the order that ties have, which is the
// default, a page costs what is on it and what the conditions pass over; in
// another order, or of one object, a page costs a pass over the facts of the
// object, or all. The error is as in [ListEntities]; BAD_INPUT also when After
// or Before is no fact of its subject.
func ListFacts(v *View, q FactListQuery) (p FactListPage, err error) {
	l, err := newFactList(v, &q)
	if err != nil || l == nil {
		return FactListPage{}, err
	}
	if len(q.Order) > 0 || q.Object != 0 && q.Subject == 0 {
		p, err = l.sorted()
	} else {
		p, err = l.inOrder()
	}
	return p, l.stopped(err)
}

// CountFactList returns the number of facts in the whole list of q, under the
// terms of [CountList].
func CountFactList(v *View, q FactListQuery) (total int, exact bool, err error) {
	l, err := newFactList(v, &q)
	if err != nil || l == nil {
		return 0, err == nil, err
	}
	l.enough = v.Budget.Left() / 2
	err = l.each(func(FactAt) bool {
		total++
		return true
	})
	if CodeOf(err) == Limit {
		return total, false, nil
	}
	return total, err == nil, err
}

// EachFact calls yield for each fact in the whole list of q, in no order and
// whatever page it asks for, until yield returns false. The error is as in
// [ListFacts].
func EachFact(v *View, q FactListQuery, yield func(FactAt) bool) error {
	l, err := newFactList(v, &q)
	if err != nil || l == nil {
		return err
	}
	return l.stopped(l.each(yield))
}

// stopped says in a LIMIT how far the walk had come.
func (l *factList) stopped(err error) error {
	if CodeOf(err) != Limit {
		return err
	}
	return &Error{Code: Limit, Hint: HintOf(err), Err: err,
		Msg: fmt.Sprintf("%v: %d of %d facts were tested and %d found", err, l.tested, l.t.Facts(), l.found)}
}

// errEnough ends a count that would leave too little of the budget.
var errEnough = Errorf(Limit, "counting on would take too much of the budget")

// factList is a list of facts made ready.
type factList struct {
	*FactListQuery
	v       *View
	t       *Topology
	index   *orderIndex // of the subjects, in order of names
	order   *order
	fact    FactCondition
	types   termSet // of Filter; nil for all
	subject Condition
	object  Condition
	meter   edgeMeter

	enough        int // what must be left of the budget to go on
	tested, found int // facts so far
}

// newFactList returns nil for a subject or object that does not exist.
func newFactList(v *View, q *FactListQuery) (l *factList, err error) {
	l = &factList{FactListQuery: q, v: v, t: v.topology, order: &order{v: v, name: true},
		meter: edgeMeter{budget: v.Budget, rate: factsPerUnit}}
	if l.fact, err = v.FactCondition(q.Filter); err != nil {
		return nil, err
	}
	if l.subject, err = v.Condition(q.SubjectFilter); err != nil {
		return nil, err
	}
	object, err := v.Condition(q.ObjectFilter)
	if err != nil {
		return nil, err
	}
	if object != nil {
		l.object = remembered(part[Node]{byFar, object}, l.t.Cap()).holds
	}
	if q.Subject != 0 && l.t.Node(q.Subject) == nil || q.Object != 0 && l.t.Node(q.Object) == nil {
		return nil, nil
	}
	if q.Filter != nil && q.Filter.Types != nil {
		l.types = newCompiler(v).factTypes(nil, q.Filter.Types)
	}
	switch {
	case q.Subject != 0:
		l.index = &orderIndex{nodes: []Node{q.Subject}}
	case q.Object == 0:
		kinds := v.narrow(l.t.KindTerms(), q.SubjectFilter)
		if l.index = new(orderIndex); len(kinds) > 0 {
			l.index, err = l.order.index(kinds, nil)
		}
	}
	return l, err
}

// factsPerUnit is the number of facts passed over for one unit of [Budget]
// beside what the conditions charge.
const factsPerUnit = 64

// touch pays for a fact or subject, if that leaves enough.
func (l *factList) touch() error {
	if l.enough > 0 && l.v.Budget.Left() < l.enough {
		return errEnough
	}
	return l.meter.touch(1)
}

// meets reports whether a fact is in the list, its subject aside.
func (l *factList) meets(e *Edge) (bool, error) {
	l.tested++
	if l.Object != 0 && e.Other != l.Object || l.types != nil && !l.types.has(e.Type) || !l.v.Shows(e) {
		return false, nil
	}
	if l.object != nil {
		if e.Other == 0 {
			return false, nil
		}
		if ok, err := l.object(e.Other); !ok || err != nil {
			return false, err
		}
	}
	if l.fact != nil {
		return l.fact(e)
	}
	return true, nil
}

// from calls yield for the facts of the list from a place on, forward or
// backward, until it returns false: those of the subject at i from its edge j
// on, then those of the subjects that follow.
func (l *factList) from(i, j, step int, yield func(FactAt) bool) error {
	for ; i >= 0 && i < len(l.index.nodes); i += step {
		n := l.index.nodes[i]
		out := l.t.Node(n).Out
		if j == whole {
			if j = 0; step < 0 {
				j = len(out) - 1
			}
		}
		more, err := l.ofSubject(n, out, j, step, yield)
		if !more || err != nil {
			return err
		}
		j = whole
	}
	return nil
}

// whole is the place before a subject's first fact, from whichever end.
const whole = -2

func (l *factList) ofSubject(n Node, out []Edge, j, step int, yield func(FactAt) bool) (bool, error) {
	if err := l.touch(); err != nil {
		return false, err
	}
	if l.subject != nil {
		if ok, err := l.subject(n); !ok || err != nil {
			return true, err
		}
	}
	for ; j >= 0 && j < len(out); j += step {
		if err := l.touch(); err != nil {
			return false, err
		}
		ok, err := l.meets(&out[j])
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		if l.found++; !yield(FactAt{n, out[j]}) {
			return false, nil
		}
	}
	return true, nil
}

// each calls yield for all facts of the list in no order of its own.
func (l *factList) each(yield func(FactAt) bool) error {
	switch {
	case l.index == nil:
		return l.ofObject(yield)
	case l.Subject != 0 || 4*len(l.index.nodes) < l.t.Len():
		return l.from(0, whole, 1, yield)
	}
	// In order of number, which is the order in memory.
	p := newPass(l.v)
	err := p.each(&population{all: true}, Out, func(n Node, info *NodeInfo) error {
		more, err := l.ofSubject(n, info.Out, 0, 1, yield)
		if err == nil && !more {
			return errEnded
		}
		return err
	})
	if err == errEnded {
		return nil
	}
	return err
}

// errEnded ends a pass that has yielded enough.
var errEnded = errors.New("ended")

func (l *factList) ofObject(yield func(FactAt) bool) error {
	in := l.t.Node(l.Object).In
	var f FactAt // one for all: it escapes to the conditions
	for i := range in {
		if err := l.touch(); err != nil {
			return err
		}
		f = FactAt{in[i].Other, in[i]}
		f.Edge.Other = l.Object
		ok, err := l.meets(&f.Edge)
		if ok && err == nil && l.subject != nil {
			ok, err = l.subject(f.Subject)
		}
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if l.found++; !yield(f) {
			break
		}
	}
	return nil
}

// find returns the edge that a place means and where it stands among its
// subject's.
func (l *factList) find(p FactPlace) (f FactAt, j int, err error) {
	info := l.t.Node(p.Subject)
	if info != nil {
		if err := l.meter.touch(len(info.Out)); err != nil {
			return f, 0, err
		}
		j = slices.IndexFunc(info.Out, func(e Edge) bool { return e.Fact == p.Fact })
	}
	if info == nil || j < 0 {
		return f, 0, Errorf(BadInput, "the page begins or ends at a fact that does not exist at this revision")
	}
	return FactAt{p.Subject, info.Out[j]}, j, nil
}
