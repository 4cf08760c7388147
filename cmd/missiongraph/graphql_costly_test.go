package main

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/server"
)

// costly are requests for more than the budget has, or for as much as it
// allows, each with what the answer must have: a code and what the error says,
// or a part of the data that says what was left out.
var costly = []struct{ name, query, code, says string }{
	{"chains of a pattern", `{ match(pattern: "(a)-[*]-(b) RETURN count(*)") { totalCount } }`, "LIMIT", `work budget ran out after \d+ match`},
	{"groups of a pattern", `{ match(pattern: "(a)--(b)--(c)--(d) RETURN a.kind, count(DISTINCT d) AS n ORDER BY n") { totalCount } }`, "LIMIT", `work budget ran out after \d+ match`},
	{"a pattern of scans", `{ match(pattern: "(a:Partner), (b:Partner), (c) WHERE a.name < b.name AND b.name < c.name RETURN count(*)") { totalCount } }`, "LIMIT", `work budget ran out after \d+ match`},
	{"EXISTS of a pattern", `{ match(pattern: "(a) WHERE NOT EXISTS {(a)-[*4..10]-(x {id: 'none'})} RETURN a ORDER BY a.name") { totalCount } }`, "LIMIT", `work budget ran out after \d+ match`},
	{"rows of a pattern", `{ match(pattern: "(a)-[r]-(b)-[q]-(c) WHERE r.note IS NULL AND q.note IS NULL RETURN max(r.id)") { totalCount } }`, "LIMIT", `work budget ran out after \d+ match`},
	{"the subgraph of a pattern", `{ match(pattern: "(a)-[:worksWith]-(b)-[:worksWith]-(c)-[:worksWith]-(d)-[:worksWith]-(e) RETURN count(*)") { subgraph { totalCount } } }`, "LIMIT", `work budget ran out after \d+ match`},
	{"plain rows of a pattern", `{ match(pattern: "(a)--(b)--(c)--(d)", first: 1) { totalCount truncated reason } }`, "", `"truncated":true,"reason":"(budget|limit): `},
	{"betweenness", `{ centrality(measure: BETWEENNESS, first: 1) { exact sample of totalCount } }`, "", `"exact":false,"sample":\d+,"of":\d+`},
	{"paths by way of others", `{ paths(from: "place-1", to: "place-2", via: ["threat-1", "threat-99", "threat-777", "partner-5", "partner-777", "activity-9"], maxLength: 31, first: 10) { exhausted reason } }`, "", `"exhausted":false,"reason":"budget: the request's work budget ran out`},
	{"paths of least doubt", `{ paths(from: "place-1", to: "place-2", weight: GRADE, maxLength: 31, first: 1000) { exhausted reason } }`, "", `"exhausted":false,"reason":"(budget|limit): `},
	{"similar to a hub", `{ ` + aliased(28, `similar(id: "agency-0", first: 100) { totalCount truncated reason similar { shared { mine { id } theirs { id } } } }`) + ` }`, "LIMIT", "more than 20000 rows"},
	{"a subgraph of depth 10", `{ subgraph(roots: ["directorate-0"], depth: 10, limit: 2000) { totalCount truncated reason edges { subject { id } } } }`, "", `"truncated":true,"reason":"limit: as many as asked for are shown"`},
	{"collapsed subgraphs", `{ ` + aliased(28, `subgraph(roots: ["directorate-0"], depth: 10, limit: 5000, collapse: {}) { groups { members { id } } impliedEdges { relations { id } } }`) + ` }`, "LIMIT", "more than 20000 rows"},
	{"searches for a common word", `{ ` + aliased(28, `search(text: "partner", first: 1000) { totalCount nodes { entity { id } highlights { text } } }`) + ` }`, "LIMIT", "more than 20000 rows"},
	{"expressions over all names", `{ ` + aliased(28, `entities(filter: {name: {matches: "(a|b|c)*d.*e.*f$"}}, first: 1) { nodes { id } }`) + ` }`, "LIMIT", `\d+ of 10000 entities were tested|more than 20000 rows`},
	{"expressions over all quotes", `{ ` + aliased(28, `facts(filter: {quote: {matches: "(a|b|c)*d.*e.*f$"}}, first: 1) { nodes { id } }`) + ` }`, "LIMIT", "more than 20000 rows"},
	{"filters within filters", `{ ` + aliased(28, `entities(filter: {relations: [{some: {relations: [{some: {relations: [{some: {name: {matches: "zz"}}}]}}]}}]}, first: 3) { nodes { id } }`) + ` }`, "LIMIT", `\d+ of 10000 entities were tested|more than 20000 rows`},
	{"a tree of everything", `{ ` + aliased(28, `descendants(id: "agency-0", types: [worksWith, counters, locatedIn, partOf, operates, supports], maxDepth: 50) { entity { name } }`) + ` }`, "LIMIT", "the tree is larger than the request's work budget|more than 20000 rows"},
	{"without many", `{ ` + aliased(28, `without(ids: ["agency-0", "agency-1", "mission-area-0"], first: 1000) { through { id } lost { id } }`) + ` }`, "LIMIT", "more than 20000 rows"},
	{"reasons for what is not there", `{ ` + aliased(28, `whyNot(subject: "agency-0", type: counters, object: "threat-5") { sentence }`) + ` }`, "LIMIT", "more than 20000 rows"},
}

