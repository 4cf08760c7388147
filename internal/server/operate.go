package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
)

// operate has work done for a file that is made when it is asked for: as one of
// the operations that run at a time, within the limit of time and within a
// session. It reports whether the file is there; where it is not, refuse has been
// called, unless nobody waits any more. A status of 0 is that of the code.
func (s *Server) operate(w http.ResponseWriter, r *http.Request, refuse func(p *problem, status int), work func(ctx context.Context) error) bool {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		w.Header().Del("ETag")
		w.Header().Set("Retry-After", "1")
		p := &problem{code: codeUnavailable, message: "the server is busy", limit: limitConcurrent}
		refuse(p.withHint("try again in a second"), http.StatusServiceUnavailable)
		return false
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.limits.Time)
	defer cancel()
	err := s.inSession(ctx, work)
	switch {
	case errors.Is(r.Context().Err(), context.Canceled):
		e, _ := r.Context().Value(requestKey{}).(*entry)
		e.status = statusGone
		return false
	case err != nil:
		w.Header().Del("ETag")
		refuse(fromError(err), 0)
		return false
	}
	return true
}

// inSession does work within a session and notes what it spent.
func (s *Server) inSession(ctx context.Context, work func(ctx context.Context) error) error {
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
	return work(ctx)
}

// unchangedFile sets the ETag of a file that is made when it is asked for, and
// answers 304 when the client has it. Like [Server.unchanged] it reads the
// revision before anything is made.
func (s *Server) unchangedFile(w http.ResponseWriter, r *http.Request, name string) bool {
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
