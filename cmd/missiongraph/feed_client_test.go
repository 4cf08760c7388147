package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/server"
)

// npmClient is a client of another project, in a process of its own.
type npmClient struct {
	t     testing.TB
	lines chan string
	done  chan error
	errs  bytes.Buffer
}

func startClient(t testing.TB, kind, url string, after, upTo graph.Revision, busy time.Duration) *npmClient {
	t.Helper()
	cmd := graphtest.FeedClient(t, kind, url, uint64(after), uint64(upTo), busy)
	c := &npmClient{t: t, lines: make(chan string, 10_000), done: make(chan error, 1)}
	cmd.Stderr = &c.errs
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	go func() {
		defer close(c.lines)
		for in := bufio.NewScanner(out); in.Scan(); {
			c.lines <- in.Text()
		}
		c.done <- cmd.Wait()
	}()
	return c
}

// expect reads the lines up to a revision, and returns those between that are
// none.
func (c *npmClient) expect(from, to graph.Revision) (between []string) {
	c.t.Helper()
	late := time.After(time.Minute)
	for rev := from; rev <= to; {
		select {
		case line, ok := <-c.lines:
			require.True(c.t, ok, "the client ended before %d: %s", rev, &c.errs)
			if line == "lag" || line == "lost" {
				between = append(between, line)
				continue
			}
			require.Equal(c.t, fmt.Sprint(rev), line)
			rev++
		case <-late:
			require.Fail(c.t, "nothing more", "at %d: %s", rev, &c.errs)
		}
	}
	return between
}

func (c *npmClient) end() {
	c.t.Helper()
	assert.NoError(c.t, <-c.done, "%s", &c.errs)
	for line := range c.lines {
		assert.Fail(c.t, "one line too many", line)
	}
}

// The clients that most people use replay, follow, and go on after the server
// was stopped in mid-stream and started again.
func TestFeedWithClientsOfOthers(t *testing.T) {
	for _, kind := range []string{"ws", "sse"} {
		t.Run(kind, func(t *testing.T) {
			f := serveFeed(t, server.Limits{Heartbeat: 50 * time.Millisecond})
			f.write(10, "")
			c := startClient(t, kind, f.url, 4, 80, 0)
			c.expect(5, 10)
			f.write(40, "")
			assert.Empty(t, c.expect(11, 50))
			time.Sleep(200 * time.Millisecond) // signs of life do no harm
			f.write(10, "")
			f.stop()
			f.start()
			f.write(20, "")
			assert.Contains(t, c.expect(51, 80), "lost")
			c.end()
		})
	}
}

// One that takes nothing for a while is told, subscribes again, and has missed
// nothing.
func TestFeedWithSlowClientsOfOthers(t *testing.T) {
	for _, kind := range []string{"ws", "sse"} {
		t.Run(kind, func(t *testing.T) {
			f := serveFeed(t, server.Limits{Lag: 20})
			const upTo = 300
			c := startClient(t, kind, f.url, 0, upTo, time.Second)
			f.write(1, "")
			c.expect(1, 1)
			f.write(upTo-1, strings.Repeat("a long note ", 5000))
			assert.Contains(t, c.expect(2, upTo), "lag")
			c.end()
		})
	}
}
