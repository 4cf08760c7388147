package graph_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// drawClosed draws some entities, and the condition of not being one of them;
// nil for none.
func (g *small) drawClosed(t *rapid.T) ([]string, graph.Condition) {
	if !rapid.Bool().Draw(t, "condition") {
		return nil, nil
	}
	closed := []string{}
	for range rapid.IntRange(0, 3).Draw(t, "closed") {
		closed = append(closed, g.id(g.drawNode(t, "closed")))
	}
	return closed, func(n graph.Node) (bool, error) { return !slices.Contains(closed, g.id(n)), nil }
}

// doubt is the weight of a path by grade.
func (p *oraclePath) doubt() int {
	sum := 0
	for _, hops := range p.steps {
		sum += int(graph.Stated-hops[0].fact.Grade) + 1
	}
	return sum
}

func TestRoutesAgreeWithTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		types, d := drawTypes(t), drawDirection(t)
		closed, where := g.drawClosed(t)
		q := graph.PathQuery{
			From: g.drawNode(t, "from"), To: g.drawNode(t, "to"),
			MaxLength: rapid.IntRange(0, 8).Draw(t, "longest"),
			First:     rapid.IntRange(1, 20).Draw(t, "first"),
			Types:     g.terms(types), Direction: d, Where: where,
			Weight: rapid.SampledFrom([]graph.Weight{graph.ByStep, graph.ByGrade}).Draw(t, "weight"),
		}
		from, to := g.id(q.From), g.id(q.To)
		var via, avoid []string
		for range rapid.IntRange(0, 3).Draw(t, "nodes to pass") {
			n := g.drawNode(t, "via")
			q.Via, via = append(q.Via, n), append(via, g.id(n))
		}
		if rapid.Bool().Draw(t, "avoid one") {
			q.Avoid = []graph.Node{g.drawNode(t, "avoid")}
			avoid = []string{g.id(q.Avoid[0])}
		}
		meets := func(p oraclePath) bool {
			for _, id := range p.ids {
				if slices.Contains(closed, id) && id != from && id != to && !slices.Contains(via, id) {
					return false
				}
			}
			return !slices.ContainsFunc(via, func(id string) bool { return !slices.Contains(p.ids, id) })
		}
		want := slices.DeleteFunc(g.allPaths(from, to, q.MaxLength, types, d, avoid), func(p oraclePath) bool { return !meets(p) })
		if q.Weight == graph.ByGrade {
			slices.SortFunc(want, func(a, b oraclePath) int {
				return cmp.Or(a.doubt()-b.doubt(), len(a.ids)-len(b.ids), slices.Compare(a.ids, b.ids))
			})
		}

		got, err := graph.Paths(g.view, q)
		require.NoError(t, err)
		require.Len(t, got.Paths, min(len(want), q.First))
		for i, p := range got.Paths {
			var ids []string
			for _, n := range p.Nodes {
				ids = append(ids, g.id(n))
			}
			require.Equal(t, want[i].ids, ids, "path %d", i)
			if len(ids) > 1 {
				require.Equal(t, want[i].weakest, p.WeakestGrade)
			}
			weight := len(p.Steps)
			if q.Weight == graph.ByGrade {
				weight = want[i].doubt()
			}
			require.Equal(t, weight, p.Weight)
			for j, step := range p.Steps {
				require.Equal(t, want[i].steps[j][0].fact.ID, g.factID(t, step.Edge.Fact))
				require.Len(t, step.Parallel, len(want[i].steps[j])-1)
			}
		}
		if len(want) < q.First {
			require.True(t, got.Exhausted)
			require.Empty(t, got.Reason)
		}
		if !got.Exhausted {
			require.Equal(t, graph.ReasonLimit, got.Reason)
		}
		if got.Apart {
			require.False(t, slices.ContainsFunc(g.allPaths(from, to, 8, types, d, avoid), meets))
		}
	})
}

// wheel is a hub joined to both ends and to n others, which are all joined to
// each other.
func wheel(n int) []graph.Op {
	ops := []graph.Op{entity("from", "K", "From"), entity("to", "K", "To"), entity("hub", "K", "Hub"),
		relation("from", "a", "hub"), relation("hub", "a", "to")}
	name := func(i int) string { return string([]rune{'n', rune('a' + i/26), rune('a' + i%26)}) }
	for i := range n {
		ops = append(ops, entity(name(i), "K", "N"), relation("hub", "a", name(i)))
		for j := range i {
			ops = append(ops, relation(name(i), "a", name(j)))
		}
	}
	return ops
}

// A search that went on where the hub is already behind it would not end soon.
func TestRoutesThroughOneNode(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, wheel(40)...)
	v.Budget = graph.NewBudget(context.Background(), 50_000)
	node := v.Topology().Lookup
	q := graph.PathQuery{From: node("from"), To: node("to"), MaxLength: 12, First: 3, Weight: graph.ByGrade}
	got, err := graph.Paths(v, q)
	require.NoError(t, err)
	assert.Len(t, got.Paths, 1)
	assert.True(t, got.Exhausted)

	// There is no way back from behind the hub.
	q.Via = []graph.Node{node("naa")}
	got, err = graph.Paths(v, q)
	require.NoError(t, err)
	assert.Empty(t, got.Paths)
	assert.True(t, got.Exhausted)
}

