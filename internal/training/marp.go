package training

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// writeMarp writes slides for Marp (https://marp.app): fact sheets, then each
// question with its answer on the next slide.
func writeMarp(p *Pack) ([]byte, error) {
	s := &slides{}
	walk(p, s)
	return []byte(s.String()), nil
}

// slides is a handout of which what fits on slides is told.
type slides struct {
	markdown
	topic string // of the chapter
}

func (s *slides) title(p *Pack, _ []chapter) {
	b := p.Branding
	s.printf("---\nmarp: true\npaginate: true\nstyle: %q\n", "h1, h2 { color: "+b.accent().String()+"; } section { font-size: 26px; }")
	if b != nil && b.Footer != "" {
		s.printf("footer: %s\n", asJSON(md(b.Footer))) // JSON is YAML
	}
	s.printf("---\n\n")
	if b != nil && b.Logo != nil {
		s.printf("![Logo h:90](%s)\n\n", uri("image/png", b.Logo.PNG))
	}
	if b != nil && b.Organization != "" {
		s.printf("**%s**\n\n", md(b.Organization))
	}
	s.printf("# %s\n\n%s\n", md(p.Title), md(about(p)))
}

func (s *slides) chapter(c chapter) { s.topic = c.title }

func (s *slides) terms([]Term)          {}
func (s *slides) notes(int, *Sheet)     {}
func (s *slides) table(table)           {}
func (s *slides) events([]Event)        {}
func (s *slides) answer(int, *Question) {} // stands behind its question
func (s *slides) sources([]Source)      {}

// What fits on a slide beside its headings, in lines of text as wide as it.
const (
	slideLines   = 9
	slideColumns = 72
)

func (s *slides) paragraph(_ int, sheet *Sheet, x *Section) {
	heading := x.Heading
	for rest := x.Sentences; len(rest) > 0; heading = x.Heading + " (continued)" {
		n, lines := 0, 0
		for n < len(rest) {
			lines += 1 + len(rest[n].Text)/slideColumns
			if n > 0 && lines > slideLines {
				break
			}
			n++
		}
		s.slide(sheet, heading, rest[:n])
		rest = rest[n:]
	}
}

func (s *slides) slide(sheet *Sheet, heading string, list []Sentence) {
	s.printf("\n---\n\n## %s\n\n### %s\n\n", md(s.topic), md(heading))
	var cited []*Citation
	for _, x := range list {
		s.printf("- %s\n", md(x.Text))
		for _, n := range x.Notes {
			cited = append(cited, &sheet.Notes[n-1])
		}
	}
	s.printf("\n*%s*\n", md(citedLines(cited)))
}

func (s *slides) question(n int, q *Question) {
	s.printf("\n---\n\n## Question %d\n\n%s\n", n, md(q.Stem))
	s.ask(q)
	s.printf("\n---\n\n## Answer %d\n\n%s\n\n> %s\n", n, md(q.Key()), md(explanation(q)))
}

// citedLines lists the lines that are cited of each source: "What We Do, lines 27
// and 31".
func citedLines(list []*Citation) string {
	var titles, parts []string
	lines := map[string][]int{}
	for _, c := range list {
		if lines[c.Title] == nil {
			titles = append(titles, c.Title)
		}
		if !slices.Contains(lines[c.Title], c.Line) {
			lines[c.Title] = append(lines[c.Title], c.Line)
		}
	}
	for _, title := range titles {
		slices.Sort(lines[title])
		numbers := make([]string, len(lines[title]))
		for i, n := range lines[title] {
			numbers[i] = fmt.Sprint(n)
		}
		word := "lines"
		if len(numbers) == 1 {
			word = "line"
		}
		parts = append(parts, fmt.Sprintf("%s, %s %s", title, word, graph.Enumerate(numbers)))
	}
	return strings.Join(parts, "; ")
}
