package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
)

// The protocol (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md).
const (
	subprotocol = "graphql-transport-ws"

	closeInvalid      = 4400 // a message that is none of the protocol's
	closeUnauthorized = 4401 // subscribe before connection_init
	closeForbidden    = 4403 // connection_init was refused
	closeInitTimeout  = 4408
	closeDuplicate    = 4409 // an id that is in use
	closeManyInits    = 4429
)

// mostOperations bounds the operations that run on one connection.
const mostOperations = 100

// isUpgrade reports whether a request asks for a WebSocket.
func isUpgrade(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// webSocket serves GraphQL over WebSocket at /graphql.
func (s *Server) webSocket(w http.ResponseWriter, r *http.Request) {
	if !s.sameOrigin(r) {
		s.refuseOrigin(w, r)
		return
	}
	if !offers(r, subprotocol) {
		s.refuse(w, r, badInput("no acceptable WebSocket subprotocol").withHint("offer %s", subprotocol), http.StatusBadRequest)
		return
	}
	if p := s.sockets.enter(); p != nil {
		s.refuseStream(w, r, p)
		return
	}
	defer s.sockets.leave()
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols:       []string{subprotocol},
		InsecureSkipVerify: true, // the origin was checked above
	})
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow()
	conn.SetReadLimit(s.limits.Body)
	e, _ := r.Context().Value(requestKey{}).(*entry)
	e.status = http.StatusSwitchingProtocols
	k := &socket{s: s, conn: conn, entry: e, operations: map[string]*socketOperation{}, identity: identityOf(r.Context())}
	k.ctx, k.cancel = context.WithCancel(context.WithoutCancel(r.Context())) // net/http ends its own when the connection is taken over
	k.serve()
}

// offers reports whether a client offers a subprotocol.
func offers(r *http.Request, name string) bool {
	for _, line := range r.Header.Values("Sec-WebSocket-Protocol") {
		for _, offered := range strings.Split(line, ",") {
			if strings.TrimSpace(offered) == name {
				return true
			}
		}
	}
	return false
}

// socket is one WebSocket connection.
type socket struct {
	s      *Server
	conn   *websocket.Conn
	entry  *entry
	ctx    context.Context
	cancel context.CancelFunc

	mu         sync.Mutex
	ready      bool                        // connection_init was received
	operations map[string]*socketOperation // that run, by id
	identity   *identity                   // who asks; replaced, never changed
	running    sync.WaitGroup
}

// serve reads messages until the connection ends, and waits for what it began.
func (k *socket) serve() {
	defer k.running.Wait()
	defer k.cancel()
	late := time.AfterFunc(k.s.limits.Stall, func() {
		if k.mu.Lock(); !k.ready {
			defer k.conn.Close(closeInitTimeout, "Connection initialisation timeout")
		}
		k.mu.Unlock()
	})
	defer late.Stop()
	bye := context.AfterFunc(k.s.sockets.ending, func() {
		_ = k.conn.Close(websocket.StatusGoingAway, "the server is stopping: connect again")
	})
	defer bye()
	defer k.beat()()
	for {
		kind, text, err := k.conn.Read(k.ctx)
		if err != nil {
			return
		}
		if kind != websocket.MessageText {
			k.close(closeInvalid, "messages are text")
			return
		}
		if !k.handle(text) {
			return
		}
	}
}

// beat pings the client now and then, and gives up a connection on which no
// answer comes. It returns what ends it.
func (k *socket) beat() (stop func()) {
	var timer *time.Timer
	timer = time.AfterFunc(time.Hour, func() {
		ctx, done := k.s.within(k.ctx)
		defer done()
		if k.conn.Ping(ctx) != nil {
			k.cancel()
			return
		}
		if k.ctx.Err() == nil {
			timer.Reset(k.s.limits.Heartbeat)
		}
	})
	timer.Reset(k.s.limits.Heartbeat)
	return func() { timer.Stop() }
}

