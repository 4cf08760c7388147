package training

import (
	"fmt"
	"html"
	"strings"
)

// esc escapes text for HTML, also within attributes.
func esc(s string) string { return html.EscapeString(line(s)) }

func writeHTML(p *Pack) ([]byte, error) {
	h := &page{}
	walk(p, h)
	if h.within {
		h.printf("</section>\n")
	}
	h.printf("</main>\n")
	if p.Branding != nil && p.Branding.Footer != "" {
		h.printf("<footer>%s</footer>\n", esc(p.Branding.Footer))
	}
	h.printf("</body>\n</html>\n")
	return []byte(h.String()), nil
}

// page writes a handout as one HTML file that needs nothing else.
type page struct {
	strings.Builder
	within bool // a chapter
}

func (h *page) printf(format string, args ...any) { fmt.Fprintf(h, format, args...) }

func (h *page) title(p *Pack, list []chapter) {
	h.printf("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n", esc(p.Title), styled(p.Branding))
	h.printf("<header>\n")
	h.brand(p.Branding)
	h.printf("<h1>%s</h1>\n<p class=\"meta\">%s</p>\n</header>\n<nav aria-label=\"Contents\">\n<ul>\n", esc(p.Title), esc(about(p)))
	for _, c := range list {
		h.printf("<li><a href=\"#%s\">%s</a></li>\n", c.id, esc(c.title))
	}
	h.printf("</ul>\n</nav>\n<main>\n")
}

// brand writes whose the page is.
func (h *page) brand(b *Branding) {
	if b == nil {
		return
	}
	if b.Logo != nil {
		h.printf("<img class=\"logo\" src=\"%s\" alt=\"%s\">\n", uri(b.Logo.Media, b.Logo.Data), esc(firstOf(b.Organization, "Logo")))
	}
	if b.Organization != "" {
		h.printf("<p class=\"organization\">%s</p>\n", esc(b.Organization))
	}
}

func (h *page) chapter(c chapter) {
	if h.within {
		h.printf("</section>\n")
	}
	h.within = true
	h.printf("<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", c.id, c.id, esc(c.title))
	if c.kind != "" {
		h.printf("<p class=\"meta\">%s</p>\n", esc(c.kind))
	}
}

func (h *page) terms(list []Term) {
	h.printf("<dl>\n")
	for i := range list {
		kind, definition, cited := defined(&list[i])
		h.printf("<dt>%s</dt>\n<dd>%s: %s <span class=\"meta\">%s</span></dd>\n", esc(list[i].Term), esc(kind), esc(definition), esc(cited))
	}
	h.printf("</dl>\n")
}

func (h *page) paragraph(n int, _ *Sheet, x *Section) {
	h.printf("<h3>%s</h3>\n<p>", esc(x.Heading))
	for i, s := range x.Sentences {
		if i > 0 {
			h.printf(" ")
		}
		h.printf("%s", esc(s.Text))
		for _, note := range s.Notes {
			h.printf("<sup><a href=\"#n%d-%d\" aria-label=\"note %d\">%d</a></sup>", n, note, note, note)
		}
	}
	h.printf("</p>\n")
}

func (h *page) notes(n int, s *Sheet) {
	h.printf("<ol class=\"notes\">\n")
	for i := range s.Notes {
		h.printf("<li id=\"n%d-%d\">%s</li>\n", n, i+1, esc(cite(&s.Notes[i])))
	}
	h.printf("</ol>\n")
}

func (h *page) table(t table) {
	h.printf("<table>\n<caption>%s</caption>\n<thead><tr>", esc(t.caption))
	for _, cell := range t.head {
		h.printf("<th scope=\"col\">%s</th>", esc(cell))
	}
	h.printf("</tr></thead>\n<tbody>\n")
	for _, cells := range t.rows {
		h.printf("<tr><th scope=\"row\">%s</th>", esc(cells[0]))
		for _, cell := range cells[1:] {
			h.printf("<td>%s</td>", esc(cell))
		}
		h.printf("</tr>\n")
	}
	h.printf("</tbody>\n</table>\n")
}

func (h *page) events(list []Event) {
	h.printf("<ul>\n")
	for i := range list {
		e := &list[i]
		h.printf("<li><time datetime=\"%s\">%s</time> %s <span class=\"meta\">%s</span></li>\n", esc(e.Date), esc(e.Date), esc(e.Text), esc(e.cited()))
	}
	h.printf("</ul>\n")
}

func (h *page) question(n int, q *Question) {
	h.printf("<div class=\"question\">\n<p><b>%d.</b> %s</p>\n", n, esc(q.Stem))
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
	h.printf("</div>\n")
}

func (h *page) answer(n int, q *Question) {
	h.printf("<p><b>%d. %s</b> <span class=\"meta\">%s</span></p>\n", n, esc(q.Key()), esc(explanation(q)))
}

func (h *page) sources(list []Source) {
	h.printf("<ul>\n")
	for i := range list {
		h.printf("<li>%s</li>\n", esc(sourceLine(&list[i])))
	}
	h.printf("</ul>\n")
}
