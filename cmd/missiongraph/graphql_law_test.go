package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/server"
)

// everyRoot asks all root fields that do not depend on the search index, with
// cursors, under a lens.
const everyRoot = `{ view(lens: %s) {
  revision { revision author message ops time hash }
  revisions { totalCount edges { cursor node { revision } } }
  stats { entities relations attributes sources kinds { name count } relationTypes { name count } grades { name count } components isolated degrees { degree entities } }
  sources { edges { cursor node { id title text sha256 coverage { total used sentences { text used facts { id } } } facts { edges { cursor node { id } } } } } }
  entities { totalCount edges { cursor node { __typename id name kind form grade note degree evidence { quote source { id } } aliases { text } attributes { id text } relations { id } facts { edges { cursor node { id } } } neighbors { totalCount edges { cursor node { id } relation { id } } } } } }
  facts { totalCount edges { cursor node { __typename id type sentence grade rank reason reading validFrom validTo note claimant qualifiers { name value } evidence { quote prefix suffix line start end grade note } } } }
  agencies { nodes { id name hasPart { id } hasPartConnection { edges { cursor relation { sentence } } } leads { ... on Program { id ledBy { name } } } } }
  programs { nodes { id partners { id } directorates { id } ledByConnection { totalCount edges { cursor node { name } } } } }
  alpha: entity(id: "alpha") { name }
  node(id: "alpha/leads/joint-force") { id ... on Fact { evidence { quote } } }
  nodes(ids: ["gazette", "bulletin", "smuggling", "beta/leads/joint-force"]) { id }
  source(id: "bulletin") { title }
  resolve(text: "j") { match matched entity { id } }
  neighbors(id: "alpha") { edges { cursor node { name } } }
  subgraph(roots: ["alpha"], depth: 3) { totalCount nodes { id } edges { id } }
  ancestors(id: "beta") { entity { name } }
  descendants(id: "alpha") { entity { name } relation { id } }
  paths(from: "beta", to: "joint-force") { exhausted paths { steps { sentence } } }
  ontology { kinds { name count } relationTypes { name count } }
} }`

// Law 2: a read at a revision returns the same bytes for ever, whatever is
// committed later and however often the file is opened.
func TestAsOfReadsNeverChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	store := openHistory(t, path)
	s := serve(t, store, nil, server.Limits{})
	first := map[string]string{}
	lenses := []string{`{time: "1999-01-01T00:00:00Z"}`}
	for rev := 1; rev <= 5; rev++ {
		lenses = append(lenses,
			fmt.Sprintf(`{revision: %d}`, rev),
			fmt.Sprintf(`{time: %q}`, historyDay(rev).Format("2006-01-02T15:04:05Z")),
			fmt.Sprintf(`{revision: %d, validAt: "2020-06-01", minGrade: STATED, deprecated: true}`, rev))
	}
	read := func(s *service, lens string) string {
		query := fmt.Sprintf(everyRoot, lens)
		if strings.Contains(lens, "1999") {
			for _, line := range []string{"neighbors(", "subgraph(", "ancestors(", "descendants(", "paths("} {
				i := strings.Index(query, "\n  "+line)
				query = query[:i] + query[i+strings.Index(query[i+1:], "\n")+1:]
			}
		}
		answer := s.post(t, query, "")
		require.Empty(t, answer.Errors, string(answer.raw))
		return string(answer.Data)
	}
	for _, lens := range lenses {
		first[lens] = read(s, lens)
	}
	assert.NotEqual(t, first[`{revision: 1}`], first[`{revision: 2}`])
	assert.NotEqual(t, first[`{revision: 3}`], first[`{revision: 4}`])

	// What was done is undone, again and again.
	for range 3 {
		for _, c := range historyChanges(t)[:2] {
			_, err := store.Append(t.Context(), c, graph.AnyRevision)
			require.NoError(t, err)
		}
	}
	for _, lens := range lenses {
		assert.Equal(t, first[lens], read(s, lens), "after more commits: %s", lens)
	}

	require.NoError(t, store.Close())
	again, err := bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	defer again.Close()
	s = serve(t, again, nil, server.Limits{})
	for _, lens := range lenses {
		assert.Equal(t, first[lens], read(s, lens), "after opening again: %s", lens)
	}
}
