package bolt_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// A disk with too little room refuses changes with nothing done, reading goes
// on, and changes are taken as soon as there is room.
func TestLowSpace(t *testing.T) {
	var free atomic.Int64
	free.Store(100 << 20)
	asked := ""
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := bolt.Open(path, bolt.Options{MinFree: 64 << 20, Free: func(folder string) (int64, error) {
		asked = folder
		return free.Load(), nil
	}})
	require.NoError(t, err)
	defer s.Close()
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE")))
	assert.Equal(t, filepath.Dir(path), asked)

	free.Store(63 << 20)
	for range 2 {
		_, err = s.Append(context.Background(), put(entity("ero", "Directorate", "ERO")), graph.AnyRevision)
		require.Equal(t, graph.Unavailable, graph.CodeOf(err))
		assert.ErrorContains(t, err, "disk space is low: 62 MiB left and 64 are to stay free")
		assert.Contains(t, graph.HintOf(err), "free some space")
	}
	now, err := s.Space()
	require.NoError(t, err)
	assert.True(t, now.Low())
	assert.EqualValues(t, 1, s.Head(), "nothing of it was made")
	assert.EqualValues(t, 1, snapshot(t, s, graph.AnyRevision).Topology().Len(), "reading goes on")

	free.Store(64<<20 + 100)
	text := strings.Repeat("x", 1000)
	_, err = s.Append(context.Background(), put(source("big", text)), graph.AnyRevision)
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err), "the change itself takes room")

	free.Store(100 << 20)
	assert.EqualValues(t, 2, commit(t, s, put(entity("ero", "Directorate", "ERO"))).Revision)
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}

// On a real small disk, filled up behind the store's back: every change is
// either made or refused in words, and none is lost.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	mount := exec.Command("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", dir)
	graphtest.Need(t, os.Getuid() == 0 && mount.Run() == nil, "mounting a small tmpfs", "run as root where mounting is allowed")
	t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
	path := filepath.Join(dir, "graph.db")
	s, err := bolt.Open(path, bolt.Options{MinFree: 4 << 20})
	require.NoError(t, err)
	defer s.Close()
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE")))

	ballast := filepath.Join(dir, "ballast")
	now, err := s.Space()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(ballast, make([]byte, now.Free-3<<20), 0o600))
	_, err = s.Append(context.Background(), put(entity("ero", "Directorate", "ERO")), graph.AnyRevision)
	require.Equal(t, graph.Unavailable, graph.CodeOf(err))
	assert.ErrorContains(t, err, "disk space is low: ")

	// No room for a backup beside it either: nothing is left of the attempt.
	require.NoError(t, os.Remove(ballast))
	now, err = s.Space()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(ballast, make([]byte, now.Free-16<<10), 0o600))
	_, err = s.SaveBackup(context.Background(), filepath.Join(dir, "backup.db"), false, nil)
	require.Equal(t, graph.Unavailable, graph.CodeOf(err), "%v", err)
	assert.ErrorContains(t, err, "the disk is full")
	names, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, names, 2, "the data file and the ballast")

	require.NoError(t, os.Remove(ballast))
	assert.EqualValues(t, 2, commit(t, s, put(entity("ero", "Directorate", "ERO"))).Revision)
	require.NoError(t, s.Close())
	s = openAt(t, path)
	assert.EqualValues(t, 2, s.Head())
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}
