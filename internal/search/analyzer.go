package search

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
)

// The terms of a field: surface forms as they are, stems and the first one and
// two letters of names under a leading byte that no surface form has.
const (
	stemMark  = "\x01"
	shortMark = "\x02"
)

// minPrefix is the least number of code points that a prefix is looked up with
// in the dictionary of terms. Shorter ones were indexed for names only.
const minPrefix = 3

// textAnalyzer gives bleve the tokens of a text.
type textAnalyzer struct {
	short bool // also index the first one and two letters
}

// Analyze implements bleve's analysis.Analyzer.
func (a textAnalyzer) Analyze(input []byte) analysis.TokenStream {
	tokens := tokenize(string(input))
	most := 2
	if a.short {
		most += minPrefix - 1
	}
	memory := make([]analysis.Token, 0, len(tokens)*most)
	stream := make(analysis.TokenStream, 0, len(tokens)*most)
	add := func(t *token, term string) {
		memory = append(memory, analysis.Token{Term: []byte(term), Start: t.start, End: t.end, Position: t.pos})
		stream = append(stream, &memory[len(memory)-1])
	}
	for i := range tokens {
		t := &tokens[i]
		add(t, t.term)
		if t.stem != "" {
			add(t, stemMark+t.stem)
		}
		if a.short {
			for _, p := range shortPrefixes(t.term) {
				add(t, shortMark+p)
			}
		}
	}
	return stream
}

// shortPrefixes returns the prefixes of a term shorter than minPrefix.
func shortPrefixes(term string) []string {
	var found []string
	for i := range term {
		if i > 0 {
			if found = append(found, term[:i]); len(found) == minPrefix-1 {
				return found
			}
		}
	}
	return append(found, term)
}

// markAnalyzer cuts its input into marks of markSize bytes.
type markAnalyzer struct{}

// Analyze implements bleve's analysis.Analyzer.
func (markAnalyzer) Analyze(input []byte) analysis.TokenStream {
	stream := make(analysis.TokenStream, 0, len(input)/markSize)
	for i := 0; i+markSize <= len(input); i += markSize {
		stream = append(stream, &analysis.Token{Term: input[i : i+markSize], Start: i, End: i + markSize, Position: 1})
	}
	return stream
}

var english = en.NewEnglishStemmerFilter()

// stem returns the English stem of a lower-case word (Snowball's Porter2),
// the word itself when it is not of plain letters or is short.
func stem(term string) string {
	if len(term) < 3 {
		return term
	}
	for i := 0; i < len(term); i++ {
		if term[i] < 'a' || term[i] > 'z' {
			return term
		}
	}
	stream := english.Filter(analysis.TokenStream{{Term: []byte(term)}})
	if s := string(stream[0].Term); s != "" {
		return s
	}
	return term
}

// stopWords are the English words that say nothing by themselves. They are
// indexed, for quoted phrases, and left out of a query's plain words.
var stopWords = func() analysis.TokenMap {
	words := analysis.NewTokenMap()
	if err := words.LoadBytes(en.EnglishStopWords); err != nil {
		panic("search: bleve's list of English stop words: " + err.Error())
	}
	return words
}()
