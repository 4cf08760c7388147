package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

var ratioSizes = []graphtest.Size{{Entities: 10_000, Relations: 50_000}, graphtest.Large}

// openSynthetic opens a new durable file that holds a synthetic graph.
func openSynthetic(b *testing.B, size graphtest.Size) *Store {
	b.Helper()
	path := filepath.Join(b.TempDir(), "graph.db")
	s, err := Open(path, Options{NoSync: true})
	require.NoError(b, err)
	for c := range graphtest.Synthetic(size) {
		mustAppend(b, s, c)
	}
	require.NoError(b, s.db.Sync())
	require.NoError(b, s.Close())
	s, err = Open(path, Options{})
	require.NoError(b, err)
	b.Cleanup(func() { s.Close() })
	return s
}

// relations returns single new relations between entities of a store, one
// change each, far from each other.
func relations(b *testing.B, s *Store) func() graph.Change {
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(b, err)
	defer snap.Close()
	top := snap.Topology()
	f, err := snap.Fact(top.Node(top.Lookup(graphtest.SyntheticDirectorate)).Out[0].Fact)
	require.NoError(b, err)
	var mu sync.Mutex
	i := 0
	id := func(n int) string { return top.Node(graph.Node(n%top.Len() + 1)).ID }
	return func() graph.Change {
		mu.Lock()
		defer mu.Unlock()
		i++
		f := f
		f.Subject, f.Object = id(i*7919), id(i*104_729)
		f.ID = graph.RelationID(f.Subject, f.Type, fmt.Sprint(i), f.Object)
		return graph.Change{Author: "ann", Message: "one relation", Ops: []graph.Op{{Fact: &f}}}
	}
}

// bare writes the rows of a change as a program with nothing but bbolt would,
// sorted and synced, and returns how long that took; finding the rows is not
// counted.
func bare(b *testing.B, s *Store, c graph.Change, texts *textCache) time.Duration {
	h := s.head.Load()
	tx, err := s.db.Begin(true)
	require.NoError(b, err)
	batch, err := newBatch(tx, h.state, h.topology, texts)
	require.NoError(b, err)
	batch.recent = newRecent(0)
	r := &request{change: c, ops: encodeOps(&c), expect: graph.AnyRevision}
	require.NoError(b, batch.append(r, time.Now()))
	type pair struct{ key, value []byte }
	var rows [tableCount][]pair
	for t := range rows {
		for _, x := range batch.rows.tables[t].sorted() {
			require.False(b, x.deleted)
			if !x.void {
				rows[t] = append(rows[t], pair{[]byte(x.key), x.value})
			}
		}
	}
	require.NoError(b, tx.Rollback())

	start := time.Now()
	tx, err = s.db.Begin(true)
	require.NoError(b, err)
	for t, list := range rows {
		if len(list) == 0 {
			continue
		}
		bucket := tx.Bucket([]byte(tableNames[t]))
		for _, x := range list {
			require.NoError(b, bucket.Put(x.key, x.value))
		}
	}
	require.NoError(b, tx.Commit())
	took := time.Since(start)
	s.publish(batch)
	return took
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkCommitRatio commits one new relation, durably, in turn with a bare
// update of the same rows in a file of the same size. The limit of the ratio of
// the medians is 1.2.
func BenchmarkCommitRatio(b *testing.B) {
	for _, size := range ratioSizes {
		b.Run(size.String(), func(b *testing.B) {
			ours, theirs := openSynthetic(b, size), openSynthetic(b, size)
			next, same := relations(b, ours), relations(b, theirs)
			texts := newTextCache()
			var a, z []time.Duration
			for i := 0; b.Loop(); i++ {
				one := func() {
					c := next()
					start := time.Now()
					mustAppend(b, ours, c)
					a = append(a, time.Since(start))
				}
				if i%2 == 0 {
					one()
				}
				z = append(z, bare(b, theirs, same(), texts))
				if i%2 == 1 {
					one()
				}
			}
			b.ReportMetric(float64(median(a))/float64(median(z)), "ratio")
			b.ReportMetric(float64(median(a).Microseconds()), "p50-µs")
			b.ReportMetric(float64(median(z).Microseconds()), "bare-p50-µs")
		})
	}
}

// BenchmarkWritersRatio compares the rate of 16 writers of unrelated relations,
// each with a basis, with that of one, in turns. The limit is at least 3.
func BenchmarkWritersRatio(b *testing.B) {
	for _, size := range ratioSizes {
		b.Run(size.String(), func(b *testing.B) {
			s := openSynthetic(b, size)
			next := relations(b, s)
			run := func(writers, each int) time.Duration {
				start := time.Now()
				var wg sync.WaitGroup
				for range writers {
					wg.Go(func() {
						for range each {
							c := next()
							_, err := s.Append(context.Background(), c, s.Head(), c.Ops[0].Touches())
							if err != nil {
								b.Error(err)
							}
						}
					})
				}
				wg.Wait()
				return time.Since(start) / time.Duration(writers*each)
			}
			var one, many []time.Duration
			for b.Loop() {
				one = append(one, run(1, 16))
				many = append(many, run(16, 8))
			}
			b.ReportMetric(float64(median(one))/float64(median(many)), "times-the-rate")
			b.ReportMetric(float64(median(one).Microseconds()), "single-µs")
			b.ReportMetric(float64(median(many).Microseconds()), "each-of-16-µs")
		})
	}
}
