package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"missiongraph/graph"
)

// streams counts the consumers of one sort and can tell them all to end.
type streams struct {
	most   int
	ending context.Context // done when the server stops
	end    context.CancelFunc

	mu    sync.Mutex
	open  int
	empty chan struct{} // closed when ending and none is open
}

func newStreams(most int) *streams {
	x := &streams{most: most, empty: make(chan struct{})}
	x.ending, x.end = context.WithCancel(context.Background())
	return x
}

// enter lets one more in, or says why not. Who is let in must leave.
func (x *streams) enter() *problem {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ending.Err() != nil {
		return (&problem{code: codeUnavailable, message: "the server is stopping"}).withHint("connect again in a second")
	}
	if x.open >= x.most {
		p := &problem{code: codeUnavailable, message: "the change feed has " + strconv.Itoa(x.most) + " consumers and takes no more"}
		return p.withHint("try again in a few seconds, or read the log with revisions and change(revision:)")
	}
	x.open++
	return nil
}

func (x *streams) leave() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.open--; x.open == 0 && x.ending.Err() != nil {
		close(x.empty)
	}
}

// stop tells all to end; nobody is let in any more.
func (x *streams) stop() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ending.Err() != nil {
		return
	}
	if x.end(); x.open == 0 {
		close(x.empty)
	}
}

// wait waits until all have left after stop.
func (x *streams) wait(ctx context.Context) error {
	select {
	case <-x.empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// EndStreams ends all streams, each with a last word, and lets no new ones in.
// Serve does it when it stops; it is for those who serve the handler otherwise.
// It returns at once.
func (s *Server) EndStreams() {
	s.streams.stop()
	s.sockets.stop()
}

// withStreams serves the paths whose answers do not end, which must not be
// compressed: they would wait for more. The rest goes to next.
func (s *Server) withStreams(next http.Handler) http.Handler {
	if s.config.Feed == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/changes":
			s.changes(w, r)
		case r.URL.Path == "/graphql/stream":
			s.graphqlStream(w, r)
		case r.URL.Path == "/graphql" && isUpgrade(r):
			s.webSocket(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// sameOrigin reports whether a request comes from a page of this server or from
// no page. A stream holds what is scarce, so a foreign page may not even open
// one that it could not read.
func (s *Server) sameOrigin(r *http.Request) bool {
	asPost := *r
	asPost.Method = http.MethodPost // the check lets all GETs through
	return s.origin.Check(&asPost) == nil
}

func (s *Server) refuseOrigin(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, r, &problem{code: codeForbidden, message: "requests from other origins are refused"}, http.StatusForbidden)
}

// refuseStream answers who was not let in.
func (s *Server) refuseStream(w http.ResponseWriter, r *http.Request, p *problem) {
	w.Header().Set("Retry-After", "5")
	s.refuse(w, r, p, http.StatusServiceUnavailable)
}

// consumer is one who follows the feed.
type consumer interface {
	// event sends what is wanted of a revision, perhaps nothing.
	event(ctx context.Context, rev graph.Revision) error
	// alive sends a sign of life, which tells how far the log was read.
	alive(at graph.Revision) error
}

// Why following ends, besides the errors of a consumer and of its context.
var (
	errEnding  = errors.New("the server is stopping")
	errLagging = errors.New("the consumer is too slow")
)

// follow gives a consumer every revision after the given one, once and in order:
// first those of the log, then each as it is made, until something ends it. It
// returns the last revision given, and why it ended.
func (s *Server) follow(ctx context.Context, after graph.Revision, c consumer) (at graph.Revision, why error) {
	feed, upToDate := s.config.Feed, false
	beat := time.NewTimer(s.limits.Heartbeat)
	defer beat.Stop()
	checked := time.Now() // when it was last asked whether the consumer may go on
	for at = after; ; {
		for feed.Head() > at {
			switch {
			case ctx.Err() != nil:
				return at, ctx.Err()
			case s.streams.ending.Err() != nil:
				return at, errEnding
			case upToDate || time.Since(checked) >= time.Second:
				if p := s.again(ctx); p != nil {
					return at, p
				}
				checked = time.Now()
			}
			if upToDate && feed.Head()-at > graph.Revision(s.limits.Lag) {
				return at, errLagging
			}
			if err := c.event(ctx, at+1); err != nil {
				return at, err
			}
			at++
		}
		upToDate = true
		beat.Reset(s.limits.Heartbeat)
		select {
		case <-feed.Grown(at):
			if feed.Head() == at {
				return at, graph.Errorf(graph.Unavailable, "the log is closed")
			}
		case <-beat.C:
			if p := s.again(ctx); p != nil {
				return at, p
			}
			if err := c.alive(at); err != nil {
				return at, err
			}
		case <-s.streams.ending.Done():
			return at, errEnding
		case <-ctx.Done():
			return at, ctx.Err()
		}
	}
}

// lagging is what a consumer is told that is let go for being too slow.
func (s *Server) lagging(at graph.Revision) *problem {
	head := s.config.Feed.Head()
	p := overLimit("this consumer has read up to revision %d and the head is %d: more than %d behind", at, head, s.limits.Lag)
	p.extra = map[string]any{"reason": "lag", "after": uint64(at), "head": uint64(head)}
	return p.withHint("connect again with after: %d; nothing is lost", at)
}
