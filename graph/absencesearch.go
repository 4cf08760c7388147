package graph

import "slices"

func (a *absence) checkVerb() error {
	if a.q.Verb == "" || a.typ == nil || a.typ.Verb(a.q.Verb) != nil {
		return nil
	}
	if len(a.typ.Verbs) == 0 {
		return Errorf(BadInput, "relation type %s has no verbs", a.q.Type)
	}
	names := make([]string, len(a.typ.Verbs))
	for i, verb := range a.typ.Verbs {
		names[i] = verb.Name
	}
	return Errorf(BadInput, "relation type %s has no verb %.60q: expected %s", a.q.Type, a.q.Verb, OneOf(names)).
		WithHint("%s", DidYouMean(a.q.Verb, names))
}

// edges returns the relations of the type from one entity to another, hidden
// ones included.
func (a *absence) edges(from, to Node) ([]Edge, error) {
	run := OfType(a.v.topology.Node(from).Out, a.v.Term(a.q.Type))
	if err := a.v.Budget.Spend(1 + len(run)/edgesPerUnit); err != nil {
		return nil, err
	}
	var found []Edge
	for i := range run {
		if run[i].Other == to {
			found = append(found, run[i])
		}
	}
	return found, nil
}

func (a *absence) isVerb(e *Edge) bool {
	return a.q.Verb == "" || a.v.topology.terms.Name(e.Verb) == a.q.Verb
}

// lookHere finds the relation as the graph has it, seen or hidden.
func (a *absence) lookHere() error {
	ends := [][2]Node{{a.q.Subject, a.q.Object}}
	if a.symmetric() && a.q.Subject != a.q.Object {
		ends = append(ends, [2]Node{a.q.Object, a.q.Subject})
	}
	for _, pair := range ends {
		edges, err := a.edges(pair[0], pair[1])
		if err != nil {
			return err
		}
		for _, e := range edges {
			for _, reason := range a.reasons(&e) {
				a.found = append(a.found, AbsenceFinding{Reason: reason, Subject: pair[0], Edge: e})
			}
		}
	}
	slices.SortStableFunc(a.found, func(x, y AbsenceFinding) int { return int(x.Reason) - int(y.Reason) })
	if len(a.found) > 0 && a.found[0].Reason == AbsencePresent {
		a.found = slices.DeleteFunc(a.found, func(f AbsenceFinding) bool { return f.Reason != AbsencePresent })
	}
	return nil
}

// reasons says how the lens sees a relation that is there.
func (a *absence) reasons(e *Edge) []AbsenceReason {
	v, f := a.v, &a.v.filter
	if shown := v.Shows(e); !a.isVerb(e) {
		if shown {
			return []AbsenceReason{AbsenceOtherVerb}
		}
		return nil
	} else if shown {
		return []AbsenceReason{AbsencePresent}
	}
	var list []AbsenceReason
	reading := byRank
	if int(e.Reading) < len(f.readings) {
		reading = f.readings[e.Reading]
	}
	if e.Grade < f.minGrade {
		list = append(list, AbsenceGrade)
	}
	if e.Rank == Deprecated && !f.deprecated && reading == byRank {
		list = append(list, AbsenceDeprecated)
	}
	if reading == refused {
		list = append(list, AbsenceReading)
	}
	if len(list) == 0 {
		list = append(list, AbsenceDate)
	}
	return list
}

// isThere reports whether the relation asked for is in the graph, hidden or in
// another revision.
func (a *absence) isThere() bool {
	return slices.ContainsFunc(a.found, func(f AbsenceFinding) bool {
		return f.Reason <= AbsenceDate || f.Reason == AbsenceRetracted || f.Reason == AbsenceLater
	})
}

// lookBack finds the relation in other revisions.
func (a *absence) lookBack() error {
	history, ok := a.v.Snapshot.(Historian)
	if !ok || a.isThere() {
		return nil
	}
	here, head := a.v.Revision(), max(a.q.Head, a.v.Revision())
	for _, id := range a.ids() {
		if err := a.v.Budget.Spend(1); err != nil {
			return err
		}
		lives, err := history.FactLives(id)
		if err != nil {
			return err
		}
		if err := a.v.Budget.Spend(len(lives)); err != nil {
			return err
		}
		var last, next *Life
		for i := range lives {
			switch l := &lives[i]; {
			case l.Until != 0 && l.Until <= here:
				last = l
			case l.Since > here && l.Since <= head && next == nil:
				next = l
			}
		}
		if last != nil {
			a.found = append(a.found, AbsenceFinding{Reason: AbsenceRetracted, Life: *last})
		}
		if next != nil {
			a.found = append(a.found, AbsenceFinding{Reason: AbsenceLater, Life: *next})
		}
	}
	return nil
}

