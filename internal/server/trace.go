package server

import (
	"net/http"
	"time"
)

// Tracer follows requests from outside this package, as OpenTelemetry does. It
// is told names, numbers and codes; documents and variables never.
type Tracer interface {
	// Start is called with each request before anything looks at it, and returns
	// it, perhaps with another context, with what is to be called at its end.
	Start(r *http.Request) (*http.Request, func(Served))
}

// Served is what became of a request.
type Served struct {
	RequestID string
	Operation string   // its name; "" where it has none or there is none
	Kind      string   // "query", "mutation", "subscription"; "" where there is no operation
	Status    int      // of HTTP; 499 when nobody waited for the answer
	Work      int      // units spent
	Revision  any      // a number; nil when none was read
	Codes     []string // of its errors, each once
	Took      time.Duration
}

func (e *entry) served(took time.Duration) Served {
	s := Served{RequestID: e.id, Operation: shorten(e.operation), Kind: e.kind, Status: e.status, Work: e.work, Codes: e.codes, Took: took}
	if e.hasRev {
		s.Revision = e.rev
	}
	return s
}