// close ends the connection with a reason that clients show.
func (k *socket) close(code websocket.StatusCode, reason string) {
	_ = k.conn.Close(code, cut(reason, 120)) // a close frame holds 123 bytes
}

// message is one of the client's.
type message struct {
	kind    string
	id      string
	payload any
}

func (k *socket) read(text []byte) (m message, ok bool) {
	value, p := decodeJSON(text, "the message", &k.s.limits)
	object, is := value.(map[string]any)
	if p != nil || !is {
		return m, false
	}
	m.kind, ok = object["type"].(string)
	m.id, _ = object["id"].(string)
	m.payload = object["payload"]
	return m, ok
}

// handle does what a message asks and reports whether to go on.
func (k *socket) handle(text []byte) bool {
	m, ok := k.read(text)
	if !ok {
		k.close(closeInvalid, "Invalid message received")
		return false
	}
	switch m.kind {
	case "connection_init":
		return k.init(m.payload)
	case "ping":
		return k.write(`{"type":"pong"}`) == nil
	case "pong":
		return true
	case "subscribe":
		return k.subscribe(m)
	case "complete":
		k.mu.Lock()
		defer k.mu.Unlock()
		if x := k.operations[m.id]; x != nil {
			x.cancel()
			delete(k.operations, m.id)
		}
		return true
	}
	k.close(closeInvalid, "there is no message of type "+shorten(m.kind))
	return false
}

// init takes connection_init. Its payload may say who asks, as {"authorization":
// "Bearer …"}: a browser's WebSocket cannot set the header.
func (k *socket) init(payload any) bool {
	k.mu.Lock()
	again, id := k.ready, *k.identity
	k.mu.Unlock()
	if again {
		k.close(closeManyInits, "Too many initialisation requests")
		return false
	}
	if p := k.identify(&id, payload); p != nil {
		k.s.audit(k.ctx, p, &id)
		if p.code == codeUnavailable {
			k.close(websocket.StatusTryAgainLater, p.message)
		} else {
			k.close(closeForbidden, "Forbidden: "+p.message)
		}
		return false
	}
	k.mu.Lock()
	k.ready, k.identity = true, &id
	k.mu.Unlock()
	return k.write(`{"type":"connection_ack"}`) == nil
}

// identify finds out who asks on this connection, and whether they may.
func (k *socket) identify(id *identity, payload any) *problem {
	object, _ := payload.(map[string]any)
	for _, name := range []string{"authorization", "Authorization"} {
		value, given := object[name]
		if !given {
			continue
		}
		text, _ := value.(string)
		token, p := bearer([]string{text})
		if p == nil {
			p = k.s.verify(k.ctx, id, token)
		}
		if p != nil {
			return p
		}
		break
	}
	return admit(id, k.s.config.Access.roleFor("/graphql"))
}

func (k *socket) write(text string) error { return k.writeBytes([]byte(text)) }

func (k *socket) writeBytes(b []byte) error {
	ctx, done := k.s.within(k.ctx)
	defer done()
	return k.conn.Write(ctx, websocket.MessageText, b) // a write that takes too long ends the connection
}

// subscribe begins an operation.
func (k *socket) subscribe(m message) bool {
	payload, ok := m.payload.(map[string]any)
	if m.id == "" || len(m.id) > 256 || !ok {
		k.close(closeInvalid, "subscribe needs an id and a payload")
		return false
	}
	k.mu.Lock()
	ready, twice, many := k.ready, k.operations[m.id] != nil, len(k.operations) >= mostOperations
	if ready && !twice && !many {
		x := &socketOperation{k: k, id: m.id}
		x.ctx, x.cancel = context.WithCancel(k.identity.as(k.ctx))
		k.operations[m.id] = x
		k.running.Go(func() { x.run(payload) })
	}
	k.mu.Unlock()
	switch {
	case !ready:
		k.close(closeUnauthorized, "Unauthorized")
		return false
	case twice:
		k.close(closeDuplicate, "Subscriber for "+shorten(m.id)+" already exists")
		return false
	case many:
		return k.refuse(m.id, overLimit("the connection runs %d operations and takes no more", mostOperations)) == nil
	}
	return true
}

