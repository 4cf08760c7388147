package playgroundtest

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// chromiumHosts are asked by Chromium on its own account (clock, sign-in,
// updates) in spite of every switch against it. They are refused like all
// others, but not held against the page: no file of the page names them, which
// web's own tests check.
var chromiumHosts = []string{"google.com", "googleapis.com", "gstatic.com", "gvt1.com"}

// recorder is the proxy every request of the browser passes, those of workers
// and of the browser itself included. It forwards to one host and refuses and
// remembers the rest.
type recorder struct {
	server *httptest.Server

	mu      sync.Mutex
	refused []string
}

func newRecorder(t testing.TB, base *url.URL) *recorder {
	r := &recorder{}
	forward := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(&url.URL{Scheme: base.Scheme, Host: base.Host})
		p.Out.Host = base.Host
	}}
	r.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodConnect && req.URL.Host == base.Host {
			forward.ServeHTTP(w, req)
			return
		}
		if !isChromiumHost(req.Host) {
			r.mu.Lock()
			r.refused = append(r.refused, req.Method+" "+req.URL.String()+" (host "+req.Host+")")
			r.mu.Unlock()
		}
		http.Error(w, "no host but the server under test", http.StatusForbidden)
	}))
	t.Cleanup(r.server.Close)
	return r
}

func isChromiumHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return slices.ContainsFunc(chromiumHosts, func(own string) bool {
		return host == own || strings.HasSuffix(host, "."+own)
	})
}

// Refused lists the requests to any other host, in order of arrival.
func (r *recorder) Refused() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.refused)
}
