package graph

import (
	"fmt"
	"strings"
	"unicode"
)

// What stands in the place of a word that a text is like; no word is of spaces.
const (
	anyOrder  = " "  // all words of a name, in any order
	someWords = "  " // some of them
)

// reason is what a match was made of, as far as the match does not tell.
type reason struct {
	text string // looked for
	name bool   // what matched is the entity's name
	word string // see candidateName
}

// Why says in an English sentence how the text matches the entity and what
// differs, as in: It has the words of the name "Department of Homeland
// Security", in another order.
func (m *Match) Why() string {
	named := m.named()
	switch m.How {
	case ByID:
		return "It is the id" + m.spelling() + "."
	case ByName, ByAlias:
		return "It is " + named + m.spelling() + "."
	case ByWords:
		return "It has the words of " + named + ", " + m.order() + "."
	case ByPrefix:
		return "It begins " + named + "."
	case ByWord:
		return "Its words begin words of " + named + "."
	case ByFuzzy:
		return m.likeness(named) + "."
	default:
		return ""
	}
}

// named names what matched, and says when the source does not give it.
func (m *Match) named() string {
	if m.why.name {
		return fmt.Sprintf("the name %q", m.Matched)
	}
	what := "other name"
	if isAcronym(m.Matched) {
		what = "acronym"
	}
	if m.Grade == Editorial {
		what = "editorial " + what
	}
	return fmt.Sprintf("the %s %q", what, m.Matched)
}

// spelling says that a match in full is written otherwise.
func (m *Match) spelling() string {
	if m.why.text == m.Matched {
		return ""
	}
	return ", but for case, accents, spaces or punctuation"
}

// order says how the words of a name differ from the text's.
func (m *Match) order() string {
	mine, theirs := tellingWords(nil, Fold(m.why.text)), tellingWords(nil, Fold(m.Matched))
	for i := range mine {
		if mine[i] != theirs[i] {
			return "in another order"
		}
	}
	return "but for small words"
}

func (m *Match) likeness(named string) string {
	far := "one letter differs"
	if m.Edits != 1 {
		far = fmt.Sprintf("%d letters differ", m.Edits)
	}
	switch m.why.word {
	case "":
		return "It is like " + named + ": " + far
	case anyOrder:
		return "Its words are like those of " + named + ": " + far
	case someWords:
		return "Its words are like words of " + named + ": " + far
	default:
		return fmt.Sprintf("It is like the word %q of %s: %s", m.why.word, named, far)
	}
}

// isAcronym reports whether a name is one word with at least two capitals and
// no small letter.
func isAcronym(name string) bool {
	capitals := 0
	for _, r := range name {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLower(r):
			return false
		}
	}
	return capitals > 1 && !strings.Contains(name, " ")
}