// refuse ends an operation with errors.
func (k *socket) refuse(id string, problems ...*problem) error {
	b := append(appendJSON([]byte(`{"type":"error","id":`), id), `,"payload":[`...)
	for i, p := range problems[:min(len(problems), k.s.limits.Errors)] {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.append(b, k.entry.id)
	}
	return k.writeBytes(append(b, "]}"...))
}

// socketOperation is one operation on a connection, which it sends answers to.
type socketOperation struct {
	k      *socket
	id     string
	ctx    context.Context
	cancel context.CancelFunc
}

// run runs the operation to its end and says so, unless the client or the
// connection has ended it.
func (x *socketOperation) run(payload map[string]any) {
	defer x.cancel()
	problems := x.execute(payload)
	x.k.mu.Lock()
	mine := x.k.operations[x.id] == x // else the id may be in use again
	if mine {
		delete(x.k.operations, x.id)
	}
	x.k.mu.Unlock()
	switch {
	case !mine || x.ctx.Err() != nil || x.k.s.sockets.ending.Err() != nil: // the close says so
	case problems != nil:
		_ = x.k.refuse(x.id, problems...)
	default:
		_ = x.k.writeBytes(append(appendJSON([]byte(`{"type":"complete","id":`), x.id), '}'))
	}
}

// execute returns why there is no answer, or no further one.
func (x *socketOperation) execute(payload map[string]any) (problems []*problem) {
	s := x.k.s
	defer func() {
		if value := recover(); value != nil { // a defect
			s.config.Logger.Error().Str("request_id", x.k.entry.id).Str("panic", fmt.Sprint(value)).
				Bytes("stack", debug.Stack()).Msg("panic in an operation")
			problems = []*problem{internal(fmt.Errorf("panic: %v", value))}
		}
	}()
	p := s.again(x.ctx)
	if p == nil {
		p = s.afford(identityOf(x.ctx))
	}
	if p != nil {
		return []*problem{p}
	}
	s.charge(identityOf(x.ctx), requestWork)
	req, p := fromObject(payload, &s.limits)
	if p != nil {
		return []*problem{p}
	}
	op, values, problems := s.prepare(req)
	if problems != nil {
		return problems
	}
	if op.kind == ast.Subscription {
		return []*problem{x.subscribe(op, values)}
	}
	if op.kind == ast.Mutation { // a connection may outlive the right to write
		return []*problem{badInput("a mutation is not served over WebSocket").withHint("send it by POST to /graphql")}
	}
	a := s.once(x.ctx, op, values)
	if a.data == nil {
		return a.problems
	}
	_ = x.next(0, a) // a failure ends the connection
	return nil
}

// subscribe follows the feed and returns why it cannot go on; it has no other
// end, unless the connection has one.
func (x *socketOperation) subscribe(op *operation, values map[string]any) *problem {
	s := x.k.s
	after, p := s.start(op, values)
	if p == nil {
		p = s.streams.enter()
	}
	if p != nil {
		return p
	}
	defer s.streams.leave()
	at, why := s.follow(x.ctx, after, &subscriber{sender: x, s: s, op: op, values: values})
	if errors.Is(why, errLagging) {
		return s.lagging(at)
	}
	return fromError(why)
}

func (x *socketOperation) next(_ graph.Revision, a *answer) error {
	b := append(appendJSON([]byte(`{"type":"next","id":`), x.id), `,"payload":`...)
	b = a.appendTo(b, x.k.entry.id, x.k.s.limits.Errors)
	return x.k.writeBytes(append(b, '}'))
}

// alive does nothing: the connection has pings of its own.
func (x *socketOperation) alive(graph.Revision) error { return nil }
