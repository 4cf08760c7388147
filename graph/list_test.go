package graph_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

func drawOrder(t *rapid.T) []graph.OrderKey {
	var keys []graph.OrderKey
	for range rapid.IntRange(0, 3).Draw(t, "keys") {
		k := graph.OrderKey{
			By:         graph.OrderBy(rapid.IntRange(0, int(graph.OrderCount)).Draw(t, "by")),
			Descending: rapid.Bool().Draw(t, "descending"),
			NullsFirst: rapid.Bool().Draw(t, "nulls first"),
		}
		switch k.By {
		case graph.OrderProperty:
			k.Property = rapid.SampledFrom(richValues).Draw(t, "property").Name
		case graph.OrderCount:
			r := drawSelection(t, 1)
			k.Relations = &r
		}
		keys = append(keys, k)
	}
	return keys
}

func TestListsAgreeWithPlainEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		q := graph.ListQuery{Order: drawOrder(t)}
		f := maybe(t, 1, "filter", func() graph.Filter { return drawFilter(t, 1) })
		q.Filter = f
		kinds := rapid.SampledFrom([][]string{nil, {"K"}, {"L", "K"}}).Draw(t, "kinds")
		warm := rapid.IntRange(0, 3).Draw(t, "columns") == 0
		for range 2 { // the second time, of an index carried on
			for _, k := range kinds {
				if term := g.view.Term(k); term != 0 {
					q.Kinds = append(q.Kinds, term)
				}
			}
			if warm {
				g.warm(t)
			}
			var want []string
			for i := range g.entities {
				e := &g.entities[i]
				if g.meets(f, e) && (len(q.Kinds) == 0 || slices.Contains(kinds, e.Kind)) {
					want = append(want, e.ID)
				}
			}
			slices.SortFunc(want, func(a, b string) int { return g.ordered(q.Order, g.entity(a), g.entity(b)) })
			total, exact, err := graph.CountList(g.view, q)
			require.NoError(t, err)
			require.True(t, exact)
			require.Equal(t, len(want), total)
			g.walkPages(t, q, want)
			g.windows(t, q, want)
			g.change(t)
			q.Kinds = nil
		}
	})
}

// readPages reads a list page by page from both ends: each page is the next
// part of want. page takes what a query does, nil for no bound.
func readPages[T any](t *rapid.T, want []string, page func(first, last int, after, before *T) (ids []string, items []T, previous, next bool)) {
	size := rapid.IntRange(1, 4).Draw(t, "page size")
	var after, before *T
	for from := 0; ; {
		ids, items, previous, next := page(size, 0, after, nil)
		to := min(from+size, len(want))
		require.Equal(t, append([]string{}, want[from:to]...), ids)
		require.Equal(t, from > 0, previous)
		require.Equal(t, to < len(want), next)
		if from = to; !next {
			break
		}
		after = &items[len(items)-1]
	}
	for to := len(want); ; {
		ids, items, previous, next := page(0, size, nil, before)
		from := max(to-size, 0)
		require.Equal(t, append([]string{}, want[from:to]...), ids)
		require.Equal(t, from > 0, previous)
		require.Equal(t, to < len(want), next)
		if to = from; !previous {
			break
		}
		before = &items[0]
	}
}

// orZero returns what p points to, or the zero value.
func orZero[T any](p *T) (x T) {
	if p != nil {
		x = *p
	}
	return x
}

func (g *rich) walkPages(t *rapid.T, q graph.ListQuery, want []string) {
	readPages(t, want, func(first, last int, after, before *graph.Node) ([]string, []graph.Node, bool, bool) {
		q.First, q.Last, q.After, q.Before = first, last, orZero(after), orZero(before)
		p, err := graph.ListEntities(g.view, q)
		require.NoError(t, err)
		return g.ids(p.Nodes), p.Nodes, p.HasPrevious, p.HasNext
	})
}

// windows asks for pages between any two entities, in the list or not.
func (g *rich) windows(t *rapid.T, q graph.ListQuery, want []string) {
	for range 3 {
		after := rapid.SampledFrom(g.entities).Draw(t, "after")
		before := rapid.SampledFrom(g.entities).Draw(t, "before")
		q.After, q.Before = g.node(after.ID), g.node(before.ID)
		q.First, q.Last = rapid.IntRange(0, 3).Draw(t, "first"), 0
		if rapid.Bool().Draw(t, "backward") {
			q.First, q.Last = 0, q.First+1
		}
		between := []string{}
		for _, id := range want {
			if g.ordered(q.Order, g.entity(id), &after) > 0 && g.ordered(q.Order, g.entity(id), &before) < 0 {
				between = append(between, id)
			}
		}
		if q.Last > 0 {
			between = between[max(len(between)-q.Last, 0):]
		} else {
			between = between[:min(q.First, len(between))]
		}
		p, err := graph.ListEntities(g.view, q)
		require.NoError(t, err)
		require.Equal(t, between, g.ids(p.Nodes))
		if len(between) > 0 {
			require.Equal(t, between[0] != want[0], p.HasPrevious)
			require.Equal(t, between[len(between)-1] != want[len(want)-1], p.HasNext)
		}
	}
}

