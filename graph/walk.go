package graph

import (
	"math"
	"slices"
	"sync"
)

// walk is one traversal of a view: the relations it may follow, the edges it
// may still touch, and its scratch arrays. It is for one goroutine.
//
// A relation type that the ontology calls symmetric has no direction: it is
// followed both ways, whatever direction was asked for.
type walk struct {
	*scratch
	v     *View
	t     *Topology
	types []Term    // sorted, each once; nil for all
	any   Direction // the ways in which some type is followed
	where Condition // what nodes must meet to be entered; nil for all
	left  int       // edges the walk may still touch
	due   int       // edges touched and not charged yet
	over  bool      // it has touched what it may, or failed
	sink  Node      // see warm
	err   error     // TIMEOUT; LIMIT when others spent the budget meanwhile; where's
}

// scratch is what a walk writes on, kept for the next one.
type scratch struct {
	ways  []Direction // by Term: how relations of the type are followed
	kinds termSet     // by Term: the kinds that may be entered
	seen  nodeSet
	far   nodeSet // seen from the other end
	avoid nodeSet
	known nodeSet  // asked whether they meet the condition
	shut  nodeSet  // of these, those that do not
	mask  []uint64 // by Node: see pathSearch
	best  []Grade  // by Node: see pathSearch
	count []uint32 // by Node: see Stats

	heads  []int32 // by Node: see labelSearch; its first label, from 1
	labels []label
	ties   []tie
	queue  []uint64 // a heap of bound, weight, steps and number of label
	balls  []ball
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// newWalk begins a traversal along types (empty for all) in direction d (0 for
// both ways). It may spend three quarters of what is left of the budget, so
// that what it finds can still be read.
func newWalk(v *View, types []Term, d Direction) *walk {
	w := &walk{scratch: scratches.Get().(*scratch), v: v, t: v.topology}
	w.left = v.Budget.Left()
	w.left -= w.left / 4
	if w.left < math.MaxInt/edgesPerUnit {
		w.left *= edgesPerUnit
	}
	if d&Both == 0 {
		d = Both
	}
	w.follow(types, d)
	w.seen.grow(w.t.Cap())
	return w
}

// follow fills in types, ways and any.
func (w *walk) follow(types []Term, d Direction) {
	if len(types) > 0 {
		w.types = slices.Clone(types)
		slices.Sort(w.types)
		w.types = slices.Compact(w.types)
	}
	size := w.t.terms.Len() + 1
	if cap(w.ways) < size {
		w.ways = make([]Direction, size+size/4)
	}
	w.ways = w.ways[:size]
	w.any = w.v.follow(w.ways, w.types, d)
}

// follow fills in by Term how relations of the types (empty for all) are
// followed in direction d, and returns the ways in which some type is.
func (v *View) follow(ways []Direction, types []Term, d Direction) (some Direction) {
	if len(types) == 0 {
		for i := range ways {
			ways[i] = d
		}
	} else {
		clear(ways)
		for _, typ := range types {
			if int(typ) < len(ways) {
				ways[typ] = d
			}
		}
	}
	some = d
	for _, typ := range v.symmetric() {
		if int(typ) < len(ways) && ways[typ] != 0 {
			ways[typ], some = Both, Both
		}
	}
	return some
}

// symmetric returns the relation types that have no direction.
func (v *View) symmetric() []Term {
	if v.Ontology == nil {
		return nil
	}
	var found []Term
	for _, r := range v.Ontology.Relations {
		if r.Symmetric {
			if typ := v.Term(r.Name); typ != 0 {
				found = append(found, typ)
			}
		}
	}
	return found
}

// kindSet is newTermSet in the scratch array: good until the next one, long
// enough for every term; nil for all kinds.
func (w *walk) kindSet(kinds []Term) termSet {
	if len(kinds) == 0 {
		return nil
	}
	size := w.t.terms.Len() + 1
	if cap(w.kinds) < size {
		w.kinds = make(termSet, size+size/4)
	}
	w.kinds = w.kinds[:size]
	clear(w.kinds)
	for _, k := range kinds {
		if int(k) < size {
			w.kinds[k] = true
		}
	}
	return w.kinds
}

// done settles the account, gives the scratch arrays back and returns the
// error that ended the walk, if one did. A walk that only ran out of budget
// has no error: the caller says so in its result.
func (w *walk) done() error {
	w.settle()
	w.seen.reset()
	w.far.reset()
	w.avoid.reset()
	w.known.reset()
	w.shut.reset()
	scratches.Put(w.scratch)
	w.scratch = nil
	return w.err
}

// complete is done for a result that is whole or not at all: a walk that did not
// come to its end is an error, LIMIT when it only ran out of budget.
func (w *walk) complete() error {
	over := w.over
	if err := w.done(); err != nil || !over {
		return err
	}
	return w.v.Budget.exceeded()
}

// charge takes edges before they are touched and reports whether they may be.
func (w *walk) charge(edges int) bool {
	if w.over {
		return false
	}
	if edges > w.left {
		w.over = true
		return false
	}
	w.left -= edges
	w.due += edges
	if w.due >= 256*edgesPerUnit {
		w.settle()
	}
	return !w.over
}

func (w *walk) settle() {
	if w.due == 0 {
		return
	}
	err := w.v.Budget.Spend((w.due + edgesPerUnit - 1) / edgesPerUnit)
	w.due = 0
	if err != nil {
		w.over, w.err = true, err
	}
}

// meet makes the walk enter only nodes that meet a condition; nil is none.
func (w *walk) meet(where Condition) {
	if w.where = where; where != nil {
		w.known.grow(w.t.Cap())
		w.shut.grow(w.t.Cap())
	}
}

// enters reports whether a node meets the condition.
func (w *walk) enters(n Node) bool { return w.where == nil || w.ask(n) }

// ask asks the condition, once a node. What that costs the budget is taken from
// what the walk may spend; an error ends the walk.
func (w *walk) ask(n Node) bool {
	if w.over {
		return false
	}
	if !w.known.add(n) {
		return !w.shut.has(n)
	}
	before := w.v.Budget.Left()
	ok, err := w.where(n)
	w.left -= (before - w.v.Budget.Left()) * edgesPerUnit
	if err != nil {
		w.err = err
	}
	w.over = w.err != nil || w.left < 0
	if !ok || err != nil {
		w.shut.add(n)
		return false
	}
	return true
}
