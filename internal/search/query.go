package search

import (
	"fmt"
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
	scope   *field   // where it is looked for; nil for everywhere
	fuzzy   int      // letters of the word, or of joined, that may differ
	quoted  bool
	exclude bool
	keep    bool // typed with a plus: also when it says little
	prefix  bool // the last part may be the beginning of a word
	stop    bool // a word that says little
}

// key is equal for clauses that mean the same.
func (c *clause) key() string {
	scope := ""
	if c.scope != nil {
		scope = c.scope.name
	}
	return fmt.Sprintf("%q %q %q %q %q %d %t %t", c.parts, c.joined, c.stem, c.id, scope, c.fuzzy, c.quoted, c.prefix)
}

// parse reads a query: words that must all match, "quoted phrases", -excluded
// and +required words and phrases, the beginnings of words*, misspelt~ words,
// and any of these in one field:only. The last word, unless a space follows
// it, may be the beginning of a word. Any other character only separates.
// docs/search.md tells readers the same.
func parse(text string) ([]clause, error) {
	if n := utf8.RuneCountInString(text); n > MaxText {
		return nil, graph.Errorf(graph.Limit, "the search text has %d characters, at most %d are allowed", n, MaxText)
	}
	var all []clause
	for rest := strings.TrimLeftFunc(text, unicode.IsSpace); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		var found []clause
		var as clause // what is said of the word before it
		rest = as.before(rest)
		if r, size := utf8.DecodeRuneInString(rest); isQuote(r) {
			found, rest = phrase(rest[size:])
		} else {
			end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
			if end < 0 {
				end = len(rest)
			}
			unfinished := end == len(rest) && !as.exclude
			found = words(rest[:end], unfinished)
			rest = rest[end:]
		}
		for i := range found {
			found[i].exclude, found[i].keep, found[i].scope = as.exclude, as.keep, as.scope
		}
		all = append(all, found...)
	}
	if len(all) > MaxWords {
		return nil, graph.Errorf(graph.Limit, "the search text has %d words, at most %d are allowed", len(all), MaxWords)
	}
	return positive(all)
}

// before takes a sign and the name of a field off the beginning of a text, each
// only when something follows it without a space.
func (c *clause) before(text string) string {
	if sign := text[0]; (sign == '-' || sign == '+') && attached(text[1:]) && text[1] != sign {
		c.exclude, c.keep = sign == '-', sign == '+'
		text = text[1:]
	}
	for _, f := range fields {
		if n := len(f.name); len(text) > n && text[n] == ':' && strings.EqualFold(text[:n], f.name) && attached(text[n+1:]) {
			c.scope = f
			return text[n+1:]
		}
	}
	return text
}

// attached reports whether a text begins, and not with a space.
func attached(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && !unicode.IsSpace(r)
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' }

func (c *clause) telling() bool { return !c.stop || c.prefix || c.keep || c.scope != nil }

// positive drops stop words where other words remain.
func positive(all []clause) ([]clause, error) {
	wanted, telling := 0, 0
	for i := range all {
		if !all[i].exclude {
			wanted++
			if all[i].telling() {
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
		if c.exclude || c.telling() {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// phrase makes the clause of a text quoted up to the next quote, none when it
// has no words, and returns what follows.
func phrase(text string) ([]clause, string) {
	rest := ""
	if end := strings.IndexFunc(text, isQuote); end >= 0 {
		_, n := utf8.DecodeRuneInString(text[end:])
		text, rest = text[:end], text[end+n:]
	}
	c := clause{quoted: true, id: strings.ToLower(strings.TrimSpace(text))}
	for _, t := range tokenize(text) {
		if !t.joined {
			c.parts = append(c.parts, t.term)
		}
	}
	if len(c.parts) == 0 {
		return nil, rest
	}
	return []clause{c}, rest
}

// words makes the clauses of a text without spaces: usually one. What follows
// the word is said of the last, which may be the beginning of a word when it is
// unfinished.
func words(text string, unfinished bool) []clause {
	text, prefix, fuzzy := after(text, unfinished)
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
	if len(found) > 0 {
		c := &found[len(found)-1]
		c.prefix, c.fuzzy = prefix, c.letters(fuzzy)
	}
	return found
}

// after takes a star, or a tilde and a digit, off the end of a word. A tilde
// finishes it.
func after(text string, unfinished bool) (word string, prefix bool, fuzzy int) {
	if word, ok := strings.CutSuffix(text, "*"); ok {
		return word, true, 0
	}
	at := strings.LastIndexByte(text, '~')
	switch {
	case at < 0:
		return text, unfinished, 0
	case at == len(text)-1:
		return text[:at], false, asUsual
	case at == len(text)-2 && '0' <= text[at+1] && text[at+1] <= '9':
		return text[:at], false, int(text[at+1] - '0')
	}
	return text, unfinished, 0
}

const (
	maxFuzzy = 2  // letters, which the dictionary's automata bound
	asUsual  = -1 // as many letters as the word's length bears
)

// whole returns the clause in one word; "" for one of too many parts to join.
func (c *clause) whole() string {
	if len(c.parts) == 1 {
		return c.parts[0]
	}
	return c.joined
}

// letters returns how many letters of the clause may differ where so many are
// asked for.
func (c *clause) letters(asked int) int {
	most := maxFuzzy
	switch n := utf8.RuneCountInString(c.whole()); {
	case n < 3:
		most = 0
	case n < 6:
		most = 1
	}
	if asked == asUsual {
		return most
	}
	return min(asked, most)
}

// long reports whether a prefix is looked up among all words.
func long(prefix string) bool { return utf8.RuneCountInString(prefix) >= minPrefix }
