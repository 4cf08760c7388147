package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// get asks for a path with headers given as pairs.
func get(t *testing.T, s *service, method, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := s.Client().Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer, string(body)
}

func TestDiagramsOverHTTP(t *testing.T) {
	s := serveSeed(t)
	for _, test := range []struct{ name, path, mediaType, begin string }{
		{"SVG", "/diagrams/ice.svg", "image/svg+xml", "<svg "},
		{"by another name", "/diagrams/JTTF.svg?depth=1&theme=dark&frame=slide", "image/svg+xml", "<svg "},
		{"an id with points", "/diagrams/287(g).svg", "image/svg+xml", "<svg "},
		{"PNG", "/diagrams/jttf.png?depth=1", "image/png", "\x89PNG"},
		{"PDF", "/diagrams/ice.pdf?depth=1&frame=a4&theme=print", "application/pdf", "%PDF-"},
		{"Mermaid", "/diagrams/ice.mmd?types=partOf", "text/vnd.mermaid; charset=utf-8", "---\ntitle: \"ICE\""},
		{"DOT", "/diagrams/ice.dot?collapse=Agency", "text/vnd.graphviz; charset=utf-8", "digraph"},
		{"text", "/diagrams/ice.txt?kinds=Directorate,Agency", "text/plain; charset=utf-8", "ICE\n"},
		{"React Flow", "/diagrams/ice.json?layout=layered", "application/json", `{"revision":1,"title":"ICE","truncated":null`},
		{"Cytoscape", "/diagrams/ice.json?format=cytoscape&layout=radial", "application/json", `{"data":{`},
		{"matrix", "/diagrams/ero.svg?layout=matrix&depth=1", "image/svg+xml", "<svg "},
		{"through a lens", "/diagrams/ice.txt?depth=1&hide=ero,hsi&grade=stated&validAt=2018-12-04&readings=attache/A&deprecated=true", "text/plain; charset=utf-8", "ICE\n"},
		{"difference", "/diagrams/ice.svg?from=1&revision=1", "image/svg+xml", "<svg "},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, body := get(t, s, http.MethodGet, test.path)
			require.Equal(t, http.StatusOK, answer.StatusCode, body)
			assert.Equal(t, test.mediaType, answer.Header.Get("Content-Type"))
			assert.True(t, strings.HasPrefix(body, test.begin), "%.80s", body)
			assert.Contains(t, answer.Header.Get("Content-Security-Policy"), "default-src 'none'")

			tag := answer.Header.Get("ETag")
			require.NotEmpty(t, tag)
			again, _ := get(t, s, http.MethodGet, test.path, "If-None-Match", tag)
			assert.Equal(t, http.StatusNotModified, again.StatusCode)
			head, none := get(t, s, http.MethodHead, test.path)
			assert.Equal(t, http.StatusOK, head.StatusCode)
			assert.Empty(t, none)
		})
	}
}

// Twins in JSON go out as they are made, so their length is not known before.
func TestTwinsAreStreamed(t *testing.T) {
	s := serveSeed(t)
	for _, path := range []string{"/diagrams/ice.json", "/diagrams/ice.json?format=cytoscape&layout=matrix"} {
		answer, body := get(t, s, http.MethodGet, path, "Accept-Encoding", "identity")
		assert.Equal(t, int64(-1), answer.ContentLength, path)
		assert.Greater(t, len(body), 40_000, path)
		assert.True(t, json.Valid([]byte(body)), path)
	}
	answer, body := get(t, s, http.MethodGet, "/diagrams/ice.svg", "Accept-Encoding", "identity")
	assert.Equal(t, int64(len(body)), answer.ContentLength)
}

