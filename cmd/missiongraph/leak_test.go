package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"missiongraph/internal/server"
)

// How many clients go away in the tests below.
const (
	cancelledRequests = 10_000
	droppedStreams    = 1_000
)

// idle asserts that a server which still runs holds nothing for clients that
// have gone: no snapshot, which is a transaction, and no goroutine but those it
// had before.
func (f *feedServer) idle(before goleak.Option) {
	f.t.Helper()
	http.DefaultClient.CloseIdleConnections()
	err := goleak.Find(before) // waits a little for what is ending, which a busy machine makes longer
	for wait := time.Now().Add(20 * time.Second); err != nil && time.Now().Before(wait); {
		err = goleak.Find(before)
	}
	assert.NoError(f.t, err)
	assert.Zero(f.t, f.store.open.Load(), "snapshots left open")
}

// Clients that give up at any moment, before their request was read or while
// its answer is made or sent, leave nothing behind in a server that goes on.
func TestCancelledRequestsLeaveNothing(t *testing.T) {
	f := serveFeed(t, server.Limits{Concurrent: 64})
	_, err := loadSeed(t.Context(), f.store)
	require.NoError(t, err)
	requests := []string{
		`{ entities(first: 50) { nodes { name relations { sentence } facts { nodes { evidence { quote } } } } } }`,
		`{ paths(from: "ero", to: "interpol", maxLength: 6, first: 3) { paths { steps { sentence } } } }`,
		`{ subgraph(roots: ["ice"], depth: 3) { nodes { id name } edges { id } } }`,
		`{ view(lens: {revision: 1}) { facts(first: 200) { nodes { id evidence { quote line } } } } }`,
		`{ match(pattern: "(a)-[r]->(b)", first: 100) { rows { cells { value } } } }`,
	}
	before := goleak.IgnoreCurrent()
	var left atomic.Int64
	var wait sync.WaitGroup
	const clients = 16
	for c := range clients {
		wait.Go(func() {
			draw := rand.New(rand.NewPCG(1, uint64(c)))
			for i := range cancelledRequests / clients {
				query := requests[i%len(requests)]
				ctx, cancel := context.WithTimeout(context.Background(), time.Duration(draw.IntN(20_000))*time.Microsecond)
				request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url+"/graphql?query="+url.QueryEscape(query), nil)
				if assert.NoError(t, err) {
					left.Add(gone(t, request))
				}
				cancel()
			}
		})
	}
	wait.Wait()
	t.Logf("%d of %d requests were cancelled before their answer was there", left.Load(), cancelledRequests)
	assert.Greater(t, left.Load(), int64(cancelledRequests/10))
	f.idle(before)
}

// gone sends a request that ends when its context does, and returns 1 when that
// was before the whole answer was there.
func gone(t testing.TB, r *http.Request) int64 {
	response, err := http.DefaultClient.Do(r)
	if err == nil {
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
	if err == nil {
		return 0
	}
	assert.True(t, errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled), "%v", err)
	return 1
}

// Subscribers that go away without a word, over each transport, leave nothing
// behind in a server that goes on.
func TestDroppedSubscriptionsLeaveNothing(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	f.write(3, "")
	const query = `subscription { changes(after: 0) { revision } }`
	stream := f.url + "/graphql/stream?query=" + url.QueryEscape(query)
	ways := []func(){
		func() { f.dropSocket(query) },
		func() { f.dropStream(stream, "text/event-stream") },
		func() { f.dropStream(f.url+"/changes?after=0", "text/event-stream") },
		func() { f.dropStream(f.url+"/changes?after=0", "application/x-ndjson") },
	}
	before := goleak.IgnoreCurrent()
	const at = 20 // a time
	for i := range droppedStreams / at {
		var wait sync.WaitGroup
		for j := range at {
			wait.Go(ways[(i+j)%len(ways)])
		}
		wait.Wait()
		f.write(1, "")
	}
	f.idle(before)
}

// dropSocket subscribes over WebSocket, reads an event and is gone.
func (f *feedServer) dropSocket(query string) {
	c := f.dial("graphql-transport-ws")
	c.send(`{"type":"connection_init"}`)
	assert.Equal(f.t, `{"type":"connection_ack"}`, c.read())
	c.subscribe("1", query, "{}")
	assert.Contains(f.t, c.read(), `"next"`)
	c.conn.CloseNow()
}

// dropStream follows a stream over HTTP, reads of it and is gone.
func (f *feedServer) dropStream(address, accept string) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if !assert.NoError(f.t, err) {
		return
	}
	r.Header.Set("Accept", accept)
	response, err := http.DefaultClient.Do(r)
	if !assert.NoError(f.t, err) {
		return
	}
	defer response.Body.Close()
	assert.Equal(f.t, http.StatusOK, response.StatusCode)
	text := make([]byte, 64)
	n, err := io.ReadAtLeast(response.Body, text, 16)
	assert.NoError(f.t, err, fmt.Sprintf("%q", strings.TrimSpace(string(text[:n]))))
}
