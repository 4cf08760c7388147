package own

import "missiongraph/graph"

// op returns the op of a line; problem says what is wrong with it.
func (l *line) op() (op graph.Op, problem string) {
	switch {
	case l.Source != nil:
		op.Source = (*graph.Source)(l.Source)
	case l.Entity != nil:
		e := l.Entity
		op.Entity = &graph.Entity{ID: e.ID, Kind: e.Kind, Form: e.Form, Name: e.Name, Note: e.Note}
		op.Entity.Evidence, problem = evidenceFrom(e.Evidence)
		if !grade(e.Grade, &op.Entity.Grade) {
			problem = "entity.grade: there is no grade " + e.Grade
		}
	case l.Fact != nil:
		f := l.Fact
		op.Fact = &graph.Fact{
			ID: f.ID, Subject: f.Subject, Type: f.Type, Verb: f.Verb, Object: f.Object, Reason: f.Reason,
			Reading: graph.Reading(f.Reading), ValidFrom: f.ValidFrom, ValidTo: f.ValidTo, Note: f.Note,
		}
		op.Fact.Evidence, problem = evidenceFrom(f.Evidence)
		if !grade(f.Grade, &op.Fact.Grade) {
			problem = "fact.grade: there is no grade " + f.Grade
		}
		if f.Rank != "" {
			ok := false
			if op.Fact.Rank, ok = graph.ParseRank(f.Rank); !ok {
				problem = "fact.rank: there is no rank " + f.Rank
			}
		}
		if f.Value != nil {
			ok := false
			if op.Fact.Value, ok = f.Value.value(0); !ok {
				problem = "fact.value: there is no type of value " + f.Value.Type
			}
		}
		for _, q := range f.Qualifiers {
			op.Fact.Qualifiers = append(op.Fact.Qualifiers, graph.Qualifier(q))
		}
	default:
		op.RetractEntity, op.RetractFact, op.RetractSource = l.RetractEntity, l.RetractFact, l.RetractSource
	}
	if problem == "" {
		problem = op.Problem()
	}
	return op, problem
}

func grade(s string, g *graph.Grade) (ok bool) {
	*g, ok = graph.ParseGrade(s)
	return ok
}

func evidenceOf(list []graph.Evidence) []evidence {
	if list == nil {
		return nil
	}
	found := make([]evidence, len(list))
	for i, e := range list {
		found[i] = evidence{e.Source, e.Quote, e.Prefix, e.Suffix, e.Start, e.End, e.Line, e.Grade.String(), e.Note}
	}
	return found
}

func evidenceFrom(list []evidence) (found []graph.Evidence, problem string) {
	if list == nil {
		return nil, ""
	}
	found = make([]graph.Evidence, len(list))
	for i, e := range list {
		g, ok := graph.ParseGrade(e.Grade)
		if !ok {
			problem = "evidence: there is no grade " + e.Grade
		}
		found[i] = graph.Evidence{Source: e.Source, Quote: e.Quote, Prefix: e.Prefix, Suffix: e.Suffix, Start: e.Start, End: e.End, Line: e.Line, Grade: g, Note: e.Note}
	}
	return found, problem
}

func valueOf(v graph.Value) value {
	w := value{v.Type.String(), v.Text, v.Integer, v.Number, v.Comparator, v.Unit, nil}
	for _, x := range v.List {
		w.List = append(w.List, valueOf(x))
	}
	return w
}

func (v *value) value(depth int) (graph.Value, bool) {
	w := graph.Value{Text: v.Text, Integer: v.Integer, Number: v.Number, Comparator: v.Comparator, Unit: v.Unit}
	for t := graph.String; t <= graph.List; t++ {
		if t.String() == v.Type {
			w.Type = t
		}
	}
	ok := w.Type != graph.NoValue && depth < 2
	for i := range v.List {
		if depth > 1 {
			break
		}
		x, fine := v.List[i].value(depth + 1)
		w.List, ok = append(w.List, x), ok && fine
	}
	return w, ok
}
