package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/auth"
	"missiongraph/internal/server"
	"missiongraph/schema"
)

// serveGuarded starts a server where reading needs a token, and returns its
// tokens with one of a reader.
func serveGuarded(t *testing.T, limits server.Limits) (f *feedServer, tokens *auth.Tokens, reader string) {
	f = serveFeed(t, limits)
	f.stop()
	tokens = auth.OpenTokens(filepath.Join(t.TempDir(), tokensFile), nil)
	_, reader, err := tokens.Create("rita", graph.ReaderRole, time.Time{})
	require.NoError(t, err)
	f.access = server.Access{Authenticate: auth.Bearer{Tokens: tokens}.Verify, Required: true}
	f.start()
	return f, tokens, reader
}

// A browser's WebSocket says who it is in its first message, and is asked again
// with each operation and event.
func TestWebSocketTokens(t *testing.T) {
	f, tokens, reader := serveGuarded(t, server.Limits{})
	tests := []struct{ name, init, want string }{
		{"a token", `{"type":"connection_init","payload":{"authorization":"Bearer ` + reader + `"}}`, `{"type":"connection_ack"}`},
		{"as the header is written", `{"type":"connection_init","payload":{"Authorization":"bearer ` + reader + `"}}`, `{"type":"connection_ack"}`},
		{"no payload", `{"type":"connection_init"}`, "closed with 4403"},
		{"another payload", `{"type":"connection_init","payload":{"token":"` + reader + `"}}`, "closed with 4403"},
		{"no scheme", `{"type":"connection_init","payload":{"authorization":"` + reader + `"}}`, "closed with 4403"},
		{"no text", `{"type":"connection_init","payload":{"authorization":[1]}}`, "closed with 4403"},
		{"a wrong one", `{"type":"connection_init","payload":{"authorization":"Bearer ` + reader[:len(reader)-1] + `"}}`, "closed with 4403"},
		{"an operation first", `{"type":"subscribe","id":"x","payload":{"query":"{ __typename }"}}`, "closed with 4401"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := f.dial("graphql-transport-ws")
			c.send(test.init)
			assert.Equal(t, test.want, c.read())
		})
	}

	c := f.dial("graphql-transport-ws")
	c.send(tests[0].init)
	require.Equal(t, `{"type":"connection_ack"}`, c.read())
	c.subscribe("x", followQuery, "null")
	f.write(1, "")
	require.Contains(t, c.read(), `"revision":1`)
	_, err := tokens.Revoke("rita")
	require.NoError(t, err)
	f.write(1, "")
	ended := c.read()
	assert.Contains(t, ended, `{"type":"error","id":"x"`)
	assert.Contains(t, ended, `"UNAUTHENTICATED"`)
	c.subscribe("q", `{ __typename }`, "null")
	assert.Contains(t, c.read(), `"UNAUTHENTICATED"`)
}

// A stream ends when its token does, also where nothing happens.
func TestStreamEndsWithItsToken(t *testing.T) {
	f, tokens, reader := serveGuarded(t, server.Limits{Heartbeat: 20 * time.Millisecond})
	f.write(1, "")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/changes?after=0", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+reader)
	r.Header.Set("Accept", "application/x-ndjson")
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() && !strings.Contains(lines.Text(), `"event":"change"`) {
	}
	_, err = tokens.Revoke("rita")
	require.NoError(t, err)
	last := ""
	for lines.Scan() {
		last = lines.Text()
	}
	assert.Contains(t, last, `"UNAUTHENTICATED"`)
}

// Every mutation that the schema has, for everybody: a new one cannot be
// forgotten here. It may fail for what it is asked to do, which is made up, but
// never before it is known who asks.
func TestEveryMutationAndRole(t *testing.T) {
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	tokens := auth.OpenTokens(filepath.Join(t.TempDir(), tokensFile), nil)
	bearer := map[graph.Role]string{}
	for role := graph.ReaderRole; role <= graph.AdminRole; role++ {
		_, bearer[role], err = tokens.Create(strings.ToLower(role.String()), role, time.Time{})
		require.NoError(t, err)
	}
	for _, required := range []bool{false, true} {
		p := startParts(server.Limits{}, zerolog.Nop())
		p.access = server.Access{Authenticate: auth.Bearer{Tokens: tokens}.Verify, Required: required}
		s, err := p.server(store, nil, nil)
		require.NoError(t, err)
		parsed := gqlparser.MustLoadSchema(&ast.Source{Input: schema.SDL()})
		require.NotNil(t, parsed.Mutation)
		for _, field := range parsed.Mutation.Fields {
			query := "mutation { " + field.Name + inventArguments(parsed, field) + subselection(parsed, field.Type) + " }"
			for role := graph.NoRole; role <= graph.AdminRole; role++ {
				t.Run(fmt.Sprint(field.Name, " ", role, " ", required), func(t *testing.T) {
					before := store.Head()
					code, text := mutate(t, s, query, bearer[role])
					switch {
					case role == graph.NoRole:
						assert.Equal(t, string(graph.Unauthenticated), code, "%s: %s", query, text)
					case role == graph.ReaderRole:
						assert.Equal(t, string(graph.Forbidden), code, "%s: %s", query, text)
					default:
						assert.NotContains(t, []string{string(graph.Unauthenticated), string(graph.Forbidden), string(graph.Internal)}, code, "%s: %s", query, text)
						assert.NotContains(t, text, "Cannot query", "the request is one of the schema")
						return
					}
					assert.Equal(t, before, store.Head())
				})
			}
		}
	}
}

// mutate sends a mutation and returns the code of its first error.
func mutate(t *testing.T, h http.Handler, query, token string) (code, text string) {
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", contentType)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var found answer
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &found))
	if len(found.Errors) > 0 {
		code = found.Errors[0].Extensions.Code
	}
	return code, w.Body.String()
}

// inventArguments makes up those that a field must have.
func inventArguments(s *ast.Schema, field *ast.FieldDefinition) string {
	var list []string
	for _, arg := range field.Arguments {
		if arg.Type.NonNull && arg.DefaultValue == nil {
			list = append(list, arg.Name+": "+invent(s, arg.Type))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// invent makes up a value of a type.
func invent(s *ast.Schema, t *ast.Type) string {
	if t.Elem != nil {
		return "[" + invent(s, t.Elem) + "]"
	}
	def := s.Types[t.NamedType]
	switch {
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		var list []string
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				list = append(list, f.Name+": "+invent(s, f.Type))
			}
		}
		if def.Directives.ForName("oneOf") != nil {
			list = []string{def.Fields[0].Name + ": " + invent(s, def.Fields[0].Type)}
		}
		return "{" + strings.Join(list, ", ") + "}"
	}
	switch t.NamedType {
	case "Int", "Float", "Int64", "Revision":
		return "1"
	case "Boolean":
		return "true"
	case "Date", "Day":
		return `"2026-01-01"`
	}
	return `"x"`
}

// subselection asks for something of a type that has fields.
func subselection(s *ast.Schema, t *ast.Type) string {
	if s.Types[t.Name()].IsLeafType() {
		return ""
	}
	return " { __typename }"
}
