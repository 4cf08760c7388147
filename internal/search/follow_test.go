package search_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		child(dir)
		return
	}
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "25") // each waits for the disk
	}
	goleak.VerifyTestMain(m)
}

func TestFollow(t *testing.T) {
	m := newStore(t, seedOps())
	x, err := search.Open(t.TempDir(), m, search.Options{Poll: time.Hour})
	require.NoError(t, err)
	assert.Zero(t, x.Applied(), "opening indexes nothing")
	done := make(chan error)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { done <- x.Follow(ctx) }()
	require.NoError(t, x.WaitFor(t.Context(), 1))

	rev := commit(t, m, entity("cbp", "Agency", "CBP", ""))
	r := find(t, x, view(t, m, graph.Lens{}), "cbp")
	assert.Equal(t, []string{"cbp"}, ids(r), "a search waits for the follower")
	assert.Empty(t, r.Warning)
	assert.Equal(t, search.Status{Applied: rev, Head: rev, Documents: 14}, x.Status())

	cancel()
	require.NoError(t, <-done)
	rev = commit(t, m, entity("tsa", "Agency", "TSA", ""))
	r = find(t, x, view(t, m, graph.Lens{}), "tsa")
	assert.Empty(t, r.Hits)
	assert.Contains(t, r.Warning, "at revision 2 and still reading up to revision 3")
	late, stop := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer stop()
	assert.Equal(t, graph.Timeout, graph.CodeOf(x.WaitFor(late, rev)))

	go func() { done <- x.Follow(context.Background()) }()
	require.NoError(t, x.WaitFor(t.Context(), rev))
	require.NoError(t, x.Close())
	require.NoError(t, <-done, "closing ends the follower")
	require.NoError(t, x.Close(), "closing twice")
	assert.Equal(t, graph.Unavailable, graph.CodeOf(x.Follow(context.Background())))
	assert.Equal(t, graph.Unavailable, graph.CodeOf(x.CatchUp(context.Background())))
	assert.Equal(t, graph.Unavailable, graph.CodeOf(x.WaitFor(context.Background(), 99)))
	_, err = x.Search(context.Background(), view(t, m, graph.Lens{}), search.Query{Text: "a"})
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
}

func TestFollowRetries(t *testing.T) {
	m := newStore(t, seedOps())
	m.fail = errors.New("disk on fire")
	told := make(chan error, 100)
	x, err := search.Open(t.TempDir(), m, search.Options{Poll: time.Millisecond, OnError: func(err error) { told <- err }})
	require.NoError(t, err)
	defer x.Close()
	go func() { _ = x.Follow(context.Background()) }()
	require.ErrorIs(t, <-told, m.fail)
	require.ErrorIs(t, <-told, m.fail, "it tries again")
	assert.Error(t, x.Status().Err)
	m.mu.Lock()
	m.fail = nil
	m.mu.Unlock()
	require.NoError(t, x.WaitFor(t.Context(), 1))
	require.Eventually(t, func() bool { return x.Status().Err == nil }, time.Second, time.Millisecond)
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	m := newStore(t, seedOps())
	require.NoError(t, open(t, dir, m).Close())
	told := ""
	x, err := search.Open(dir, m, search.Options{OnRebuild: func(reason string) { told = reason }})
	require.NoError(t, err)
	assert.Equal(t, graph.Revision(1), x.Applied(), "nothing is left to do")

	_, err = search.Open(dir, m, search.Options{})
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err), "another process has it")
	assert.ErrorContains(t, err, "in use")
	require.NoError(t, x.Close())
	assert.Empty(t, told)
}

func TestRebuild(t *testing.T) {
	other := seedOps()
	other[1].Entity.Note = "of another graph"
	onSegments := func(change func([]byte) []byte) func(testing.TB, string) {
		return func(t testing.TB, dir string) {
			files, err := filepath.Glob(filepath.Join(dir, "index", "*.zap"))
			require.NoError(t, err)
			require.NotEmpty(t, files)
			for _, f := range files {
				data, err := os.ReadFile(f)
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(f, change(data), 0o600))
			}
		}
	}
	for _, test := range []struct {
		name   string
		damage func(testing.TB, string)
		store  func() *memory
		reason string
	}{
		{name: "missing", damage: func(t testing.TB, dir string) { require.NoError(t, os.RemoveAll(filepath.Join(dir, "index"))) }},
		{name: "ahead", store: func() *memory { return newStore(t, seedOps()) }, reason: "it is ahead of the graph"},
		{name: "of another graph", store: func() *memory { return newStore(t, other, other[:1], other[:1]) }, reason: "it is of another graph"},
		{name: "a flipped bit", damage: onSegments(func(b []byte) []byte { b[len(b)/2] ^= 4; return b }), reason: "it is damaged"},
		// Where bleve cannot open a segment it may begin with an older state or none,
		// from which the log leads on without a word.
		{name: "a truncated segment", damage: onSegments(func(b []byte) []byte { return b[:len(b)/2] })},
		{name: "an empty segment", damage: onSegments(func([]byte) []byte { return nil })},
		{name: "a missing segment", damage: func(t testing.TB, dir string) {
			files, _ := filepath.Glob(filepath.Join(dir, "index", "*.zap"))
			require.NoError(t, os.Remove(files[0]))
		}},
		{name: "no list of segments", damage: func(t testing.TB, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "index", "root.bolt"), []byte("not a bolt file, whatever else it is"), 0o600))
		}, reason: "it is damaged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			m := newStore(t, seedOps(), []graph.Op{entity("x", "Program", "removed later", "")}, []graph.Op{{RetractEntity: "x"}})
			require.NoError(t, open(t, dir, m).Close())
			if test.damage != nil {
				test.damage(t, dir)
			}
			if test.store != nil {
				m = test.store()
			}
			told := ""
			x, err := search.Open(dir, m, search.Options{OnRebuild: func(reason string) { told = reason }})
			require.NoError(t, err)
			defer x.Close()
			if test.reason != "" {
				assert.Equal(t, test.reason, told)
			}
			assert.Equal(t, told, x.Status().Rebuilt)
			require.NoError(t, x.CatchUp(context.Background()))
			assert.Equal(t, m.Head(), x.Applied())
			assert.Equal(t, []string{"287g"}, ids(find(t, x, view(t, m, graph.Lens{}), "287(g)")))
		})
	}
}

