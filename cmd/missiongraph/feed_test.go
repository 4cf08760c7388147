package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/server"
)

// feedServer is a server as serve runs it, that can be stopped and started
// again over the same file.
type feedServer struct {
	t       testing.TB
	path    string
	address string // the same after a restart
	limits  server.Limits
	access  server.Access // of the next start
	store   *feedStore
	url     string
	stop    func()
}

// feedStore knows how many of its snapshots are open.
type feedStore struct {
	*bolt.Store
	open atomic.Int32
}

type feedSnapshot struct {
	graph.Historian
	open *atomic.Int32
}

func (s *feedStore) Snapshot(rev graph.Revision) (graph.Snapshot, error) {
	found, err := s.Store.Snapshot(rev)
	if err != nil {
		return nil, err
	}
	s.open.Add(1)
	return feedSnapshot{found.(graph.Historian), &s.open}, nil
}

func (s feedSnapshot) Close() error {
	s.open.Add(-1)
	return s.Historian.Close()
}

// serveFeed starts a server over an empty file.
func serveFeed(t testing.TB, limits server.Limits) *feedServer {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	f := &feedServer{t: t, address: "127.0.0.1:0", path: filepath.Join(t.TempDir(), dataFile), limits: limits}
	t.Cleanup(func() {
		f.stop()
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t, leaks)
	})
	f.start()
	return f
}

func (f *feedServer) start() {
	f.t.Helper()
	store, err := bolt.Open(f.path, bolt.Options{NoSync: true})
	require.NoError(f.t, err)
	f.store = &feedStore{Store: store}
	p := startParts(f.limits, zerolog.Nop())
	p.access = f.access
	s, err := p.server(f.store, nil, nil)
	require.NoError(f.t, err)
	listener, err := net.Listen("tcp", f.address)
	require.NoError(f.t, err)
	f.address = listener.Addr().String()
	f.url = "http://" + f.address
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener) }()
	f.stop = sync.OnceFunc(func() {
		cancel()
		assert.NoError(f.t, <-ended, "a clean stop")
		assert.Zero(f.t, f.store.open.Load(), "snapshots left open")
		assert.NoError(f.t, f.store.Close())
	})
}

// write appends changes, each of one entity, and returns the head.
func (f *feedServer) write(n int, note string) graph.Revision {
	f.t.Helper()
	for range n {
		id := fmt.Sprintf("e%d", f.store.Head()+1)
		_, err := f.store.Append(context.Background(), graph.Change{Author: "ann", Message: "add " + id, Ops: []graph.Op{
			{Entity: &graph.Entity{ID: id, Kind: "Agency", Name: id, Note: note, Grade: graph.Editorial}}}}, graph.AnyRevision)
		require.NoError(f.t, err)
	}
	return f.store.Head()
}

// lines opens /changes as lines of JSON.
func (f *feedServer) lines(query string) *lineClient {
	f.t.Helper()
	r, err := http.NewRequest(http.MethodGet, f.url+"/changes?"+query, nil)
	require.NoError(f.t, err)
	r.Header.Set("Accept", "application/x-ndjson")
	response, err := http.DefaultClient.Do(r)
	require.NoError(f.t, err)
	require.Equal(f.t, http.StatusOK, response.StatusCode)
	f.t.Cleanup(func() { response.Body.Close() })
	return &lineClient{f.t, response.Body, bufio.NewReader(response.Body)}
}

type lineClient struct {
	t    testing.TB
	body io.Closer
	in   *bufio.Reader
}

// next returns the next event but for signs of life; false at the end.
func (c *lineClient) next() (feedEvent, bool) {
	for {
		var e feedEvent
		line, err := c.in.ReadBytes('\n')
		if err != nil {
			return e, false
		}
		if !assert.NoError(c.t, json.Unmarshal(line, &e)) || e.Event != "at" {
			return e, true
		}
	}
}

// expect reads the changes from one revision to another.
func (c *lineClient) expect(from, to graph.Revision) {
	c.t.Helper()
	for rev := from; rev <= to; rev++ {
		e, ok := c.next()
		require.True(c.t, ok)
		require.Equal(c.t, "change", e.Event)
		require.EqualValues(c.t, rev, e.Revision, "once and in order")
	}
}

func TestFeedReplaysThenFollows(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	f.write(5, "")
	all, late, now := f.lines("after=0"), f.lines("after=3"), f.lines("")
	all.expect(1, 5)
	late.expect(4, 5)
	f.write(40, "") // more than are kept
	all.expect(6, 45)
	late.expect(6, 45)
	now.expect(6, 45)
	f.stop()
	for _, c := range []*lineClient{all, late, now} {
		e, ok := c.next()
		require.True(t, ok)
		assert.Equal(t, "bye", e.Event)
		assert.EqualValues(t, 45, e.Revision)
		_, ok = c.next()
		assert.False(t, ok)
	}
	f.start()
	again := f.lines("after=45")
	f.write(1, "")
	again.expect(46, 46)
}

