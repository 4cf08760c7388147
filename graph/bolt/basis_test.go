package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

func openEmpty(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "graph.db"), Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func putNamed(id, name string) graph.Change {
	return graph.Change{Ops: []graph.Op{{Entity: &graph.Entity{ID: id, Kind: "Agency", Name: name}}}}
}

func entityRef(id string) graph.Ref { return graph.Ref{Sort: graph.EntitySort, ID: id} }

func mustAppend(t testing.TB, s *Store, c graph.Change) graph.Revision {
	t.Helper()
	e, err := s.Append(context.Background(), c, graph.AnyRevision)
	require.NoError(t, err)
	return e.Revision
}

func TestBasis(t *testing.T) {
	s := openEmpty(t)
	for _, id := range []string{"a", "b", "c"} {
		mustAppend(t, s, putNamed(id, "One"))
	}
	mustAppend(t, s, putNamed("a", "Two")) // revision 4
	mustAppend(t, s, graph.Change{Ops: []graph.Op{{RetractEntity: "c"}}})
	refs := func(ids ...string) (list []graph.Ref) {
		for _, id := range ids {
			list = append(list, entityRef(id))
		}
		return list
	}
	for _, test := range []struct {
		name   string
		expect graph.Revision
		basis  []graph.Ref
		says   string // "" where the change is made
	}{
		{"no basis, behind", 4, nil, "the graph is at revision 5, not at 4"},
		{"a basis, at the head", 5, refs("a", "b", "c"), ""},
		{"touched before", 4, refs("a", "b"), ""},
		{"touched since", 3, refs("b", "a"), "entity a was changed by revision 4, after 3"},
		{"retracted since", 4, refs("b", "c"), "entity c was changed by revision 5, after 4"},
		{"not touched since", 2, refs("b"), ""},
		{"never there", 0, refs("nobody"), ""},
		{"of another sort", 3, []graph.Ref{{Sort: graph.SourceSort, ID: "a"}, {Sort: graph.FactSort, ID: "a"}}, ""},
		{"beyond the head", 6, refs("b"), "the graph is at revision 5, not at 6"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tx, err := s.db.Begin(true)
			require.NoError(t, err)
			defer tx.Rollback()
			h := s.head.Load()
			b, err := newBatch(tx, h.state, h.topology, newTextCache())
			require.NoError(t, err)
			b.recent = s.recent
			err = b.expected(test.expect, test.basis)
			if test.says == "" {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, graph.Conflict, graph.CodeOf(err))
			assert.ErrorContains(t, err, test.says)
			assert.Contains(t, graph.HintOf(err), " and repeat")
		})
	}
	require.NoError(t, s.Close())
	s, err := Open(s.path, Options{NoSync: true})
	require.NoError(t, err)
	defer s.Close()
	_, err = s.Append(context.Background(), putNamed("b", "Two"), 4, entityRef("b"))
	assert.Equal(t, graph.Conflict, graph.CodeOf(err))
	assert.ErrorContains(t, err, "revision 4 is too long ago")
}

// What is remembered is bounded, and right where it is not forgotten.
func TestRecentForgets(t *testing.T) {
	ops := func(n, of int) (list []graph.Op) {
		for i := range n {
			list = append(list, graph.Op{RetractFact: fmt.Sprintf("f/%d", of+i)})
		}
		return list
	}
	r := newRecent(0)
	for rev := graph.Revision(1); rev <= 40; rev++ {
		r.add(rev, ops(1000, int(rev)))
	}
	assert.LessOrEqual(t, len(r.touched), maxRecent)
	assert.LessOrEqual(t, len(r.last), maxRecent)
	assert.EqualValues(t, 24, r.after)
	assert.EqualValues(t, 40, r.last[graph.Ref{Sort: graph.FactSort, ID: "f/40"}])
	assert.EqualValues(t, 25, r.last[graph.Ref{Sort: graph.FactSort, ID: "f/25"}])
	assert.Zero(t, r.last[graph.Ref{Sort: graph.FactSort, ID: "f/24"}])
	r.add(41, ops(maxRecentEach+1, 0))
	assert.EqualValues(t, 41, r.after, "a big change touches everything")
	assert.Empty(t, r.last)
}

// Writers of things that have nothing to do with each other go into one
// transaction, and of those that write one thing the first wins.
func TestBasisAtOnce(t *testing.T) {
	s := openEmpty(t)
	const writers = 16
	for i := range writers {
		mustAppend(t, s, putNamed(fmt.Sprintf("e%d", i), "One"))
	}
	base := s.Head()
	committed := func() (id int) {
		require.NoError(t, s.db.View(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }))
		return id
	}
	before := committed()
	together := func(ids func(i int) string) (made int) {
		send := func(c graph.Change, expect graph.Revision, basis ...graph.Ref) *request {
			r := &request{change: c, ops: encodeOps(&c), expect: expect, basis: basis, done: make(chan struct{})}
			require.NoError(t, s.enqueue(r))
			return r
		}
		var requests []*request
		func() {
			s.writing.Lock()
			defer s.writing.Unlock()
			first := send(putNamed("first", "First"), graph.AnyRevision)
			for first.state.Load() != taken { // the committer then waits for the lock
				runtime.Gosched()
			}
			for i := range writers {
				requests = append(requests, send(putNamed(ids(i), "Two"), base, entityRef(ids(i))))
			}
		}()
		for _, r := range requests {
			if <-r.done; r.err == nil {
				made++
			} else {
				assert.Equal(t, graph.Conflict, graph.CodeOf(r.err), "%v", r.err)
			}
		}
		return made
	}
	assert.Equal(t, writers, together(func(i int) string { return fmt.Sprintf("e%d", i) }))
	assert.Equal(t, 2, committed()-before, "transactions")
	assert.EqualValues(t, base+1+writers, s.Head())

	base = s.Head()
	assert.Equal(t, 1, together(func(int) string { return "e0" }))
}

// What a failed commit left in the file, but not for sure, is no answer to a key.
func TestKeyOfUnknownOutcome(t *testing.T) {
	s := openEmpty(t)
	mustAppend(t, s, putNamed("a", "One"))
	c := putNamed("b", "One")
	c.Key = "k"
	tx, err := s.db.Begin(true)
	require.NoError(t, err)
	h := s.head.Load()
	b, err := newBatch(tx, h.state, h.topology, newTextCache())
	require.NoError(t, err)
	b.recent = newRecent(0)
	require.NoError(t, b.append(&request{change: c, ops: encodeOps(&c), expect: graph.AnyRevision}, time.Now()))
	require.NoError(t, b.rows.write(&b.buckets))
	require.NoError(t, tx.Commit())
	s.failed.Store(commitError(nil))

	_, ok, err := s.EntryByKey("k")
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	assert.False(t, ok)
	_, err = s.Append(context.Background(), c, graph.AnyRevision)
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	require.NoError(t, s.Close())

	s, err = Open(s.path, Options{NoSync: true})
	require.NoError(t, err)
	defer s.Close()
	e, err := s.Append(context.Background(), c, graph.AnyRevision)
	require.NoError(t, err)
	assert.True(t, e.Replayed)
}
