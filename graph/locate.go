package graph

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostPlaces bounds how many places of a quote [SourceText.Locate] looks at.
const mostPlaces = 10_000

// Locate returns the evidence of a quote with its place, line and context; the
// source and grade are for the caller to set. Where the quote stands several
// times, start (its first code point) or line (0 for not known) says which is
// meant. The problem says why there is no one place, or is nil; its path is
// "quote", "start" or "line".
func (t *SourceText) Locate(quote string, start *int, line int) (Evidence, *Problem) {
	length := utf8.RuneCountInString(quote)
	if start != nil {
		cut, ok := t.Cut(*start, *start+length)
		switch {
		case quote == "" || !ok || cut.Quote != quote:
			return Evidence{}, t.unplaced("start", quote, "the quote does not stand at code point %d", *start)
		case line != 0 && line != cut.Line:
			return Evidence{}, t.unplaced("line", quote, "the quote at code point %d begins on line %d, not on line %d", *start, cut.Line, line)
		}
		return cut, nil
	}
	found := t.Find(quote, mostPlaces)
	if len(found) == 0 {
		return Evidence{}, t.unplaced("quote", quote, "the quote is not in the source")
	}
	if line != 0 {
		var here []int
		for _, at := range found {
			if t.Line(at) == line {
				here = append(here, at)
			}
		}
		if found = here; len(found) == 0 {
			return Evidence{}, t.unplaced("line", quote, "the quote does not begin on line %d", line)
		}
	}
	if len(found) > 1 {
		return Evidence{}, t.several(found, line)
	}
	cut, _ := t.Cut(found[0], found[0]+length)
	return cut, nil
}

// unplaced is the problem of a quote that is not where it is said to be.
func (t *SourceText) unplaced(path, quote, format string, args ...any) *Problem {
	var found Problems
	p := found.Add(path, BadInput, format, args...)
	p.Hint = t.Whereabouts(quote)
	return p
}

// several is the problem of a quote that stands at several places.
func (t *SourceText) several(found []int, line int) *Problem {
	const shown = 20
	var places []string
	for _, at := range found {
		place := "line " + strconv.Itoa(t.Line(at)) + " (start " + strconv.Itoa(at) + ")"
		if line != 0 {
			place = "start " + strconv.Itoa(at)
		}
		if places = append(places, place); len(places) == shown {
			break
		}
	}
	p := &Problem{Path: "quote", Code: BadInput, Hint: "line or start says which is meant; or quote more of the sentence"}
	where := "the source"
	if line != 0 {
		where, p.Hint = "line "+strconv.Itoa(line), "start says which is meant; or quote more of the sentence"
	}
	p.Msg = "the quote stands " + strconv.Itoa(len(found)) + " times in " + where + ": " + strings.Join(places, ", ")
	if len(found) > shown {
		p.Msg += " and elsewhere"
	}
	return p
}

// word is a run of letters and digits of a text, in lower case.
type word struct {
	text       string
	start, end int // code points
}

// words returns the words of a text, in order.
func words(text string) []word {
	var found []word
	var b strings.Builder
	start, at := 0, 0
	flush := func() {
		if b.Len() > 0 {
			found = append(found, word{b.String(), start, at})
			b.Reset()
		}
	}
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if b.Len() == 0 {
				start = at
			}
			b.WriteRune(unicode.ToLower(r))
		} else {
			flush()
		}
		at++
	}
	flush()
	return found
}

// Nearest returns the stretch of the text that has most words of a quote in as
// many words, the first of several; false when it has fewer than half of them.
// It is for hints: the text differs from what was quoted, in letters or in the
// space and marks between them.
func (t *SourceText) Nearest(quote string) (Evidence, bool) {
	wanted := words(quote)
	all := words(t.text)
	n := min(len(wanted), len(all))
	if n == 0 {
		return Evidence{}, false
	}
	missing := make(map[string]int, len(wanted)) // how often a word is wanted and not in the window
	for _, w := range wanted {
		missing[w.text]++
	}
	known := make(map[string]bool, len(missing))
	for text := range missing {
		known[text] = true
	}
	best, first, matched := 0, 0, 0
	for i, w := range all {
		if known[w.text] {
			if missing[w.text]--; missing[w.text] >= 0 {
				matched++
			}
		}
		if i >= n {
			if out := all[i-n].text; known[out] {
				if missing[out]++; missing[out] > 0 {
					matched--
				}
			}
		}
		if matched > best {
			best, first = matched, max(0, i-n+1)
		}
	}
	if 2*best < len(wanted) {
		return Evidence{}, false
	}
	last := min(first+n, len(all)) - 1
	for first < last && !known[all[first].text] {
		first++
	}
	for last > first && !known[all[last].text] {
		last--
	}
	return t.Cut(all[first].start, all[last].end)
}
