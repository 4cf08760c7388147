package server

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"
)

//go:embed testdata/schema.graphql
var testSDL string

// testError is a coded error as the graph's is: its code is a string type of its own.
type testCode string

type testError struct {
	code testCode
	text string
	hint string
}

func (e testError) Error() string { return e.text }
func (e testError) Extensions() map[string]any {
	ext := map[string]any{"code": e.code}
	if e.hint != "" {
		ext["hint"] = e.hint
	}
	return ext
}

type author struct{ id, name string }

func (a *author) ID() graphql.ID { return graphql.ID(a.id) }
func (a *author) Name() string   { return a.name }
func (a *author) Books() []*book {
	var found []*book
	for _, b := range allBooks {
		if b.author == a {
			found = append(found, b)
		}
	}
	return found
}

type book struct {
	id, title, topic string
	pages            int32
	author           *author
}

func (b *book) ID() graphql.ID  { return graphql.ID(b.id) }
func (b *book) Title() string   { return b.title }
func (b *book) Topic() string   { return b.topic }
func (b *book) Author() *author { return b.author }
func (b *book) Pages() int32    { return b.pages }
func (b *book) Old() *string    { return nil }

type node struct{ value any }

func (n *node) ID() graphql.ID {
	if a, ok := n.value.(*author); ok {
		return a.ID()
	}
	return n.value.(*book).ID()
}
func (n *node) ToAuthor() (*author, bool) { a, ok := n.value.(*author); return a, ok }
func (n *node) ToBook() (*book, bool)     { b, ok := n.value.(*book); return b, ok }

var (
	ada      = &author{"ada", "Ada"}
	bob      = &author{"bob", "Bob"}
	allBooks = []*book{
		{"one", "On Law", "LAW", 10, ada},
		{"two", "On History", "HISTORY", 20, ada},
		{"three", "On \"Travel\" 🏃", "TRAVEL", 30, bob},
	}
)

// even refuses odd numbers itself; odd is only refused by its Go type.
type even int32

func (even) ImplementsGraphQLType(name string) bool { return name == "Even" }
func (e *even) UnmarshalGraphQL(in any) error {
	n, ok := in.(int32)
	if !ok || n%2 != 0 {
		return fmt.Errorf("engine saw %T %v", in, in)
	}
	*e = even(n)
	return nil
}

type odd int32

func (odd) ImplementsGraphQLType(name string) bool { return name == "Odd" }
func (e *odd) UnmarshalGraphQL(in any) error {
	n, ok := in.(int32)
	if !ok || n%2 != 1 {
		return testError{code: "BAD_INPUT", text: "expected an odd number"}
	}
	*e = odd(n)
	return nil
}

func checkEven(value any) (any, error) {
	n, ok := value.(int32)
	if !ok {
		return nil, errors.New("an even number, not a " + strings.TrimPrefix(fmt.Sprintf("%T", value), "float64"))
	}
	if n%2 != 0 {
		return nil, fmt.Errorf("%d is odd", n)
	}
	return n, nil
}

type textFilter struct {
	Eq, Contains *string
	In           *[]string
}

type bookFilter struct {
	Title    *textFilter
	Topic    *string
	And      *[]*bookFilter
	MinPages int32
	Limit    int32
	Even     *even
}

type resolver struct {
	entered chan struct{} // slow says that it runs
	release chan struct{} // and waits for this
	renamed atomic.Int32
}

func (r *resolver) find(id graphql.ID) *node {
	for _, b := range allBooks {
		if b.id == string(id) {
			return &node{b}
		}
	}
	for _, a := range []*author{ada, bob} {
		if a.id == string(id) {
			return &node{a}
		}
	}
	return nil
}
func (r *resolver) Node(args struct{ ID graphql.ID }) *node  { return r.find(args.ID) }
func (r *resolver) Thing(args struct{ ID graphql.ID }) *node { return r.find(args.ID) }

func (r *resolver) Books(args struct {
	First  int32
	Filter *bookFilter
	Topics *[]string
}) []*book {
	var found []*book
	for _, b := range allBooks {
		switch f := args.Filter; {
		case f != nil && b.pages < f.MinPages,
			f != nil && f.Topic != nil && b.topic != *f.Topic,
			f != nil && f.Title != nil && f.Title.Contains != nil && !strings.Contains(b.title, *f.Title.Contains):
			continue
		}
		if len(found) < int(args.First) {
			found = append(found, b)
		}
	}
	return found
}

func (r *resolver) Choose(args struct {
	By struct {
		ID    *graphql.ID
		Title *string
	}
}) *book {
	for _, b := range allBooks {
		if args.By.ID != nil && b.id == string(*args.By.ID) || args.By.Title != nil && b.title == *args.By.Title {
			return b
		}
	}
	return nil
}

