package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/server"
)

// wsClient is a plain client of graphql-transport-ws.
type wsClient struct {
	t    testing.TB
	conn *websocket.Conn
}

// dial opens a connection; it is closed with the test.
func (f *feedServer) dial(subprotocols ...string) *wsClient {
	f.t.Helper()
	conn, _, err := websocket.Dial(f.t.Context(), f.url+"/graphql", &websocket.DialOptions{Subprotocols: subprotocols})
	require.NoError(f.t, err)
	conn.SetReadLimit(8 << 20)
	f.t.Cleanup(func() { conn.CloseNow() })
	return &wsClient{f.t, conn}
}

// ready opens a connection and has it acknowledged.
func (f *feedServer) ready() *wsClient {
	f.t.Helper()
	c := f.dial("graphql-transport-ws")
	c.send(`{"type":"connection_init"}`)
	require.Equal(f.t, `{"type":"connection_ack"}`, c.read())
	return c
}

func (c *wsClient) send(text string) {
	assert.NoError(c.t, c.conn.Write(context.Background(), websocket.MessageText, []byte(text)))
}

func (c *wsClient) subscribe(id, query, variables string) {
	payload, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
	assert.NoError(c.t, err)
	c.send(fmt.Sprintf(`{"type":"subscribe","id":%q,"payload":%s}`, id, payload))
}

// read returns the next message, or why there is none.
func (c *wsClient) read() string {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, text, err := c.conn.Read(ctx)
	if err != nil {
		return fmt.Sprint("closed with ", int(websocket.CloseStatus(err)))
	}
	return string(text)
}

const followQuery = `subscription($after: Revision = 0) { changes(after: $after) { revision ops { id node { id } } } }`

func TestSubscriptionReplaysThenFollows(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	f.write(2, "")
	c := f.ready()
	c.subscribe("x", followQuery, "null") // by the variable's default
	expect := func(rev int) {
		t.Helper()
		node := fmt.Sprintf(`{"id":"e%d","node":{"id":"e%d"}}`, rev, rev)
		require.Equal(t, fmt.Sprintf(`{"type":"next","id":"x","payload":{"data":{"changes":{"revision":%d,"ops":[%s]}},"extensions":{"revision":%d}}}`, rev, node, rev), c.read())
	}
	expect(1)
	expect(2)
	f.write(50, "")
	for rev := 3; rev <= 52; rev++ {
		expect(rev)
	}
	c.send(`{"type":"complete","id":"x"}`)
	c.send(`{"type":"ping"}`)
	require.Equal(t, `{"type":"pong"}`, c.read())
	f.write(1, "")
	c.subscribe("x", `subscription { changes(after: 51, filter: {kinds: [Program]}) { revision } }`, "null") // the id is free again
	c.subscribe("q", `{ change(revision: 53) { revision opCount } }`, "null")
	require.Equal(t, `{"type":"next","id":"q","payload":{"data":{"change":{"revision":53,"opCount":1}}}}`, c.read())
	require.Equal(t, `{"type":"complete","id":"q"}`, c.read())
	f.stop()
	require.Equal(t, "closed with 1001", c.read(), "going away")
}

// An event is read at its own revision, whatever came after it.
func TestSubscriptionReadsAtTheRevision(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	for _, name := range []string{"First", "Second", "Third"} {
		_, err := f.store.Append(t.Context(), graph.Change{Author: "ann", Ops: []graph.Op{
			{Entity: &graph.Entity{ID: "cbp", Kind: "Agency", Name: name, Grade: graph.Editorial}}}}, graph.AnyRevision)
		require.NoError(t, err)
	}
	c := f.ready()
	c.subscribe("x", `subscription { c: changes(after: 0) { ops { node { ... on Agency { name } } } } }`, "null")
	for _, name := range []string{"First", "Second", "Third"} {
		assert.Contains(t, c.read(), fmt.Sprintf(`{"data":{"c":{"ops":[{"node":{"name":%q}}]}}`, name))
	}
}

