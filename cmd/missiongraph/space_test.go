package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
)

// A server whose disk gets low says so where people and machines look, goes on
// answering, refuses changes, and takes them again when there is room.
func TestServeOnLowDisk(t *testing.T) {
	var free atomic.Int64
	free.Store(1 << 30)
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true, MinFree: 64 << 20,
		Free: func(string) (int64, error) { return free.Load(), nil }})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	index, err := search.Open(t.TempDir(), store, search.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, index.Close()) })
	parts := startParts(server.Limits{}, zerolog.Nop())
	parts.warnings = func() []string { return spaceWarnings(store) }
	parts.collectors = []prometheus.Collector{newCollector(store, index)}
	s, err := parts.server(store, index, nil)
	require.NoError(t, err)
	live := httptest.NewServer(s)
	t.Cleanup(live.Close)
	ready := func() (int, string) {
		response, err := http.Get(live.URL + "/readyz")
		require.NoError(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(text)
	}
	change := func() error {
		snap, err := store.Snapshot(graph.AnyRevision)
		require.NoError(t, err)
		defer snap.Close()
		e, err := snap.Entity(1)
		require.NoError(t, err)
		_, err = store.Append(t.Context(), graph.Change{Ops: []graph.Op{{Entity: &e}}}, graph.AnyRevision)
		return err
	}
	logs := make(chan string, 10)
	ctx, cancel := context.WithCancel(t.Context())
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		watchSpace(ctx, store, time.Millisecond, zerolog.New(logLines(logs)))
	}()

	status, text := ready()
	assert.Equal(t, http.StatusOK, status)
	assert.NotContains(t, text, "warnings")
	require.NoError(t, change())

	free.Store(12 << 20)
	assert.Contains(t, <-logs, "disk space is low: changes are refused")
	status, text = ready()
	assert.Equal(t, http.StatusOK, status, "ready for reading")
	assert.Contains(t, text, `"warnings":["disk space is low: 12 MiB left and 64 are to stay free`)
	assert.EqualValues(t, 1, metricValue(scrape(t, live.URL), "read_only"))
	assert.EqualValues(t, 12<<20, metricValue(scrape(t, live.URL), "disk_free_bytes"))
	assert.Equal(t, graph.Unavailable, graph.CodeOf(change()))

	free.Store(1 << 30)
	assert.Contains(t, <-logs, "the disk has room again")
	_, text = ready()
	assert.NotContains(t, text, "warnings")
	assert.Zero(t, metricValue(scrape(t, live.URL), "read_only"))
	require.NoError(t, change())
	cancel()
	<-watched
	assert.Empty(t, logs, "each turn is logged once")
}

// logLines sends each line of a log.
type logLines chan<- string

func (l logLines) Write(line []byte) (int, error) {
	l <- string(bytes.TrimSpace(line))
	return len(line), nil
}
