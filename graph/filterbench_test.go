package graph_test

import (
	"context"
	"math"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// filterView is a graph with, of 100k entities, 40k of kind K0, the programs of
// the stated speeds, 30k of K1 and 5k of each other, all with a value.
var filterView = sync.OnceValue(func() *graph.View {
	p := graphtest.PowerLawShape{Entities: benchSize.Entities, Relations: benchSize.Relations, Kinds: [8]int{8, 6, 1, 1, 1, 1, 1, 1}, Values: true}.Make()
	o, err := graph.NewOntology(nil, nil, nil)
	if err != nil {
		panic(err)
	}
	return graph.NewView(p, o, graph.Lens{}, graph.NewBudget(context.Background(), math.MaxInt))
})

func BenchmarkFilter(b *testing.B) {
	v := filterView()
	three := 3.0
	text := "harbor"
	pattern := regexp.MustCompile("(?i)harbor .* 1[0-9]+7$")
	programs := []graph.Term{v.Term("K0")}
	stated := &graph.FactFilter{Grade: &graph.GradeTest{AtLeast: graph.Stated}}
	named := &graph.Filter{Name: &graph.TextTest{Contains: &text}}
	for _, tt := range []struct {
		name   string
		kinds  []graph.Term
		filter graph.Filter
	}{
		{"programs/some-of-kind", programs, graph.Filter{Relations: []graph.RelationTest{
			{Types: []string{"r1"}, Direction: graph.Out, Some: &graph.Filter{Kinds: []string{"K3"}}}}}},
		{"programs/some-named-stated", programs, graph.Filter{Relations: []graph.RelationTest{
			{Types: []string{"r1", "r2"}, Fact: stated, Some: named}}}},
		{"programs/count", programs, graph.Filter{Relations: []graph.RelationTest{{Count: &graph.NumberTest{Ge: &three}}}}},
		{"programs/none-every", programs, graph.Filter{Relations: []graph.RelationTest{
			{Every: named}, {None: &graph.Filter{Kinds: []string{"K4"}}}}}},
		{"programs/two-hops", programs, graph.Filter{Relations: []graph.RelationTest{{Types: []string{"r1"}, Some: &graph.Filter{
			Relations: []graph.RelationTest{{Types: []string{"r2"}, Some: named}}}}}}},
		{"entities/name-contains", nil, *named},
		{"entities/name-matches", nil, graph.Filter{Name: &graph.TextTest{Matches: pattern}}},
		{"entities/property", nil, graph.Filter{Properties: []graph.PropertyTest{
			{Property: graphtest.SizeProperty, Number: &graph.NumberTest{Lt: &three}}}}},
		{"entities/degree", nil, graph.Filter{Degree: &graph.NumberTest{Ge: &three}}},
	} {
		run(b, "count/"+tt.name, func(int) {
			total, exact, err := graph.CountList(v, graph.ListQuery{Kinds: tt.kinds, Filter: &tt.filter})
			require.NoError(b, err)
			require.True(b, exact)
			require.Positive(b, total)
		})
		run(b, "page/"+tt.name, func(int) {
			_, err := graph.ListEntities(v, graph.ListQuery{Kinds: tt.kinds, Filter: &tt.filter, First: 50})
			require.NoError(b, err)
		})
	}
}

func BenchmarkList(b *testing.B) {
	v := filterView()
	size := graph.OrderKey{By: graph.OrderProperty, Property: graphtest.SizeProperty, Descending: true}
	count := graph.OrderKey{By: graph.OrderCount, Relations: &graph.RelationTest{Types: []string{"r1"}}}
	for _, tt := range []struct {
		name string
		keys []graph.OrderKey
	}{
		{"name", nil},
		{"name-descending", []graph.OrderKey{{Descending: true}}},
		{"id", []graph.OrderKey{{By: graph.OrderID}}},
		{"kind+name", []graph.OrderKey{{By: graph.OrderKind}, {By: graph.OrderName}}},
		{"grade", []graph.OrderKey{{By: graph.OrderGrade}}},
		{"degree", []graph.OrderKey{{By: graph.OrderDegree, Descending: true}}},
		{"property", []graph.OrderKey{size}},
		{"count+property", []graph.OrderKey{count, size}},
	} {
		_, err := graph.ListEntities(v, graph.ListQuery{Order: tt.keys, First: 1}) // makes the index
		require.NoError(b, err)
		run(b, "first=50/"+tt.name, func(int) {
			_, err := graph.ListEntities(v, graph.ListQuery{Order: tt.keys, First: 50})
			require.NoError(b, err)
		})
		run(b, "middle=50/"+tt.name, func(int) {
			p, err := graph.ListEntities(v, graph.ListQuery{Order: tt.keys, First: 50, After: 4711})
			require.NoError(b, err)
			require.True(b, p.HasPrevious)
		})
	}
}

func BenchmarkRelationPage(b *testing.B) {
	v := filterView()
	top := hub(v)
	text := "harbor"
	first, err := graph.ListRelations(v, graph.RelationListQuery{Node: top, First: 500})
	require.NoError(b, err)
	after := first.Relations[499]
	for _, tt := range []struct {
		name string
		q    graph.RelationListQuery
	}{
		{"first=50", graph.RelationListQuery{First: 50}},
		{"middle=50", graph.RelationListQuery{First: 50, After: after}},
		{"last=50", graph.RelationListQuery{Last: 50}},
		{"first=50/named", graph.RelationListQuery{First: 50, Far: &graph.Filter{Name: &graph.TextTest{Contains: &text}}}},
		{"first=50/by-degree", graph.RelationListQuery{First: 50, Order: []graph.OrderKey{{By: graph.OrderDegree, Descending: true}}}},
	} {
		tt.q.Node = top
		run(b, "hub/"+tt.name, func(int) {
			_, err := graph.ListRelations(v, tt.q)
			require.NoError(b, err)
		})
	}
	run(b, "hub/count", func(int) {
		_, _, err := graph.CountRelationList(v, graph.RelationListQuery{Node: top})
		require.NoError(b, err)
	})
}

func BenchmarkFactList(b *testing.B) {
	v := filterView()
	for _, tt := range []struct {
		name string
		q    graph.FactListQuery
	}{
		{"first=50", graph.FactListQuery{First: 50}},
		{"middle=50", graph.FactListQuery{First: 50, After: graph.FactPlace{Subject: 4711, Fact: v.Topology().Node(4711).Out[0].Fact}}},
		{"first=50/of-type", graph.FactListQuery{First: 50, Filter: &graph.FactFilter{Types: []string{"r1"}}}},
		{"first=50/by-grade", graph.FactListQuery{First: 50, Order: []graph.FactOrderKey{{By: graph.FactByGrade}}}},
		{"first=50/of-hub", graph.FactListQuery{First: 50, Object: hub(v)}},
	} {
		run(b, tt.name, func(int) {
			_, err := graph.ListFacts(v, tt.q)
			require.NoError(b, err)
		})
	}
}

// What making an index costs, which the first to ask pays, and what the first
// after a change pays.
func BenchmarkOrderIndex(b *testing.B) {
	v := filterView()
	size := graph.OrderKey{By: graph.OrderProperty, Property: graphtest.SizeProperty}
	day := 0
	for name, key := range map[string]graph.OrderKey{"degree": {By: graph.OrderDegree}, "property": size} {
		run(b, "new/"+name, func(int) {
			day++ // another lens, another index
			lens := graph.Lens{ValidAt: time.Unix(int64(day)*86400, 0).Format(time.DateOnly)}
			_, err := graph.ListEntities(graph.NewView(v.Snapshot, v.Ontology, lens, nil), graph.ListQuery{First: 1, Order: []graph.OrderKey{key}})
			require.NoError(b, err)
		})
	}
	for name, keys := range map[string][]graph.OrderKey{"name": nil, "property": {size}} {
		next := changed{v.Snapshot, v.Topology()}
		run(b, "after-a-change/"+name, func(i int) {
			e := next.topology.Edit()
			e.PutNode(7, "e0000007", "Changed "+string(rune('a'+i%26)), v.Term("K0"), 0)
			next.topology = e.Done(graph.Revision(i + 2))
			_, err := graph.ListEntities(graph.NewView(next, v.Ontology, graph.Lens{}, nil), graph.ListQuery{First: 1, Order: keys})
			require.NoError(b, err)
		})
	}
}

// changed is a snapshot with another topology.
type changed struct {
	graph.Snapshot
	topology *graph.Topology
}

func (c changed) Topology() *graph.Topology { return c.topology }
