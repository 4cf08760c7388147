package server

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"missiongraph/graph"
	"missiongraph/internal/diagram"
)

// diagramPolicy lets a picture do nothing but be looked at, and lead to other
// pages when one of its boxes is clicked.
const diagramPolicy = "default-src 'none'; sandbox allow-popups allow-top-navigation-by-user-activation"

// diagrams serves /diagrams/{id}.{svg,png,…}.
func (s *Server) diagrams(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	name := r.PathValue("name")
	q, err := readDiagram(name, r.URL.RawQuery)
	if err != nil {
		s.refuseDiagram(w, r, name, fromError(err), 0)
		return
	}
	if s.unchangedDiagram(w, r, name) {
		return
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		w.Header().Del("ETag")
		w.Header().Set("Retry-After", "1")
		p := &problem{code: codeUnavailable, message: "the server is busy", limit: limitConcurrent}
		s.refuseDiagram(w, r, name, p.withHint("try again in a second"), http.StatusServiceUnavailable)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.limits.Time)
	defer cancel()
	p, err := s.drawDiagram(ctx, q)
	switch {
	case errors.Is(r.Context().Err(), context.Canceled):
		e, _ := r.Context().Value(requestKey{}).(*entry)
		e.status = statusGone
	case err != nil:
		w.Header().Del("ETag")
		s.refuseDiagram(w, r, name, fromError(err), 0)
	case len(p.Content) > s.limits.Reply:
		w.Header().Del("ETag")
		p := overLimit("the diagram has %d bytes; at most %d are allowed", len(p.Content), s.limits.Reply)
		s.refuseDiagram(w, r, name, p.withHint("draw less: a smaller depth, limit or scale, or collapse"), 0)
	default:
		h := w.Header()
		h.Set("Content-Type", p.MediaType)
		if p.Stream == nil {
			h.Set("Content-Length", strconv.Itoa(len(p.Content)))
		}
		h.Set("Content-Security-Policy", diagramPolicy)
		if p.Truncated != "" {
			h.Set("X-Truncated", p.Truncated)
		}
		if r.Method != http.MethodHead {
			send(r.Context(), w, p)
		}
	}
}

// send writes a picture. A twin in JSON goes out as it is made, so that not all of
// it is held, and is as long as it gets: how much is drawn is bounded. One that
// cannot be finished ends the connection, for half of it must not look whole.
func send(ctx context.Context, w http.ResponseWriter, p *diagram.Picture) {
	if err := p.Send(w); err != nil && p.Stream != nil && ctx.Err() == nil {
		panic(http.ErrAbortHandler)
	}
}

// readDiagram reads a request's parameters.
func readDiagram(name, query string) (diagram.Request, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return diagram.Request{}, badInput("the query string is not well-formed").withHint("percent-encode what is special, as %%26 for &")
	}
	q, err := diagram.FromURL(name, values)
	if err != nil {
		return q, err
	}
	return q, q.Check(nil)
}

func (s *Server) drawDiagram(ctx context.Context, q diagram.Request) (*diagram.Picture, error) {
	if s.config.Begin != nil {
		var session Session
		if ctx, session = s.config.Begin(ctx); session != nil {
			defer session.Close()
			if spender, ok := session.(interface{ Spent() int }); ok {
				e, _ := ctx.Value(requestKey{}).(*entry)
				defer func() { e.work = spender.Spent() }()
			}
		}
	}
	return s.config.Diagram(ctx, q)
}

// unchangedDiagram sets the ETag and answers 304 when the client has it. Like
// [Server.unchanged] it reads the revision before anything is drawn.
func (s *Server) unchangedDiagram(w http.ResponseWriter, r *http.Request, name string) bool {
	w.Header().Set("Cache-Control", "no-cache")
	if s.config.Revision == nil {
		return false
	}
	tag := `W/"` + digest(s.version, strconv.FormatUint(s.config.Revision(), 10), name, r.URL.RawQuery) + `"`
	w.Header().Set("ETag", tag)
	if !matches(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// refuseDiagram says what is wrong, as a picture where one was asked for and
// JSON is not preferred.
func (s *Server) refuseDiagram(w http.ResponseWriter, r *http.Request, name string, p *problem, status int) {
	if status == 0 {
		status = statuses[p.code]
	}
	if p.code == codeInternal || !slices.Contains([]string{"SVG", "PNG"}, diagram.FormatOf(name)) || !wantsImage(r.Header.Get("Accept")) {
		s.refuse(w, r, p, status)
		return
	}
	lines := []string{p.message}
	if p.hint != "" {
		lines = append(lines, p.hint)
	}
	if e, ok := r.Context().Value(requestKey{}).(*entry); ok {
		e.note([]*problem{p})
	}
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Content-Security-Policy", diagramPolicy)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	theme := diagram.Light
	if strings.EqualFold(r.URL.Query().Get("theme"), "dark") {
		theme = diagram.Dark
	}
	_, _ = w.Write(diagram.Explain(refusalTitle(p.code), append(lines, p.code), theme))
}

// refusalTitle says in a reader's words why there is no picture.
func refusalTitle(code string) string {
	switch graph.Code(code) {
	case graph.NotFound:
		return "There is nothing by this name"
	case graph.Limit:
		return "This is too much for one picture"
	case graph.BadInput:
		return "The picture was not asked for rightly"
	}
	return "There is no picture just now"
}

// wantsImage reports whether an Accept header takes a picture rather than JSON.
func wantsImage(accept string) bool {
	return accept == "" || strings.Contains(accept, "image/") || strings.Contains(accept, "*/*") || strings.Contains(accept, "text/html")
}

// DiagramOf draws what a request asks for, within the session of its context.
type DiagramOf func(ctx context.Context, q diagram.Request) (*diagram.Picture, error)
