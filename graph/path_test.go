package graph_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// oraclePath is a path as the oracle knows it.
type oraclePath struct {
	ids     []string
	steps   [][]hop // best first
	weakest graph.Grade
}

// allPaths lists every simple path by trying everything, sorted as Paths says.
func (g *small) allPaths(from, to string, longest int, types []string, d graph.Direction, avoid []string) []oraclePath {
	var found []oraclePath
	var walk func(p oraclePath)
	walk = func(p oraclePath) {
		last := p.ids[len(p.ids)-1]
		if last == to {
			found = append(found, p)
			return
		}
		if len(p.steps) == longest {
			return
		}
		parallel := map[string][]hop{}
		for _, h := range g.hops(last, types, d) {
			parallel[h.to] = append(parallel[h.to], h)
		}
		for next, hops := range parallel {
			if slices.Contains(p.ids, next) || slices.Contains(avoid, next) {
				continue
			}
			slices.SortFunc(hops, compareSupport)
			weakest := hops[0].fact.Grade
			if len(p.steps) > 0 {
				weakest = min(weakest, p.weakest)
			}
			walk(oraclePath{append(slices.Clone(p.ids), next), append(slices.Clone(p.steps), hops), weakest})
		}
	}
	if !slices.Contains(avoid, from) && !slices.Contains(avoid, to) {
		walk(oraclePath{ids: []string{from}})
	}
	slices.SortFunc(found, func(a, b oraclePath) int {
		return cmp.Or(cmp.Compare(len(a.ids), len(b.ids)), -cmp.Compare(a.weakest, b.weakest), slices.Compare(a.ids, b.ids))
	})
	return found
}

func TestPathsAgreeWithTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types, d := drawTypes(t), drawDirection(t)
		q := graph.PathQuery{
			From: g.drawNode(t, "from"), To: g.drawNode(t, "to"),
			MaxLength: rapid.IntRange(0, 8).Draw(t, "longest"),
			First:     rapid.IntRange(1, 40).Draw(t, "first"),
			Types:     g.terms(types), Direction: d,
		}
		var avoid []string
		if rapid.Bool().Draw(t, "avoid one") {
			q.Avoid = []graph.Node{g.drawNode(t, "avoid")}
			avoid = []string{g.id(q.Avoid[0])}
		}
		want := g.allPaths(g.id(q.From), g.id(q.To), q.MaxLength, types, d, avoid)
		got, err := graph.Paths(g.view, q)
		require.NoError(t, err)

		require.Len(t, got.Paths, min(len(want), q.First))
		for i, p := range got.Paths {
			var ids []string
			for _, n := range p.Nodes {
				ids = append(ids, g.id(n))
			}
			require.Equal(t, want[i].ids, ids, "path %d", i)
			require.Equal(t, want[i].weakest, p.WeakestGrade, "path %d", i)
			require.Len(t, p.Steps, len(want[i].steps))
			for j, step := range p.Steps {
				rels := append([]graph.Rel{step.Rel}, step.Parallel...)
				require.Len(t, rels, len(want[i].steps[j]))
				for k, rel := range rels {
					require.Equal(t, want[i].steps[j][k].fact.ID, g.factID(t, rel.Edge.Fact))
					require.Equal(t, want[i].steps[j][k].forward, rel.Forward)
					require.Equal(t, p.Nodes[j+1], rel.Edge.Other)
				}
			}
		}
		if len(want) < q.First {
			require.True(t, got.Exhausted)
			require.Empty(t, got.Reason)
		}
		if got.Exhausted {
			require.LessOrEqual(t, len(want), q.First)
		} else {
			require.Equal(t, graph.ReasonLimit, got.Reason)
		}
		if got.Apart {
			require.Empty(t, g.allPaths(g.id(q.From), g.id(q.To), 8, types, d, avoid))
		}
	})
}

// ladder is two rows of n entities, each joined to both of the next column.
func ladder(n int) []graph.Op {
	var ops []graph.Op
	name := func(row string, i int) string { return row + string(rune('a'+i)) }
	for i := range n {
		ops = append(ops, entity(name("p", i), "K", "P"), entity(name("q", i), "K", "Q"))
	}
	for i := range n - 1 {
		for _, from := range []string{"p", "q"} {
			for _, to := range []string{"p", "q"} {
				ops = append(ops, relation(name(from, i), "a", name(to, i+1)))
			}
		}
	}
	return ops
}

