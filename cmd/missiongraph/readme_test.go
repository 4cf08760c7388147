package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph/bolt"
	"missiongraph/internal/server"
)

// seeded returns a server over a fresh store that holds the seed.
func seeded(t testing.TB) *server.Server {
	t.Helper()
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	s, err := newServer(store, nil, server.Limits{}, zerolog.Nop())
	require.NoError(t, err)
	return s
}

// The README's questions have the answers it prints.
func TestReadmeQuestions(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)### (\\d\\. [^\n]+).*?```graphql\n(.*?)```\n\n```json\n(.*?)```").FindAllSubmatch(text, -1)
	require.Len(t, blocks, 5)
	s := seeded(t)
	for _, b := range blocks {
		t.Run(string(b[1]), func(t *testing.T) {
			assert.JSONEq(t, string(b[3]), string(dataOf(t, ask(t, s, string(b[2])))))
		})
	}
}
