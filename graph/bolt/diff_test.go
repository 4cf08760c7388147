package bolt_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// recordsOf lists all of a model's state.
func recordsOf(s graphtest.State) map[graph.Ref]graph.Record {
	all := map[graph.Ref]graph.Record{}
	for id, e := range s.Entities {
		all[graph.Ref{Sort: graph.EntitySort, ID: id}] = graph.Record{Entity: &e}
	}
	for id, f := range s.Facts {
		all[graph.Ref{Sort: graph.FactSort, ID: id}] = graph.Record{Fact: &f}
	}
	for id, x := range s.Sources {
		all[graph.Ref{Sort: graph.SourceSort, ID: id}] = graph.Record{Source: &x}
	}
	return all
}

func sameRecord(a, b graph.Record) bool {
	switch {
	case a.Entity != nil && b.Entity != nil:
		return a.Entity.Equal(b.Entity)
	case a.Fact != nil && b.Fact != nil:
		return a.Fact.Equal(b.Fact)
	case a.Source != nil && b.Source != nil:
		return *a.Source == *b.Source
	}
	return !a.Exists() && !b.Exists()
}

// naiveDiff compares two whole states.
func naiveDiff(from, to graphtest.State, keep func(r graph.Record, s graphtest.State) bool) []graph.Ref {
	before, after := recordsOf(from), recordsOf(to)
	refs := map[graph.Ref]bool{}
	for r := range before {
		refs[r] = true
	}
	for r := range after {
		refs[r] = true
	}
	var list []graph.Ref
	for r := range refs {
		if !sameRecord(before[r], after[r]) && (keep(before[r], from) || keep(after[r], to)) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, graph.CompareRefs)
	return list
}

func everything(graph.Record, graphtest.State) bool { return true }

func about(id string) func(graph.Record, graphtest.State) bool {
	return func(r graph.Record, _ graphtest.State) bool {
		return r.Entity != nil && r.Entity.ID == id || r.Fact != nil && (r.Fact.Subject == id || r.Fact.Object == id)
	}
}

func programs(r graph.Record, s graphtest.State) bool {
	is := func(id string) bool { return s.Entities[id].Kind == "Program" }
	return r.Entity != nil && r.Entity.Kind == "Program" || r.Fact != nil && (is(r.Fact.Subject) || is(r.Fact.Object))
}

func lawOntology(t require.TestingT) *graph.Ontology {
	o, err := graph.NewOntology([]*graph.Kind{{Name: "Agency"}, {Name: "Program"}}, nil, []*graph.RelationType{{Name: "partOf", Sentence: "{s} is part of {o}"}})
	require.NoError(t, err)
	return o
}

// drawChange draws ops of any sort or, as often, one that brings back or takes
// out a fact that the model had at some time.
func drawChange(t *rapid.T, m *graphtest.Model) graph.Change {
	facts := m.At(graph.Revision(rapid.IntRange(0, int(m.Head())).Draw(t, "of"))).Facts
	if len(facts) == 0 || rapid.Bool().Draw(t, "any") {
		return graph.Change{Ops: rapid.SliceOfN(rapid.Custom(drawOp), 1, 4).Draw(t, "ops")}
	}
	f := facts[rapid.SampledFrom(slices.Sorted(maps.Keys(facts))).Draw(t, "fact")]
	if _, is := m.At(m.Head()).Facts[f.ID]; is && rapid.IntRange(0, 3).Draw(t, "retract") > 0 {
		return graph.Change{Ops: []graph.Op{{RetractFact: f.ID}}}
	}
	return graph.Change{Ops: []graph.Op{{Fact: &f}}}
}

