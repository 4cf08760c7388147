package server

import (
	"net/http"
	"strconv"
	"time"

	"missiongraph/graph"
)

// eventStream writes server-sent events (HTML Living Standard, section 9.2) or
// lines of JSON. Every write has a deadline of its own, so that the stream may
// last for ever and a consumer that takes nothing may not.
type eventStream struct {
	w     http.ResponseWriter
	rc    *http.ResponseController
	stall time.Duration
	buf   []byte // reused
}

const (
	typeEvents = "text/event-stream"
	typeLines  = "application/x-ndjson"
)

// newEventStream sends the header of a stream.
func (s *Server) newEventStream(w http.ResponseWriter, mediaType string) *eventStream {
	e := &eventStream{w: w, rc: http.NewResponseController(w), stall: s.limits.Stall}
	_ = e.rc.SetReadDeadline(time.Time{}) // else it ends the request (net/http reads on, to see the client go)
	h := w.Header()
	h.Set("Content-Type", mediaType+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // for a proxy in between
	return e
}

// send writes what buf holds and waits until the connection has taken it.
func (e *eventStream) send() error {
	_ = e.rc.SetWriteDeadline(time.Now().Add(e.stall)) // a recorder in a test has none
	_, err := e.w.Write(e.buf)
	if cap(e.buf) > keepBuffer {
		e.buf = nil
	}
	if err != nil {
		return err
	}
	return e.rc.Flush()
}

// begin starts an event. Its id, where there is one, is where to resume from.
func (e *eventStream) begin(name string) {
	e.buf = append(e.buf[:0], "event: "...)
	e.buf = append(e.buf, name...)
	e.buf = append(e.buf, "\ndata: "...)
}

// end sends the event. data must have no line break.
func (e *eventStream) end() error {
	e.buf = append(e.buf, "\n\n"...)
	return e.send()
}

// endAt sends the event with an id.
func (e *eventStream) endAt(at graph.Revision) error {
	e.buf = append(e.buf, "\nid: "...)
	e.buf = strconv.AppendUint(e.buf, uint64(at), 10)
	return e.end()
}

// place sends no event, but the id to resume from, and a comment.
func (e *eventStream) place(at graph.Revision, comment string) error {
	e.buf = append(e.buf[:0], "id: "...)
	e.buf = strconv.AppendUint(e.buf, uint64(at), 10)
	e.buf = append(e.buf, "\n: "...)
	e.buf = append(e.buf, comment...)
	return e.end()
}
