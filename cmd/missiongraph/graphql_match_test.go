package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/server"
)

// While patterns run to their limit, a cheap client is answered as before.
func TestCostlyPatternsLeaveOthersAlone(t *testing.T) {
	s := serveLarge(t, server.Limits{Work: 100_000, Time: time.Minute})
	costly := map[string]string{
		"chains":     `{ match(pattern: "(a)-[*]-(b) RETURN count(*)") { totalCount } }`,
		"aggregate":  `{ match(pattern: "(a)--(b)--(c)--(d) RETURN a.kind, count(DISTINCT d) AS n ORDER BY n") { totalCount } }`,
		"two scans":  `{ match(pattern: "(a:Partner), (b:Partner), (c) WHERE a.name < b.name AND b.name < c.name RETURN count(*)") { totalCount } }`,
		"EXISTS":     `{ match(pattern: "(a) WHERE NOT EXISTS {(a)-[*4..10]-(x {id: 'none'})} RETURN a ORDER BY a.name") { totalCount } }`,
		"rows":       `{ match(pattern: "(a)-[r]-(b)-[q]-(c) WHERE r.note IS NULL AND q.note IS NULL RETURN max(r.id)") { totalCount } }`,
		"and a view": `{ match(pattern: "(a)-[:worksWith]-(b)-[:worksWith]-(c)-[:worksWith]-(d)-[:worksWith]-(e) RETURN count(*)") { subgraph { totalCount } } }`,
	}
	var cheap []time.Duration
	stop := make(chan struct{})
	var client, costlies sync.WaitGroup
	client.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			start := time.Now()
			answer, err := s.try(`{ match(pattern: "(d {id: \"directorate-0\"})-[:operates]->(p)-[:worksWith]->(x) RETURN count(*)") { rows { cells { number } } } }`, "")
			if !assert.NoError(t, err) || !assert.Empty(t, answer.Errors) {
				return
			}
			cheap = append(cheap, time.Since(start))
		}
	})
	for name, query := range costly {
		costlies.Go(func() {
			start := time.Now()
			answer, err := s.try(query, "")
			if !assert.NoError(t, err, name) || !assert.NotEmpty(t, answer.Errors, "%s: %.300s", name, answer.raw) {
				return
			}
			assert.Equal(t, "LIMIT", answer.Errors[0].Extensions.Code, name)
			assert.Regexp(t, `work budget ran out after \d+ match`, answer.Errors[0].Message, name)
			assert.Contains(t, answer.Errors[0].Extensions.Hint, "narrow it", name)
			assert.Less(t, time.Since(start), slow(10*time.Second), name)
		})
	}
	costlies.Wait()
	close(stop)
	client.Wait()
	slices.Sort(cheap)
	require.Greater(t, len(cheap), 3)
	t.Logf("%d cheap answers: median %v, slowest %v", len(cheap), cheap[len(cheap)/2], cheap[len(cheap)-1])
	assert.Less(t, cheap[len(cheap)/2], slow(500*time.Millisecond))
	s.healthy(t)
}

type matchPage struct {
	Match struct {
		TotalCount int
		Truncated  bool
		Reason     string
		Rows       []struct {
			Cursor string
			Cells  []struct{ Text string }
		}
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
}

// Page after page each row comes once, in one order; a cursor is good for its
// pattern, parameters and lens only.
func TestMatchPages(t *testing.T) {
	s := serveSeed(t)
	const all = `query ($first: Int, $after: String, $kind: String = "Threat") {
		match(pattern: "(t) WHERE t.kind = $kind RETURN t.id", parameters: [{name: "kind", text: $kind}], first: $first, after: $after) {
			totalCount rows { cursor cells { text } } pageInfo { hasNextPage endCursor }
		}
	}`
	var whole matchPage
	s.post(t, all, "").into(t, &whole)
	require.Greater(t, whole.Match.TotalCount, 10)
	require.Len(t, whole.Match.Rows, whole.Match.TotalCount)

	var seen []string
	after := "null"
	for range whole.Match.TotalCount {
		var page matchPage
		s.post(t, all, fmt.Sprintf(`{"first": 7, "after": %s}`, after)).into(t, &page)
		for _, row := range page.Match.Rows {
			seen = append(seen, row.Cells[0].Text)
		}
		after = fmt.Sprintf("%q", page.Match.PageInfo.EndCursor)
		if !page.Match.PageInfo.HasNextPage {
			break
		}
	}
	var want []string
	for _, row := range whole.Match.Rows {
		want = append(want, row.Cells[0].Text)
	}
	assert.Equal(t, want, seen)

	cursor := whole.Match.Rows[3].Cursor
	for name, query := range map[string]string{
		"another pattern":   fmt.Sprintf(`{ match(pattern: "(t:Threat)", after: %q) { totalCount } }`, cursor),
		"another parameter": fmt.Sprintf(`query ($kind: String = "Program", $first: Int, $after: String = %q) %s`, cursor, all[len(`query ($first: Int, $after: String, $kind: String = "Threat") `):]),
		"another lens":      fmt.Sprintf(`{ view(lens: {minGrade: STATED}) { match(pattern: "(t) WHERE t.kind = $kind RETURN t.id", parameters: [{name: "kind", text: "Threat"}], after: %q) { totalCount } } }`, cursor),
	} {
		assert.Equal(t, "BAD_INPUT", s.post(t, query, "").code(t), name)
	}
	assert.Empty(t, s.post(t, all, fmt.Sprintf(`{"first": 1, "after": %q}`, cursor)).Errors)
}

// A search that its budget ends says so, and has no second page.
func TestTruncatedMatches(t *testing.T) {
	s := serveLarge(t, server.Limits{Work: 5000})
	var page matchPage
	s.post(t, `{ match(pattern: "(a)--(b)--(c)", first: 3) { totalCount truncated reason rows { cursor cells { text } } pageInfo { hasNextPage } } }`, "").into(t, &page)
	assert.True(t, page.Match.Truncated)
	assert.Equal(t, "budget: the request's work budget ran out", page.Match.Reason)
	require.Len(t, page.Match.Rows, 3)
	answer := s.post(t, fmt.Sprintf(`{ match(pattern: "(a)--(b)--(c)", after: %q) { totalCount } }`, page.Match.Rows[2].Cursor), "")
	assert.Equal(t, "LIMIT", answer.code(t))
}
