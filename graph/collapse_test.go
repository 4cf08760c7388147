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

// headOf says where a node is rolled up to, as CollapseQuery defines it.
func (g *small) headOf(id string, kinds, through, held, holding []string) string {
	if kinds == nil {
		return g.topOf([]string{id}, through)
	}
	if best := g.nearestOf([]string{id}, kinds, through); best != "" {
		return best
	}
	if slices.Contains(held, g.kindOf(id)) {
		for _, typ := range holding {
			if best := g.nearestOf(g.heldBy(id, typ), kinds, through); best != "" {
				return best
			}
		}
	}
	return id
}

// heldBy returns the subjects of relations of a type that point at a node.
func (g *small) heldBy(id, typ string) []string {
	var found []string
	for i := range g.facts {
		if f := &g.facts[i]; g.shown(f) && f.Type == typ && f.Object == id && f.Subject != id {
			found = append(found, f.Subject)
		}
	}
	return found
}

// nearestOf returns the nearest ancestor of some nodes that is of a kind, or "".
func (g *small) nearestOf(from, kinds, through []string) string {
	if len(from) == 0 {
		return ""
	}
	all := g.depths(from, 99, through, graph.Out, nil)
	best := ""
	for x, at := range all {
		if slices.Contains(kinds, g.kindOf(x)) && (best == "" || cmp.Or(at-all[best], g.byName(x, best)) < 0) {
			best = x
		}
	}
	return best
}

// topOf goes on from the end of a trail to the top.
func (g *small) topOf(trail, through []string) string {
	last, whole := trail[len(trail)-1], ""
	for _, h := range g.hops(last, through, graph.Out) {
		if h.to != last && (whole == "" || g.byName(h.to, whole) < 0) {
			whole = h.to
		}
	}
	if whole == "" {
		return last
	}
	if at := slices.Index(trail, whole); at >= 0 {
		return slices.MinFunc(trail[at:], g.byName)
	}
	return g.topOf(append(slices.Clone(trail), whole), through)
}

func TestCollapseAgreesWithDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		sub, err := graph.FindSubgraph(g.view, graph.SubgraphQuery{
			Roots: []graph.Node{g.drawNode(t, "root")}, Depth: rapid.IntRange(0, 4).Draw(t, "depth"),
			Limit: rapid.IntRange(0, 6).Draw(t, "limit"),
		})
		require.NoError(t, err)
		through := drawTypes(t)
		q := graph.CollapseQuery{Through: g.terms(through)}
		var kinds, held, holding []string
		if rapid.Bool().Draw(t, "one kind") {
			kinds, q.Kinds = []string{"L"}, g.terms([]string{"L"})
		}
		if rapid.Bool().Draw(t, "holding") {
			held, holding = []string{rapid.SampledFrom([]string{"K", "L"}).Draw(t, "held")}, drawTypes(t)
			q.Held, q.Holding = g.terms(held), g.terms(holding)
		}
		got, err := graph.Collapse(g.view, sub, q)
		require.NoError(t, err)

		heads, members, depth := map[string]string{}, map[string][]string{}, map[string]int{}
		for _, n := range sub.Nodes {
			id := g.id(n.Node)
			head := g.headOf(id, kinds, through, held, holding)
			if len(members[head]) == 0 {
				depth[head] = n.Depth
			}
			heads[id], members[head] = head, append(members[head], id)
		}
		order := slices.SortedFunc(maps.Keys(members), func(a, b string) int { return cmp.Or(depth[a]-depth[b], g.byName(a, b)) })
		var nodes []string
		for _, n := range got.Nodes {
			nodes = append(nodes, g.id(n.Node))
			require.Equal(t, depth[g.id(n.Node)], n.Depth)
		}
		require.Equal(t, order, nodes)

		grouped := func(head string) bool { return !slices.Equal(members[head], []string{head}) }
		groups := []string{}
		for _, x := range got.Groups {
			head := g.id(x.Head)
			groups = append(groups, head)
			var ids []string
			for _, n := range x.Members {
				ids = append(ids, g.id(n))
			}
			require.Equal(t, members[head], ids)
		}
		require.Equal(t, slices.DeleteFunc(slices.Clone(order), func(h string) bool { return !grouped(h) }), groups)

		// Each relation is in one place, as it was.
		inside, implied, plain := map[string]int{}, map[[2]string][]graph.SubEdge{}, []graph.SubEdge(nil)
		for _, e := range sub.Edges {
			from, to := heads[g.id(e.From)], heads[g.id(e.To)]
			switch {
			case from == g.id(e.From) && to == g.id(e.To):
				plain = append(plain, e)
			case from == to:
				inside[from]++
			default:
				implied[[2]string{from, to}] = append(implied[[2]string{from, to}], e)
			}
		}
		require.Equal(t, plain, got.Plain)
		for _, x := range got.Groups {
			require.Equal(t, inside[g.id(x.Head)], x.Inside)
		}
		require.Len(t, got.Implied, len(implied))
		for _, x := range got.Implied {
			facts := implied[[2]string{g.id(x.From), g.id(x.To)}]
			require.Equal(t, facts, x.Facts)
			types := map[string]bool{}
			for _, e := range facts {
				types[g.view.Topology().Terms().Name(e.Edge.Type)] = true
			}
			require.Equal(t, g.terms(slices.Sorted(maps.Keys(types))), x.Types)
		}
		require.True(t, slices.IsSortedFunc(got.Implied, func(a, b graph.ImpliedEdge) int {
			place := func(n graph.Node) int { return slices.Index(nodes, g.id(n)) }
			return cmp.Or(place(a.From)-place(b.From), place(a.To)-place(b.To))
		}))
	})
}

func TestCollapseBudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(5000)...)
	sub, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{v.Topology().Lookup("hub")}, Depth: 1})
	require.NoError(t, err)
	v.Budget = graph.NewBudget(context.Background(), 100)
	_, err = graph.Collapse(v, sub, graph.CollapseQuery{})
	assert.Equal(t, graph.Limit, graph.CodeOf(err), "never half rolled up")
}

func TestCommonNeighborsAgreeWithDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types, d := drawTypes(t), drawDirection(t)
		closed, where := g.drawClosed(t)
		q := graph.CommonQuery{Types: g.terms(types), Direction: d, Where: where, First: rapid.IntRange(0, 4).Draw(t, "first")}
		var given []string
		for range rapid.IntRange(0, 4).Draw(t, "given") {
			n := g.drawNode(t, "given")
			q.Nodes = append(q.Nodes, n)
			if !slices.Contains(given, g.id(n)) {
				given = append(given, g.id(n))
			}
		}
		if rapid.Bool().Draw(t, "one kind") {
			q.Kinds = g.terms([]string{"L"})
		}
		var want []string
		links := map[string][][]hop{}
		for _, e := range g.entities {
			if len(given) == 0 || slices.Contains(given, e.ID) || slices.Contains(closed, e.ID) || q.Kinds != nil && e.Kind != "L" {
				continue
			}
			all := true
			for _, from := range given {
				hops := slices.DeleteFunc(g.hops(from, types, d), func(h hop) bool { return h.to != e.ID })
				slices.SortFunc(hops, compareSupport)
				links[e.ID] = append(links[e.ID], hops)
				all = all && len(hops) > 0
			}
			if all {
				want = append(want, e.ID)
			}
		}
		slices.SortFunc(want, g.byName)

		got, err := graph.CommonNeighbors(g.view, q)
		require.NoError(t, err)
		require.Equal(t, len(want), got.Total)
		if q.First > 0 {
			want = want[:min(len(want), q.First)]
		}
		require.Len(t, got.Found, len(want))
		for i, c := range got.Found {
			require.Equal(t, want[i], g.id(c.Node))
			for j, rels := range c.Rels {
				require.Len(t, rels, len(links[want[i]][j]))
				for k, rel := range rels {
					require.Equal(t, links[want[i]][j][k].fact.ID, g.factID(t, rel.Edge.Fact))
					require.Equal(t, links[want[i]][j][k].forward, rel.Forward)
				}
			}
		}
	})
}

func TestCommonNeighborsRefuse(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(5000)...)
	hub := v.Topology().Lookup("hub")
	_, err := graph.CommonNeighbors(v, graph.CommonQuery{Nodes: make([]graph.Node, graph.MaxCommon+1)})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.ErrorContains(t, err, "65 entities")

	v.Budget = graph.NewBudget(context.Background(), 100)
	_, err = graph.CommonNeighbors(v, graph.CommonQuery{Nodes: []graph.Node{hub}})
	assert.Equal(t, graph.Limit, graph.CodeOf(err), "the list is whole or not at all")
}

// With a condition, a subgraph and a tree are those of the graph without the
// entities that do not meet it.
func TestConditionCutsTheGraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types, d := drawTypes(t), drawDirection(t)
		closed, where := g.drawClosed(t)
		root, depth := g.drawNode(t, "root"), rapid.IntRange(1, 5).Draw(t, "depth")
		cut := *g
		cut.facts = slices.DeleteFunc(slices.Clone(g.facts), func(f graph.Fact) bool {
			shut := func(id string) bool { return id != g.id(root) && slices.Contains(closed, id) }
			return shut(f.Subject) || shut(f.Object)
		})
		want := cut.depths([]string{g.id(root)}, depth, types, d, nil)

		sub, err := graph.FindSubgraph(g.view, graph.SubgraphQuery{Roots: []graph.Node{root}, Depth: depth, Types: g.terms(types), Direction: d, Where: where})
		require.NoError(t, err)
		found := map[string]int{}
		for _, n := range sub.Nodes {
			found[g.id(n.Node)] = n.Depth
		}
		require.Equal(t, want, found)

		tree, err := graph.FindTree(g.view, graph.TreeQuery{Root: root, MaxDepth: depth, Types: g.terms(types), Direction: d, Where: where})
		require.NoError(t, err)
		found = map[string]int{g.id(root): 0}
		for _, n := range tree.Nodes {
			found[g.id(n.Node)] = n.Depth
		}
		require.Equal(t, want, found)
		more := cut.depths([]string{g.id(root)}, depth+1, types, d, nil)
		require.Equal(t, len(more) > len(want), tree.Truncated)
	})
}
