package graph

import (
	"sort"
	"strings"
	"unicode"
)

// Sentence is a sentence, heading or label of a source's text.
type Sentence struct {
	Text  string // without the space or bullet around it
	Line  int    // the line it begins on, from 1
	Start int    // its first code point in the text, from 0
	End   int    // the code point after it
}

// Sentences splits a text into sentences, in order. A line is a block of its
// own, as a heading, label or list item is, unless it goes on with a small
// letter. Within a block a sentence ends with a full stop, question or
// exclamation mark, closing quotes and brackets included, before white space
// and what may begin a sentence. The stop of an abbreviation or initial ends
// one only before a word that seldom stands elsewhere with a capital, as
// "The": "in the U.S. The agency".
func Sentences(text string) []Sentence {
	s := &splitter{runes: []rune(text)}
	for line, start := 1, 0; start <= len(s.runes); line++ {
		end := start
		for end < len(s.runes) && s.runes[end] != '\n' {
			end++
		}
		s.line(line, start, end)
		start = end + 1
	}
	s.flush()
	return s.found
}

type splitter struct {
	runes []rune
	found []Sentence
	block [2]int // code points of the block at hand
	lines []int  // where each of its lines begins
	first int    // the number of its first line
}

func (s *splitter) line(number, start, end int) {
	for start < end && unicode.IsSpace(s.runes[start]) {
		start++
	}
	bullet := start < end && strings.ContainsRune("•◦▪‣·*-–—", s.runes[start]) &&
		start+1 < end && unicode.IsSpace(s.runes[start+1])
	if bullet {
		for start++; start < end && unicode.IsSpace(s.runes[start]); start++ {
		}
	}
	for end > start && unicode.IsSpace(s.runes[end-1]) {
		end--
	}
	if start == end {
		s.flush()
		return
	}
	if !bullet && len(s.lines) > 0 && unicode.IsLower(s.runes[start]) {
		s.block[1] = end
		s.lines = append(s.lines, start)
		return
	}
	s.flush()
	s.block, s.lines, s.first = [2]int{start, end}, []int{start}, number
}

// flush splits the block at hand.
func (s *splitter) flush() {
	if len(s.lines) == 0 {
		return
	}
	start, end := s.block[0], s.block[1]
	for i := start; i < end; i++ {
		if !strings.ContainsRune(".!?…", s.runes[i]) {
			continue
		}
		stop := i
		for i+1 < end && strings.ContainsRune(".!?…\"'”’»)]", s.runes[i+1]) {
			i++
		}
		next := i + 1
		for next < end && unicode.IsSpace(s.runes[next]) {
			next++
		}
		if next == end || next == i+1 || !s.begins(next) {
			continue
		}
		if s.runes[stop] == '.' && s.abbreviates(start, stop) && !s.seldomInside(next, end) {
			continue
		}
		s.emit(start, i+1)
		start = next
	}
	s.emit(start, end)
	s.lines = nil
}

func (s *splitter) emit(start, end int) {
	line := sort.SearchInts(s.lines, start+1) - 1
	s.found = append(s.found, Sentence{Text: string(s.runes[start:end]), Line: s.first + line, Start: start, End: end})
}

// begins reports whether a sentence may begin at i.
func (s *splitter) begins(i int) bool {
	r := s.runes[i]
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("\"'“‘«([¿¡", r)
}

// abbreviations of one word that are written with a stop, in lower case.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "gen": true, "gov": true, "sen": true, "rep": true,
	"st": true, "jr": true, "sr": true, "no": true, "nos": true, "vs": true, "v": true, "cf": true, "approx": true,
	"dept": true, "div": true, "fig": true, "sec": true, "art": true, "vol": true, "pp": true, "inc": true,
	"corp": true, "co": true, "ltd": true, "etc": true, "al": true, "jan": true, "feb": true, "aug": true,
	"sept": true, "oct": true, "nov": true, "dec": true,
}

// abbreviates reports whether the stop at i belongs to an initial ("U.S.",
// "J.") or an abbreviation.
func (s *splitter) abbreviates(start, i int) bool {
	from := i
	for from > start && (unicode.IsLetter(s.runes[from-1]) || s.runes[from-1] == '.') {
		from--
	}
	word := string(s.runes[from:i])
	last := word[strings.LastIndex(word, ".")+1:]
	if len([]rune(last)) == 1 && (len(last) < len(word) || unicode.IsUpper([]rune(last)[0])) {
		return true
	}
	return abbreviations[strings.ToLower(word)]
}

// starters are words that with a capital seldom stand within a sentence.
var starters = map[string]bool{
	"The": true, "This": true, "These": true, "That": true, "Those": true, "A": true, "An": true, "It": true,
	"Its": true, "He": true, "She": true, "They": true, "We": true, "Our": true, "In": true, "On": true, "At": true,
	"As": true, "For": true, "With": true, "While": true, "When": true, "Where": true, "If": true, "But": true,
	"And": true, "Or": true, "To": true, "By": true, "From": true, "There": true, "Finally": true, "However": true,
	"Each": true, "All": true, "Through": true,
}

func (s *splitter) seldomInside(i, end int) bool {
	stop := i
	for stop < end && unicode.IsLetter(s.runes[stop]) {
		stop++
	}
	return starters[string(s.runes[i:stop])]
}

// Coverage returns, for each sentence, the indexes of the evidence whose quote
// shares at least one code point with it, in order; none where nothing quotes
// it. Both must be of one source. Sentences must be in order of the text, as
// [Sentences] returns them.
func Coverage(sentences []Sentence, evidence []Evidence) [][]int {
	touching := make([][]int, len(sentences))
	for n := range evidence {
		e := &evidence[n]
		i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End > e.Start })
		for ; i < len(sentences) && sentences[i].Start < e.End; i++ {
			touching[i] = append(touching[i], n)
		}
	}
	return touching
}
