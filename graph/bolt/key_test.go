package bolt_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

func keyed(key string, c graph.Change) graph.Change {
	c.Key = key
	return c
}

// A change sent again under its key is made once, also after a restart, a
// rebuild and compacting.
func TestKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s := openAt(t, path)
	c := keyed("k1", put(entity("a", "Agency", "A")))
	first := commit(t, s, c)
	assert.False(t, first.Replayed)
	commit(t, s, put(entity("b", "Agency", "B")))

	check := func(s *bolt.Store) {
		t.Helper()
		for _, expect := range []graph.Revision{graph.AnyRevision, 0, 2, 99} {
			e, err := s.Append(context.Background(), c, expect)
			require.NoError(t, err)
			want := first
			want.Replayed = true
			assert.Equal(t, want, e)
		}
		e, ok, err := s.EntryByKey("k1")
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, first.Hash, e.Hash)
		for _, unknown := range []string{"", "k", "k2", strings.Repeat("k", 40_000)} {
			_, ok, err = s.EntryByKey(unknown)
			require.NoError(t, err)
			assert.False(t, ok)
		}
		for name, other := range map[string]graph.Change{
			"ops":     keyed("k1", put(entity("a", "Agency", "AA"))),
			"message": keyed("k1", graph.Change{Author: c.Author, Message: "other", Ops: c.Ops}),
			"author":  keyed("k1", graph.Change{Author: "bob", Message: c.Message, Ops: c.Ops}),
		} {
			_, err = s.Append(context.Background(), other, graph.AnyRevision)
			assert.Equal(t, graph.Conflict, graph.CodeOf(err), name)
			assert.ErrorContains(t, err, "revision 1", name)
			assert.Contains(t, graph.HintOf(err), "new key", name)
		}
		assert.EqualValues(t, 2, s.Head())
		problems, _, err := s.Check(context.Background(), nil)
		require.NoError(t, err)
		assert.NoError(t, problems.Err())
	}
	check(s)
	require.NoError(t, s.Close())
	for _, rewrite := range []func(context.Context, string, bolt.Stages) (bolt.Rewritten, error){nil, bolt.Compact, bolt.RebuildFile} {
		if rewrite != nil {
			r, err := rewrite(context.Background(), path, nil)
			require.NoError(t, err)
			assert.Empty(t, r.Differed)
		}
		s = openAt(t, path)
		check(s)
		require.NoError(t, s.Close())
	}
	readOnly, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer readOnly.Close()
	_, ok, err := readOnly.EntryByKey("k1")
	require.NoError(t, err)
	assert.True(t, ok)
}

// A refused change leaves its key free.
func TestKeyOfRefused(t *testing.T) {
	s := openNew(t)
	_, err := s.Append(context.Background(), keyed("k", put(graph.Op{RetractEntity: "nobody"})), graph.AnyRevision)
	require.Equal(t, graph.BadInput, graph.CodeOf(err))
	_, ok, err := s.EntryByKey("k")
	require.NoError(t, err)
	assert.False(t, ok)
	assert.False(t, commit(t, s, keyed("k", put(entity("a", "Agency", "A")))).Replayed)
}

func TestKeyBounds(t *testing.T) {
	s := openNew(t)
	for name, key := range map[string]string{"too long": strings.Repeat("é", 101), "no UTF-8": "\xff"} {
		_, err := s.Append(context.Background(), keyed(key, put(entity("a", "Agency", "A"))), graph.AnyRevision)
		var problems graph.Problems
		require.ErrorAs(t, err, &problems, name)
		assert.Equal(t, "key", problems[0].Path, name)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err), name)
	}
	for _, key := range []string{"k", strings.Repeat("é", 100), " ", "\x00"} {
		assert.False(t, commit(t, s, keyed(key, put(entity("a", "Agency", "A")))).Replayed)
		assert.True(t, commit(t, s, keyed(key, put(entity("a", "Agency", "A")))).Replayed)
	}
}