// TestDiffIsThatOfTwoStates compares the differences between any two revisions
// of a random history, and what happened to each thing, with those of the whole
// states, compared one by one.
func TestDiffIsThatOfTwoStates(t *testing.T) {
	dir := t.TempDir()
	o := lawOntology(t)
	differences := 0
	rapid.Check(t, func(t *rapid.T) {
		path, err := os.MkdirTemp(dir, "")
		require.NoError(t, err)
		s, err := bolt.Open(filepath.Join(path, "graph.db"), bolt.Options{NoSync: true})
		require.NoError(t, err)
		defer s.Close()
		model := graphtest.NewModel()
		for i := range rapid.IntRange(1, 24).Draw(t, "changes") {
			c := start()
			if i > 0 {
				c = drawChange(t, model)
			}
			if model.Apply(c) {
				_, err := s.Append(context.Background(), c, graph.AnyRevision)
				require.NoError(t, err)
			}
		}
		seen := graph.Revision(rapid.IntRange(0, int(model.Head())).Draw(t, "seen"))
		snap, err := s.Snapshot(seen)
		require.NoError(t, err)
		defer snap.Close()
		v := graph.NewView(snap, o, graph.Lens{}, nil)
		id := rapid.SampledFrom([]string{"a", "b", "c", "d", "never"}).Draw(t, "scope")
		fact := rapid.SampledFrom([]string{"fixed/id", "a/alias", "b/size", "never/alias"}).Draw(t, "fact")
		for from := range seen + 1 {
			for to := range seen + 1 {
				at := func(rev graph.Revision) graphtest.State { return model.At(rev) }
				compare := func(q graph.DiffQuery, keep func(graph.Record, graphtest.State) bool) {
					q.From, q.To = from, to
					got, err := graph.Diff(v, q)
					require.NoError(t, err)
					differences += len(got.Differences)
					requireDiff(t, got, naiveDiff(at(from), at(to), keep), recordsOf(at(from)), recordsOf(at(to)))
				}
				compare(graph.DiffQuery{}, everything)
				compare(graph.DiffQuery{Scope: &graph.Ref{Sort: graph.EntitySort, ID: id}}, about(id))
				compare(graph.DiffQuery{Kinds: []string{"Program"}}, programs)
				compare(graph.DiffQuery{Scope: &graph.Ref{Sort: graph.FactSort, ID: fact}}, func(r graph.Record, _ graphtest.State) bool {
					return r.Fact != nil && r.Fact.ID == fact
				})
				if from < to {
					byRows, err := bolt.TouchedByRows(snap, from, to)
					require.NoError(t, err)
					for _, r := range naiveDiff(at(from), at(to), everything) {
						require.Contains(t, byRows, r)
						delete(byRows, r)
					}
					byLog, err := snap.(graph.Historian).Touched(from, to, nil)
					require.NoError(t, err)
					for r := range byRows {
						require.Contains(t, byLog, r, "what the log does not touch has no new row")
					}
				}
			}
		}
		for _, id := range []string{"a", "b", "c", "d", "never"} {
			requireHistory(t, v, model, graph.Ref{Sort: graph.EntitySort, ID: id}, about(id))
		}
		requireHistory(t, v, model, graph.Ref{Sort: graph.FactSort, ID: fact}, func(r graph.Record, _ graphtest.State) bool {
			return r.Fact != nil && r.Fact.ID == fact
		})
		requireHistory(t, v, model, graph.Ref{Sort: graph.SourceSort, ID: "p"}, func(r graph.Record, _ graphtest.State) bool {
			return r.Source != nil && r.Source.ID == "p"
		})
	})
	require.Greater(t, differences, 1000, "too few differences for this test to say anything")
}

func requireDiff(t require.TestingT, got graph.Changes, want []graph.Ref, before, after map[graph.Ref]graph.Record) {
	var refs []graph.Ref
	var counts [graph.SourceSort + 1][graph.Changed + 1]int
	for i := range got.Differences {
		d := &got.Differences[i]
		refs = append(refs, d.Ref)
		require.True(t, sameRecord(before[d.Ref], d.Before), "%v before", d.Ref)
		require.True(t, sameRecord(after[d.Ref], d.After), "%v after", d.Ref)
		_, was := before[d.Ref]
		_, is := after[d.Ref]
		switch d.Effect() {
		case graph.Added:
			require.True(t, !was && is)
		case graph.Retracted:
			require.True(t, was && !is)
		default:
			require.True(t, was && is)
		}
		require.Equal(t, was && is, len(d.Fields) > 0)
		counts[d.Sort][d.Effect()]++
	}
	require.Equal(t, want, refs)
	require.Equal(t, counts, got.Counts)
}

func requireHistory(t require.TestingT, v *graph.View, model *graphtest.Model, r graph.Ref, keep func(graph.Record, graphtest.State) bool) {
	got, err := graph.History(v, r)
	require.NoError(t, err)
	for rev := v.Revision(); rev > 0; rev-- {
		want := naiveDiff(model.At(rev-1), model.At(rev), keep)
		if len(want) == 0 {
			continue
		}
		require.NotEmpty(t, got, "revision %d touched %v", rev, r)
		require.Equal(t, rev, got[0].Revision)
		c := graph.Changes{Differences: got[0].Differences}
		for i := range c.Differences {
			c.Counts[c.Differences[i].Sort][c.Differences[i].Effect()]++
		}
		requireDiff(t, c, want, recordsOf(model.At(rev-1)), recordsOf(model.At(rev)))
		got = got[1:]
	}
	require.Empty(t, got)
}

