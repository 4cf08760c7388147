package bolt_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// smallFile writes a file of a few revisions and returns its path.
func smallFile(t testing.TB) string {
	path := filepath.Join(t.TempDir(), "graph.db")
	s := openAt(t, path)
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE"), entity("ero", "Directorate", "ERO")))
	commit(t, s, put(relation(t, "ero", "partOf", "ice", "ERO")))
	require.NoError(t, s.Close())
	return path
}

func TestOpenRefuses(t *testing.T) {
	write := func(content string) func(t *testing.T) string {
		return func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "graph.db")
			require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
			return path
		}
	}
	truncated := func(size int64) func(t *testing.T) string {
		return func(t *testing.T) string {
			path := smallFile(t)
			require.NoError(t, os.Truncate(path, size))
			return path
		}
	}
	edited := func(edit func(tx *bbolt.Tx) error) func(t *testing.T) string {
		return func(t *testing.T) string {
			path := smallFile(t)
			editFile(t, path, edit)
			return path
		}
	}
	setMeta := func(key string, value []byte) func(tx *bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte(key), value) }
	}
	overwritten := func(at int64, with string) func(t *testing.T) string {
		return func(t *testing.T) string {
			path := smallFile(t)
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			require.NoError(t, err)
			defer f.Close()
			_, err = f.WriteAt([]byte(with), at)
			require.NoError(t, err)
			return path
		}
	}
	zeroes := strings.Repeat("\x00", 64<<10)
	for _, test := range []struct {
		name string
		path func(t *testing.T) string
		code graph.Code
		says string
	}{
		{"an empty file", write(""), graph.BadInput, "not a missiongraph data file"},
		{"text", write("hello"), graph.BadInput, "not a missiongraph data file"},
		{"much text", write(strings.Repeat("hello ", 20_000)), graph.BadInput, "not a missiongraph data file"},
		{"zeroes", write(zeroes), graph.BadInput, "not a missiongraph data file"},
		{"a bbolt file of somebody else", func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "other.db")
			editFile(t, path, func(tx *bbolt.Tx) error {
				_, err := tx.CreateBucket([]byte("theirs"))
				return err
			})
			return path
		}, graph.BadInput, "not a missiongraph data file"},
		{"truncated to half a page", truncated(2000), graph.Unavailable, "shorter than"},
		{"truncated to two pages", truncated(8192), graph.Unavailable, "shorter than"},
		{"truncated to five pages", truncated(5 * 4096), graph.Unavailable, "shorter than"},
		{"both heads overwritten behind the magic", func(t *testing.T) string {
			path := overwritten(24, zeroes[:40])(t)
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			require.NoError(t, err)
			defer f.Close()
			_, err = f.WriteAt([]byte(zeroes[:40]), int64(os.Getpagesize()+24))
			require.NoError(t, err)
			return path
		}, graph.Unavailable, "both meta pages are damaged"},
		{"pages overwritten", overwritten(2*int64(os.Getpagesize()), strings.Repeat("\xff", 256<<10)), graph.Unavailable, "damaged"},
		{"pages zeroed", overwritten(2*int64(os.Getpagesize()), zeroes), graph.Unavailable, "damaged"},
		{"a newer version", edited(setMeta("format", []byte{0, 0, 0, 99})), graph.Unavailable, "format version 99"},
		{"no version", edited(setMeta("format", nil)), graph.Unavailable, "no format version"},
		{"a malformed state", edited(setMeta("state", []byte("short"))), graph.Unavailable, "state of its head"},
		{"a bucket missing", edited(func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("fact")) }), graph.Unavailable, "bucket is missing"},
		{"a malformed entity", edited(func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("entity")).Put([]byte{0, 0, 0, 1}, []byte{1, 0xff})
		}), graph.Unavailable, "malformed"},
		{"an edge to nowhere", edited(func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("edge")).Put([]byte("\x00\x00\x00\x01\x00\x01\x00\x00\x00\x09\x00\x00\x00\x07"), make([]byte, 8))
		}), graph.Unavailable, "malformed"},
		{"a folder", func(t *testing.T) string { return t.TempDir() }, graph.BadInput, "folder"},
		{"below a file", func(t *testing.T) string { return filepath.Join(smallFile(t), "graph.db") }, graph.BadInput, "not a folder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := test.path(t)
			before, _ := os.ReadFile(path)
			for _, readOnly := range []bool{false, true} {
				s, err := bolt.Open(path, bolt.Options{ReadOnly: readOnly})
				if err == nil {
					s.Close()
				}
				require.Error(t, err)
				assert.Equal(t, test.code, graph.CodeOf(err), "%v", err)
				assert.Contains(t, err.Error(), test.says)
				assert.NotContains(t, err.Error(), filepath.Dir(path), "the message tells the path")
				assert.NotContains(t, err.Error(), "goroutine")
			}
			after, _ := os.ReadFile(path)
			assert.Equal(t, before, after, "the file was changed")
		})
	}
}