func TestSubscriptionErrors(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	f.write(1, "")
	c := f.ready()
	for _, test := range []struct{ name, query, variables, want string }{
		{"a syntax error", `subscription {`, "null", "BAD_INPUT"},
		{"an unknown field", `subscription { changes { revisoin } }`, "null", `did you mean \"revision\"`},
		{"two root fields", `subscription { a: changes { revision } b: changes { revision } }`, "null", "BAD_INPUT"},
		{"introspection", `subscription { __typename }`, "null", "BAD_INPUT"},
		{"a conditional root", `subscription($b: Boolean!) { changes @skip(if: $b) { revision } }`, `{"b":true}`, "@skip is not allowed"},
		{"a conditional fragment", `subscription { ... @include(if: true) { changes { revision } } }`, "null", "@include is not allowed"},
		{"a bad variable", `subscription($a: Revision) { changes(after: $a) { revision } }`, `{"a":"soon"}`, "soon is not a revision"},
		{"a revision to come", `subscription { changes(after: 7) { revision } }`, "null", "the head is 1"},
		{"a bad kind", `subscription { changes(filter: {kinds: [Agenzy]}) { revision } }`, "null", "BAD_INPUT"},
		{"too deep", `subscription { changes { ops { node { ` + strings.Repeat("... on Agency { parts { ", 20) + "id" + strings.Repeat("}}", 20) + ` } } } }`, "null", "LIMIT"},
		{"a mutation", `mutation { revert(revision: 1) { applied } }`, "null", "send it by POST"},
		{"too many bytes", `subscription { changes { revision } } #` + strings.Repeat("x", 20000), "null", "LIMIT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c.subscribe("x", test.query, test.variables)
			answer := c.read()
			assert.Contains(t, answer, `{"type":"error","id":"x","payload":[{"message":`)
			assert.Contains(t, answer, test.want)
			assertPresentable(t, []byte(answer))

			response, err := http.Get(f.url + "/graphql/stream?" + url.Values{"query": {test.query}, "variables": {test.variables}}.Encode())
			require.NoError(t, err)
			defer response.Body.Close()
			assert.GreaterOrEqual(t, response.StatusCode, 400, "refused before the stream begins")
		})
	}
	// A type that does not exist is found in the event: the filter is Query's too.
	c.subscribe("x", `subscription { changes(after: 0, filter: {types: ["partof"]}) { revision } }`, "null")
	assert.Contains(t, c.read(), `did you mean \"partOf\"`)
}

