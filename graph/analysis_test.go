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

// ids returns the entities' ids in order of name.
func (g *small) ids() []string {
	var list []string
	for _, e := range g.entities {
		list = append(list, e.ID)
	}
	slices.SortFunc(list, g.byName)
	return list
}

// near returns the entities that a relation joins to one, itself excepted.
func (g *small) near(id string, types []string, d graph.Direction) map[string]bool {
	set := map[string]bool{}
	for _, h := range g.hops(id, types, d) {
		if h.to != id {
			set[h.to] = true
		}
	}
	return set
}

// parts returns the components of what is left without some entities and pairs
// of entities, each in order of name, the largest first, equals by first name.
func (g *small) parts(types []string, without map[string]bool, cut func(a, b string) bool) [][]string {
	var found [][]string
	seen := map[string]bool{}
	for _, id := range g.ids() {
		if seen[id] || without[id] {
			continue
		}
		part := []string{id}
		seen[id] = true
		for i := 0; i < len(part); i++ {
			for to := range g.near(part[i], types, graph.Both) {
				if !seen[to] && !without[to] && !cut(part[i], to) {
					seen[to] = true
					part = append(part, to)
				}
			}
		}
		slices.SortFunc(part, g.byName)
		found = append(found, part)
	}
	slices.SortStableFunc(found, func(a, b []string) int { return len(b) - len(a) })
	return found
}

func never(a, b string) bool { return false }

func (g *small) names(nodes []graph.Node) []string {
	list := make([]string, len(nodes))
	for i, n := range nodes {
		list[i] = g.id(n)
	}
	return list
}

func (g *small) requireParts(t require.TestingT, want [][]string, got []graph.Component) {
	require.Len(t, got, len(want))
	for i, part := range want {
		require.Equal(t, len(part), got[i].Size)
		require.Equal(t, part, g.names(got[i].Members))
		kinds := 0
		for _, k := range got[i].Kinds {
			kinds += k.Count
		}
		require.Equal(t, len(part), kinds)
	}
}

func TestComponentsAgreeWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := drawTypes(t)
		first := rapid.IntRange(0, 9).Draw(t, "first")
		want := g.parts(types, nil, never)
		got, err := graph.FindComponents(g.view, g.terms(types), first)
		require.NoError(t, err)
		require.Equal(t, len(want), got.Total)
		g.requireParts(t, want[:min(first, len(want))], got.List)
	})
}

func TestCutAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := drawTypes(t)
		without := map[string]bool{}
		var nodes []graph.Node
		for range rapid.IntRange(0, 3).Draw(t, "removed") {
			n := g.drawNode(t, "remove")
			without[g.id(n)] = true
			nodes = append(nodes, n)
		}
		got, err := graph.FindCut(g.view, graph.CutQuery{Nodes: nodes, Types: g.terms(types), First: 100})
		require.NoError(t, err)

		var lost []*graph.Fact
		left := map[string]bool{} // types that are left
		touched := map[string]bool{}
		for i := range g.facts {
			f := &g.facts[i]
			if slices.Contains(types, f.Type) || without[f.Subject] || without[f.Object] {
				if g.shown(f) {
					lost = append(lost, f)
					touched[f.Subject], touched[f.Object] = true, true
				}
			} else {
				left[f.Type] = true
			}
		}
		for id := range without {
			touched[id] = true
		}
		slices.SortStableFunc(lost, func(a, b *graph.Fact) int {
			return cmp.Or(g.byName(a.Subject, b.Subject), cmp.Compare(a.Type, b.Type), g.byName(a.Object, b.Object), cmp.Compare(factNumber(a), factNumber(b)))
		})
		require.Equal(t, len(lost), got.LostCount)
		for i, f := range lost {
			require.Equal(t, f.ID, g.factID(t, got.Lost[i].Edge.Fact))
		}
		rest := []string{"none"}
		for typ := range left {
			rest = append(rest, typ)
		}
		after := g.parts(rest, without, never)
		var parts [][]string
		var separated []string
		pairs := 0
		for _, whole := range g.parts(nil, nil, never) {
			if !slices.ContainsFunc(whole, func(id string) bool { return touched[id] }) {
				continue
			}
			largest := true
			var sizes []int
			for _, part := range after {
				if slices.Contains(whole, part[0]) {
					parts = append(parts, part)
					for _, size := range sizes {
						pairs += size * len(part)
					}
					sizes = append(sizes, len(part))
					if !largest {
						separated = append(separated, part...)
					}
					largest = false
				}
			}
		}
		slices.SortStableFunc(parts, func(a, b []string) int { return cmp.Or(len(b)-len(a), g.byName(a[0], b[0])) })
		slices.SortFunc(separated, g.byName)
		require.Equal(t, pairs, got.Pairs)
		require.Equal(t, len(separated), got.SeparatedCount)
		require.Equal(t, separated, append([]string(nil), g.names(got.Separated)...))
		require.Equal(t, len(parts), got.PartCount)
		g.requireParts(t, parts, got.Parts)
	})
}

func TestWeakPointsAgreeWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := drawTypes(t)
		got, err := graph.FindWeakPoints(g.view, g.terms(types), 100)
		require.NoError(t, err)

		nodes := map[string][2]int{}
		links := map[[2]string]int{}
		for _, whole := range g.parts(types, nil, never) {
			within := func(parts [][]string) (inside [][]string) {
				for _, part := range parts {
					if slices.Contains(whole, part[0]) {
						inside = append(inside, part)
					}
				}
				return inside
			}
			for _, id := range whole {
				if inside := within(g.parts(types, map[string]bool{id: true}, never)); len(inside) > 1 {
					nodes[id] = [2]int{len(whole) - 1 - len(inside[0]), len(inside)}
				}
				for to := range g.near(id, types, graph.Both) {
					inside := within(g.parts(types, nil, func(a, b string) bool {
						return a == id && b == to || a == to && b == id
					}))
					if len(inside) < 2 {
						continue
					}
					near := slices.Contains(inside[0], id)
					if len(inside[0]) == len(inside[1]) {
						near = g.byName(id, to) < 0
					}
					if near {
						links[[2]string{id, to}] = len(inside[1])
					}
				}
			}
		}
		require.Equal(t, len(nodes), got.NodeCount)
		require.Len(t, got.Nodes, len(nodes))
		for i, x := range got.Nodes {
			require.Equal(t, nodes[g.id(x.Node)], [2]int{x.Separates, x.Parts})
			if i > 0 {
				y := got.Nodes[i-1]
				require.Negative(t, cmp.Or(x.Separates-y.Separates, g.byName(g.id(y.Node), g.id(x.Node))))
			}
		}
		require.Equal(t, len(links), got.LinkCount)
		for _, x := range got.Links {
			require.Equal(t, x.Separates, links[[2]string{g.id(x.Near), g.id(x.Far)}], "%s - %s", g.id(x.Near), g.id(x.Far))
			rels, err := graph.Between(g.view, x.Near, x.Far, g.terms(types))
			require.NoError(t, err)
			require.NotEmpty(t, rels)
		}
	})
}

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