func TestDiffOfWhatIsNotThere(t *testing.T) {
	s := openNew(t)
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE")))
	commit(t, s, put(entity("ice", "Agency", "Immigration")))
	snap, err := s.Snapshot(1)
	require.NoError(t, err)
	defer snap.Close()
	v := graph.NewView(snap, lawOntology(t), graph.Lens{}, nil)
	_, err = graph.Diff(v, graph.DiffQuery{From: 1, To: 2})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	assert.Equal(t, "the last one to be seen is 1", graph.HintOf(err))
	_, err = graph.Diff(v, graph.DiffQuery{From: math.MaxUint64, To: 0})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))

	tight := graph.NewView(snap, lawOntology(t), graph.Lens{}, graph.NewBudget(t.Context(), 3))
	_, err = graph.Diff(tight, graph.DiffQuery{From: 0, To: 1})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))

	for id, want := range map[string]graph.Sort{"ice": graph.EntitySort, "ICE": graph.EntitySort, "page": graph.SourceSort} {
		ref, err := graph.LookupRef(v, id)
		require.NoError(t, err)
		assert.Equal(t, want, ref.Sort)
	}
	for _, id := range []string{"", "ice/alias/x", "Immigration"} {
		_, err = graph.LookupRef(v, id)
		assert.Equal(t, graph.NotFound, graph.CodeOf(err), "%q", id)
	}
}

// BenchmarkDiff compares revisions of a log of 100,000 changes of one fact each,
// over a graph of 1,000 facts.
func BenchmarkDiff(b *testing.B) {
	const revisions = 100_000
	path := filepath.Join(b.TempDir(), "graph.db")
	s, err := bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(b, err)
	b.Cleanup(func() { s.Close() })
	fillLog(b, s, revisions)
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(b, err)
	b.Cleanup(func() { snap.Close() })
	o := lawOntology(b)
	for _, gap := range []graph.Revision{1, 100, 1000, 50_000} {
		b.Run(fmt.Sprintf("revisions=100k/apart=%d", gap), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				from := graph.Revision(i*7919)%(s.Head()-gap) + 1
				c, err := graph.Diff(graph.NewView(snap, o, graph.Lens{}, nil), graph.DiffQuery{From: from, To: from + gap})
				require.NoError(b, err)
				require.NotEmpty(b, c.Differences)
			}
		})
	}
	b.Run("revisions=100k/history of a fact", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			list, err := graph.History(graph.NewView(snap, o, graph.Lens{}, nil), graph.Ref{Sort: graph.FactSort, ID: "e7/size"})
			require.NoError(b, err)
			require.NotEmpty(b, list)
		}
	})
	b.Run("revisions=100k/history of an entity", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			list, err := graph.History(graph.NewView(snap, o, graph.Lens{}, nil), graph.Ref{Sort: graph.EntitySort, ID: "e7"})
			require.NoError(b, err)
			require.NotEmpty(b, list)
		}
	})
}

// fillLog makes a log of so many revisions, each but the first of one fact.
func fillLog(b *testing.B, s *bolt.Store, revisions int) {
	b.Helper()
	const facts = 1000
	first := put(source("page", pageText))
	for i := range facts {
		first.Ops = append(first.Ops, graph.Op{Entity: entity(fmt.Sprint("e", i), "Agency", fmt.Sprint("Entity ", i))})
	}
	_, err := s.Append(context.Background(), first, graph.AnyRevision)
	require.NoError(b, err)
	evidence := []graph.Evidence{quote(b, "page", pageText, "ICE")}
	wait := make(chan error, 64) // so many appended together
	running := 0
	for i := 1; i < revisions; i++ {
		f := &graph.Fact{ID: fmt.Sprintf("e%d/size", i%facts), Subject: fmt.Sprint("e", i%facts), Type: "size", Grade: graph.Grade(1 + i/facts%4), Evidence: evidence,
			Value: graph.Value{Type: graph.Integer, Integer: int64(i)}}
		if running++; running > cap(wait) {
			require.NoError(b, <-wait)
			running--
		}
		go func() {
			_, err := s.Append(context.Background(), put(f), graph.AnyRevision)
			wait <- err
		}()
	}
	for range running {
		require.NoError(b, <-wait)
	}
}
