package bolt

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// text is a source's text with what it takes to go from code points to bytes
// and lines quickly.
type text struct {
	body  string
	runes int
	marks []int // byte offset of every markEvery-th code point; nil when all are ASCII
	lines []int // byte offset of each line's start
}

const markEvery = 128 // code points

func newText(body string) *text {
	t := &text{body: body, lines: []int{0}}
	ascii := true
	for i := 0; i < len(body); i++ {
		if body[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
		ascii = ascii && body[i] < utf8.RuneSelf
	}
	if t.runes = len(body); ascii {
		return t
	}
	t.runes = 0
	for i := range body {
		if t.runes%markEvery == 0 {
			t.marks = append(t.marks, i)
		}
		t.runes++
	}
	return t
}

// offset returns the byte offset of a code point, 0 <= at <= t.runes.
func (t *text) offset(at int) int {
	if at == t.runes {
		return len(t.body)
	}
	if t.marks == nil {
		return at
	}
	i := t.marks[at/markEvery]
	for range at % markEvery {
		_, size := utf8.DecodeRuneInString(t.body[i:])
		i += size
	}
	return i
}

// problem returns what is wrong with the place of a quote, or "".
func (t *text) problem(e *graph.Evidence) string {
	if e.Quote == "" {
		if e.Start != 0 || e.End != 0 || e.Line != 0 || e.Prefix != "" || e.Suffix != "" {
			return "has a place and no quote"
		}
		return ""
	}
	if e.Start < 0 || e.End < e.Start || e.End > t.runes {
		return "the place is not in the source"
	}
	lo, hi := t.offset(e.Start), t.offset(e.End)
	switch {
	case t.body[lo:hi] != e.Quote:
		return "the quote is not in the source at that place"
	case !strings.HasSuffix(t.body[:lo], e.Prefix):
		return "the prefix is not the text before the quote"
	case !strings.HasPrefix(t.body[hi:], e.Suffix):
		return "the suffix is not the text after the quote"
	case sort.SearchInts(t.lines, lo+1) != e.Line:
		return "the quote does not begin on that line"
	}
	return ""
}
