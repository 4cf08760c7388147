package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"missiongraph/graph"
)

// Timeouts of the HTTP server. Writing may take as long as a query may run plus
// the time to send 8 MiB over a slow line.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	sendTimeout   = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10 // bytes: room for a whole document in a GET URL
	graceful      = 15 * time.Second
)

// Serve answers requests on listener until ctx ends; then it stops accepting,
// ends the streams, each with a last word, lets running requests finish (at most
// 15 s), and returns nil. It closes listener. An error means that serving or stopping failed.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      s.limits.Time + sendTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          s.errorLog(),
	}

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
	defer cancel()
	s.EndStreams()
	err := server.Shutdown(stop)
	if ended := s.sockets.wait(stop); err == nil {
		err = ended // the HTTP server does not count WebSocket connections
	}
	if err != nil {
		_ = server.Close()
	}
	if served := <-failed; err == nil && !errors.Is(served, http.ErrServerClosed) {
		err = served
	}
	return err
}

// Listen opens a TCP listener on address ("127.0.0.1:8080"; port 0 picks a free
// one). Its errors are those of [ListenError].
func Listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return listener, nil
	}
	return nil, ListenError(address, err)
}

// ListenError says in plain words why the system does not let an address be
// listened on, and what to try next. The code is UNAVAILABLE for a taken
// address, FORBIDDEN for a protected one, BAD_INPUT otherwise.
func ListenError(address string, err error) *graph.Error {
	e := &graph.Error{Code: graph.BadInput, Err: err,
		Msg:  strconv.Quote(address) + " is not an address to listen on",
		Hint: "give a host and a port, such as --listen 127.0.0.1:8080"}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		e.Code, e.Msg = graph.Unavailable, "the address "+address+" is already in use"
		e.Hint = "stop the other program, or choose another port with --listen, or any free one with --listen 127.0.0.1:0"
	case errors.Is(err, syscall.EACCES):
		e.Code, e.Msg = graph.Forbidden, "no permission to listen on "+address
		e.Hint = "choose a port of 1024 or above with --listen"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		e.Msg = "this machine does not have the address " + address
	}
	return e
}
