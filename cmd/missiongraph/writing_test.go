package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The mutations of docs/writing.md do what the page says, one after the other.
func TestWritingPage(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	text, err := os.ReadFile("../../docs/writing.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllSubmatch(text, -1)
	require.NotEmpty(t, blocks)
	type payload struct {
		Applied  bool
		Problems []any
		Commit   *struct { // of a mutation of one kind
			Applied  bool
			Problems []any
		}
	}
	for _, b := range blocks {
		query := string(b[1])
		answer := s.post(t, query, "")
		var data map[string]payload
		answer.into(t, &data)
		for _, p := range data {
			if p.Commit != nil {
				p.Applied, p.Problems = p.Commit.Applied, p.Commit.Problems
			}
			want := !strings.Contains(query, "dryRun: true") && !strings.Contains(query, "revert(revision: 4)") // which is refused
			assert.Equal(t, want, p.Applied, string(answer.raw))
			assert.Empty(t, p.Problems)
		}
		if strings.Contains(query, "revert(revision: 4)") {
			assert.Contains(t, string(answer.raw), `"id":"hsi/worksWith:works-with/interpol"`)
		}
	}
}
