package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
)

var updateAnswers = flag.Bool("update-answers", false, "write the answers of testdata/graphql anew, to be read before they are committed")

// service is the assembled server over a store, listening on a port of its own.
type service struct {
	*httptest.Server
	store graph.Store
	as    *atomic.Pointer[graph.Principal] // who asks; nil for nobody in particular
}

// serveStore serves a store with a search index that has caught up with it.
func serveStore(t testing.TB, store graph.Store, limits server.Limits) *service {
	t.Helper()
	index, err := search.Open(filepath.Join(t.TempDir(), "search"), store, search.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, index.Close()) })
	require.NoError(t, index.CatchUp(t.Context()))
	return serve(t, store, index, limits)
}

func serve(t testing.TB, store graph.Store, index *search.Index, limits server.Limits) *service {
	t.Helper()
	handler, err := newServer(store, index, limits, zerolog.Nop())
	require.NoError(t, err)
	s := listening(handler, store)
	t.Cleanup(s.Close)
	return s
}

// listening is a server that serves until it is closed.
func listening(handler http.Handler, store graph.Store) *service {
	s := &service{store: store, as: &atomic.Pointer[graph.Principal]{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if who := s.as.Load(); who != nil {
			r = r.WithContext(graph.WithPrincipal(r.Context(), *who))
		}
		handler.ServeHTTP(w, r)
	}))
	return s
}

// serveSeed serves the seed.
func serveSeed(t testing.TB) *service {
	t.Helper()
	loaded := func() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true, Now: loaded})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	return serveStore(t, store, server.Limits{})
}

// reply is a GraphQL response.
type reply struct {
	Data       json.RawMessage `json:"data"`
	Errors     []replyError    `json:"errors"`
	Extensions struct {
		Revision uint64   `json:"revision"`
		Hint     string   `json:"hint"`
		Warnings []string `json:"warnings"`
	} `json:"extensions"`
	raw []byte
}

type replyError struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code string `json:"code"`
		Hint string `json:"hint"`
	} `json:"extensions"`
}

// post sends a query over HTTP; variables is JSON or empty.
func (s *service) post(t testing.TB, query, variables string) *reply {
	t.Helper()
	r, err := s.try(query, variables)
	require.NoError(t, err)
	return r
}

func (s *service) try(query, variables string) (*reply, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables + strings.Repeat("null", 1-min(len(variables), 1)))})
	if err != nil {
		return nil, err
	}
	response, err := s.Client().Post(s.URL+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	found := &reply{}
	if found.raw, err = io.ReadAll(response.Body); err != nil {
		return nil, err
	}
	return found, json.Unmarshal(found.raw, found)
}

// into reads the data of an answer without errors.
func (r *reply) into(t testing.TB, data any) {
	t.Helper()
	require.Empty(t, r.Errors, string(r.raw))
	require.NoError(t, json.Unmarshal(r.Data, data))
}

// code returns the code of the only error.
func (r *reply) code(t testing.TB) string {
	t.Helper()
	require.NotEmpty(t, r.Errors, string(r.raw))
	return r.Errors[0].Extensions.Code
}

