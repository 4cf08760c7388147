package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The golden questions and shortest paths of the seed, asked over HTTP.
func TestGoldenQuestions(t *testing.T) {
	text, err := os.ReadFile("../../seed/testdata/golden.yaml")
	require.NoError(t, err)
	type picked struct {
		Pick   any // a path, or several
		Expect []string
	}
	var golden struct {
		Questions []struct {
			Ask, Grade, Query string
			Pick              any
			Expect            []string
			Also              *picked
		}
		Paths []struct {
			From, To, Grade, Query string
			Nodes, Steps           []string
		}
	}
	require.NoError(t, yaml.UnmarshalWithOptions(text, &golden, yaml.Strict()))
	require.Len(t, golden.Questions, 24)
	require.Len(t, golden.Paths, 6)

	server := httptest.NewServer(seeded(t))
	defer server.Close()
	for _, q := range golden.Questions {
		t.Run(q.Ask, func(t *testing.T) {
			data := asked(t, server.URL, q.Query)
			assert.Equal(t, q.Expect, picks(t, data, q.Pick))
			if q.Also != nil {
				assert.Equal(t, q.Also.Expect, picks(t, data, q.Also.Pick))
			}
		})
	}
	for _, p := range golden.Paths {
		t.Run(p.From+" to "+p.To, func(t *testing.T) {
			data := asked(t, server.URL, p.Query)
			assert.Equal(t, p.Nodes, pick(data, "view.paths.paths[].entities[].id"))
			var steps []string
			for _, step := range follow(data, "view.paths.paths[].steps[]") {
				steps = append(steps, stepText(step.(map[string]any)))
			}
			assert.Equal(t, p.Steps, steps)
		})
	}
}

// asked sends a query over HTTP and returns its data.
func asked(t *testing.T, url, query string) any {
	body, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	response, err := http.Post(url+"/graphql", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	var answer struct {
		Data   any
		Errors []any
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.Empty(t, answer.Errors)
	return answer.Data
}

// stepText writes a step as the golden file does: "<-worksWith:works with- ero".
func stepText(step map[string]any) string {
	relation := step["relation"].(map[string]any)
	name := relation["type"].(string)
	if verb, ok := relation["verb"].(string); ok {
		name += ":" + verb
	}
	far := step["entity"].(map[string]any)["id"].(string)
	if step["direction"] == "OUT" {
		return "-" + name + "-> " + far
	}
	return "<-" + name + "- " + far
}

// picks returns what a path finds, or what all of several find, sorted and
// once each.
func picks(t *testing.T, data, paths any) []string {
	var found []string
	switch p := paths.(type) {
	case string:
		found = pick(data, p)
	case []any:
		found = pick(data, p[0].(string))
		for _, path := range p[1:] {
			also := pick(data, path.(string))
			found = slices.DeleteFunc(found, func(id string) bool { return !slices.Contains(also, id) })
		}
	default:
		t.Fatalf("pick is %v", paths)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func pick(data any, path string) []string {
	found := []string{}
	for _, x := range follow(data, path) {
		found = append(found, x.(string))
	}
	return found
}

// follow walks a path of field names, where [] goes into each item of a list.
func follow(data any, path string) []any {
	at := []any{data}
	for _, name := range strings.Split(path, ".") {
		name, each := strings.CutSuffix(name, "[]")
		var next []any
		for _, x := range at {
			object, ok := x.(map[string]any)
			if !ok {
				continue
			}
			if list, ok := object[name].([]any); ok && each {
				next = append(next, list...)
			} else if object[name] != nil && !each {
				next = append(next, object[name])
			}
		}
		at = next
	}
	return at
}
