package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// graphql serves /graphql (GraphQL over HTTP).
func (s *Server) graphql(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	mediaType := negotiate(r.Header.Get("Accept"))
	if mediaType == "" {
		s.refuse(w, r, badInput("no acceptable media type").
			withHint("accept %s or %s", typeGraphQL, typeJSON), http.StatusNotAcceptable)
		return
	}
	if !allow(w, r, http.MethodGet, http.MethodHead, http.MethodPost) {
		s.wrongMethod(w, r)
		return
	}
	req, p, status := s.read(w, r)
	if p != nil {
		s.send(w, r, &answer{problems: []*problem{p}}, mediaType, status)
		return
	}
	s.answer(w, r, req, mediaType)
}

// read parses the request. On a problem it also says the HTTP status, which for
// a request that is not well-formed does not depend on the media type.
func (s *Server) read(w http.ResponseWriter, r *http.Request) (*request, *problem, int) {
	if r.Method != http.MethodPost {
		req, p := readURL(r.URL.RawQuery, &s.limits)
		return req, p, http.StatusBadRequest
	}
	if err := s.origin.Check(r); err != nil {
		return nil, &problem{code: codeForbidden, message: "requests from other origins are refused"}, http.StatusForbidden
	}
	if ok, why := isJSON(r.Header.Get("Content-Type")); !ok {
		return nil, badInput("%s", why).withHint("send Content-Type: application/json"), http.StatusUnsupportedMediaType
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return nil, badInput("compressed request bodies are not supported"), http.StatusUnsupportedMediaType
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.limits.Body)
	body, p := readAll(r, &s.limits)
	if p != nil {
		if p.code == codeLimit {
			p.limit = limitBody
			return nil, p, http.StatusRequestEntityTooLarge
		}
		return nil, p, http.StatusBadRequest
	}
	req, p := readBody(body, &s.limits)
	return req, p, http.StatusBadRequest
}

// statusGone is what the log says when nobody waited for the answer.
const statusGone = 499

// answer runs a well-formed request.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, req *request, mediaType string) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		w.Header().Set("Retry-After", "1")
		p := &problem{code: codeUnavailable, message: "the server is busy: " +
			strconv.Itoa(s.limits.Concurrent) + " operations are running", limit: limitConcurrent}
		s.send(w, r, &answer{problems: []*problem{p.withHint("try again in a second")}}, mediaType, http.StatusServiceUnavailable)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.limits.Time)
	defer cancel()

	op, values, problems := s.prepare(req)
	if problems != nil {
		s.send(w, r, &answer{problems: problems}, mediaType, s.status(problems[0], mediaType))
		return
	}
	e, _ := ctx.Value(requestKey{}).(*entry)
	e.operation, e.kind = op.name, string(op.kind)
	if r.Method != http.MethodPost {
		if op.kind != ast.Query {
			w.Header().Set("Allow", http.MethodPost)
			s.send(w, r, &answer{problems: []*problem{badInput("a %s cannot be sent by GET", op.kind).
				withHint("send it by POST")}}, mediaType, http.StatusMethodNotAllowed)
			return
		}
		if s.unchanged(w, r, req, mediaType) {
			return
		}
	}
	if op.kind == ast.Subscription {
		p := badInput("a subscription is a stream and is not served here").
			withHint("over WebSocket at /graphql, or as server-sent events at /graphql/stream")
		s.send(w, r, &answer{problems: []*problem{p}}, mediaType, s.status(p, mediaType))
		return
	}
	a, p := s.execute(ctx, op, values)
	e.work = a.work
	if p != nil {
		if errors.Is(r.Context().Err(), context.Canceled) {
			e.status = statusGone
			return
		}
		w.Header().Del("ETag")
		s.send(w, r, &answer{problems: []*problem{p}, extensions: a.extensions}, mediaType, s.status(p, mediaType))
		return
	}
	if len(a.problems) > 0 {
		w.Header().Del("ETag")
	}
	s.send(w, r, a, mediaType, http.StatusOK)
}

// prepare finds the operation and coerces its variables.
func (s *Server) prepare(req *request) (*operation, map[string]any, []*problem) {
	doc, problems := s.front.document(req.query)
	if problems != nil {
		return nil, nil, problems
	}
	op, p := doc.operation(req.operation)
	if p != nil {
		return nil, nil, []*problem{p}
	}
	values, problems := s.front.variables(op, req.variables)
	if problems != nil {
		return nil, nil, problems
	}
	return op, values, nil
}

// status is the HTTP status of a request that was not executed. Under
// application/json a client from before the specification reads anything but
// 200 as a broken server, so there only the server's own failures show.
func (s *Server) status(p *problem, mediaType string) int {
	status := statuses[p.code]
	if mediaType == typeJSON && status < 500 {
		return http.StatusOK
	}
	return status
}

// unchanged sets the ETag of a query and answers 304 when the client has it.
// The tag names everything an answer depends on. The revision is read before
// the query runs, so an answer can be newer than its tag but never older.
func (s *Server) unchanged(w http.ResponseWriter, r *http.Request, req *request, mediaType string) bool {
	if s.config.Revision == nil {
		return false
	}
	parts := append([]string{s.version, mediaType, strconv.FormatUint(s.config.Revision(), 10)}, req.etagParts...)
	tag := `W/"` + digest(parts...) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	if !matches(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches compares entity tags weakly (RFC 9110, section 13.1.2).
func matches(header, tag string) bool {
	if header == "" {
		return false
	}
	tag = strings.TrimPrefix(tag, "W/")
	for _, part := range strings.Split(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}
