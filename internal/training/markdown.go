package training

import (
	"fmt"
	"strings"
)

// markdownSpecial are the characters that CommonMark lets a backslash take the
// meaning of, as far as they have one within a line.
const markdownSpecial = "\\`*_{}[]<>|#~$&"

// md escapes text for Markdown.
func md(s string) string {
	var b strings.Builder
	for _, r := range line(s) {
		if r < 0x80 && strings.ContainsRune(markdownSpecial, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func writeMarkdown(p *Pack) ([]byte, error) {
	m := &markdown{}
	walk(p, m)
	if len(m.footnotes) > 0 {
		m.printf("\n## Notes\n\n%s", strings.Join(m.footnotes, ""))
	}
	return []byte(m.String()), nil
}

// markdown writes a handout as CommonMark with the tables and footnotes of
// GitHub.
type markdown struct {
	strings.Builder
	footnotes []string
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(m, format, args...) }

func (m *markdown) title(p *Pack, _ []chapter) {
	m.printf("# %s\n\n%s\n", md(p.Title), md(about(p)))
}

func (m *markdown) chapter(c chapter) {
	m.printf("\n## %s\n", md(c.title))
	if c.kind != "" {
		m.printf("\n*%s*\n", md(c.kind))
	}
}

func (m *markdown) terms(list []Term) {
	for i := range list {
		kind, definition, cited := defined(&list[i])
		m.printf("\n**%s** (%s): %s %s\n", md(list[i].Term), md(kind), md(definition), md(cited))
	}
}

func (m *markdown) paragraph(n int, _ *Sheet, x *Section) {
	m.printf("\n### %s\n\n", md(x.Heading))
	for i, s := range x.Sentences {
		if i > 0 {
			m.printf(" ")
		}
		m.printf("%s", md(s.Text))
		for _, note := range s.Notes {
			m.printf("[^%d-%d]", n, note)
		}
	}
	m.printf("\n")
}

func (m *markdown) notes(n int, s *Sheet) {
	for i := range s.Notes {
		m.footnotes = append(m.footnotes, fmt.Sprintf("[^%d-%d]: %s\n", n, i+1, md(cite(&s.Notes[i]))))
	}
}

func (m *markdown) table(t table) {
	row := func(cells []string) {
		m.printf("|")
		for _, cell := range cells {
			m.printf(" %s |", md(cell))
		}
		m.printf("\n")
	}
	m.printf("\n%s\n\n", md(t.caption))
	row(t.head)
	m.printf("|%s\n", strings.Repeat("---|", len(t.head)))
	for _, cells := range t.rows {
		row(cells)
	}
}

func (m *markdown) events(list []Event) {
	m.printf("\n")
	for i := range list {
		e := &list[i]
		m.printf("- **%s** %s %s\n", md(e.Date), md(e.Text), md(e.cited()))
	}
}

func (m *markdown) question(n int, q *Question) {
	m.printf("\n**%d.** %s\n", n, md(q.Stem))
	m.ask(q)
}

// ask writes what there is to choose from.
func (m *markdown) ask(q *Question) {
	for j, o := range q.Options {
		if j == 0 {
			m.printf("\n")
		}
		m.printf("- %c) %s\n", 'a'+rune(j), md(o.Text))
	}
	for j, pair := range q.Pairs {
		if j == 0 {
			m.printf("\n")
		}
		m.printf("- %d) %s\n", j+1, md(pair.Prompt))
	}
	if len(q.Pairs) > 0 {
		m.printf("\nTo choose from: %s\n", md(strings.Join(sortedAnswers(q), "; ")))
	}
}

func (m *markdown) answer(n int, q *Question) {
	m.printf("\n**%d.** %s. %s\n", n, md(strings.TrimSuffix(q.Key(), ".")), md(explanation(q)))
}

func (m *markdown) sources(list []Source) {
	m.printf("\n")
	for i := range list {
		m.printf("- %s\n", md(sourceLine(&list[i])))
	}
}
