package graph

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ContextLength is the most code points of an evidence's prefix and suffix.
const ContextLength = 32

// SourceText is a source's text made ready for cutting and checking quotes. It
// is immutable and safe for concurrent use.
type SourceText struct {
	text  string
	runes []rune
	lines []int // the code point each line begins with, from line 1
}

// NewSourceText prepares a text.
func NewSourceText(text string) *SourceText {
	t := &SourceText{text: text, runes: []rune(text), lines: []int{0}}
	for i, r := range t.runes {
		if r == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// Len returns the text's length in code points.
func (t *SourceText) Len() int { return len(t.runes) }

// Line returns the number, from 1, of the line that a code point stands on.
func (t *SourceText) Line(at int) int {
	return sort.SearchInts(t.lines, at+1)
}

// Cut returns the quote from code point start up to end with its line, prefix
// and suffix; false when there is no such stretch of text or it is empty. The
// source and grade are for the caller to set.
func (t *SourceText) Cut(start, end int) (Evidence, bool) {
	if start < 0 || end <= start || end > len(t.runes) {
		return Evidence{}, false
	}
	return Evidence{
		Quote:  string(t.runes[start:end]),
		Prefix: string(t.runes[max(0, start-ContextLength):start]),
		Suffix: string(t.runes[end:min(len(t.runes), end+ContextLength)]),
		Start:  start,
		End:    end,
		Line:   t.Line(start),
	}, true
}

// Find returns the code points at which a quote begins, in order, overlapping
// ones included; at most max of them.
func (t *SourceText) Find(quote string, max int) []int {
	var found []int
	for from, at := 0, 0; quote != "" && len(found) < max; {
		i := strings.Index(t.text[from:], quote)
		if i < 0 {
			break
		}
		at += utf8.RuneCountInString(t.text[from : from+i])
		found = append(found, at)
		_, size := utf8.DecodeRuneInString(t.text[from+i:])
		from, at = from+i+size, at+1
	}
	return found
}

// Verify reports what is wrong with a quote, its place or its context; a path
// is the name of the evidence's field, as "quote". The evidence must be of
// this text.
func (t *SourceText) Verify(e *Evidence) Problems {
	var found Problems
	cut, ok := t.Cut(e.Start, e.End)
	if !ok || cut.Quote != e.Quote {
		p := found.Add("quote", BadInput, "the quote is not in the source at code points %d to %d", e.Start, e.End)
		p.Hint = t.Whereabouts(e.Quote)
		return found
	}
	if e.Line != cut.Line {
		found.Add("line", BadInput, "the quote begins on line %d, not on line %d", cut.Line, e.Line)
	}
	if e.Prefix != cut.Prefix {
		found.Add("prefix", BadInput, "the text before the quote is %q", cut.Prefix)
	}
	if e.Suffix != cut.Suffix {
		found.Add("suffix", BadInput, "the text after the quote is %q", cut.Suffix)
	}
	return found
}

// Whereabouts says in words where a quote stands in the text, for hints.
func (t *SourceText) Whereabouts(quote string) string {
	if quote == "" {
		return "the quote is empty"
	}
	found := t.Find(quote, 4)
	if len(found) == 0 {
		return "these words do not stand in the source in this order; quotes are verbatim, letter for letter"
	}
	var b strings.Builder
	b.WriteString("it stands ")
	length := utf8.RuneCountInString(quote)
	for i, at := range found {
		if i == 3 {
			b.WriteString(" and elsewhere")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("on line " + strconv.Itoa(t.Line(at)) + " at [" + strconv.Itoa(at) + ", " + strconv.Itoa(at+length) + "]")
	}
	return b.String()
}
