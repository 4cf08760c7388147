package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// TestAppendRefuses has one wrong op in a change after a right one: the problem
// has the op's path, and nothing of the change is made.
func TestAppendRefuses(t *testing.T) {
	s := openNew(t)
	commit(t, s, put(source("page", pageText), source("other", "x"), entity("ice", "Agency", "ICE"), entity("ero", "Directorate", "ERO"),
		relation(t, "ero", "partOf", "ice", "ERO"),
		&graph.Entity{ID: "hsi", Kind: "Directorate", Name: "HSI", Evidence: []graph.Evidence{quote(t, "page", pageText, "HSI")}}))
	fact := func(edit func(f *graph.Fact)) graph.Op {
		f := relation(t, "ero", "uses", "ice", "café owners")
		edit(f)
		return graph.Op{Fact: f}
	}
	attribute := func(v graph.Value) graph.Op {
		return fact(func(f *graph.Fact) { f.Object, f.Value = "", v })
	}
	evidence := func(edit func(e *graph.Evidence)) graph.Op {
		return fact(func(f *graph.Fact) { edit(&f.Evidence[0]) })
	}
	for _, test := range []struct {
		name string
		op   graph.Op
		path string
		says string
	}{
		{"nothing", graph.Op{}, "ops[1]", "exactly one"},
		{"two things", graph.Op{RetractFact: "a/b", RetractEntity: "a"}, "ops[1]", "exactly one"},
		{"an entity id in capitals", graph.Op{Entity: entity("ICE", "Agency", "ICE")}, "ops[1].entity.id", "not an id"},
		{"an entity without kind", graph.Op{Entity: entity("x", "", "X")}, "ops[1].entity.kind", "empty"},
		{"an entity without name", graph.Op{Entity: entity("x", "Agency", "")}, "ops[1].entity.name", "empty"},
		{"an entity with a source's id", graph.Op{Entity: entity("page", "Agency", "Page")}, "ops[1].entity.id", "id of a source"},
		{"a source with an entity's id", graph.Op{Source: source("ice", "x")}, "ops[1].source.id", "id of an entity"},
		{"a source with a wrong sum", graph.Op{Source: &graph.Source{ID: "new", Text: "x", SHA256: "00"}}, "ops[1].source.sha256", "SHA-256"},
		{"a source with a wrong date", func() graph.Op {
			x := source("new", "x")
			x.ReviewedOn = "yesterday"
			return graph.Op{Source: x}
		}(), "ops[1].source.reviewedOn", "not a date"},
		{"a text that breaks quotes", graph.Op{Source: source("page", "\n"+pageText)}, "ops[1].source.text", "breaks a quote"},
		{"no UTF-8", graph.Op{Entity: entity("x", "Agency", "\xff")}, "ops[1].entity.name", "UTF-8"},
		{"an unknown subject", fact(func(f *graph.Fact) { f.Subject = "nobody" }), "ops[1].fact.subject", "no entity \"nobody\""},
		{"an unknown object", fact(func(f *graph.Fact) { f.Object = "nobody" }), "ops[1].fact.object", "no entity \"nobody\""},
		{"another subject", fact(func(f *graph.Fact) { f.ID, f.Subject = "ero/partOf/ice", "ice" }), "ops[1].fact.subject", "keeps its subject"},
		{"a fact id without slash", fact(func(f *graph.Fact) { f.ID = "abc" }), "ops[1].fact.id", "slash"},
		{"a long fact id", fact(func(f *graph.Fact) { f.ID = strings.Repeat("a/", 257) }), "ops[1].fact.id", "512"},
		{"a fact without type", fact(func(f *graph.Fact) { f.Type = "" }), "ops[1].fact.type", "empty"},
		{"a fact without grade", fact(func(f *graph.Fact) { f.Grade = 0 }), "ops[1].fact.grade", "no grade"},
		{"a fact of no rank", fact(func(f *graph.Fact) { f.Rank = 9 }), "ops[1].fact.rank", "no rank"},
		{"a fact without evidence", fact(func(f *graph.Fact) { f.Evidence = nil }), "ops[1].fact.evidence", "at least one"},
		{"a day that is not", fact(func(f *graph.Fact) { f.ValidFrom = "2024-02-30" }), "ops[1].fact.validFrom", "not a date"},
		{"unsorted qualifiers", fact(func(f *graph.Fact) { f.Qualifiers = []graph.Qualifier{{Name: "b"}, {Name: "a"}} }), "ops[1].fact.qualifiers", "sorted"},
		{"a qualifier twice", fact(func(f *graph.Fact) { f.Qualifiers = []graph.Qualifier{{Name: "b"}, {Name: "b"}} }), "ops[1].fact.qualifiers[1].name", "twice"},
		{"a relation with a value", fact(func(f *graph.Fact) { f.Value.Text = "x" }), "ops[1].fact.value", "no value"},
		{"an attribute without value", attribute(graph.Value{}), "ops[1].fact.value", "no value"},
		{"a list in a list", attribute(graph.Value{Type: graph.List, List: []graph.Value{{Type: graph.List}}}), "ops[1].fact.value", "list within"},
		{"a list in a text", attribute(graph.Value{Type: graph.Text, List: []graph.Value{{}}}), "ops[1].fact.value", "list elements"},
		{"an unknown source", evidence(func(e *graph.Evidence) { e.Source = "nowhere" }), "ops[1].fact.evidence[0].source", "no source"},
		{"a quote elsewhere", evidence(func(e *graph.Evidence) { e.Start++; e.End++ }), "ops[1].fact.evidence[0]", "not in the source at that place"},
		{"a quote changed", evidence(func(e *graph.Evidence) { e.Quote = "cafe owners" }), "ops[1].fact.evidence[0]", "not in the source at that place"},
		{"a quote past the end", evidence(func(e *graph.Evidence) { e.End = 1 << 30 }), "ops[1].fact.evidence[0]", "not in the source"},
		{"another line", evidence(func(e *graph.Evidence) { e.Line = 1 }), "ops[1].fact.evidence[0]", "line"},
		{"a wrong prefix", evidence(func(e *graph.Evidence) { e.Prefix = "x" }), "ops[1].fact.evidence[0]", "prefix"},
		{"a long suffix", evidence(func(e *graph.Evidence) { e.Suffix = strings.Repeat("é", 33) }), "ops[1].fact.evidence[0]", "32 code points"},
		{"a place without quote", evidence(func(e *graph.Evidence) { e.Quote = "" }), "ops[1].fact.evidence[0]", "no quote"},
		{"an unknown fact taken back", graph.Op{RetractFact: "ero/uses/ice"}, "ops[1].retractFact", "no fact"},
		{"an unknown entity taken back", graph.Op{RetractEntity: "nobody"}, "ops[1].retractEntity", "no entity"},
		{"an unknown source taken back", graph.Op{RetractSource: "nowhere"}, "ops[1].retractSource", "no source"},
		{"an object with facts taken back", graph.Op{RetractEntity: "ice"}, "ops[1].retractEntity", "still has 1 facts"},
		{"a quoted source taken back", graph.Op{RetractSource: "page"}, "ops[1].retractSource", "still quoted by 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := s.Append(context.Background(), put(entity("fresh", "Freshly", "Made"), test.op), graph.AnyRevision)
			var problems graph.Problems
			require.ErrorAs(t, err, &problems)
			assert.Equal(t, test.path, problems[0].Path)
			assert.Contains(t, problems[0].Msg, test.says)
			assert.EqualValues(t, 1, s.Head())
			top := snapshot(t, s, graph.AnyRevision).Topology()
			assert.Zero(t, top.Lookup("fresh"))
			assert.Zero(t, top.Terms().Lookup("Freshly"), "a refused change left a name")
		})
	}
	e := commit(t, s, put(entity("fresh", "Freshly", "Made")))
	assert.EqualValues(t, 2, e.Revision)
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}

