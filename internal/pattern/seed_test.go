package pattern_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/pattern"
	"missiongraph/schema"
	"missiongraph/seed"
)

// seedGraph is the graph that the program begins with.
var seedGraph = sync.OnceValues(func() (*graphtest.Memory, error) {
	data, err := seed.Default()
	if err != nil {
		return nil, err
	}
	return graphtest.NewMemory(data.Change().Ops...)
})

func seedView(t testing.TB, units int) *graph.View {
	m, err := seedGraph()
	require.NoError(t, err)
	return graph.NewView(m, schema.Ontology(), graph.Lens{}, graph.NewBudget(context.Background(), units))
}

var example = regexp.MustCompile("(?s)```(pattern|pattern-error)\n(.*?)```")

// Each pattern of docs/patterns.md finds something, or is refused with the
// words that stand there.
func TestDocumentedPatterns(t *testing.T) {
	text, err := os.ReadFile("../../docs/patterns.md")
	require.NoError(t, err)
	found := example.FindAllStringSubmatch(string(text), -1)
	require.Greater(t, len(found), 10)
	for _, m := range found {
		asked, want, _ := strings.Cut(m[2], "---\n")
		t.Run(asked, func(t *testing.T) {
			table, err := pattern.Match(seedView(t, 50_000), asked, nil)
			if m[1] == "pattern-error" {
				require.Error(t, err)
				assert.Equal(t, strings.TrimSpace(want), err.Error())
				return
			}
			require.NoError(t, err)
			assert.NotEmpty(t, table.Rows)
		})
	}
}
