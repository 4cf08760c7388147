package bolt_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

const stepsOfHistory = 1000

// TestModel makes random steps of every kind on a store and on the model, which
// must say the same. Where [TestLaws] looks at each revision of short histories,
// which it shrinks, this goes on for long.
func TestModel(t *testing.T) {
	const lanes = 2
	steps, seed := graphtest.Rounds(t, 4000, 100_000), graphtest.Seed(t)
	pool := make([]graph.Op, 4000)
	drawn := rapid.Custom(drawOp)
	for i := range pool {
		pool[i] = drawn.Example(int(seed%1e9) + i)
	}
	for lane := range lanes {
		t.Run(strconv.Itoa(lane), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, uint64(lane)))
			counts := map[string]int{}
			for range max(1, steps/lanes/stepsOfHistory) {
				h := newHistory(t, rng, pool, counts)
				for i := range stepsOfHistory {
					h.step(t, i)
				}
				h.end(t)
			}
			for _, name := range []string{"made", "refused", "conflict", "condition held", "replayed", "key of another", "past", "diff",
				"restart", "rebuild", "compact", "restore"} {
				require.NotZero(t, counts[name], "no step of the kind %q", name)
			}
			t.Logf("%v", counts)
		})
	}
}

// history is a store, its model, and what both have seen.
type history struct {
	rng    *rand.Rand
	pool   []graph.Op
	counts map[string]int
	path   string
	store  *bolt.Store
	opened graph.Revision // the head when it was opened: what came before is not remembered
	model  *graphtest.Model
	log    []graph.Entry // by revision, from 1
	keys   []graph.Revision
}

func newHistory(t *testing.T, rng *rand.Rand, pool []graph.Op, counts map[string]int) *history {
	h := &history{rng: rng, pool: pool, counts: counts, path: filepath.Join(t.TempDir(), fmt.Sprint(rng.Uint32()), "graph.db"),
		model: graphtest.NewModel()}
	h.open(t)
	h.make(t, start(), graph.AnyRevision)
	return h
}