func TestAppendTellsAllProblems(t *testing.T) {
	s := openNew(t)
	_, err := s.Append(context.Background(), put(graph.Op{RetractFact: "a/b"}, graph.Op{RetractEntity: "c"}, graph.Op{RetractSource: "d"}), graph.AnyRevision)
	var problems graph.Problems
	require.ErrorAs(t, err, &problems)
	assert.Len(t, problems, 3)
	_, err = s.Append(context.Background(), graph.Change{}, graph.AnyRevision)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

func TestAppendLimits(t *testing.T) {
	s := openNew(t)
	for name, c := range map[string]graph.Change{
		"ops":   {Ops: make([]graph.Op, bolt.MaxOps+1)},
		"bytes": put(source("big", strings.Repeat("x", bolt.MaxEntryBytes))),
		"names": func() graph.Change {
			var c graph.Change
			for i := range graph.MaxTerms + 1 {
				c.Ops = append(c.Ops, graph.Op{Entity: entity(fmt.Sprintf("e%d", i), fmt.Sprintf("K%d", i), "E")})
			}
			return c
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Append(context.Background(), c, graph.AnyRevision)
			assert.Equal(t, graph.Limit, graph.CodeOf(err), "%.200v", err)
			assert.Zero(t, s.Head())
		})
	}
	commit(t, s, put(entity("a", "Agency", "A")))
}

