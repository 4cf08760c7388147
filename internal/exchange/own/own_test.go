package own_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/exchange/own"
	"missiongraph/internal/graphtest"
	"missiongraph/seed"
)

func open(t testing.TB) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func seeded(t testing.TB) *bolt.Store {
	t.Helper()
	s := open(t)
	data, err := seed.Default()
	require.NoError(t, err)
	_, err = s.Append(context.Background(), data.Change(), 0)
	require.NoError(t, err)
	return s
}

func content(t testing.TB, s *bolt.Store, rev graph.Revision) []graph.Op {
	t.Helper()
	snapshot, err := s.Snapshot(rev)
	require.NoError(t, err)
	defer snapshot.Close()
	ops, err := graph.Content(snapshot)
	require.NoError(t, err)
	return ops
}

// TestRoundTrip: what is written is read to an equal graph, at every revision.
func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	s := seeded(t)
	ice := content(t, s, 1)
	var entity graph.Entity
	for _, op := range ice {
		if op.Entity != nil && op.Entity.ID == "ice" {
			entity = *op.Entity
		}
	}
	entity.Name = "ICE <&\"> \u2028 “ünï”\t" + strings.Repeat("x", 900)
	_, err := s.Append(ctx, graph.Change{Ops: []graph.Op{{Entity: &entity}, {RetractFact: "ice/partOf/dhs"}}, Author: "ann", Message: "two"}, 1)
	require.NoError(t, err)

	var b bytes.Buffer
	require.NoError(t, own.Write(ctx, &b, s))
	for _, most := range []int{1 << 30, 100} {
		again := open(t)
		var at []graph.Revision
		require.NoError(t, own.Read("f", bytes.NewReader(b.Bytes()), most, func(c *own.Change) error {
			e, err := again.Append(ctx, c.Change, graph.AnyRevision)
			for len(at) <= int(c.Revision) {
				at = append(at, 0)
			}
			at[c.Revision] = e.Revision
			return err
		}))
		for rev := graph.Revision(1); rev <= 2; rev++ {
			assert.Equal(t, content(t, s, rev), content(t, again, at[rev]), "revision %d in parts of %d", rev, most)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	const head = "{\"missiongraph\":1}\n"
	tests := []struct{ name, in, want string }{
		{"empty", "", `f:0:1: the file is not missiongraph's own: its first line is not {"missiongraph":1,…} (other files need --mapping)`},
		{"another file", "a,b\n", "f:1:1: not valid JSON"},
		{"newer", `{"missiongraph":9}`, "f:1:1: the file has version 9 of the format; up to 1 can be read"},
		{"no revision", head + `{"retractFact":"x"}`, "f:2:1: expected a revision before the first op"},
		{"cut off", head + "{\"revision\":1,\"ops\":2}\n{\"retractFact\":\"x\"}\n", "f:3:1: the file is cut off: 1 ops of the revision are missing"},
		{"unknown field", head + "{\"revision\":1}\n{\"entity\":{\"idd\":\"x\"}}\n", "f:3:12: unknown field /entity/idd"},
		{"no op", head + "{\"revision\":1,\"ops\":1}\n{}\n", "f:3:1: exactly one of entity, fact, source, retractEntity, retractFact and retractSource must be set; 0 are"},
		{"grade", head + "{\"revision\":1}\n{\"entity\":{\"id\":\"x\",\"grade\":\"SURE\"}}\n", "f:3:1: entity.grade: there is no grade SURE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := own.Read("f", strings.NewReader(test.in), 1000, func(*own.Change) error { return nil })
			require.Error(t, err)
			assert.Equal(t, test.want, err.Error())
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("{\"missiongraph\":1}\n{\"revision\":1,\"ops\":1}\n{\"fact\":{\"id\":\"x\",\"value\":{\"type\":\"List\",\"list\":[{\"type\":\"Text\"}]}}}\n"))
	f.Fuzz(func(_ *testing.T, in []byte) {
		_ = own.Read("f", bytes.NewReader(in), 10, func(*own.Change) error { return nil })
	})
}

func BenchmarkJSONL(b *testing.B) {
	var file bytes.Buffer
	require.NoError(b, own.Begin(&file, "synthetic"))
	items := 0
	for c := range graphtest.Synthetic(graphtest.Size{Entities: 20_000, Relations: 100_000}) {
		for _, op := range c.Ops {
			require.NoError(b, own.Put(&file, op))
			items++
		}
	}
	b.Run("read/items=120k", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, own.Read("f", bytes.NewReader(file.Bytes()), 1<<30, func(*own.Change) error { return nil }))
		}
		b.ReportMetric(float64(items)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
	})
	var ops []graph.Op
	require.NoError(b, own.Read("f", bytes.NewReader(file.Bytes()), 1<<30, func(c *own.Change) error { ops = c.Ops; return nil }))
	b.Run("write/items=120k", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var w bytes.Buffer
			for _, op := range ops {
				require.NoError(b, own.Put(&w, op))
			}
		}
		b.ReportMetric(float64(items)*float64(b.N)/b.Elapsed().Seconds(), "items/s")
	})
}
