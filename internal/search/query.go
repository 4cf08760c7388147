package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
)

// The limits of a query's text.
const (
	MaxText  = 1000 // code points
	MaxWords = 32   // words and phrases
)

// clause is one word or phrase of a query.
type clause struct {
	parts   []string // as tokens' terms, in order; at least one
	joined  string   // parts in one, when there are several and none is quoted
	stem    string   // of a single word, or the word itself; empty when quoted
	id      string   // the word as typed, lower case: it may be an id
	quoted  bool
	exclude bool
	prefix  bool // the last part may be the beginning of a word
	stop    bool // a word that says little
}

// parse reads a query: words that must all match, "quoted phrases", -excluded
// words and phrases. The last word, unless a space follows it, may be the
// beginning of a word. Any other character only separates.
func parse(text string) ([]clause, error) {
	if n := utf8.RuneCountInString(text); n > MaxText {
		return nil, graph.Errorf(graph.Limit, "the search text has %d characters, at most %d are allowed", n, MaxText)
	}
	var all []clause
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if unicode.IsSpace(r) {
			rest = rest[size:]
			continue
		}
		exclude := false
		if r == '-' && len(rest) > 1 {
			if next, _ := utf8.DecodeRuneInString(rest[1:]); !unicode.IsSpace(next) && next != '-' {
				exclude, rest = true, rest[1:]
				r, size = utf8.DecodeRuneInString(rest)
			}
		}
		var found []clause
		if isQuote(r) {
			inner := rest[size:]
			end := strings.IndexFunc(inner, isQuote)
			if end < 0 {
				end, rest = len(inner), ""
			} else {
				_, n := utf8.DecodeRuneInString(inner[end:])
				rest = inner[end+n:]
			}
			found = phrase(inner[:end])
		} else {
			end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
			if end < 0 {
				end = len(rest)
			}
			found = words(rest[:end])
			rest = rest[end:]
			if rest == "" && !exclude && len(found) > 0 {
				found[len(found)-1].prefix = true
			}
		}
		for i := range found {
			found[i].exclude = exclude
		}
		all = append(all, found...)
	}
	if len(all) > MaxWords {
		return nil, graph.Errorf(graph.Limit, "the search text has %d words, at most %d are allowed", len(all), MaxWords)
	}
	return positive(all)
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' }

// positive drops stop words where other words remain.
func positive(all []clause) ([]clause, error) {
	wanted, telling := 0, 0
	for i := range all {
		if !all[i].exclude {
			wanted++
			if !all[i].stop || all[i].prefix {
				telling++
			}
		}
	}
	switch {
	case len(all) == 0:
		return nil, graph.Errorf(graph.BadInput, "the search text has no words").
			WithHint("type a name, an acronym or words of the text, as %q", "287(g)")
	case wanted == 0:
		return nil, graph.Errorf(graph.BadInput, "the search text only excludes words").
			WithHint("add a word to search for")
	case telling == 0 || telling == wanted:
		return all, nil
	}
	kept := all[:0]
	for _, c := range all {
		if c.exclude || c.prefix || !c.stop {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// phrase makes the clause of a quoted text, none when it has no words.
func phrase(text string) []clause {
	c := clause{quoted: true, id: strings.ToLower(strings.TrimSpace(text))}
	for _, t := range tokenize(text) {
		if !t.joined {
			c.parts = append(c.parts, t.term)
		}
	}
	if len(c.parts) == 0 {
		return nil
	}
	return []clause{c}
}

// words makes the clauses of a text without spaces: usually one.
func words(text string) []clause {
	var found []clause
	chunk := int32(-1)
	for _, t := range tokenize(text) {
		if t.chunk != chunk {
			chunk = t.chunk
			found = append(found, clause{})
		}
		c := &found[len(found)-1]
		switch {
		case t.joined:
			c.joined = t.term
		default:
			c.parts = append(c.parts, t.term)
		}
		if len(c.parts) == 1 {
			c.stem = stem(t.term)
			c.stop = !t.acronym && stopWords[t.term]
		} else {
			c.stem, c.stop = "", false
		}
	}
	if len(found) == 1 {
		found[0].id = strings.ToLower(text)
	}
	return found
}

// long reports whether a prefix is looked up among all words.
func long(prefix string) bool { return utf8.RuneCountInString(prefix) >= minPrefix }
