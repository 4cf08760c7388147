package schema

import "missiongraph/graph"

// relationCondition reads a RelationFilter at a place; nil when there is none.
func (v *view) relationCondition(at string, in filterInput) (*graph.FactFilter, error) {
	if !in.given() {
		return nil, nil
	}
	r := filterReader{ontology: v.Ontology}
	f := r.fact(object{at, in.fields})
	return f, r.done(v)
}

// fact reads a RelationFilter, or a FactFilter but for subject and object.
func (r *filterReader) fact(o object) *graph.FactFilter {
	f := &graph.FactFilter{}
	typed := false
	o.each(func(name string, value any) {
		at := o.in(name, value)
		r.read(at.at)
		switch name {
		case "and":
			f.And = append(f.And, r.facts(at, value)...)
		case "or":
			f.Or = r.facts(at, value)
		case "not":
			f.Not = r.fact(at)
		case "types", "properties":
			if name == "properties" {
				r.checkProperties(at, value)
			}
			f.Types, typed = append(f.Types, texts(value)...), true
		case "verbs":
			f.And = append(f.And, graph.FactFilter{Verb: &graph.TextTest{In: texts(value), Exact: true}})
		case "verb":
			f.Verb = r.optional(at)
		case "grades":
			f.And = append(f.And, graph.FactFilter{Grade: r.grade(object{at.at, map[string]any{"in": value}})})
		case "grade":
			f.Grade = r.grade(at)
		case "ranks":
			f.Rank = ranks(value)
		case "reading":
			f.Reading = r.optional(at)
		case "source":
			r.source(f, at, value)
		case "quote":
			f.Quote = r.required(at)
		case "note":
			f.Note = r.optional(at)
		case "qualifiers":
			for i, x := range list(value) {
				f.Qualifiers = append(f.Qualifiers, r.qualifier(at.item(i, x)))
			}
		case "validAt":
			f.ValidAt, _ = r.day(at, value)
		case "validFrom":
			f.ValidFrom = r.date(at)
		case "validTo":
			f.ValidTo = r.date(at)
		default: // subject, object
			r.fail(at.at, "give it beside and, or and not", "cannot stand within these")
		}
	})
	if typed && f.Types == nil {
		f.Types = []string{}
	}
	return f
}

func (r *filterReader) facts(at object, value any) []graph.FactFilter {
	found := []graph.FactFilter{}
	for i, x := range list(value) {
		found = append(found, *r.fact(at.item(i, x)))
	}
	return found
}

// source reads a StringFilter, or the id of a FactFilter. Every fact has a
// source.
func (r *filterReader) source(f *graph.FactFilter, at object, value any) {
	if id, ok := value.(string); ok {
		f.Source = &graph.TextTest{Eq: &id, Exact: true}
		return
	}
	f.Source = r.required(at)
}

func (r *filterReader) qualifier(o object) graph.QualifierTest {
	r.checkExists(o)
	t := graph.QualifierTest{}
	o.each(func(name string, value any) {
		switch name {
		case "name":
			t.Name = value.(string)
		case "exists":
			want := value.(bool)
			t.Exists = &want
		case "value":
			t.Value = r.required(o.in(name, value))
		}
	})
	return t
}

// ranks returns an input list of ranks; never nil.
func ranks(value any) []graph.Rank {
	found := []graph.Rank{}
	for _, name := range texts(value) {
		rank, _ := graph.ParseRank(name)
		found = append(found, rank)
	}
	return found
}

// checkProperties refuses a property that the ontology does not have.
func (r *filterReader) checkProperties(at object, names any) {
	for i, name := range texts(names) {
		if r.ontology.Property(name) != nil {
			continue
		}
		known := make([]string, len(r.ontology.Properties))
		for i, p := range r.ontology.Properties {
			known[i] = p.Name
		}
		r.fail(at.item(i, nil).at, graph.DidYouMean(name, known), "no property is called %.60q", name)
	}
}
