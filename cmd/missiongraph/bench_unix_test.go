//go:build unix

package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/graph-gophers/graphql-go"
	"github.com/graph-gophers/graphql-go/relay"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/server"
)

// The three questions the project's speed is stated for, as a directorate's
// page asks them.
var benchmarkQueries = []struct{ name, query string }{
	{"entity", `{ directorate(id: "directorate-0") { id name } }`},
	{"programs", `{ directorate(id: "directorate-0") { id name programs { id name } } }`},
	{"partners", `{ directorate(id: "directorate-0") { id name programs { id name partners { id name } } } }`},
}

// constantSDL has the shape of those questions and nothing else.
const constantSDL = `
type Query { directorate(id: ID!): Directorate }
type Directorate { id: ID! name: String! programs: [Program!]! }
type Program { id: ID! name: String! partners: [Partner!]! }
type Partner { id: ID! name: String! }
`

type constantPartner struct {
	ID   graphql.ID
	Name string
}

type constantProgram struct {
	ID       graphql.ID
	Name     string
	Partners []*constantPartner
}

type constantDirectorate struct {
	ID       graphql.ID
	Name     string
	Programs []*constantProgram
}

// constantQuery answers always the same, from memory, as fast as the engine
// can take it: by fields, which it reads faster than it calls methods.
type constantQuery struct{ answer *constantDirectorate }

func (q *constantQuery) Directorate(context.Context, struct{ ID graphql.ID }) (*constantDirectorate, error) {
	return q.answer, nil
}

// constantServer serves the given answer through our own HTTP handler and
// through the one that graphql-go brings.
func constantServer(tb testing.TB, answer []byte) (ours *server.Server, relays http.Handler) {
	var response struct {
		Data struct{ Directorate *constantDirectorate }
	}
	require.NoError(tb, json.Unmarshal(answer, &response))
	opts := append(server.EngineOptions(server.Limits{}, zerolog.Nop()), graphql.UseFieldResolvers())
	engine, err := graphql.ParseSchema(constantSDL, &constantQuery{response.Data.Directorate}, opts...)
	require.NoError(tb, err)
	ours, err = server.New(server.Config{Schema: engine, SDL: constantSDL, Logger: zerolog.Nop()})
	require.NoError(tb, err)
	return ours, &relay.Handler{Schema: engine}
}

// synthetic returns a store that holds the synthetic graph of a size.
func synthetic(tb testing.TB, size graphtest.Size) *bolt.Store {
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	for change := range graphtest.Synthetic(size) {
		_, err := store.Append(context.Background(), change, store.Head())
		require.NoError(tb, err)
	}
	return store
}

// BenchmarkQuery times batches of the three questions over the large synthetic
// graph against two servers that answer the same bytes from a constant, in
// turn, so that all meet the same machine: one behind our HTTP handler, one
// behind graphql-go's own. x-constant and x-relay are the ratios of processor
// time; docs/benchmarks.md states the limit. One operation is one batch.
func BenchmarkQuery(b *testing.B) {
	store := synthetic(b, graphtest.BenchSize())
	real, err := newServer(store, nil, server.Limits{}, zerolog.Nop())
	require.NoError(b, err)
	for _, q := range benchmarkQueries {
		b.Run(q.name+"/"+graphtest.BenchSize().String(), func(b *testing.B) {
			answer := ask(b, real, q.query)
			constant, relays := constantServer(b, answer)
			require.JSONEq(b, string(dataOf(b, answer)), string(dataOf(b, ask(b, constant, q.query))))
			body := `{"query":` + quoted(q.query) + `}`
			b.ReportAllocs()
			b.SetBytes(int64(len(answer)))
			var ours, theirs, relayed time.Duration
			for i := 0; b.Loop(); i++ {
				ours += cpu(func() { post(real, body) })
				b.StopTimer()
				theirs += cpu(func() { post(constant, body) })
				relayed += cpu(func() { post(relays, body) })
				b.StartTimer()
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x-constant")
			b.ReportMetric(float64(ours)/float64(relayed), "x-relay")
		})
	}
}

// batch is how many requests are timed together: enough to be seen by the
// clock of the processor time.
const batch = 20

// cpu returns the processor time this process spends in batch calls of f.
func cpu(f func()) time.Duration {
	before := spent()
	for range batch {
		f()
	}
	return spent() - before
}

// spent is the processor time of this process so far, user and system.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func post(s http.Handler, body string) {
	r, _ := http.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	s.ServeHTTP(&discard{header: http.Header{}}, r)
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return io.Discard.Write(p) }
func (d *discard) WriteHeader(int)             {}

func quoted(s string) string {
	q, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(q)
}
