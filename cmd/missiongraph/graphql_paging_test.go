package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/server"
)

// pagedList is a connection of the served schema: field with %s for its paging
// arguments, inside of around.
type pagedList struct {
	name, field, around string
	backward            bool
}

var pagedLists = []pagedList{
	{name: "entities", field: `entities(%s)`, backward: true},
	{name: "threats", field: `threats(%s)`, backward: true},
	{name: "entities by name", field: `entities(filter: {name: {contains: "in"}}, %s)`, backward: true},
	{name: "entities through a lens", field: `entities(%s)`, around: `view(lens: {minGrade: STATED}) { %s }`, backward: true},
	{name: "entities by degree", field: `entities(orderBy: [{by: degree, direction: DESC}], %s)`, backward: true},
	{name: "entities by kind and form", field: `entities(orderBy: [{by: kind}, {by: form, direction: DESC, nulls: FIRST}], %s)`, backward: true},
	{name: "threats by who counters them", field: `threats(orderBy: [{by: counteredBy}, {by: grade, direction: DESC}], %s)`, backward: true},
	{name: "threats investigated", field: `threats(filter: {counteredBy: {relation: {verb: {eq: "investigates"}}, some: {}}}, orderBy: [{by: id, direction: DESC}], %s)`, backward: true},
	{name: "entities with relations", field: `entities(filter: {relations: [{types: [counters], direction: IN, count: {ge: 1}}]}, %s)`, backward: true},
	{name: "agencies by property", field: `agencies(orderBy: [{by: workforceSize, direction: DESC}], %s)`, backward: true},
	{name: "facts", field: `facts(%s)`, backward: true},
	{name: "facts of types", field: `facts(filter: {types: [counters]}, %s)`, backward: true},
	{name: "facts about an object", field: `facts(filter: {object: "ice"}, %s)`, backward: true},
	{name: "facts by object", field: `facts(orderBy: [{by: object, direction: DESC}, {by: verb}], %s)`, backward: true},
	{name: "facts by their ends", field: `facts(filter: {subjectMeets: {directorate: {}}, not: {verb: {exists: true}}}, %s)`, backward: true},
	{name: "facts through a lens", field: `facts(%s)`, around: `view(lens: {deprecated: true}) { %s }`, backward: true},
	{name: "facts of an entity", field: `facts(%s)`, around: `entity(id: "hsi") { %s }`, backward: true},
	{name: "stated facts of an entity", field: `facts(filter: {grade: {eq: STATED}}, %s)`, around: `entity(id: "hsi") { %s }`, backward: true},
	{name: "facts of a source", field: `facts(%s)`, around: `source(id: "ice-what-we-do-page") { %s }`, backward: true},
	{name: "neighbors", field: `neighbors(id: "hsi", %s)`, backward: true},
	{name: "neighbors of an entity", field: `neighbors(%s)`, around: `entity(id: "ero") { %s }`, backward: true},
	{name: "neighbors one way", field: `neighbors(id: "hsi", direction: OUT, types: [counters], %s)`, backward: true},
	{name: "neighbors by degree", field: `neighbors(id: "hsi", orderBy: [{by: degree}, {by: kind}], %s)`, backward: true},
	{name: "neighbors of grades", field: `neighbors(id: "hsi", relation: {grade: {in: [STATED, CONTEXTUAL]}}, filter: {degree: {gt: 1}}, %s)`, backward: true},
	{name: "relations", field: `countersConnection(%s)`, around: `directorate(id: "hsi") { %s }`, backward: true},
	{name: "relations to actors", field: `countersConnection(filter: {threat: {form: {eq: ACTOR}}}, orderBy: [{by: degree, direction: DESC}], %s)`, around: `directorate(id: "hsi") { %s }`, backward: true},
	{name: "relations of a verb", field: `countersConnection(relation: {verb: {eq: "investigates"}}, %s)`, around: `directorate(id: "hsi") { %s }`, backward: true},
	{name: "relations from several types", field: `missionAreasConnection(%s)`, around: `directorate(id: "hsi") { %s }`, backward: true},
	{name: "search", field: `search(text: "law enforcement", %s)`},
	{name: "sources", field: `sources(%s)`, backward: true},
	{name: "revisions", field: `revisions(%s)`, backward: true},
}

