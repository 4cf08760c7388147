package pattern_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/pattern"
	"missiongraph/schema"
	"missiongraph/seed"
)

// seedGraph is the graph that the program begins with.
var seedGraph = sync.OnceValues(func() (*graphtest.Memory, error) {
	data, err := seed.Default()
	if err != nil {
		return nil, err
	}
	return graphtest.NewMemory(data.Change().Ops...)
})

func seedView(t testing.TB, units int) *graph.View {
	m, err := seedGraph()
	require.NoError(t, err)
	return graph.NewView(m, schema.Ontology(), graph.Lens{}, graph.NewBudget(context.Background(), units))
}

// shown prints a table, a row a line: entities and relations by id.
func shown(t testing.TB, v *graph.View, table *pattern.Table) string {
	var lines []string
	for _, row := range table.Rows {
		var cells []string
		for _, cell := range row {
			cells = append(cells, shownCell(t, v, cell))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return strings.Join(lines, "\n")
}

func shownCell(t testing.TB, v *graph.View, cell pattern.Value) string {
	switch cell.Type {
	case pattern.Any:
		return "-"
	case pattern.Entity:
		return v.Topology().Node(cell.Node).ID
	case pattern.Relation:
		f, err := v.Fact(cell.Edge.Fact)
		require.NoError(t, err)
		return f.ID
	case pattern.Path, pattern.List:
		var parts []string
		for _, x := range cell.List {
			parts = append(parts, shownCell(t, v, x))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return cell.String()
}

func TestTry(t *testing.T) {
	for _, text := range []string{
		`(d:Directorate)-[r:uses|operates]->(p:Program) RETURN d, r, p.name AS program`,
		`(d:Directorate)-[r:uses|operates]->(p:Program)<-[:supports]-(x)`,
		`MATCH (t:Threat) WHERE NOT EXISTS { (t)<-[:counters]-() } RETURN t.name, t.form ORDER BY t.form LIMIT 5`,
		`(a {id: "hsi"})-[r]-(b) RETURN b.kind, count(*), collect(b.name)`,
		`(a {name: "ERO"})-[p:partOf*1..3]->(b) RETURN a, p, length(p), b`,
		`(f)-[:leads]->(j {alias: "JTTF"}) RETURN f`,
		`MATCH (p:Program) OPTIONAL MATCH (p)<-[:leads]-(l) RETURN p, l`,
		`MATCH (o:Organization)-[c:counters]->(t:Threat) WHERE c.grade >= "CONSTRUED" RETURN o, count(DISTINCT t) AS n ORDER BY n DESC, o LIMIT 5`,
		`(p:Program)-[:uses]->(t:Threat), (x:Progam)-[:usses]->(y) WHERE z.name = "x" AND p.nme = 3 AND p.name = 4 AND p.form = "TASKFORCE"`,
		`MATCH (a:Agency) WHERE a.workforceSize > 10000 RETURN a, a.workforceSize`,
	} {
		v := seedView(t, 50000)
		table, err := pattern.Match(v, text, nil)
		fmt.Println("==", text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(shown(t, v, table))
		fmt.Println(pattern.PlanText(table.Plan()))
	}
}
