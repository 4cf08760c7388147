package graph

import "slices"

// Reduce drops the puts that would change nothing: those of what the snapshot
// holds in the same words. Loading a seed or a file again so makes no change,
// and an edited file makes exactly its difference. The ops that remain are in
// the same order; the result shares their entities, facts and sources.
//
// Only puts are looked at. What an earlier version of a file put and this one
// no longer has stays in the graph: whoever removes it says so with a
// retraction.
func Reduce(s Snapshot, ops []Op) ([]Op, error) {
	var kept []Op
	touched := map[string]bool{} // ids that a kept op has changed before
	for _, op := range ops {
		id, same, err := holds(s, &op)
		if err != nil {
			return nil, err
		}
		if same && !touched[id] {
			continue
		}
		touched[id] = true
		kept = append(kept, op)
	}
	return kept, nil
}

// holds reports the id that an op is about and whether the snapshot holds
// already what it puts.
func holds(s Snapshot, op *Op) (id string, same bool, err error) {
	switch {
	case op.Entity != nil:
		n := s.Topology().Lookup(op.Entity.ID)
		if n == 0 {
			return op.Entity.ID, false, nil
		}
		e, err := s.Entity(n)
		return op.Entity.ID, err == nil && e.Equal(op.Entity), err
	case op.Fact != nil:
		n, ok, err := s.FactByID(op.Fact.ID)
		if err != nil || !ok {
			return op.Fact.ID, false, err
		}
		f, err := s.Fact(n)
		return op.Fact.ID, err == nil && f.Equal(op.Fact), err
	case op.Source != nil:
		was, ok, err := s.Source(op.Source.ID)
		return op.Source.ID, ok && was == *op.Source, err
	default:
		return op.RetractEntity + op.RetractFact + op.RetractSource, false, nil
	}
}

// Equal reports whether two entities say the same, their evidence in the same
// order.
func (e *Entity) Equal(x *Entity) bool {
	return e.ID == x.ID && e.Kind == x.Kind && e.Form == x.Form && e.Name == x.Name &&
		e.Grade == x.Grade && e.Note == x.Note && slices.Equal(e.Evidence, x.Evidence)
}

// Equal reports whether two facts say the same, their evidence in the same
// order.
func (f *Fact) Equal(x *Fact) bool {
	return f.ID == x.ID && f.Subject == x.Subject && f.Type == x.Type && f.Verb == x.Verb && f.Object == x.Object &&
		f.Value.Equal(x.Value) && f.Grade == x.Grade && f.Rank == x.Rank && f.Reason == x.Reason &&
		f.Reading == x.Reading && f.ValidFrom == x.ValidFrom && f.ValidTo == x.ValidTo && f.Note == x.Note &&
		slices.Equal(f.Qualifiers, x.Qualifiers) && slices.Equal(f.Evidence, x.Evidence)
}

// Equal reports whether two values are of one type and the same; lists in the
// same order.
func (v Value) Equal(x Value) bool {
	return v.Type == x.Type && v.Text == x.Text && v.Integer == x.Integer && v.Number == x.Number &&
		v.Comparator == x.Comparator && v.Unit == x.Unit && slices.EqualFunc(v.List, x.List, Value.Equal)
}
