package server

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve runs f on a free port until the test ends, and returns its address.
func serve(t testing.TB, f *fixture) string {
	t.Helper()
	address, stop := start(t, f)
	t.Cleanup(func() { require.NoError(t, stop()) })
	return address
}

// start runs f on a free port; stop ends it and returns what Serve did.
func start(t testing.TB, f *fixture) (address string, stop func() error) {
	t.Helper()
	listener, err := Listen(context.Background(), "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx, listener) }()
	return "http://" + listener.Addr().String(), func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(20 * time.Second):
			return context.DeadlineExceeded
		}
	}
}

// client is an HTTP client that leaves nothing behind.
func client(t testing.TB) *http.Client {
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func TestServeFinishesRunningRequests(t *testing.T) {
	f := newFixture(t, nil)
	f.resolver.entered = make(chan struct{}, 1)
	address, stop := start(t, f)
	c := client(t)

	type result struct {
		status int
		body   string
		err    error
	}
	slow := make(chan result, 1)
	go func() {
		response, err := c.Post(address+"/graphql", typeJSON, strings.NewReader(`{"query":"{slow}"}`))
		if err != nil {
			slow <- result{err: err}
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		slow <- result{response.StatusCode, string(body), err}
	}()
	<-f.resolver.entered

	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	require.Eventually(t, func() bool { // no new connections
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	}, 5*time.Second, 5*time.Millisecond)
	select {
	case <-stopped:
		require.Fail(t, "stopped before the running request was done")
	default:
	}
	close(f.resolver.release)
	got := <-slow
	require.NoError(t, got.err)
	assert.Equal(t, 200, got.status)
	assert.Contains(t, got.body, `"slow":"done"`)
	assert.NoError(t, <-stopped)
	assert.Zero(t, f.open.Load())
}

func TestCompression(t *testing.T) {
	f := newFixture(t, nil)
	address := serve(t, f)
	c := client(t)
	get := func(encoding, query string) *http.Response {
		r, err := http.NewRequest("POST", address+"/graphql", strings.NewReader(`{"query":"`+query+`"}`))
		require.NoError(t, err)
		r.Header.Set("Content-Type", typeJSON)
		r.Header.Set("Accept", typeGraphQL)
		if encoding != "" {
			r.Header.Set("Accept-Encoding", encoding)
		}
		response, err := c.Do(r)
		require.NoError(t, err)
		t.Cleanup(func() { _ = response.Body.Close() })
		return response
	}
	big := get("gzip", "{list(n:500){n}}")
	assert.Equal(t, "gzip", big.Header.Get("Content-Encoding"))
	assert.Contains(t, strings.Join(big.Header.Values("Vary"), ", "), "Accept-Encoding")
	reader, err := gzip.NewReader(big.Body)
	require.NoError(t, err)
	var into reply
	require.NoError(t, json.NewDecoder(reader).Decode(&into))
	assert.Contains(t, string(into.Data), `{"n":499}`)

	assert.Equal(t, "zstd", get("zstd, gzip", "{list(n:500){n}}").Header.Get("Content-Encoding"))
	assert.Empty(t, get("gzip", "{must(n:1)}").Header.Get("Content-Encoding"), "small answers are sent plain")
	assert.Empty(t, get("", "{list(n:500){n}}").Header.Get("Content-Encoding"))
}

func TestListenErrors(t *testing.T) {
	taken, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	tests := []struct{ name, address, message, code string }{
		{"taken", taken.Addr().String(), "the address " + taken.Addr().String() + " is already in use", codeUnavailable},
		{"not ours", "192.0.2.1:8080", "this machine does not have the address 192.0.2.1:8080", codeBadInput},
		{"nonsense", "here", `"here" is not an address to listen on`, codeBadInput},
		{"port", "127.0.0.1:99999", `"127.0.0.1:99999" is not an address to listen on`, codeBadInput},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Listen(t.Context(), test.address)
			require.Error(t, err)
			assert.Equal(t, test.message, err.Error())
			_, ext, ok := asCoded(err)
			require.True(t, ok)
			assert.Equal(t, test.code, codeOf(ext))
			assert.Contains(t, ext["hint"], "--listen")
		})
	}
}

func TestServeReportsABrokenListener(t *testing.T) {
	f := newFixture(t, nil)
	listener, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	assert.Error(t, f.Serve(t.Context(), listener))
}
