package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ContextLength is the most code points of an evidence's prefix and suffix.
const ContextLength = 32

// TextHash returns what [Source].SHA256 of a text must be.
func TextHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// SourceText is a source's text with what it takes to go from code points to
// bytes and lines quickly. It is immutable and safe for concurrent use.
type SourceText struct {
	text   string
	length int   // in code points
	marks  []int // byte offset of every markEvery-th code point; nil when all are ASCII
	lines  []int // byte offset of each line's start, from line 1
}

const markEvery = 128 // code points

// NewSourceText prepares a text.
func NewSourceText(text string) *SourceText {
	t := &SourceText{text: text, length: len(text), lines: []int{0}}
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
		ascii = ascii && text[i] < utf8.RuneSelf
	}
	if ascii {
		return t
	}
	t.length = 0
	for i := range text {
		if t.length%markEvery == 0 {
			t.marks = append(t.marks, i)
		}
		t.length++
	}
	return t
}

// Len returns the text's length in code points.
func (t *SourceText) Len() int { return t.length }

// String returns the text.
func (t *SourceText) String() string { return t.text }

// offset returns the byte at which a code point begins, 0 <= at <= t.length.
func (t *SourceText) offset(at int) int {
	if at == t.length {
		return len(t.text)
	}
	if t.marks == nil {
		return at
	}
	i := t.marks[at/markEvery]
	for range at % markEvery {
		_, size := utf8.DecodeRuneInString(t.text[i:])
		i += size
	}
	return i
}

// Line returns the number, from 1, of the line that a code point stands on.
func (t *SourceText) Line(at int) int {
	return t.lineOf(t.offset(min(max(at, 0), t.length)))
}

func (t *SourceText) lineOf(offset int) int { return sort.SearchInts(t.lines, offset+1) }

// Cut returns the quote from code point start up to end with its line, prefix
// and suffix; false when there is no such stretch of text or it is empty. The
// source and grade are for the caller to set.
func (t *SourceText) Cut(start, end int) (Evidence, bool) {
	if start < 0 || end <= start || end > t.length {
		return Evidence{}, false
	}
	lo, hi := t.offset(start), t.offset(end)
	return Evidence{
		Quote:  t.text[lo:hi],
		Prefix: t.text[t.offset(max(0, start-ContextLength)):lo],
		Suffix: t.text[hi:t.offset(min(t.length, end+ContextLength))],
		Start:  start,
		End:    end,
		Line:   t.lineOf(lo),
	}, true
}

// Misquote returns what is wrong with the place of a quote, or "": the least
// that a store asks of evidence. The context may be shorter than
// [ContextLength], and evidence may quote nothing, if it then has no place;
// see [SourceText.Verify] for all that can be asked.
func (t *SourceText) Misquote(e *Evidence) string {
	if e.Quote == "" {
		if e.Start != 0 || e.End != 0 || e.Line != 0 || e.Prefix != "" || e.Suffix != "" {
			return "has a place and no quote"
		}
		return ""
	}
	if e.Start < 0 || e.End < e.Start || e.End > t.length {
		return "the place is not in the source"
	}
	lo, hi := t.offset(e.Start), t.offset(e.End)
	switch {
	case t.text[lo:hi] != e.Quote:
		return "the quote is not in the source at that place"
	case !strings.HasSuffix(t.text[:lo], e.Prefix):
		return "the prefix is not the text before the quote"
	case !strings.HasPrefix(t.text[hi:], e.Suffix):
		return "the suffix is not the text after the quote"
	case t.lineOf(lo) != e.Line:
		return "the quote does not begin on that line"
	}
	return ""
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

// Whereabouts says in words where a quote stands in the text, or what is most
// like it, for hints.
func (t *SourceText) Whereabouts(quote string) string {
	if quote == "" {
		return "the quote is empty"
	}
	found := t.Find(quote, 4)
	if len(found) == 0 {
		const verbatim = "these words do not stand in the source in this order; quotes are verbatim, letter for letter"
		if near, ok := t.Nearest(quote); ok {
			return verbatim + "; the nearest text, on line " + strconv.Itoa(near.Line) + ", is “" + near.Quote + "”"
		}
		return verbatim
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
