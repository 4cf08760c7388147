//go:build unix

package main

import (
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
	"missiongraph/internal/server"
)

// benchmarkLists are pages of 20 of long lists, from the request to its answer.
var benchmarkLists = []struct{ name, query string }{
	{"page", `{ partners(first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage } } }`},
	{"ordered", `{ partners(orderBy: [{by: degree, direction: DESC}, {by: name}], first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage } } }`},
	{"filtered", `{ partners(filter: {name: {contains: "9"}}, first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage } } }`},
	{"through-relations", `{ partners(filter: {programs: {some: {name: {contains: "7"}}}}, first: 20) { edges { cursor node { id name } } pageInfo { hasNextPage } } }`},
	{"counted-through-relations", `{ partners(filter: {programs: {some: {name: {contains: "7"}}}}, first: 20) { totalCount totalCountIsExact } }`},
	{"relations", `{ directorate(id: "directorate-0") { programsConnection(filter: {degree: {gt: 2}}, orderBy: [{by: degree}], first: 20) { edges { cursor node { id } relation { grade } } } } }`},
}

// BenchmarkList times pages over the large synthetic graph. cpu-us/request is
// the processor time of one request, which other work on the machine changes
// least.
func BenchmarkList(b *testing.B) {
	s, err := newServer(synthetic(b, graphtest.BenchSize()), nil, server.Limits{}, zerolog.Nop())
	require.NoError(b, err)
	for _, q := range benchmarkLists {
		b.Run(q.name+"/"+graphtest.BenchSize().String(), func(b *testing.B) {
			ask(b, s, q.query)
			body := `{"query":` + quoted(q.query) + `}`
			b.ReportAllocs()
			var spent time.Duration
			for b.Loop() {
				spent += cpu(func() { post(s, body) })
			}
			b.ReportMetric(float64(spent.Microseconds())/float64(b.N)/batch, "cpu-us/request")
		})
	}
}
