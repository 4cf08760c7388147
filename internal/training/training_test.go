package training_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
	"missiongraph/schema"
	"missiongraph/seed"
)

// seeded returns the graph of the seed.
func seeded(t testing.TB) *graphtest.Memory {
	t.Helper()
	data, err := seed.Default()
	require.NoError(t, err)
	m, err := graphtest.NewMemory(data.Change().Ops...)
	require.NoError(t, err)
	return m
}

func viewOf(s graph.Snapshot) *graph.View {
	return graph.NewView(s, schema.Ontology(), graph.Lens{}, nil)
}

func everything(v *graph.View) training.Scope {
	s := training.Scope{Words: "everything"}
	v.Topology().All(func(n graph.Node, _ *graph.NodeInfo) bool { s.Nodes = append(s.Nodes, n); return true })
	s.Nodes = v.SortNodes(s.Nodes)
	return s
}

func seedOps(t testing.TB) []graph.Op {
	t.Helper()
	data, err := seed.Default()
	require.NoError(t, err)
	return data.Change().Ops
}
