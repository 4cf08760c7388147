//go:build otel

package main

import (
	"cmp"
	"context"
	"net/http"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
	api "go.opentelemetry.io/otel/trace"

	"missiongraph/graph"
	"missiongraph/internal/server"
)

// startTracing sends a span for each request to an OpenTelemetry collector, at
// the address and in the way that the standard environment variables say
// (OTEL_EXPORTER_OTLP_ENDPOINT and others). Without an address nothing is sent.
// stop sends what is left.
func startTracing(ctx context.Context) (tracer server.Tracer, stop func(context.Context) error, err error) {
	none := func(context.Context) error { return nil }
	if cmp.Or(os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT")) == "" {
		return nil, none, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, none, graph.Errorf(graph.BadInput, "the OTEL_ environment variables do not say where to send traces").
			WithHint("as OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318")
	}
	what, err := resource.New(ctx, resource.WithFromEnv(), resource.WithAttributes(
		semconv.ServiceName(cmp.Or(os.Getenv("OTEL_SERVICE_NAME"), "missiongraph")), semconv.ServiceVersion(version)))
	if err != nil {
		return nil, none, err
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(what))
	return newTracer(provider), provider.Shutdown, nil
}

// spans makes a span of each request, a child of the caller's where the request
// has a traceparent header (https://www.w3.org/TR/trace-context/).
type spans struct {
	tracer api.Tracer
	caller propagation.TextMapPropagator
}

func newTracer(provider api.TracerProvider) *spans {
	return &spans{tracer: provider.Tracer("missiongraph"), caller: propagation.TraceContext{}}
}

func (s *spans) Start(r *http.Request) (*http.Request, func(server.Served)) {
	ctx := s.caller.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := s.tracer.Start(ctx, r.Method+" "+r.URL.Path, api.WithSpanKind(api.SpanKindServer))
	return r.WithContext(ctx), func(end server.Served) {
		defer span.End()
		span.SetAttributes(
			semconv.HTTPRequestMethodKey.String(r.Method),
			semconv.URLPath(r.URL.Path),
			semconv.HTTPResponseStatusCode(end.Status),
			attribute.String("missiongraph.request_id", end.RequestID),
		)
		if end.Kind != "" {
			span.SetName(end.Kind)
			span.SetAttributes(attribute.String("graphql.operation.type", end.Kind), attribute.Int("missiongraph.work", end.Work))
		}
		if end.Operation != "" {
			span.SetName(end.Kind + " " + end.Operation)
			span.SetAttributes(attribute.String("graphql.operation.name", end.Operation))
		}
		if rev, ok := end.Revision.(uint64); ok {
			span.SetAttributes(attribute.Int64("missiongraph.revision", int64(rev)))
		}
		if len(end.Codes) > 0 {
			span.SetAttributes(attribute.StringSlice("missiongraph.codes", end.Codes))
		}
		if end.Status >= 500 {
			span.SetStatus(codes.Error, "")
		}
	}
}