func TestRoutesReportWhyTheyEnd(t *testing.T) {
	ops := append(ladder(8), entity("alone", "K", "Alone"))
	v := mustBuild(t, graph.Lens{}, ops...)
	node := v.Topology().Lookup
	tests := []struct {
		name      string
		to        string
		via       []string
		avoid     []string
		longest   int
		budget    int
		paths     int
		exhausted bool
		apart     bool
		reason    string
	}{
		{name: "some", to: "ph", via: []string{"qc", "pd"}, longest: 7, paths: 3, reason: graph.ReasonLimit},
		{name: "too far", to: "ph", via: []string{"qc", "pd"}, longest: 6, exhausted: true},
		{name: "not connected", to: "alone", via: []string{"qc"}, longest: 31, exhausted: true, apart: true},
		{name: "by a node apart", to: "ph", via: []string{"alone"}, longest: 31, exhausted: true, apart: true},
		{name: "by a node avoided", to: "ph", via: []string{"qc"}, avoid: []string{"qc"}, longest: 31, exhausted: true, apart: true},
		{name: "from and to itself", to: "pa", via: []string{"qc"}, longest: 31, exhausted: true, apart: true},
		{name: "by its ends", to: "ph", via: []string{"pa", "ph"}, longest: 7, paths: 3, reason: graph.ReasonLimit},
		{name: "budget", to: "ph", via: []string{"qc"}, longest: 31, budget: 20, reason: graph.ReasonBudget},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v.Budget = nil
			if tt.budget > 0 {
				v.Budget = graph.NewBudget(context.Background(), tt.budget)
			}
			q := graph.PathQuery{From: node("pa"), To: node(tt.to), MaxLength: tt.longest, First: 3}
			for _, id := range tt.via {
				q.Via = append(q.Via, node(id))
			}
			for _, id := range tt.avoid {
				q.Avoid = append(q.Avoid, node(id))
			}
			got, err := graph.Paths(v, q)
			require.NoError(t, err)
			if tt.budget == 0 {
				assert.Len(t, got.Paths, tt.paths)
			}
			assert.Equal(t, tt.exhausted, got.Exhausted)
			assert.Equal(t, tt.apart, got.Apart)
			assert.Equal(t, tt.reason, got.Reason)
		})
	}
}

func TestRoutesWithinABudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, ladder(20)...)
	node := v.Topology().Lookup
	v.Budget = graph.NewBudget(context.Background(), 1000)
	q := graph.PathQuery{From: node("pa"), To: node("pt"), MaxLength: 31, First: 1 << 20, Weight: graph.ByGrade}
	got, err := graph.Paths(v, q)
	require.NoError(t, err)
	assert.Equal(t, graph.ReasonBudget, got.Reason)
	assert.NotEmpty(t, got.Paths, "those found before the budget ran out are kept")
	assert.Equal(t, 18, got.Tried)
	assert.Positive(t, v.Budget.Left(), "some budget is left to read what was found")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v.Budget = graph.NewBudget(ctx, 1<<30)
	_, err = graph.Paths(v, q)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
	q.Via = []graph.Node{node("qc")}
	_, err = graph.Paths(v, q)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))

	// A failed search leaves nothing behind for the next one.
	v.Budget, q.First = nil, 1
	got, err = graph.Paths(v, q)
	require.NoError(t, err)
	require.Len(t, got.Paths, 1)
	assert.Len(t, got.Paths[0].Steps, 19)
}

func TestRoutesRefuse(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, ladder(8)...)
	node := v.Topology().Lookup
	q := graph.PathQuery{From: node("pa"), To: node("pb"), MaxLength: 3, Via: []graph.Node{1 << 30}}
	_, err := graph.Paths(v, q)
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	q.Via = nil
	for _, id := range []string{"pc", "pd", "pe", "pf", "pg", "ph", "qa"} {
		q.Via = append(q.Via, node(id))
	}
	_, err = graph.Paths(v, q)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.ErrorContains(t, err, "7 entities to pass")
}

// An error of the condition ends every traversal and leaves nothing behind.
func TestConditionFails(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, ladder(8)...)
	from, to := v.Topology().Lookup("pa"), v.Topology().Lookup("ph")
	broken := errors.New("broken")
	asked := 0
	where := func(graph.Node) (bool, error) {
		asked++
		return asked != 3, map[bool]error{true: broken}[asked == 3]
	}
	tests := []struct {
		name string
		run  func(graph.Condition) error
	}{
		{"paths", func(c graph.Condition) error {
			_, err := graph.Paths(v, graph.PathQuery{From: from, To: to, MaxLength: 9, Where: c})
			return err
		}},
		{"routes", func(c graph.Condition) error {
			_, err := graph.Paths(v, graph.PathQuery{From: from, To: to, MaxLength: 9, Where: c, Weight: graph.ByGrade})
			return err
		}},
		{"subgraph", func(c graph.Condition) error {
			_, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{from}, Depth: 9, Where: c})
			return err
		}},
		{"count", func(c graph.Condition) error {
			_, err := graph.CountSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{from}, Depth: 9, Where: c})
			return err
		}},
		{"tree", func(c graph.Condition) error {
			_, err := graph.FindTree(v, graph.TreeQuery{Root: from, Direction: graph.Out, Where: c})
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked = 0
			assert.ErrorIs(t, tt.run(where), broken)
			assert.Equal(t, 3, asked, "nothing is asked after an error")
			assert.NoError(t, tt.run(nil))
		})
	}
}

// What a condition costs is taken from the walk's share of the budget: the
// answer is cut short and says so.
func TestConditionSpends(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(500)...)
	v.Budget = graph.NewBudget(context.Background(), 400)
	got, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{v.Topology().Lookup("hub")}, Depth: 2,
		Where: func(graph.Node) (bool, error) { return true, v.Budget.Spend(2) }})
	require.NoError(t, err)
	assert.Equal(t, graph.ReasonBudget, got.Reason)
	assert.Greater(t, len(got.Nodes), 50)
	assert.Positive(t, v.Budget.Left())
}
