package main

import (
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const cookbook = "../../docs/queries.md"

var recipe = regexp.MustCompile("(?s)\n### ([^\n]+)\n(.*?)\n```graphql\n(.*?)```\n\n```json\n(.*?)```\n")

// The cookbook's questions have the answers it prints. -update-answers writes
// them anew, to be read before they are committed.
func TestCookbook(t *testing.T) {
	text, err := os.ReadFile(cookbook)
	require.NoError(t, err)
	s := serveSeed(t)
	recipes := recipe.FindAllSubmatchIndex(text, -1)
	require.Len(t, recipes, len(regexp.MustCompile("\n### ").FindAll(text, -1)), "each has a query and an answer")
	require.GreaterOrEqual(t, len(recipes), 30)
	var updated []byte
	from := 0
	for i, at := range recipes {
		part := func(n int) string { return string(text[at[2*n]:at[2*n+1]]) }
		require.Regexp(t, fmt.Sprintf(`^%d\. `, i+1), part(1), "recipes are numbered")
		answer := s.post(t, part(3), "").shown(t)
		updated = append(append(updated, text[from:at[8]]...), answer...)
		from = at[9]
		if !*updateAnswers {
			t.Run(part(1), func(t *testing.T) {
				assert.Equal(t, part(4), string(answer))
				assertPresentable(t, answer)
			})
		}
	}
	if *updateAnswers {
		require.NoError(t, os.WriteFile(cookbook, append(updated, text[from:]...), 0o644))
	}
}
