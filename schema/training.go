package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/pattern"
	"missiongraph/internal/training"
)

// scopeInput is the input type TrainingScope.
type scopeInput struct {
	Entity, Kind, MissionArea, Pattern *string
	Around, Types, Entities            *[]string
	Depth                              int32
	Parameters                         *[]matchParameter
}

// TrainingResolver answers Training. What is not selected is not made.
type TrainingResolver struct {
	v     *view
	scope training.Scope
	made  *training.Maker
}

// Training answers material about a scope.
func (q *Query) Training(ctx context.Context, args struct{ Scope scopeInput }) (*TrainingResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	scope, err := args.Scope.find(v)
	if err != nil {
		return nil, err
	}
	return &TrainingResolver{v, scope, training.NewMaker(v.View, scope)}, nil
}

func (in *scopeInput) find(v *view) (training.Scope, error) {
	parameters, _, err := readParameters(text(in.Pattern), in.Parameters)
	if err != nil {
		return training.Scope{}, err
	}
	r := training.ScopeRequest{
		Entity: text(in.Entity), Kind: text(in.Kind), MissionArea: text(in.MissionArea), Pattern: text(in.Pattern), Depth: int(in.Depth),
		Around: textsOf(in.Around), Types: textsOf(in.Types), Entities: textsOf(in.Entities),
		Match: func(_ *graph.View, text string) ([]graph.Node, error) { return v.matched(text, parameters) },
	}
	return r.Find(v.View)
}

// matched returns the entities that a pattern finds.
func (v *view) matched(text string, parameters map[string]any) ([]graph.Node, error) {
	tree, err := pattern.Parse(text)
	if err != nil {
		return nil, err
	}
	statement, err := pattern.Compile(tree, v.Ontology, parameters, v.idOf)
	if err != nil {
		return nil, err
	}
	found, err := statement.Run(v.View)
	if err != nil {
		return nil, err
	}
	if err := found.Whole(); err != nil {
		return nil, err
	}
	if len(found.Rows) == 0 {
		v.suggestNames(statement.Named)
	}
	return found.Nodes(), nil
}

func textsOf(s *[]string) []string {
	if s == nil {
		return nil
	}
	return *s
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
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
	made, err := r.made.Glossary()
	must(err)
	list := make([]*TrainingTermResolver, len(made))
	for i := range made {
		t := &made[i]
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
	made, err := r.made.Sheets()
	must(err)
	list := make([]*TrainingSheetResolver, len(made))
	for i := range made {
		s := &made[i]
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
	made, err := r.made.Timeline()
	must(err)
	list := make([]*TrainingEventResolver, len(made))
	for i := range made {
		e := &made[i]
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
	c, err := r.made.Comparison(scope.Nodes)
	if err != nil {
		return nil, err
	}
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
	var forms []training.Form
	if args.Forms != nil {
		for _, name := range *args.Forms {
			forms = append(forms, training.Form(name))
		}
	}
	made, err := r.made.Questions(int(args.First), uint64(uint32(args.Seed)), forms, args.Fewer)
	if err != nil {
		return nil, err
	}
	list := make([]*TrainingQuestionResolver, len(made))
	for i := range made {
		list[i] = question(&made[i])
	}
	return list, nil
}
