package graph

import (
	"fmt"
	"maps"
	"slices"
)

// checkSingle looks at the properties of one value, and the relation types of
// one object, that the change puts: where an entity has several, as in other
// periods or as readings, no two may hold at once. Deprecated ones do not count.
func (v *validator) checkSingle() {
	for _, id := range slices.Sorted(maps.Keys(v.facts)) {
		put := v.facts[id]
		f := put.fact
		if f == nil || f.Rank == Deprecated || !v.o.single(f) {
			continue
		}
		field := ".value"
		if f.IsRelation() {
			field = ".object"
		}
		v.path = fmt.Sprintf("ops[%d].fact", put.op)
		for _, other := range v.values(f) {
			if other.ID != f.ID && other.Rank != Deprecated && other.Reading == f.Reading && overlap(f, other) {
				v.add(field, "%s has one %s at a time, and %s holds, too: %s", f.Subject, f.Type, other.ID, other.end()).
					Hint = "say until when the one holds and since when the other, or deprecate one"
				break
			}
		}
	}
}

// single reports whether an entity has one fact of f's type at a time.
func (o *Ontology) single(f *Fact) bool {
	if f.IsRelation() {
		r := o.Relation(f.Type)
		return r != nil && r.Single
	}
	p := o.Property(f.Type)
	return p != nil && !p.Many
}

// values returns the facts of a fact's type that its subject will have.
func (v *validator) values(f *Fact) []*Fact {
	var list []*Fact
	touched := slices.Sorted(slices.Values(v.touched[f.Subject]))
	touched = slices.Compact(touched)
	for _, id := range touched {
		if x := v.facts[id].fact; x != nil && x.Subject == f.Subject && x.Type == f.Type && x.IsRelation() == f.IsRelation() {
			list = append(list, x)
		}
	}
	if v.base == nil {
		return list
	}
	t := v.base.Topology()
	info := t.Node(t.Lookup(f.Subject))
	typ := v.base.Term(f.Type)
	if info == nil || typ == 0 {
		return list
	}
	for _, e := range OfType(info.Out, typ) {
		x, err := v.base.Fact(e.Fact)
		v.unreadable(err)
		if _, ok := v.facts[x.ID]; !ok && err == nil && x.IsRelation() == f.IsRelation() {
			list = append(list, &x)
		}
	}
	return list
}
