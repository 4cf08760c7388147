package schema

import (
	"context"

	"missiongraph/graph"
)

// ValidationConnection answers ValidationConnection.
type ValidationConnection struct {
	Connection[*ValidationProblemResolver]
	Counts []*ValidationCountResolver
}

// ValidationCountResolver answers ValidationCount.
type ValidationCountResolver struct {
	Rule, Severity, Help string
	Count                int32
}

// ValidationProblemResolver answers ValidationProblem.
type ValidationProblemResolver struct {
	Rule, Severity, Message  string
	Hint, Quote              *string
	Line, Column, Start, End *int32
	v                        *view
	flaw                     *graph.Flaw
}

// Validation answers what is wrong with the graph as the lens shows it.
func (q *Query) Validation(ctx context.Context, args struct {
	Rules    *[]string
	Severity string
	pageArgs
}) (*ValidationConnection, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	var rules []graph.FlawRule
	if args.Rules != nil {
		rules = []graph.FlawRule{}
		for _, name := range *args.Rules {
			r, _ := graph.ParseFlawRule(name) // an enum
			rules = append(rules, r)
		}
	}
	found, err := graph.FindFlaws(v.View, rules)
	if err != nil {
		return nil, err
	}
	severity, _ := graph.ParseSeverity(args.Severity)
	w, err := v.window(args.pageArgs, listID{list: listKey("validation", args.Rules, args.Severity)}, found.AtLeast(severity))
	if err != nil {
		return nil, err
	}
	c := &ValidationConnection{}
	for _, x := range found.Counts {
		c.Counts = append(c.Counts, &ValidationCountResolver{x.Rule.Name(), x.Rule.Severity().String(), x.Rule.Help(), int32(x.Count)})
	}
	var nodes []*ValidationProblemResolver
	for _, f := range found.Page(w.from, w.to) {
		nodes = append(nodes, v.problem(f))
	}
	page, err := connect(v, w, nodes)
	if err != nil {
		return nil, err
	}
	c.Connection = *page
	return c, nil
}

func (v *view) problem(f *graph.Flaw) *ValidationProblemResolver {
	r := &ValidationProblemResolver{
		Rule: f.Rule.Name(), Severity: f.Rule.Severity().String(), Message: f.Message,
		Hint: optional(f.Hint), Quote: optional(f.Quote), v: v, flaw: f,
	}
	if f.Line > 0 {
		line, column, start, end := int32(f.Line), int32(f.Column), int32(f.Start), int32(f.End)
		r.Line, r.Column, r.Start, r.End = &line, &column, &start, &end
	}
	return r
}

// Entity returns the entity the problem is about, or nil.
func (r *ValidationProblemResolver) Entity() *EntityResolver { return r.v.entity(r.flaw.Node) }

// Others returns the other entities it is about.
func (r *ValidationProblemResolver) Others() []*EntityResolver { return r.v.entities(r.flaw.Others) }

// Fact returns the fact it is about, or nil.
func (r *ValidationProblemResolver) Fact() *FactResolver {
	if r.flaw.Fact == "" {
		return nil
	}
	r.v.charge(1)
	fact, err := r.v.factByID(r.flaw.Fact)
	must(err)
	if fact == nil {
		return nil
	}
	return &FactResolver{fact}
}

// Source returns the source it is about, or nil.
func (r *ValidationProblemResolver) Source() *SourceResolver {
	if r.flaw.Source == "" {
		return nil
	}
	r.v.charge(1)
	source, err := r.v.findSource(r.flaw.Source)
	must(err)
	return source
}
