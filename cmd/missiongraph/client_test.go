package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
	"missiongraph/web"
)

// ask sends one query through the handler, without a network.
func ask(tb testing.TB, s http.Handler, query string) []byte {
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(tb, err)
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	require.Equal(tb, http.StatusOK, w.Code, w.Body.String())
	return w.Body.Bytes()
}

// dataOf returns the data of a response.
func dataOf(tb testing.TB, response []byte) json.RawMessage {
	var r struct{ Data json.RawMessage }
	require.NoError(tb, json.Unmarshal(response, &r))
	return r.Data
}

// newServer puts a server together over a store, as serve does.
func newServer(store graph.Store, index *search.Index, limits server.Limits, logger zerolog.Logger) (*server.Server, error) {
	return startParts(limits, logger).server(store, index, web.Handler())
}
