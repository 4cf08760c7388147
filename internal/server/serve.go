package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
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
// lets running requests finish (at most 15 s), and returns nil. It closes
// listener. An error means that serving or stopping failed.
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
	err := server.Shutdown(stop)
	if err != nil {
		_ = server.Close()
	}
	if served := <-failed; err == nil && !errors.Is(served, http.ErrServerClosed) {
		err = served
	}
	return err
}

// Listen opens a TCP listener on address ("127.0.0.1:8080"; port 0 picks a free
// one). Its errors are coded and say what to do.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return listener, nil
	}
	return nil, &ListenError{Address: address, Err: err}
}

// ListenError says why an address cannot be listened on. Its Extensions carry a
// code and a hint, as all errors shown to users do.
type ListenError struct {
	Address string
	Err     error // the system's error
}

// Error names the address and the reason in plain words.
func (e *ListenError) Error() string {
	switch {
	case errors.Is(e.Err, syscall.EADDRINUSE):
		return "the address " + e.Address + " is already in use"
	case errors.Is(e.Err, syscall.EACCES):
		return "no permission to listen on " + e.Address
	case errors.Is(e.Err, syscall.EADDRNOTAVAIL):
		return "this machine does not have the address " + e.Address
	default:
		return strconv.Quote(e.Address) + " is not an address to listen on"
	}
}

// Unwrap returns the system's error.
func (e *ListenError) Unwrap() error { return e.Err }

// Hint says what to try next.
func (e *ListenError) Hint() string {
	switch {
	case errors.Is(e.Err, syscall.EADDRINUSE):
		return "stop the other program, or choose another port with --listen, or any free one with --listen 127.0.0.1:0"
	case errors.Is(e.Err, syscall.EACCES):
		return "choose a port of 1024 or above with --listen"
	default:
		return "give a host and a port, such as --listen 127.0.0.1:8080"
	}
}

// Extensions returns the code (UNAVAILABLE for a taken address, FORBIDDEN for a
// protected one, BAD_INPUT otherwise) and the hint.
func (e *ListenError) Extensions() map[string]any {
	code := codeBadInput
	switch {
	case errors.Is(e.Err, syscall.EADDRINUSE):
		code = codeUnavailable
	case errors.Is(e.Err, syscall.EACCES):
		code = codeForbidden
	}
	return map[string]any{"code": code, "hint": e.Hint()}
}
