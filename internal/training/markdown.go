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
	m.printf("# %s\n\n%s\n", md(p.Title), md(about(p)))
	m.glossary(p)
	m.sheets(p)
	m.comparisons(p)
	m.timeline(p)
	m.questions(p)
	if len(p.Sources) > 0 {
		m.printf("\n## Sources\n\n")
		for i := range p.Sources {
			m.printf("- %s\n", md(sourceLine(&p.Sources[i])))
		}
	}
	if len(m.notes) > 0 {
		m.printf("\n## Notes\n\n%s", strings.Join(m.notes, ""))
	}
	return []byte(m.String()), nil
}

type markdown struct {
	strings.Builder
	notes []string
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(m, format, args...) }

func (m *markdown) glossary(p *Pack) {
	if len(p.Glossary) == 0 {
		return
	}
	m.printf("\n## Glossary\n\n")
	for i := range p.Glossary {
		t := &p.Glossary[i]
		m.printf("**%s** (%s)", md(t.Term), md(strings.ToLower(t.Kind)))
		for j, a := range t.Aliases {
			if j == 0 {
				m.printf("; also ")
			} else {
				m.printf(", ")
			}
			m.printf("%s", md(a.Text))
		}
		m.printf(": “%s” (%s, line %d)\n\n", md(t.Definition), md(t.Citation.Title), t.Citation.Line)
	}
}

func (m *markdown) sheets(p *Pack) {
	for i := range p.Sheets {
		s := &p.Sheets[i]
		m.printf("\n## %s\n\n*%s*\n", md(s.Name), md(s.Kind))
		for _, section := range s.Sections {
			m.printf("\n### %s\n\n", md(section.Heading))
			for j, x := range section.Sentences {
				if j > 0 {
					m.printf(" ")
				}
				m.printf("%s", md(x.Text))
				for _, n := range x.Notes {
					m.printf("[^%d-%d]", i+1, n)
				}
			}
			m.printf("\n")
		}
		for n := range s.Notes {
			m.notes = append(m.notes, fmt.Sprintf("[^%d-%d]: %s\n", i+1, n+1, md(cite(&s.Notes[n]))))
		}
	}
}

func (m *markdown) comparisons(p *Pack) {
	for i := range p.Comparisons {
		c := &p.Comparisons[i]
		m.printf("\n## Comparison\n\n| |")
		for _, name := range c.Names {
			m.printf(" %s |", md(name))
		}
		m.printf(" |\n|---|%s---|\n", strings.Repeat("---|", len(c.Names)))
		for _, row := range c.Rows {
			m.printf("| %s |", md(row.Relation))
			for _, cells := range row.Cells {
				m.printf(" %s |", md(cellText(cells)))
			}
			m.printf(" %s |\n", strings.ToLower(row.Verdict))
		}
	}
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

func (m *markdown) timeline(p *Pack) {
	if len(p.Timeline) == 0 {
		return
	}
	m.printf("\n## Timeline\n\n")
	for i := range p.Timeline {
		e := &p.Timeline[i]
		m.printf("- **%s** %s", md(e.Date), md(e.Text))
		for j := range e.Receipt.Proofs {
			for k := range e.Receipt.Proofs[j].Citations {
				m.printf(" %s", md(cite(&e.Receipt.Proofs[j].Citations[k])))
			}
		}
		m.printf("\n")
	}
}

func (m *markdown) questions(p *Pack) {
	if len(p.Questions) == 0 {
		return
	}
	m.printf("\n## Questions\n")
	for i := range p.Questions {
		q := &p.Questions[i]
		m.printf("\n**%d.** %s\n", i+1, md(q.Stem))
		m.ask(q)
	}
	m.printf("\n## Answers\n\n")
	for i := range p.Questions {
		q := &p.Questions[i]
		m.printf("**%d.** %s. %s\n\n", i+1, md(strings.TrimSuffix(q.Key(), ".")), md(explanation(q)))
	}
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