// Of many who send one change at once, one makes it and all get its entry.
func TestKeyAtOnce(t *testing.T) {
	s := openNew(t)
	for round := range 20 {
		c := keyed(strings.Repeat("k", round+1), put(entity("a", "Agency", strings.Repeat("A", round+1))))
		var wg sync.WaitGroup
		entries := make([]graph.Entry, 16)
		for i := range entries {
			wg.Go(func() {
				var err error
				entries[i], err = s.Append(context.Background(), c, graph.Revision(round))
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		made := 0
		for _, e := range entries {
			assert.EqualValues(t, round+1, e.Revision)
			if !e.Replayed {
				made++
			}
		}
		require.Equal(t, 1, made)
	}
	assert.EqualValues(t, 20, s.Head())
}

// A file of format 1 is read as it is, and becomes one of format 2 when it is
// opened to be written; its log stays what it was.
func TestFormat1(t *testing.T) {
	path := smallFile(t)
	editFile(t, path, func(tx *bbolt.Tx) error {
		require.NoError(t, tx.DeleteBucket([]byte("key")))
		return tx.Bucket([]byte("meta")).Put([]byte("format"), []byte{0, 0, 0, 1})
	})
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	s, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	stats, err := s.Stats()
	require.NoError(t, err)
	assert.Equal(t, 1, stats.Format)
	_, ok, err := s.EntryByKey("k")
	require.NoError(t, err)
	assert.False(t, ok)
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
	saved := filepath.Join(t.TempDir(), "backup.db")
	_, err = s.SaveBackup(context.Background(), saved, false, nil)
	require.NoError(t, err)
	var hashes [][32]byte
	for e, err := range s.Tail(context.Background(), 0) {
		require.NoError(t, err)
		hashes = append(hashes, e.Hash)
	}
	require.NoError(t, s.Close())
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, before, after)

	rebuilt := filepath.Join(t.TempDir(), "rebuilt.db")
	require.NoError(t, os.WriteFile(rebuilt, before, 0o600))
	r, err := bolt.RebuildFile(context.Background(), rebuilt, nil)
	require.NoError(t, err)
	assert.Empty(t, r.Differed)

	for _, file := range []string{path, saved, rebuilt} {
		s = openAt(t, file)
		stats, err = s.Stats()
		require.NoError(t, err)
		assert.Equal(t, 2, stats.Format)
		c := keyed("k", put(entity("new", "Agency", "New")))
		commit(t, s, c)
		assert.True(t, commit(t, s, c).Replayed)
		for e, err := range s.Tail(context.Background(), 0) {
			require.NoError(t, err)
			if int(e.Revision) <= len(hashes) {
				assert.Equal(t, hashes[e.Revision-1], e.Hash)
			}
		}
		problems, _, err = s.Check(context.Background(), nil)
		require.NoError(t, err)
		assert.NoError(t, problems.Err())
	}
}

// The check sees a key that is not the log's, and one that is missing.
func TestCheckFindsKeys(t *testing.T) {
	for name, edit := range map[string]func(b *bbolt.Bucket) error{
		"one more": func(b *bbolt.Bucket) error { return b.Put([]byte("ghost"), []byte("\x00\x00\x00\x00\x00\x00\x00\x01")) },
		"one less": func(b *bbolt.Bucket) error { return b.Delete([]byte("k")) },
		"another":  func(b *bbolt.Bucket) error { return b.Put([]byte("k"), []byte("\x00\x00\x00\x00\x00\x00\x00\x02")) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "graph.db")
			s := openAt(t, path)
			commit(t, s, keyed("k", put(entity("a", "Agency", "A"))))
			commit(t, s, put(entity("b", "Agency", "B")))
			require.NoError(t, s.Close())
			editFile(t, path, func(tx *bbolt.Tx) error { return edit(tx.Bucket([]byte("key"))) })
			s = openAt(t, path)
			problems, _, err := s.Check(context.Background(), nil)
			require.NoError(t, err)
			assert.ErrorContains(t, problems.Err(), "key: row ")
			if name == "another" {
				_, err = s.Append(context.Background(), keyed("k", put(entity("a", "Agency", "A"))), graph.AnyRevision)
				assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
			}
		})
	}
}
