package pattern_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/internal/pattern"
	"missiongraph/schema"
)

// What a pattern costs before it runs, over the whole ontology.
func BenchmarkCompile(b *testing.B) {
	for _, tt := range []struct{ name, text string }{
		{"typed", `(d:Directorate {id: "ero"})-[:uses]->(p)<-[:leads]-(x) RETURN d, p, count(x) AS n ORDER BY n DESC LIMIT 10`},
		{"untyped", `(a {id: "ero"})-[r]-(b)-[q]-(c:Threat) RETURN b, c`},
		{"chain", `(a {id: "ero"})-[*]-(c:Threat) RETURN c`},
	} {
		b.Run("parse/"+tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := pattern.Parse(tt.text)
				require.NoError(b, err)
			}
		})
		b.Run("compile/"+tt.name, func(b *testing.B) {
			b.ReportAllocs()
			q, err := pattern.Parse(tt.text)
			require.NoError(b, err)
			for b.Loop() {
				_, err := pattern.Compile(q, schema.Ontology(), nil, nil)
				require.NoError(b, err)
			}
		})
	}
}
