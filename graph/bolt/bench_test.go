package bolt_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

var benchSizes = []graphtest.Size{{Entities: 10_000, Relations: 50_000}, graphtest.Large}

func name(size graphtest.Size) string {
	return fmt.Sprintf("entities=%dk/relations=%dk", size.Entities/1000, size.Relations/1000)
}

var (
	benchMu    sync.Mutex
	benchFiles = map[graphtest.Size]string{}
	benchDir   string
)

// benchFile returns a file that holds the synthetic graph, made once a run.
func benchFile(b *testing.B, size graphtest.Size) string {
	b.Helper()
	benchMu.Lock()
	defer benchMu.Unlock()
	if benchDir == "" {
		dir, err := os.MkdirTemp("", "bench-")
		require.NoError(b, err)
		benchDir = dir
	}
	path := benchFiles[size]
	if path == "" {
		path = filepath.Join(benchDir, fmt.Sprintf("%d.db", size.Entities))
		s, err := bolt.Open(path, bolt.Options{NoSync: true})
		require.NoError(b, err)
		for c := range graphtest.Synthetic(size) {
			_, err := s.Append(context.Background(), c, graph.AnyRevision)
			require.NoError(b, err)
		}
		require.NoError(b, s.Close())
		benchFiles[size] = path
	}
	return path
}

func openBench(b *testing.B, size graphtest.Size) *bolt.Store {
	b.Helper()
	s, err := bolt.Open(benchFile(b, size), bolt.Options{})
	require.NoError(b, err)
	b.Cleanup(func() { s.Close() })
	return s
}

func forSizes(b *testing.B, f func(b *testing.B, size graphtest.Size)) {
	for _, size := range benchSizes {
		b.Run(name(size), func(b *testing.B) {
			b.ReportAllocs()
			f(b, size)
		})
	}
}

// BenchmarkLoad commits the synthetic graph to an empty file, durably.
func BenchmarkLoad(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		var changes []graph.Change
		items := 0
		for c := range graphtest.Synthetic(size) {
			changes = append(changes, c)
			items += len(c.Ops)
		}
		for b.Loop() {
			s, err := bolt.Open(filepath.Join(b.TempDir(), "graph.db"), bolt.Options{})
			require.NoError(b, err)
			for _, c := range changes {
				_, err := s.Append(context.Background(), c, graph.AnyRevision)
				require.NoError(b, err)
			}
			require.NoError(b, s.Close())
		}
		b.ReportMetric(float64(items*b.N)/b.Elapsed().Seconds(), "items/s")
	})
}

// BenchmarkOpen opens a file that is in the page cache. The metrics are the
// memory of a fresh process that has just opened it: live on the Go heap, private
// to the process (heap with garbage, stacks), and resident with the file's pages,
// which the system takes back when it needs them.
func BenchmarkOpen(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		path := benchFile(b, size)
		for b.Loop() {
			s, err := bolt.Open(path, bolt.Options{})
			require.NoError(b, err)
			require.NoError(b, s.Close())
		}
		exe, err := os.Executable()
		require.NoError(b, err)
		cmd := exec.Command(exe, "memory")
		cmd.Env = append(os.Environ(), childEnv+"="+path)
		out, err := cmd.Output()
		require.NoError(b, err)
		var heap, private, resident float64
		_, err = fmt.Sscan(string(out), &heap, &private, &resident)
		require.NoError(b, err)
		info, err := os.Stat(path)
		require.NoError(b, err)
		b.ReportMetric(heap/1e6, "heap-MB")
		b.ReportMetric(private/1e6, "private-MB")
		b.ReportMetric(resident/1e6, "resident-MB")
		b.ReportMetric(float64(info.Size())/1e6, "file-MB")
	})
}

// tellMemory is the child of BenchmarkOpen.
func tellMemory(path string) int {
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return 1
	}
	defer s.Close()
	resident, private := status("VmRSS:"), status("RssAnon:")
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(m.HeapAlloc, private, resident)
	return 0
}

func status(field string) int64 {
	text, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(text), field)
	kb, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64)
	return kb << 10
}

// BenchmarkCommit makes one durable change of one fact.
func BenchmarkCommit(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		s := openBench(b, size)
		f := readAny(b, s)
		for i := 0; b.Loop(); i++ {
			f.Note = strconv.Itoa(i)
			_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Fact: &f}}}, graph.AnyRevision)
			require.NoError(b, err)
		}
	})
}

// BenchmarkCommitMany has 64 callers that commit one fact each at a time.
func BenchmarkCommitMany(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		s := openBench(b, size)
		base := readAny(b, s)
		b.SetParallelism(32)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				f := base
				f.Note = strconv.Itoa(i)
				_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Fact: &f}}}, graph.AnyRevision)
				if err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func readAny(b *testing.B, s *bolt.Store) graph.Fact {
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(b, err)
	defer snap.Close()
	t := snap.Topology()
	f, err := snap.Fact(t.Node(t.Lookup(graphtest.SyntheticDirectorate)).Out[0].Fact)
	require.NoError(b, err)
	return f
}

func BenchmarkEntityRow(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		snap, err := openBench(b, size).Snapshot(graph.AnyRevision)
		require.NoError(b, err)
		defer snap.Close()
		for i := 0; b.Loop(); i++ {
			if _, err := snap.Entity(graph.Node(i*7919%size.Entities + 1)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkFactRow(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		snap, err := openBench(b, size).Snapshot(graph.AnyRevision)
		require.NoError(b, err)
		defer snap.Close()
		for i := 0; b.Loop(); i++ {
			if _, err := snap.Fact(graph.FactNum(i*7919%size.Relations + 1)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSnapshot opens and closes one; with a row it begins a transaction.
func BenchmarkSnapshot(b *testing.B) {
	for _, row := range []bool{false, true} {
		b.Run(fmt.Sprintf("row=%t", row), func(b *testing.B) {
			forSizes(b, func(b *testing.B, size graphtest.Size) {
				s := openBench(b, size)
				for b.Loop() {
					snap, err := s.Snapshot(graph.AnyRevision)
					if err != nil {
						b.Fatal(err)
					}
					if row {
						if _, err := snap.Entity(1); err != nil {
							b.Fatal(err)
						}
					}
					snap.Close()
				}
			})
		})
	}
}

// BenchmarkPast builds the topology of an older revision.
func BenchmarkPast(b *testing.B) {
	forSizes(b, func(b *testing.B, size graphtest.Size) {
		s := openBench(b, size)
		f := readAny(b, s)
		for i := range 8 {
			f.Note = "past " + strconv.Itoa(i)
			_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Fact: &f}}}, graph.AnyRevision)
			require.NoError(b, err)
		}
		head := s.Head()
		for i := 0; b.Loop(); i++ {
			snap, err := s.Snapshot(head - 1 - graph.Revision(i%8))
			require.NoError(b, err)
			snap.Close()
		}
	})
}
