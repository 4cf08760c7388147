package training

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// handout is what [walk] tells of a pack, in the order of reading. A writer of
// a format that people read implements it, and decides only how things look.
// All text is as the graph has it: a writer escapes it.
type handout interface {
	title(p *Pack, list []chapter)
	chapter(c chapter)
	terms(list []Term)
	paragraph(n int, s *Sheet, x *Section) // n is the sheet's number, from 1
	notes(n int, s *Sheet)
	table(t table)
	events(list []Event)
	question(n int, q *Question) // from 1
	answer(n int, q *Question)
	sources(list []Source)
}

// chapter is a heading of the first rank.
type chapter struct {
	id    string // unique in the handout, of small letters, digits and hyphens
	title string
	kind  string           // under the title; may be ""
	tell  func(to handout) // what stands under it
}

// table is a comparison as rows of text.
type table struct {
	caption string
	head    []string // the first is of the rows' names
	rows    [][]string
}

// walk tells a pack to a writer.
func walk(p *Pack, to handout) {
	list := chapters(p)
	to.title(p, list)
	for _, c := range list {
		to.chapter(c)
		c.tell(to)
	}
}

// chapters lists what a pack has to tell, in the order of reading.
func chapters(p *Pack) []chapter {
	var list []chapter
	add := func(is bool, id, title string, tell func(to handout)) {
		if is {
			list = append(list, chapter{id: id, title: title, tell: tell})
		}
	}
	add(len(p.Glossary) > 0, "glossary", "Glossary", func(to handout) { to.terms(p.Glossary) })
	for i := range p.Sheets {
		s := &p.Sheets[i]
		list = append(list, chapter{fmt.Sprintf("sheet-%d", i+1), graph.SentenceCase(s.Name), s.Kind, func(to handout) {
			for j := range s.Sections {
				to.paragraph(i+1, s, &s.Sections[j])
			}
			to.notes(i+1, s)
		}})
	}
	for i := range p.Comparisons {
		add(true, fmt.Sprintf("comparison-%d", i+1), graph.Enumerate(p.Comparisons[i].Names)+" compared", func(to handout) { to.table(compared(&p.Comparisons[i])) })
	}
	add(len(p.Timeline) > 0, "timeline", "Timeline", func(to handout) { to.events(p.Timeline) })
	add(len(p.Questions) > 0, "questions", "Questions", func(to handout) {
		for i := range p.Questions {
			to.question(i+1, &p.Questions[i])
		}
	})
	add(len(p.Questions) > 0, "answers", "Answers", func(to handout) {
		for i := range p.Questions {
			to.answer(i+1, &p.Questions[i])
		}
	})
	add(len(p.Sources) > 0, "sources", "Sources", func(to handout) { to.sources(p.Sources) })
	return list
}

func compared(c *Comparison) table {
	t := table{caption: "What the sources say of each, relation by relation: the same of all, different, or unknown where they are silent on one.", head: append(append([]string{"Relation"}, c.Names...), "Verdict")}
	for _, row := range c.Rows {
		cells := []string{row.Relation}
		for _, list := range row.Cells {
			cells = append(cells, cellText(list))
		}
		t.rows = append(t.rows, append(cells, strings.ToLower(row.Verdict)))
	}
	return t
}

// cellText lists what stands in a cell; what is not stated is marked.
func cellText(cells []Cell) string {
	if len(cells) == 0 {
		return "—"
	}
	parts := make([]string, len(cells))
	for i, c := range cells {
		parts[i] = c.Text
		if c.Grade != "STATED" {
			parts[i] += " (implied)"
		}
	}
	return strings.Join(parts, "; ")
}

// defined tells a term in the source's words: what stands after its name.
func defined(t *Term) (kind, definition, cited string) {
	kind = t.Kind
	comma := "; also "
	for _, a := range t.Aliases {
		kind, comma = kind+comma+a.Text, ", "
	}
	return kind, "“" + t.Definition + "”", fmt.Sprintf("(%s, line %d)", t.Citation.Title, t.Citation.Line)
}

// cited lists the places an event is told of.
func (e *Event) cited() string {
	var parts []string
	for i := range e.Receipt.Proofs {
		for j := range e.Receipt.Proofs[i].Citations {
			parts = append(parts, cite(&e.Receipt.Proofs[i].Citations[j]))
		}
	}
	return strings.Join(parts, " ")
}

// sortedAnswers lists what the prompts of a question are to be matched with.
func sortedAnswers(q *Question) []string {
	var list []string
	for _, p := range q.Pairs {
		list = append(list, p.Answer)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
