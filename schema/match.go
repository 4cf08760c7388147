package schema

import (
	"context"
	"fmt"

	"missiongraph/graph"
	"missiongraph/internal/pattern"
)

// MatchTableResolver answers MatchTable.
type MatchTableResolver struct {
	Columns           []*MatchColumnResolver
	Rows              []*MatchRowResolver
	TotalCount        int32
	TotalCountIsExact bool
	Truncated         bool
	Reason            *string
	Plan              *MatchPlanResolver

	page      *page
	statement *pattern.Statement
}

// MatchColumnResolver answers MatchColumn.
type MatchColumnResolver struct{ Name, Type string }

// MatchRowResolver answers MatchRow.
type MatchRowResolver struct {
	place
	row []pattern.Value
}

// MatchPlanResolver answers MatchPlan.
type MatchPlanResolver struct {
	Operators []*MatchOperatorResolver
	Text      string
}

// MatchOperatorResolver answers MatchOperator.
type MatchOperatorResolver struct {
	Depth             int32
	Operator, Details string
	EstimatedRows     float64
	ActualRows        int32
}

// matchParameter is the input MatchParameter.
type matchParameter struct {
	Name    string
	Text    *string
	Number  *float64
	Boolean *bool
	Texts   *[]string
	Numbers *[]float64
}

// Match answers a graph pattern.
func (q *Query) Match(ctx context.Context, args struct {
	Pattern    string
	Parameters *[]matchParameter
	First      *int32
	After      *string
	Explain    bool
}) (*MatchTableResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	parameters, list, err := readParameters(args.Pattern, args.Parameters)
	if err != nil {
		return nil, err
	}
	tree, err := pattern.Parse(args.Pattern)
	if err != nil {
		return nil, err
	}
	statement, err := pattern.Compile(tree, v.Ontology, parameters, v.idOf)
	if err != nil {
		return nil, err
	}
	page := pageArgs{First: args.First, After: args.After}
	if _, err := v.bounds(page, list); err != nil { // before the work, not after it
		return nil, err
	}
	found, err := statement.Run(v.View)
	if err != nil {
		return nil, err
	}
	if len(found.Rows) == 0 && !found.Truncated {
		v.suggestNames(statement.Named)
	}
	if found.Truncated && args.After != nil {
		return nil, graph.Errorf(graph.Limit, "only some of the rows were found, so there is no next page").
			WithHint("narrow the pattern until its first page is not truncated")
	}
	w, err := v.window(page, list, len(found.Rows))
	if err != nil {
		return nil, err
	}
	return v.table(found, statement, w, args.Explain)
}

// idOf returns the id of the entity that a text names.
func (v *view) idOf(text string) (string, error) {
	r, err := v.mustFind(text)
	if err != nil {
		return "", err
	}
	return v.Topology().Node(r.n).ID, nil
}

// mostNamed bounds the texts that are looked up for a hint.
const mostNamed = 3

// suggestNames gives a hint when a pattern that finds nothing asks for an id or
// name that no entity has.
func (v *view) suggestNames(named []pattern.Named) {
	for _, x := range named[:min(len(named), mostNamed)] {
		what := "name"
		if x.ID {
			what = "id"
		}
		n, err := graph.Lookup(v.View, x.Text)
		if hint := graph.HintOf(err); graph.CodeOf(err) == graph.NotFound && hint != "" {
			v.session.suggest(fmt.Sprintf("no entity has the %s %q: %s", what, x.Text, hint))
		}
		if err != nil {
			continue
		}
		if info := v.Topology().Node(n); x.ID && info.ID != x.Text || !x.ID && graph.Fold(info.Name) != graph.Fold(x.Text) {
			v.session.suggest(fmt.Sprintf("no entity has the %s %q, which means %q: write {id: idOf(%q)}", what, x.Text, info.ID, x.Text))
		}
	}
}

// table makes the page of a table that a window shows.
func (v *view) table(found *pattern.Table, statement *pattern.Statement, w window, explained bool) (*MatchTableResolver, error) {
	if err := v.Budget.Spend(1 + (w.to-w.from)*len(found.Columns)); err != nil {
		return nil, err
	}
	r := &MatchTableResolver{
		TotalCount: int32(len(found.Rows)), TotalCountIsExact: !found.Truncated,
		Truncated: found.Truncated, Reason: explain(found.Reason),
		page: &page{v: v, list: w.list, previous: w.from > 0, next: w.to < w.total}, statement: statement,
	}
	if found.Reason == graph.ReasonLimit {
		reason := fmt.Sprintf("limit: no more than %d rows are kept", pattern.MaxRows)
		r.Reason = &reason
	}
	for _, c := range found.Columns {
		r.Columns = append(r.Columns, &MatchColumnResolver{c.Name, c.Type.String()})
	}
	r.Rows = make([]*MatchRowResolver, w.to-w.from)
	for i, row := range found.Rows[w.from:w.to] {
		at := uint64(w.from + i)
		r.page.places = append(r.page.places, at)
		r.Rows[i] = &MatchRowResolver{place{r.page, at}, row}
	}
	if explained {
		r.Plan = planOf(found)
	}
	return r, nil
}

func planOf(found *pattern.Table) *MatchPlanResolver {
	plan := found.Plan()
	r := &MatchPlanResolver{Text: pattern.PlanText(plan)}
	for _, o := range plan {
		r.Operators = append(r.Operators, &MatchOperatorResolver{int32(o.Depth), o.Name, o.Details, o.Estimated, int32(o.Actual)})
	}
	return r
}

// readParameters returns the parameters by name, and the key of the list that
// they and the pattern make.
func readParameters(text string, given *[]matchParameter) (map[string]any, listID, error) {
	parameters := map[string]any{}
	list := listID{list: listKey("match"), filter: listKey(text)}
	if given == nil {
		return parameters, list, nil
	}
	key := []any{text}
	for i, p := range *given {
		if _, twice := parameters[p.Name]; twice {
			return nil, list, graph.Errorf(graph.BadInput, "parameters[%d]: $%s is given twice", i, p.Name)
		}
		values := p.values()
		if len(values) > 1 {
			return nil, list, graph.Errorf(graph.BadInput, "parameters[%d]: $%s has %d values", i, p.Name, len(values)).
				WithHint("set one of text, number, boolean, texts and numbers")
		}
		parameters[p.Name] = nil
		if len(values) == 1 {
			parameters[p.Name] = values[0]
		}
		key = append(key, p.Name, fmt.Sprintf("%#v", values))
	}
	list.filter = listKey(key...)
	return parameters, list, nil
}

// values returns what is set.
func (p *matchParameter) values() []any {
	var values []any
	if p.Text != nil {
		values = append(values, *p.Text)
	}
	if p.Number != nil {
		values = append(values, *p.Number)
	}
	if p.Boolean != nil {
		values = append(values, *p.Boolean)
	}
	if p.Texts != nil {
		values = append(values, anys(*p.Texts))
	}
	if p.Numbers != nil {
		values = append(values, anys(*p.Numbers))
	}
	return values
}

func anys[T any](list []T) []any {
	values := make([]any, len(list))
	for i, x := range list {
		values[i] = x
	}
	return values
}

// PageInfo returns where the page stands.
func (r *MatchTableResolver) PageInfo() *PageInfo { return r.page.PageInfo() }

// Subgraph returns what all matches bound.
func (r *MatchTableResolver) Subgraph() *SubgraphResolver {
	v := r.page.v
	g, err := r.statement.Bound(v.View, v.session.svc.limits.Nodes)
	must(err)
	return v.subgraph(g)
}
