package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
)

// graphqlStream serves /graphql/stream: GraphQL over server-sent events, in the
// protocol's distinct connections mode
// (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md). An
// operation that cannot run is refused as at /graphql, before any event.
func (s *Server) graphqlStream(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	if !allow(w, r, http.MethodGet, http.MethodPost) {
		s.wrongMethod(w, r)
		return
	}
	if !s.sameOrigin(r) {
		s.refuseOrigin(w, r)
		return
	}
	if negotiateStream(r.Header.Get("Accept")) != typeEvents {
		s.refuse(w, r, badInput("no acceptable media type").withHint("accept %s", typeEvents), http.StatusNotAcceptable)
		return
	}
	req, p, status := s.read(w, r)
	if p != nil {
		s.refuse(w, r, p, status)
		return
	}
	op, values, problems := s.prepare(req)
	if problems != nil {
		s.send(w, r, &answer{problems: problems}, typeGraphQL, statuses[problems[0].code])
		return
	}
	e, _ := r.Context().Value(requestKey{}).(*entry)
	e.operation = op.name
	if op.kind == ast.Mutation && r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		s.refuse(w, r, badInput("a mutation cannot be sent by GET").withHint("send it by POST"), http.StatusMethodNotAllowed)
		return
	}
	after := graph.Revision(0)
	if op.kind == ast.Subscription {
		if after, p = s.start(op, values); p == nil && r.Header.Get("Last-Event-ID") != "" {
			var err error
			if after, err = s.startAfter(r.Header.Get("Last-Event-ID"), true); err != nil {
				p = fromError(err)
			}
		}
		if p != nil {
			s.refuse(w, r, p, statuses[p.code])
			return
		}
	}
	if p := s.streams.enter(); p != nil {
		s.refuseStream(w, r, p)
		return
	}
	defer s.streams.leave()
	out := &graphqlEvents{eventStream: s.newEventStream(w, typeEvents), s: s, id: e.id}
	if op.kind == ast.Subscription {
		s.subscribeEvents(r.Context(), out, op, values, after)
		return
	}
	a := s.once(r.Context(), op, values)
	e.note(a.problems)
	if out.once(a) == nil {
		_ = out.complete()
	}
}

// once runs an operation that has one answer, if there is room for it.
func (s *Server) once(ctx context.Context, op *operation, values map[string]any) *answer {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		p := &problem{code: codeUnavailable, message: "the server is busy"}
		return &answer{problems: []*problem{p.withHint("try again in a second")}}
	}
	ctx, cancel := context.WithTimeout(ctx, s.limits.Time)
	defer cancel()
	a, p := s.execute(ctx, op, values)
	s.charge(identityOf(ctx), a.work)
	if p != nil {
		a.data, a.problems = nil, []*problem{p}
	}
	return a
}

// subscribeEvents follows the feed until it ends. When the server stops, the
// stream breaks off without "complete", which makes clients connect again.
func (s *Server) subscribeEvents(ctx context.Context, out *graphqlEvents, op *operation, values map[string]any, after graph.Revision) {
	if out.alive(after) != nil {
		return
	}
	at, why := s.follow(ctx, after, &subscriber{sender: out, s: s, op: op, values: values})
	switch {
	case ctx.Err() != nil || out.broken:
		return
	case errors.Is(why, errEnding):
		_ = out.place(at, "bye")
		return
	case errors.Is(why, errLagging):
		why = s.lagging(at)
	}
	p := fromError(why)
	if e, ok := ctx.Value(requestKey{}).(*entry); ok {
		e.note([]*problem{p})
	}
	if out.once(&answer{problems: []*problem{p}}) == nil {
		_ = out.complete()
	}
}

// graphqlEvents writes answers as events of the protocol.
type graphqlEvents struct {
	*eventStream
	s      *Server
	id     string // of the request
	broken bool   // a write failed
}

func (x *graphqlEvents) next(rev graph.Revision, a *answer) error {
	x.begin("next")
	x.buf = a.appendTo(x.buf, x.id, x.s.limits.Errors)
	return x.sent(x.endAt(rev))
}

func (x *graphqlEvents) once(a *answer) error {
	x.begin("next")
	x.buf = a.appendTo(x.buf, x.id, x.s.limits.Errors)
	return x.sent(x.end())
}

func (x *graphqlEvents) complete() error {
	x.begin("complete")
	return x.sent(x.end())
}

func (x *graphqlEvents) alive(at graph.Revision) error {
	return x.sent(x.place(at, "alive"))
}

func (x *graphqlEvents) sent(err error) error {
	x.broken = x.broken || err != nil
	return err
}
