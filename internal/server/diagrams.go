package server

import (
	"context"
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
	if s.unchangedFile(w, r, name) {
		return
	}
	refuse := func(p *problem, status int) { s.refuseDiagram(w, r, name, p, status) }
	var p *diagram.Picture
	made := s.operate(w, r, refuse, func(ctx context.Context) (err error) {
		p, err = s.config.Diagram(ctx, q)
		return err
	})
	switch {
	case !made:
	case len(p.Content) > s.limits.Reply:
		w.Header().Del("ETag")
		p := overLimit("the diagram has %d bytes; at most %d are allowed", len(p.Content), s.limits.Reply)
		refuse(p.withHint("draw less: a smaller depth, limit or scale, or collapse"), 0)
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
