package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"
)

// constant answers items that were made before: what is left is the cost of
// serving.
type constant struct{ items []*constantItem }

func (c *constant) Items() []*constantItem { return c.items }
func (c *constant) First(args struct{ N int32 }) []*constantItem {
	return c.items[:args.N]
}

type constantItem struct{ id, name string }

func (i *constantItem) ID() graphql.ID { return graphql.ID(i.id) }
func (i *constantItem) Name() string   { return i.name }

const constantSDL = `type Query { items: [Item!]! first(n: Int!): [Item!]! } type Item { id: ID! name: String! }`

func constantSchema(b *testing.B, n int) *graphql.Schema {
	c := &constant{}
	for i := range n {
		c.items = append(c.items, &constantItem{fmt.Sprintf("item-%d", i), fmt.Sprintf("The item number %d", i)})
	}
	schema, err := graphql.ParseSchema(constantSDL, c, EngineOptions(Limits{}, zerolog.Nop())...)
	require.NoError(b, err)
	return schema
}

// raw is the smallest handler one could write: the limit to compare with. It
// checks nothing.
func raw(schema *graphql.Schema) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var params struct {
			Query         string
			OperationName string
			Variables     map[string]any
		}
		if err := json.NewDecoder(r.Body).Decode(&params); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		response := schema.Exec(r.Context(), params.Query, params.OperationName, params.Variables)
		text, err := json.Marshal(response)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", typeJSON)
		_, _ = w.Write(text)
	}
}

// sink is a ResponseWriter that keeps nothing but the size.
type sink struct {
	header http.Header
	size   int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(b []byte) (int, error) { s.size += len(b); return len(b), nil }
func (s *sink) WriteHeader(int)             {}

type body struct{ *bytes.Reader }

func (body) Close() error { return nil }

// BenchmarkHandler compares the whole handler with the raw one, for the same
// constant answers: queries repeat, so documents come from the cache.
func BenchmarkHandler(b *testing.B) {
	for _, items := range []int{1, 100, 1000} {
		schema := constantSchema(b, items)
		server, err := New(Config{
			Schema: schema, SDL: constantSDL, Logger: zerolog.Nop(), Version: "bench",
			Revision: func() uint64 { return 1 },
			Begin:    func(ctx context.Context) (context.Context, Session) { return ctx, benchSession{} },
		})
		require.NoError(b, err)
		for _, query := range []struct{ name, text string }{
			{"plain", `{"query":"{items{id name}}"}`},
			{"variables", fmt.Sprintf(`{"query":"query Q($n:Int!){first(n:$n){id name}}","variables":{"n":%d}}`, items)},
		} {
			for _, handler := range []struct {
				name    string
				handler http.Handler
			}{{"raw", raw(schema)}, {"server", server}} {
				b.Run(fmt.Sprintf("items=%d/query=%s/handler=%s", items, query.name, handler.name), func(b *testing.B) {
					benchmarkHandler(b, handler.handler, query.text)
				})
			}
		}
	}
}

type benchSession struct{}

func (benchSession) Extensions() map[string]any { return map[string]any{"revision": uint64(1)} }
func (benchSession) Close()                     {}

func benchmarkHandler(b *testing.B, handler http.Handler, text string) {
	r := httptest.NewRequest("POST", "/graphql", nil)
	r.Header.Set("Content-Type", typeJSON)
	r.Header.Set("Accept", typeJSON)
	reader := bytes.NewReader([]byte(text))
	w := &sink{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		reader.Reset([]byte(text))
		r.Body = body{reader}
		clear(w.header)
		w.size = 0
		handler.ServeHTTP(w, r)
	}
	require.Greater(b, w.size, 30)
	b.ReportMetric(float64(w.size), "bytes/op")
}

// BenchmarkDocument measures a document seen for the first time against one
// from the cache.
func BenchmarkDocument(b *testing.B) {
	f := newFixture(b, nil)
	for _, fields := range []int{1, 100} {
		text := "{" + strings.Repeat("books(first:2){title author{name}} ", fields) + "}"
		b.Run(fmt.Sprintf("fields=%d/cache=miss", fields), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, problems := f.front.compile(text)
				require.Nil(b, problems)
			}
		})
		b.Run(fmt.Sprintf("fields=%d/cache=hit", fields), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, problems := f.front.document(text)
				require.Nil(b, problems)
			}
		})
	}
}

// BenchmarkIntrospection answers graphql-js's query shape for the test schema.
func BenchmarkIntrospection(b *testing.B) {
	f := newFixture(b, nil)
	op, _, problems := f.prepare(&request{query: `{__schema{types{...T}}} fragment T on __Type{kind name fields{name args{name type{...R}} type{...R}}}
		fragment R on __Type{kind name ofType{kind name ofType{kind name ofType{kind name}}}}`})
	require.Nil(b, problems)
	b.ReportAllocs()
	for b.Loop() {
		a, p := f.execute(context.Background(), op, nil)
		require.Nil(b, p)
		b.SetBytes(int64(len(a.data)))
	}
}
