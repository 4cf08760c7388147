package graph_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestSimilarAgreesWithReference(t *testing.T) {
	type feature struct {
		typ, far string
		forward  bool
	}
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := drawTypes(t)
		first := rapid.IntRange(0, 9).Draw(t, "first")
		me := g.drawNode(t, "me")
		features := func(id string) map[feature]hop {
			set := map[feature]hop{}
			for _, h := range g.hops(id, types, graph.Both) {
				if h.to == id {
					continue
				}
				f := feature{h.fact.Type, h.to, h.forward || h.fact.Type == "s"}
				if old, ok := set[f]; !ok || compareSupport(h, old) < 0 {
					set[f] = h
				}
			}
			return set
		}
		weight := func(f feature) float64 {
			holds := 0
			for i := range g.facts {
				x := &g.facts[i]
				if x.Type != f.typ {
					continue
				}
				if x.Object == f.far && f.forward {
					holds++
				}
				if x.Subject == f.far && (!f.forward || f.typ == "s") {
					holds++
				}
			}
			return 1 / math.Log2(1+float64(holds))
		}
		mine := features(g.id(me))
		type scored struct {
			id     string
			score  float64
			shared int
		}
		var want []scored
		for _, id := range g.ids() {
			theirs := features(id)
			shared, all, count := 0.0, 0.0, 0
			for f := range theirs {
				all += weight(f)
			}
			for f := range mine {
				if _, both := theirs[f]; both {
					shared += weight(f)
					count++
				} else {
					all += weight(f)
				}
			}
			if count > 0 && id != g.id(me) {
				want = append(want, scored{id, shared / all, count})
			}
		}
		slices.SortStableFunc(want, func(a, b scored) int {
			if math.Abs(a.score-b.score) < 1e-11 {
				return 0
			}
			return cmp.Compare(b.score, a.score)
		})
		got, err := graph.FindSimilar(g.view, graph.SimilarQuery{Node: me, Types: g.terms(types), First: first})
		require.NoError(t, err)
		require.Equal(t, len(want), got.Total)
		require.Equal(t, len(want) > first, got.Truncated)
		require.Len(t, got.Found, min(first, len(want)))
		for i, x := range got.Found {
			require.Equal(t, want[i].id, g.id(x.Node))
			require.InDelta(t, want[i].score, x.Score, 1e-9)
			require.Len(t, x.Shared, want[i].shared)
			require.Equal(t, len(mine)-want[i].shared, x.OnlyMine)
			theirs := features(want[i].id)
			require.Equal(t, len(theirs)-want[i].shared, x.OnlyTheirs)
			for _, s := range x.Shared {
				f := feature{g.view.Topology().Terms().Name(s.Mine.Edge.Type), g.id(s.Node), s.Mine.Forward}
				if f.typ == "s" {
					f.forward = true
				}
				require.InDelta(t, weight(f), s.Weight, 1e-12)
				require.Equal(t, mine[f].fact.ID, g.factID(t, s.Mine.Edge.Fact))
				require.Equal(t, theirs[f].fact.ID, g.factID(t, s.Theirs.Edge.Fact))
			}
		}
	})
}

// Entities that are named score as they do among all, and 0 where they share
// nothing.
func TestSimilarWithSome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := g.terms(drawTypes(t))
		me := g.drawNode(t, "me")
		with := []graph.Node{me, 99, g.drawNode(t, "one"), g.drawNode(t, "other")}
		all, err := graph.FindSimilar(g.view, graph.SimilarQuery{Node: me, Types: types, First: 100})
		require.NoError(t, err)
		got, err := graph.FindSimilar(g.view, graph.SimilarQuery{Node: me, Types: types, With: with, First: 100})
		require.NoError(t, err)
		want := map[graph.Node]bool{with[2]: true, with[3]: true}
		delete(want, me)
		require.Len(t, got.Found, len(want))
		for _, x := range got.Found {
			require.True(t, want[x.Node])
			i := slices.IndexFunc(all.Found, func(y graph.Likeness) bool { return x.Node == y.Node })
			if i >= 0 {
				require.Equal(t, all.Found[i], x)
			} else {
				require.Zero(t, x.Score)
				require.Empty(t, x.Shared)
			}
		}
	})
}

func TestSimilarOfNothing(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("a", "K", "A"))
	_, err := graph.FindSimilar(v, graph.SimilarQuery{Node: 99, First: 3})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	got, err := graph.FindSimilar(v, graph.SimilarQuery{Node: v.Topology().Lookup("a"), First: 3})
	require.NoError(t, err)
	assert.Empty(t, got.Found)
	assert.False(t, got.Truncated)
}
