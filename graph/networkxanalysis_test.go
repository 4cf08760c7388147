package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// python is Debian's, for which Debian's networkx is.
const python = "/usr/bin/python3"

// needNetworkx is Need for networkx.
func needNetworkx(t testing.TB) {
	t.Helper()
	err := exec.CommandContext(t.Context(), python, "-c", "import networkx").Run()
	graphtest.Need(t, err == nil, "networkx", "apt-get install python3-networkx")
}

// indexed is a random graph whose entities are called by index.
type indexed struct {
	N     int      `json:"n"`
	Edges [][3]int `json:"edges"` // subject, object, 1 when symmetric
	view  *graph.View
	of    map[graph.Node]int
}

// newIndexed draws a graph: sparse ones fall apart, dense ones hold together.
func newIndexed(t testing.TB, random *rand.Rand) *indexed {
	g := &indexed{N: 1 + random.IntN(60), Edges: [][3]int{}, of: map[graph.Node]int{}}
	var ops []graph.Op
	id := func(i int) string { return fmt.Sprintf("n%02d", i) }
	for i := range g.N {
		ops = append(ops, entity(id(i), "K", fmt.Sprint("Node ", i)))
	}
	types := []string{"a", "b", "s"}
	for range random.IntN(1 + g.N*(1+random.IntN(3))) {
		subject, object, typ := random.IntN(g.N), random.IntN(g.N), types[random.IntN(3)]
		op := relation(id(subject), typ, id(object))
		if slices.ContainsFunc(ops, func(x graph.Op) bool { return x.Fact != nil && x.Fact.ID == op.Fact.ID }) {
			continue
		}
		ops = append(ops, op)
		symmetric := 0
		if typ == "s" {
			symmetric = 1
		}
		g.Edges = append(g.Edges, [3]int{subject, object, symmetric})
	}
	// What the lens hides must change nothing.
	hidden := relation(id(0), "hides", id(g.N-1))
	hidden.Fact.Grade = graph.Editorial
	g.view = mustBuild(t, graph.Lens{}, append(ops, hidden)...)
	for i := range g.N {
		g.of[g.view.Topology().Lookup(id(i))] = i
	}
	return g
}

func TestAnalysesAgreeWithNetworkx(t *testing.T) {
	needNetworkx(t)
	random := rand.New(rand.NewPCG(11, 12))
	var input bytes.Buffer
	graphs := make([]*indexed, 250)
	for i := range graphs {
		graphs[i] = newIndexed(t, random)
		require.NoError(t, json.NewEncoder(&input).Encode(graphs[i]))
	}
	cmd := exec.CommandContext(t.Context(), python, "testdata/analysis.py")
	var failure bytes.Buffer
	cmd.Stdin, cmd.Stderr = &input, &failure
	output, err := cmd.Output()
	require.NoError(t, err, failure.String())
	answers := json.NewDecoder(bytes.NewReader(output))
	for i, g := range graphs {
		var want struct {
			Degree, Pagerank, Betweenness []float64
			Components, Bridges           [][]int
			CutNodes                      []int
		}
		require.NoError(t, answers.Decode(&want))
		t.Run(fmt.Sprint("graph ", i), func(t *testing.T) {
			g.requireScores(t, graph.MeasureDegree, want.Degree)
			g.requireScores(t, graph.MeasurePageRank, want.Pagerank)
			g.requireScores(t, graph.MeasureBetweenness, want.Betweenness)
			g.requireComponents(t, want.Components)
			g.requireWeakPoints(t, want.CutNodes, want.Bridges)
		})
	}
}

func (g *indexed) requireScores(t *testing.T, m graph.Measure, want []float64) {
	got, err := graph.FindCentrality(g.view, graph.CentralityQuery{Measure: m, First: g.N})
	require.NoError(t, err)
	require.True(t, got.Exact)
	require.Len(t, got.Ranked, g.N)
	for _, x := range got.Ranked {
		require.InDelta(t, want[g.of[x.Node]], x.Score, 1e-7, "measure %d of node %d", m, g.of[x.Node])
	}
}

func (g *indexed) requireComponents(t *testing.T, want [][]int) {
	got, err := graph.FindComponents(g.view, nil, g.N)
	require.NoError(t, err)
	require.Equal(t, len(want), got.Total)
	sizes := map[int]int{} // by a member
	for _, part := range want {
		for _, i := range part {
			sizes[i] = len(part)
		}
	}
	for i, c := range got.List {
		require.True(t, i == 0 || got.List[i-1].Size >= c.Size)
		for _, n := range c.Members {
			require.Equal(t, sizes[g.of[n]], c.Size)
		}
	}
}

func (g *indexed) requireWeakPoints(t *testing.T, nodes []int, links [][]int) {
	got, err := graph.FindWeakPoints(g.view, nil, g.N)
	require.NoError(t, err)
	require.Len(t, got.Nodes, len(nodes))
	for _, x := range got.Nodes {
		require.Contains(t, nodes, g.of[x.Node])
	}
	require.Len(t, got.Links, len(links))
	for _, x := range got.Links {
		a, b := g.of[x.Near], g.of[x.Far]
		require.Contains(t, links, []int{min(a, b), max(a, b)})
	}
}