func TestListsThatAreWrong(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "X"))
	for _, tt := range []struct {
		name  string
		order graph.OrderKey
		want  string
	}{
		{"property", graph.OrderKey{By: graph.OrderProperty, Property: "alais"},
			`order[0].property: no property is called "alais" (did you mean "alias"?)`},
		{"no relations", graph.OrderKey{By: graph.OrderCount}, "order[0]: an order by count names no relations"},
		{"relation type", graph.OrderKey{By: graph.OrderCount, Relations: &graph.RelationTest{Types: []string{"c"}}},
			`order[0].relations.types[0]: no relation type is called "c"`},
		{"condition", graph.OrderKey{By: graph.OrderCount, Relations: &graph.RelationTest{Some: &graph.Filter{}}},
			"order[0].relations: an order by count counts relations, and these are conditions on an entity " +
				"(say which relations count with types, direction, kinds, fact and node)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := graph.ListEntities(v, graph.ListQuery{First: 1, Order: []graph.OrderKey{tt.order}})
			require.Error(t, err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.Equal(t, tt.want, err.Error())
		})
	}
	_, err := graph.ListEntities(v, graph.ListQuery{First: 1, After: 7})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	_, err = graph.ListRelations(v, graph.RelationListQuery{Node: 1, First: 1, After: graph.Rel{Edge: graph.Edge{Other: 7}}})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	_, err = graph.ListFacts(v, graph.FactListQuery{First: 1, After: graph.FactPlace{Subject: 1, Fact: 9}})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

// Orders of some size, with columns and indexes, and again after each of some
// changes, which carry them on.
func TestListsOfSize(t *testing.T) {
	p := graphtest.PowerLawShape{Entities: 3000, Relations: 9000, Values: true}.Make()
	o, err := graph.NewOntology(nil, nil, nil)
	require.NoError(t, err)
	orders := map[string][]graph.OrderKey{
		"name":     nil,
		"kind":     {{By: graph.OrderKind, Descending: true}, {By: graph.OrderName, Descending: true}},
		"degree":   {{By: graph.OrderDegree, Descending: true}},
		"count":    {{By: graph.OrderCount, Relations: &graph.RelationTest{Types: []string{"r1"}, Kinds: []string{"K2"}}}},
		"property": {{By: graph.OrderProperty, Property: graphtest.SizeProperty}, {By: graph.OrderDegree}},
	}
	snapshot := changed{p, p.Topology()}
	for revision := range 4 {
		v := graph.NewView(snapshot, o, graph.Lens{}, nil)
		for name, keys := range orders {
			all := fullList(t, v, graph.ListQuery{Order: keys})
			require.Len(t, all, v.Topology().Len(), name)
			one := keys
			if name == "name" {
				one = []graph.OrderKey{{By: graph.OrderName}}
			}
			// Another spelling of the order has an index of its own, made anew.
			anew := fullList(t, graph.NewView(snapshot, o, graph.Lens{Deprecated: false, ValidAt: "2020-01-0" + string(rune('1'+revision))}, nil),
				graph.ListQuery{Order: append(slices.Clone(one), graph.OrderKey{By: graph.OrderID, NullsFirst: revision%2 == 0})})
			require.Equal(t, anew, all, name)
		}
		e := snapshot.topology.Edit()
		for i := range 40 {
			n := graph.Node(1 + (i*733+revision*97)%3000)
			info := e.Node(n)
			edge := graph.Edge{Other: n%7 + 1, Fact: graph.FactNum(len(orders)*100_000 + revision*100 + i), Type: v.Term("r1"), Grade: graph.Stated}
			e.PutNode(n, info.ID, "changed "+info.Name, v.Term("K2"), 0)
			e.PutEdge(n, edge)
		}
		e.PutNode(graph.Node(5000+revision), "new-"+string(rune('a'+revision)), "A new one", v.Term("K1"), 0)
		snapshot.topology = e.Done(graph.Revision(revision + 2))
	}
}

func fullList(t *testing.T, v *graph.View, q graph.ListQuery) []graph.Node {
	q.First = 1 << 20
	p, err := graph.ListEntities(v, q)
	require.NoError(t, err)
	require.False(t, p.HasPrevious || p.HasNext)
	return p.Nodes
}
