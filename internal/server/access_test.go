package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/feed"
)

// testTokens are tokens by what they are.
var testTokens = map[string]graph.Principal{
	"reader-token": {Name: "rita", Role: graph.ReaderRole},
	"editor-token": {Name: "eddy", Role: graph.EditorRole},
	"admin-token":  {Name: "anna", Role: graph.AdminRole},
	"norole-token": {Name: "nora"},
}

func testAuthenticate(_ context.Context, token string) (graph.Principal, error) {
	if who, ok := testTokens[token]; ok {
		return who, nil
	}
	if token == "away-token" {
		return graph.Principal{}, graph.Errorf(graph.Unavailable, "the issuer of tokens does not answer")
	}
	return graph.Principal{}, graph.Errorf(graph.Unauthenticated, "the token is not known here")
}

func withAccess(required bool) func(*Config) {
	return func(c *Config) {
		c.Access = Access{Authenticate: testAuthenticate, Required: required}
		c.Backup = testBackup
		c.Feed = new(feed.Feed)
		c.Playground = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("page")) })
	}
}

// Every route, and some paths that try to look like another, for everybody.
func TestRoutesAndRoles(t *testing.T) {
	const query = "/graphql?query=%7Bmust(n:1)%7D"
	statuses := func(none, reader, admin int) [3]int { return [3]int{none, reader, admin} }
	tests := []struct {
		path           string
		local, guarded [3]int // no token, a reader, an admin
	}{
		{query, statuses(200, 200, 200), statuses(401, 200, 200)},
		{"/graphql/stream?query=%7Bmust(n:1)%7D", statuses(200, 200, 200), statuses(401, 200, 200)},
		{"/changes?after=nonsense", statuses(400, 400, 400), statuses(401, 400, 400)},
		{"/metrics", statuses(200, 200, 200), statuses(401, 200, 200)},
		{"/backup", statuses(401, 403, 200), statuses(401, 403, 200)},
		{"/schema.graphql", statuses(200, 200, 200), statuses(200, 200, 200)},
		{"/healthz", statuses(200, 200, 200), statuses(200, 200, 200)},
		{"/readyz", statuses(200, 200, 200), statuses(200, 200, 200)},
		{"/", statuses(307, 307, 307), statuses(307, 307, 307)},
		{"/playground", statuses(200, 200, 200), statuses(200, 200, 200)},
		{"/playground/x", statuses(200, 200, 200), statuses(200, 200, 200)},
		{"/assets/x.js", statuses(200, 200, 200), statuses(200, 200, 200)},
		{"/e/x", statuses(404, 404, 404), statuses(404, 404, 404)}, // a page of the explorer
		{"/e/../graphql?query=%7Bmust(n:1)%7D", statuses(307, 307, 307), statuses(401, 307, 307)},
		{"/d", statuses(404, 404, 404), statuses(404, 404, 404)},
		{"/diagrams/x.svg", statuses(404, 404, 404), statuses(401, 404, 404)},
		{"/training", statuses(404, 404, 404), statuses(404, 404, 404)},
		{"/training/x.md", statuses(404, 404, 404), statuses(401, 404, 404)},
		{"/export", statuses(404, 404, 404), statuses(401, 404, 404)},
		{"/assets/../graphql?query=%7Bmust(n:1)%7D", statuses(307, 307, 307), statuses(401, 307, 307)},
		{"/assets/%2e%2e/graphql?query=%7Bmust(n:1)%7D", statuses(200, 200, 200), statuses(401, 200, 200)}, // a page
		{"//graphql?query=%7Bmust(n:1)%7D", statuses(307, 307, 307), statuses(401, 307, 307)},
		{"/graphql/", statuses(404, 404, 404), statuses(401, 404, 404)},
		{"/healthz/x", statuses(404, 404, 404), statuses(401, 404, 404)},
	}
	for name, required := range map[string]bool{"reading is open": false, "reading needs a role": true} {
		f := newFixture(t, withAccess(required))
		for _, test := range tests {
			want := test.local
			if required {
				want = test.guarded
			}
			for i, token := range []string{"", "reader-token", "admin-token"} {
				t.Run(name+" "+test.path+" "+token, func(t *testing.T) {
					r := httptest.NewRequest("GET", "http://localhost"+strings.TrimPrefix(test.path, "http://localhost"), nil)
					r.Header.Set("Accept", "*/*")
					if token != "" {
						r.Header.Set("Authorization", "Bearer "+token)
					}
					got := f.do(t, r)
					assert.Equal(t, want[i], got.status, got.body)
					switch got.status {
					case 401:
						assert.Equal(t, codeUnauthenticated, got.code())
						assert.Equal(t, `Bearer realm="missiongraph"`, got.header.Get("WWW-Authenticate"))
					case 403:
						assert.Equal(t, codeForbidden, got.code())
						assert.Contains(t, got.header.Get("WWW-Authenticate"), "insufficient_scope")
					}
				})
			}
		}
	}
}