func editFile(t testing.TB, path string, edit func(tx *bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(edit))
	require.NoError(t, db.Close())
}

func TestOpenMissingReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	_, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	assert.NoFileExists(t, path)
}

func TestOpenWithoutPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may open anything: run as another user")
	}
	path := smallFile(t)
	require.NoError(t, os.Chmod(path, 0))
	_, err := bolt.Open(path, bolt.Options{})
	assert.Equal(t, graph.Forbidden, graph.CodeOf(err))
}

// TestOpenLocked has another process hold the file.
func TestOpenLocked(t *testing.T) {
	path := smallFile(t)
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe, "locker", "0")
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	go io.Copy(io.Discard, out)
	for _, readOnly := range []bool{false, true} {
		_, err = bolt.Open(path, bolt.Options{ReadOnly: readOnly, Timeout: 50 * time.Millisecond})
		assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
		assert.ErrorContains(t, err, "locked by another process")
		assert.NotEmpty(t, graph.HintOf(err))
	}
}

func TestCreatedForOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "graph.db")
	openAt(t, path)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	info, err = os.Stat(filepath.Dir(path))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	left, err := filepath.Glob(path + ".new-*")
	require.NoError(t, err)
	assert.Empty(t, left)
}

// TestCreatedOnce has many create the same file at once: all but one find it
// locked or wait for it, and none loses what another wrote.
func TestCreatedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s, err := bolt.Open(path, bolt.Options{Timeout: 10 * time.Second})
			if assert.NoError(t, err) {
				_, err := s.Append(context.Background(), put(entity(fmt.Sprintf("e%d", i), "Agency", "E")), graph.AnyRevision)
				assert.NoError(t, err)
				assert.NoError(t, s.Close())
			}
		})
	}
	wg.Wait()
	s := openAt(t, path)
	assert.EqualValues(t, 8, s.Head())
	assert.Equal(t, 8, snapshot(t, s, graph.AnyRevision).Topology().Len())
}

func TestReadOnly(t *testing.T) {
	path := smallFile(t)
	a, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer a.Close()
	b, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err, "readers share the file")
	defer b.Close()
	_, err = a.Append(context.Background(), put(entity("x", "Agency", "X")), graph.AnyRevision)
	assert.Equal(t, graph.Forbidden, graph.CodeOf(err))
	problems, stats, err := b.Check(context.Background(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
	assert.Equal(t, 2, stats.Entries)
	assert.Equal(t, 2, stats.Entities)
	assert.Equal(t, 1, stats.Quotes)
}

func TestOpenTempRemoves(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := bolt.OpenTemp(bolt.Options{})
	require.NoError(t, err)
	commit(t, s, put(entity("x", "Agency", "X")))
	require.NoError(t, s.Close())
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// TestOpenAnyDamage overwrites random places of a file: opening, checking and
// reading may report what they like, but do not panic, and opening for an
// error leaves the file as it is.
func TestOpenAnyDamage(t *testing.T) {
	path := smallFile(t)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	refused := 0
	for range 150 {
		broken := append([]byte{}, whole...)
		for range 1 + rng.IntN(40) {
			broken[rng.IntN(len(broken))] = byte(rng.Uint32())
		}
		if rng.IntN(4) == 0 {
			broken = broken[:rng.IntN(len(broken))]
		}
		require.NoError(t, os.WriteFile(path, broken, 0o600))
		s, err := bolt.Open(path, bolt.Options{ReadOnly: true, Timeout: 50 * time.Millisecond})
		if err != nil {
			refused++
			require.Contains(t, []graph.Code{graph.BadInput, graph.Unavailable}, graph.CodeOf(err), "%v", err)
			after, _ := os.ReadFile(path)
			require.Equal(t, broken, after)
			continue
		}
		_, _, err = s.Check(context.Background(), nil)
		require.NoError(t, err)
		require.NoError(t, s.Close())
	}
	assert.Positive(t, refused)
}
