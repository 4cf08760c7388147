package schema

import (
	"testing"

	"github.com/graph-gophers/graphql-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// retract is an input that retracts entities.
func retract(ids ...graphql.ID) *[]changeInput {
	list := make([]changeInput, len(ids))
	for i := range ids {
		list[i].RetractEntity = &ids[i]
	}
	return &list
}

// TestScenario: the changes of a lens are seen through it alone, at its
// revision, and those of a view within it come on top.
func TestScenario(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	now, err := s.view(graph.Lens{})
	require.NoError(t, err)
	outer, err := s.scenario(graph.Lens{MinGrade: graph.Editorial}, retract("fbi"))
	require.NoError(t, err)
	assert.Zero(t, outer.Topology().Lookup("fbi"))
	inner, err := s.scenario(outer.Lens, retract("interpol"))
	require.NoError(t, err)
	assert.Zero(t, inner.Topology().Lookup("fbi"))
	assert.Zero(t, inner.Topology().Lookup("interpol"))
	assert.NotZero(t, outer.Topology().Lookup("interpol"), "an inner view changed the one around it")
	assert.Equal(t, 3, now.Topology().Len())
	assert.NotEqual(t, outer.lensHash, inner.lensHash)

	again, err := s.view(outer.Lens)
	require.NoError(t, err)
	assert.Same(t, outer, again)

	past, err := s.scenario(graph.Lens{Revision: 1}, retract("ice"))
	require.NoError(t, err)
	assert.Zero(t, past.Topology().Len())
	assert.Equal(t, graph.Revision(1), past.Revision())
	assert.Same(t, now.names, s.svc.namesOf(now.Topology().Terms()), "a scenario's names took the place of the store's")
}

// TestScenarioIsChecked: a scenario is checked as a commit is, all of it, and the
// problems name the places in the lens.
func TestScenarioIsChecked(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	_, err := s.scenario(graph.Lens{},
		&[]changeInput{{Entity: &entityInput{ID: "x", Kind: "Nothing", Name: "X"}}, (*retract("nobody"))[0]})
	var problems graph.Problems
	require.ErrorAs(t, err, &problems)
	paths := map[string]bool{}
	for _, p := range problems {
		paths[p.Path] = true
	}
	assert.Contains(t, paths, "lens.changes[0].entity.kind")
	assert.Contains(t, paths, "lens.changes[1].retractEntity")

	outer, err := s.scenario(graph.Lens{}, retract("fbi"))
	require.NoError(t, err)
	lens := outer.Lens
	lens.Revision = 1
	_, err = s.scenario(lens, retract("ice"))
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.ErrorContains(t, err, "the outer view's lens.changes[0]")

	_, err = s.scenario(graph.Lens{}, retract(make([]graphql.ID, maxScenario+1)...))
	assert.Equal(t, graph.Limit, graph.CodeOf(err))

	small := begin(t, someRevisions(t), Limits{Rows: 3, Views: 4})
	_, err = small.scenario(graph.Lens{}, retract("fbi"))
	assert.Equal(t, graph.Limit, graph.CodeOf(err), "the work is not charged")
}
