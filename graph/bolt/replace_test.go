package bolt_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// alone requires that a folder holds these files and nothing else.
func alone(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	assert.Equal(t, want, names)
}

// A backup made while changes are committed is some revision, whole.
func TestSaveBackupWhileWriting(t *testing.T) {
	s := openNew(t)
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE")))
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				_, _ = s.Append(context.Background(), put(entity(fmt.Sprintf("a%d", i), "Agency", "A")), graph.AnyRevision)
			}
		}
	}()
	dir, stages := t.TempDir(), []string{}
	for i := range 3 {
		saved, err := s.SaveBackup(context.Background(), filepath.Join(dir, "b.db"), i > 0, func(name string) bolt.Progress {
			stages = append(stages, name)
			return func(done, total int) { assert.LessOrEqual(t, done, total) }
		})
		require.NoError(t, err)
		assert.Positive(t, saved.Bytes)
		assert.Equal(t, int(saved.Revision), saved.Checked.Entries)
	}
	close(stop)
	<-done
	assert.Equal(t, []string{"copying", "checking"}, stages[:2])
	alone(t, dir, "b.db")
}

// Who waits for the lock of a file that is replaced meanwhile opens the new
// one: what it wrote to the old one would be lost.
func TestOpenWaitsThroughReplacement(t *testing.T) {
	path := smallFile(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	s := openAt(t, path)
	_, err := s.SaveBackup(context.Background(), backup, false, nil)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	held := openAt(t, path)
	opened := make(chan *bolt.Store)
	go func() {
		next, err := bolt.Open(path, bolt.Options{Timeout: 10 * time.Second})
		assert.NoError(t, err)
		opened <- next
	}()
	time.Sleep(100 * time.Millisecond) // until it waits
	require.NoError(t, os.Rename(backup, path))
	require.NoError(t, held.Close())
	next := <-opened
	require.NotNil(t, next)
	commit(t, next, put(entity("hsi", "Directorate", "HSI")))
	require.NoError(t, next.Close())
	s = openAt(t, path)
	assert.EqualValues(t, 3, s.Head())
}

// Rows so damaged that the file does not open are made anew from the log.
func TestRebuildUnreadableRows(t *testing.T) {
	path := smallFile(t)
	editFile(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("entity")).Put([]byte{0, 0, 0, 1}, []byte{1, 0xff}) })
	_, err := bolt.Open(path, bolt.Options{})
	require.Equal(t, graph.Unavailable, graph.CodeOf(err))
	damaged, err := os.ReadFile(path)
	require.NoError(t, err)

	_, err = bolt.Compact(context.Background(), path, nil)
	require.Equal(t, graph.Unavailable, graph.CodeOf(err))
	alone(t, filepath.Dir(path), "graph.db")

	r, err := bolt.RebuildFile(context.Background(), path, nil)
	require.NoError(t, err)
	require.Len(t, r.Differed, 1)
	assert.Contains(t, r.Differed[0].Msg, "differs from what the log makes")
	kept, err := os.ReadFile(r.Kept)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(damaged, kept), "the damaged file is kept as it was")
	s := openAt(t, path)
	problems, _, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}

// Compacting gives free pages back and leaves permissions and links as they
// were.
func TestCompact(t *testing.T) {
	path := smallFile(t)
	s := openAt(t, path)
	text := strings.Repeat("word ", 1<<20)
	commit(t, s, put(source("big", text)))
	for range 20 {
		commit(t, s, put(entity("ice", "Agency", "ICE")))
	}
	require.NoError(t, s.Close())
	editFile(t, path, func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("source_history")) })
	editFile(t, path, func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("source_history")); return err })
	require.NoError(t, os.Chmod(path, 0o640))
	link := filepath.Join(t.TempDir(), "link.db")
	require.NoError(t, os.Symlink(path, link))
	r, err := bolt.Compact(context.Background(), link, nil)
	require.NoError(t, err)
	assert.Less(t, r.After, r.Before)
	info, err := os.Lstat(path)
	require.NoError(t, err)
	assert.EqualValues(t, 0o640, info.Mode().Perm())
	assert.Equal(t, r.After, info.Size())
	there, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, there.Mode()&os.ModeSymlink, "the link is one still")
	s = openAt(t, path)
	stats, err := s.Stats()
	require.NoError(t, err)
	assert.LessOrEqual(t, stats.FreeSize, int64(64<<10))
	alone(t, filepath.Dir(path), "graph.db")
}

func TestReplacingGivenUp(t *testing.T) {
	path := smallFile(t)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = bolt.RebuildFile(ctx, path, nil)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err), "%v", err)
	_, err = bolt.Compact(ctx, path, nil)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err), "%v", err)
	s, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer s.Close()
	_, err = s.SaveBackup(ctx, filepath.Join(filepath.Dir(path), "b.db"), false, nil)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err), "%v", err)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(before, after))
	alone(t, filepath.Dir(path), "graph.db")
}

func TestActivity(t *testing.T) {
	s := openNew(t)
	commit(t, s, put(entity("ice", "Agency", "ICE")))
	snap := snapshot(t, s, graph.AnyRevision)
	assert.Zero(t, s.Activity(), "a transaction begins with the first row")
	begin := time.Now()
	_, err := snap.Entity(1)
	require.NoError(t, err)
	time.Sleep(10 * time.Millisecond)
	now := s.Activity()
	assert.Equal(t, 1, now.Snapshots)
	assert.GreaterOrEqual(t, now.Oldest, 10*time.Millisecond)
	assert.LessOrEqual(t, now.Oldest, time.Since(begin))
	require.NoError(t, snap.Close())
	assert.Zero(t, s.Activity())
}
