package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
)

// token is one word of a text, as indexed and as matched.
//
// A chunk of text without spaces is cut into parts where letters meet digits
// or anything else: "287(g)" is "287" and "g". A chunk of several parts also
// gives one joined token, "287g", so that all ways to write it meet.
type token struct {
	term    string // lower case, without accents
	stem    string // of an English word whose stem differs from term; else ""
	start   int    // byte offset in the text
	end     int    // byte offset after it
	pos     int    // number of the part in the text, from 1; of a joined token's first part
	chunk   int32  // number of its chunk in the text, from 0
	joined  bool   // all parts of its chunk in one
	acronym bool   // two or more letters, all capitals
}

const (
	maxTerm   = 64 // bytes of a term; the rest is ignored
	maxJoined = 8  // parts of a chunk worth joining
)

// tokenize cuts text into tokens in order of position, a joined token after
// its parts.
func tokenize(text string) []token {
	tokens := make([]token, 0, len(text)/5+1)
	chunk, pos, first := int32(0), 1, 0 // first: index of the chunk's first part
	endChunk := func() {
		parts := len(tokens) - first
		if parts > 1 && parts <= maxJoined {
			var b strings.Builder
			for i := range tokens[first:] {
				b.WriteString(tokens[first+i].term)
			}
			head, tail := tokens[first], tokens[len(tokens)-1]
			tokens = append(tokens, token{term: clip(b.String()), joined: true, chunk: chunk,
				pos: head.pos, start: head.start, end: tail.end})
		}
		if parts > 0 {
			chunk++
		}
		first = len(tokens)
	}
	before := rune(0) // the character before the part
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		class := classOf(r)
		if class == breaks {
			endChunk()
		}
		if class != letter && class != digit {
			before = r
			i += size
			continue
		}
		end := i + size
		for end < len(text) {
			next, n := utf8.DecodeRuneInString(text[end:])
			if c := classOf(next); c != class && c != mark {
				break
			}
			end += n
		}
		part := text[i:end]
		possessive := (part == "s" || part == "S") && (before == '\'' || before == '’') && len(tokens) > first
		if !possessive {
			if t, ok := word(part, class); ok {
				t.chunk, t.pos, t.start, t.end = chunk, pos, i, end
				tokens = append(tokens, t)
				pos++
			}
		}
		before = 0
		i = end
	}
	endChunk()
	return tokens
}

type class uint8

const (
	other class = iota // within a chunk, between parts
	breaks
	letter
	digit
	mark // belongs to the letter before it
)

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			return letter
		case '0' <= r && r <= '9':
			return digit
		case r <= ' ' || r == '"':
			return breaks
		}
		return other
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	case unicode.Is(unicode.Mn, r):
		return mark
	case unicode.IsSpace(r), r >= '\u2012' && r <= '\u2015', r == '“', r == '”', r == '…':
		return breaks // a dash between words joins nothing
	}
	return other
}

// word makes the token of a part, without its place.
func word(part string, c class) (token, bool) {
	ascii, upper, runes := true, true, 0
	for _, r := range part {
		runes++
		ascii = ascii && r < utf8.RuneSelf
		upper = upper && unicode.IsUpper(r)
	}
	t := token{acronym: c == letter && upper && runes > 1}
	if ascii {
		t.term = strings.ToLower(part)
	} else {
		t.term = graph.Fold(part)
	}
	t.term = clip(t.term)
	if t.term == "" {
		return token{}, false
	}
	if c == letter && !t.acronym {
		if s := stem(t.term); s != t.term {
			t.stem = s
		}
	}
	return t, true
}

// clip cuts a term to maxTerm bytes at a code point.
func clip(term string) string {
	if len(term) <= maxTerm {
		return term
	}
	end := maxTerm
	for !utf8.RuneStart(term[end]) {
		end--
	}
	return term[:end]
}