// What costs much ends with LIMIT or says what it left out, and while it runs a
// cheap client is answered as before.
func TestCostlyRequestsLeaveOthersAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a graph of 60,000 items, and an index of it")
	}
	store, err := large()
	require.NoError(t, err)
	s := serveStore(t, store, server.Limits{Work: 20_000, Time: time.Minute})
	var cheap []time.Duration
	stop := make(chan struct{})
	var client, requests sync.WaitGroup
	client.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			start := time.Now()
			answer, err := s.try(`{
				match(pattern: "(d {id: \"directorate-0\"})-[:operates]->(p)-[:worksWith]->(x) RETURN count(*)") { rows { cells { number } } }
				entity(id: "agency-0") { name degree }
				paths(from: "directorate-0", to: "agency-0") { paths { sentence } }
			}`, "")
			if !assert.NoError(t, err) || !assert.Empty(t, answer.Errors) {
				return
			}
			cheap = append(cheap, time.Since(start))
		}
	})
	turns := make(chan struct{}, 6) // as many at a time
	for _, test := range costly {
		if raceEnabled && test.name == "betweenness" {
			continue // a hundred million visits
		}
		requests.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			start := time.Now()
			answer, err := s.try(test.query, "")
			took := time.Since(start)
			if !assert.NoError(t, err, test.name) {
				return
			}
			t.Logf("%s: %v, %d KiB", test.name, took.Round(time.Millisecond), len(answer.raw)>>10)
			assert.Less(t, took, slow(20*time.Second), test.name)
			if test.code == "" {
				assert.Empty(t, answer.Errors, "%s", test.name)
				assert.Regexp(t, test.says, string(answer.Data), test.name)
				return
			}
			if assert.NotEmpty(t, answer.Errors, "%s: %.300s", test.name, answer.raw) {
				assert.Equal(t, test.code, answer.Errors[0].Extensions.Code, test.name)
				assert.Regexp(t, test.says, answer.Errors[0].Message, test.name)
				assert.NotEmpty(t, answer.Errors[0].Extensions.Hint, test.name)
				assertPresentable(t, answer.raw[:min(len(answer.raw), 2000)])
			}
		})
	}
	requests.Wait()
	close(stop)
	client.Wait()
	slices.Sort(cheap)
	require.Greater(t, len(cheap), 3)
	t.Logf("%d cheap answers: median %v, slowest %v", len(cheap), cheap[len(cheap)/2], cheap[len(cheap)-1])
	assert.Less(t, cheap[len(cheap)/2], slow(500*time.Millisecond))
	s.healthy(t)
}
