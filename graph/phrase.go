package graph

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A name is a phrase of English that sentences must agree with. What follows
// reads the little they need from the words alone, so that a sentence costs no
// row: where the head of the phrase is, whether it is plural, and whether an
// article belongs before it. It errs on the side of leaving a name as it is.

// IsPlural reports whether a name takes a plural verb: "terrorist networks",
// "weapons of mass destruction", but not "customs fraud" or "United States".
func IsPlural(name string) bool { return readPhrase(name).plural }

// WithArticle returns a name with the article that running text puts before
// it, if any: "the Department of Homeland Security", "a local entity", "ICE".
func WithArticle(name string) string {
	p := readPhrase(name)
	return p.article() + name
}

// Indefinite returns a phrase with "a" or "an" before it where it is singular
// and begins with no article or the like: "a federal agency", "an agency".
func Indefinite(phrase string) string {
	p := readPhrase(phrase)
	if p.plural || p.adverb || p.determined() {
		return phrase
	}
	return indefiniteArticle(phrase) + phrase
}

// Singular returns a plural name with its head in the singular and no article, as
// stands after "a kind of": "financial crime" of "financial crimes".
func Singular(name string) string {
	p := readPhrase(name)
	if strings.EqualFold(p.words[0], "the") && p.plural {
		name = strings.TrimLeft(name, " ")[len("the "):]
	}
	if !p.plural || slices.Contains(irregularPlurals, strings.ToLower(p.headWord())) {
		return name
	}
	head := p.headWord()
	at := strings.Index(name, head)
	if last := strings.LastIndex(name, head); p.head == len(p.words)-1 {
		at = last
	}
	if at < 0 {
		return name
	}
	return name[:at] + singularWord(head) + name[at+len(head):]
}

// Enumerate joins phrases as a sentence lists them: "a", "a and b", "a, b, and
// c". Where one has a comma of its own, semicolons part them; where one of two
// has an "and" of its own, a comma does.
func Enumerate(phrases []string) string {
	comma, inner := ", ", false
	for _, p := range phrases {
		if strings.Contains(p, ",") {
			comma = "; "
		}
		inner = inner || strings.Contains(p, " and ")
	}
	switch n := len(phrases); n {
	case 0:
		return ""
	case 1:
		return phrases[0]
	case 2:
		if comma == ", " && !inner {
			return phrases[0] + " and " + phrases[1]
		}
		return phrases[0] + comma + "and " + phrases[1]
	default:
		return strings.Join(phrases[:n-1], comma) + comma + "and " + phrases[n-1]
	}
}

// SentenceCase returns text with its first letter in upper case, as a sentence
// begins.
func SentenceCase(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if !unicode.IsLower(r) {
		return text
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

// EndSentence puts a full stop after text, unless it ends with one or another
// mark that ends a sentence.
func EndSentence(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") {
		return text
	}
	return text + "."
}

// phrase is a name taken apart.
type phrase struct {
	words  []string // at least one, maybe ""
	head   int      // place in words of what the phrase is about
	plural bool
	title  bool // words in brackets follow: it is no part of running text
	adverb bool // it is no noun: "abroad", "around the world"
}

func readPhrase(name string) phrase {
	p := phrase{words: strings.Fields(name)}
	if n := len(p.words); n > 1 && strings.HasSuffix(p.words[n-1], ")") {
		if open := strings.LastIndex(name, " ("); open > 0 {
			p.words, p.title = strings.Fields(name[:open]), true
		}
	}
	if len(p.words) == 0 {
		p.words = []string{""}
	}
	first := strings.ToLower(p.words[0])
	p.adverb = slices.Contains(prepositions, first) || slices.Contains(adverbs, first)
	p.head = p.findHead()
	p.plural = !p.adverb && !slices.Contains(singularDeterminers, first) && p.headIsPlural()
	return p
}

// findHead returns the place of the last word before what is attached to the
// phrase: a preposition, a clause, an infinitive or a participle.
func (p *phrase) findHead() int {
	for i := 1; i < len(p.words); i++ {
		word := strings.ToLower(p.words[i])
		if slices.Contains(prepositions, word) || slices.Contains(relatives, word) {
			return i - 1
		}
		if isPluralWord(p.words[i-1]) && (strings.HasSuffix(word, "ed") || slices.Contains(participles, word)) {
			return i - 1
		}
	}
	return len(p.words) - 1
}

func (p *phrase) headWord() string { return strings.TrimRight(p.words[p.head], ",;:.") }

func (p *phrase) headIsPlural() bool {
	head := p.headWord()
	if p.head > 0 && strings.EqualFold(p.words[p.head-1], "united") {
		return false
	}
	return isPluralWord(head)
}

// determined reports whether the phrase begins with a word that takes the
// place of an article.
func (p *phrase) determined() bool {
	first := strings.ToLower(p.words[0])
	return slices.Contains(determiners, first) || strings.HasSuffix(first, "'s") || strings.HasSuffix(first, "’s") ||
		strings.HasSuffix(first, "s'") || strings.HasSuffix(first, "s’")
}

func (p *phrase) article() string {
	if p.adverb || p.title || p.determined() || strings.HasSuffix(p.words[0], "ing") && p.isProper() {
		return ""
	}
	if len(p.words) == 1 && slices.Contains(lettered, p.words[0]) {
		return "the "
	}
	head := strings.ToLower(p.headWord())
	switch {
	case p.isProper() && (slices.Contains(institutions, head) || head == "people"):
		return "the "
	case p.plural:
		return ""
	case p.head+1 < len(p.words) && p.words[p.head+1] == "of":
		return "the "
	case p.isProper():
		return ""
	case slices.Contains(definites, head):
		return "the "
	case slices.Contains(countables, head):
		return indefiniteArticle(p.words[0])
	}
	return ""
}

// isProper reports whether a word of several, up to the head, is a proper name
// or a number.
func (p *phrase) isProper() bool {
	if len(p.words) < 2 {
		return false
	}
	for _, w := range p.words[:p.head+1] {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

func indefiniteArticle(text string) string {
	word, _, _ := strings.Cut(text, " ")
	word, _, _ = strings.Cut(word, "-")
	if word == "" {
		return "a "
	}
	lower := strings.ToLower(word)
	for _, prefix := range []string{"uni", "use", "usu", "eu", "one"} {
		if strings.HasPrefix(lower, prefix) && !strings.HasPrefix(lower, "unin") && !strings.HasPrefix(lower, "unim") {
			return "a "
		}
	}
	for _, prefix := range []string{"hour", "honest", "honor", "heir", "8", "11", "18"} {
		if strings.HasPrefix(lower, prefix) {
			return "an "
		}
	}
	if allCapitals(word) {
		if strings.ContainsRune("AEFHILMNORSX", rune(word[0])) {
			return "an "
		}
		return "a "
	}
	if strings.ContainsRune("aeiou", rune(lower[0])) {
		return "an "
	}
	return "a "
}
