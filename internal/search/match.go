package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"missiongraph/graph"
)

// extent is a part of a text, in bytes.
type extent struct{ start, end int }

// find appends to dst the places where the clause matches a text, given its
// field and tokens. It means exactly what [run.clause] means of the postings.
func (c *clause) find(dst []extent, field *field, text string, tokens []token) []extent {
	if c.scope != nil && c.scope != field {
		return dst
	}
	if field.keyword {
		if c.id == text {
			dst = append(dst, extent{0, len(text)})
		}
		return dst
	}
	if len(c.parts) == 1 {
		for i := range tokens {
			if c.matches(field, &tokens[i]) {
				dst = append(dst, extent{tokens[i].start, tokens[i].end})
			}
		}
		return dst
	}
	for i := range tokens {
		t := &tokens[i]
		if c.joined != "" && (t.term == c.joined || c.prefix && long(c.joined) && strings.HasPrefix(t.term, c.joined) || c.near(c.joined, t)) {
			dst = append(dst, extent{t.start, t.end})
		}
		if t.term == c.parts[0] {
			if end := c.follows(tokens, t.pos); end > 0 {
				dst = append(dst, extent{t.start, end})
			}
		}
	}
	return dst
}

// matches reports whether a single word is the token.
func (c *clause) matches(field *field, t *token) bool {
	word := c.parts[0]
	switch {
	case t.term == word:
		return true
	case c.quoted:
		return false
	case t.term == c.stem || t.stem != "" && t.stem == c.stem:
		return true
	case c.prefix && (field.short || long(word)):
		return strings.HasPrefix(t.term, word)
	}
	return c.near(word, t)
}

// near reports whether a token is a word but for as many letters as the clause
// allows.
func (c *clause) near(word string, t *token) bool {
	return c.fuzzy > 0 && graph.EditDistance(word, t.term, c.fuzzy) <= c.fuzzy
}

// follows returns the end of the phrase that begins at a position, or 0. A
// joined token stands at its first part's position.
func (c *clause) follows(tokens []token, pos int) int {
	end := 0
	for i, part := range c.parts {
		last := i == len(c.parts)-1
		k := slices.IndexFunc(tokens, func(t token) bool {
			return t.pos == pos+i && (t.term == part || last && c.prefix && long(part) && strings.HasPrefix(t.term, part))
		})
		if k < 0 {
			return 0
		}
		end = max(end, tokens[k].end)
	}
	return end
}

// examine matches a query against texts: whether all wanted words are there
// and no excluded one is, and the places of the wanted ones per text.
func examine(query []clause, texts []text) (bool, [][]extent) {
	found := make([][]extent, len(texts))
	seen := make([]bool, len(query))
	for i := range texts {
		var tokens []token
		if !texts[i].field.keyword {
			tokens = tokenize(texts[i].value)
		}
		for k := range query {
			before := len(found[i])
			found[i] = query[k].find(found[i], texts[i].field, texts[i].value, tokens)
			if len(found[i]) > before {
				if query[k].exclude {
					return false, nil
				}
				seen[k] = true
			}
		}
	}
	for k := range query {
		if !seen[k] && !query[k].exclude {
			return false, nil
		}
	}
	return true, found
}

// spans joins the extents that overlap and counts them in code points.
func spans(text string, places []extent) []Span {
	slices.SortFunc(places, func(a, b extent) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var found []Span
	at, points := 0, 0 // the byte offset counted up to, and its code point
	count := func(to int) int {
		points += utf8.RuneCountInString(text[at:to])
		at = to
		return points
	}
	for i := 0; i < len(places); {
		start, end := places[i].start, places[i].end
		for i++; i < len(places) && places[i].start < end; i++ {
			end = max(end, places[i].end)
		}
		from := count(start)
		found = append(found, Span{Start: from, End: count(end)})
	}
	return found
}