type pageOf struct {
	TotalCount int
	Edges      []struct {
		Cursor string
		Node   json.RawMessage
	}
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

// ask asks for a page of the list.
func (l pagedList) ask(t testing.TB, s *service, arguments string) (pageOf, *reply) {
	t.Helper()
	node := "id"
	switch l.name {
	case "search":
		node = "entity { id }"
	case "revisions":
		node = "revision"
	}
	relation := ""
	if strings.Contains(l.field, "neighbors") || strings.Contains(l.field, "Connection") {
		relation = "relation { id }"
	}
	query := fmt.Sprintf("list: "+l.field, arguments) +
		" { totalCount edges { cursor node { " + node + " } " + relation + " } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"
	if l.around != "" {
		query = fmt.Sprintf("list: "+l.around, strings.Replace(query, "list: ", "inner: ", 1))
	}
	answer := s.post(t, "{ "+query+" }", "")
	var page pageOf
	if len(answer.Errors) > 0 {
		return page, answer
	}
	var data struct{ List json.RawMessage }
	require.NoError(t, json.Unmarshal(answer.Data, &data))
	if l.around != "" {
		var inner struct{ Inner json.RawMessage }
		require.NoError(t, json.Unmarshal(data.List, &inner))
		data.List = inner.Inner
	}
	require.NoError(t, json.Unmarshal(data.List, &page))
	return page, answer
}

func (l pagedList) all(t testing.TB, s *service) pageOf {
	t.Helper()
	page, answer := l.ask(t, s, "first: 1000")
	require.Empty(t, answer.Errors, string(answer.raw))
	require.NotEmpty(t, page.Edges)
	require.Equal(t, page.TotalCount, len(page.Edges))
	require.False(t, page.PageInfo.HasNextPage)
	require.False(t, page.PageInfo.HasPreviousPage)
	return page
}

// Pages of any sizes yield each element once, in order.
func TestPagingYieldsEachElementOnce(t *testing.T) {
	s := serveSeed(t)
	for round := range 4 { // 100 draws each
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				l := rapid.SampledFrom(pagedLists).Draw(rt, "list")
				all := l.all(t, s)
				sizes := rapid.SliceOfN(rapid.IntRange(0, len(all.Edges)+1), 1, 6).Draw(rt, "sizes")
				forward := !l.backward || rapid.Bool().Draw(rt, "forward")
				from, to := 0, len(all.Edges) // what is not yet read
				cursor := ""
				for i := 0; ; i++ {
					size := sizes[i%len(sizes)]
					if i >= len(sizes) {
						size += len(all.Edges)/3 + 1 // come to an end
					}
					arguments := fmt.Sprintf("first: %d", size)
					if !forward {
						arguments = fmt.Sprintf("last: %d", size)
					}
					if cursor != "" && forward {
						arguments += fmt.Sprintf(", after: %q", cursor)
					} else if cursor != "" {
						arguments += fmt.Sprintf(", before: %q", cursor)
					}
					page, answer := l.ask(t, s, arguments)
					require.Empty(rt, answer.Errors, string(answer.raw))
					require.Equal(rt, all.TotalCount, page.TotalCount)
					n := min(size, to-from)
					require.Len(rt, page.Edges, n)
					want := all.Edges[from : from+n]
					if forward {
						from += n
						require.Equal(rt, from < to, page.PageInfo.HasNextPage)
						require.Equal(rt, cursor != "", page.PageInfo.HasPreviousPage)
					} else {
						want = all.Edges[to-n : to]
						to -= n
						require.Equal(rt, to > from, page.PageInfo.HasPreviousPage)
						require.Equal(rt, cursor != "" || n == 0 && to < len(all.Edges), page.PageInfo.HasNextPage)
					}
					require.Equal(rt, want, page.Edges)
					if n == 0 {
						require.Nil(rt, page.PageInfo.StartCursor)
						require.Nil(rt, page.PageInfo.EndCursor)
						if from == to {
							return
						}
						continue
					}
					require.Equal(rt, want[0].Cursor, *page.PageInfo.StartCursor)
					require.Equal(rt, want[n-1].Cursor, *page.PageInfo.EndCursor)
					cursor = *page.PageInfo.EndCursor
					if !forward {
						cursor = *page.PageInfo.StartCursor
					}
				}
			})
		})
	}
}

