//go:build otel

package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"missiongraph/internal/server"
)

// A span tells the operation's name, the revision and the codes of its errors,
// and nothing that the document or its variables hold.
func TestSpans(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	tracer := newTracer(trace.NewTracerProvider(trace.WithSpanProcessor(recorder)))
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, end := tracer.Start(r)
		end(server.Served{RequestID: "abc", Operation: "Who", Kind: "query", Status: 503, Work: 7, Revision: uint64(3), Codes: []string{"UNAVAILABLE"}})
	})
	request := httptest.NewRequest(http.MethodPost, "/graphql?query=hidden", strings.NewReader(`{"query":"hidden","variables":{"secret":1}}`))
	request.Header.Set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	request.Header.Set("Authorization", "Bearer hidden")
	handler.ServeHTTP(httptest.NewRecorder(), request)

	ended := recorder.Ended()
	require.Len(t, ended, 1)
	span := ended[0]
	assert.Equal(t, "query Who", span.Name())
	assert.Equal(t, "0af7651916cd43dd8448eb211c80319c", span.SpanContext().TraceID().String(), "the caller's trace goes on")
	told := map[string]string{}
	for _, a := range span.Attributes() {
		told[string(a.Key)] = a.Value.Emit()
		assert.NotContains(t, a.Value.Emit(), "hidden")
	}
	assert.Equal(t, map[string]string{
		"http.request.method": "POST", "url.path": "/graphql", "http.response.status_code": "503",
		"graphql.operation.type": "query", "graphql.operation.name": "Who",
		"missiongraph.request_id": "abc", "missiongraph.work": "7", "missiongraph.revision": "3", "missiongraph.codes": `["UNAVAILABLE"]`,
	}, told)
}

// A collector that is named gets the span when the server stops.
func TestSpansAreSent(t *testing.T) {
	got := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case got <- r.URL.Path:
		default:
		}
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	tracer, flush, err := startTracing(t.Context())
	require.NoError(t, err)
	_, end := tracer.Start(httptest.NewRequest(http.MethodGet, "/healthz", nil))
	end(server.Served{Status: 200})
	require.NoError(t, flush(t.Context()))
	assert.Equal(t, "/v1/traces", <-got)
}

func TestNoCollectorNoTracer(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	tracer, flush, err := startTracing(t.Context())
	require.NoError(t, err)
	assert.Nil(t, tracer)
	assert.NoError(t, flush(t.Context()))
}
