package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/training"
)

// scopeInput is the input type TrainingScope.
type scopeInput struct {
	Entity, Kind, MissionArea *string
	Around, Entities          *[]string
	Depth                     int32
}

// TrainingResolver answers Training.
type TrainingResolver struct {
	v     *view
	scope training.Scope
}

// Training answers material about a scope.
func (q *Query) Training(ctx context.Context, args struct{ Scope scopeInput }) (*TrainingResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	in := &args.Scope
	r := training.ScopeRequest{Entity: text(in.Entity), Kind: text(in.Kind), MissionArea: text(in.MissionArea), Depth: int(in.Depth)}
	if in.Around != nil {
		r.Around = *in.Around
	}
	if in.Entities != nil {
		r.Entities = *in.Entities
	}
	scope, err := r.Find(v.View)
	if err != nil {
		return nil, err
	}
	return &TrainingResolver{v, scope}, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (r *TrainingResolver) build(q training.Request) (*training.Pack, error) {
	q.Scope = r.scope
	return training.Build(r.v.View, q)
}

// Scope returns the scope in words.
func (r *TrainingResolver) Scope() string { return r.scope.Words }

// Entities returns what it is about.
func (r *TrainingResolver) Entities() []*EntityResolver {
	list := make([]*EntityResolver, len(r.scope.Nodes))
	must(r.v.Budget.Spend(len(list)))
	for i, n := range r.scope.Nodes {
		list[i] = r.v.entity(n)
	}
	return list
}

// Revision returns the revision it is drawn from.
func (r *TrainingResolver) Revision() Revision { return Revision(r.v.Revision()) }

// Glossary returns a term an entity.
func (r *TrainingResolver) Glossary() []*TrainingTermResolver {
	p, err := r.build(training.Request{Glossary: true})
	must(err)
	list := make([]*TrainingTermResolver, len(p.Glossary))
	for i := range p.Glossary {
		t := &p.Glossary[i]
		list[i] = &TrainingTermResolver{
			Entity: graphql.ID(t.Entity), Term: t.Term, Kind: t.Kind, Definition: t.Definition,
			Citation: citation(&t.Citation), Receipt: receipt(&t.Receipt), Aliases: []*TrainingAliasResolver{},
		}
		for _, a := range t.Aliases {
			list[i].Aliases = append(list[i].Aliases, &TrainingAliasResolver{a.Text, gradeOf(a.Grade), citations(a.Citations)})
		}
	}
	return list
}

// Sheets returns a fact sheet an entity.
func (r *TrainingResolver) Sheets() []*TrainingSheetResolver {
	p, err := r.build(training.Request{Sheets: true})
	must(err)
	list := make([]*TrainingSheetResolver, len(p.Sheets))
	for i := range p.Sheets {
		s := &p.Sheets[i]
		list[i] = &TrainingSheetResolver{
			Entity: graphql.ID(s.Entity), Name: s.Name, Kind: s.Kind, Notes: citations(s.Notes), Receipt: receipt(&s.Receipt),
		}
		for _, section := range s.Sections {
			out := &TrainingSectionResolver{Heading: section.Heading}
			for _, x := range section.Sentences {
				out.Sentences = append(out.Sentences, &TrainingSentenceResolver{x.Text, numbers(x.Notes), idsOf(x.Facts)})
			}
			list[i].Sections = append(list[i].Sections, out)
		}
	}
	return list
}

// Timeline returns what has a date.
func (r *TrainingResolver) Timeline() []*TrainingEventResolver {
	p, err := r.build(training.Request{Timeline: true})
	must(err)
	list := make([]*TrainingEventResolver, len(p.Timeline))
	for i := range p.Timeline {
		e := &p.Timeline[i]
		list[i] = &TrainingEventResolver{Date(e.Date), e.Text, receipt(&e.Receipt)}
	}
	return list
}

// Comparison compares entities.
func (r *TrainingResolver) Comparison(ctx context.Context, args struct{ With []string }) (*TrainingComparisonResolver, error) {
	scope, err := (&training.ScopeRequest{Entities: args.With}).Find(r.v.View)
	if len(args.With) == 0 || err == nil && len(scope.Nodes) < 2 {
		return nil, graph.Errorf(graph.BadInput, "one entity cannot be compared").WithHint("give at least two in with")
	}
	if err != nil {
		return nil, err
	}
	p, err := r.build(training.Request{Compare: scope.Nodes})
	if err != nil {
		return nil, err
	}
	c := &p.Comparisons[0]
	out := &TrainingComparisonResolver{Entities: idsOf(c.Entities), Names: c.Names, Receipt: receipt(&c.Receipt), Rows: []*TrainingRowResolver{}}
	for _, row := range c.Rows {
		x := &TrainingRowResolver{Relation: row.Relation, Verdict: row.Verdict}
		for _, cells := range row.Cells {
			list := []*TrainingCellResolver{}
			for _, cell := range cells {
				list = append(list, &TrainingCellResolver{cell.Text, gradeOf(cell.Grade), graphql.ID(cell.Fact)})
			}
			x.Cells = append(x.Cells, list)
		}
		out.Rows = append(out.Rows, x)
	}
	return out, nil
}

// Questions draws questions.
func (r *TrainingResolver) Questions(ctx context.Context, args struct {
	First, Seed int32
	Forms       *[]string
	Fewer       bool
}) ([]*TrainingQuestionResolver, error) {
	q := training.Request{Count: int(args.First), Seed: uint64(uint32(args.Seed)), Fewer: args.Fewer}
	if args.Forms != nil {
		for _, name := range *args.Forms {
			q.Forms = append(q.Forms, training.Form(name))
		}
	}
	p, err := r.build(q)
	if err != nil {
		return nil, err
	}
	list := make([]*TrainingQuestionResolver, len(p.Questions))
	for i := range p.Questions {
		list[i] = question(&p.Questions[i])
	}
	return list, nil
}
