//go:build !otel

package main

import (
	"context"

	"missiongraph/internal/server"
)

// startTracing is where a program built with the tag otel begins to send
// traces. This one sends none.
func startTracing(context.Context) (tracer server.Tracer, stop func(context.Context) error, err error) {
	return nil, func(context.Context) error { return nil }, nil
}
