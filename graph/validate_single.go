package graph

import "slices"

// checkSingle looks at the properties of one value, and the relation types of
// one object, that the change puts: where an entity has several, as in other
// periods or as readings, no two may hold at once. Deprecated ones do not count.
func (v *validator) checkSingle() {
	var ids []string
	for id, put := range v.facts {
		if f := put.fact; f != nil && f.Rank != Deprecated && v.o.single(f) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		put := v.facts[id]
		f := put.fact
		field := ".value"
		if f.IsRelation() {
			field = ".object"
		}
		v.at, v.sort = put.op, ".fact"
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
	for _, id := range v.touched(f.Subject) {
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
