package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/server"
)

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
