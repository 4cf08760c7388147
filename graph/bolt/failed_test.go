package bolt

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// TestFailedCommit has the file reach a size it may not exceed, as on a full
// disk: the change is answered with UNAVAILABLE, so are later ones, nothing in
// memory has moved, and opening again finds what was acknowledged.
func TestFailedCommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := Open(path, Options{})
	require.NoError(t, err)
	add := func(s *Store, id, kind string) error {
		_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Entity: &graph.Entity{ID: id, Kind: kind, Name: "N"}}}}, graph.AnyRevision)
		return err
	}
	require.NoError(t, add(s, "a", "Agency"))
	assert.NoError(t, s.Failed())

	info, err := s.Stats()
	require.NoError(t, err)
	s.db.MaxSize = int(info.FileSize)
	text := strings.Repeat("x", 8<<20)
	_, err = s.Append(context.Background(), graph.Change{Ops: []graph.Op{
		{Source: &graph.Source{ID: "big", Text: text, SHA256: graph.TextHash(text)}},
		{Entity: &graph.Entity{ID: "b", Kind: "Lost", Name: "N"}}}}, graph.AnyRevision)
	require.Equal(t, graph.Unavailable, graph.CodeOf(err), "%v", err)
	assert.NotEmpty(t, graph.HintOf(err))
	assert.Equal(t, graph.Unavailable, graph.CodeOf(s.Failed()))
	s.db.MaxSize = 0
	assert.Equal(t, graph.Unavailable, graph.CodeOf(add(s, "c", "Agency")), "the store takes changes again without being opened anew")

	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	assert.EqualValues(t, 1, snap.Revision())
	assert.Zero(t, snap.Topology().Lookup("b"))
	assert.Zero(t, snap.Topology().Terms().Lookup("Lost"))
	e, err := snap.Entity(1)
	require.NoError(t, err, "reads go on")
	assert.Equal(t, "a", e.ID)
	require.NoError(t, snap.Close())
	require.NoError(t, s.Close())

	s, err = Open(path, Options{})
	require.NoError(t, err)
	defer s.Close()
	assert.EqualValues(t, 1, s.Head())
	require.NoError(t, add(s, "c", "Agency"))
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}

// TestCheckFinds damages rows behind the store's back, each in a way that
// opening does not see.
func TestCheckFinds(t *testing.T) {
	fact := func(quote string) *graph.Fact {
		return &graph.Fact{ID: "a/x/b", Subject: "a", Type: "x", Object: "b", Grade: graph.Stated,
			Evidence: []graph.Evidence{{Source: "p", Quote: quote, End: len(quote), Line: 1}}}
	}
	row := func(f *graph.Fact) []byte { return appendFact([]byte{2}, f) }
	for _, test := range []struct {
		name string
		edit func(put func(t table, key, value string))
		says string
	}{
		{"nothing", func(func(table, string, string)) {}, ""},
		{"a quote", func(put func(table, string, string)) { put(factTable, numString(1), string(row(fact("Some")))) }, "fact a/x/b: evidence 0: the quote is not in the source"},
		{"a note", func(put func(table, string, string)) {
			f := fact("text")
			f.Note = "added"
			put(factTable, numString(1), string(row(f)))
		}, "differs from what the log makes"},
		{"an entry", func(put func(table, string, string)) { put(logTable, string(revKey(1)), "short") }, "entry 1 of the log is malformed"},
		{"a counter", func(put func(table, string, string)) {
			st := state{revision: 2, entity: 2, fact: 1, source: 1, term: 2, entities: 9, facts: 1, sources: 1}
			put(metaTable, string(stateKey), string(st.bytes()))
		}, "it counts 9 entities"},
		{"a row of the past", func(put func(table, string, string)) { put(entityHistory, "12345678abcd", "x") }, "row 313233343536373861626364 is not made by the log"},
		{"a quote row gone", func(put func(table, string, string)) { put(quoteTable, quoteKey(1, quotedByFact, 1), "") }, "quote: row"},
		{"a name", func(put func(table, string, string)) { put(nameTable, nameKey(1, "Ghost"), "x") }, "name: row"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "graph.db")
			s, err := Open(path, Options{NoSync: true})
			require.NoError(t, err)
			_, err = s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Source: &graph.Source{ID: "p", Text: "text", SHA256: graph.TextHash("text")}},
				{Entity: &graph.Entity{ID: "a", Kind: "K", Name: "A"}}, {Entity: &graph.Entity{ID: "b", Kind: "K", Name: "B"}}}}, 0)
			require.NoError(t, err)
			_, err = s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Fact: fact("text")}}}, 1)
			require.NoError(t, err)
			tx, err := s.db.Begin(true)
			require.NoError(t, err)
			test.edit(func(tb table, key, value string) {
				b := tx.Bucket([]byte(tableNames[tb]))
				if value == "" {
					require.NoError(t, b.Delete([]byte(key)))
				} else {
					require.NoError(t, b.Put([]byte(key), []byte(value)))
				}
			})
			require.NoError(t, tx.Commit())
			require.NoError(t, s.Close())
			s, err = Open(path, Options{NoSync: true})
			require.NoError(t, err)
			defer s.Close()
			problems, stats, err := s.Check(context.Background(), nil)
			require.NoError(t, err)
			if test.says == "" {
				require.NoError(t, problems.Err())
				assert.Equal(t, CheckStats{Entries: 2, Entities: 2, Facts: 1, Sources: 1, Quotes: 1, Rows: stats.Rows}, stats)
				return
			}
			assert.ErrorContains(t, problems.Err(), test.says)
		})
	}
}
