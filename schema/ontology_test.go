package schema_test

import (
	"testing"

	"missiongraph/graph"
	"missiongraph/schema"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOntologyOfTheFiles(t *testing.T) {
	o, err := schema.ParseOntology(schema.Sources()...)
	require.NoError(t, err)

	concrete := 0
	for _, k := range o.Kinds {
		if !k.Abstract {
			concrete++
			assert.NotEmpty(t, k.Color, k.Name)
			assert.NotEmpty(t, k.Shape, k.Name)
		}
	}
	assert.Equal(t, 18, concrete)
	assert.Len(t, o.Relations, 40)
	assert.Same(t, schema.Ontology(), schema.Ontology())
}

func TestOntologyKeepsWhatIsDeclared(t *testing.T) {
	o := schema.Ontology()

	program := o.Kind("Program")
	require.NotNil(t, program)
	assert.Equal(t, []string{"Organization"}, program.IsA)
	assert.Equal(t, "pill", program.Shape)
	assert.Equal(t, "A standing or generic multi-agency task force", program.Form("TASK_FORCE").Description)
	assert.True(t, o.Kind("Organization").Abstract)
	assert.Equal(t, []string{"Agency", "Directorate", "Office", "Program", "Partner"}, o.Concrete([]string{"Organization"}))

	counters := o.Relation("counters")
	require.NotNil(t, counters)
	assert.Equal(t, "counteredBy", counters.Inverse)
	assert.Equal(t, "HSI helps locate fugitives", counters.Render("locates", "HSI", "fugitives", false))
	assert.True(t, o.Relation("worksWith").Symmetric)
	assert.True(t, o.Relation("kindOf").SameKind)
	assert.NotContains(t, o.Relation("seeks").Grades, graph.Stated)

	alias := o.Property(graph.AliasProperty)
	require.NotNil(t, alias)
	assert.True(t, alias.Many)
	assert.Empty(t, alias.Kinds)
	assert.Equal(t, graph.Quantity, o.Property("workforceSize").Type)
	assert.Equal(t, graph.List, o.Property("levels").Type)
	assert.Equal(t, graph.Date, o.Property("lastReviewed").Type)
	assert.Equal(t, []string{"Document"}, o.Property("lastReviewed").Kinds)
}

func BenchmarkParseOntology(b *testing.B) {
	b.ReportAllocs()
	sources := schema.Sources()
	for b.Loop() {
		_, err := schema.ParseOntology(sources...)
		require.NoError(b, err)
	}
}
