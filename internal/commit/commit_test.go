package commit_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
)

func TestWhoMayCommit(t *testing.T) {
	tests := []struct {
		name     string
		ctx      context.Context
		override bool
		want     graph.Code
	}{
		{"nobody", context.Background(), false, graph.Unauthenticated},
		{"a role without name", as("", graph.AdminRole), false, graph.Unauthenticated},
		{"no role", as("ann", graph.NoRole), false, graph.Unauthenticated},
		{"reader", as("ann", graph.ReaderRole), false, graph.Forbidden},
		{"editor", as("ann", graph.EditorRole), false, ""},
		{"editor against questions", as("ann", graph.EditorRole), true, graph.Forbidden},
		{"admin against questions", as("ann", graph.AdminRole), true, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, g := open(t, nil)
			r := fixed(size("alpha", 3))
			r.Override = test.override
			_, err := g.Commit(test.ctx, r)
			assert.Equal(t, test.want, graph.CodeOf(err))
			assert.Equal(t, test.want == "", s.Head() == 2)
		})
	}
}

func TestCommitSaysWhatItDid(t *testing.T) {
	s, g := open(t, nil)
	out, err := g.Commit(editor, fixed(size("alpha", 3), graph.Op{RetractFact: "alpha/partOf/beta"}, entity("beta", "Beta")))
	require.NoError(t, err)
	assert.True(t, out.Applied)
	assert.EqualValues(t, 1, out.Base)
	assert.EqualValues(t, 2, out.Revision)
	require.Len(t, out.Effect.Differences, 2)
	assert.Equal(t, "alpha/partOf/beta", out.Effect.Differences[0].ID)
	assert.Equal(t, graph.Retracted, out.Effect.Differences[0].Effect())
	assert.Equal(t, graph.Added, out.Effect.Differences[1].Effect())
	assert.Equal(t, []string{"alpha"}, out.Unreachable)
	info, err := s.Info(2)
	require.NoError(t, err)
	assert.Equal(t, 2, info.Ops, "what was there already is not logged")
	assert.Equal(t, "ann", info.Author)

	snapshot, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snapshot.Close()
	diff, err := graph.Diff(graph.NewView(snapshot, ontology(t), graph.Lens{}, nil), graph.DiffQuery{From: 1, To: 2})
	require.NoError(t, err)
	assert.Equal(t, diff, *out.Effect)
}

func TestDryRunAndNothingToDo(t *testing.T) {
	s, g := open(t, nil)
	r := fixed(size("alpha", 3))
	r.DryRun = true
	out, err := g.Commit(editor, r)
	require.NoError(t, err)
	assert.False(t, out.Applied)
	assert.Len(t, out.Effect.Differences, 1)
	for _, ops := range [][]graph.Op{
		nil,
		{entity("alpha", "Alpha"), page("page")},
		{size("alpha", 3), {RetractFact: "alpha/size"}},
	} {
		out, err = g.Commit(editor, fixed(ops...))
		require.NoError(t, err)
		assert.False(t, out.Applied)
		assert.Empty(t, out.Problems)
		assert.Empty(t, out.Effect.Differences)
		assert.EqualValues(t, 1, out.Revision)
	}
	assert.EqualValues(t, 1, s.Head())
}

func TestAllProblemsHaveTheRequestsPaths(t *testing.T) {
	s, g := open(t, nil)
	r := commit.Request{Plan: commit.Fixed(commit.Draft{
		Ops:   []graph.Op{entity("alpha", "Alpha"), relation("alpha", "partOf", "bet"), {RetractFact: "x/y"}, {}},
		Paths: []string{"changes[0].entity", "changes[0].relations[0]", "changes[1].retractFact", "changes[2]"},
	})}
	out, err := g.Commit(editor, r)
	require.NoError(t, err)
	var lines []string
	for _, p := range out.Problems {
		lines = append(lines, p.Error())
	}
	assert.Equal(t, []string{
		`message: must say why (one sentence: the log shows it)`,
		`changes[0].relations[0].object: there is no entity "bet" (did you mean "beta"?)`,
		`changes[1].retractFact: there is no fact "x/y"`,
		`changes[2]: exactly one of entity, fact, source, retractEntity, retractFact and retractSource must be set; 0 are`,
	}, lines)
	r.Message = strings.Repeat("x", commit.MaxMessage+1)
	out, err = g.Commit(editor, r)
	require.NoError(t, err)
	assert.Equal(t, "message: has 2001 bytes; at most 2000", out.Problems[0].Error())
	out, err = g.Commit(editor, fixed(make([]graph.Op, commit.MaxOps+1)...))
	require.NoError(t, err)
	require.Len(t, out.Problems, 1)
	assert.Equal(t, graph.Limit, out.Problems[0].Code)
	assert.EqualValues(t, 1, s.Head())
}