// ids lists the ids the relation may have.
func (a *absence) ids() []string {
	verbs := []string{a.q.Verb}
	if a.typ != nil && a.q.Verb == "" {
		for i, verb := range a.typ.Verbs {
			verbs = append(verbs[:i], verb.Name)
		}
	}
	subject, object := a.q.SubjectID, a.q.ObjectID
	var ids []string
	for _, verb := range verbs {
		ids = append(ids, RelationID(subject, a.q.Type, verb, object))
		if a.symmetric() && subject != object {
			ids = append(ids, RelationID(object, a.q.Type, verb, subject))
		}
	}
	return ids
}

// lookAlong finds out whether it follows from others.
func (a *absence) lookAlong() error {
	typ := a.v.Term(a.q.Type)
	if a.typ == nil || !a.typ.Transitive || typ == 0 || a.q.Verb != "" || a.q.Subject == a.q.Object || a.isThere() {
		return nil
	}
	found, err := Paths(a.v, PathQuery{From: a.q.Subject, To: a.q.Object, MaxLength: MaxPathLength, Types: []Term{typ}, Direction: Out})
	if len(found.Paths) > 0 {
		a.found = append(a.found, AbsenceFinding{Reason: AbsenceImplied, Path: found.Paths[0]})
	}
	return err
}

// lookReversed finds the relation the other way round.
func (a *absence) lookReversed() error {
	if a.symmetric() || a.q.Subject == a.q.Object {
		return nil
	}
	edges, err := a.edges(a.q.Object, a.q.Subject)
	for _, e := range edges {
		if a.isVerb(&e) && a.v.Shows(&e) {
			a.found = append(a.found, AbsenceFinding{Reason: AbsenceReversed, Subject: a.q.Object, Edge: e})
		}
	}
	return err
}

// lookInOntology finds out whether there can be such a relation.
func (a *absence) lookInOntology() error {
	if a.typ == nil || a.isThere() {
		return nil
	}
	o, terms := a.v.Ontology, a.v.topology.terms
	from, to := terms.Name(a.v.topology.Node(a.q.Subject).Kind), terms.Name(a.v.topology.Node(a.q.Object).Kind)
	f := AbsenceFinding{Reason: AbsenceForbidden, SameKind: a.typ.SameKind && from != to}
	if !a.typ.mayBegin(o, from) {
		f.Domain = a.typ.Domain
	}
	if !a.typ.mayEnd(o, to) {
		f.Range = a.typ.Range
	}
	if f.Domain == nil && f.Range == nil && !f.SameKind {
		return nil
	}
	for _, r := range o.Relations {
		if r.mayBegin(o, from) && r.mayEnd(o, to) && (!r.SameKind || from == to) {
			f.Allowed = append(f.Allowed, r.Name)
		}
	}
	a.found = append(a.found, f)
	return nil
}

func (r *RelationType) mayBegin(o *Ontology, kind string) bool {
	return len(r.Domain) == 0 || o.Is(kind, r.Domain)
}

func (r *RelationType) mayEnd(o *Ontology, kind string) bool {
	return len(r.Range) == 0 || o.Is(kind, r.Range)
}

// lookInSources finds what the sources say where they name both.
func (a *absence) lookInSources() error {
	if a.isThere() || slices.ContainsFunc(a.found, func(f AbsenceFinding) bool { return f.Reason == AbsenceForbidden }) {
		return nil
	}
	m, err := FindMentions(a.v, a.q.Subject, a.q.Object)
	a.found = append(a.found, AbsenceFinding{Reason: AbsenceSilent, Mentions: m})
	return err
}

// lookOtherwise finds what else joins the two.
func (a *absence) lookOtherwise() error {
	if a.q.Subject == a.q.Object {
		return nil
	}
	rels, err := Between(a.v, a.q.Subject, a.q.Object, nil)
	typ := a.v.Term(a.q.Type)
	for _, r := range rels {
		if r.Edge.Type == typ {
			continue
		}
		f := AbsenceFinding{Reason: AbsenceOtherRelated, Subject: a.q.Subject, Edge: r.Edge}
		if !r.Forward {
			f.Subject, f.Edge.Other = a.q.Object, a.q.Subject
		}
		a.found = append(a.found, f)
	}
	return err
}
