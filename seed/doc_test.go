package seed

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// The page about the seed says what the files say.
func TestDocsAreCurrent(t *testing.T) {
	page, err := os.ReadFile("../docs/seed.md")
	require.NoError(t, err)
	text := string(page)
	for _, f := range folding(t) {
		if f.name == "abstract" || f.what == "property" {
			continue
		}
		part := f.form
		if f.what == "relation" {
			part = strings.Join(f.verbs, ", ")
		}
		assert.Contains(t, text, fmt.Sprintf("| %s | %s | %s | %d |\n", f.was, f.name, part, f.rows))
	}
	d := loaded(t)
	relations, names, labels, rows := 0, 0, 0, map[graph.Grade]int{}
	for _, f := range d.Facts {
		switch {
		case f.IsRelation():
			relations++
			for _, e := range f.Evidence {
				rows[e.Grade]++
			}
			if f.Reading != "" {
				assert.Contains(t, text, fmt.Sprintf("| `%s` | %s |", f.Reading, strings.ToLower(f.Rank.String())))
			}
		case f.Type == graph.AliasProperty:
			names++
		case f.Type == "label":
			labels++
		}
	}
	assert.Contains(t, text, fmt.Sprintf("%d entities, %d relations (one of them with two quotes: %d rows), %d attributes, %d other names and %d labels",
		len(d.Entities), relations, rows[graph.Stated]+rows[graph.Construed]+rows[graph.Contextual],
		len(d.Facts)-relations-names-labels, names, labels))
	for _, g := range graph.Grades()[:3] {
		assert.Regexp(t, fmt.Sprintf("`%s` \\|.*\\| %d rows", g, rows[g]), text)
	}
	// The example passage is one of the files.
	start := strings.Index(text, "```yaml\n- quote:")
	require.Positive(t, start)
	example, _, _ := strings.Cut(text[start+len("```yaml\n"):], "\n```")
	section, err := files.ReadFile("facts/page/3-immigration-enforcement.yaml")
	require.NoError(t, err)
	assert.True(t, strings.Contains(string(section), example), "the example is not in the file:\n%s", example)
}
