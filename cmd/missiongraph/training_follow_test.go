package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/server"
	"missiongraph/internal/training"
	"missiongraph/schema"
	"missiongraph/seed"
)

// Who follows published material hears of each revision that changes something of
// it, and of no other.
func TestTrainingIsRecalled(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	data, err := seed.Default()
	require.NoError(t, err)
	commit := func(ops ...graph.Op) {
		t.Helper()
		_, err := f.store.Append(t.Context(), graph.Change{Author: "ann", Ops: ops}, graph.AnyRevision)
		require.NoError(t, err)
	}
	commit(data.Change().Ops...)

	snapshot, err := f.store.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	v := graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil)
	scope, err := (&training.ScopeRequest{Entity: "joint-terrorism-task-forces"}).Find(v)
	require.NoError(t, err)
	pack, err := training.Build(v, training.Request{Scope: scope, Sheets: true, Count: 3, Seed: 1})
	require.NoError(t, err)
	require.NoError(t, snapshot.Close())
	written, err := training.Write(pack, "json")
	require.NoError(t, err)
	var lead *graph.Fact
	for _, op := range data.Change().Ops {
		if op.Fact != nil && op.Fact.ID == "fbi/leads/joint-terrorism-task-forces" {
			lead = op.Fact
		}
	}

	variables, err := json.Marshal(map[string]any{"pack": string(written.Data)})
	require.NoError(t, err)
	c := f.ready()
	c.subscribe("x", `subscription($pack: String) { trainingChanged(after: 0, pack: $pack) { revision findings { item status } } }`, string(variables))
	f.write(2, "")                         // nothing to do with it
	commit(graph.Op{RetractFact: lead.ID}) // revision 4
	f.write(1, "")
	commit(graph.Op{Fact: lead}) // revision 6
	text := c.read()
	assert.Contains(t, text, `{"trainingChanged":{"revision":4,`)
	assert.Contains(t, text, `{"item":"sheet joint-terrorism-task-forces","status":"UNPROVEN"}`)
	text = c.read()
	assert.Contains(t, text, `{"trainingChanged":{"revision":6,`)
	assert.Contains(t, text, `{"item":"sheet joint-terrorism-task-forces","status":"HOLDS"}`)
	assert.NotContains(t, text, "UNPROVEN")
	c.send(`{"type":"complete","id":"x"}`)

	for _, test := range []struct{ name, query, want string }{
		{"nothing to follow", `subscription { trainingChanged(after: 0) { revision } }`, "nothing to check"},
		{"no receipt", `subscription { trainingChanged(after: 0, receipts: [{item: "q1", receipt: "{"}]) { revision } }`, "is no receipt"},
	} {
		c := f.ready()
		c.subscribe("x", test.query, "null")
		assert.Contains(t, c.read(), test.want, test.name)
	}
	f.stop()
}