// A wrong token is never nobody: not where nobody may read, either.
func TestWrongTokensAreRefused(t *testing.T) {
	tests := []struct {
		name   string
		header []string
		code   string
		status int
	}{
		{"unknown", []string{"Bearer hunter2"}, codeUnauthenticated, 401},
		{"empty", []string{"Bearer "}, codeUnauthenticated, 401},
		{"no value", []string{""}, codeUnauthenticated, 401},
		{"no scheme", []string{"reader-token"}, codeUnauthenticated, 401},
		{"basic", []string{"Basic cmVhZGVyOmh1bnRlcjI="}, codeUnauthenticated, 401},
		{"two in one", []string{"Bearer reader-token, Bearer admin-token"}, codeUnauthenticated, 401},
		{"two headers", []string{"Bearer reader-token", "Bearer admin-token"}, codeUnauthenticated, 401},
		{"no role", []string{"Bearer norole-token"}, codeForbidden, 403},
		{"cannot be told", []string{"Bearer away-token"}, codeUnavailable, 503},
	}
	for _, required := range []bool{false, true} {
		f := newFixture(t, withAccess(required))
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				r := post(`{"query":"{must(n:1)}"}`)
				r.Header["Authorization"] = test.header
				got := f.do(t, r)
				assert.Equal(t, test.status, got.status)
				assert.Equal(t, test.code, got.code())
				assert.Nil(t, got.Data)
				switch test.status {
				case 401:
					assert.Contains(t, got.header.Get("WWW-Authenticate"), `error="invalid_token"`)
				case 503:
					assert.NotEmpty(t, got.header.Get("Retry-After"))
				}
			})
		}
		r := httptest.NewRequest("GET", "/graphql?query=%7Bmust(n:1)%7D&access_token=admin-token", nil)
		r.AddCookie(&http.Cookie{Name: "access_token", Value: "admin-token"})
		f.do(t, r)
		r = post(`{"query":"{must(n:1)}"}`)
		r.Header.Set("Authorization", "bearer editor-token")
		assert.Equal(t, 200, f.do(t, r).status, "the scheme is of any case")
		log := f.logs.String()
		assert.Contains(t, log, `"principal":"eddy"`)
		assert.Contains(t, log, `"reason":"the token is not known here"`)
		assert.Contains(t, log, `"remote":"192.0.2.1"`)
		assert.NotContains(t, log, `"principal":"anna"`, "neither address nor cookie says who asks")
		for _, secret := range []string{"hunter2", "cmVhZGVy", "-token"} {
			assert.NotContains(t, log, secret)
		}
	}
}

// What a client has is compared only when it is known who asks.
func TestNotModifiedIsGuarded(t *testing.T) {
	f := newFixture(t, withAccess(true))
	get := func(token, tag string) reply {
		r := httptest.NewRequest("GET", "/graphql?query=%7Bmust(n:1)%7D", nil)
		r.Header.Set("If-None-Match", tag)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return f.do(t, r)
	}
	tag := get("reader-token", "").header.Get("ETag")
	require.NotEmpty(t, tag)
	assert.Equal(t, 304, get("admin-token", tag).status)
	assert.Contains(t, get("admin-token", tag).header.Values("Vary"), "Authorization")
	assert.Equal(t, 401, get("", tag).status)
	assert.Equal(t, 401, get("", "*").status)
}

func TestHosts(t *testing.T) {
	f := newFixture(t, func(c *Config) { c.Access.Hosts = []string{"graph.example"} })
	for host, status := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "LOCALHOST.": 200, "[::1]:8080": 200, "127.1.2.3": 200,
		"graph.example": 200, "graph.example:80": 200,
		"evil.example:8080": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421, "": 421, "0.0.0.0:8080": 421, "192.168.1.2": 421,
	} {
		r := post(`{"query":"{must(n:1)}"}`)
		r.Host = host
		assert.Equal(t, status, f.do(t, r).status, "%q", host)
	}
}

func TestRate(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	f := newFixture(t, func(c *Config) {
		c.Access = Access{Authenticate: testAuthenticate, Rate: Rate{Units: requestWork, Burst: 2 * requestWork, Now: func() time.Time { return at }}}
	})
	ask := func(token, from string) reply {
		r := post(`{"query":"{must(n:1)}"}`)
		if r.RemoteAddr = from + ":1234"; token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return f.do(t, r)
	}
	for range 2 {
		assert.Equal(t, 200, ask("reader-token", "192.0.2.1").status)
	}
	got := ask("reader-token", "192.0.2.2")
	assert.Equal(t, 429, got.status, "by principal, not by address")
	assert.Equal(t, codeLimit, got.code())
	assert.Equal(t, "1", got.header.Get("Retry-After"))
	assert.Equal(t, 200, ask("editor-token", "192.0.2.1").status, "another principal has another bucket")
	assert.Equal(t, 200, ask("", "192.0.2.1").status)
	at = at.Add(time.Second)
	assert.Equal(t, 200, ask("reader-token", "192.0.2.1").status)
	assert.Equal(t, 429, ask("reader-token", "192.0.2.1").status)

	for range 2 {
		assert.Equal(t, 200, ask("", "[2001:db8::1]").status)
	}
	assert.Equal(t, 429, ask("", "[2001:db8::2]").status, "a network is one caller")
	assert.Equal(t, 200, ask("", "[2001:db8:0:1::2]").status)
	r := httptest.NewRequest("GET", "/healthz", nil)
	r.RemoteAddr = "[2001:db8::2]:1"
	assert.Equal(t, 200, f.do(t, r).status, "health is told to everybody")
}

// What was spent beyond the bucket is paid off before the next request, and
// callers are not remembered without bound.
func TestRateDebtAndMemory(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	f := newFixture(t, func(c *Config) {
		c.Access.Rate = Rate{Units: 100, Burst: 1000, Now: func() time.Time { return at }}
	})
	who := &identity{who: graph.Principal{Name: "rita", Role: graph.ReaderRole}}
	require.Nil(t, f.afford(who))
	f.charge(who, 5500)
	p := f.afford(who)
	require.NotNil(t, p)
	assert.Equal(t, 46, p.extra["retryAfter"])
	at = at.Add(45 * time.Second)
	assert.NotNil(t, f.afford(who))
	at = at.Add(time.Second)
	assert.Nil(t, f.afford(who))
	for i := range mostBuckets + 100 {
		f.charge(&identity{from: string(rune(i + 1000))}, 1)
	}
	assert.Equal(t, mostBuckets, f.buckets.by.Len())
}