// A rule that only the store has is told at the op's place in the request.
func TestProblemsOfTheStore(t *testing.T) {
	_, g := open(t, nil)
	out, err := g.Commit(editor, fixed(page("leaflet")))
	require.NoError(t, err)
	require.True(t, out.Applied)
	out, err = g.Commit(editor, fixed(graph.Op{RetractSource: "leaflet"}))
	require.NoError(t, err)
	require.True(t, out.Applied)
	out, err = g.Commit(editor, fixed(entity("beta", "Beta"), entity("leaflet", "Leaflet")))
	require.NoError(t, err)
	require.Len(t, out.Problems, 1)
	assert.Equal(t, `ops[1].entity.id: "leaflet" is or was the id of a source`, out.Problems[0].Error())
	assert.Nil(t, out.Effect)
}

func TestConditions(t *testing.T) {
	s, g := open(t, nil)
	_, err := g.Commit(editor, fixed(size("alpha", 3)))
	require.NoError(t, err)
	_, err = g.Commit(editor, fixed(graph.Op{RetractFact: "alpha/partOf/beta"}))
	require.NoError(t, err)
	tests := []struct {
		name   string
		id     string
		seen   graph.Revision
		actual graph.Revision // 0 where it holds
	}{
		{"as seen", "alpha/size", 2, 0},
		{"seen before", "alpha/size", 1, 2},
		{"is there", "alpha/size", 0, 2},
		{"is not there", "gamma/size", 0, 0},
		{"was never there", "gamma/size", 1, 0},
		{"retracted", "alpha/partOf/beta", 0, 0},
		{"retracted since", "alpha/partOf/beta", 1, 3},
		{"retraction seen", "alpha/partOf/beta", 3, 0},
		{"entity", "alpha", 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out, err := g.Commit(editor, commit.Request{Message: "m", DryRun: true, Plan: commit.Fixed(commit.Draft{
				Ops: []graph.Op{size("alpha", 4)},
				If:  []commit.Condition{{Ref: ref(test.id), Revision: test.seen, Path: "changes[0].ifRevision"}},
			})})
			require.NoError(t, err)
			if test.actual == 0 && test.name != "was never there" {
				assert.Empty(t, out.Conflicts)
				return
			}
			require.Len(t, out.Conflicts, 1)
			c := out.Conflicts[0]
			assert.Equal(t, test.actual, c.Actual)
			assert.Equal(t, "changes[0].ifRevision", c.Path)
			assert.Equal(t, test.id == "alpha/size", c.Theirs.Exists())
			assert.Equal(t, test.id == "alpha/size", c.Ours.Exists())
		})
	}
	assert.EqualValues(t, 3, s.Head())
}

func TestIfRevision(t *testing.T) {
	s, g := open(t, nil)
	r := fixed(size("alpha", 3))
	old := graph.Revision(0)
	r.IfRevision = &old
	out, err := g.Commit(editor, r)
	require.NoError(t, err)
	require.Len(t, out.Conflicts, 1)
	assert.Equal(t, commit.Conflict{Condition: commit.Condition{Path: "ifRevision"}, Actual: 1}, out.Conflicts[0])
	head := graph.Revision(1)
	r.IfRevision = &head
	out, err = g.Commit(editor, r)
	require.NoError(t, err)
	assert.True(t, out.Applied)

	// The head moves between the snapshot and the append.
	head = 2
	r.Plan = func(*graph.View) (commit.Draft, error) {
		if s.Head() == 2 {
			_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{size("beta", 1)}, Author: "bob", Message: "m"}, graph.AnyRevision)
			require.NoError(t, err)
		}
		return commit.Draft{Ops: []graph.Op{size("alpha", 4)}}, nil
	}
	out, err = g.Commit(editor, r)
	require.NoError(t, err)
	require.Len(t, out.Conflicts, 1)
	assert.EqualValues(t, 3, out.Conflicts[0].Actual)
	assert.False(t, out.Applied)
}

// A plan is asked again, over the graph as it is by then.
func TestRetry(t *testing.T) {
	s, g := open(t, nil)
	asked := 0
	out, err := g.Commit(editor, commit.Request{Message: "count", Plan: func(base *graph.View) (commit.Draft, error) {
		asked++
		n, _, err := base.FactByID("alpha/size")
		require.NoError(t, err)
		var was int64
		if n != 0 {
			f, err := base.Fact(n)
			require.NoError(t, err)
			was = f.Value.Integer
		}
		if asked <= 5 {
			_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{size("alpha", was+1)}, Author: "bob", Message: "m"}, graph.AnyRevision)
			require.NoError(t, err)
		}
		return commit.Draft{Ops: []graph.Op{size("alpha", was+100)}}, nil
	}})
	require.NoError(t, err)
	assert.True(t, out.Applied)
	assert.Equal(t, 6, asked)
	assert.EqualValues(t, 105, out.Effect.Differences[0].After.Fact.Value.Integer)
	assert.EqualValues(t, 7, out.Revision)
}

