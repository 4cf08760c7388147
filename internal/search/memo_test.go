package search_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

// many is so many entities that what their words find is remembered.
func many(n int) []graph.Op {
	var ops []graph.Op
	for i := range n {
		note := ""
		if i%3 == 0 {
			note = "other words"
		}
		ops = append(ops, entity(fmt.Sprintf("p%05d", i), "Program", "same name", note, fmt.Sprintf("quote %d of some", i%50)))
	}
	return ops
}

// What is remembered of a query changes no answer: neither to it nor to
// another, nor after a change.
func TestRemembered(t *testing.T) {
	m := newStore(t, many(1600))
	x := open(t, t.TempDir(), m)
	queries := []string{"same", "same other", "same -other ", "sam*", "other name", "-quote:some same", "same"}
	lenses := []graph.Lens{{}, {MinGrade: graph.Stated}}
	want := func() []string {
		var found []string
		for _, q := range queries {
			x.Forget()
			found = append(found, answers(t, x, m, []string{q}, lenses)...)
		}
		return found
	}
	got := func() []string {
		var found []string
		for _, q := range queries {
			found = append(found, answers(t, x, m, []string{q}, lenses)...)
		}
		return found
	}
	before := want()
	require.Equal(t, before, got())
	require.Equal(t, before, got())

	commit(t, m, entity("p00007", "Program", "renamed", ""), entity("new", "Program", "the same", "other"))
	require.NoError(t, x.CatchUp(context.Background()))
	after := got()
	assert.NotEqual(t, before, after)
	assert.Equal(t, want(), after)
	fresh := open(t, t.TempDir(), m)
	assert.Equal(t, answers(t, fresh, m, queries, lenses), answers(t, x, m, queries, lenses))
}

// Searches beside each other and beside a follower share what is remembered.
func TestSearchesBesideEachOther(t *testing.T) {
	m := newStore(t, many(1200))
	x := open(t, t.TempDir(), m)
	v := view(t, m, graph.Lens{})
	queries := []string{"same", "same -other", "sam*", "name~", "quote:some"}
	var done sync.WaitGroup
	for i := range 4 {
		done.Go(func() {
			for k := range 15 {
				r, err := x.Search(context.Background(), v, search.Query{Text: queries[(i+k)%len(queries)], First: 3, Facets: k%2 == 0})
				if assert.NoError(t, err) {
					assert.Len(t, r.Hits, 3)
				}
			}
		})
	}
	for i := range 10 {
		commit(t, m, entity(fmt.Sprint("new", i), "Program", "same name", "", "of some"))
		assert.NoError(t, x.CatchUp(context.Background()))
	}
	done.Wait()
	r := find(t, x, view(t, m, graph.Lens{}), "same")
	assert.Equal(t, 1210, r.Total)
}
