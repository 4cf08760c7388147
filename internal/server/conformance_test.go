package server

import (
	"testing"

	"missiongraph/internal/graphtest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConformance(t *testing.T) {
	graphtest.Audit(t, serve(t, newFixture(t, nil))+"/graphql")
}

// The limits let graphql-js's introspection query through with every option it
// has, at its default depth, and the answer is a schema to graphql-js.
func TestIntrospectionQuery(t *testing.T) {
	const all = `{"descriptions":true,"specifiedByUrl":true,"directiveIsRepeatable":true,"schemaDescription":true,` +
		`"inputValueDeprecation":true,"experimentalDirectiveDeprecation":true,"oneOf":true}`
	f := newFixture(t, func(c *Config) { c.Limits.Depth = 3 }) // introspection has its own floor
	for _, options := range []string{"{}", all} {
		got := f.ask(t, graphtest.IntrospectionQuery(t, options), "")
		require.Empty(t, got.Errors, got.body)
		assert.Equal(t, 200, got.status)
	}
	graphtest.BuildClientSchema(t, all, serve(t, f)+"/graphql")
}
