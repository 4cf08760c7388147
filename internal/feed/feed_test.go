package feed_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/feed"
	"missiongraph/schema"
)

func open(t require.TestingT) *bolt.Store {
	s, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	return s
}

func line(op feed.Op) string {
	return fmt.Sprintf("%s %s %s %s %s %s %s", op.Action, op.Target, op.ID, op.Kind, op.Type, op.Subject, op.Object)
}

// Events tell of every op what it did, and a filter leaves those that a plain
// look at each op would, whatever the history.
func TestEventsOfAnyHistory(t *testing.T) {
	page := graph.Source{ID: "page", Title: "Page", Text: "x", SHA256: graph.TextHash("x")}
	evidence := []graph.Evidence{{Source: "page", Quote: "x", End: 1, Line: 1, Grade: graph.Stated}}
	rapid.Check(t, func(t *rapid.T) {
		store := open(t)
		defer store.Close()
		f := feed.New(store, schema.Ontology())
		_, err := store.Append(context.Background(), graph.Change{Author: "a", Ops: []graph.Op{{Source: &page}}}, 0)
		require.NoError(t, err)
		want := [][]feed.Op{{{Action: feed.Put, Target: feed.Source, ID: "page"}}}

		kinds := map[string]string{} // of the entities there are
		facts := map[string]feed.Op{}
		ids := rapid.SampledFrom([]string{"a", "b", "c"})
		for range rapid.IntRange(1, 50).Draw(t, "revisions") {
			var ops []graph.Op
			var told []feed.Op
			for range rapid.IntRange(1, 4).Draw(t, "ops") {
				id, other := ids.Draw(t, "id"), ids.Draw(t, "other")
				typ := rapid.SampledFrom([]string{"partOf", "leads"}).Draw(t, "type")
				fact := graph.RelationID(id, typ, "", other)
				named := func(x feed.Op) bool { return x.Subject == id || x.Object == id }
				switch rapid.IntRange(0, 3).Draw(t, "what") {
				case 0:
					if kinds[id] == "" {
						kinds[id] = rapid.SampledFrom([]string{"Agency", "Program"}).Draw(t, "kind")
					}
					ops = append(ops, graph.Op{Entity: &graph.Entity{ID: id, Kind: kinds[id], Name: id, Grade: graph.Editorial}})
					told = append(told, feed.Op{Action: feed.Put, Target: feed.Entity, ID: id, Kind: kinds[id]})
				case 1:
					if kinds[id] == "" || slices.ContainsFunc(slices.Collect(maps.Values(facts)), named) {
						continue
					}
					ops = append(ops, graph.Op{RetractEntity: id})
					told = append(told, feed.Op{Action: feed.Retract, Target: feed.Entity, ID: id, Kind: kinds[id]})
					delete(kinds, id)
				case 2:
					if kinds[id] == "" || kinds[other] == "" || id == other {
						continue
					}
					ops = append(ops, graph.Op{Fact: &graph.Fact{ID: fact, Subject: id, Type: typ, Object: other, Grade: graph.Stated, Evidence: evidence}})
					facts[fact] = feed.Op{Action: feed.Put, Target: feed.Fact, ID: fact, Type: typ, Subject: id, Object: other}
					told = append(told, facts[fact])
				case 3:
					x, ok := facts[fact]
					if !ok {
						continue
					}
					x.Action = feed.Retract
					ops, told = append(ops, graph.Op{RetractFact: fact}), append(told, x)
					delete(facts, fact)
				}
			}
			if len(ops) == 0 {
				continue
			}
			_, err := store.Append(context.Background(), graph.Change{Author: "a", Ops: ops}, graph.AnyRevision)
			require.NoError(t, err)
			want = append(want, told)
		}

		filter := feed.Filter{
			Kinds:    rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"Agency", "Program"}), 0, 2, rapid.ID).Draw(t, "kinds"),
			Types:    rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"partOf", "leads"}), 0, 2, rapid.ID).Draw(t, "types"),
			Entities: rapid.SliceOfNDistinct(ids, 0, 2, rapid.ID).Draw(t, "entities"),
		}
		passes := func(op feed.Op) bool {
			named := slices.Contains(filter.Kinds, op.Kind) || slices.Contains(filter.Types, op.Type)
			about := op.Target == feed.Entity && slices.Contains(filter.Entities, op.ID) ||
				slices.Contains(filter.Entities, op.Subject) || slices.Contains(filter.Entities, op.Object)
			return (named || len(filter.Kinds)+len(filter.Types) == 0) && (about || len(filter.Entities) == 0)
		}
		selection, err := f.Select(filter)
		require.NoError(t, err)
		require.EqualValues(t, len(want), f.Head())
		for i, ops := range want {
			e, err := f.Event(context.Background(), graph.Revision(i+1))
			require.NoError(t, err)
			var all, some, passing []string
			for _, op := range e.Ops {
				all = append(all, line(op))
			}
			for _, op := range selection.Ops(e) {
				some = append(some, line(op))
			}
			var expected []string
			for _, op := range ops {
				expected = append(expected, line(op))
				if passes(op) {
					passing = append(passing, line(op))
				}
			}
			require.Equal(t, expected, all, "revision %d", i+1)
			require.Equal(t, passing, some, "revision %d, filtered", i+1)
		}
	})
}

func TestEventRefuses(t *testing.T) {
	store := open(t)
	f := feed.New(store, schema.Ontology())
	for _, rev := range []graph.Revision{0, 1} {
		_, err := f.Event(t.Context(), rev)
		assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	}
	_, err := f.Start(1, true)
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	require.NoError(t, store.Close())
	assert.NotNil(t, f.Grown(0), "closed, so that nobody waits")
	<-f.Grown(0)
}

// Of many who ask for the newest event, one makes it.
func TestEventIsShared(t *testing.T) {
	store := open(t)
	defer store.Close()
	f := feed.New(store, schema.Ontology())
	_, err := store.Append(t.Context(), graph.Change{Author: "a", Ops: []graph.Op{{Entity: &graph.Entity{ID: "a", Kind: "Agency", Name: "A", Grade: graph.Editorial}}}}, 0)
	require.NoError(t, err)
	first, err := f.Event(t.Context(), 1)
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			e, err := f.Event(t.Context(), 1)
			assert.NoError(t, err)
			assert.Same(t, first, e)
			_, err = e.Append(nil, e.Ops, false)
			assert.NoError(t, err)
		})
	}
	all.Wait()
}

// BenchmarkEvent is what one more consumer of the newest revision costs, and
// what one event of a replay does.
func BenchmarkEvent(b *testing.B) {
	store := open(b)
	defer store.Close()
	f := feed.New(store, schema.Ontology())
	for i := range 100 {
		_, err := store.Append(b.Context(), graph.Change{Author: "a", Message: "one more", Ops: []graph.Op{
			{Entity: &graph.Entity{ID: fmt.Sprint("a", i), Kind: "Agency", Name: "A", Grade: graph.Editorial}}}}, graph.AnyRevision)
		require.NoError(b, err)
	}
	for _, at := range []struct {
		name string
		rev  graph.Revision
	}{{"newest", 100}, {"replay", 1}} {
		b.Run(at.name, func(b *testing.B) {
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				e, err := f.Event(b.Context(), at.rev)
				if err != nil {
					b.Fatal(err)
				}
				if buf, err = e.Append(buf[:0], e.Ops, false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
