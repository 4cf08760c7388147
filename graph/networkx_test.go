package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// debianPython is the interpreter that Debian's python3-networkx is for; one
// that comes first on PATH may not have it.
const debianPython = "/usr/bin/python3"

// oracleGraph is a question to testdata/traversal_oracle.py.
type oracleGraph struct {
	Directed bool     `json:"directed"`
	Nodes    int      `json:"nodes"`
	Edges    [][3]int `json:"edges"` // from, to, cost
	Source   int      `json:"source"`
	Target   int      `json:"target"`
	K        int      `json:"k"`
	Cutoff   int      `json:"cutoff"`

	view *graph.View
}

// oracleAnswer is its answer.
type oracleAnswer struct {
	Lengths     map[int]int `json:"lengths"`
	Reach       map[int]int `json:"reach"`
	Distances   map[int]int `json:"distances"`
	Descendants []int       `json:"descendants"`
	Steps       []int       `json:"steps"`
	Costs       []int       `json:"costs"`
}

func randomGraph(t *testing.T, random *rand.Rand) *oracleGraph {
	n := 2 + random.IntN(19)
	g := &oracleGraph{Directed: random.IntN(2) == 0, Nodes: n, Edges: [][3]int{}, K: 20,
		Source: random.IntN(n), Target: random.IntN(n), Cutoff: random.IntN(4)}
	var ops []graph.Op
	for i := range n {
		ops = append(ops, entity(fmt.Sprint("n", i), "K", fmt.Sprint("N", i)))
	}
	for i := range random.IntN(4 * n) {
		a, b, cost := random.IntN(n), random.IntN(n), 1+random.IntN(4)
		g.Edges = append(g.Edges, [3]int{a, b, cost})
		ops = append(ops, graph.Op{Fact: &graph.Fact{ID: fmt.Sprint("f", i), Subject: fmt.Sprint("n", a), Type: "a",
			Object: fmt.Sprint("n", b), Grade: graph.Stated + 1 - graph.Grade(cost)}})
	}
	g.view = mustBuild(t, graph.Lens{MinGrade: graph.Editorial}, ops...)
	return g
}

func (g *oracleGraph) node(i int) graph.Node { return g.view.Topology().Lookup(fmt.Sprint("n", i)) }

func (g *oracleGraph) direction() graph.Direction {
	if g.Directed {
		return graph.Out
	}
	return graph.Both
}

// number is the oracle's for a node.
func (g *oracleGraph) number(n graph.Node) (i int) {
	fmt.Sscanf(g.view.Topology().Node(n).ID, "n%d", &i)
	return i
}

func TestTraversalsAgreeWithNetworkx(t *testing.T) {
	graphtest.Need(t, exec.Command(debianPython, "-c", "import networkx").Run() == nil,
		"networkx for "+debianPython, "apt-get install python3-networkx")
	random := rand.New(rand.NewPCG(11, 12))
	var graphs []*oracleGraph
	var questions bytes.Buffer
	for range 240 {
		graphs = append(graphs, randomGraph(t, random))
		require.NoError(t, json.NewEncoder(&questions).Encode(graphs[len(graphs)-1]))
	}
	python := exec.CommandContext(t.Context(), debianPython, "testdata/traversal_oracle.py")
	var complaint bytes.Buffer
	python.Stdin, python.Stderr = &questions, &complaint
	out, err := python.Output()
	require.NoError(t, err, complaint.String())
	answers := json.NewDecoder(bytes.NewReader(out))
	for i, g := range graphs {
		var want oracleAnswer
		require.NoError(t, answers.Decode(&want))
		t.Run(fmt.Sprint(i), func(t *testing.T) { g.check(t, &want) })
	}
}

func (g *oracleGraph) check(t *testing.T, want *oracleAnswer) {
	source := []graph.Node{g.node(g.Source)}
	for depth, within := range map[int]map[int]int{g.Cutoff: want.Reach, g.Nodes: want.Lengths} {
		sub, err := graph.FindSubgraph(g.view, graph.SubgraphQuery{Roots: source, Depth: depth, Direction: g.direction()})
		require.NoError(t, err)
		got := map[int]int{}
		for _, n := range sub.Nodes {
			got[g.number(n.Node)] = n.Depth
		}
		require.Equal(t, within, got, "nodes within %d steps", depth)
	}
	if g.Directed {
		tree, err := graph.FindTree(g.view, graph.TreeQuery{Root: source[0], Direction: graph.Out}) // networkx calls what edges lead to descendants
		require.NoError(t, err)
		got := map[int]bool{}
		for _, n := range tree.Nodes {
			got[g.number(n.Node)] = true
		}
		require.Len(t, got, len(want.Descendants))
		for _, n := range want.Descendants {
			require.True(t, got[n], "n%d", n)
		}
	}
	for to := range g.Nodes {
		length, joined := want.Lengths[to]
		for weight, least := range map[graph.Weight]int{graph.ByStep: length, graph.ByGrade: want.Distances[to]} {
			found, err := graph.Paths(g.view, g.query(to, 1, weight))
			require.NoError(t, err)
			require.Equal(t, joined, len(found.Paths) == 1, "a path to n%d", to)
			if joined {
				require.Equal(t, least, found.Paths[0].Weight, "weight to n%d", to)
			} else {
				require.True(t, found.Apart)
			}
		}
	}
	for weight, least := range map[graph.Weight][]int{graph.ByStep: want.Steps, graph.ByGrade: want.Costs} {
		found, err := graph.Paths(g.view, g.query(g.Target, g.K, weight))
		require.NoError(t, err)
		got := []int{}
		for _, p := range found.Paths {
			got = append(got, p.Weight)
		}
		require.Equal(t, least, got, "weights of the first %d paths", g.K)
	}
}

func (g *oracleGraph) query(to, first int, weight graph.Weight) graph.PathQuery {
	return graph.PathQuery{From: g.node(g.Source), To: g.node(to), MaxLength: graph.MaxPathLength,
		First: first, Direction: g.direction(), Weight: weight}
}