func TestFeedSaysWhatWasRetracted(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	agency := func(id string) graph.Op {
		return graph.Op{Entity: &graph.Entity{ID: id, Kind: "Agency", Name: strings.ToUpper(id), Grade: graph.Editorial}}
	}
	page := graph.Source{ID: "page", Title: "Page", Text: "CBP", SHA256: graph.TextHash("CBP")}
	fact := graph.Fact{Subject: "cbp", Type: "partOf", Object: "dhs", Grade: graph.Stated,
		Evidence: []graph.Evidence{{Source: "page", Quote: "CBP", End: 3, Line: 1, Grade: graph.Stated}}}
	fact.ID = graph.RelationID(fact.Subject, fact.Type, fact.Verb, fact.Object)
	for _, ops := range [][]graph.Op{
		{{Source: &page}, agency("cbp"), agency("dhs"), {Fact: &fact}},
		{{RetractFact: fact.ID}, {RetractEntity: "cbp"}},
		{agency("tsa"), {RetractEntity: "tsa"}},
	} {
		_, err := f.store.Append(t.Context(), graph.Change{Author: "ann", Ops: ops}, graph.AnyRevision)
		require.NoError(t, err)
	}
	for _, test := range []struct{ name, query, want string }{
		{"all", "", "1 +source page +Agency CBP (cbp) +Agency DHS (dhs) +cbp partOf dhs 2 -cbp partOf dhs -Agency CBP (cbp) 3 +Agency TSA (tsa) -Agency TSA (tsa)"},
		{"a type", "&type=partOf", "1 +cbp partOf dhs 2 -cbp partOf dhs"},
		{"an abstract kind", "&kind=Organization&entity=cbp", "1 +Agency CBP (cbp) 2 -Agency CBP (cbp)"},
		{"a kind or a type", "&kind=Agency&type=partOf&entity=dhs,tsa", "1 +Agency DHS (dhs) +cbp partOf dhs 2 -cbp partOf dhs 3 +Agency TSA (tsa) -Agency TSA (tsa)"},
		{"an end", "&entity=dhs", "1 +Agency DHS (dhs) +cbp partOf dhs 2 -cbp partOf dhs"},
		{"nothing", "&entity=unknown", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := f.lines("after=0&follow=false" + test.query)
			var got []string
			for e, ok := c.next(); ok && e.Event == "change"; e, ok = c.next() {
				got = append(got, fmt.Sprint(e.Revision))
				for _, op := range e.Ops {
					sign := map[string]string{"put": "+", "retract": "-"}[op.Action]
					got = append(got, sign+op.String())
				}
			}
			assert.Equal(t, test.want, strings.Join(got, " "))
		})
	}
}

func TestFeedRefuses(t *testing.T) {
	f := serveFeed(t, server.Limits{Streams: 1})
	f.write(1, "")
	held := f.lines("")
	for _, test := range []struct {
		name, query, header, value string
		status                     int
		want                       string
	}{
		{name: "full", status: 503, want: "has 1 consumers"},
		{name: "a revision to come", query: "after=9", status: 404, want: "the head is 1"},
		{name: "no revision", query: "after=x", status: 400, want: "is not a revision"},
		{name: "no such parameter", query: "kinds=Agency", status: 400, want: "did you mean \\\"kind\\\"?"},
		{name: "no such kind", query: "kind=Agenzy", status: 400, want: "did you mean \\\"Agency\\\"?"},
		{name: "no such type", query: "type=partof", status: 400, want: "did you mean \\\"partOf\\\"?"},
		{name: "twice", query: "after=1&after=1", status: 400, want: "is given 2 times"},
		{name: "ops", query: "ops=all", status: 400, want: "neither ids nor full"},
		{name: "media type", header: "Accept", value: "image/png", status: 406, want: "text/event-stream"},
		{name: "another origin", header: "Origin", value: "https://evil.example", status: 403, want: "other origins"},
		{name: "another site", header: "Sec-Fetch-Site", value: "cross-site", status: 403, want: "other origins"},
		{name: "resumed after what never was", header: "Last-Event-ID", value: "77", status: 404, want: "no revision 77"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, path := range []string{"/changes?" + test.query, "/graphql/stream?query=" + url.QueryEscape("subscription{changes{revision}}")} {
				if strings.HasPrefix(path, "/graphql") && test.query != "" {
					continue
				}
				r, err := http.NewRequest(http.MethodGet, f.url+path, nil)
				require.NoError(t, err)
				if test.header != "" {
					r.Header.Set(test.header, test.value)
				}
				response, err := http.DefaultClient.Do(r)
				require.NoError(t, err)
				defer response.Body.Close()
				body, err := io.ReadAll(response.Body)
				require.NoError(t, err)
				assert.Equal(t, test.status, response.StatusCode)
				assert.Contains(t, string(body), test.want)
				assertPresentable(t, body)
				if test.status == 503 {
					assert.NotEmpty(t, response.Header.Get("Retry-After"))
				}
			}
		})
	}
	held.body.Close()
	require.Eventually(t, func() bool {
		response, err := http.Get(f.url + "/changes?follow=false")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	}, 10*time.Second, 10*time.Millisecond, "the place is free again")
}

