package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// Server answers GraphQL over HTTP. It is an http.Handler, safe for concurrent
// use; see Serve for running it.
type Server struct {
	config  Config
	limits  Limits
	front   *frontend
	origin  *http.CrossOriginProtection
	slots   chan struct{} // one token per operation that may execute
	exports chan struct{} // one token per graph being exported
	sending chan struct{} // one token per file being sent to be imported
	events  chan struct{} // one token per event of a subscription that may execute
	streams *streams      // who follows the change feed
	sockets *streams      // WebSocket connections
	sdlETag string
	version string // of program and schema, mixed into ETags
	handler http.Handler
	metrics *metrics
	buckets *buckets   // nil: no bound on work
	backup  sync.Mutex // held while one is made and sent
}

// New checks config and returns a server. Errors are programming errors: a
// missing part, an SDL that does not parse, a Scalar the SDL does not declare.
func New(config Config) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	s := &Server{config: config, limits: config.Limits.WithDefaults(), origin: http.NewCrossOriginProtection()}
	var err error
	if s.front, err = newFrontend(config.SDL, config.Scalars, &s.limits); err != nil {
		return nil, err
	}
	s.slots = make(chan struct{}, s.limits.Concurrent)
	s.exports, s.sending = make(chan struct{}, maxExports), make(chan struct{}, maxUploads)
	s.events = make(chan struct{}, max(1, s.limits.Concurrent/4))
	s.streams, s.sockets = newStreams(s.limits.Streams), newStreams(s.limits.Streams)
	s.version = digest(config.Version, config.SDL)
	s.sdlETag = `W/"` + digest(config.SDL) + `"`

	if s.buckets, err = newBuckets(config.Access.Rate); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if s.metrics, err = newMetrics(s); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}

	compress, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1<<10),
		gzhttp.ContentTypeFilter(compressible),
	)
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", s.graphql)
	mux.HandleFunc("/schema.graphql", s.sdl)
	mux.HandleFunc("/healthz", s.health)
	mux.HandleFunc("/readyz", s.ready)
	mux.HandleFunc("/metrics", s.tell)
	if config.Playground != nil {
		mux.Handle("/playground", config.Playground)
		mux.Handle("/playground/", config.Playground)
		mux.Handle("/explorer/", config.Playground)
		mux.Handle("/assets/", config.Playground)
	}
	if config.Diagram != nil {
		mux.HandleFunc("/diagrams/{name}", s.diagrams)
	}
	if config.Training != nil {
		mux.HandleFunc("/training/{name}", s.training)
	}
	if config.Export != nil {
		mux.HandleFunc("/export/{name}", s.export)
		for _, path := range exportPaths() {
			mux.HandleFunc(path, s.export)
		}
	}
	if config.Upload != nil {
		mux.HandleFunc("/uploads", s.uploads)
	}
	if config.Explorer != nil {
		for _, pattern := range explorerPatterns {
			mux.Handle(pattern, config.Explorer)
		}
	} else {
		mux.HandleFunc("/{$}", s.home)
	}
	mux.HandleFunc("/", s.notFound)
	if config.Backup != nil {
		mux.HandleFunc("/backup", s.sendBackup)
	}
	s.handler = s.guarded(s.withStreams(compress(mux)))
	return s, nil
}

// explorerPatterns are where the explorer's views are: the overview, an entity, a
// source, a diagram, paths, a matrix, a comparison, training material. Its page
// lists the same paths (web/explorer/src/app.tsx) and reads the rest of the address
// itself.
var explorerPatterns = []string{"/{$}", "/e/{id}", "/s/{source}", "/d", "/path", "/matrix", "/compare", "/training"}

// Limits returns the limits in force, defaults filled in. The schema package
// takes Page and Work from here or from the same Limits.
func (s *Server) Limits() Limits { return s.limits }

// compressible lists the media types worth compressing.
func compressible(contentType string) bool {
	name, _, _ := strings.Cut(contentType, ";")
	switch name = strings.TrimSpace(name); name {
	case typeJSON, typeGraphQL, "application/javascript", "application/x-ndjson", "application/n-quads", "application/xml", "application/yaml":
		return true
	}
	return strings.HasPrefix(name, "text/") || strings.HasSuffix(name, "+json") || strings.HasSuffix(name, "+xml")
}

