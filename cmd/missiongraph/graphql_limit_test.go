package main

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/server"
)

// large is a synthetic graph of 10,000 entities and 50,000 relations, made
// once for all tests of this file.
var large = sync.OnceValues(func() (*bolt.Store, error) {
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	if err != nil {
		return nil, err
	}
	for c := range graphtest.Synthetic(graphtest.Size{Entities: 10_000, Relations: 50_000}) {
		if _, err := store.Append(context.Background(), c, graph.AnyRevision); err != nil {
			return nil, err
		}
	}
	return store, nil
})

func serveLarge(t *testing.T, limits server.Limits) *service {
	t.Helper()
	if testing.Short() {
		t.Skip("makes a graph of 60,000 items")
	}
	store, err := large()
	require.NoError(t, err)
	return serve(t, store, nil, limits)
}

// healthy fails unless the server answers as before.
func (s *service) healthy(t *testing.T) {
	t.Helper()
	var data struct{ Entity struct{ Name string } }
	s.post(t, `{ entity(id: "directorate-0") { name } }`, "").into(t, &data)
	assert.NotEmpty(t, data.Entity.Name)
	response, err := s.Client().Get(s.URL + "/readyz")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusOK, response.StatusCode)
}

// What asks for more than the budget is answered with LIMIT, soon and in little
// memory, and says what to do.
func TestWorkBudget(t *testing.T) {
	s := serveLarge(t, server.Limits{})
	for _, test := range []struct {
		name, query, hint string
	}{
		{"nested plain lists", `{ threats(first: 1000) { nodes { ` + strings.Repeat(`counteredBy { ... on Program { counters { ... on Threat { `, 2) + `id` + strings.Repeat(` } } } }`, 2) + ` } } }`, "Connection(first:)"},
		{"lists by every type", `{ entities(first: 1000) { nodes { ` + strings.Repeat(`relations { subject { `, 5) + `id` + strings.Repeat(` } }`, 5) + ` } } }`, "neighbors"},
		{"both ends", `{ entities(first: 1000) { nodes { ` + strings.Repeat(`relations { object { `, 5) + `id` + strings.Repeat(` } }`, 5) + ` } } }`, "neighbors"},
		{"nested connections", `{ partners(first: 1000) { nodes { ` + strings.Repeat(`neighbors(first: 100) { nodes { `, 5) + `id` + strings.Repeat(` } }`, 5) + ` } } }`, "…Connection"},
		{"facts of facts", `{ facts(first: 1000) { nodes { ` + strings.Repeat(`subject { facts(first: 100) { nodes { `, 3) + `id` + strings.Repeat(` } } }`, 3) + ` } } }`, ""},
		{"evidence with its text", `{ facts(first: 1000) { nodes { evidence { source { text } } } } ` + `more: facts(first: 1000) { nodes { evidence { source { a: text b: text c: text d: text e: text f: text g: text h: text } } } } }`, ""},
		{"a page many times", `{ entities(first: 1000) { ` + aliased(28, "edges { node { id degree } }") + ` e: edges { node { relations { id } } } } }`, ""},
		{"many subgraphs", `{ ` + aliased(28, `subgraph(roots: ["directorate-0", "agency-0"], depth: 5, limit: 5000) { edges { subject { id } object { id } } }`) + ` }`, ""},
		// Of whole kinds they would be counted once and kept.
		{"many facets", `{ ` + aliased(28, `facets(filter: {degree: {ge: 0}}, by: [{field: relationType}, {relation: {}}]) { total }`) + ` }`, "ask for less"},
		{"a wide matrix", `{ matrix(rows: [Organization, Threat], columns: [Organization, Threat]) { rows { count } columns { count } cells { relations { sentence } } gaps { rows { id } columns { id } } } more: matrix(rows: [Organization, Threat], columns: [Organization, Threat], limit: 5000) { cells { relations { id evidence { quote } } row { name } column { degree } } } }`, ""},
		{"filters over everything", `{ ` + aliased(28, `entities(filter: {name: {contains: "a"}}, first: 1000) { edges { node { id } } }`) + ` }`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			answer := s.post(t, test.query, "")
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MiB, %d KiB of answer", took.Round(time.Millisecond), allocated, len(answer.raw)>>10)
			require.Equal(t, "LIMIT", answer.code(t), string(answer.raw[:min(len(answer.raw), 500)]))
			assert.Contains(t, answer.Errors[0].Extensions.Hint, test.hint)
			assert.LessOrEqual(t, len(answer.Errors), 10)
			assert.Less(t, took, slow(3*time.Second))
			assert.Less(t, allocated, uint64(400))
			assertPresentable(t, answer.raw[:min(len(answer.raw), 2000)])
			s.healthy(t)
		})
	}
}