func (h *history) open(t *testing.T) {
	s, err := bolt.Open(h.path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	h.store, h.opened = s, s.Head()
	require.Equal(t, h.model.Head(), s.Head())
}

// end looks at the whole file once more.
func (h *history) end(t *testing.T) {
	problems, _, err := h.store.Check(context.Background(), nil)
	require.NoError(t, err)
	require.NoError(t, problems.Err())
	requireModel(t, h.store, h.model.Head(), h.model.At(h.model.Head()))
	require.NoError(t, h.store.Close())
	require.NoError(t, os.RemoveAll(filepath.Dir(h.path)))
}

func (h *history) step(t *testing.T, i int) {
	switch n := h.rng.IntN(1000); {
	case n < 600:
		h.change(t, i)
	case n < 700:
		h.sendAgain(t)
	case n < 840:
		h.conditional(t)
	case n < 900:
		rev := h.anyRevision()
		requireModel(t, h.store, rev, h.model.At(rev))
		h.counts["past"]++
	case n < 980:
		h.diff(t)
	case n < 992:
		h.closed(t, "restart", func() {})
	case n < 994:
		h.closed(t, "rebuild", func() { h.rewrite(t, bolt.RebuildFile) })
	case n < 997:
		h.closed(t, "compact", func() { h.rewrite(t, bolt.Compact) })
	default:
		h.restore(t)
	}
}

func (h *history) anyRevision() graph.Revision {
	return graph.Revision(h.rng.IntN(int(h.model.Head()) + 1))
}

// draw returns ops of any sort or, as often, one that brings back or takes out
// a fact that was there at some time.
func (h *history) draw() graph.Change {
	facts := h.model.At(h.anyRevision()).Facts
	if len(facts) == 0 || h.rng.IntN(2) == 0 {
		var c graph.Change
		for range 1 + h.rng.IntN(2) {
			c.Ops = append(c.Ops, h.pool[h.rng.IntN(len(h.pool))])
		}
		return c
	}
	ids := slices.Sorted(maps.Keys(facts))
	f := facts[ids[h.rng.IntN(len(ids))]]
	if _, is := h.model.At(h.model.Head()).Facts[f.ID]; is && h.rng.IntN(2) == 0 {
		return graph.Change{Ops: []graph.Op{{RetractFact: f.ID}}}
	}
	return graph.Change{Ops: []graph.Op{{Fact: &f}}}
}

// make appends a change that nothing but the rules of the graph may refuse.
func (h *history) make(t *testing.T, c graph.Change, expect graph.Revision, basis ...graph.Ref) {
	e, err := h.store.Append(context.Background(), c, expect, basis...)
	if !h.model.Apply(c) {
		require.Equal(t, graph.BadInput, graph.CodeOf(err), "the model refuses the change: %v", err)
		h.counts["refused"]++
		return
	}
	require.NoError(t, err)
	require.False(t, e.Replayed)
	require.Equal(t, h.model.Head(), e.Revision)
	h.log = append(h.log, e)
	if c.Key != "" {
		h.keys = append(h.keys, e.Revision)
	}
	h.counts["made"]++
}

func (h *history) change(t *testing.T, i int) {
	c := h.draw()
	if h.rng.IntN(3) == 0 {
		c.Key = "k" + strconv.Itoa(i)
	}
	h.make(t, c, graph.AnyRevision)
}

// sendAgain sends a change under a key that was used, the same or another.
func (h *history) sendAgain(t *testing.T) {
	if len(h.keys) == 0 {
		return
	}
	was := h.log[h.keys[h.rng.IntN(len(h.keys))]-1]
	c := was.Change
	if h.rng.IntN(4) == 0 {
		c.Message += "!"
		_, err := h.store.Append(context.Background(), c, graph.AnyRevision)
		require.Equal(t, graph.Conflict, graph.CodeOf(err))
		h.counts["key of another"]++
		return
	}
	e, err := h.store.Append(context.Background(), c, h.anyRevision())
	require.NoError(t, err)
	require.True(t, e.Replayed)
	require.Equal(t, was.Hash, e.Hash)
	require.Equal(t, was.Revision, e.Revision)
	h.counts["replayed"]++
}

// conditional appends on a revision that may have passed, with or without a
// basis.
func (h *history) conditional(t *testing.T) {
	head := h.model.Head()
	expect := head - min(head, graph.Revision(h.rng.IntN(8)))
	var basis []graph.Ref
	for range h.rng.IntN(4) {
		op := h.pool[h.rng.IntN(len(h.pool))]
		if op.Problem() == "" {
			basis = append(basis, op.Touches())
		}
	}
	holds := expect == head || len(basis) > 0 && expect >= h.opened
	for _, e := range h.log[expect:] {
		for i := range e.Ops {
			holds = holds && !slices.Contains(basis, e.Ops[i].Touches())
		}
	}
	c := h.draw()
	if holds {
		h.make(t, c, expect, basis...)
		h.counts["condition held"]++
		return
	}
	_, err := h.store.Append(context.Background(), c, expect, basis...)
	if graph.CodeOf(err) == graph.BadInput { // which is seen first where it needs no look at the graph
		require.False(t, h.model.Apply(c), "%v", err)
		return
	}
	require.Equal(t, graph.Conflict, graph.CodeOf(err), "expect %d of %d, opened at %d, basis %v: %v", expect, head, h.opened, basis, err)
	require.Equal(t, head, h.store.Head())
	h.counts["conflict"]++
}

func (h *history) diff(t *testing.T) {
	snap, err := h.store.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snap.Close()
	from, to := h.anyRevision(), h.anyRevision()
	got, err := graph.Diff(graph.NewView(snap, lawOntology(t), graph.Lens{}, nil), graph.DiffQuery{From: from, To: to})
	require.NoError(t, err)
	a, b := h.model.At(from), h.model.At(to)
	requireDiff(t, got, naiveDiff(a, b, everything), recordsOf(a), recordsOf(b))
	h.counts["diff"]++
}

// closed does something to the file while the store is closed.
func (h *history) closed(t *testing.T, name string, do func()) {
	require.NoError(t, h.store.Close())
	do()
	h.open(t)
	rev := h.anyRevision()
	requireModel(t, h.store, rev, h.model.At(rev))
	h.counts[name]++
}

func (h *history) rewrite(t *testing.T, f func(context.Context, string, bolt.Stages) (bolt.Rewritten, error)) {
	r, err := f(context.Background(), h.path, nil)
	require.NoError(t, err)
	require.Empty(t, r.Differed)
}

// restore makes a backup, goes on, and goes back to the backup.
func (h *history) restore(t *testing.T) {
	backup := h.path + ".backup"
	_, err := h.store.SaveBackup(context.Background(), backup, true, nil)
	require.NoError(t, err)
	commit(t, h.store, put(entity("lost", "Agency", "Lost")))
	h.closed(t, "restore", func() {
		s, err := bolt.Open(backup, bolt.Options{ReadOnly: true})
		require.NoError(t, err)
		defer s.Close()
		saved, err := s.Restore(context.Background(), h.path, nil)
		require.NoError(t, err)
		require.NoError(t, os.Remove(saved.Kept))
	})
}
