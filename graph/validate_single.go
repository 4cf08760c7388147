package graph

import "slices"

// checkSingle looks at the properties of one value that the change puts: where
// an entity has several, as in other periods or as readings, no two may hold at
// once. Deprecated ones do not count.
func (v *validator) checkSingle() {
	var ids []string
	for id, put := range v.facts {
		if f := put.fact; f != nil && !f.IsRelation() && f.Rank != Deprecated {
			if p := v.o.Property(f.Type); p != nil && !p.Many {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		put := v.facts[id]
		f := put.fact
		v.at, v.sort = put.op, ".fact"
		for _, other := range v.values(f) {
			if other.ID != f.ID && other.Rank != Deprecated && other.Reading == f.Reading && overlap(f, other) {
				v.add(".value", "%s has one %s at a time, and %s holds, too: %s", f.Subject, f.Type, other.ID, other.Value).
					Hint = "say until when the one holds and since when the other, or deprecate one"
				break
			}
		}
	}
}

// values returns the values of a fact's property that its subject will have.
func (v *validator) values(f *Fact) []*Fact {
	var list []*Fact
	for _, id := range v.touched(f.Subject) {
		if x := v.facts[id].fact; x != nil && x.Subject == f.Subject && x.Type == f.Type && !x.IsRelation() {
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
		if _, ok := v.facts[x.ID]; !ok && err == nil && !x.IsRelation() {
			list = append(list, &x)
		}
	}
	return list
}
