package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

func putEntity(id, kind, name string) graph.Op {
	return graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Editorial}}
}

// TestScenario: the changes of a lens are seen through it alone, at its
// revision, and those of a view within it come on top.
func TestScenario(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	now, err := s.view(graph.Lens{})
	require.NoError(t, err)
	outer, err := s.scenario(graph.Lens{MinGrade: graph.Editorial}, []graph.Op{{RetractEntity: "fbi"}}, []string{"lens.changes[0].retractEntity"})
	require.NoError(t, err)
	assert.Zero(t, outer.Topology().Lookup("fbi"))
	inner, err := s.scenario(outer.Lens, []graph.Op{{RetractEntity: "interpol"}}, []string{"lens.changes[0].retractEntity"})
	require.NoError(t, err)
	assert.Zero(t, inner.Topology().Lookup("fbi"))
	assert.Zero(t, inner.Topology().Lookup("interpol"))
	assert.NotZero(t, outer.Topology().Lookup("interpol"), "an inner view changed the one around it")
	assert.Equal(t, 3, now.Topology().Len())
	assert.NotEqual(t, outer.lensHash, inner.lensHash)

	again, err := s.view(outer.Lens)
	require.NoError(t, err)
	assert.Same(t, outer, again)

	past, err := s.scenario(graph.Lens{Revision: 1}, []graph.Op{{RetractEntity: "ice"}}, []string{"lens.changes[0].retractEntity"})
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
		[]graph.Op{putEntity("x", "Nothing", "X"), {RetractEntity: "nobody"}},
		[]string{"lens.changes[0].entity", "lens.changes[1].retractEntity"})
	var problems graph.Problems
	require.ErrorAs(t, err, &problems)
	paths := map[string]bool{}
	for _, p := range problems {
		paths[p.Path] = true
	}
	assert.Contains(t, paths, "lens.changes[0].entity.kind")
	assert.Contains(t, paths, "lens.changes[1].retractEntity")

	outer, err := s.scenario(graph.Lens{}, []graph.Op{{RetractEntity: "fbi"}}, []string{"lens.changes[0].retractEntity"})
	require.NoError(t, err)
	lens := outer.Lens
	lens.Revision = 1
	_, err = s.scenario(lens, []graph.Op{{RetractEntity: "ice"}}, []string{"lens.changes[0].retractEntity"})
	assert.ErrorContains(t, err, "the outer view's lens.changes[0]")

	_, err = s.scenario(graph.Lens{}, make([]graph.Op, maxScenario+1), nil)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))

	small := begin(t, someRevisions(t), Limits{Rows: 3, Views: 4})
	_, err = small.scenario(graph.Lens{}, []graph.Op{{RetractEntity: "fbi"}}, []string{"lens.changes[0].retractEntity"})
	assert.Equal(t, graph.Limit, graph.CodeOf(err), "the work is not charged")
}
