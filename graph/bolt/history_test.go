package bolt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// requireLives proves that the lives of all facts there ever were are the
// model's, at every revision.
func requireLives(t require.TestingT, s *bolt.Store, model *graphtest.Model) {
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snap.Close()
	ids := map[string]bool{"never": true}
	for rev := range model.Head() + 1 {
		for id := range model.At(rev).Facts {
			ids[id] = true
		}
	}
	for id := range ids {
		lives, err := snap.(graph.Historian).FactLives(id)
		require.NoError(t, err)
		for i, l := range lives {
			require.True(t, l.Until == 0 && i == len(lives)-1 || l.Since < l.Until, "%s: %d to %d", id, l.Since, l.Until)
			require.True(t, i == 0 || lives[i-1].Until <= l.Since, "in order")
		}
		for rev := range model.Head() + 1 {
			var then *graph.Fact
			for i := range lives {
				if lives[i].Since <= rev && (rev < lives[i].Until || lives[i].Until == 0) {
					then = &lives[i].Fact
				}
			}
			want, ok := model.At(rev).Facts[id]
			require.Equal(t, ok, then != nil, "%s at revision %d", id, rev)
			if ok {
				require.True(t, want.Equal(then), "%s at revision %d", id, rev)
			}
		}
	}
}

// requireEntityLives proves the same of the entities.
func requireEntityLives(t require.TestingT, s *bolt.Store, model *graphtest.Model) {
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snap.Close()
	ids := map[string]bool{"never": true}
	for rev := range model.Head() + 1 {
		for id := range model.At(rev).Entities {
			ids[id] = true
		}
	}
	for id := range ids {
		lives, err := snap.(graph.Historian).Lives(graph.Ref{Sort: graph.EntitySort, ID: id}, nil)
		require.NoError(t, err)
		for rev := range model.Head() + 1 {
			var then *graph.Entity
			for i, l := range lives {
				if l.Since <= rev && (rev < l.Until || l.Until == 0) {
					require.Nil(t, then, "one life at a time")
					then = lives[i].Record.Entity
				}
			}
			want, ok := model.At(rev).Entities[id]
			require.Equal(t, ok, then != nil, "%s at revision %d", id, rev)
			if ok {
				require.True(t, want.Equal(then), "%s at revision %d", id, rev)
			}
		}
	}
}

func TestFactLivesOfTheClosed(t *testing.T) {
	s := openNew(t)
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	for _, id := range []string{"", "a/b/c"} {
		lives, err := snap.(graph.Historian).FactLives(id)
		require.NoError(t, err)
		assert.Empty(t, lives)
	}
	require.NoError(t, snap.Close())
	_, err = snap.(graph.Historian).FactLives("a/b/c")
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
}
