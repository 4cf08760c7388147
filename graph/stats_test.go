package graph_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestStatsAgreeWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		got, err := graph.FindStats(g.view)
		require.NoError(t, err)

		kinds, types, degree := map[string]int{}, map[string]int{}, map[string]int{}
		var grades [graph.Stated + 1]int
		grades[graph.Stated]++ // the alias
		part := map[string]string{}
		for _, e := range g.entities {
			kinds[e.Kind]++
			degree[e.ID], part[e.ID] = 0, e.ID
		}
		relations := 0
		for i := range g.facts {
			f := &g.facts[i]
			if !g.shown(f) {
				continue
			}
			relations++
			types[f.Type]++
			grades[f.Grade]++
			degree[f.Subject]++
			degree[f.Object]++
			for from, id := part[f.Subject], part[f.Object]; from != id; {
				for x, p := range part {
					if p == from {
						part[x] = id
					}
				}
				break
			}
		}
		degrees, parts := map[int]int{}, map[string]bool{}
		for _, d := range degree {
			degrees[d]++
		}
		for _, p := range part {
			parts[p] = true
		}
		named := func(list []graph.TermCount) map[string]int {
			m := map[string]int{}
			for i, c := range list {
				m[g.view.Topology().Terms().Name(c.Term)] = c.Count
				require.True(t, i == 0 || list[i-1].Count >= c.Count)
			}
			return m
		}
		require.Equal(t, len(g.entities), got.Entities)
		require.Equal(t, relations, got.Relations)
		require.Equal(t, 1, got.Attributes)
		require.Equal(t, kinds, named(got.Kinds))
		require.Equal(t, types, named(got.Types))
		require.Equal(t, map[string]int{graph.AliasProperty: 1}, named(got.Properties))
		require.Equal(t, grades, got.Grades)
		require.Equal(t, len(parts), got.Components)
		require.Equal(t, degrees[0], got.Orphans)
		require.Len(t, got.Degrees, len(degrees))
		for _, d := range got.Degrees {
			require.Equal(t, degrees[d.Degree], d.Entities)
		}
		sorted := slices.Sorted(maps.Values(degree))
		n := len(sorted)
		require.Equal(t, graph.DegreeSummary{
			Min: sorted[0], Max: sorted[n-1],
			Mean:   float64(2*relations) / float64(n),
			Median: float64(sorted[(n-1)/2]+sorted[n/2]) / 2,
		}, got.Summary())

		ids := slices.SortedFunc(maps.Keys(degree), func(a, b string) int {
			return cmp.Or(degree[b]-degree[a], g.byName(a, b))
		})
		ids = slices.DeleteFunc(ids, func(id string) bool { return degree[id] == 0 })
		first := rapid.IntRange(0, 9).Draw(t, "first")
		hubs, err := graph.FindCentrality(g.view, graph.CentralityQuery{First: first})
		require.NoError(t, err)
		require.Equal(t, n, hubs.Total)
		require.Len(t, hubs.Ranked, min(first, n))
		for i, h := range hubs.Ranked[:min(first, len(ids))] {
			require.Equal(t, ids[i], g.id(h.Node))
			require.EqualValues(t, degree[ids[i]], h.Score)
		}
		for _, h := range hubs.Ranked[min(first, len(ids)):] {
			require.Zero(t, h.Score)
		}
	})
}

func TestStatsBudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(640)...)
	v.Budget = graph.NewBudget(context.Background(), 5)
	_, err := graph.FindStats(v)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}
