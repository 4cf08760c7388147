package server

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestLimitOf(t *testing.T) {
	tests := []struct {
		name string
		p    *problem
		ran  bool
		want string
	}{
		{"none", badInput("no"), false, ""},
		{"before it ran", overLimit("too deep"), false, limitDocument},
		{"while it ran", overLimit("too many rows"), true, limitWork},
		{"time", &problem{code: codeTimeout}, true, limitTime},
		{"named", &problem{code: codeUnavailable, limit: limitConcurrent}, false, limitConcurrent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, limitOf(test.p, test.ran)) })
	}
}

// An answer that is too large is counted as such, and not as work.
func TestMetricsOfLargeReply(t *testing.T) {
	f := newFixture(t, func(c *Config) { c.Limits.Reply = 100 })
	got := f.ask(t, `{list(n:100){n}}`, "null")
	assert.Equal(t, codeLimit, got.code())
	page := f.do(t, httptest.NewRequest("GET", "/metrics", nil)).body
	assert.Contains(t, page, `missiongraph_limits_hit_total{limit="reply"} 1`)
	assert.Contains(t, page, `missiongraph_limits_hit_total{limit="work"} 0`)
	assert.Contains(t, page, `missiongraph_requests_total{code="LIMIT",operation="query"} 1`)
}

// BenchmarkObserve is what metrics add to each request.
func BenchmarkObserve(b *testing.B) {
	f := newFixture(b, nil)
	e := &entry{kind: "query", work: 300, bytes: 4000}
	b.ReportAllocs()
	for b.Loop() {
		f.metrics.observe(e, time.Millisecond)
	}
}
