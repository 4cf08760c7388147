package training_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

func TestShow(t *testing.T) {
	v := viewOf(seeded(t))
	p, err := training.Build(v, training.Request{Scope: everything(v), Seed: 1, Count: 1000, Fewer: true, Glossary: true, Sheets: true, Timeline: true})
	require.NoError(t, err)
	forms := map[training.Form]int{}
	for _, q := range p.Questions {
		forms[q.Form]++
		var b strings.Builder
		b.WriteString(q.ID + " [" + string(q.Form) + " " + q.Grade + " " + q.Difficulty + "] " + q.Stem + "\n")
		for _, o := range q.Options {
			if o.Correct {
				b.WriteString("    *" + o.Text + "\n")
			} else {
				b.WriteString("     " + o.Text + "\n")
			}
		}
		b.WriteString("    = " + q.Key())
		t.Log(b.String())
	}
	for _, s := range p.Sheets {
		t.Log("# " + s.Name)
		for _, x := range s.Sections {
			var list []string
			for _, y := range x.Sentences {
				list = append(list, y.Text)
			}
			t.Log("  " + x.Heading + ": " + strings.Join(list, " "))
		}
	}
	for _, g := range p.Glossary {
		t.Log(g.Term + ": " + g.Definition)
	}
	for _, g := range p.Timeline {
		t.Log(g.Date + ": " + g.Text)
	}
	t.Log(forms, len(p.Questions))
	data, err := json.Marshal(p)
	require.NoError(t, err)
	assert.NotEmpty(t, data)
	found, err := training.Check(v, p)
	require.NoError(t, err)
	assert.Empty(t, found)
}
