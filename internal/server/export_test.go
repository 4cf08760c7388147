package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/exchange/export"
	"missiongraph/internal/graphtest"
)

// chain is a graph of agencies, each part of the one before, at revision 1.
func chain(t testing.TB, n int) (*graphtest.Memory, *graph.Ontology) {
	t.Helper()
	o, err := graph.NewOntology([]*graph.Kind{{Name: "Agency"}}, nil, []*graph.RelationType{{Name: "partOf", Domain: []string{"Agency"}, Range: []string{"Agency"}}})
	require.NoError(t, err)
	var ops []graph.Op
	for i := range n {
		ops = append(ops, graph.Op{Entity: &graph.Entity{ID: fmt.Sprint("a", i), Kind: "Agency", Name: fmt.Sprint("Agency ", i), Grade: graph.Stated}})
	}
	for i := range n - 1 {
		from, to := fmt.Sprint("a", i+1), fmt.Sprint("a", i)
		ops = append(ops, graph.Op{Fact: &graph.Fact{ID: graph.RelationID(from, "partOf", "", to), Subject: from, Type: "partOf", Object: to, Grade: graph.Stated}})
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	return m, o
}

// flawed is a snapshot of which one fact cannot be read.
type flawed struct {
	graph.Snapshot
	at graph.FactNum
}

func (f flawed) Fact(n graph.FactNum) (graph.Fact, error) {
	if n == f.at {
		return graph.Fact{}, graph.Errorf(graph.Internal, "row %d is damaged", n)
	}
	return f.Snapshot.Fact(n)
}

// exporting has a fixture export a snapshot.
func exporting(s graph.Snapshot, o *graph.Ontology) func(*Config) {
	return func(c *Config) {
		c.Export = func(ctx context.Context, revision string) (*graph.View, error) {
			if revision == "99" {
				return nil, graph.Errorf(graph.NotFound, "there is no revision 99").WithHint("the head is 1")
			}
			return export.View(ctx, s, o), nil
		}
	}
}

func TestExport(t *testing.T) {
	m, o := chain(t, 40)
	f := newFixture(t, exporting(m, o))
	tests := []struct {
		path, mediaType, file string
		has, lacks            string
	}{
		{"/export/whole.graphml", "application/xml", "whole-r1.graphml", `<node id="a39">`, ""},
		{"/export.dot?roots=a0&depth=2", "text/vnd.graphviz; charset=utf-8", "missiongraph-r1.dot", `"a2" -> "a1"`, "a3"},
		{"/export/a0,a9.dot?depth=0", "text/vnd.graphviz; charset=utf-8", "a0,a9-r1.dot", `"a9"`, `"a1"`},
		{"/export/Agency%203.turtle?types=partOf&revision=1", "text/turtle; charset=utf-8", "Agency 3-r1.ttl", "<urn:missiongraph:a4>", "a6"},
		{"/export.jsonl", "application/x-ndjson", "missiongraph-r1.jsonl", `"id":"a39"`, ""},
		{"/export.zip", "application/zip", "missiongraph-r1.zip", "PK", ""},
		{"/export.graphml?pattern=" + url.QueryEscape(`(a {id: "a1"})-[:partOf]->(b) RETURN a, b`), "application/xml", "missiongraph-r1.graphml", `<node id="a0">`, "a2"},
		{"/export.csv?pattern=" + url.QueryEscape(`(a {id: "a1"})-[:partOf]->(b) RETURN a, b.id AS above`), "text/csv; charset=utf-8", "missiongraph-r1.csv", "a,a.id,above\nAgency 1,a1,a0\n", "a2"},
		{"/export.json?pattern=" + url.QueryEscape(`(a:Agency) RETURN count(a) AS n`), "application/json", "missiongraph-r1.json", `[{"n":40}]`, ""},
		{"/export/whole.json?format=d3", "application/json", "whole-r1.json", `"links":[`, ""},
		{"/export.tsv?query=" + url.QueryEscape(`{books(first: 2) {title pages author {name}}}`), "text/tab-separated-values; charset=utf-8", "missiongraph-r7.tsv", "title\tpages\tauthor.name\nOn Law\t10\tAda\n", "Travel"},
		{"/export.ndjson?query=" + url.QueryEscape(`query($n: Int!) {books(first: $n) {pages}}`) + "&variables=" + url.QueryEscape(`{"n": 1}`), "application/x-ndjson", "missiongraph-r7.ndjson", `{"pages":10}`, "20"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			got := f.do(t, httptest.NewRequest("GET", test.path, nil))
			require.Equal(t, http.StatusOK, got.status, "%s", got.body)
			assert.Equal(t, test.mediaType, got.header.Get("Content-Type"))
			assert.Contains(t, got.header.Get("Content-Disposition"), `attachment; filename="`+test.file+`"`)
			assert.Contains(t, got.body, test.has)
			if test.lacks != "" {
				assert.NotContains(t, got.body, test.lacks)
			}
			tag := got.header.Get("ETag")
			require.NotEmpty(t, tag)

			head := f.do(t, httptest.NewRequest("HEAD", test.path, nil))
			assert.Equal(t, http.StatusOK, head.status)
			assert.Empty(t, head.body)
			assert.Equal(t, got.header.Get("Content-Disposition"), head.header.Get("Content-Disposition"))

			again := httptest.NewRequest("GET", test.path, nil)
			again.Header.Set("If-None-Match", tag)
			assert.Equal(t, http.StatusNotModified, f.do(t, again).status)
			f.revision.Add(1)
			want := http.StatusOK
			if strings.Contains(test.path, "revision=1") {
				want = http.StatusNotModified // it stays what it was
			}
			assert.Equal(t, want, f.do(t, again).status)
			f.revision.Store(7)
		})
	}
	f.healthy(t)
}