// Echo prints what arrived in Go.
func (r *resolver) Echo(args struct {
	Int     *int32
	Float   *float64
	String  *string
	Boolean *bool
	ID      *graphql.ID
	Topic   *string
	Even    *even
	List    *[]*[]int32
	Filter  *bookFilter
}) string {
	text, _ := json.Marshal(args)
	return string(text)
}
func (r *resolver) Must(args struct{ N int32 }) int32         { return args.N }
func (r *resolver) Unchecked(args struct{ Odd *odd }) *string { return nil }
func (r *resolver) Again() *resolver                          { return r }
func (r *resolver) Count() int32                              { return r.renamed.Load() }
func (r *resolver) Rename(args struct{ ID, Title string }) *book {
	r.renamed.Add(1)
	return allBooks[0]
}
func (r *resolver) List(args struct{ N int32 }) []*item {
	items := make([]*item, args.N)
	for i := range items {
		items[i] = &item{int32(i)}
	}
	return items
}

func (r *resolver) Fail(args struct{ How string }) (*string, error) {
	switch args.How {
	case "coded":
		return nil, testError{"NOT_FOUND", "no such book", "did you mean `one`?"}
	case "wrapped":
		return nil, fmt.Errorf("reading /secret/path: %w", testError{"CONFLICT", "changed meanwhile", ""})
	case "unknown code":
		return nil, testError{"TEAPOT", "short and stout", ""}
	case "plain":
		return nil, errors.New("open /secret/path: *fs.PathError")
	case "panic coded":
		panic(testError{"LIMIT", "the work budget is used up", ""})
	case "panic":
		panic("secret state")
	}
	return nil, nil
}

// Slow waits until released, or until the request is over.
func (r *resolver) Slow(ctx context.Context) (*string, error) {
	if r.entered != nil {
		r.entered <- struct{}{}
	}
	select {
	case <-r.release:
		text := "done"
		return &text, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type item struct{ n int32 }

func (i *item) N() int32       { return i.n }
func (i *item) Fails() *string { panic(testError{"LIMIT", fmt.Sprintf("item %d", i.n), ""}) }
func (i *item) Text(args struct{ Size int32 }) string {
	return strings.Repeat("x", int(args.Size))
}

// testSession counts what is open.
type testSession struct{ open *atomic.Int32 }

func (s testSession) Extensions() map[string]any { return map[string]any{"revision": uint64(7)} }
func (s testSession) Close()                     { s.open.Add(-1) }

// fixture is a running server over the small catalogue.
type fixture struct {
	*Server
	resolver *resolver
	open     atomic.Int32
	revision atomic.Uint64
	logs     *syncBuffer
}

type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func newFixture(t testing.TB, change func(*Config)) *fixture {
	t.Helper()
	f := &fixture{resolver: &resolver{release: make(chan struct{})}, logs: &syncBuffer{}}
	f.revision.Store(7)
	config := Config{
		SDL:     testSDL,
		Scalars: map[string]Scalar{"Even": checkEven},
		Begin: func(ctx context.Context) (context.Context, Session) {
			f.open.Add(1)
			return ctx, testSession{&f.open}
		},
		Revision: f.revision.Load,
		Version:  "test",
		Logger:   zerolog.New(f.logs),
	}
	if change != nil {
		change(&config)
	}
	if config.Schema == nil {
		schema, err := graphql.ParseSchema(testSDL, f.resolver, EngineOptions(config.Limits, config.Logger)...)
		require.NoError(t, err)
		config.Schema = schema
	}
	var err error
	f.Server, err = New(config)
	require.NoError(t, err)
	return f
}

// reply is an answer as a client reads it.
type reply struct {
	status int
	header http.Header
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Locations  []struct{ Line, Column int }
		Path       []any
		Extensions map[string]any
	}
	Extensions map[string]any
}

// code is the first error's, or "".
func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

func (r reply) message() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Message
}

func (f *fixture) do(t testing.TB, r *http.Request) reply {
	t.Helper()
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	result := w.Result()
	body, err := io.ReadAll(result.Body)
	require.NoError(t, err)
	got := reply{status: result.StatusCode, header: result.Header, body: string(body)}
	if strings.Contains(result.Header.Get("Content-Type"), "json") && result.Header.Get("Content-Disposition") == "" {
		require.NoError(t, json.Unmarshal(body, &got), "not JSON: %s", body)
	}
	return got
}

func post(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", typeJSON)
	r.Header.Set("Accept", typeGraphQL)
	return r
}

// ask posts a query with variables (JSON, "" for none).
func (f *fixture) ask(t testing.TB, query, variables string) reply {
	t.Helper()
	if variables == "" {
		variables = "null"
	}
	text, err := json.Marshal(query)
	require.NoError(t, err)
	return f.do(t, post(`{"query":`+string(text)+`,"variables":`+variables+`}`))
}

// healthy asks a plain query, to show that nothing broke and nothing leaked.
func (f *fixture) healthy(t testing.TB) {
	t.Helper()
	got := f.ask(t, `{books(first:1){title}}`, "")
	require.Equal(t, http.StatusOK, got.status)
	require.JSONEq(t, `{"books":[{"title":"On Law"}]}`, string(got.Data))
	require.Zero(t, f.open.Load(), "sessions left open")
}
