package training

import (
	"strings"
)

// cardForm is how a card is shown: by which note type of Anki.
type cardForm int

const (
	basicCard  cardForm = iota // front, back
	clozeCard                  // text with what is hidden
	choiceCard                 // question, options, answer
)

// card is a flashcard. Texts are HTML as Anki takes it.
type card struct {
	form    cardForm
	key     string // what it is about, unique in a pack and the same in the next
	sort    string // plain text of what is asked
	front   string
	options string // of choiceCard
	back    string // for clozeCard the hidden words, which are also in front
	source  string
	tags    []string
}

// cards makes a card a term and a question of a pack, in its order.
func cards(p *Pack) []card {
	list := make([]card, 0, len(p.Glossary)+len(p.Questions))
	for i := range p.Glossary {
		t := &p.Glossary[i]
		kind, definition, cited := defined(t)
		list = append(list, card{key: "term " + t.Entity, sort: line(t.Term), front: field(t.Term), back: field(definition) + "<br>" + field(kind), source: field(cited), tags: []string{"glossary"}})
	}
	for i := range p.Questions {
		list = append(list, questionCard(&p.Questions[i]))
	}
	return list
}

func questionCard(q *Question) card {
	c := card{key: string(q.Form), sort: line(q.Stem), front: field(q.Stem), back: field(q.Key()), source: field(explanation(q)), tags: []string{strings.ToLower(string(q.Form)), strings.ToLower(q.Difficulty)}}
	for i := range q.Receipt.Proofs {
		c.key += " " + q.Receipt.Proofs[i].Fact
	}
	before, after, blank := strings.Cut(q.Stem, Blank)
	switch {
	case q.Form == FillIn && blank:
		c.form = clozeCard
		c.front = field(before) + " {{c1::" + strings.ReplaceAll(field(q.Key()), ":", "&#58;") + "}}" + field(after)
	case q.Form == Matching:
		prompts, pairs := make([]string, len(q.Pairs)), make([]string, len(q.Pairs))
		for i, pair := range q.Pairs {
			prompts[i], pairs[i] = pair.Prompt, pair.Prompt+" → "+pair.Answer
		}
		c.front += items("ol", prompts) + field(strings.Join(sortedAnswers(q), "; "))
		c.back = items("ol", pairs)
	case len(q.Options) > 0:
		c.form = choiceCard
		texts := make([]string, len(q.Options))
		for i, o := range q.Options {
			texts[i] = o.Text
		}
		c.options = items("ul", texts)
	}
	return c
}

// field escapes text for a field of Anki, where brackets and braces have a
// meaning beside that of HTML.
func field(s string) string {
	return strings.NewReplacer("[", "&#91;", "{", "&#123;", "}", "&#125;").Replace(esc(s))
}

func items(tag string, texts []string) string {
	var b strings.Builder
	b.WriteString("<" + tag + ">")
	for _, s := range texts {
		b.WriteString("<li>" + field(s) + "</li>")
	}
	b.WriteString("</" + tag + ">")
	return b.String()
}
