package seed

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/schema"
)

var updateSentences = flag.Bool("update-sentences", false, "write testdata/sentences.txt anew, to be read before it is committed")

// TestSentences holds every fact of the seed, read from both ends, to a list
// that people have read for its English.
func TestSentences(t *testing.T) {
	data, err := Default()
	require.NoError(t, err)
	o := schema.Ontology()
	names := map[string]string{}
	change := data.Change()
	for _, op := range change.Ops {
		if op.Entity != nil {
			names[op.Entity.ID] = op.Entity.Name
		}
	}
	var b strings.Builder
	for _, op := range change.Ops {
		f := op.Fact
		if f == nil {
			continue
		}
		fmt.Fprintln(&b, graph.EndSentence(graph.SentenceCase(o.Sentence(f, names[f.Subject], names[f.Object]))))
		if f.IsRelation() {
			passive := o.Relation(f.Type).Render(f.Verb, names[f.Subject], names[f.Object], true)
			fmt.Fprintln(&b, "  "+graph.EndSentence(graph.SentenceCase(passive)))
		}
	}
	const file = "testdata/sentences.txt"
	if *updateSentences {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
	for line := range strings.Lines(b.String()) {
		lower := " " + strings.ToLower(line)
		for _, wrong := range []string{" the the ", " a the ", " the a ", " a a ", " in in ", " in abroad", " in around", " the our ", " a our ", " s engages "} {
			assert.NotContains(t, lower, wrong)
		}
	}
}
