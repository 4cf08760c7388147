package export

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
	"missiongraph/schema"
)

// stored is a synthetic graph as a data file holds it.
func stored(t testing.TB, size graphtest.Size) graph.Snapshot {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	for c := range graphtest.Synthetic(size) {
		_, err := s.Append(context.Background(), c, graph.AnyRevision)
		require.NoError(t, err)
	}
	snapshot, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	t.Cleanup(func() { snapshot.Close() })
	return snapshot
}

// BenchmarkExportStored writes graphs of two sizes from a data file. What is
// written and allocated for an item is the same for both.
func BenchmarkExportStored(b *testing.B) {
	for _, size := range []graphtest.Size{{Entities: 50_000, Relations: 250_000}, {Entities: 100_000, Relations: 500_000}} {
		snapshot := stored(b, size)
		items := float64(snapshot.Topology().Len() + snapshot.Topology().Facts())
		for _, name := range []string{"jsonl", "csv", "graphml", "nquads"} {
			b.Run(name+"/"+size.String(), func(b *testing.B) {
				f, _ := Named(name)
				b.ReportAllocs()
				for b.Loop() {
					require.NoError(b, f.Write(io.Discard, Graph{View: View(b.Context(), snapshot, schema.Ontology())}))
				}
				b.ReportMetric(items*float64(b.N)/b.Elapsed().Seconds(), "items/s")
			})
		}
	}
}
