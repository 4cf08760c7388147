package schema

import (
	"context"
	"fmt"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// AbsenceResolver answers Absence.
type AbsenceResolver struct {
	Present  bool
	Reason   string
	Sentence string
	Findings []*AbsenceFindingResolver
}

// AbsenceFindingResolver answers AbsenceFinding.
type AbsenceFindingResolver struct {
	Reason                 string
	Sentence               string
	Domain, Range, Allowed []string

	v        *view
	x        graph.AbsenceFinding
	revision *RevisionResolver
}

// MentionResolver answers Mention.
type MentionResolver struct {
	Source *SourceResolver
	Text   string
	Line   int32
}

// WhyNot answers why a relation is not to be seen.
func (q *Query) WhyNot(ctx context.Context, args struct {
	Subject graphql.ID
	Type    string
	Object  graphql.ID
	Verb    *string
}) (*AbsenceResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	ask := graph.AbsenceQuery{
		Type: args.Type, Head: v.session.head(), SubjectID: string(args.Subject), ObjectID: string(args.Object),
	}
	if args.Verb != nil {
		ask.Verb = *args.Verb
	}
	var missing error
	for _, end := range [...]struct {
		text graphql.ID
		n    *graph.Node
	}{{args.Subject, &ask.Subject}, {args.Object, &ask.Object}} {
		r, err := v.mustFind(string(end.text))
		switch {
		case err == nil:
			*end.n = r.n
		case graph.CodeOf(err) != graph.NotFound:
			return nil, err
		case missing == nil:
			missing = err
		}
	}
	found, err := graph.WhyNot(v.View, ask)
	if missing != nil && graph.CodeOf(err) == graph.NotFound {
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	r := &AbsenceResolver{Findings: make([]*AbsenceFindingResolver, len(found))}
	for i, x := range found {
		f := &AbsenceFindingResolver{Reason: x.Reason.String(), Domain: x.Domain, Range: x.Range, Allowed: x.Allowed, v: v, x: x}
		if err := f.readRevision(); err != nil {
			return nil, err
		}
		f.Sentence = f.tell(&ask)
		r.Findings[i] = f
	}
	chief := r.Findings[0] // there is one: what is nowhere is at least SILENT
	r.Reason, r.Sentence, r.Present = chief.Reason, chief.Sentence, found[0].Reason == graph.AbsencePresent
	return r, nil
}

// head returns the newest revision that the request sees.
func (s *Session) head() graph.Revision {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened[0].Revision()
}

// readRevision reads who took the relation out, or brought it.
func (r *AbsenceFindingResolver) readRevision() error {
	var rev graph.Revision
	switch r.x.Reason {
	case graph.AbsenceRetracted:
		rev = r.x.Life.Until
	case graph.AbsenceLater:
		rev = r.x.Life.Since
	default:
		return nil
	}
	if err := r.v.Budget.Spend(1); err != nil {
		return err
	}
	info, err := r.v.session.svc.store.Info(rev)
	r.revision = revisionOf(info)
	return err
}

// tell puts a finding into words.
func (r *AbsenceFindingResolver) tell(ask *graph.AbsenceQuery) string {
	lens := &r.v.Lens
	switch x := &r.x; x.Reason {
	case graph.AbsencePresent:
		return "it is there: " + r.words()
	case graph.AbsenceGrade:
		return fmt.Sprintf("%s: of grade %s, and the lens asks for %s or better", r.words(), x.Edge.Grade, lens.Grade())
	case graph.AbsenceDeprecated:
		text := r.words() + ": deprecated"
		if why := r.Relation().Reason(); why != nil {
			text += ", " + *why
		}
		return text
	case graph.AbsenceReading:
		return fmt.Sprintf("%s: in the reading %s, which is not the one chosen", r.words(), r.v.termName(x.Edge.Reading))
	case graph.AbsenceDate:
		return fmt.Sprintf("%s: %s, not on %s", r.words(), span(r.Relation()), lens.ValidAt)
	case graph.AbsenceOtherVerb:
		return fmt.Sprintf("with another verb: %s (%s)", r.words(), r.v.termName(x.Edge.Verb))
	case graph.AbsenceRetracted:
		return fmt.Sprintf("it was there until revision %d, in which %s took it out%s", x.Life.Until, r.by(), r.message())
	case graph.AbsenceLater:
		return fmt.Sprintf("it came with revision %d, by %s%s", x.Life.Since, r.by(), r.message())
	case graph.AbsenceImplied:
		var steps []string
		for _, via := range r.Via() {
			steps = append(steps, via.Sentence())
		}
		return "it is not said in so many words, and follows: " + strings.Join(steps, "; ")
	case graph.AbsenceReversed:
		text := "the other way round: " + r.words()
		if typ := r.v.Ontology.Relation(ask.Type); typ != nil && typ.Acyclic {
			text += "; " + ask.Type + " never leads back"
		}
		return text
	case graph.AbsenceForbidden:
		return r.forbidden(ask)
	case graph.AbsenceSilent:
		return r.silent(ask)
	default:
		return "related in another way: " + r.words()
	}
}

// words returns the sentence of the relation that is there.
func (r *AbsenceFindingResolver) words() string { return r.Relation().Sentence() }

func (r *AbsenceFindingResolver) by() string {
	if r.revision.Author == "" {
		return "somebody unnamed"
	}
	return r.revision.Author
}

func (r *AbsenceFindingResolver) message() string {
	if r.revision.Message == "" {
		return ""
	}
	return ": " + r.revision.Message
}

// span tells when a relation holds.
func span(r *RelationResolver) string {
	row := r.row()
	switch {
	case row.ValidTo == "":
		return "it holds from " + row.ValidFrom
	case row.ValidFrom == "":
		return "it held until " + row.ValidTo
	}
	return "it held from " + row.ValidFrom + " to " + row.ValidTo
}

func (r *AbsenceFindingResolver) forbidden(ask *graph.AbsenceQuery) string {
	var parts []string
	side := func(way string, n graph.Node, allowed []string) {
		if allowed != nil {
			info := r.v.Topology().Node(n)
			parts = append(parts, fmt.Sprintf("%s goes %s %s, and %s is of kind %s",
				ask.Type, way, graph.OneOf(allowed), info.Name, r.v.termName(info.Kind)))
		}
	}
	side("from", ask.Subject, r.Domain)
	side("to", ask.Object, r.Range)
	if r.x.SameKind {
		parts = append(parts, ask.Type+" joins two of one kind")
	}
	text := "there can be no such relation: " + strings.Join(parts, "; ")
	if len(r.Allowed) > 0 {
		text += ". Between these two there can be " + graph.OneOf(r.Allowed)
	}
	return text
}

func (r *AbsenceFindingResolver) silent(ask *graph.AbsenceQuery) string {
	t := r.v.Topology()
	claim := t.Node(ask.Subject).Name + " " + ask.Type + " " + t.Node(ask.Object).Name
	if typ := r.v.Ontology.Relation(ask.Type); typ != nil {
		claim = typ.Render(ask.Verb, t.Node(ask.Subject).Name, t.Node(ask.Object).Name, false)
	}
	m := &r.x.Mentions
	text := "no source says that " + claim
	switch n := len(m.List); {
	case n == 0:
		text += "; no sentence names both"
	case m.More:
		text += fmt.Sprintf("; more than %d sentences name both", n)
	case n == 1:
		text += "; one sentence names both"
	default:
		text += fmt.Sprintf("; %d sentences name both", n)
	}
	if m.Unread > 0 {
		text += fmt.Sprintf(" (budget: %d of %d sources were not read)", m.Unread, m.Unread+len(m.Searched))
	}
	return text
}

// Relation returns the relation that is there, or was, or will be; nil when
// there is none.
func (r *AbsenceFindingResolver) Relation() *RelationResolver {
	switch r.x.Reason {
	case graph.AbsenceImplied, graph.AbsenceForbidden, graph.AbsenceSilent:
		return nil
	case graph.AbsenceRetracted:
		return r.then(r.x.Life.Until - 1)
	case graph.AbsenceLater:
		return r.then(r.x.Life.Since)
	}
	return r.v.relation(r.x.Subject, graph.Rel{Edge: r.x.Edge, Forward: true})
}

// Via returns the relations that it follows from.
func (r *AbsenceFindingResolver) Via() []*RelationResolver {
	path := r.x.Path
	r.v.charge(len(path.Steps))
	list := make([]*RelationResolver, len(path.Steps))
	for i, s := range path.Steps {
		list[i] = r.v.relation(path.Nodes[i], s.Rel)
	}
	return list
}

// then returns the relation as it was at a revision, nothing hidden.
func (r *AbsenceFindingResolver) then(rev graph.Revision) *RelationResolver {
	r.v.charge(1)
	v, err := r.v.session.view(graph.Lens{Revision: rev, MinGrade: graph.Editorial, Deprecated: true})
	must(err)
	n, ok, err := v.FactByID(r.x.Life.Fact.ID)
	must(err)
	if !ok {
		return nil
	}
	at, _ := v.locate(&r.x.Life.Fact, n)
	if at.subject == 0 {
		return nil
	}
	return &RelationResolver{&factResolver{v: v, subject: at.subject, edge: at.edge}}
}

// Revision returns the revision that took the relation out, or brought it.
func (r *AbsenceFindingResolver) Revision() *RevisionResolver { return r.revision }

// Sources returns the documents read.
func (r *AbsenceFindingResolver) Sources() []*SourceResolver {
	ids := r.x.Mentions.Searched
	r.v.charge(len(ids))
	list := make([]*SourceResolver, len(ids))
	for i, id := range ids {
		list[i] = r.v.source(id)
	}
	return list
}

// Mentions returns the sentences that name both.
func (r *AbsenceFindingResolver) Mentions() []*MentionResolver {
	list := make([]*MentionResolver, len(r.x.Mentions.List))
	for i, m := range r.x.Mentions.List {
		list[i] = &MentionResolver{r.v.source(m.Source), m.Text, int32(m.Line)}
	}
	return list
}
