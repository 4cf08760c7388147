package bolt_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

const pageText = "ICE leads the nation.\nERO arrests café owners.\nHSI investigates threats.\n"

func source(id, text string) *graph.Source {
	sum := sha256.Sum256([]byte(text))
	return &graph.Source{ID: id, Title: "Title of " + id, Text: text, SHA256: hex.EncodeToString(sum[:])}
}

// quote makes the evidence of the first place where text has q.
func quote(t testing.TB, source, text, q string) graph.Evidence {
	t.Helper()
	at := strings.Index(text, q)
	require.GreaterOrEqual(t, at, 0, "%q is not in the text", q)
	start := utf8.RuneCountInString(text[:at])
	return graph.Evidence{Source: source, Quote: q, Start: start, End: start + utf8.RuneCountInString(q),
		Line: 1 + strings.Count(text[:at], "\n"), Grade: graph.Stated}
}

func put(things ...any) graph.Change {
	c := graph.Change{Author: "ann", Message: "a change"}
	for _, x := range things {
		switch x := x.(type) {
		case *graph.Entity:
			c.Ops = append(c.Ops, graph.Op{Entity: x})
		case *graph.Fact:
			c.Ops = append(c.Ops, graph.Op{Fact: x})
		case *graph.Source:
			c.Ops = append(c.Ops, graph.Op{Source: x})
		case graph.Op:
			c.Ops = append(c.Ops, x)
		default:
			panic("what is this?")
		}
	}
	return c
}

func entity(id, kind, name string) *graph.Entity {
	return &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Stated}
}

func relation(t testing.TB, subject, typ, object, q string) *graph.Fact {
	return &graph.Fact{ID: graph.RelationID(subject, typ, "", object), Subject: subject, Type: typ, Object: object,
		Grade: graph.Stated, Evidence: []graph.Evidence{quote(t, "page", pageText, q)}}
}

func alias(t testing.TB, subject, text string) *graph.Fact {
	return &graph.Fact{ID: graph.AttributeID(subject, graph.AliasProperty, text), Subject: subject, Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: text},
		Grade: graph.Stated, Evidence: []graph.Evidence{quote(t, "page", pageText, "ICE")}}
}

func openAt(t testing.TB, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func openNew(t testing.TB) *bolt.Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "graph.db"))
}

func commit(t testing.TB, s *bolt.Store, c graph.Change) graph.Entry {
	t.Helper()
	e, err := s.Append(context.Background(), c, graph.AnyRevision)
	require.NoError(t, err)
	return e
}

func snapshot(t testing.TB, s *bolt.Store, rev graph.Revision) graph.Snapshot {
	t.Helper()
	snap, err := s.Snapshot(rev)
	require.NoError(t, err)
	t.Cleanup(func() { snap.Close() })
	return snap
}

func TestPutAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "graph.db")
	s := openAt(t, path)
	fact := relation(t, "ero", "partOf", "ice", "ERO arrests café owners.")
	fact.Qualifiers = []graph.Qualifier{{Name: "how", Value: "wholly"}}
	first := commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE"), entity("ero", "Directorate", "ERO"), fact))
	assert.EqualValues(t, 1, first.Revision)
	second := commit(t, s, put(graph.Op{RetractFact: fact.ID}))
	assert.Equal(t, first.Hash, second.Previous)

	check := func(s *bolt.Store) {
		snap := snapshot(t, s, 1)
		top := snap.Topology()
		require.Equal(t, 2, top.Len())
		ero := top.Node(top.Lookup("ero"))
		require.Len(t, ero.Out, 1)
		got, err := snap.Fact(ero.Out[0].Fact)
		require.NoError(t, err)
		assert.Equal(t, *fact, got)
		facts, nodes, err := snap.FactsOfSource("page")
		require.NoError(t, err)
		assert.Equal(t, []graph.FactNum{ero.Out[0].Fact}, facts)
		assert.Empty(t, nodes)

		now := snapshot(t, s, graph.AnyRevision)
		assert.Empty(t, now.Topology().Node(top.Lookup("ero")).Out)
		_, ok, err := now.FactByID(fact.ID)
		require.NoError(t, err)
		assert.False(t, ok)
		facts, _, err = now.FactsOfSource("page")
		require.NoError(t, err)
		assert.Empty(t, facts)
	}
	check(s)
	require.NoError(t, s.Close())
	s = openAt(t, path)
	assert.EqualValues(t, 2, s.Head())
	check(s)
}
