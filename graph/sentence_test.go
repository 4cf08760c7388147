package graph

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"blank lines", "\n \n\t\n", nil},
		{"two", "One is here. Two is there.", []string{"One is here.", "Two is there."}},
		{"heading and prose", "Heading\n\nProse begins. And ends", []string{"Heading", "Prose begins.", "And ends"}},
		{"bullets", "  • Email icon\n  - Print icon\n* c", []string{"Email icon", "Print icon", "c"}},
		{"initials", "It is in the U.S. military and in the U.S. Department of Energy.", []string{"It is in the U.S. military and in the U.S. Department of Energy."}},
		{"initials at an end", "They are in the U.S. The agency is, too.", []string{"They are in the U.S.", "The agency is, too."}},
		{"abbreviations", "Mr. Smith and Dr. Jones, Inc. No. 5 is here. Next.", []string{"Mr. Smith and Dr. Jones, Inc. No. 5 is here.", "Next."}},
		{"decimals", "It is 3.5 or 1,000.25 here. 7 more.", []string{"It is 3.5 or 1,000.25 here.", "7 more."}},
		{"quotes", `He said "Stop." Then "Go!" (It went.) "Why?" Because.`, []string{`He said "Stop."`, `Then "Go!"`, `(It went.)`, `"Why?"`, `Because.`}},
		{"small letter goes on", "e.g. this. and that... still. Done", []string{"e.g. this. and that... still.", "Done"}},
		{"wrapped lines", "A line that\ngoes on here. Then\nAnother line", []string{"A line that\ngoes on here.", "Then", "Another line"}},
		{"Windows line ends", "One.\r\n\r\nTwo.\r\n", []string{"One.", "Two."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range Sentences(test.text) {
				got = append(got, s.Text)
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestSentencePlaces(t *testing.T) {
	text := "é heading\n\n• Über alles. Second\npart here. Third."
	got := Sentences(text)
	assert.Equal(t, []Sentence{
		{"é heading", 1, 0, 9},
		{"Über alles.", 3, 13, 24},
		{"Second\npart here.", 3, 25, 42},
		{"Third.", 4, 43, 49},
	}, got)
}

// Sentences are in order, do not overlap, are what the text has at their
// place, and leave out nothing but white space and bullets.
func TestSentencesCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aB .!?\"(\n\té•-U1…"))).Draw(t, "text")
		runes, lines := []rune(text), NewSourceText(text)
		end := 0
		for _, s := range append(Sentences(text), Sentence{Start: len(runes), End: len(runes)}) {
			if s.Start < end {
				t.Fatalf("%+v overlaps", s)
			}
			for _, r := range runes[end:s.Start] {
				if !unicode.IsSpace(r) && !strings.ContainsRune("•-", r) {
					t.Fatalf("%q is in no sentence", r)
				}
			}
			if end = s.End; s.Start == len(runes) {
				break
			}
			if string(runes[s.Start:s.End]) != s.Text || s.Text == "" || lines.Line(s.Start) != s.Line {
				t.Fatalf("%+v is not at its place", s)
			}
		}
	})
}

func TestCoverage(t *testing.T) {
	text := "One is here. Two is there.\nThree\n\nFour."
	sentences := Sentences(text)
	require.Len(t, sentences, 4)
	at := func(start, end int) Evidence { return Evidence{Start: start, End: end} }
	got := Coverage(sentences, []Evidence{at(0, 3), at(8, 16), at(12, 13), at(13, 14), at(27, 32), at(0, 26)})
	assert.Equal(t, [][]int{{0, 1, 5}, {1, 3, 5}, {4}, nil}, got, "the space between sentences is in none")
	assert.Empty(t, Coverage(nil, []Evidence{at(0, 1)}))
}