func TestExportRefuses(t *testing.T) {
	m, o := chain(t, 3)
	f := newFixture(t, exporting(m, o))
	tests := []struct {
		path   string
		status int
		code   string
		says   string
	}{
		{"/export/whole.json", 400, codeBadInput, "which format?"},
		{"/export/whole.grahpml", 400, codeBadInput, "which format?"},
		{"/export.dot?format=grahpml", 400, codeBadInput, `there is no format "grahpml"`},
		{"/export/nobody.dot", 404, codeNotFound, "nobody: no entity has this id or name"},
		{"/export.dot?root=a0", 400, codeBadInput, `there is no parameter "root"`},
		{"/export/a0.dot?roots=a1", 400, codeBadInput, "roots are named twice, by the path and by the parameter"},
		{"/export/a0.dot?depth=-1", 400, codeBadInput, `depth: "-1" is not a number from 0 to 50`},
		{"/export/a0.dot?types=partOff", 400, codeBadInput, `unknown relation type "partOff"`},
		{"/export.dot?depth=2", 400, codeBadInput, "types and depth are for roots"},
		{"/export.dot?revision=99", 404, codeNotFound, "there is no revision 99"},
		{"/export.ttl?base=" + url.QueryEscape("http://x/> <y"), 400, codeBadInput, `base: "http://x/> <y" is not the beginning of an IRI`},
		{"/export.csv", 400, codeBadInput, "table is a table: of what?"},
		{"/export.dot?query=%7Bmust(n:1)%7D", 400, codeBadInput, "what a query finds is a table, and dot is for graphs"},
		{"/export.csv?query=%7Bmusty%7D", 400, codeBadInput, `Cannot query field "musty" on type "Query". Did you mean "must" or "list"?`},
		{"/export.csv?query=" + url.QueryEscape(`{a: books(first: 1) {id} b: books(first: 1) {id}}`), 400, codeBadInput, "the answer has 2 lists, and a table has one: a, b"},
		{"/export.csv?query=" + url.QueryEscape(`mutation {rename(id: "one", title: "x") {id}}`), 400, codeBadInput, "a mutation is no export"},
		{"/export.csv?query=" + url.QueryEscape(`{fail(how: "coded")}`), 404, codeNotFound, "no such book"},
		{"/export.csv?pattern=(a:Agencie)", 400, codeBadInput, `pattern:1:4: unknown kind "Agencie" (did you mean "Agency"?)`},
		{"/export.dot?pattern=" + url.QueryEscape(`(a {id: "zz"}) RETURN a`), 404, codeNotFound, "the pattern matches no entity"},
		{"/export.dot?pattern=(a)&roots=a0", 400, codeBadInput, "roots, a pattern and a query are three ways to say what to export"},
		{"/export.dot?roots=%zz", 400, codeBadInput, "the query string is not well-formed"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			got := f.do(t, httptest.NewRequest("GET", test.path, nil))
			assert.Equal(t, test.status, got.status)
			assert.Equal(t, test.code, got.code())
			assert.Equal(t, test.says, got.message())
			assert.Empty(t, got.header.Get("ETag"))
			assert.Empty(t, got.header.Get("Content-Disposition"))
		})
	}
	got := f.do(t, httptest.NewRequest("POST", "/export.dot", nil))
	assert.Equal(t, http.StatusMethodNotAllowed, got.status)
	assert.Equal(t, "GET, HEAD", got.header.Get("Allow"))
	assert.Zero(t, f.resolver.renamed.Load())
	f.healthy(t)
}

