package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	stdlog "log"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// requestHeader carries the request id, both ways.
const requestHeader = "X-Request-Id"

type requestKey struct{}

// RequestID returns the id of the HTTP request that ctx belongs to, or "".
func RequestID(ctx context.Context) string {
	if entry, ok := ctx.Value(requestKey{}).(*entry); ok {
		return entry.id
	}
	return ""
}

// entry gathers what the request's one log event will say. It belongs to the
// request's goroutine.
type entry struct {
	id        string
	principal string // "" for nobody in particular
	operation string
	kind      string // of the operation; "" before one was found
	work      int    // units it spent
	limit     string // the first it reached, as metrics name it; "" for none
	hasRev    bool
	rev       any
	bytes     int
	status    int
	codes     []string
	cause     error // of the first INTERNAL error
}

// note remembers the codes of an answer's errors, each once.
func (e *entry) note(problems []*problem) {
	for _, p := range problems {
		if p.code == codeInternal && e.cause == nil {
			e.cause = p.cause
		}
		if e.limit == "" {
			e.limit = limitOf(p, e.kind != "")
		}
		if len(e.codes) < len(statuses) && !slices.Contains(e.codes, p.code) {
			e.codes = append(e.codes, p.code)
		}
	}
}

// log writes the event. Documents and variables are never part of it: they may
// hold what a user would not want kept.
func (e *entry) log(logger *zerolog.Logger, r *http.Request, took time.Duration) {
	level := zerolog.InfoLevel
	switch {
	case e.cause != nil || e.status >= 500 && e.status != http.StatusServiceUnavailable:
		level = zerolog.ErrorLevel
	case r.URL.Path == "/healthz" || r.URL.Path == "/readyz" || r.URL.Path == "/metrics",
		e.status < 400 && strings.HasPrefix(r.URL.Path, "/assets/"): // dozens for one page
		level = zerolog.DebugLevel
	}
	event := logger.WithLevel(level)
	if !event.Enabled() {
		return
	}
	event = event.Str("request_id", e.id).Str("method", r.Method).Str("path", shorten(r.URL.Path)).
		Int("status", e.status).Float64("took_ms", float64(took.Microseconds())/1000).Int("bytes", e.bytes)
	if e.principal != "" {
		event = event.Str("principal", e.principal)
	}
	if e.operation != "" {
		event = event.Str("op", shorten(e.operation))
	}
	if e.hasRev {
		event = event.Interface("rev", e.rev)
	}
	if len(e.codes) > 0 {
		event = event.Strs("codes", e.codes)
	}
	if e.cause != nil {
		event = event.AnErr("error", e.cause)
	}
	event.Msg("request")
}

// requestID takes the client's id when it is a plain token, and makes one
// otherwise: 16 random hexadecimal digits.
func requestID(given string) string {
	if len(given) > 0 && len(given) <= 64 && plain(given) {
		return given
	}
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	return hex.EncodeToString(random[:])
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c == '.' || c == ':') {
			return false
		}
	}
	return true
}

// recorder notes the status and size of answers that other handlers write.
type recorder struct {
	http.ResponseWriter
	entry *entry
}

func (r *recorder) WriteHeader(status int) {
	if r.entry.status == 0 && status >= 200 {
		r.entry.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.entry.status == 0 {
		r.entry.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.entry.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// errorLog passes what net/http has to say (broken connections, bad TLS) on as
// debug events: none of it is about the server's own health.
func (s *Server) errorLog() *stdlog.Logger {
	return stdlog.New(httpLog{&s.config.Logger}, "", 0)
}

type httpLog struct{ logger *zerolog.Logger }

func (l httpLog) Write(line []byte) (int, error) {
	l.logger.Debug().Str("detail", strings.TrimSpace(string(line))).Msg("http")
	return len(line), nil
}
