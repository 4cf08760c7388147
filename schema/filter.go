package schema

import (
	"context"
	"slices"
	"strings"

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

// entityFilter is the input EntityFilter.
type entityFilter struct {
	Kinds *[]string
	Forms *[]string
	Name  *stringFilter
}

// stringFilter is the input StringFilter.
type stringFilter struct {
	Eq         *string
	In         *[]string
	Contains   *string
	StartsWith *string
}

// compile returns the test for the filter, which compares without regard to
// case and accents; nil when everything meets it.
func (f *stringFilter) compile() func(string) bool {
	if f == nil || *f == (stringFilter{}) {
		return nil
	}
	fold := func(s *string) string {
		if s == nil {
			return ""
		}
		return graph.Fold(*s)
	}
	eq, contains, startsWith := fold(f.Eq), fold(f.Contains), fold(f.StartsWith)
	in := map[string]bool{}
	if f.In != nil {
		for _, s := range *f.In {
			in[graph.Fold(s)] = true
		}
	}
	return func(s string) bool {
		s = graph.Fold(s)
		return (f.Eq == nil || s == eq) && strings.Contains(s, contains) &&
			strings.HasPrefix(s, startsWith) && (f.In == nil || in[s])
	}
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
	lists, err := v.selectNodes(args.Filter, kind)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, list := range lists {
		total += len(list)
	}
	w, err := v.window(args, listKey("entities", kind, args.Filter.key()), total)
	if err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(1 + w.to/64); err != nil {
		return nil, err
	}
	return connect(v, w, wrapAll[T, P](v, v.merge(lists, w.from, w.to)))
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

// selectNodes returns the entities of a kind that a filter selects, as lists
// that are each in order of name. They may be shared: they must not be changed.
func (v *view) selectNodes(f *entityFilter, kind kindIndex) ([][]graph.Node, error) {
	t := v.Topology()
	kinds := t.KindTerms()
	if kind != anyKind {
		kinds = v.names.concrete[kind]
	}
	if f == nil {
		f = &entityFilter{}
	}
	if f.Kinds != nil {
		asked := v.kindTerms(f.Kinds)
		kinds = slices.DeleteFunc(slices.Clone(kinds), func(k graph.Term) bool { return !slices.Contains(asked, k) })
	}
	named, forms := f.Name.compile(), v.termSet(f.Forms)
	var lists [][]graph.Node
	for _, k := range kinds {
		nodes := t.OfKind(k)
		if named != nil || f.Forms != nil {
			if err := v.Budget.Spend(1 + len(nodes)/16); err != nil {
				return nil, err
			}
			var found []graph.Node
			for _, n := range nodes {
				info := t.Node(n)
				if (f.Forms == nil || forms[info.Form]) && (named == nil || named(info.Name)) {
					found = append(found, n)
				}
			}
			nodes = found
		}
		if len(nodes) > 0 {
			lists = append(lists, nodes)
		}
	}
	return lists, nil
}

// merge returns the entities from one place to another of what lists, each in
// order of name, make together.
func (v *view) merge(lists [][]graph.Node, from, to int) []graph.Node {
	if len(lists) == 1 {
		return lists[0][from:to]
	}
	lists = slices.Clone(lists)
	page := make([]graph.Node, 0, to-from)
	for i := range to {
		first := 0
		for j := 1; j < len(lists); j++ {
			if len(lists[j]) > 0 && (len(lists[first]) == 0 || v.before(lists[j][0], lists[first][0])) {
				first = j
			}
		}
		if i >= from {
			page = append(page, lists[first][0])
		}
		lists[first] = lists[first][1:]
	}
	return page
}

// before reports whether a comes before b in order of name, then id.
func (v *view) before(a, b graph.Node) bool {
	x, y := v.Topology().Node(a), v.Topology().Node(b)
	return x.Key < y.Key || x.Key == y.Key && x.ID < y.ID
}
