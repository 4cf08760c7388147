package export

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/schema"
)

// sampling notes the most memory that is in use while something is written, now
// and then and without what is only waiting to be collected.
type sampling struct {
	every, left int // bytes between samples, and to the next
	most        uint64
}

func (s *sampling) Write(p []byte) (int, error) {
	if s.left -= len(p); s.left <= 0 {
		s.left = s.every
		s.most = max(s.most, inUse())
	}
	return len(p), nil
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// ringOf is a graph in which every entity has two relations and an alias.
func ringOf(t testing.TB, n int) graph.Snapshot {
	t.Helper()
	text := graph.NewSourceText(pageText)
	cut, ok := text.Cut(3, 40)
	require.True(t, ok)
	cut.Source, cut.Grade = "page", graph.Stated
	evidence := []graph.Evidence{cut}
	ops := []graph.Op{{Source: &graph.Source{ID: "page", Title: "Page", Publisher: "P", Text: pageText, SHA256: graph.TextHash(pageText)}}}
	id := func(i int) string { return fmt.Sprint("e-", i%n) }
	for i := range n {
		ops = append(ops, graph.Op{Entity: &graph.Entity{ID: id(i), Kind: "Agency", Name: "Agency " + id(i), Grade: graph.Stated, Evidence: evidence}})
	}
	for i := range n {
		for _, typ := range []string{"actsFor", "supports"} {
			ops = append(ops, graph.Op{Fact: &graph.Fact{ID: graph.RelationID(id(i), typ, "", id(i+1)), Subject: id(i), Type: typ, Object: id(i + 1), Grade: graph.Stated, Evidence: evidence}})
		}
		ops = append(ops, graph.Op{Fact: &graph.Fact{ID: graph.AttributeID(id(i), graph.AliasProperty, "also "+id(i)), Subject: id(i), Type: graph.AliasProperty,
			Value: graph.Value{Type: graph.String, Text: "also " + id(i)}, Grade: graph.Stated, Evidence: evidence}})
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	return m
}

// No format keeps what it has written: a graph eight times as large takes no more
// memory.
func TestMemoryDoesNotGrowWithTheGraph(t *testing.T) {
	const slack = 256 << 10
	peak := map[string][2]int64{}
	for i, n := range []int{500, 4000} {
		s := ringOf(t, n)
		for _, name := range Names(false) {
			f, _ := Named(name)
			g := Graph{View: View(context.Background(), s, schema.Ontology())}
			before := inUse()
			w := &sampling{every: n << 8}
			require.NoError(t, f.Write(w, g))
			require.NotZero(t, w.most)
			p := peak[name]
			p[i] = int64(w.most) - int64(before)
			peak[name] = p
			runtime.KeepAlive(g)
		}
		runtime.KeepAlive(s)
	}
	for name, p := range peak {
		assert.Less(t, p[1], p[0]+slack, "%s: %d bytes for the small graph, %d for the large", name, p[0], p[1])
		assert.Less(t, p[1], int64(4<<20), name)
	}
}