// A plain list is whole or an error that names the connection to use.
func TestPlainListsAreNeverCutShort(t *testing.T) {
	s := serveLarge(t, server.Limits{Work: 40})
	const counts = `{ directorate(id: "directorate-0") { programsConnection(first: 0) { totalCount } programs { id } } }`
	var data struct {
		Directorate struct {
			ProgramsConnection struct{ TotalCount int }
			Programs           []struct{ ID string }
		}
	}
	s.post(t, counts, "").into(t, &data)
	assert.Len(t, data.Directorate.Programs, data.Directorate.ProgramsConnection.TotalCount)
	assert.GreaterOrEqual(t, len(data.Directorate.Programs), graphtest.SyntheticPrograms)

	answer := s.post(t, `{ directorate(id: "directorate-0") { name programs { name partners { name } } } }`, "")
	require.Equal(t, "LIMIT", answer.code(t))
	assert.Equal(t, "page with partnersConnection(first:), or ask for less at once", answer.Errors[0].Extensions.Hint)
	assert.Equal(t, []any{"directorate", "programs"}, answer.Errors[0].Path[:2])
	assert.Equal(t, "partners", answer.Errors[0].Path[3])
	s.healthy(t)
}

// What the server is told to allow is what the resolvers allow.
func TestConfiguredLimitsReachTheResolvers(t *testing.T) {
	s := serveLarge(t, server.Limits{Page: 5, Work: 100, Depth: 30})
	for _, test := range []struct{ name, query, message string }{
		{"page", `{ entities(first: 6) { totalCount } }`, "first is 6, more than 5"},
		{"page backward", `{ entities(last: 6) { totalCount } }`, "last is 6, more than 5"},
		{"page of facts", `{ facts(first: 6) { totalCount } }`, "first is 6, more than 5"},
		{"page of relations", `{ directorate(id: "directorate-0") { programsConnection(first: 6) { totalCount } } }`, "first is 6, more than 5"},
		{"page of neighbours", `{ neighbors(id: "directorate-0", first: 6) { totalCount } }`, "first is 6, more than 5"},
		{"matches", `{ resolve(text: "x", first: 6) { score } }`, "first is 6, more than 5"},
		{"paths", `{ paths(from: "directorate-0", to: "agency-0", first: 6) { exhausted } }`, "first is 6, more than 5"},
		{"facets", `{ facets(by: {field: kind}, first: 6) { total } }`, "first is 6, more than 5"},
		{"facets of facts", `{ entity(id: "directorate-0") { facts(first: 1) { facets(by: {field: type}, first: 6) { total } } } }`, "first is 6, more than 5"},
		{"members of facets", `{ facets(by: {field: kind}, first: 5, members: 6) { total } }`, "members is 6, more than 5"},
		{"hubs", `{ stats { hubs(first: 6) { degree } } }`, "first is 6, more than 5"},
		{"work of facets", `{ facets(by: {field: relationType}, first: 5) { total } }`, "the request touches more than 100 rows"},
		{"cells of a matrix", `{ matrix(rows: Threat, columns: Threat, limit: 5001) { count } }`, "limit is 5001, more than 5000"},
		{"revisions", `{ revisions(first: 6) { totalCount } }`, "first is 6, more than 5"},
		{"sources", `{ sources(first: 6) { totalCount } }`, "first is 6, more than 5"},
		{"work", `{ entities { nodes { relations { subject { relations { id } } } } } }`, "the request touches more than 100 rows"},
		{"subgraph", `{ subgraph(roots: ["agency-0"], limit: 5001) { totalCount } }`, "limit is 5001, more than 5000"},
		{"depth of a subgraph", `{ subgraph(roots: ["agency-0"], depth: 51) { totalCount } }`, "depth is 51, more than 50"},
		{"depth of a tree", `{ descendants(id: "agency-0", maxDepth: 51) { depth } }`, "maxDepth is 51, more than 50"},
		{"lenses", `{ ` + lenses(16) + ` }`, "more than 16 different lenses in one request"},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := s.post(t, test.query, "")
			require.Equal(t, "LIMIT", answer.code(t), string(answer.raw))
			assert.Equal(t, test.message, answer.Errors[0].Message)
			s.healthy(t)
		})
	}
	// Counting stops before the budget is spent, and says so.
	counted := s.post(t, `{ facts { totalCount totalCountIsExact } }`, "")
	assert.Contains(t, string(counted.Data), `"totalCountIsExact":false`)
	assert.Contains(t, string(counted.raw), "a totalCount is not exact")
	var page struct {
		Entities struct{ Nodes []struct{ ID string } }
	}
	s.post(t, `{ entities { nodes { id } } }`, "").into(t, &page)
	assert.Len(t, page.Entities.Nodes, 5, "the default page is no longer than the longest")
}

