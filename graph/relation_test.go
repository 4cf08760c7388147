package graph_test

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestRelationsAgreeWithDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types, d := drawTypes(t), drawDirection(t)
		n := g.drawNode(t, "node")
		var kinds []string
		if rapid.Bool().Draw(t, "one kind") {
			kinds = []string{"K"}
		}
		want := g.hops(g.id(n), types, d)
		want = slices.DeleteFunc(want, func(h hop) bool {
			return len(kinds) > 0 && !slices.Contains(kinds, g.kindOf(h.to))
		})
		slices.SortFunc(want, func(a, b hop) int {
			return cmp.Or(g.byName(a.to, b.to), cmp.Compare(factNumber(a.fact), factNumber(b.fact)))
		})

		got, err := graph.Relations(g.view, n, g.terms(types), d, g.terms(kinds))
		require.NoError(t, err)
		require.Len(t, got, len(want))
		for i, r := range got {
			require.Equal(t, want[i].fact.ID, g.factID(t, r.Edge.Fact))
			require.Equal(t, want[i].to, g.id(r.Edge.Other))
			require.Equal(t, want[i].forward, r.Forward)
		}
		count, err := graph.CountRelations(g.view, n, g.terms(types), d, g.terms(kinds))
		require.NoError(t, err)
		require.Equal(t, len(want), count)

		// Pages one after the other are the list.
		first := rapid.IntRange(1, 5).Draw(t, "page")
		var paged []graph.Rel
		q := graph.RelationListQuery{Node: n, Types: g.terms(types), Direction: d, Kinds: g.terms(kinds), First: first}
		for more := true; more; {
			page, err := graph.ListRelations(g.view, q)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page.Relations), first)
			require.Equal(t, len(paged) > 0, page.HasPrevious)
			if more = page.HasNext; more {
				require.Len(t, page.Relations, first)
				q.After = page.Relations[first-1]
			}
			paged = append(paged, page.Relations...)
		}
		require.Equal(t, got, paged)
	})
}

func TestRelationsAreWholeOrAnError(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(5000)...)
	hub := v.Topology().Lookup("hub")
	v.Budget = graph.NewBudget(context.Background(), 100)
	_, err := graph.Relations(v, hub, nil, graph.Both, nil)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.NotEmpty(t, graph.HintOf(err))
	_, err = graph.CountRelations(v, hub, nil, graph.Both, nil)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))

	page, err := graph.ListRelations(v, graph.RelationListQuery{Node: hub, First: 10})
	require.NoError(t, err, "a page of the same list is within the budget")
	assert.True(t, page.HasNext)
	assert.Len(t, page.Relations, 10)

	none, err := graph.Relations(v, 47110, nil, graph.Both, nil)
	require.NoError(t, err)
	assert.Empty(t, none)
}
