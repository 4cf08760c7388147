package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

const located = "Alpha leads the Force.\nBeta — für Alpha — helps.\nAlpha leads the Force, and Alpha leads the Guard.\n"

func TestLocateFindsTheOnePlace(t *testing.T) {
	text := graph.NewSourceText(located)
	start := func(n int) *int { return &n }
	for _, test := range []struct {
		name, quote string
		start       *int
		line        int
		want, on    int    // place and line
		path, says  string // of the problem
		hint        string
	}{
		{name: "once", quote: "Beta — für Alpha", want: 23, on: 2},
		{name: "by line", quote: "Alpha leads the Force", line: 3, want: 49, on: 3},
		{name: "by start", quote: "Alpha leads the Force", start: start(49), want: 49, on: 3},
		{name: "by both", quote: "Alpha leads the Force", start: start(49), line: 3, want: 49, on: 3},
		{name: "several", quote: "Alpha leads the Force", path: "quote", says: "stands 2 times in the source: line 1 (start 0), line 3 (start 49)", hint: "line or start says"},
		{name: "several on the line", quote: "Alpha leads", line: 3, path: "quote", says: "2 times in line 3: start 49, start 76", hint: "start says"},
		{name: "another line", quote: "Beta", line: 3, path: "line", says: "does not begin on line 3", hint: "it stands on line 2 at [23, 27]"},
		{name: "another start", quote: "Beta", start: start(0), path: "start", says: "does not stand at code point 0", hint: "it stands on line 2"},
		{name: "start past the end", quote: "Beta", start: start(1000), path: "start", says: "does not stand at code point 1000", hint: "line 2"},
		{name: "start and line disagree", quote: "Beta", start: start(23), line: 1, path: "line", says: "begins on line 2, not on line 1"},
		{name: "empty", path: "quote", says: "is not in the source", hint: "the quote is empty"},
		{name: "misquoted", quote: "Beta - fur alpha, helps", path: "quote", says: "is not in the source", hint: "the nearest text, on line 2, is “Beta — für Alpha — helps”"},
		{name: "nothing like it", quote: "Gamma sails", path: "quote", says: "is not in the source", hint: "quotes are verbatim"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, p := text.Locate(test.quote, test.start, test.line)
			if test.says != "" {
				require.NotNil(t, p)
				assert.Equal(t, test.path, p.Path)
				assert.Contains(t, p.Msg, test.says)
				assert.Contains(t, p.Hint, test.hint)
				return
			}
			require.Nil(t, p)
			assert.Equal(t, test.want, e.Start)
			assert.Equal(t, test.on, e.Line)
			assert.Empty(t, text.Verify(&e))
		})
	}
}

// What is found is verified, and every cut is found when its start is given.
func TestLocateAgreesWithCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := graph.NewSourceText(strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "é ", "—", "\n"}), 1, 40).Draw(t, "text"), ""))
		from := rapid.IntRange(0, text.Len()-1).Draw(t, "from")
		want, ok := text.Cut(from, rapid.IntRange(from+1, text.Len()).Draw(t, "to"))
		require.True(t, ok)
		found, p := text.Locate(want.Quote, &want.Start, want.Line)
		require.Nil(t, p)
		require.Equal(t, want, found)
		if once := text.Find(want.Quote, 2); len(once) == 1 {
			found, p = text.Locate(want.Quote, nil, 0)
			require.Nil(t, p)
			require.Equal(t, want, found)
		} else {
			_, p = text.Locate(want.Quote, nil, 0)
			require.NotNil(t, p)
		}
	})
}
