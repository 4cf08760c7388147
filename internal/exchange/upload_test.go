package exchange_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/exchange"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/intake"
	"missiongraph/mappings"
	"missiongraph/schema"
)

// An upload set beside the same graph twice comes to the same plan; over the
// graph that it made it comes to nothing; and what says otherwise how to read it
// is another plan.
func TestUploadsPlanAlike(t *testing.T) {
	file, err := os.ReadFile("testdata/ice-areas-of-responsibility.csv")
	require.NoError(t, err)
	mapping, ok := mappings.Named("ice-offices")
	require.True(t, ok)
	ero := "the agency"
	m, err := graphtest.NewMemory(
		graph.Op{Source: &graph.Source{ID: "page", Title: "P", Publisher: "P", Text: ero, SHA256: graph.TextHash(ero)}},
		graph.Op{Entity: &graph.Entity{ID: "ero", Kind: "Directorate", Name: "ERO", Grade: graph.Stated}})
	require.NoError(t, err)
	view := func(m *graphtest.Memory) *graph.View { return graph.NewView(m, schema.Ontology(), graph.Lens{}, nil) }
	open := func(u intake.Upload) intake.Reading {
		r, err := exchange.Uploads{}.Open(&u, schema.Ontology())
		require.NoError(t, err)
		return r
	}
	upload := intake.Upload{Name: "offices.csv", Data: file, Mapping: mapping}
	reading := open(upload)
	first, err := reading.Propose(view(m))
	require.NoError(t, err)
	assert.NotEmpty(t, first.Ops)
	assert.Len(t, first.Paths, len(first.Ops))
	again, err := reading.Propose(view(m))
	require.NoError(t, err)
	assert.Equal(t, first, again)
	anew, err := open(upload).Propose(view(m))
	require.NoError(t, err)
	assert.Equal(t, first.ID, anew.ID)

	retaining := upload
	retaining.Retain = true
	other, err := open(retaining).Propose(view(m))
	require.NoError(t, err)
	assert.NotEqual(t, first.ID, other.ID)

	made, err := m.Apply(first.Ops...)
	require.NoError(t, err)
	nothing, err := reading.Propose(view(made))
	require.NoError(t, err)
	assert.Empty(t, nothing.Ops)
	assert.NotEqual(t, first.ID, nothing.ID)
}
