package bolt_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

func TestTimesNeverDecrease(t *testing.T) {
	now := time.Date(2025, 5, 1, 12, 0, 0, 999_999, time.UTC)
	s, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{NoSync: true, Now: func() time.Time { return now }})
	require.NoError(t, err)
	defer s.Close()
	first := commit(t, s, put(entity("a", "Agency", "A")))
	assert.Equal(t, time.Date(2025, 5, 1, 12, 0, 0, 0, time.UTC), first.Time)
	now = now.Add(-time.Hour)
	second := commit(t, s, put(entity("b", "Agency", "B")))
	assert.Equal(t, first.Time, second.Time)
	now = now.Add(2 * time.Hour)
	third := commit(t, s, put(entity("c", "Agency", "C")))

	for at, want := range map[time.Time]graph.Revision{
		first.Time.Add(-time.Millisecond): 0, first.Time: 2, third.Time.Add(-time.Millisecond): 2, third.Time: 3, third.Time.Add(time.Hour): 3,
	} {
		got, err := s.RevisionAt(at)
		require.NoError(t, err)
		assert.Equal(t, want, got, "%v", at)
	}
	info, err := s.Info(3)
	require.NoError(t, err)
	assert.Equal(t, graph.RevisionInfo{Revision: 3, Time: third.Time, Author: "ann", Message: "a change", Ops: 1, Hash: third.Hash}, info)
	for _, rev := range []graph.Revision{0, 4} {
		_, err = s.Info(rev)
		assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	}
	_, err = s.Snapshot(4)
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
}

// TestNamesOfThePast: a former name and a taken back alias are still known
// when the file is opened again, as older revisions have them.
func TestNamesOfThePast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s := openAt(t, path)
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "Customs Office"), alias(t, "ice", "The Agency")))
	commit(t, s, put(entity("ice", "Agency", "ICE"), graph.Op{RetractFact: alias(t, "ice", "The Agency").ID}))
	commit(t, s, put(graph.Op{RetractEntity: "ice"}))
	require.NoError(t, s.Close())
	s = openAt(t, path)
	past := snapshot(t, s, 1).Topology()
	require.NotZero(t, past.Lookup("ice"))
	for _, name := range []string{"ICE", "Customs Office", "The Agency"} {
		assert.Contains(t, past.Named(name), past.Lookup("ice"), name)
	}
}

func TestBackupAndStats(t *testing.T) {
	path := smallFile(t)
	s := openAt(t, path)
	copied := filepath.Join(t.TempDir(), "copy.db")
	f, err := os.Create(copied)
	require.NoError(t, err)
	n, err := s.Backup(f)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	stats, err := s.Stats()
	require.NoError(t, err)
	assert.Equal(t, n, stats.FileSize)
	assert.Equal(t, 2, stats.Entities)
	assert.Equal(t, 1, stats.Facts)
	assert.Equal(t, 1, stats.Sources)
	assert.EqualValues(t, 2, stats.Revision)
	backup := openAt(t, copied)
	for rev := range graph.Revision(3) {
		assert.Equal(t, dump(t, s, rev), dump(t, backup, rev))
	}
}

func TestClosed(t *testing.T) {
	s := openNew(t)
	commit(t, s, put(entity("a", "Agency", "A")))
	snap := snapshot(t, s, graph.AnyRevision)
	_, err := snap.Entity(1)
	require.NoError(t, err)
	late := snapshot(t, s, graph.AnyRevision)
	require.NoError(t, s.Close(), "an open snapshot does not keep Close waiting")
	require.NoError(t, s.Close())
	for name, f := range map[string]func() error{
		"append": func() error {
			_, err := s.Append(context.Background(), put(entity("b", "Agency", "B")), graph.AnyRevision)
			return err
		},
		"snapshot":     func() error { _, err := s.Snapshot(graph.AnyRevision); return err },
		"info":         func() error { _, err := s.Info(1); return err },
		"open row":     func() error { _, err := snap.Entity(1); return err },
		"unopened row": func() error { _, err := late.Entity(1); return err },
	} {
		assert.Equal(t, graph.Unavailable, graph.CodeOf(f()), name)
	}
}