func TestUnfinishedBuild(t *testing.T) {
	dir := t.TempDir()
	var ops []graph.Op
	for i := range 2500 {
		ops = append(ops, entity(fmt.Sprintf("p%d", i), "Program", "same", ""))
	}
	m := newStore(t, ops)
	x, err := search.Open(dir, m, search.Options{})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for x.Status().Documents == 0 { // the first of three batches
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	require.Error(t, x.CatchUp(ctx))
	assert.Zero(t, x.Applied())
	assert.NotZero(t, x.Status().Documents)
	r := find(t, x, view(t, m, graph.Lens{}), "same")
	assert.NotEmpty(t, r.Warning)
	require.NoError(t, x.Close())

	told := ""
	x, err = search.Open(dir, m, search.Options{OnRebuild: func(reason string) { told = reason }})
	require.NoError(t, err)
	defer x.Close()
	assert.Equal(t, "it was never finished", told)
	require.NoError(t, x.CatchUp(context.Background()))
	assert.Equal(t, 2500, find(t, x, view(t, m, graph.Lens{}), "same").Total)
}

func TestResumedBuild(t *testing.T) {
	var ops []graph.Op
	for i := range 2500 {
		ops = append(ops, entity(fmt.Sprintf("p%d", i), "Program", "same", ""))
	}
	m := newStore(t, ops)
	x, err := search.Open(t.TempDir(), m, search.Options{})
	require.NoError(t, err)
	defer x.Close()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for x.Status().Documents == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	require.Error(t, x.CatchUp(ctx))
	commit(t, m, graph.Op{RetractEntity: "p0"})
	require.NoError(t, x.CatchUp(context.Background()))
	assert.Equal(t, 2499, x.Status().Documents, "nothing of the first attempt is left")
}

func TestDamageFoundWhileOpen(t *testing.T) {
	m := newStore(t, seedOps())
	told := ""
	x, err := search.Open(t.TempDir(), m, search.Options{OnRebuild: func(reason string) { told = reason }})
	require.NoError(t, err)
	defer x.Close()
	require.NoError(t, x.CatchUp(context.Background()))
	x.Harm()
	require.NoError(t, x.CatchUp(context.Background()))
	assert.Equal(t, "it is damaged", told)
	assert.Equal(t, []string{"287g"}, ids(find(t, x, view(t, m, graph.Lens{}), "287(g)")))

	full := errors.New("no space left on device")
	x.Trouble(full)
	err = x.CatchUp(context.Background())
	require.ErrorIs(t, err, full, "bleve's own goroutines' errors come out")
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	assert.ErrorIs(t, x.Status().Err, full)
	require.NoError(t, x.CatchUp(context.Background()))
	assert.NoError(t, x.Status().Err)
}

// Many changes at once are gone through by reading the whole graph again.
func TestFarBehind(t *testing.T) {
	m := newStore(t, seedOps())
	dir := t.TempDir()
	require.NoError(t, open(t, dir, m).Close())
	commit(t, m, entity("gone", "Program", "soon gone", ""))
	var ops []graph.Op
	for i := range 21000 {
		ops = append(ops, entity("ero", "Directorate", fmt.Sprintf("ERO %d", i), ""))
	}
	ops = append(ops, graph.Op{RetractEntity: "gone"}, graph.Op{RetractFact: "fbi/leads/joint-terrorism-task-forces"})
	commit(t, m, ops...)
	x := open(t, dir, m)
	v := view(t, m, graph.Lens{})
	assert.Equal(t, []string{"ero"}, ids(find(t, x, v, "20999")))
	assert.Empty(t, ids(find(t, x, v, "led", "Agency")))
	assert.Equal(t, 13, x.Status().Documents)
}

func TestSearchWhileFollowing(t *testing.T) {
	m := newStore(t, seedOps())
	x, err := search.Open(t.TempDir(), m, search.Options{Wait: time.Minute})
	require.NoError(t, err)
	defer x.Close()
	go func() { _ = x.Follow(context.Background()) }()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 60 {
			commit(t, m, entity("fbi", "Agency", fmt.Sprintf("FBI %d", i), ""))
			x.Notify()
		}
	}()
	for {
		v := view(t, m, graph.Lens{})
		for _, h := range find(t, x, v, "fbi").Hits {
			e, err := v.Entity(h.Node)
			require.NoError(t, err)
			if h.ID == "fbi" {
				require.Equal(t, e.Name, h.Highlights[0].Text, "of the view's revision, wherever the index is")
			}
		}
		select {
		case <-done:
			return
		default:
		}
	}
}