// A consumer that reads more slowly than the graph grows is told so, and goes on
// from where it was. Nothing is missing.
func TestFeedTellsTheSlow(t *testing.T) {
	f := serveFeed(t, server.Limits{Lag: 20})
	c := f.lines("ops=full")
	f.write(1, "")
	c.expect(1, 1) // it is up to date
	head := f.write(300, strings.Repeat("a long note ", 5000))
	rev := graph.Revision(1)
	connections := 1
	for rev < head {
		e, ok := c.next()
		require.True(t, ok)
		if e.Event == "lag" {
			assert.EqualValues(t, rev, e.Revision)
			assert.Greater(t, e.Head, e.Revision+20)
			require.NotNil(t, e.Error)
			assert.Equal(t, "LIMIT", e.Error.Extensions.Code)
			_, ok := c.next()
			require.False(t, ok, "it is let go")
			c = f.lines(fmt.Sprintf("ops=full&after=%d", rev))
			connections++
			continue
		}
		rev++
		require.EqualValues(t, rev, e.Revision)
	}
	assert.Equal(t, 2, connections)
}

// A consumer that takes nothing is cut off, and holds no place.
func TestFeedCutsOffWhoTakesNothing(t *testing.T) {
	f := serveFeed(t, server.Limits{Stall: 300 * time.Millisecond, Streams: 1})
	f.write(400, strings.Repeat("a long note ", 5000))
	c := f.lines("ops=full&after=0")
	require.Eventually(t, func() bool {
		response, err := http.Get(f.url + "/changes?follow=false")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	}, 20*time.Second, 50*time.Millisecond)
	last := int64(0)
	for e, ok := c.next(); ok; e, ok = c.next() {
		require.Equal(t, last+1, e.Revision, "what arrives is whole and in order")
		last = e.Revision
	}
	assert.Less(t, last, int64(400))
}

// A browser's EventSource: ids, resumption, signs of life.
func TestFeedEvents(t *testing.T) {
	f := serveFeed(t, server.Limits{Heartbeat: 20 * time.Millisecond})
	f.write(3, "two\nlines <&>")
	get := func(query, lastID string) (*http.Response, *bufio.Scanner) {
		r, err := http.NewRequest(http.MethodGet, f.url+"/changes?"+query, nil)
		require.NoError(t, err)
		r.Header.Set("Last-Event-ID", lastID)
		r.Header.Set("Accept-Encoding", "gzip")
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		t.Cleanup(func() { response.Body.Close() })
		assert.Equal(t, "text/event-stream; charset=utf-8", response.Header.Get("Content-Type"))
		assert.Empty(t, response.Header.Get("Content-Encoding"))
		blocks := bufio.NewScanner(response.Body)
		blocks.Split(func(data []byte, _ bool) (int, []byte, error) {
			if before, _, ok := strings.Cut(string(data), "\n\n"); ok {
				return len(before) + 2, []byte(before), nil
			}
			return 0, nil, nil
		})
		return response, blocks
	}
	_, events := get("after=0&ops=full", "2")
	require.True(t, events.Scan())
	assert.Equal(t, "id: 2\n: at 2", events.Text(), "the id is known before anything happens")
	require.True(t, events.Scan())
	lines := strings.Split(events.Text(), "\n")
	require.Len(t, lines, 3)
	assert.Equal(t, "event: change", lines[0])
	assert.Equal(t, "id: 3", lines[2])
	var data struct {
		Revision int
		Ops      []struct{ Value struct{ Note string } }
	}
	require.NoError(t, json.Unmarshal([]byte(strings.TrimPrefix(lines[1], "data: ")), &data))
	assert.Equal(t, "two\nlines <&>", data.Ops[0].Value.Note)
	require.True(t, events.Scan())
	assert.Equal(t, "id: 3\n: at 3", events.Text(), "a sign of life")

	_, filtered := get("kind=Program", "0")
	require.Eventually(t, func() bool { return filtered.Scan() && filtered.Text() == "id: 3\n: at 3" }, 5*time.Second, time.Millisecond,
		"what the filter leaves out need not be read again")
	f.stop()
	for events.Scan() {
		if strings.HasPrefix(events.Text(), "event: bye\n") {
			return
		}
	}
	assert.Fail(t, "no last word")
}

// watch goes on where it was when the server comes back.
func TestWatchResumes(t *testing.T) {
	f := serveFeed(t, server.Limits{})
	f.write(2, "")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, out := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- execute(ctx, []string{"watch", "--url", f.url, "--after", "0", "--json"}, strings.NewReader(""), out, io.Discard)
	}()
	c := &lineClient{t, in, bufio.NewReader(in)}
	c.expect(1, 2)
	f.write(1, "")
	c.expect(3, 3)
	f.stop()
	f.start()
	f.write(2, "")
	c.expect(4, 5)
	cancel()
	assert.Equal(t, exitOK, <-done)
}
