package main

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// The npm relay-compiler accepts the served schema with @connection and
// @refetchable on lists of every sort, and what it makes of them is answered.
func TestRelayCompiles(t *testing.T) {
	s := serveSeed(t)
	reply, err := http.Get(s.URL + "/schema.graphql")
	require.NoError(t, err)
	defer reply.Body.Close()
	sdl, err := io.ReadAll(reply.Body)
	require.NoError(t, err)

	operations := graphtest.CompileRelay(t, string(sdl))
	require.Len(t, operations, 7)
	ids := map[string]string{"EntityNeighborsPageQuery.graphql.js": "ero", "ProgramPartnersPageQuery.graphql.js": "law-enforcement-support-center"}
	for name, text := range operations {
		variables := ""
		if id := ids[name]; id != "" {
			variables = `{"id": "` + id + `", "first": 2}`
		} else if name == "FactFeedQuery.graphql.js" || name == "FactFeedSourcePageQuery.graphql.js" {
			variables = `{"id": "ice-what-we-do-page"}`
		}
		answer := s.post(t, text, variables)
		assert.Empty(t, answer.Errors, "%s\n%s\n%s", name, text, answer.raw)
		assert.Contains(t, string(answer.Data), `"cursor"`, name)
	}
}
