package bolt_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// BenchmarkHistoryRatio reads facts of a graph of 1,000 after 100,000 revisions:
// at the head, against the same graph without history (limit 1.1), and at an old
// revision, where every fact was another, against the head (limit 2). Batches
// take turns; the ratios are those of medians. The topology of an old revision
// is made at the first visit, whose time is apart.
func BenchmarkHistoryRatio(b *testing.B) {
	open := func(revisions int) *bolt.Store {
		s, err := bolt.Open(filepath.Join(b.TempDir(), "graph.db"), bolt.Options{NoSync: true})
		require.NoError(b, err)
		b.Cleanup(func() { s.Close() })
		fillLog(b, s, revisions)
		return s
	}
	young, old := open(1001), open(100_000)
	past := old.Head() / 2
	start := time.Now()
	snap, err := old.Snapshot(past)
	require.NoError(b, err)
	b.Logf("the first visit of revision %d took %v", past, time.Since(start))
	snap.Close()

	batch := func(s *bolt.Store, rev graph.Revision, from int) time.Duration {
		start := time.Now()
		for i := range 100 {
			snap, err := s.Snapshot(rev)
			if err != nil {
				b.Fatal(err)
			}
			t := snap.Topology()
			edges := t.Node(graph.Node((from+i)*7%1000 + 1)).Out
			if _, err := snap.Fact(edges[0].Fact); err != nil {
				b.Fatal(err)
			}
			snap.Close()
		}
		return time.Since(start) / 100
	}
	var times [3][]time.Duration
	order := []int{0, 1, 2}
	for i := 0; b.Loop(); i++ {
		for range 20 {
			for _, which := range order {
				switch which {
				case 0:
					times[0] = append(times[0], batch(young, graph.AnyRevision, i))
				case 1:
					times[1] = append(times[1], batch(old, graph.AnyRevision, i))
				default:
					times[2] = append(times[2], batch(old, past, i))
				}
			}
			order = append(order[1:], order[0])
		}
	}
	for i := range times {
		slices.Sort(times[i])
	}
	mid := func(i int) float64 { return float64(times[i][len(times[i])/2]) }
	b.ReportMetric(mid(1)/mid(0), "head-ratio")
	b.ReportMetric(mid(2)/mid(1), "past-ratio")
	b.ReportMetric(mid(1), "head-ns")
}
