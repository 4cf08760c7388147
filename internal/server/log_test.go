package server

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

func TestOneEventPerRequest(t *testing.T) {
	f := newFixture(t, func(c *Config) {
		c.Access.Authenticate = func(context.Context, string) (graph.Principal, error) {
			return graph.Principal{Name: "ada", Role: graph.ReaderRole}, nil
		}
	})
	r := post(`{"query":"query Named($v:String){echo(string:$v) fail(how:\"coded\")}","variables":{"v":"hunter2"}}`)
	r.Header.Set(requestHeader, "abc-123")
	r.Header.Set("Authorization", "Bearer hunter3")
	got := f.do(t, r)
	assert.Equal(t, "abc-123", got.header.Get(requestHeader))

	lines := strings.Split(strings.TrimSpace(f.logs.String()), "\n")
	require.Len(t, lines, 1)
	var event map[string]any
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &event))
	assert.Equal(t, "info", event["level"])
	assert.Equal(t, "abc-123", event["request_id"])
	assert.Equal(t, "Named", event["op"])
	assert.EqualValues(t, 200, event["status"])
	assert.EqualValues(t, 7, event["rev"])
	assert.EqualValues(t, len(got.body), event["bytes"])
	assert.Equal(t, []any{"NOT_FOUND"}, event["codes"])
	assert.Equal(t, "ada", event["principal"])
	assert.Contains(t, event, "took_ms")
	assert.NotContains(t, lines[0], "hunter")
	assert.NotContains(t, lines[0], "echo")
}

func TestRequestID(t *testing.T) {
	f := newFixture(t, nil)
	for name, given := range map[string]string{
		"none": "", "spaces": "a b", "line break": "a\nb", "quotes": `"`, "long": strings.Repeat("a", 65), "not ASCII": "é",
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/healthz", nil)
			r.Header.Set(requestHeader, given)
			id := f.do(t, r).header.Get(requestHeader)
			assert.Len(t, id, 16)
			assert.NotEqual(t, given, id)
		})
	}
}