func TestPathsReportWhyTheyEnd(t *testing.T) {
	ops := append(ladder(8), entity("alone", "K", "Alone"))
	v := mustBuild(t, graph.Lens{}, ops...)
	node := v.Topology().Lookup
	tests := []struct {
		name      string
		to        string
		direction graph.Direction
		longest   int
		first     int
		paths     int
		exhausted bool
		apart     bool
		reason    string
	}{
		{name: "as many as asked for", to: "ph", longest: 7, first: 3, paths: 3, reason: graph.ReasonLimit},
		{name: "all there are", to: "ph", direction: graph.Out, longest: 7, first: 1000, paths: 64, exhausted: true},
		{name: "too far", to: "ph", longest: 6, first: 3, exhausted: true},
		{name: "against the direction", to: "ph", direction: graph.In, longest: 31, first: 3, exhausted: true, apart: true},
		{name: "not connected", to: "alone", longest: 31, first: 3, exhausted: true, apart: true},
		{name: "itself", to: "pa", longest: 3, first: 3, paths: 1, exhausted: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := graph.Paths(v, graph.PathQuery{From: node("pa"), To: node(tt.to),
				Direction: tt.direction, MaxLength: tt.longest, First: tt.first})
			require.NoError(t, err)
			assert.Len(t, got.Paths, tt.paths)
			assert.Equal(t, tt.exhausted, got.Exhausted)
			assert.Equal(t, tt.apart, got.Apart)
			assert.Equal(t, tt.reason, got.Reason)
		})
	}
}

func TestPathsWithinABudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, ladder(20)...)
	node := v.Topology().Lookup
	q := graph.PathQuery{From: node("pa"), To: node("pt"), MaxLength: 31, First: 1 << 20}
	v.Budget = graph.NewBudget(context.Background(), 1000)
	got, err := graph.Paths(v, q)
	require.NoError(t, err)
	assert.Equal(t, graph.ReasonBudget, got.Reason)
	assert.False(t, got.Exhausted)
	assert.NotEmpty(t, got.Paths, "those found before the budget ran out are kept")
	assert.Equal(t, 18, got.Tried, "all shorter lengths were searched")
	assert.Positive(t, v.Budget.Left(), "some budget is left to read what was found")
	assert.Less(t, v.Budget.Left(), 300)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v.Budget = graph.NewBudget(ctx, 1<<30)
	_, err = graph.Paths(v, q)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))

	// A failed search leaves nothing behind for the next one.
	v.Budget = nil
	got, err = graph.Paths(v, graph.PathQuery{From: node("pa"), To: node("pb"), MaxLength: 31})
	require.NoError(t, err)
	require.Len(t, got.Paths, 1)
	assert.Len(t, got.Paths[0].Steps, 1)
}

// Between two leaves of one node of a dense graph there is one simple path; a
// search that tried the walks that come back to that node would not end soon.
func TestPathsThroughOneNode(t *testing.T) {
	ops := []graph.Op{entity("from", "K", "From"), entity("to", "K", "To")}
	name := func(i int) string { return string([]rune{'n', rune('a' + i/26), rune('a' + i%26)}) }
	for i := range 40 {
		ops = append(ops, entity(name(i), "K", "N"))
		for j := range i {
			ops = append(ops, relation(name(i), "a", name(j)))
		}
	}
	ops = append(ops, relation("from", "a", name(0)), relation("to", "a", name(0)))
	v := mustBuild(t, graph.Lens{}, ops...)
	v.Budget = graph.NewBudget(context.Background(), 200_000)
	node := v.Topology().Lookup
	got, err := graph.Paths(v, graph.PathQuery{From: node("from"), To: node("to"), MaxLength: 12, First: 3})
	require.NoError(t, err)
	assert.Len(t, got.Paths, 1)
	assert.True(t, got.Exhausted)
}

func TestPathsRefuse(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, ladder(2)...)
	n := v.Topology().Lookup("pa")
	_, err := graph.Paths(v, graph.PathQuery{From: n, To: 1 << 30, MaxLength: 3})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	_, err = graph.Paths(v, graph.PathQuery{From: n, To: n, MaxLength: 32})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.False(t, strings.Contains(err.Error(), "graph."))
}
