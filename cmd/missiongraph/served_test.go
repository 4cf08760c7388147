package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/playgroundtest"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
	"missiongraph/web"
)

// served runs a whole server, search included, over a file with the seed, and
// returns its address. It ends with the test.
func served(t testing.TB) string {
	t.Helper()
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	index, err := search.Open(t.TempDir(), store, search.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, index.Close()) })
	require.NoError(t, index.CatchUp(t.Context()))
	s, err := newServer(store, index, server.Limits{}, zerolog.Nop())
	require.NoError(t, err)
	live := httptest.NewServer(s)
	t.Cleanup(live.Close)
	return live.URL
}

// Every example of the playground answers, without errors, warnings or hints,
// and with something to look at under every field of its root.
func TestExamples(t *testing.T) {
	url := served(t)
	for _, example := range web.Examples() {
		t.Run(example.Name, func(t *testing.T) {
			request := map[string]any{"query": example.Query}
			if example.Variables != "" {
				request["variables"] = json.RawMessage(example.Variables)
			}
			body, err := json.Marshal(request)
			require.NoError(t, err)
			response, err := http.Post(url+"/graphql", contentType, bytes.NewReader(body))
			require.NoError(t, err)
			defer response.Body.Close()
			text, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, response.StatusCode, "%s", text)
			var found answer
			require.NoError(t, json.Unmarshal(text, &found))
			assert.Empty(t, found.Errors)
			assert.Empty(t, found.Extensions.Warnings)
			assert.Empty(t, found.Extensions.Hint)
			data, err := decodeOrdered(found.Data)
			require.NoError(t, err)
			root := data.(*object)
			require.NotEmpty(t, root.names)
			for _, name := range root.names {
				assert.Positive(t, texts(root.values[name]), "%s is empty", name)
			}
			assert.GreaterOrEqual(t, texts(root), 5, "there is little to see")
		})
	}
}

// texts counts the texts and numbers in a value that are not empty or zero.
func texts(value any) int {
	n := 0
	switch v := value.(type) {
	case string:
		n = min(len(v), 1)
	case json.Number:
		if v != "0" {
			n = 1
		}
	case []any:
		for _, x := range v {
			n += texts(x)
		}
	case *object:
		for _, x := range v.values {
			n += texts(x)
		}
	}
	return n
}

// The whole server speaks GraphQL over HTTP as the specification has it, and
// its schema is one to the clients that most people use.
func TestServedConformance(t *testing.T) {
	url := served(t) + "/graphql"
	t.Run("audit", func(t *testing.T) { graphtest.Audit(t, url) })
	t.Run("introspection", func(t *testing.T) {
		graphtest.BuildClientSchema(t, `{"descriptions":true,"specifiedByUrl":true,"directiveIsRepeatable":true,`+
			`"schemaDescription":true,"inputValueDeprecation":true,"oneOf":true}`, url)
	})
}

func TestPlaygroundInBrowser(t *testing.T) { playgroundtest.Run(t, served(t)) }
