package schema

import (
	"cmp"
	"slices"
	"strings"

	"missiongraph/graph"
)

// relation reads a RelationInput of a field.
func (r *editReader) relation(f *kindField, o object) {
	typ := r.base.Ontology.Relation(relationNames[f.types[0]])
	far, ok := r.far(o)
	if !ok {
		return
	}
	subject, object, at := r.id, far, editPlace{at: o.at, far: "object"}
	if f.direction == graph.In {
		subject, object, at.far = far, r.id, "subject"
	}
	found := r.factsBetween(subject, typ.Name, object)
	if f.direction == graph.Both && subject != object {
		found = append(found, r.factsBetween(object, typ.Name, subject)...)
	}
	verb, given := o.fields["verb"]
	other := func(x graph.Fact) bool { return x.Verb != textOf(verb) }
	if verb != nil && (len(typ.Verbs) > 0 || !allOf(found, other)) { // where the type has verbs it is part of what the relation is
		found = slices.DeleteFunc(found, other)
	}
	fact, ok := r.choose(o, found)
	if !ok {
		return
	}
	isNew := fact == nil
	if isNew {
		fact = &graph.Fact{ID: idOf(o.fields["fact"]), Subject: subject, Type: typ.Name, Object: object, Verb: textOf(verb), Rank: graph.Normal}
		if fact.ID == "" {
			fact.ID = graph.FactID(r.base.Ontology, fact)
		}
		r.draft.Whole = r.draft.Whole || f.direction == graph.Both // it may be there the other way round by then
	} else if given && len(typ.Verbs) == 0 {
		fact.Verb = textOf(verb)
	}
	if fact.Subject != subject {
		at.far = "subject" // a symmetric one, kept from the other end
	}
	r.put(at, o, fact, isNew)
}

// allOf reports whether something holds of each fact.
func allOf(facts []graph.Fact, holds func(graph.Fact) bool) bool {
	return !slices.ContainsFunc(facts, func(f graph.Fact) bool { return !holds(f) })
}

// far returns the id of the entity that a RelationInput leads to.
func (r *editReader) far(o object) (string, bool) {
	text := idOf(o.fields["to"])
	if text == r.id || entityInfo(r.base, text) != nil {
		return text, true
	}
	n, err := graph.Lookup(r.base, text)
	switch code := graph.CodeOf(err); {
	case err == nil:
		r.draft.Whole = true // the name may be another's by then
		return r.base.Topology().Node(n).ID, true
	case code == graph.NotFound:
		r.problems.Add(o.at+".to", code, "there is no entity %q", text).Hint = graph.HintOf(err)
	case code == graph.Ambiguous:
		r.problems.Add(o.at+".to", code, "several entities have the name %q", text).Hint = strings.Replace(graph.HintOf(err), "ask by id", "use an id", 1)
	default:
		r.err = err
	}
	return "", false
}

// attributes reads what a field says of a property: one value, or several where
// several may hold at once. null takes one out, and is as left out for several.
func (r *editReader) attributes(property string, item graph.ValueType, o object, value any) {
	p := r.base.Ontology.Property(property)
	switch {
	case p.Many && value != nil:
		for i, x := range list(value) {
			r.attribute(p, item, o.item(i, x))
		}
	case !p.Many && value != nil:
		fields, _ := value.(map[string]any)
		r.attribute(p, item, object{o.at, fields})
	case !p.Many:
		if fact, ok := r.choose(o, r.factsBetween(r.id, property, "")); ok && fact != nil {
			r.fact(editPlace{at: o.at}, fact.ID, graph.Op{RetractFact: fact.ID})
		}
	}
}

// attribute reads an input for a value of a property.
func (r *editReader) attribute(p *graph.Property, item graph.ValueType, o object) {
	value := r.propertyValue(p, item, o)
	found := r.factsBetween(r.id, p.Name, "")
	if p.Many && idOf(o.fields["fact"]) == "" {
		found = slices.DeleteFunc(found, func(x graph.Fact) bool { return !x.Value.Equal(value) })
	}
	fact, ok := r.choose(o, found)
	if !ok {
		return
	}
	isNew := fact == nil || !fact.Value.Equal(value)
	if fact == nil {
		fact = &graph.Fact{ID: idOf(o.fields["fact"]), Subject: r.id, Type: p.Name, Value: value, Rank: graph.Normal}
		if fact.ID == "" {
			fact.ID = graph.FactID(r.base.Ontology, fact)
		}
	}
	fact.Value = value
	r.put(editPlace{at: o.at}, o, fact, isNew)
}

// propertyValue reads a value; item is its type, or that of a list's items.
func (r *editReader) propertyValue(p *graph.Property, item graph.ValueType, o object) graph.Value {
	raw := o.fields["value"]
	if p.Type != graph.List {
		return r.scalar(item, o.at+".value", raw)
	}
	v := graph.Value{Type: graph.List}
	for i, x := range list(raw) {
		v.List = append(v.List, r.scalar(item, object{at: o.at + ".value"}.item(i, x).at, x))
	}
	return v
}

