package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// Who took a relation out, and why, is told: of the last time it was there.
func TestWhyNotTellsOfRetractions(t *testing.T) {
	s := serveHistory(t)
	snapshot, err := s.store.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	n, ok, err := snapshot.FactByID("beta/leads/joint-force")
	require.NoError(t, err)
	require.True(t, ok)
	fact, err := snapshot.Fact(n)
	require.NoError(t, err)
	require.NoError(t, snapshot.Close())
	longer := fact
	longer.ValidTo = "2022-01-01"
	for _, c := range []graph.Change{
		{Author: "ann", Message: "too early", Ops: []graph.Op{{RetractFact: fact.ID}}},
		{Author: "bob", Message: "it is in the bulletin", Ops: []graph.Op{{Fact: &fact}}},
		{Author: "bob", Message: "a year longer", Ops: []graph.Op{{Fact: &longer}}},
		{Author: "cid", Message: "the bulletin was wrong", Ops: []graph.Op{{RetractFact: fact.ID}}},
	} {
		_, err := s.store.Append(t.Context(), c, graph.AnyRevision)
		require.NoError(t, err)
	}
	ask := func(lens string) (why struct {
		Present  bool
		Sentence string
		Findings []struct {
			Reason   string
			Relation struct{ ValidTo string }
			Revision struct{ Revision uint64 }
		}
	}) {
		var data struct{ View struct{ WhyNot any } }
		data.View.WhyNot = &why
		s.post(t, `{ view(lens: {`+lens+`}) { whyNot(subject: "Beta", type: leads, object: "JF") {
			present sentence findings { reason relation { validTo } revision { revision } } } } }`, "").into(t, &data)
		return why
	}
	why := ask("")
	assert.Equal(t, "it was there until revision 9, in which cid took it out: the bulletin was wrong", why.Sentence)
	require.Len(t, why.Findings, 1)
	assert.Equal(t, "RETRACTED", why.Findings[0].Reason)
	assert.Equal(t, "2022-01-01", why.Findings[0].Relation.ValidTo, "as it was last")
	assert.EqualValues(t, 9, why.Findings[0].Revision.Revision)

	why = ask("revision: 6")
	assert.Equal(t, "it was there until revision 6, in which ann took it out: too early", why.Sentence)
	require.Len(t, why.Findings, 2)
	assert.Equal(t, "LATER", why.Findings[1].Reason)
	assert.Equal(t, "2021-01-01", why.Findings[1].Relation.ValidTo, "as it came")
	assert.EqualValues(t, 7, why.Findings[1].Revision.Revision)

	assert.True(t, ask("revision: 8").Present)
}
