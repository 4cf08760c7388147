package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The queries of docs/querying.md and history.md are answered as they stand.
func TestQueryingQueries(t *testing.T) {
	s := seeded(t)
	for _, page := range []string{"querying.md", "history.md"} {
		text, err := os.ReadFile("../../docs/" + page)
		require.NoError(t, err)
		blocks := regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllSubmatch(text, -1)
		require.NotEmpty(t, blocks)
		for _, b := range blocks {
			data, err := decodeOrdered(dataOf(t, ask(t, s, string(b[1]))))
			require.NoError(t, err)
			assert.Positive(t, texts(data), "nothing to see: %s", b[1])
		}
	}
}
