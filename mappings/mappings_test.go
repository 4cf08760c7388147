package mappings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/exchange"
	"missiongraph/mappings"
	"missiongraph/schema"
)

// Every mapping that comes along can be used, and is called as its file.
func TestMappings(t *testing.T) {
	require.NotEmpty(t, mappings.Names())
	for _, name := range mappings.Names() {
		text, ok := mappings.Named(name)
		require.True(t, ok)
		m, err := exchange.LoadMapping(name, text, schema.Ontology())
		require.NoError(t, err)
		assert.Equal(t, name, m.Name.Value)
	}
	_, ok := mappings.Named("../mappings/ice-287g")
	assert.False(t, ok)
}
