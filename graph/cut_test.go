package graph_test

import (
	"cmp"
	"slices"
	"testing"

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

func (g *small) requireParts(t require.TestingT, want [][]string, got []graph.Component) {
	require.Len(t, got, len(want))
	for i, part := range want {
		require.Equal(t, len(part), got[i].Size)
		require.Equal(t, part, g.idsOf(got[i].Members))
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
		require.EqualValues(t, pairs, got.Pairs)
		require.Equal(t, len(separated), got.SeparatedCount)
		require.Equal(t, separated, append([]string(nil), g.idsOf(got.Separated)...))
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
