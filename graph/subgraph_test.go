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

// kindOf returns an entity's kind as put.
func (g *small) kindOf(id string) string {
	return g.entities[slices.IndexFunc(g.entities, func(e graph.Entity) bool { return e.ID == id })].Kind
}

// depths returns the distance of each entity within reach, by relaxing until
// nothing changes.
func (g *small) depths(roots []string, depth int, types []string, d graph.Direction, kinds []string) map[string]int {
	found := map[string]int{}
	for _, id := range roots {
		found[id] = 0
	}
	for changed := true; changed; {
		changed = false
		for from, at := range found {
			for _, h := range g.hops(from, types, d) {
				old, known := found[h.to]
				if at < depth && (!known || at+1 < old) && (known || len(kinds) == 0 || slices.Contains(kinds, g.kindOf(h.to))) {
					found[h.to] = at + 1
					changed = true
				}
			}
		}
	}
	return found
}

func TestSubgraphAgreesWithDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types, d := drawTypes(t), drawDirection(t)
		q := graph.SubgraphQuery{
			Depth: rapid.IntRange(0, 5).Draw(t, "depth"), Types: g.terms(types), Direction: d,
			Limit: rapid.IntRange(0, 9).Draw(t, "limit"),
		}
		var roots []string
		for range rapid.IntRange(0, 3).Draw(t, "roots") {
			n := g.drawNode(t, "root")
			q.Roots, roots = append(q.Roots, n), append(roots, g.id(n))
		}
		q.Roots = append(q.Roots, 0, 999999) // unknown nodes are passed over
		var kinds []string
		if rapid.Bool().Draw(t, "one kind") {
			kinds, q.Kinds = []string{"L"}, g.terms([]string{"L"})
		}
		depths := g.depths(roots, q.Depth, types, d, kinds)
		var ids []string
		for id := range depths {
			ids = append(ids, id)
		}
		slices.SortFunc(ids, func(a, b string) int { return cmp.Or(depths[a]-depths[b], g.byName(a, b)) })
		want := ids
		if q.Limit > 0 && len(want) > q.Limit {
			want = want[:q.Limit]
		}

		got, err := graph.FindSubgraph(g.view, q)
		require.NoError(t, err)
		nodes := []string{}
		for _, n := range got.Nodes {
			nodes = append(nodes, g.id(n.Node))
			require.Equal(t, depths[g.id(n.Node)], n.Depth)
		}
		require.ElementsMatch(t, want, nodes)
		require.True(t, slices.Equal(want, nodes), "order: want %v, got %v", want, nodes)
		require.Equal(t, len(ids), got.TotalCount)
		require.True(t, got.TotalIsExact)
		require.Equal(t, len(ids) > len(want), got.Truncated)
		if got.Truncated {
			require.Equal(t, graph.ReasonLimit, got.Reason)
		}

		// Induced edges do not ask for direction: all that is shown of the types.
		var edges []string
		for i := range g.facts {
			f := &g.facts[i]
			if g.shown(f) && (len(types) == 0 || slices.Contains(types, f.Type)) &&
				slices.Contains(nodes, f.Subject) && slices.Contains(nodes, f.Object) {
				edges = append(edges, f.Subject+f.ID+f.Object)
			}
		}
		var gotEdges []string
		for _, e := range got.Edges {
			gotEdges = append(gotEdges, g.id(e.From)+g.factID(t, e.Edge.Fact)+g.id(e.To))
		}
		require.ElementsMatch(t, edges, gotEdges)
		place := func(n graph.Node) int { return slices.Index(nodes, g.id(n)) }
		require.True(t, slices.IsSortedFunc(got.Edges, func(a, b graph.SubEdge) int {
			return cmp.Or(place(a.From)-place(b.From), cmp.Compare(a.Edge.Type, b.Edge.Type),
				g.byName(g.id(a.To), g.id(b.To)), cmp.Compare(a.Edge.Fact, b.Edge.Fact))
		}))

		count, err := graph.CountSubgraph(g.view, q)
		require.NoError(t, err)
		require.Equal(t, graph.Count{Nodes: len(ids), Exact: true}, count)
	})
}

// star is a hub to which n leaves point, whose names run against their
// numbers.
func star(n int) []graph.Op {
	ops := []graph.Op{entity("hub", "K", "Hub")}
	for i := range n {
		id := fmt.Sprintf("leaf%06d", i)
		ops = append(ops, entity(id, "L", fmt.Sprintf("Leaf %06d", n-i)), relation(id, "a", "hub"))
	}
	return ops
}

func TestSubgraphLimits(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(5000)...)
	hub := v.Topology().Lookup("hub")
	names := func(g *graph.Subgraph) (list []string) {
		for _, n := range g.Nodes {
			list = append(list, v.Topology().Node(n.Node).Name)
		}
		return list
	}

	got, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{hub}, Depth: 2, Limit: 4})
	require.NoError(t, err)
	assert.Equal(t, []string{"Hub", "Leaf 000001", "Leaf 000002", "Leaf 000003"}, names(got))
	assert.Len(t, got.Edges, 3)
	assert.Equal(t, 5001, got.TotalCount)
	assert.True(t, got.TotalIsExact)
	assert.Equal(t, graph.ReasonLimit, got.Reason)

	t.Run("budget", func(t *testing.T) {
		v.Budget = graph.NewBudget(context.Background(), 500)
		got, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{hub}, Depth: 2})
		require.NoError(t, err)
		assert.True(t, got.Truncated)
		assert.Equal(t, graph.ReasonBudget, got.Reason)
		assert.False(t, got.TotalIsExact)
		assert.Less(t, got.TotalCount, 5002)
		assert.Positive(t, v.Budget.Left())
		// What is returned is joined by all there is: each leaf to the hub.
		assert.Greater(t, len(got.Nodes), 1000)
		assert.Len(t, got.Edges, len(got.Nodes)-1)

		v.Budget = graph.NewBudget(context.Background(), 500)
		count, err := graph.CountSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{hub}, Depth: 9})
		require.NoError(t, err)
		assert.False(t, count.Exact)
	})
	t.Run("nothing left", func(t *testing.T) {
		v.Budget = graph.NewBudget(context.Background(), 0)
		got, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{hub}, Depth: 1})
		require.NoError(t, err)
		assert.Equal(t, graph.ReasonBudget, got.Reason)
		assert.Empty(t, got.Edges)
	})
	t.Run("deadline", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		v.Budget = graph.NewBudget(ctx, 1<<30)
		_, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{hub}, Depth: 1})
		assert.Equal(t, graph.Timeout, graph.CodeOf(err))
	})
}
