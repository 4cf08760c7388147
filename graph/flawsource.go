package graph

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// flawSource is a source with what of it is used.
type flawSource struct {
	text      *SourceText
	sentences []Sentence
	used      []bool // by sentence
	number    uint32 // 1 + place in rowFinder.quoted; 0 for not yet
}

// use notes the sentences that a quote touches.
func (s *flawSource) use(e *Evidence) {
	i := sort.Search(len(s.sentences), func(i int) bool { return s.sentences[i].End > e.Start })
	for ; i < len(s.sentences) && s.sentences[i].Start < e.End; i++ {
		s.used[i] = true
	}
}

// source returns a source made ready, nil when there is none.
func (p *rowFinder) source(id string) (*flawSource, error) {
	if s, ok := p.sources[id]; ok {
		return s, nil
	}
	text, err := p.text(id)
	if err != nil {
		return nil, err
	}
	var s *flawSource
	if text != nil {
		s = &flawSource{text: text, sentences: Sentences(text.text)}
		s.used = make([]bool, len(s.sentences))
	}
	p.sources[id] = s
	return s, nil
}

// text returns the text of a source, nil when there is none.
func (f *flawFinder) text(id string) (*SourceText, error) {
	if t, ok := f.texts[id]; ok {
		return t, nil
	}
	s, ok, err := f.v.Source(id)
	if err != nil {
		return nil, err
	}
	var t *SourceText
	if ok {
		t = NewSourceText(s.Text)
	}
	if f.texts == nil {
		f.texts = map[string]*SourceText{}
	}
	f.texts[id] = t
	return t, nil
}

// readSources are the beginnings of the ids of sources that are read by the
// program and quoted by nothing: stored questions, saved diagrams, ontologies.
var readSources = []string{"questions.", "diagrams.", "ontology."}

// unused notes the sentences that nothing quotes.
func (p *rowFinder) unused() error {
	ids, err := p.v.SourceIDs()
	if err != nil {
		return err
	}
	for _, id := range ids {
		if slices.ContainsFunc(readSources, func(prefix string) bool { return strings.HasPrefix(id, prefix) }) {
			continue
		}
		s, err := p.source(id)
		if err != nil {
			return err
		}
		if s == nil || isData(s.text.text) {
			continue
		}
		for i := range s.sentences {
			if s.used[i] {
				continue
			}
			x := p.add(FlawUnused, 0, "nothing quotes this sentence")
			sentence := &s.sentences[i]
			x.Source, x.Start, x.End, x.Quote = id, sentence.Start, sentence.End, sentence.Text
			x.Line, x.Column, _ = s.text.Position(sentence.Start)
		}
		if err := p.worked(); err != nil {
			return err
		}
	}
	return nil
}

// isData reports whether a text is JSON, or JSON lines: it has no sentences.
func isData(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return false
	}
	line, _, _ := strings.Cut(text, "\n")
	return json.Valid([]byte(line)) || json.Valid([]byte(text))
}

// place says which fact a flaw is about and where that is written.
func (f *flawFinder) place(x *Flaw, fact *Fact) error {
	x.Fact = fact.ID
	return f.placeAt(x, fact.Evidence)
}

// placeAt says where the first quote stands that is where it says.
func (f *flawFinder) placeAt(x *Flaw, list []Evidence) error {
	for i := range list {
		e := &list[i]
		t, err := f.text(e.Source)
		if err != nil {
			return err
		}
		if t == nil || e.Quote == "" {
			continue
		}
		if line, column, ok := t.Position(e.Start); ok && e.End <= t.length {
			x.Source, x.Start, x.End, x.Line, x.Column, x.Quote = e.Source, e.Start, e.End, line, column, e.Quote
			return nil
		}
	}
	return nil
}

// placeEntity says where an entity is named.
func (f *flawFinder) placeEntity(x *Flaw) error {
	e, err := f.v.Entity(x.Node)
	if err != nil {
		return err
	}
	return f.placeAt(x, e.Evidence)
}

// Position returns the line and column of a code point, both from 1, the column
// in code points; false when the text is shorter.
func (t *SourceText) Position(at int) (line, column int, ok bool) {
	if at < 0 || at > t.length {
		return 0, 0, false
	}
	offset := t.offset(at)
	line = t.lineOf(offset)
	return line, utf8.RuneCountInString(t.text[t.lines[line-1]:offset]) + 1, true
}