func TestExportNeedsARole(t *testing.T) {
	m, o := chain(t, 3)
	f := newFixture(t, func(c *Config) { withAccess(true)(c); exporting(m, o)(c) })
	assert.Equal(t, http.StatusUnauthorized, f.do(t, httptest.NewRequest("GET", "/export.dot", nil)).status)
	assert.Equal(t, http.StatusUnauthorized, f.do(t, httptest.NewRequest("GET", "/export/whole.dot", nil)).status)
	r := httptest.NewRequest("GET", "/export.dot", nil)
	r.Header.Set("Authorization", "Bearer reader-token")
	assert.Equal(t, http.StatusOK, f.do(t, r).status)
}

// What goes wrong before the first byte is told by its code; afterwards the
// connection breaks, also where the answer is compressed, so that no client
// takes a part for the whole.
func TestExportThatFails(t *testing.T) {
	for _, test := range []struct {
		name  string
		size  int
		at    graph.FactNum
		begun bool
	}{{"at once", 100, 1, false}, {"in the middle", 10_000, 9000, true}} {
		t.Run(test.name, func(t *testing.T) {
			m, o := chain(t, test.size)
			f := newFixture(t, exporting(flawed{m, test.at}, o))
			server := httptest.NewServer(f)
			defer server.Close()
			for _, encoding := range []string{"identity", "gzip"} {
				r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/export.jsonl", nil)
				require.NoError(t, err)
				r.Header.Set("Accept-Encoding", encoding)
				response, err := server.Client().Do(r)
				require.NoError(t, err)
				body, err := io.ReadAll(response.Body)
				require.NoError(t, response.Body.Close())
				if !test.begun {
					assert.NoError(t, err)
					assert.Equal(t, http.StatusInternalServerError, response.StatusCode)
					continue
				}
				assert.Equal(t, http.StatusOK, response.StatusCode)
				assert.ErrorIs(t, err, io.ErrUnexpectedEOF, encoding)
				if encoding == "gzip" {
					z, err := gzip.NewReader(bytes.NewReader(body))
					require.NoError(t, err)
					body, _ = io.ReadAll(z)
				}
				assert.Contains(t, string(body), `"id":"a9000"`)
			}
			if test.begun {
				assert.Contains(t, f.logs.String(), "an export was broken off")
			}
		})
	}
}

// Two at a time; whoever goes away sets a place free.
func TestExportsAtOnce(t *testing.T) {
	m, o := chain(t, 3)
	entered, release := make(chan struct{}), make(chan struct{})
	f := newFixture(t, func(c *Config) {
		c.Export = func(ctx context.Context, _ string) (*graph.View, error) {
			entered <- struct{}{}
			<-release
			return export.View(ctx, m, o), nil
		}
	})
	done := make(chan reply, maxExports)
	ctx, cancel := context.WithCancel(t.Context())
	for range maxExports {
		go func() { done <- f.do(t, httptest.NewRequest("GET", "/export.dot", nil).WithContext(ctx)) }()
		<-entered
	}
	busy := f.do(t, httptest.NewRequest("GET", "/export.dot", nil))
	assert.Equal(t, http.StatusServiceUnavailable, busy.status)
	assert.Equal(t, codeUnavailable, busy.code())
	assert.NotEmpty(t, busy.header.Get("Retry-After"))
	cancel()
	close(release)
	for range maxExports {
		<-done
	}
	assert.Contains(t, f.logs.String(), `"status":499`)
	go func() { <-entered }()
	assert.Equal(t, http.StatusOK, f.do(t, httptest.NewRequest("GET", "/export.dot", nil)).status)
}

// A client that is gone ends the work.
func TestExportToNobody(t *testing.T) {
	m, o := chain(t, 10_000)
	f := newFixture(t, exporting(m, o))
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() {
		f.ServeHTTP(goneWriter{httptest.NewRecorder()}, httptest.NewRequest("GET", "/export.jsonl", nil))
	})
}
