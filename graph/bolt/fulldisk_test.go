package bolt

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// TestFullDiskAtEachCommit has the disk full at every commit of a script, at
// another place in it each time. Unless the commit finds room in free pages of
// the file it fails with UNAVAILABLE, and so do all later ones, though there is room again, until the file is opened anew,
// which works on the full disk too. Nothing acknowledged is ever lost, and the
// change is made once when it is sent again under its key.
func TestFullDiskAtEachCommit(t *testing.T) {
	t.Run("tmpfs", func(t *testing.T) {
		dir := t.TempDir()
		mount := exec.Command("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", dir)
		graphtest.Need(t, os.Getuid() == 0 && mount.Run() == nil, "mounting a small tmpfs", "run as root where mounting is allowed")
		t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
		ballast := filepath.Join(dir, "ballast")
		fullAtEachCommit(t, filepath.Join(dir, "graph.db"), func(_ *Store, room int) { fill(t, ballast, room) },
			func(*Store) { require.NoError(t, os.Remove(ballast)) })
	})
	t.Run("MaxSize", func(t *testing.T) {
		fullAtEachCommit(t, filepath.Join(t.TempDir(), "graph.db"), func(s *Store, _ int) {
			s.db.MaxSize = int(s.fileSize())
		}, func(s *Store) { s.db.MaxSize = 0 })
	})
}

// fill leaves about so many bytes of a small disk.
func fill(t *testing.T, ballast string, room int) {
	f, err := os.Create(ballast)
	require.NoError(t, err)
	defer f.Close()
	size := int64(0)
	for block := make([]byte, 1<<20); len(block) >= 4096; {
		n, err := f.Write(block)
		if size += int64(n); err != nil {
			require.ErrorIs(t, err, syscall.ENOSPC)
			block = block[:len(block)/2]
		}
	}
	require.NoError(t, f.Truncate(max(0, size-int64(room))))
}

func fullAtEachCommit(t *testing.T, path string, full func(s *Store, room int), free func(*Store)) {
	commits, rng := max(100, graphtest.Rounds(t, 0, 100)), rand.New(rand.NewPCG(graphtest.Seed(t), 0))
	s, err := Open(path, Options{})
	require.NoError(t, err)
	defer func() { s.Close() }()
	reopen := func() {
		require.NoError(t, s.Close())
		s, err = Open(path, Options{})
		require.NoError(t, err)
	}
	mayBeMade := func(err error) bool { return graph.CodeOf(err) == graph.Unavailable && graph.HintOf(err) != "" }
	failed := 0
	for i := range commits {
		c := bigChange(rng, i)
		before := s.Head()
		full(s, rng.IntN(40)*4096)
		if _, err = s.Append(context.Background(), c, before); err != nil {
			require.True(t, mayBeMade(err), "%v", err)
			failed++
			requireHead(t, s, before)
			free(s)
			_, err = s.Append(context.Background(), c, before)
			require.True(t, mayBeMade(err), "the store takes changes without being opened anew: %v", err)
			full(s, 0)
			reopen() // on the full disk
			requireHead(t, s, before)
			free(s)
			e, err := s.Append(context.Background(), c, before)
			require.NoError(t, err)
			require.False(t, e.Replayed)
		} else {
			free(s)
		}
		requireHead(t, s, before+1)
		e, err := s.Append(context.Background(), c, before)
		require.NoError(t, err)
		require.True(t, e.Replayed)
	}
	assert.Greater(t, failed, commits/2, "most commits found room in the file")
	reopen()
	for i := range commits {
		_, ok, err := s.EntryByKey(fmt.Sprint("k", i))
		require.NoError(t, err)
		require.True(t, ok)
	}
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, errors.Join(err, problems.Err()))
	t.Logf("%d of %d commits met a full disk", failed, commits)
}

// bigChange replaces a text, which mostly takes more pages than former ones have
// left, and adds an entity.
func bigChange(rng *rand.Rand, i int) graph.Change {
	text := make([]byte, 160<<10+rng.IntN(64<<10))
	for j := range text {
		text[j] = byte('a' + (i+j)%26)
	}
	return graph.Change{Key: fmt.Sprint("k", i), Ops: []graph.Op{
		{Source: &graph.Source{ID: "big", Text: string(text), SHA256: graph.TextHash(string(text))}},
		{Entity: &graph.Entity{ID: fmt.Sprint("e", i), Kind: "Agency", Name: fmt.Sprint("Entity ", i)}}}}
}

// requireHead reads the head and what the last changes made.
func requireHead(t *testing.T, s *Store, rev graph.Revision) {
	t.Helper()
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snap.Close()
	require.Equal(t, rev, snap.Revision())
	require.EqualValues(t, rev, snap.Topology().Len())
	for i := max(0, int(rev)-3); i < int(rev); i++ {
		e, err := snap.Entity(snap.Topology().Lookup(fmt.Sprint("e", i)))
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint("Entity ", i), e.Name)
	}
}
