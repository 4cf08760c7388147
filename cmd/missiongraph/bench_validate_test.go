package main

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/schema"
)

// BenchmarkValidate looks the large synthetic graph over by rules that share a
// pass: anew, and as the next page of what is kept.
func BenchmarkValidate(b *testing.B) {
	store := synthetic(b, graphtest.BenchSize())
	snapshot, err := store.Snapshot(graph.AnyRevision)
	require.NoError(b, err)
	defer snapshot.Close()
	lens := 0
	find := func(b *testing.B, lens int, rules []graph.FlawRule) *graph.Flaws {
		l := graph.Lens{Readings: []graph.Reading{graph.Reading(fmt.Sprintf("bench/%d", lens))}}
		found, err := graph.FindFlaws(graph.NewView(snapshot, schema.Ontology(), l, graph.NewBudget(context.Background(), math.MaxInt)), rules)
		require.NoError(b, err)
		return found
	}
	for _, pass := range []struct {
		name  string
		rules []graph.FlawRule
	}{
		{"shape", []graph.FlawRule{graph.FlawOrphan, graph.FlawCycle}},
		{"rows", []graph.FlawRule{graph.FlawMisquote}},
		{"names", []graph.FlawRule{graph.FlawSimilarName}},
		{"all", nil},
	} {
		b.Run(pass.name+"/"+graphtest.BenchSize().String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				lens++
				find(b, lens, pass.rules)
			}
		})
	}
	b.Run("kept/"+graphtest.BenchSize().String(), func(b *testing.B) {
		find(b, 0, nil)
		b.ReportAllocs()
		for b.Loop() {
			find(b, 0, nil).Page(0, 50)
		}
	})
}