// A count that stops early leaves enough for the page it belongs to, and is no
// less than what the page shows.
func TestCountsLeaveEnoughForTheirPages(t *testing.T) {
	for _, test := range []struct {
		name, query string
		work        int
	}{
		{"facts of the last subject", `facts(filter: {subjectMeets: {name: {matches: "Trade Threat 9"}}}, first: 3)`, 5000},
		{"facts by their quotes", `facts(filter: {types: [locatedIn], quote: {matches: "Rural Place"}}, first: 3)`, 500},
		{"the last entity", `entities(filter: {name: {matches: "(A|T)rade Threat 9"}}, first: 3)`, 4500},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serveLarge(t, server.Limits{Work: test.work})
			var data struct {
				Page struct {
					TotalCount        int
					TotalCountIsExact bool
					Nodes             []struct{ ID string }
				}
			}
			s.post(t, `{ page: `+test.query+` { totalCount totalCountIsExact nodes { id } } }`, "").into(t, &data)
			assert.NotEmpty(t, data.Page.Nodes)
			assert.False(t, data.Page.TotalCountIsExact)
			assert.GreaterOrEqual(t, data.Page.TotalCount, len(data.Page.Nodes))
		})
	}
}

// lenses asks for n views, each through another lens.
func lenses(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "v%d: view(lens: {validAt: \"20%02d-01-01\"}) { __typename } ", i, i)
	}
	return b.String()
}

// A traversal in progress stops at the deadline.
func TestDeadline(t *testing.T) {
	s := serveLarge(t, server.Limits{Time: time.Millisecond, Work: 1 << 30})
	for name, query := range map[string]string{
		"lists":    `{ entities(first: 1000) { nodes { relations { subject { relations { object { relations { id } } } } } } } }`,
		"subgraph": `{ ` + aliased(28, `subgraph(roots: ["agency-0"], depth: 50, limit: 5000) { edges { id } }`) + ` }`,
		"paths":    `{ ` + aliased(28, `paths(from: "place-1", to: "place-2", maxLength: 12, first: 1000) { exhausted }`) + ` }`,
		"facts":    `{ ` + aliased(28, `facts(filter: {grades: [EDITORIAL]}) { totalCount }`) + ` }`,
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			answer := s.post(t, query, "")
			took := time.Since(start)
			t.Log(took)
			require.Equal(t, "TIMEOUT", answer.code(t), string(answer.raw[:min(len(answer.raw), 500)]))
			assert.NotEmpty(t, answer.Errors[0].Extensions.Hint)
			assert.Less(t, took, slow(500*time.Millisecond))
		})
	}
	store, err := large()
	require.NoError(t, err)
	serve(t, store, nil, server.Limits{}).healthy(t)
}

// Long lists of conditions cost their length once, not once an entity.
func TestLongFilters(t *testing.T) {
	s := serveLarge(t, server.Limits{})
	many := func(word string) string {
		return `[` + strings.TrimSuffix(strings.Repeat(`"`+word+`",`, 9_999), ",") + `]`
	}
	start := time.Now()
	answer := s.post(t, `query ($names: [String!], $forms: [Form!], $types: [RelationType!], $grades: [Grade!], $ids: [ID!]!) {
		entities(filter: {name: {in: $names}, forms: $forms}) { totalCount }
		facts(filter: {types: $types, grades: $grades, verbs: $names}) { totalCount }
		nodes(ids: $ids) { id }
	}`, `{"names": `+many("nobody has this name")+`, "forms": `+many("PROGRAM")+`, "types": `+many("counters")+`, "grades": `+many("STATED")+`, "ids": `+many("agency-0x")+`}`)
	require.Empty(t, answer.Errors, string(answer.raw[:min(len(answer.raw), 500)]))
	assert.Less(t, time.Since(start), slow(2*time.Second))
}

// aliased writes a field n times under different names.
func aliased(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: %s ", i, field)
	}
	return b.String()
}

// slow allows for the race detector.
func slow(d time.Duration) time.Duration {
	if raceEnabled {
		return 8 * d
	}
	return d
}
