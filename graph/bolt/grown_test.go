package bolt_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestGrown(t *testing.T) {
	s := openNew(t)
	first := s.Grown(0)
	assert.False(t, isClosed(first))
	assert.False(t, isClosed(s.Grown(7)), "beyond the head")
	put := func(id string) {
		_, err := s.Append(t.Context(), graph.Change{Author: "ann", Ops: []graph.Op{{Entity: &graph.Entity{ID: id, Kind: "Agency", Name: id, Grade: graph.Stated}}}}, graph.AnyRevision)
		require.NoError(t, err)
	}
	put("a")
	assert.True(t, isClosed(first))
	assert.True(t, isClosed(s.Grown(0)))
	second := s.Grown(1)
	assert.False(t, isClosed(second))
	put("b")
	assert.True(t, isClosed(second))

	third := s.Grown(2)
	require.NoError(t, s.Close())
	assert.True(t, isClosed(third), "closing wakes all")
	assert.True(t, isClosed(s.Grown(2)), "and nobody waits after it")
	assert.Equal(t, graph.Revision(2), s.Head())
	require.NoError(t, s.Close())
}

// Nobody who waits sleeps through a commit.
func TestGrownWakesAll(t *testing.T) {
	s := openNew(t)
	const commits = 200
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for at := graph.Revision(0); at < commits; at = s.Head() {
				select {
				case <-s.Grown(at):
					assert.Greater(t, s.Head(), at)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	for range commits {
		_, err := s.Append(t.Context(), graph.Change{Author: "ann", Ops: []graph.Op{{Entity: &graph.Entity{ID: "a", Kind: "Agency", Name: "A", Grade: graph.Stated}}}}, graph.AnyRevision)
		require.NoError(t, err)
	}
	all.Wait()
}