func TestWebSocketProtocol(t *testing.T) {
	f := serveFeed(t, server.Limits{Stall: 500 * time.Millisecond, Body: 5000})
	const init = `{"type":"connection_init"}`
	for _, test := range []struct {
		name  string
		sends []string
		want  string
	}{
		{"no init", nil, "closed with 4408"},
		{"two inits", []string{init, init}, "closed with 4429"},
		{"subscribe before init", []string{`{"type":"subscribe","id":"a","payload":{"query":"{__typename}"}}`}, "closed with 4401"},
		{"no JSON", []string{init, `{`}, "closed with 4400"},
		{"no object", []string{init, `[]`}, "closed with 4400"},
		{"no such type", []string{init, `{"type":"start"}`}, "closed with 4400"},
		{"no id", []string{init, `{"type":"subscribe","payload":{"query":"{__typename}"}}`}, "closed with 4400"},
		{"no payload", []string{init, `{"type":"subscribe","id":"a"}`}, "closed with 4400"},
		{"no query", []string{init, `{"type":"subscribe","id":"a","payload":{}}`}, `{"type":"error","id":"a"`},
		{"an id in use", []string{init, `{"type":"subscribe","id":"a","payload":{"query":"subscription{changes{revision}}"}}`,
			`{"type":"subscribe","id":"a","payload":{"query":"{__typename}"}}`}, "closed with 4409"},
		{"too long", []string{init, `{"type":"ping","payload":"` + strings.Repeat("x", 5000) + `"}`}, "closed with 1009"},
		{"an unknown id completed", []string{init, `{"type":"complete","id":"z"}`, `{"type":"ping"}`}, `{"type":"pong"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := f.dial("graphql-transport-ws")
			for _, text := range test.sends {
				c.send(text)
			}
			got := c.read()
			if got == `{"type":"connection_ack"}` {
				got = c.read()
			}
			assert.Contains(t, got, test.want)
		})
	}
	for _, test := range []struct {
		name   string
		offer  []string
		origin string
		status int
	}{
		{"the old subprotocol", []string{"graphql-ws"}, "", 400},
		{"no subprotocol", nil, "", 400},
		{"another origin", []string{"graphql-transport-ws"}, "https://evil.example", 403},
		{"its own origin", []string{"graphql-ws", "graphql-transport-ws"}, f.url, 101},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := http.Header{}
			if test.origin != "" {
				h.Set("Origin", test.origin)
			}
			conn, response, err := websocket.Dial(t.Context(), f.url+"/graphql", &websocket.DialOptions{Subprotocols: test.offer, HTTPHeader: h})
			require.NotNil(t, response)
			assert.Equal(t, test.status, response.StatusCode, "%v", err)
			if conn != nil {
				conn.CloseNow()
			}
		})
	}
}

// A slow subscriber is told with an error, and its id is free again.
func TestSubscriptionTellsTheSlow(t *testing.T) {
	f := serveFeed(t, server.Limits{Lag: 20})
	c := f.ready()
	c.subscribe("x", `subscription { changes { revision ops { node { ... on Agency { note } } } } }`, "null")
	require.Eventually(t, func() bool { // until it follows
		c.subscribe("q", `{ revision { revision } }`, "null")
		return strings.HasPrefix(c.read(), `{"type":"next","id":"q"`) && strings.HasPrefix(c.read(), `{"type":"complete"`)
	}, 5*time.Second, time.Millisecond)
	time.Sleep(100 * time.Millisecond)
	head := f.write(300, strings.Repeat("a long note ", 5000))
	revs := 0
	for revs < int(head) {
		text := c.read()
		if strings.HasPrefix(text, `{"type":"error"`) {
			assert.Contains(t, text, fmt.Sprintf(`"after":%d,`, revs))
			assert.Contains(t, text, `"code":"LIMIT"`)
			break
		}
		revs++
		require.Contains(t, text[:min(200, len(text))], fmt.Sprintf(`"revision":%d,`, revs))
	}
	require.Less(t, revs, int(head))
	c.subscribe("x", `subscription($a: Revision) { changes(after: $a) { revision } }`, fmt.Sprintf(`{"a":%d}`, revs))
	for revs < int(head) {
		revs++
		require.Contains(t, c.read(), fmt.Sprintf(`"revision":%d}`, revs))
	}
}

// Two hundred consumers of all sorts, while the graph grows: each sees every
// revision exactly once and in order, and the server's stop ends them all.
func TestManyConsumers(t *testing.T) {
	const consumers, before, during = 200, 20, 60
	f := serveFeed(t, server.Limits{})
	f.write(before, "")
	var all, reached sync.WaitGroup
	reached.Add(consumers)
	for i := range consumers {
		after := int64(i % (before + 1))
		// next gives the revision of the next event; false at the end.
		var next func() (int64, bool)
		switch i % 4 {
		case 0:
			c := f.lines(fmt.Sprintf("after=%d", after))
			next = func() (int64, bool) {
				e, ok := c.next()
				return e.Revision, ok && e.Event == "change"
			}
		case 1:
			next = f.events(fmt.Sprintf("/changes?after=%d", after), "change")
		case 2:
			next = f.events("/graphql/stream?"+url.Values{"query": {followQuery}, "variables": {fmt.Sprintf(`{"after":%d}`, after)}}.Encode(), "next")
		case 3:
			c := f.ready()
			c.subscribe("x", followQuery, fmt.Sprintf(`{"after":%d}`, after))
			next = func() (int64, bool) {
				var m struct {
					Payload struct {
						Data struct{ Changes struct{ Revision int64 } }
					}
				}
				ok := json.Unmarshal([]byte(c.read()), &m) == nil
				return m.Payload.Data.Changes.Revision, ok
			}
		}
		all.Go(func() {
			at := after
			for at < before+during {
				rev, ok := next()
				if !assert.True(t, ok, "consumer %d ended at %d", i, at) || !assert.Equal(t, at+1, rev, "consumer %d", i) {
					break
				}
				at++
			}
			reached.Done()
			_, ok := next()
			assert.False(t, ok, "nothing more but the end")
		})
	}
	f.write(during, "")
	reached.Wait()
	f.stop()
	all.Wait()
}

// events opens a stream of server-sent events and returns how to read the
// revisions of those of a name.
func (f *feedServer) events(path, name string) func() (int64, bool) {
	r, err := http.NewRequest(http.MethodGet, f.url+path, nil)
	require.NoError(f.t, err)
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	require.NoError(f.t, err)
	require.Equal(f.t, http.StatusOK, response.StatusCode)
	f.t.Cleanup(func() { response.Body.Close() })
	in := bufio.NewScanner(response.Body)
	in.Buffer(nil, 8<<20)
	return func() (int64, bool) {
		for in.Scan() {
			if in.Text() != "event: "+name {
				continue
			}
			in.Scan() // the data
			in.Scan()
			var rev int64
			_, err := fmt.Sscanf(in.Text(), "id: %d", &rev)
			return rev, err == nil
		}
		return 0, false
	}
}

// BenchmarkFanOut is the time from a commit until the last of many consumers has
// read its event.
func BenchmarkFanOut(b *testing.B) {
	for _, sort := range []string{"lines", "subscription"} {
		for _, consumers := range []int{1, 200} {
			b.Run(fmt.Sprintf("%s/consumers=%d", sort, consumers), func(b *testing.B) {
				f := serveFeed(b, server.Limits{})
				read := make([]func(), consumers)
				for i := range read {
					if sort == "lines" {
						c := f.lines("after=0")
						read[i] = func() { c.next() }
						continue
					}
					c := f.ready()
					c.subscribe("x", `subscription { changes(after: 0) { revision author ops { id } } }`, "null")
					read[i] = func() { c.read() }
				}
				b.ReportAllocs()
				for b.Loop() {
					f.write(1, "")
					var all sync.WaitGroup
					for _, next := range read {
						all.Go(next)
					}
					all.Wait()
				}
			})
		}
	}
}

// A thousand consumers that vanish in mid-stream leave nothing behind: serveFeed
// looks for goroutines and snapshots at the end.
func TestDroppedConsumers(t *testing.T) {
	f := serveFeed(t, server.Limits{Streams: 50})
	f.write(3, "")
	for i := range 1000 {
		switch i % 4 {
		case 0:
			c := f.ready()
			c.subscribe("x", followQuery, "null")
			require.Contains(t, c.read(), `"revision":1`)
			c.conn.CloseNow()
		case 1:
			c := f.lines("after=0")
			c.expect(1, 1)
			c.body.Close()
		default:
			ctx, cancel := context.WithCancel(t.Context())
			path := []string{"/changes?after=0", "/graphql/stream?" + url.Values{"query": {followQuery}}.Encode()}[i%2]
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url+path, nil)
			require.NoError(t, err)
			response, err := http.DefaultClient.Do(r)
			require.NoError(t, err)
			_, err = response.Body.Read(make([]byte, 1))
			require.NoError(t, err)
			cancel()
			response.Body.Close()
		}
		if i%25 == 24 { // places are freed as the server sees them go
			f.write(1, "")
			require.Eventually(t, func() bool {
				c := f.dial("graphql-transport-ws")
				defer c.conn.CloseNow()
				c.send(`{"type":"connection_init"}`)
				c.read()
				c.subscribe("x", followQuery, "null")
				return !strings.Contains(c.read(), "UNAVAILABLE")
			}, 10*time.Second, 5*time.Millisecond)
		}
	}
}
