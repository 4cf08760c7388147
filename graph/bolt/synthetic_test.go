package bolt_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// TestSynthetic loads a small synthetic graph and holds the generator to what
// it promises.
func TestSynthetic(t *testing.T) {
	size := graphtest.Size{Entities: 2000, Relations: 10_000}
	changes := slices.Collect(graphtest.Synthetic(size))
	require.Equal(t, changes, slices.Collect(graphtest.Synthetic(size)), "equal sizes give equal changes")
	s := openNew(t)
	for _, c := range changes {
		commit(t, s, c)
	}
	problems, stats, err := s.Check(context.Background(), nil)
	require.NoError(t, err)
	require.NoError(t, problems.Err())
	assert.Equal(t, size.Entities, stats.Entities)
	assert.Equal(t, stats.Facts, stats.Quotes)

	top := snapshot(t, s, graph.AnyRevision).Topology()
	term := top.Terms().Lookup
	assert.Equal(t, size.Relations, stats.Facts-top.FactsOf(term(graph.AliasProperty)))
	root := top.Lookup(graphtest.SyntheticDirectorate)
	programs := graph.OfType(top.Node(root).Out, term("operates"))
	require.Len(t, programs, graphtest.SyntheticPrograms)
	seen := map[graph.Node]bool{root: true}
	for _, p := range programs {
		seen[p.Other] = true
		partners := graph.OfType(top.Node(p.Other).Out, term("worksWith"))
		require.Len(t, partners, graphtest.SyntheticPartners)
		for _, x := range partners {
			seen[x.Other] = true
		}
	}
	assert.Len(t, seen, 171)
}
