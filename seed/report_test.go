package seed

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestSentencesNoFactUses(t *testing.T) {
	var b strings.Builder
	for _, c := range Report(loaded(t)) {
		fmt.Fprintf(&b, "%s: %d of %d sentences, headings and labels used\n", c.Source, c.Used(), len(c.Sentences))
		for _, s := range c.Sentences {
			switch {
			case !s.Used():
				fmt.Fprintf(&b, "unused       line %2d  %s\n", s.Line, s.Text)
			case len(s.Facts) == 0:
				fmt.Fprintf(&b, "entity only  line %2d  %s  (%s)\n", s.Line, s.Text, strings.Join(s.Entities, ", "))
			}
		}
	}
	const golden = "testdata/unused.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String(), "run with -update when the change is meant")
}

func TestReportNamesWhatUsesASentence(t *testing.T) {
	for _, s := range Report(loaded(t))[0].Sentences {
		if strings.HasPrefix(s.Text, "The 287(g) program") {
			assert.Contains(t, s.Facts, "287g/grants/training")
			assert.Contains(t, s.Facts, "ero/uses/287g", "a quote may span two sentences")
			assert.Contains(t, s.Entities, "287g")
			return
		}
	}
	t.Fatal("no such sentence")
}