func (r *editReader) scalar(t graph.ValueType, at string, raw any) graph.Value {
	v := graph.Value{Type: t}
	switch t {
	case graph.Integer:
		v.Integer = int64(float(raw))
	case graph.Decimal:
		v.Number = float(raw)
	case graph.Boolean:
		if raw == true {
			v.Integer = 1
		}
	case graph.Date:
		v.Text = r.day(at, raw)
	case graph.Quantity:
		fields, _ := raw.(map[string]any)
		v.Number, v.Comparator, v.Unit = float(fields["number"]), textOf(fields["comparator"]), textOf(fields["unit"])
	default:
		v.Text = textOf(raw)
	}
	return v
}

// day reads a Date; "" for null.
func (r *editReader) day(at string, raw any) string {
	var d Date
	if raw == nil {
		return ""
	}
	if err := d.UnmarshalGraphQL(raw); err != nil {
		r.bad(at, "%s", err.Error()).Hint = graph.HintOf(err)
	}
	return string(d)
}

// factsBetween returns the facts of a type from one entity to another, or the
// attributes of a property where object is "".
func (r *editReader) factsBetween(subject, typ, object string) []graph.Fact {
	t := r.base.Topology()
	info, term, far := t.Node(t.Lookup(subject)), r.base.Term(typ), t.Lookup(object)
	if info == nil || term == 0 || object != "" && far == 0 {
		return nil
	}
	edges := graph.OfType(info.Out, term)
	r.err = cmp.Or(r.err, r.base.Budget.Spend(1+len(edges)/64))
	var found []graph.Fact
	for i := range edges {
		if edges[i].Other != far {
			continue
		}
		f, err := r.base.Fact(edges[i].Fact)
		r.err = cmp.Or(r.err, err)
		found = append(found, f)
	}
	return found
}

// choose returns which of the facts that are there an input means; nil for a
// new one. It reports whether that can be said.
func (r *editReader) choose(o object, found []graph.Fact) (*graph.Fact, bool) {
	if id := idOf(o.fields["fact"]); id != "" {
		for i := range found {
			if found[i].ID == id {
				return &found[i], true
			}
		}
		return nil, true
	}
	if len(found) > 1 {
		used := slices.DeleteFunc(slices.Clone(found), func(x graph.Fact) bool { return x.Rank == graph.Deprecated })
		if len(used) == 1 {
			found = used
		}
	}
	switch len(found) {
	case 0:
		return nil, true
	case 1:
		return &found[0], true
	}
	ids := make([]string, len(found))
	for i := range found {
		ids[i] = found[i].ID
	}
	r.problems.Add(o.at, graph.Ambiguous, "may be about any of %s", strings.Join(ids, ", ")).
		Hint = "say which with fact, or take out with remove"
	return nil, false
}

// put reads what a fact has beside what it says, and adds it.
func (r *editReader) put(at editPlace, o object, fact *graph.Fact, isNew bool) {
	fields := o.fields
	switch {
	case fields["evidence"] != nil || !isNew:
		fact.Evidence, fact.Grade = r.support(o, fact.Evidence, fact.Grade)
	case !r.quoted:
		r.bad(o.at+".evidence", "nothing is asserted without a source: at least one quote is needed").
			Hint = "give it here, or as input.evidence for all that is new"
		r.told = append(r.told, o.at+".grade")
	default:
		at.shared = true
		fact.Evidence, fact.Grade = slices.Clone(r.entity.Evidence), r.entity.Grade
		if g, ok := graph.ParseGrade(textOf(fields["grade"])); ok {
			fact.Grade = g
			for i := range fact.Evidence {
				fact.Evidence[i].Grade = g
			}
		}
	}
	text := func(name string, into *string) {
		if value, ok := fields[name]; ok {
			*into = textOf(value)
		}
	}
	text("reason", &fact.Reason)
	text("note", &fact.Note)
	if value, ok := fields["validFrom"]; ok {
		fact.ValidFrom = r.day(o.at+".validFrom", value)
	}
	if value, ok := fields["validTo"]; ok {
		fact.ValidTo = r.day(o.at+".validTo", value)
	}
	if rank, ok := graph.ParseRank(textOf(fields["rank"])); ok {
		fact.Rank = rank
	}
	if value, ok := fields["qualifiers"]; ok {
		fact.Qualifiers = qualifiers(qualifierInputs(value))
	}
	r.fact(at, fact.ID, graph.Op{Fact: fact})
}

// qualifierInputs reads a list of QualifierInput; nil for null.
func qualifierInputs(value any) *[]qualifierInput {
	if value == nil {
		return nil
	}
	found := []qualifierInput{}
	for _, x := range list(value) {
		fields, _ := x.(map[string]any)
		found = append(found, qualifierInput{textOf(fields["name"]), textOf(fields["value"])})
	}
	return &found
}
