package graph_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestTreeAgreesWithDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types := drawTypes(t)
		root := g.drawNode(t, "root")
		depth := rapid.IntRange(0, 5).Draw(t, "depth")
		d := graph.Out
		if rapid.Bool().Draw(t, "down") {
			d = graph.In
		}
		got, err := graph.FindTree(g.view, graph.TreeQuery{Root: root, Types: g.terms(types), Direction: d, MaxDepth: depth})
		require.NoError(t, err)

		all := g.depths([]string{g.id(root)}, 99, types, d, nil)
		var want []string
		for id, at := range all {
			if at > 0 && (depth == 0 || at <= depth) {
				want = append(want, id)
			}
		}
		slices.SortFunc(want, func(a, b string) int { return cmp.Or(all[a]-all[b], g.byName(a, b)) })
		place := map[string]int{g.id(root): -1}
		var ids []string
		for i, n := range got.Nodes {
			place[g.id(n.Node)] = i
			ids = append(ids, g.id(n.Node))
		}
		require.Equal(t, want, ids)
		require.Equal(t, len(all)-1 > len(want), got.Truncated)
		if got.Truncated {
			require.Equal(t, graph.ReasonDepth, got.Reason)
		}
		for _, n := range got.Nodes {
			id := g.id(n.Node)
			require.Equal(t, all[id], n.Depth)
			// The parent is the first in the list of all one step nearer that
			// have a relation to the node, and the relation is the best of these.
			var best []hop
			first := ""
			for parent, at := range all {
				if at != n.Depth-1 {
					continue
				}
				hops := g.hops(parent, types, d)
				hops = slices.DeleteFunc(hops, func(h hop) bool { return h.to != id })
				if len(hops) > 0 && (first == "" || place[parent] < place[first]) {
					first, best = parent, hops
				}
			}
			require.Equal(t, first, g.id(n.Parent))
			require.Equal(t, slices.MinFunc(best, compareSupport).fact.ID, g.factID(t, n.Rel.Edge.Fact))
		}
	})
}

func TestTreeOnCyclesAndDiamonds(t *testing.T) {
	tests := []struct {
		name  string
		ops   []graph.Op
		types []string
		want  []string // depth, node and parent
	}{
		{"a cycle", []graph.Op{relation("one", "a", "two"), relation("two", "a", "tri"), relation("tri", "a", "one")},
			nil, []string{"1 two of one", "2 tri of two"}},
		{"a diamond", []graph.Op{relation("one", "a", "two"), relation("one", "a", "tri"), relation("two", "a", "top"), relation("tri", "a", "top")},
			nil, []string{"1 tri of one", "1 two of one", "2 top of tri"}},
		{"a shortcut", []graph.Op{relation("one", "a", "two"), relation("two", "a", "top"), relation("one", "a", "top")},
			nil, []string{"1 top of one", "1 two of one"}},
		{"no direction", []graph.Op{relation("two", "s", "one"), relation("two", "s", "tri"), relation("tri", "s", "one")},
			[]string{"s"}, []string{"1 tri of one", "1 two of one"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ops []graph.Op
			for _, id := range []string{"one", "two", "tri", "top"} {
				ops = append(ops, entity(id, "K", id))
			}
			v := mustBuild(t, graph.Lens{}, append(ops, tt.ops...)...)
			var types []graph.Term
			for _, name := range tt.types {
				types = append(types, v.Term(name))
			}
			got, err := graph.FindTree(v, graph.TreeQuery{Root: v.Topology().Lookup("one"), Types: types, Direction: graph.Out})
			require.NoError(t, err)
			var list []string
			id := func(n graph.Node) string { return v.Topology().Node(n).ID }
			for _, n := range got.Nodes {
				list = append(list, fmt.Sprintf("%d %s of %s", n.Depth, id(n.Node), id(n.Parent)))
			}
			assert.Equal(t, tt.want, list)
			assert.False(t, got.Truncated)
		})
	}
}

func TestTreeOfNothing(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("one", "K", "One"), relation("one", "a", "one"))
	for name, n := range map[string]graph.Node{"unknown": 4711, "only itself": v.Topology().Lookup("one")} {
		t.Run(name, func(t *testing.T) {
			got, err := graph.FindTree(v, graph.TreeQuery{Root: n, Direction: graph.In})
			require.NoError(t, err)
			assert.Equal(t, graph.Tree{}, got)
		})
	}
}

func TestTreeBudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(5000)...)
	v.Budget = graph.NewBudget(context.Background(), 100)
	got, err := graph.FindTree(v, graph.TreeQuery{Root: v.Topology().Lookup("hub"), Direction: graph.In})
	require.NoError(t, err)
	assert.True(t, got.Truncated)
	assert.Equal(t, graph.ReasonBudget, got.Reason)
	assert.Less(t, len(got.Nodes), 5000)
}