// shown is what a scenario's answer shows of a response: all but the revision,
// and of errors the code, message, path and hint.
func (r *reply) shown(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	encode := json.NewEncoder(&b)
	encode.SetEscapeHTML(false)
	for _, e := range r.Errors {
		b.WriteString("error " + e.Extensions.Code + ": " + e.Message + "\n")
		if e.Extensions.Hint != "" {
			b.WriteString("  hint: " + e.Extensions.Hint + "\n")
		}
		if len(e.Path) > 0 {
			b.WriteString("  at: ")
			require.NoError(t, encode.Encode(e.Path))
		}
	}
	if r.Extensions.Hint != "" {
		b.WriteString("hint: " + r.Extensions.Hint + "\n")
	}
	for _, w := range r.Extensions.Warnings {
		b.WriteString("warning: " + w + "\n")
	}
	if r.Data != nil {
		layOut(t, &b, r.Data, "")
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// layOut writes JSON for reading: what fits on a line on one line, the rest an
// element a line.
func layOut(t testing.TB, b *bytes.Buffer, raw json.RawMessage, indent string) {
	t.Helper()
	open := raw[0]
	if len(indent)+len(raw) <= 100 || open != '{' && open != '[' {
		b.Write(raw)
		return
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, err := d.Token()
	require.NoError(t, err)
	b.WriteByte(open)
	for first := true; d.More(); first = false {
		if !first {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + "  ")
		if open == '{' {
			name, err := d.Token()
			require.NoError(t, err)
			b.WriteString(strconv.Quote(name.(string)) + ": ")
		}
		var element json.RawMessage
		require.NoError(t, d.Decode(&element))
		layOut(t, b, element, indent+"  ")
	}
	b.WriteString("\n" + indent + string(open+2)) // '{' and '[' are two before their ends
}

// Each file of testdata/graphql/STORE holds questions to that store: a section
// NAME.graphql, NAME.variables where it has any, and NAME.answer: the errors,
// hints and warnings in words, then the data. In the store
// "writing-history", one for each file, NAME.as says who asks, as "ann EDITOR",
// who is the one where it is left out.
func TestScenarios(t *testing.T) {
	for name, open := range map[string]func(testing.TB) *service{
		"seed":    serveSeed,
		"history": serveHistory,
		"empty":   serveEmpty,

		"writing-history": serveWriting(serveHistory),
	} {
		t.Run(name, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join("testdata", "graphql", name, "*.txtar"))
			require.NoError(t, err)
			require.NotEmpty(t, files)
			s := open(t)
			for _, file := range files {
				if strings.HasPrefix(name, "writing") {
					s = open(t)
				}
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { s.scenario(t, file) })
			}
		})
	}
}

func serveEmpty(t testing.TB) *service {
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	return serveStore(t, store, server.Limits{})
}

// ann may write.
var ann = graph.Principal{Name: "ann", Role: graph.EditorRole}

// serveWriting serves a store to ann.
func serveWriting(open func(testing.TB) *service) func(testing.TB) *service {
	return func(t testing.TB) *service {
		s := open(t)
		s.as.Store(&ann)
		return s
	}
}

// asked says who asks; text is as "ann EDITOR" or "nobody".
func (s *service) asked(t testing.TB, text string) {
	name, role, _ := strings.Cut(strings.TrimSpace(text), " ")
	who := graph.Principal{Name: name}
	if name == "nobody" {
		who.Name = ""
	} else {
		var ok bool
		who.Role, ok = graph.ParseRole(role)
		require.True(t, ok, text)
	}
	s.as.Store(&who)
}

func (s *service) scenario(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	require.NoError(t, err)
	sections := map[string]string{}
	for _, f := range archive.Files {
		require.NotContains(t, sections, f.Name)
		sections[f.Name] = string(f.Data)
	}
	asked := 0
	var files []txtar.File
	for _, f := range archive.Files {
		name, ok := strings.CutSuffix(f.Name, ".graphql")
		if !ok {
			continue
		}
		asked++
		files = append(files, f)
		who := s.as.Load()
		if as := sections[name+".as"]; as != "" {
			s.asked(t, as)
			files = append(files, txtar.File{Name: name + ".as", Data: []byte(as)})
		}
		answer := s.post(t, string(f.Data), sections[name+".variables"]).shown(t)
		s.as.Store(who)
		if variables := sections[name+".variables"]; variables != "" {
			files = append(files, txtar.File{Name: name + ".variables", Data: []byte(variables)})
		}
		files = append(files, txtar.File{Name: name + ".answer", Data: answer})
		if !*updateAnswers {
			t.Run(name, func(t *testing.T) {
				require.Contains(t, sections, name+".answer", "no answer: see -update-answers")
				assert.Equal(t, sections[name+".answer"], string(answer))
				assertPresentable(t, answer)
			})
		}
	}
	require.NotZero(t, asked)
	require.Len(t, files, len(archive.Files)+boolCount(*updateAnswers)*(len(files)-len(archive.Files)), "a section belongs to no question")
	if *updateAnswers {
		archive.Files = files
		require.NoError(t, os.WriteFile(file, txtar.Format(archive), 0o644))
	}
}

func boolCount(b bool) int {
	if b {
		return 1
	}
	return 0
}

// assertPresentable fails on what no user is to see.
func assertPresentable(t testing.TB, answer []byte) {
	t.Helper()
	for _, leak := range []string{"INTERNAL", "*schema.", "graph.", "goroutine", ".go:", "runtime error", "reflect", "graphql: "} {
		assert.NotContains(t, string(answer), leak)
	}
}
