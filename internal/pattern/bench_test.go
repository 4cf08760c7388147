package pattern

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// benchSize is what the benchmarks' names say.
const benchSize = "/entities=100k/relations=500k"

var benchView = sync.OnceValue(func() *graph.View {
	kinds := []*graph.Kind{{Name: "K", Abstract: true}}
	for i := range 8 {
		kinds = append(kinds, &graph.Kind{Name: fmt.Sprint("K", i), IsA: []string{"K"}})
	}
	var types []*graph.RelationType
	for i := range 12 {
		types = append(types, &graph.RelationType{Name: fmt.Sprint("r", i), Inverse: fmt.Sprint("of", i), Domain: []string{"K"}, Range: []string{"K"}})
	}
	o, err := graph.NewOntology(kinds, []*graph.Property{{Name: graph.AliasProperty, Type: graph.String, Many: true}}, types)
	if err != nil {
		panic(err)
	}
	return graph.NewView(graphtest.NewPowerLaw(100_000, 500_000), o, graph.Lens{}, graph.NewBudget(context.Background(), math.MaxInt32))
})

func BenchmarkMatch(b *testing.B) {
	v := benchView()
	random := rand.New(rand.NewPCG(3, 4))
	ids := make([]any, 1000)
	for i := range ids {
		ids[i] = v.Topology().Node(graph.Node(1 + random.IntN(v.Topology().Len()))).ID
	}
	for _, tt := range []struct{ name, text string }{
		{"two-hops", `(a {id: $id})-[:r1|r2]->(b:K1)<-[:r3|r4]-(c) RETURN b, c`},
		{"two-hops-untyped", `(a {id: $id})-[r]-(b)-[q]-(c:K1) RETURN b, c`},
		{"three-hops", `(a {id: $id})-[:r1|r2|r3]-(b)-[:r4|r5|r6]-(c)-[:r7]->(d:K2) RETURN count(*)`},
		{"variable-length", `(a {id: $id})-[:r1|r2*1..3]->(b) RETURN b`},
		{"kind-with-filter", `(a:K3) WHERE a.name CONTAINS "harbor" AND a.id <> $id RETURN a`},
		{"kind-with-order", `(a:K3) WHERE a.id <> $id RETURN a ORDER BY a.name DESC LIMIT 10`},
		{"aggregate", `(a:K1)-[:r1]->(b:K2) WHERE a.id <> $id RETURN b.kind, count(*), count(DISTINCT a)`},
		{"nobody", `(a:K1) WHERE a.id <> $id AND NOT EXISTS {(a)<-[:r1]-()} RETURN count(*)`},
	} {
		b.Run(tt.name+benchSize, func(b *testing.B) {
			b.ReportAllocs()
			rows, i := 0, 0
			before := cpuTime()
			for ; b.Loop(); i++ {
				table, err := Match(v, tt.text, map[string]any{"id": ids[i%1000]})
				require.NoError(b, err)
				rows += len(table.Rows)
			}
			b.ReportMetric(float64(cpuTime()-before)/float64(i), "cpu-ns/op")
			b.ReportMetric(float64(rows)/float64(i), "rows/op")
		})
	}
	b.Run("parse-and-compile", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			q, err := Parse(`(a {id: $id})-[:r1|r2]->(b:K1)<-[:r3|r4]-(c) WHERE b.name CONTAINS "x" RETURN b, count(c) AS n ORDER BY n DESC LIMIT 10`)
			require.NoError(b, err)
			_, err = Compile(q, v.Ontology, map[string]any{"id": "x"}, nil)
			require.NoError(b, err)
		}
	})
}
