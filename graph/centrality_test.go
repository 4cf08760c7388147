package graph_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestCentralityAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := drawTypes(t)
		for _, tt := range []struct {
			measure graph.Measure
			want    map[string]float64
		}{
			{graph.MeasureDegree, g.plainDegree(types)},
			{graph.MeasurePageRank, g.plainPageRank(types)},
			{graph.MeasureBetweenness, g.plainBetweenness(types)},
		} {
			got, err := graph.FindCentrality(g.view, graph.CentralityQuery{Measure: tt.measure, Types: g.terms(types), First: 100})
			require.NoError(t, err)
			require.True(t, got.Exact)
			require.Equal(t, len(g.entities), got.Total)
			require.Len(t, got.Ranked, len(g.entities))
			for i, x := range got.Ranked {
				require.InDelta(t, tt.want[g.id(x.Node)], x.Score, 1e-7, "measure %d of %s", tt.measure, g.id(x.Node))
				if i > 0 {
					y := got.Ranked[i-1]
					require.Negative(t, cmp.Or(cmp.Compare(x.Score, y.Score), g.byName(g.id(y.Node), g.id(x.Node))))
				}
			}
		}
		// Which entities are ranked changes no score.
		kind := g.view.Term("K")
		whole, err := graph.FindCentrality(g.view, graph.CentralityQuery{Measure: graph.MeasurePageRank, Types: g.terms(types), First: 100})
		require.NoError(t, err)
		some, err := graph.FindCentrality(g.view, graph.CentralityQuery{
			Measure: graph.MeasurePageRank, Types: g.terms(types), Kinds: []graph.Term{kind}, First: 2,
			Where: func(n graph.Node) (bool, error) { return g.id(n) != "z", nil },
		})
		require.NoError(t, err)
		var want []graph.Score
		for _, x := range whole.Ranked {
			if g.view.Topology().Node(x.Node).Kind == kind && g.id(x.Node) != "z" {
				want = append(want, x)
			}
		}
		require.Equal(t, len(want), some.Total)
		require.Equal(t, want[:min(2, len(want))], some.Ranked)
	})
}

func (g *small) plainDegree(types []string) map[string]float64 {
	score := map[string]float64{}
	for i := range g.facts {
		if f := &g.facts[i]; g.shown(f) && (len(types) == 0 || slices.Contains(types, f.Type)) {
			score[f.Subject]++
			score[f.Object]++
		}
	}
	return score
}

func (g *small) plainPageRank(types []string) map[string]float64 {
	n := float64(len(g.entities))
	score := map[string]float64{}
	for _, e := range g.entities {
		score[e.ID] = 1 / n
	}
	for range 300 {
		next := map[string]float64{}
		for _, e := range g.entities {
			next[e.ID] += 0.15 / n
			to := g.near(e.ID, types, graph.Out)
			for id := range to {
				next[id] += 0.85 * score[e.ID] / float64(len(to))
			}
			if len(to) == 0 {
				for _, x := range g.entities {
					next[x.ID] += 0.85 * score[e.ID] / n
				}
			}
		}
		score = next
	}
	return score
}

// plainBetweenness lists all shortest paths between all pairs.
func (g *small) plainBetweenness(types []string) map[string]float64 {
	score := map[string]float64{}
	n := float64(len(g.entities))
	for _, a := range g.entities {
		for _, b := range g.entities {
			if a.ID == b.ID {
				continue
			}
			paths := [][]string{{a.ID}}
			for len(paths) > 0 && !slices.ContainsFunc(paths, func(p []string) bool { return p[len(p)-1] == b.ID }) {
				var longer [][]string
				for _, p := range paths {
					for to := range g.near(p[len(p)-1], types, graph.Both) {
						if !slices.Contains(p, to) {
							longer = append(longer, append(slices.Clone(p), to))
						}
					}
				}
				paths = longer
			}
			paths = slices.DeleteFunc(paths, func(p []string) bool { return p[len(p)-1] != b.ID })
			for _, p := range paths {
				for _, id := range p[1 : len(p)-1] {
					score[id] += 1 / float64(len(paths)) / (n - 1) / (n - 2)
				}
			}
		}
	}
	return score
}