// Both cursors together bound a page, and either end of it may be asked for.
func TestPagesBetweenTwoCursors(t *testing.T) {
	s := serveSeed(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := rapid.SampledFrom(pagedLists).Filter(func(l pagedList) bool { return l.backward }).Draw(rt, "list")
		all := l.all(t, s).Edges
		from := rapid.IntRange(0, len(all)-1).Draw(rt, "from")
		to := rapid.IntRange(0, len(all)-1).Draw(rt, "to")
		size := rapid.IntRange(0, len(all)).Draw(rt, "size")
		end := rapid.SampledFrom([]string{"first", "last"}).Draw(rt, "end")
		page, answer := l.ask(t, s, fmt.Sprintf("%s: %d, after: %q, before: %q", end, size, all[from].Cursor, all[to].Cursor))
		require.Empty(rt, answer.Errors, string(answer.raw))
		between := all[min(from+1, len(all)):max(from+1, to)]
		n := min(size, len(between))
		want := between[:n]
		if end == "last" {
			want = between[len(between)-n:]
		}
		require.Equal(rt, len(want), len(page.Edges))
		for i := range want {
			require.Equal(rt, want[i], page.Edges[i])
		}
		if n > 0 { // the cursors' own entries are outside
			require.True(rt, page.PageInfo.HasPreviousPage)
			require.True(rt, page.PageInfo.HasNextPage)
		}
	})
}

// A cursor is good for the list it came from only.
func TestForeignCursorsAreRefused(t *testing.T) {
	s := serveSeed(t)
	cursors := map[string]string{}
	for _, l := range pagedLists {
		cursors[l.name] = l.all(t, s).Edges[0].Cursor
	}
	for _, l := range pagedLists {
		for from, cursor := range cursors {
			if from == l.name {
				continue
			}
			_, answer := l.ask(t, s, fmt.Sprintf("first: 2, after: %q", cursor))
			if assert.NotEmpty(t, answer.Errors, "%s took a cursor of %s", l.name, from) {
				assert.Equal(t, "BAD_INPUT", answer.code(t), "%s with a cursor of %s", l.name, from)
				assert.NotEmpty(t, answer.Errors[0].Extensions.Hint)
			}
		}
	}
}

// A cursor of an older head says which revision to read on at.
func TestStaleCursorsAreRefused(t *testing.T) {
	store := openHistory(t, filepath.Join(t.TempDir(), "graph.db"))
	s := serve(t, store, nil, server.Limits{})
	var stale []string
	lists := []string{"entities(%s) { edges { cursor } }", "facts(%s) { edges { cursor } }", `neighbors(id: "alpha", %s) { edges { cursor } }`}
	for _, l := range lists {
		var data struct {
			X struct{ Edges []struct{ Cursor string } }
		}
		s.post(t, "{ x: "+fmt.Sprintf(l, "first: 1")+" }", "").into(t, &data)
		stale = append(stale, data.X.Edges[0].Cursor)
	}
	_, err := store.Append(t.Context(), historyChanges(t)[1], graph.AnyRevision)
	require.NoError(t, err)
	for i, l := range lists {
		answer := s.post(t, "{ "+fmt.Sprintf(l, fmt.Sprintf("first: 1, after: %q", stale[i]))+" }", "")
		require.Equal(t, "BAD_INPUT", answer.code(t))
		assert.Contains(t, answer.Errors[0].Message, "revision 5")
		assert.Contains(t, answer.Errors[0].Extensions.Hint, "view(lens: {revision: 5})")
	}
}

// No text given as a cursor does more than be refused.
func FuzzCursor(f *testing.F) {
	s := serveSeed(f)
	for _, l := range pagedLists {
		f.Add(l.all(f, s).Edges[0].Cursor)
	}
	for _, text := range []string{"", "x", "====", strings.Repeat("A", 32), strings.Repeat("_", 32), "\x00", "é"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		text, err := json.Marshal(cursor)
		require.NoError(t, err)
		for _, l := range pagedLists {
			var fields strings.Builder
			fields.WriteString("query ($c: String!) { ")
			field := fmt.Sprintf(l.field, "first: 3, after: $c") + " { totalCount edges { cursor } pageInfo { hasNextPage endCursor } }"
			if l.around != "" {
				field = fmt.Sprintf(l.around, field)
			}
			fields.WriteString(field + " }")
			answer := s.post(t, fields.String(), `{"c": `+string(text)+`}`)
			for _, e := range answer.Errors {
				require.Contains(t, []string{"BAD_INPUT", "CONFLICT"}, e.Extensions.Code, "%s: %s", l.name, answer.raw)
			}
			assertPresentable(t, answer.raw)
		}
	})
}
