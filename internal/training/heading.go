package training

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"missiongraph/graph"
)

// headed is a part of a source under a heading.
type headed struct {
	title    string
	from, to int // its sentences, without the heading; to is after the last
}

// headings lists the parts of a source: a line of a few words without a stop,
// before a sentence.
func (b *bank) headings(id string) ([]headed, error) {
	if found, ok := b.parts[id]; ok {
		return found, nil
	}
	s, err := b.source(id)
	if err != nil {
		return nil, err
	}
	list := b.parted(&s)
	var found []headed
	for i := range list {
		if !isHeading(list, i) {
			continue
		}
		if n := len(found); n > 0 {
			found[n-1].to = i
		}
		found = append(found, headed{list[i].Text, i + 1, len(list)})
	}
	b.parts[id] = found
	return found, nil
}

func isHeading(list []graph.Sentence, i int) bool {
	const most, least = 8, 6 // words of a heading, of the sentence after it
	text := list[i].Text
	if i+1 == len(list) || len(strings.Fields(text)) > most || !unicode.IsUpper([]rune(text)[0]) || strings.ContainsAny(text, ":;/\n") || strings.HasSuffix(text, ".") {
		return false
	}
	next := list[i+1]
	return next.Line > list[i].Line && strings.HasSuffix(next.Text, ".") && len(strings.Fields(next.Text)) >= least
}

// under returns where words stand in a source: the places of the sentences, and
// the one part that has them all; false where there is none or several.
func (b *bank) under(id, words string) (part headed, sentences []int, one bool, err error) {
	parts, err := b.headings(id)
	if err != nil {
		return part, nil, false, err
	}
	t, err := b.text(id)
	if err != nil {
		return part, nil, false, err
	}
	folded := " " + graph.Fold(words) + " "
	for i, sentence := range t.sentences {
		if strings.Contains(sentence, folded) {
			sentences = append(sentences, i)
		}
	}
	for _, part := range parts {
		if !slices.ContainsFunc(sentences, func(i int) bool { return i < part.from || i >= part.to }) && len(sentences) > 0 {
			return part, sentences, true, nil
		}
	}
	return part, sentences, false, nil
}

// heading asks under which heading of a source the name of an entity stands.
func (a *asker) heading(n graph.Node) (*Question, error) {
	const least = 3 // headings
	e, err := a.v.Entity(n)
	if err != nil || e.Grade < graph.Contextual || len(e.Evidence) == 0 || len(strings.Fields(graph.Fold(e.Name))) == 0 || a.headed[n] {
		return nil, err
	}
	source := e.Evidence[0].Source
	parts, err := a.headings(source)
	if err != nil || len(parts) < least {
		return nil, err
	}
	part, sentences, one, err := a.under(source, e.Name)
	if err != nil || !one {
		return nil, err
	}
	options := []Option{{Text: part.title, Correct: true}}
	for _, at := range a.random.Perm(len(parts)) {
		title := parts[at].title
		if !unlike(title, e.Name) {
			return nil, nil
		}
		if len(options) < 4 && !slices.ContainsFunc(options, func(o Option) bool { return !unlike(o.Text, title) }) {
			options = append(options, Option{Text: title})
		}
	}
	if len(options) < least {
		return nil, nil
	}
	a.random.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	s, err := a.source(source)
	if err != nil {
		return nil, err
	}
	words := "words “" + e.Name + "” appear"
	if len(strings.Fields(e.Name)) == 1 {
		words = "word “" + e.Name + "” appear"
	}
	q := &Question{
		Form: Choice, Stem: fmt.Sprintf("Under which heading of “%s” do the %s?", s.Title, words),
		Options: options, Grade: e.Grade.String(), Difficulty: difficulty(1, graph.Stated, 0.2),
	}
	if len(strings.Fields(e.Name)) == 1 {
		q.Stem = strings.Replace(q.Stem, " do the word ", " does the word ", 1)
	}
	if q, err = a.finish(q, nil, nil, nil); q == nil {
		return nil, err
	}
	named, err := a.citations(e.Evidence)
	if err != nil {
		return nil, err
	}
	first := a.cut[source][sentences[0]]
	q.Explanation = []Citation{{source, s.Title, first.Line, first.Text}}
	q.Receipt.Proofs = []Proof{{Fact: e.ID, Grade: e.Grade.String(), Sentence: e.Name, Citations: named}}
	q.Receipt.Under = []Under{{Words: e.Name, Source: source, Heading: part.title}}
	q.Receipt.Query = q.Receipt.query()
	a.headed[n] = true
	return q, nil
}
