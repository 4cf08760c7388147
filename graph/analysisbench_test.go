package graph_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

func BenchmarkAnalyze(b *testing.B) {
	v := benchView()
	pairs := benchPairs(v)
	top := []graph.Node{hub(v)}
	// Hidden by a lens of its own, each result is computed anew.
	reading := 0
	fresh := func() *graph.View {
		reading++
		lens := graph.Lens{Readings: []graph.Reading{graph.Reading(fmt.Sprintf("bench/%d", reading))}}
		return graph.NewView(v.Snapshot, v.Ontology, lens, graph.NewBudget(context.Background(), math.MaxInt32))
	}
	run(b, "similar", func(i int) {
		_, err := graph.FindSimilar(v, graph.SimilarQuery{Node: pairs[i%1000][0], First: 10})
		require.NoError(b, err)
	})
	run(b, "similar-hub", func(int) {
		_, err := graph.FindSimilar(v, graph.SimilarQuery{Node: top[0], First: 10})
		require.NoError(b, err)
	})
	run(b, "similar/budget=50k", func(i int) {
		v := graph.NewView(v.Snapshot, v.Ontology, graph.Lens{}, graph.NewBudget(context.Background(), 50_000))
		_, err := graph.FindSimilar(v, graph.SimilarQuery{Node: top[0], First: 10})
		require.NoError(b, err)
	})
	run(b, "components", func(int) {
		_, err := graph.FindComponents(v, nil, 10)
		require.NoError(b, err)
	})
	run(b, "without-hub", func(int) {
		_, err := graph.FindCut(v, graph.CutQuery{Nodes: top, First: 100})
		require.NoError(b, err)
	})
	run(b, "without-types", func(int) {
		_, err := graph.FindCut(v, graph.CutQuery{Types: []graph.Term{v.Term("r0"), v.Term("r1")}, First: 100})
		require.NoError(b, err)
	})
	for _, tt := range []struct {
		name    string
		measure graph.Measure
	}{{"degree", graph.MeasureDegree}, {"pagerank", graph.MeasurePageRank}, {"betweenness", graph.MeasureBetweenness}} {
		q := graph.CentralityQuery{Measure: tt.measure, First: 10}
		run(b, tt.name+"/computed", func(int) {
			_, err := graph.FindCentrality(fresh(), q)
			require.NoError(b, err)
		})
		_, err := graph.FindCentrality(v, q)
		require.NoError(b, err)
		run(b, tt.name+"/kept", func(int) {
			_, err := graph.FindCentrality(v, q)
			require.NoError(b, err)
		})
	}
	run(b, "weakpoints/computed", func(int) {
		_, err := graph.FindWeakPoints(fresh(), nil, 10)
		require.NoError(b, err)
	})
	_, err := graph.FindWeakPoints(v, nil, 10)
	require.NoError(b, err)
	run(b, "weakpoints/kept", func(int) {
		_, err := graph.FindWeakPoints(v, nil, 10)
		require.NoError(b, err)
	})
	run(b, "whynot", func(i int) {
		_, err := graph.WhyNot(v, graph.AbsenceQuery{Subject: pairs[i%1000][0], Type: "r3", Object: pairs[i%1000][1]})
		require.NoError(b, err)
	})
}

// The same on a graph small enough for exact betweenness.
func BenchmarkBetweennessExact(b *testing.B) {
	p := graphtest.NewPowerLaw(2000, 10_000)
	b.Run("entities=2k/relations=10k", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			lens := graph.Lens{Readings: []graph.Reading{graph.Reading(fmt.Sprintf("bench/%d", i))}}
			got, err := graph.FindCentrality(graph.NewView(p, testOntology(b), lens, nil), graph.CentralityQuery{Measure: graph.MeasureBetweenness, First: 10})
			require.NoError(b, err)
			require.True(b, got.Exact)
		}
	})
}
