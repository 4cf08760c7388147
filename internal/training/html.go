package training

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

func sortedAnswers(q *Question) []string {
	var list []string
	for _, p := range q.Pairs {
		list = append(list, p.Answer)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func esc(s string) string { return html.EscapeString(line(s)) }

const style = `body{font:12pt/1.5 Georgia,serif;color:#111;background:#fff;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{font-family:system-ui,sans-serif;line-height:1.2}h2{margin-top:2.5rem}h3{font-size:1rem;margin-bottom:0}
dt{font-weight:bold;margin-top:.6rem}dd{margin-left:1.5rem}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
.notes{font-size:.85rem}.meta{color:#444}sup{line-height:0}a{color:#0b4f8a}li{margin:.2rem 0}
@page{margin:2cm}@media print{body{max-width:none;margin:0;font-size:10.5pt}a{color:inherit;text-decoration:none}
h2,h3,dt{break-after:avoid}.question,tr{break-inside:avoid}#answers{break-before:page}}`

func writeHTML(p *Pack) ([]byte, error) {
	h := &page{}
	h.printf("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", esc(p.Title), style)
	h.printf("<h1>%s</h1>\n<p class=\"meta\">%s</p>\n", esc(p.Title), esc(about(p)))
	h.glossary(p)
	h.sheets(p)
	h.comparisons(p)
	h.timeline(p)
	h.questions(p)
	if len(p.Sources) > 0 {
		h.printf("<h2>Sources</h2>\n<ul>\n")
		for i := range p.Sources {
			h.printf("<li>%s</li>\n", esc(sourceLine(&p.Sources[i])))
		}
		h.printf("</ul>\n")
	}
	h.printf("</main>\n</body>\n</html>\n")
	return []byte(h.String()), nil
}

type page struct{ strings.Builder }

func (h *page) printf(format string, args ...any) { fmt.Fprintf(h, format, args...) }

func (h *page) glossary(p *Pack) {
	if len(p.Glossary) == 0 {
		return
	}
	h.printf("<h2>Glossary</h2>\n<dl>\n")
	for i := range p.Glossary {
		t := &p.Glossary[i]
		h.printf("<dt>%s</dt>\n<dd>%s", esc(t.Term), esc(t.Kind))
		for j, a := range t.Aliases {
			if j == 0 {
				h.printf("; also ")
			} else {
				h.printf(", ")
			}
			h.printf("%s", esc(a.Text))
		}
		h.printf(": “%s” <span class=\"meta\">(%s, line %d)</span></dd>\n", esc(t.Definition), esc(t.Citation.Title), t.Citation.Line)
	}
	h.printf("</dl>\n")
}

func (h *page) sheets(p *Pack) {
	for i := range p.Sheets {
		s := &p.Sheets[i]
		h.printf("<h2>%s</h2>\n<p class=\"meta\">%s</p>\n", esc(s.Name), esc(s.Kind))
		for _, section := range s.Sections {
			h.printf("<h3>%s</h3>\n<p>", esc(section.Heading))
			for j, x := range section.Sentences {
				if j > 0 {
					h.printf(" ")
				}
				h.printf("%s", esc(x.Text))
				for _, n := range x.Notes {
					h.printf("<sup><a href=\"#n%d-%d\" aria-label=\"note %d\">%d</a></sup>", i+1, n, n, n)
				}
			}
			h.printf("</p>\n")
		}
		h.printf("<ol class=\"notes\">\n")
		for n := range s.Notes {
			h.printf("<li id=\"n%d-%d\">%s</li>\n", i+1, n+1, esc(cite(&s.Notes[n])))
		}
		h.printf("</ol>\n")
	}
}

func (h *page) comparisons(p *Pack) {
	for i := range p.Comparisons {
		c := &p.Comparisons[i]
		h.printf("<h2>Comparison</h2>\n<table>\n<caption>%s, by relation</caption>\n<thead><tr><th scope=\"col\">Relation</th>", esc(strings.Join(c.Names, " and ")))
		for _, name := range c.Names {
			h.printf("<th scope=\"col\">%s</th>", esc(name))
		}
		h.printf("<th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n")
		for _, row := range c.Rows {
			h.printf("<tr><th scope=\"row\">%s</th>", esc(row.Relation))
			for _, cells := range row.Cells {
				h.printf("<td>%s</td>", esc(cellText(cells)))
			}
			h.printf("<td>%s</td></tr>\n", esc(strings.ToLower(row.Verdict)))
		}
		h.printf("</tbody>\n</table>\n")
	}
}

func (h *page) timeline(p *Pack) {
	if len(p.Timeline) == 0 {
		return
	}
	h.printf("<h2>Timeline</h2>\n<ul>\n")
	for i := range p.Timeline {
		e := &p.Timeline[i]
		h.printf("<li><time datetime=\"%s\">%s</time> %s", esc(e.Date), esc(e.Date), esc(e.Text))
		for j := range e.Receipt.Proofs {
			for k := range e.Receipt.Proofs[j].Citations {
				h.printf(" <span class=\"meta\">%s</span>", esc(cite(&e.Receipt.Proofs[j].Citations[k])))
			}
		}
		h.printf("</li>\n")
	}
	h.printf("</ul>\n")
}

func (h *page) questions(p *Pack) {
	if len(p.Questions) == 0 {
		return
	}
	h.printf("<h2>Questions</h2>\n<ol>\n")
	for i := range p.Questions {
		q := &p.Questions[i]
		h.printf("<li class=\"question\"><p>%s</p>\n", esc(q.Stem))
		if len(q.Options) > 0 {
			h.printf("<ol type=\"a\">")
			for _, o := range q.Options {
				h.printf("<li>%s</li>", esc(o.Text))
			}
			h.printf("</ol>\n")
		}
		if len(q.Pairs) > 0 {
			h.printf("<ol>")
			for _, pair := range q.Pairs {
				h.printf("<li>%s</li>", esc(pair.Prompt))
			}
			h.printf("</ol>\n<p>To choose from: %s</p>\n", esc(strings.Join(sortedAnswers(q), "; ")))
		}
		h.printf("</li>\n")
	}
	h.printf("</ol>\n<h2 id=\"answers\">Answers</h2>\n<ol>\n")
	for i := range p.Questions {
		q := &p.Questions[i]
		h.printf("<li><strong>%s</strong> <span class=\"meta\">%s</span></li>\n", esc(q.Key()), esc(explanation(q)))
	}
	h.printf("</ol>\n")
}
