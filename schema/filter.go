package schema

import (
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// entityPageArgs are the arguments of a connection of entities.
type entityPageArgs struct {
	Filter *entityFilter
	First  *int32
	After  *string
	Last   *int32
	Before *string
}

type entityFilter struct {
	Kinds *[]string
	Forms *[]string
	Name  *stringFilter
}

type stringFilter struct {
	Eq         *string
	In         *[]string
	Contains   *string
	StartsWith *string
}

// matches compares without regard to case and accents.
func (f *stringFilter) matches(s string) bool {
	if f == nil {
		return true
	}
	s = graph.Fold(s)
	if f.Eq != nil && s != graph.Fold(*f.Eq) ||
		f.Contains != nil && !strings.Contains(s, graph.Fold(*f.Contains)) ||
		f.StartsWith != nil && !strings.HasPrefix(s, graph.Fold(*f.StartsWith)) {
		return false
	}
	return f.In == nil || slices.ContainsFunc(*f.In, func(x string) bool { return graph.Fold(x) == s })
}

func (f *entityFilter) key() uint32 {
	if f == nil {
		return 0
	}
	parts := []any{f.Kinds, f.Forms}
	if f.Name != nil {
		parts = append(parts, f.Name.Eq, f.Name.In, f.Name.Contains, f.Name.StartsWith)
	}
	return listKey(parts...)
}

// Entities answers a page of entities of any kind.
func (q *Query) Entities(ctx context.Context, args entityPageArgs) (*Connection[*EntityResolver], error) {
	return entitiesOf[EntityResolver](ctx, q, anyKind, args)
}

// entitiesOf pages the entities of a kind in order of name, then id.
func entitiesOf[T any, P resolver[T]](ctx context.Context, q *Query, kind kindIndex, args entityPageArgs) (*Connection[P], error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	nodes, err := v.selectNodes(args.Filter, kind)
	if err != nil {
		return nil, err
	}
	list := listKey("entities", kind, args.Filter.key())
	w, err := v.window(args, list, len(nodes))
	if err != nil {
		return nil, err
	}
	return connect(v, w, wrapAll[T, P](v, nodes[w.from:w.to]))
}

// window returns what the arguments select of a list, from either end.
func (v *view) window(args entityPageArgs, list uint32, total int) (window, error) {
	switch {
	case (args.Last != nil || args.Before != nil) && (args.First != nil || args.After != nil):
		return window{}, graph.Errorf(graph.BadInput, "first or after together with last or before").
			WithHint("page forward with first and after, or backward with last and before")
	case args.Last != nil || args.Before != nil:
		return v.backward(args.Last, args.Before, list, total)
	}
	return v.forward(pageArgs{args.First, args.After}, list, total)
}

// selectNodes returns the entities of a kind that a filter selects, in order of
// name. The result may be shared: it must not be changed.
func (v *view) selectNodes(f *entityFilter, kind kindIndex) ([]graph.Node, error) {
	t := v.Topology()
	kinds := t.KindTerms()
	if kind != anyKind {
		kinds = v.names.concrete[kind]
	}
	if f != nil && f.Kinds != nil {
		asked := v.kindTerms(f.Kinds)
		kinds = slices.DeleteFunc(slices.Clone(kinds), func(k graph.Term) bool { return !slices.Contains(asked, k) })
	}
	var lists [][]graph.Node
	for _, k := range kinds {
		nodes := t.OfKind(k)
		if f != nil && (f.Forms != nil || f.Name != nil) {
			if err := v.Budget.Spend(1 + len(nodes)/16); err != nil {
				return nil, err
			}
			nodes = v.filtered(nodes, f)
		}
		if len(nodes) > 0 {
			lists = append(lists, nodes)
		}
	}
	return v.inNameOrder(lists)
}

// filtered returns the nodes whose form and name a filter selects.
func (v *view) filtered(nodes []graph.Node, f *entityFilter) []graph.Node {
	var found []graph.Node
	for _, n := range nodes {
		info := v.Topology().Node(n)
		if (f.Forms == nil || slices.Contains(*f.Forms, v.termName(info.Form))) && f.Name.matches(info.Name) {
			found = append(found, n)
		}
	}
	return found
}

// inNameOrder joins lists that are each in order of name.
func (v *view) inNameOrder(lists [][]graph.Node) ([]graph.Node, error) {
	switch len(lists) {
	case 0:
		return nil, nil
	case 1:
		return lists[0], nil
	}
	all := slices.Concat(lists...)
	if err := v.Budget.Spend(1 + len(all)/16); err != nil {
		return nil, err
	}
	return v.SortNodes(all), nil
}

type factFilter struct {
	Types      *[]string
	Properties *[]string
	Verbs      *[]string
	Subject    *graphql.ID
	Object     *graphql.ID
	Grades     *[]string
	Ranks      *[]string
	Source     *graphql.ID
}

// Facts answers a page of the facts a filter selects.
func (q *Query) Facts(ctx context.Context, args struct {
	Filter *factFilter
	pageArgs
}) (*FactConnection, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	f := args.Filter
	if f == nil {
		f = &factFilter{}
	}
	found, err := v.selectFacts(f)
	if err != nil {
		return nil, err
	}
	list := listKey("facts", f.Types, f.Properties, f.Verbs, text(f.Subject), text(f.Object), f.Grades, f.Ranks, text(f.Source))
	return factPage(v, found, args.pageArgs, list)
}

func text(id *graphql.ID) string {
	if id == nil {
		return ""
	}
	return string(*id)
}

// selectFacts finds the visible facts a filter selects, in order of subject,
// type and object's name, starting from the narrowest condition.
func (v *view) selectFacts(f *factFilter) ([]factAt, error) {
	object := graph.Node(0)
	if f.Object != nil {
		r, err := v.mustFind(string(*f.Object))
		if err != nil {
			return nil, err
		}
		object = r.n
	}
	keep := v.factCondition(f)
	var found []factAt
	scan := func(n graph.Node, info *graph.NodeInfo) {
		for i := range info.Out {
			e := &info.Out[i]
			if (object == 0 || e.Other == object) && keep(e) {
				found = append(found, factAt{n, *e})
			}
		}
	}
	t := v.Topology()
	switch {
	case f.Subject != nil:
		r, err := v.mustFind(string(*f.Subject))
		if err != nil {
			return nil, err
		}
		scan(r.n, r.info)
	case object != 0:
		for _, e := range t.Node(object).In {
			if keep(&e) {
				subject := e.Other
				e.Other = object
				found = append(found, factAt{subject, e})
			}
		}
	default:
		if err := v.Budget.Spend(1 + t.Facts()/64); err != nil {
			return nil, err
		}
		t.All(func(n graph.Node, info *graph.NodeInfo) bool { scan(n, info); return true })
	}
	if f.Source != nil {
		return v.quoting(found, string(*f.Source))
	}
	return found, nil
}

// factCondition compiles what a filter asks of an edge.
func (v *view) factCondition(f *factFilter) func(*graph.Edge) bool {
	types, _ := v.relationTerms(f.Types)
	properties, _ := v.relationTerms(f.Properties)
	anyType := f.Types == nil && f.Properties == nil
	verbs, _ := v.relationTerms(f.Verbs)
	return func(e *graph.Edge) bool {
		if !anyType && !(e.Other != 0 && slices.Contains(types, e.Type)) && !(e.Other == 0 && slices.Contains(properties, e.Type)) {
			return false
		}
		return (f.Verbs == nil || slices.Contains(verbs, e.Verb)) &&
			(f.Grades == nil || slices.Contains(*f.Grades, e.Grade.String())) &&
			(f.Ranks == nil || slices.Contains(*f.Ranks, e.Rank.String())) &&
			v.Shows(e)
	}
}

// quoting keeps the facts that quote a source.
func (v *view) quoting(found []factAt, source string) ([]factAt, error) {
	if _, ok, err := v.Source(source); err != nil || !ok {
		if err == nil {
			ids, listErr := v.SourceIDs()
			if listErr != nil {
				return nil, listErr
			}
			err = graph.Errorf(graph.NotFound, "no source has the id %.60q", source).WithHint("%s", graph.DidYouMean(source, ids))
		}
		return nil, err
	}
	numbers, _, err := v.FactsOfSource(source)
	if err != nil {
		return nil, err
	}
	quotes := make(map[graph.FactNum]bool, len(numbers))
	for _, n := range numbers {
		quotes[n] = true
	}
	return slices.DeleteFunc(found, func(f factAt) bool { return !quotes[f.edge.Fact] }), nil
}