// digest is a short fingerprint of some texts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:", len(part))
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// ServeHTTP gives the request its id and its log event, and turns a panic into
// a coded answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	e := &entry{id: requestID(r.Header.Get(requestHeader))}
	rec := &recorder{ResponseWriter: w, entry: e}
	h := w.Header()
	h.Set(requestHeader, e.id)
	h.Set("X-Content-Type-Options", "nosniff")
	traced := func(Served) {}
	if s.config.Tracer != nil {
		r, traced = s.config.Tracer.Start(r)
	}
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, e))
	defer func() {
		if value := recover(); value != nil {
			s.panicked(rec, r, e, value)
		}
		if e.status == 0 {
			e.status = http.StatusOK
		}
		took := time.Since(start)
		if r.URL.Path == "/graphql" {
			s.metrics.observe(e, took)
		}
		traced(e.served(took))
		e.log(&s.config.Logger, r, took)
	}()
	s.handler.ServeHTTP(rec, r)
}

func (s *Server) panicked(w *recorder, r *http.Request, e *entry, value any) {
	if value == http.ErrAbortHandler {
		panic(value)
	}
	s.config.Logger.Error().Str("request_id", e.id).Str("panic", fmt.Sprint(value)).
		Bytes("stack", debug.Stack()).Msg("panic in a handler")
	if e.status != 0 {
		panic(http.ErrAbortHandler) // the answer has begun: only breaking the connection is honest
	}
	w.Header().Del("Content-Encoding")
	s.refuse(w, r, internal(fmt.Errorf("panic: %v", value)), http.StatusInternalServerError)
}

// home leads to the playground, where there is no explorer.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	if s.config.Playground == nil {
		s.notFound(w, r)
		return
	}
	http.Redirect(w, r, "/playground", http.StatusTemporaryRedirect)
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	p := &problem{code: codeNotFound, message: "nothing is served at this path"}
	s.refuse(w, r, p.withHint("GraphQL is at /graphql, the schema at /schema.graphql, the change feed at /changes"), http.StatusNotFound)
}

// sdl serves the schema text.
func (s *Server) sdl(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("ETag", s.sdlETag)
	h.Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(s.config.SDL))
}

// health says that the process answers; ready that the graph does, too.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	s.plainJSON(w, map[string]any{"status": "ok", "version": s.config.Version})
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	if s.config.Ready != nil {
		if err := s.config.Ready(r.Context()); err != nil {
			p := fromError(err)
			if p.code == codeInternal {
				p = &problem{code: codeUnavailable, message: "not ready", cause: err}
			}
			w.Header().Set("Retry-After", "1")
			s.refuse(w, r, p, http.StatusServiceUnavailable)
			return
		}
	}
	body := map[string]any{"status": "ready"}
	if s.config.Revision != nil {
		body["revision"] = s.config.Revision()
	}
	if s.config.Warnings != nil {
		if list := s.config.Warnings(); len(list) > 0 {
			body["warnings"] = list
		}
	}
	s.plainJSON(w, body)
}

func (s *Server) plainJSON(w http.ResponseWriter, body map[string]any) {
	h := w.Header()
	h.Set("Content-Type", contentJSON[0])
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(append(appendMap(nil, body), '\n'))
}

// allow reports whether the method is one of allowed; if not it names them.
func allow(w http.ResponseWriter, r *http.Request, allowed ...string) bool {
	for _, method := range allowed {
		if r.Method == method {
			return true
		}
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return false
}

func (s *Server) wrongMethod(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, r, badInput("the method %s is not allowed here", shorten(r.Method)).
		withHint("allowed: %s", w.Header().Get("Allow")), http.StatusMethodNotAllowed)
}

// refuse answers with one error and no data.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, p *problem, status int) {
	mediaType := negotiate(r.Header.Get("Accept"))
	if mediaType == "" {
		mediaType = typeJSON
	}
	s.send(w, r, &answer{problems: []*problem{p}}, mediaType, status)
}

// send writes an answer and notes it for the log.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a *answer, mediaType string, status int) {
	e, _ := r.Context().Value(requestKey{}).(*entry) // ServeHTTP put it there
	e.note(a.problems)
	if rev, ok := a.extensions["revision"]; ok {
		e.hasRev, e.rev = true, rev
	}
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	a.write(w, mediaType, status, e.id, s.limits.Errors)
}