// TestEditedSource replaces a text and, in the same change, puts the facts
// whose quotes have moved.
func TestEditedSource(t *testing.T) {
	s := openNew(t)
	f := relation(t, "ero", "partOf", "ice", "ERO")
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE"), entity("ero", "Directorate", "ERO"), f))
	edited := "A new first line.\n" + pageText
	moved := *f
	moved.Evidence = []graph.Evidence{quote(t, "page", edited, "ERO")}
	commit(t, s, put(source("page", edited), &moved))
	for rev, want := range map[graph.Revision]graph.Fact{1: *f, 2: moved} {
		snap := snapshot(t, s, rev)
		n, _, err := snap.FactByID(f.ID)
		require.NoError(t, err)
		got, err := snap.Fact(n)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// TestMovedObject moves a fact to another object and takes the former one back
// in the same change, which needs the counts of the change itself.
func TestMovedObject(t *testing.T) {
	s := openNew(t)
	f := relation(t, "ero", "partOf", "ice", "ERO")
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE"), entity("dhs", "Agency", "DHS"), entity("ero", "Directorate", "ERO"), f))
	moved := *f
	moved.Object = "dhs"
	_, err := s.Append(context.Background(), put(&moved, graph.Op{RetractEntity: "dhs"}), graph.AnyRevision)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	commit(t, s, put(&moved, graph.Op{RetractEntity: "ice"}))
	top := snapshot(t, s, graph.AnyRevision).Topology()
	assert.Zero(t, top.Lookup("ice"))
	assert.Len(t, top.Node(top.Lookup("dhs")).In, 1)
	commit(t, s, put(graph.Op{RetractFact: f.ID}, graph.Op{RetractEntity: "dhs"}, graph.Op{RetractEntity: "ero"}, graph.Op{RetractSource: "page"}))
	assert.Zero(t, snapshot(t, s, graph.AnyRevision).Topology().Len())
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}

func TestSamePutChangesNoRow(t *testing.T) {
	s := openNew(t)
	c := put(source("page", pageText), entity("ice", "Agency", "ICE"), entity("ero", "Directorate", "ERO"), relation(t, "ero", "partOf", "ice", "ERO"))
	commit(t, s, c)
	before := dump(t, s, graph.AnyRevision)
	commit(t, s, c)
	assert.EqualValues(t, 2, s.Head(), "the log has the change")
	assert.Equal(t, before, dump(t, s, graph.AnyRevision))
	problems, stats, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	require.NoError(t, problems.Err())
	assert.Equal(t, 2, stats.Entries)
}

func TestConflict(t *testing.T) {
	s := openNew(t)
	commit(t, s, put(entity("a", "Agency", "A")))
	_, err := s.Append(context.Background(), put(entity("b", "Agency", "B")), 0)
	assert.Equal(t, graph.Conflict, graph.CodeOf(err))
	_, err = s.Append(context.Background(), put(entity("b", "Agency", "B")), 1)
	require.NoError(t, err)
}

// TestConcurrentAppends has many callers race for each revision: exactly one
// wins each, and readers beside them always see a whole revision.
func TestConcurrentAppends(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{})
	require.NoError(t, err)
	defer s.Close()
	const writers, each = 8, 20
	var wg, readers sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				snap, err := s.Snapshot(graph.AnyRevision)
				if !assert.NoError(t, err) {
					return
				}
				top := snap.Topology()
				assert.EqualValues(t, top.Revision(), top.Len(), "each revision adds one entity")
				for n := range top.All {
					_, err := snap.Entity(n)
					assert.NoError(t, err)
				}
				snap.Close()
			}
		})
	}
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				c := put(entity(fmt.Sprintf("w%d-%d", w, i), "Agency", fmt.Sprintf("W%d", w)))
				for {
					expect := graph.AnyRevision
					if w%2 == 0 {
						expect = s.Head()
					}
					_, err := s.Append(context.Background(), c, expect)
					if graph.CodeOf(err) == graph.Conflict {
						continue
					}
					assert.NoError(t, err)
					break
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	readers.Wait()
	assert.EqualValues(t, writers*each, s.Head())
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
	require.NoError(t, s.Close())
}

func TestAppendGivenUp(t *testing.T) {
	s := openNew(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Append(ctx, put(entity("a", "Agency", "A")), graph.AnyRevision)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
	assert.True(t, errors.Is(err, context.Canceled))
	assert.Zero(t, s.Head())
}
