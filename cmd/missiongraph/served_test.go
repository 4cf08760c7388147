package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/auth"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/playgroundtest"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
	"missiongraph/schema"
	"missiongraph/web"
)

// served runs a whole server, search included, over a file with the seed, and
// returns its address. It ends with the test.
func served(t testing.TB) string {
	t.Helper()
	url, _ := servedStore(t)
	return url
}

// servedStore is served with the store behind it.
func servedStore(t testing.TB) (string, graph.Store) {
	t.Helper()
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	return storeServed(t, store, server.Access{}), store
}

// storeServed serves a store, search included, until the test ends.
func storeServed(t testing.TB, store graph.Store, access server.Access) string {
	t.Helper()
	index, err := search.Open(t.TempDir(), store, search.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, index.Close()) })
	require.NoError(t, index.CatchUp(t.Context()))
	p := startParts(server.Limits{}, zerolog.Nop())
	p.access = access
	s, err := p.server(store, index, web.Handler())
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

func TestPlaygroundInBrowser(t *testing.T) {
	url, store := servedStore(t)
	playgroundtest.Run(t, url, func(message string) {
		_, err := store.Append(t.Context(), graph.Change{Author: "a", Message: message, Ops: []graph.Op{
			{Source: &graph.Source{ID: "new", Title: "New", Text: message, SHA256: graph.TextHash(message)}},
		}}, store.Head())
		require.NoError(t, err)
	})
}

func TestExplorerInBrowser(t *testing.T) {
	url, store := servedStore(t)
	const name = `<img src=x onerror=alert(1)>`
	text := name + " leads </script><script>alert(2)</script>.\n"
	at := func(quote string) graph.Evidence {
		return graph.Evidence{Source: "hostile", Quote: quote, Line: 1, End: len(quote), Grade: graph.Stated, Suffix: text[len(quote):min(len(quote)+32, len(text))]}
	}
	playgroundtest.Explorer(t, url, playgroundtest.Hostile{Entity: "evil", Source: "hostile", Name: name, Changed: func() {
		sum := sha256.Sum256([]byte(text))
		_, err := store.Append(t.Context(), graph.Change{Author: name, Message: name, Ops: []graph.Op{
			{Source: &graph.Source{ID: "hostile", Title: name, Publisher: name, Text: text, SHA256: hex.EncodeToString(sum[:])}},
			{Entity: &graph.Entity{ID: "evil", Kind: "Agency", Name: name, Note: name, Grade: graph.Stated, Evidence: []graph.Evidence{at(name)}}},
			{Fact: &graph.Fact{
				ID: graph.RelationID("evil", "leads", "", "joint-terrorism-task-forces"), Subject: "evil", Type: "leads", Object: "joint-terrorism-task-forces",
				Qualifiers: []graph.Qualifier{{Name: "rank", Value: name}}, Grade: graph.Stated, Evidence: []graph.Evidence{at(name + " leads")},
			}},
		}}, 1)
		require.NoError(t, err)
	}})
}

func TestExplorerCrowdInBrowser(t *testing.T) {
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = store.Append(t.Context(), graphtest.Crowd(3120), 0)
	require.NoError(t, err)
	playgroundtest.ExplorerCrowd(t, storeServed(t, store, server.Access{}))
}

func TestExplorerTokenInBrowser(t *testing.T) {
	_, store := servedStore(t)
	tokens := auth.OpenTokens(filepath.Join(t.TempDir(), tokensFile), nil)
	_, token, err := tokens.Create("rita", graph.ReaderRole, time.Time{})
	require.NoError(t, err)
	url := storeServed(t, store, server.Access{Authenticate: auth.Bearer{Tokens: tokens}.Verify, Required: true})
	playgroundtest.ExplorerToken(t, url, token, func() {
		_, err := store.Append(t.Context(), graph.Change{Author: "a", Message: "m", Ops: []graph.Op{
			{Source: &graph.Source{ID: "new", Title: "New", Text: "New.", SHA256: graph.TextHash("New.")}},
		}}, 1)
		require.NoError(t, err)
	})
}

func TestExplorerSaveInBrowser(t *testing.T) {
	_, store := servedStore(t)
	tokens := auth.OpenTokens(filepath.Join(t.TempDir(), tokensFile), nil)
	_, reader, err := tokens.Create("rita", graph.ReaderRole, time.Time{})
	require.NoError(t, err)
	_, editor, err := tokens.Create("edith", graph.EditorRole, time.Time{})
	require.NoError(t, err)
	url := storeServed(t, store, server.Access{Authenticate: auth.Bearer{Tokens: tokens}.Verify})
	playgroundtest.ExplorerSave(t, url, playgroundtest.Saver{
		Reader: reader, Editor: editor,
		Write: func(name, text string) {
			_, err := store.Append(t.Context(), graph.Change{Author: "somebody", Message: "m", Ops: []graph.Op{
				{Source: &graph.Source{ID: "diagrams." + name, Title: name, Publisher: "p", Text: text, SHA256: graph.TextHash(text)}},
			}}, store.Head())
			require.NoError(t, err)
		},
		Text: func(name string) string {
			at, err := store.Snapshot(store.Head())
			require.NoError(t, err)
			defer at.Close()
			source, ok, err := at.Source("diagrams." + name)
			require.NoError(t, err)
			require.True(t, ok)
			return source.Text
		},
	})
}

func TestExplorerTrainingInBrowser(t *testing.T) { playgroundtest.ExplorerTraining(t, served(t)) }

func TestExplorerTrainingTokenInBrowser(t *testing.T) {
	_, store := servedStore(t)
	tokens := auth.OpenTokens(filepath.Join(t.TempDir(), tokensFile), nil)
	_, token, err := tokens.Create("rita", graph.ReaderRole, time.Time{})
	require.NoError(t, err)
	playgroundtest.ExplorerTrainingToken(t, storeServed(t, store, server.Access{Authenticate: auth.Bearer{Tokens: tokens}.Verify, Required: true}), token)
}

// Every query of the explorer is one of the schema's.
func TestExplorerQueries(t *testing.T) {
	parsed, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schema.SDL()})
	require.NoError(t, err)
	files, err := filepath.Glob("../../web/explorer/src/queries/*.graphql")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			document, problems := gqlparser.LoadQueryWithRules(parsed, string(text), rules.NewDefaultRules())
			require.Empty(t, problems)
			require.Len(t, document.Operations, 1, "one operation a file")
			assert.NotEmpty(t, document.Operations[0].Name, "named, so that logs tell it")
		})
	}
}
