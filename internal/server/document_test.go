package server

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDocumentCacheIsBounded(t *testing.T) {
	f := newFixture(t, func(c *Config) { c.Limits.Cache = 1000 })
	for i := range 200 {
		_, problems := f.front.document(fmt.Sprintf("{must(n:%03d)}", i+100)) // 13 bytes each
		require.Empty(t, problems)
	}
	assert.LessOrEqual(t, f.front.cache.bytes.Load(), int64(1000))
	assert.Equal(t, 1000/13, f.front.cache.lru.Len())
	assert.NotNil(t, f.front.cache.get("{must(n:299)}"), "the newest is kept")
	assert.Nil(t, f.front.cache.get("{must(n:100)}"), "the oldest is not")

	_, problems := f.front.document("{must(n:1)}" + strings.Repeat(" ", 2000))
	require.Empty(t, problems, "a document larger than the cache is answered")
	assert.LessOrEqual(t, f.front.cache.bytes.Load(), int64(1000))
	_, problems = f.front.document("{nothing}")
	require.NotEmpty(t, problems)
	assert.Nil(t, f.front.cache.get("{nothing}"), "failures are not kept")
}

// Requests share documents and constant variables; the race detector watches.
func TestConcurrentRequests(t *testing.T) {
	f := newFixture(t, nil)
	queries := []struct{ query, variables, data string }{
		{`{books(first:1,filter:{topic:LAW}){title}}`, "", `{"books":[{"title":"On Law"}]}`},
		{`query($n:Int!=1){books(first:$n){id}}`, `{}`, `{"books":[{"id":"one"}]}`},
		{`query($n:Int!=1){books(first:$n){id}}`, `{"n":2}`, `{"books":[{"id":"one"},{"id":"two"}]}`},
		{`{__type(name:"Item"){name} must(n:4)}`, "", `{"__type":{"name":"Item"},"must":4}`},
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 40 {
				q := queries[i%len(queries)]
				assert.Equal(t, q.data, string(f.ask(t, q.query, q.variables).Data))
			}
		})
	}
	wg.Wait()
	assert.Zero(t, f.open.Load())
}

func TestClientGone(t *testing.T) {
	f := newFixture(t, nil)
	f.resolver.entered = make(chan struct{}, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	r := post(`{"query":"{slow}"}`).WithContext(ctx)
	w := httptest.NewRecorder()
	done := make(chan struct{})
	go func() { defer close(done); f.ServeHTTP(w, r) }()
	<-f.resolver.entered
	cancel()
	<-done
	assert.Empty(t, w.Body.String())
	assert.Contains(t, f.logs.String(), `"status":499`)
	assert.Zero(t, f.open.Load())
}
