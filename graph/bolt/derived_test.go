package bolt_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// TestChangedRowsAreSeen: what is derived from one revision and carried to the
// next has what a fact put again changes, also where its edge stays as it was.
func TestChangedRowsAreSeen(t *testing.T) {
	s := openNew(t)
	things := []any{source("page", pageText)}
	for i := range 700 { // enough for columns
		id := fmt.Sprint("e", i)
		things = append(things, entity(id, "Agency", id), alias(t, id, "old"+id))
	}
	held := relation(t, "e1", "partOf", "e600", "ICE")
	held.ValidFrom = "2001-01-01"
	commit(t, s, put(append(things, held)...))
	renamed, ended := alias(t, "e5", "olde5"), *held
	renamed.Value.Text = "New words"
	ended.ValidTo = "2002-01-01"
	commit(t, s, put(renamed, &ended))

	words := "new words"
	aliased := graph.Filter{Alias: &graph.TextTest{Eq: &words}}
	byDegree := []graph.OrderKey{{By: graph.OrderDegree, Descending: true}}
	byAlias := []graph.OrderKey{{By: graph.OrderProperty, Property: graph.AliasProperty}}
	o, err := graph.NewOntology(nil, nil, nil)
	require.NoError(t, err)
	ids := func(rev graph.Revision, q graph.ListQuery) []string {
		v := graph.NewView(snapshot(t, s, rev), o, graph.Lens{ValidAt: "2005-05-05"}, nil)
		q.First = 2
		p, err := graph.ListEntities(v, q)
		require.NoError(t, err)
		list := []string{}
		for _, n := range p.Nodes {
			list = append(list, v.Topology().Node(n).ID)
		}
		return list
	}
	for range 2 { // whichever revision was asked for last
		for rev, want := range map[graph.Revision][3][]string{
			1: {{}, {"e1", "e600"}, {"e0", "e1"}},
			2: {{"e5"}, {"e0", "e1"}, {"e5", "e0"}},
		} {
			assert.Equal(t, want[0], ids(rev, graph.ListQuery{Filter: &aliased}), "revision %d", rev)
			assert.Equal(t, want[1], ids(rev, graph.ListQuery{Order: byDegree}), "revision %d", rev)
			assert.Equal(t, want[2], ids(rev, graph.ListQuery{Order: byAlias}), "revision %d", rev)
		}
	}
}

// TestChangedRowsAreSeenNext is the same for a store that derives at each
// revision before the next is made, so that the next carries on.
func TestChangedRowsAreSeenNext(t *testing.T) {
	s := openNew(t)
	things := []any{source("page", pageText)}
	for i := range 700 {
		id := fmt.Sprint("e", i)
		things = append(things, entity(id, "Agency", id), alias(t, id, "m"))
	}
	held := relation(t, "e1", "partOf", "e600", "ICE")
	held.ValidFrom = "2001-01-01"
	commit(t, s, put(append(things, held)...))
	o, err := graph.NewOntology(nil, nil, nil)
	require.NoError(t, err)
	first := func(key graph.OrderKey) string {
		v := graph.NewView(snapshot(t, s, graph.AnyRevision), o, graph.Lens{ValidAt: "2005-05-05"}, nil)
		p, err := graph.ListEntities(v, graph.ListQuery{First: 1, Order: []graph.OrderKey{key, {By: graph.OrderID, Descending: true}}})
		require.NoError(t, err)
		return v.Topology().Node(p.Nodes[0]).ID
	}
	byDegree := graph.OrderKey{By: graph.OrderDegree, Descending: true}
	byAlias := graph.OrderKey{By: graph.OrderProperty, Property: graph.AliasProperty}
	assert.Equal(t, "e600", first(byDegree))
	assert.Equal(t, "e99", first(byAlias))

	renamed, ended := alias(t, "e5", "m"), *held
	renamed.Value.Text = "a"
	ended.ValidTo = "2002-01-01"
	commit(t, s, put(renamed))
	assert.Equal(t, "e600", first(byDegree))
	assert.Equal(t, "e5", first(byAlias))
	commit(t, s, put(&ended))
	assert.Equal(t, "e99", first(byDegree), "the fact's object has changed too")
	renamed.Value.Text = "z"
	commit(t, s, put(renamed))
	assert.Equal(t, "e99", first(byAlias))
}