func TestConflictsOfAPlan(t *testing.T) {
	s, g := open(t, nil)
	for _, n := range []int64{3, 4} {
		_, err := g.Commit(editor, fixed(size("alpha", n)))
		require.NoError(t, err)
	}
	undo := func(rev graph.Revision) *commit.Outcome {
		out, err := g.Commit(editor, commit.Request{Message: "undo", Plan: func(base *graph.View) (commit.Draft, error) {
			ops, err := graph.Undo(base, rev)
			return commit.Draft{Ops: ops}, err
		}})
		require.NoError(t, err)
		return out
	}
	out := undo(2)
	require.Len(t, out.Conflicts, 1)
	c := out.Conflicts[0]
	assert.Equal(t, ref("alpha/size"), c.Ref)
	assert.EqualValues(t, 3, c.Actual)
	assert.EqualValues(t, 4, c.Theirs.Fact.Value.Integer)
	assert.False(t, c.Ours.Exists())
	assert.True(t, undo(3).Applied)
	assert.True(t, undo(2).Applied)
	assert.EqualValues(t, 5, s.Head())
	_, err := g.Commit(editor, commit.Request{Message: "undo", Plan: func(base *graph.View) (commit.Draft, error) {
		ops, err := graph.Undo(base, 99)
		return commit.Draft{Ops: ops}, err
	}})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
}

// Of many who all want the whole graph to stand still, each gets through.
func TestEveryoneGetsThrough(t *testing.T) {
	s, g := open(t, nil)
	const clients, each = 16, 10
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for range each {
				out, err := g.Commit(editor, commit.Request{Message: "count", Plan: func(base *graph.View) (commit.Draft, error) {
					is, err := graph.RecordOf(base, ref("alpha/size"))
					if err != nil {
						return commit.Draft{}, err
					}
					n := int64(0)
					if is.Fact != nil {
						n = is.Fact.Value.Integer
					}
					return commit.Draft{Ops: []graph.Op{size("alpha", n+1)}}, nil
				}})
				if assert.NoError(t, err) {
					assert.True(t, out.Applied)
				}
			}
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1+clients*each, s.Head())
	snapshot, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snapshot.Close()
	is, err := graph.RecordOf(snapshot, ref("alpha/size"))
	require.NoError(t, err)
	assert.EqualValues(t, clients*each, is.Fact.Value.Integer, "none was lost")
}

// What hangs on more than what its ops name is planned anew when anything moved.
func TestHangingOnTheWhole(t *testing.T) {
	for _, whole := range []bool{false, true} {
		s, g := open(t, nil)
		plans := 0
		out, err := g.Commit(editor, commit.Request{Message: "funds", Plan: func(base *graph.View) (commit.Draft, error) {
			if plans++; plans == 1 {
				_, err := s.Append(context.Background(), graph.Change{Author: "bob", Message: "another", Ops: []graph.Op{entity("delta", "Delta")}}, base.Revision())
				require.NoError(t, err)
			}
			return commit.Draft{Ops: []graph.Op{relation("alpha", "funds", "gamma")}, Whole: whole}, nil
		}})
		require.NoError(t, err)
		assert.True(t, out.Applied)
		assert.EqualValues(t, 3, out.Revision)
		assert.Equal(t, map[bool]int{false: 1, true: 2}[whole], plans)
	}
}

func TestGivenUp(t *testing.T) {
	s, g := open(t, nil)
	ctx, cancel := context.WithCancel(editor)
	cancel()
	_, err := g.Commit(ctx, fixed(size("alpha", 3)))
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
	assert.EqualValues(t, 1, s.Head())
}

// The same request, sent by many at once and again after the file was closed,
// is made once, and everyone is told so.
func TestKeyAmongMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	g := commit.New(s, ontology(t), nil)
	_, err = g.Commit(editor, fixed(page("page"), entity("alpha", "Alpha")))
	require.NoError(t, err)
	request := commit.Request{Message: "grow", Key: "k", Plan: func(base *graph.View) (commit.Draft, error) {
		return commit.Draft{Ops: []graph.Op{size("alpha", int64(base.Revision()))}}, nil // another one at each revision
	}}
	var wait sync.WaitGroup
	var fresh atomic.Int64
	for i := range 12 {
		wait.Go(func() {
			r := request
			if i%3 == 0 { // others stir the graph
				r = fixed(entity(fmt.Sprint("e", i), "E"))
			}
			out, err := g.Commit(editor, r)
			if !assert.NoError(t, err) || r.Key == "" {
				return
			}
			assert.True(t, out.Applied)
			assert.Equal(t, "alpha/size", out.Effect.Differences[0].ID)
			if !out.Replayed {
				fresh.Add(1)
			}
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1, fresh.Load())
	assert.EqualValues(t, 1+4+1, s.Head())
	require.NoError(t, s.Close())
	s, err = bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	defer s.Close()
	out, err := commit.New(s, ontology(t), nil).Commit(editor, request)
	require.NoError(t, err)
	assert.True(t, out.Replayed)
	assert.EqualValues(t, 6, s.Head())
}