func TestReactFlowKeepsItsContract(t *testing.T) {
	_, body := get(t, serveSeed(t), http.MethodGet, "/diagrams/ice.json?depth=1")
	var flow struct {
		Width, Height float64
		Nodes         []struct {
			ID, Type      string
			Position      struct{ X, Y float64 }
			Width, Height float64
			Data          struct {
				Label, Kind, Color, Grade string
				Lines                     []string
				Hidden                    int
			}
		}
		Edges []struct {
			ID, Source, Target string
			Data               struct {
				Type, Sentence, Grade string
				Count                 int
				Facts                 []string
				Points                [][2]float64
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &flow))
	require.Len(t, flow.Nodes, 19)
	require.Len(t, flow.Edges, 21, "two verbs of one pair are one line")
	boxes := map[string][4]float64{}
	for _, n := range flow.Nodes {
		boxes[n.ID] = [4]float64{n.Position.X, n.Position.Y, n.Position.X + n.Width, n.Position.Y + n.Height}
		assert.NotEmpty(t, n.Data.Lines)
		assert.Regexp(t, `^#[0-9a-f]{6}$`, n.Data.Color)
	}
	at := func(p [2]float64, id string) bool {
		b := boxes[id]
		return p[0] > b[0]-12 && p[0] < b[2]+12 && p[1] > b[1]-12 && p[1] < b[3]+12
	}
	for _, e := range flow.Edges {
		require.GreaterOrEqual(t, len(e.Data.Points), 2, e.ID)
		assert.True(t, at(e.Data.Points[0], e.Source), "%s begins at its source", e.ID)
		assert.True(t, at(e.Data.Points[len(e.Data.Points)-1], e.Target), "%s ends at its target", e.ID)
		assert.Len(t, e.Data.Facts, e.Data.Count)
		assert.NotEmpty(t, e.Data.Sentence)
	}
}

func TestDiagramsRefused(t *testing.T) {
	s := serveSeed(t)
	for _, test := range []struct {
		name, path string
		status     int
		says       []string
	}{
		{"unknown root", "/diagrams/icee.svg", 404, []string{"icee: no entity has this id or name", "did you mean"}},
		{"unknown parameter", "/diagrams/ice.svg?layuot=org", 400, []string{"layuot: there is no such parameter", "layout"}},
		{"unknown theme", "/diagrams/ice.svg?theme=blue", 400, []string{"there is no theme", "LIGHT, DARK, PRINT"}},
		{"all at once", "/diagrams/ice.svg?depth=x&limit=-1&scale=big", 400, []string{"depth:", "limit:", "scale:"}},
		{"unknown kind", "/diagrams/ice.svg?kinds=Programm", 400, []string{"kinds: there is no", "Program"}},
		{"100,000 nodes", "/diagrams/ice.svg?limit=100000", 400, []string{"limit is 100000, more than 5000"}},
		{"given twice", "/diagrams/ice.svg?depth=1&depth=2", 400, []string{"depth: it is given 2 times"}},
		{"unknown kind to roll up into", "/diagrams/ice.svg?collapse=Directorat", 400, []string{"collapse: there is no", "Directorate"}},
		{"deep", "/diagrams/ice.svg?depth=1000", 400, []string{"depth is 1000"}},
		{"no format", "/diagrams/ice", 400, []string{"is no diagram", ".svg"}},
		{"wrong JSON", "/diagrams/ice.svg?format=cytoscape", 400, []string{"does not go with .svg"}},
		{"wrong lens", "/diagrams/ice.svg?grade=sure&validAt=today", 400, []string{"no grade", "SURE", "is not a day", "as 2018-12-04"}},
		{"neither true nor false", "/diagrams/ice.svg?deprecated=perhaps", 400, []string{"neither true nor false"}},
		{"script link", "/diagrams/ice.svg?links=javascript:alert(1)", 400, []string{"is no address"}},
		{"view", "/diagrams/ice.svg?view=board", 404, []string{"there is no saved view", "diagrams.NAME"}},
		{"revision", "/diagrams/ice.svg?revision=9", 404, []string{"there is no revision 9"}},
		{"query string", "/diagrams/ice.svg?title=%zz", 400, []string{"not well-formed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, body := get(t, s, http.MethodGet, test.path, "Accept", "application/json")
			assert.Equal(t, test.status, answer.StatusCode)
			assert.Contains(t, answer.Header.Get("Content-Type"), "json")
			for _, words := range test.says {
				assert.Contains(t, body, words)
			}
			if strings.Contains(test.path, ".svg") { // an image is never blank
				answer, body = get(t, s, http.MethodGet, test.path, "Accept", "image/avif,image/webp,*/*")
				assert.Equal(t, test.status, answer.StatusCode)
				assert.Equal(t, "image/svg+xml", answer.Header.Get("Content-Type"))
				assert.True(t, strings.HasPrefix(body, "<svg "))
				assert.Empty(t, answer.Header.Get("ETag"))
			}
		})
	}
	answer, _ := get(t, s, http.MethodPost, "/diagrams/ice.svg")
	assert.Equal(t, http.StatusMethodNotAllowed, answer.StatusCode)
}

// A saved view and a difference are drawn from what is in the log.
func TestSavedViewsAndDifferencesOverHTTP(t *testing.T) {
	s := serveSeed(t)
	before, _ := get(t, s, http.MethodGet, "/diagrams/ice.svg?depth=1")
	source := func(id, text string) graph.Op {
		return graph.Op{Source: &graph.Source{ID: id, Title: id, Text: text, SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(text)))}}
	}
	quote := []graph.Evidence{{Source: "diagrams.board", Quote: "layout", End: 6, Line: 1, Grade: graph.Stated}}
	_, err := s.store.Append(t.Context(), graph.Change{Author: "ann", Message: "a view and a task force", Ops: []graph.Op{
		source("diagrams.board", "layout: ORG\ntitle: For the board\npins:\n  ero: {x: 40, y: 500}\nhidden: [dhs]\n"),
		source("diagrams.broken", "layout: ORG\npins: {ero"),
		{Entity: &graph.Entity{ID: "border-team", Kind: "Program", Name: "Border <b>team</b>", Grade: graph.Stated, Evidence: quote}},
		{Fact: &graph.Fact{ID: "ice/operates/border-team", Subject: "ice", Type: "operates", Object: "border-team", Grade: graph.Stated, Evidence: quote}},
	}}, graph.AnyRevision)
	require.NoError(t, err)

	after, _ := get(t, s, http.MethodGet, "/diagrams/ice.svg?depth=1", "If-None-Match", before.Header.Get("ETag"))
	assert.Equal(t, http.StatusOK, after.StatusCode, "another revision is another picture")

	_, body := get(t, s, http.MethodGet, "/diagrams/ice.json?depth=1&view=board")
	assert.Contains(t, body, `"title":"For the board"`)
	assert.Contains(t, body, `{"id":"ero","type":"rounded","position":{"x":40,"y":500}`)
	assert.NotContains(t, body, `"id":"dhs"`)
	answer, body := get(t, s, http.MethodGet, "/diagrams/ice.json?view=broken")
	assert.Equal(t, http.StatusBadRequest, answer.StatusCode)
	assert.Contains(t, body, "diagrams.broken:2:")

	_, body = get(t, s, http.MethodGet, "/diagrams/ice.json?depth=1&from=1&revision=2")
	assert.Equal(t, 2, strings.Count(body, `"mark":"added"`), "the team and what joins it")
	_, body = get(t, s, http.MethodGet, "/diagrams/ice.svg?depth=1&from=2&revision=1")
	assert.Contains(t, body, "0 added, 2 removed, 0 changed.")
	assert.NotContains(t, body, "<b>")
	_, body = get(t, s, http.MethodGet, "/diagrams/ice.txt?depth=1&from=1")
	assert.Contains(t, body, "+ operates → + Border <b>team</b> (Program)")
}
