package training

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"missiongraph/graph"
	"missiongraph/internal/typeface"
)

// writePDF writes the handout as pages of US Letter, with text that can be
// searched, bookmarks, and notes that link to their places. The error has code
// BAD_INPUT where the bundled typeface lacks a letter.
func writePDF(p *Pack) ([]byte, error) {
	d := &pages{pack: p, links: map[string]int{}}
	d.open()
	walk(p, d)
	d.finish()
	if d.missing != 0 {
		return nil, graph.Errorf(graph.BadInput, "the typeface of the PDF has no letter “%c” (U+%04X)", d.missing, d.missing).
			WithHint("make the html handout, and print it from a browser")
	}
	var b bytes.Buffer
	err := d.pdf.Output(&b)
	return b.Bytes(), err
}

// pages writes a handout as PDF.
type pages struct {
	flow
	pack     *Pack
	list     []chapter
	at       []int          // the page of each chapter
	contents int            // pages of contents, which follow the first
	links    map[string]int // to what has an id
	missing  rune           // a character that there is no glyph for
}

func (d *pages) open() {
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})
	f.SetCreationDate(time.Unix(0, 0).UTC()) // the same pack gives the same bytes
	f.SetModificationDate(time.Unix(0, 0).UTC())
	f.SetCatalogSort(true)
	f.SetProducer("missiongraph", true)
	f.SetTitle(line(d.pack.Title), true)
	f.SetLang("en")
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	for _, face := range []struct {
		weight string
		data   []byte
	}{{"400", typeface.Regular}, {"500", typeface.Medium}, {"600", typeface.SemiBold}} {
		f.AddUTF8FontFromBytes("public"+face.weight, "", face.data)
	}
	d.flow = flow{pdf: f}
}

// link returns the link that leads to what has an id.
func (d *pages) link(id string) int {
	if d.links[id] == 0 {
		d.links[id] = d.pdf.AddLink()
	}
	return d.links[id]
}

// letters writes text with the typeface's glyphs.
var letters = strings.NewReplacer("→", "–", "‑", "-", "−", "–", "\u200b", "", "\u00ad", "")

// numbered are words that no line ends with.
var numbered = regexp.MustCompile(`\b(lines?) (\d)`)

// text writes what a page holds, and keeps in mind what there is no glyph for.
func (d *pages) text(s string) string {
	s = letters.Replace(numbered.ReplaceAllString(line(s), "$1\u00a0$2"))
	if r, missing := typeface.Missing(s); missing && d.missing == 0 {
		d.missing = r
	}
	return s
}

// say makes a span; a space at its end stays.
func (d *pages) say(s string, l look) span {
	text := d.text(s)
	if strings.HasSuffix(s, " ") {
		text += " "
	}
	return span{text: text, look: l}
}

func (d *pages) accent(l look) look {
	l.color = d.pack.Branding.accent()
	return l
}

// fresh are the chapters that begin a page.
func fresh(id string) bool { return id == "glossary" || id == "questions" || id == "answers" }

func (d *pages) chapter(c chapter) {
	title := d.lay(para{spans: []span{d.say(c.title, d.accent(look{"600", 17, black, false}))}, above: 26})
	if fresh(c.id) {
		if d.y > margin {
			d.page()
		}
	} else {
		d.need(title.above + title.height() + 110) // with the beginning of what follows
	}
	title.target = d.link(c.id)
	d.at = append(d.at, d.pdf.PageNo())
	d.use(body) // the library takes the name's letters for those of the font in use
	d.pdf.Bookmark(d.text(c.title), 0, d.y)
	d.put(title)
	if c.kind != "" {
		d.write(para{spans: []span{d.say(c.kind, aside)}, above: 1})
	}
}

func (d *pages) terms(list []Term) {
	for i := range list {
		kind, definition, cited := defined(&list[i])
		d.block([]para{
			{spans: []span{d.say(list[i].Term+" ", strong), d.say("("+kind+")", aside)}, above: 8},
			{spans: []span{d.say(definition+" ", body), d.say(cited, aside)}, indent: 14},
		})
	}
}

func (d *pages) paragraph(n int, _ *Sheet, x *Section) {
	heading := d.lay(para{spans: []span{d.say(x.Heading, look{"600", 11.5, black, false})}, above: 12})
	var spans []span
	for _, s := range x.Sentences {
		spans = append(spans, d.say(s.Text, body))
		for i, note := range s.Notes {
			mark := fmt.Sprint(note)
			if i > 0 {
				mark = "," + mark
			}
			spans = append(spans, span{mark, look{"500", bodySize, d.pack.Branding.accent(), true}, d.link(fmt.Sprintf("n%d-%d", n, note))})
		}
		spans[len(spans)-1].text += " "
	}
	d.need(heading.above + heading.height() + 3*bodySize*leading)
	d.put(heading)
	d.write(para{spans: spans, above: 2})
}

func (d *pages) notes(n int, s *Sheet) {
	d.need(6 + 3*noteSize*leading)
	d.y += 6
	d.pdf.SetDrawColor(int(rule[0]), int(rule[1]), int(rule[2]))
	d.pdf.SetLineWidth(0.5)
	d.pdf.Line(margin, d.y+2, margin+120, d.y+2)
	for i := range s.Notes {
		above := 1.0
		if i == 0 {
			above = 6
		}
		d.write(para{spans: []span{d.say(cite(&s.Notes[i]), small)}, indent: 20, label: fmt.Sprint(i + 1), above: above, target: d.link(fmt.Sprintf("n%d-%d", n, i+1))})
	}
}

func (d *pages) table(t table) {
	d.write(para{spans: []span{d.say(t.caption, aside)}, above: 4})
	for _, part := range columnsOf(t) {
		d.y += 6
		texts := func(row []string) []string {
			out := make([]string, len(row))
			for i, s := range row {
				out[i] = d.text(s)
			}
			return out
		}
		g := newGrid(&d.flow, texts(part.head))
		d.need(80)
		g.header()
		for _, row := range part.rows {
			g.row(texts(row))
		}
	}
}

func (d *pages) events(list []Event) {
	for i := range list {
		e := &list[i]
		d.block([]para{
			{spans: []span{d.say(e.Date+" ", strong), d.say(e.Text, body)}, above: 8},
			{spans: []span{d.say(e.cited(), aside)}, indent: 14},
		})
	}
}

// numbers returns how wide the numbers of the questions are, with a space.
func (d *pages) numbers() float64 {
	return max(22, d.widthOf(fmt.Sprintf("%d.", len(d.pack.Questions)), strong)+8)
}

func (d *pages) question(n int, q *Question) {
	in := d.numbers()
	list := []para{{spans: []span{d.say(q.Stem, body)}, indent: in, label: fmt.Sprintf("%d.", n), above: 12}}
	for i, o := range q.Options {
		list = append(list, para{spans: []span{d.say(o.Text, body)}, indent: in + 22, label: fmt.Sprintf("%c)", 'a'+rune(i)), above: 2})
	}
	for i, pair := range q.Pairs {
		list = append(list, para{spans: []span{d.say(pair.Prompt, body)}, indent: in + 22, label: fmt.Sprintf("%d)", i+1), above: 2})
	}
	if len(q.Pairs) > 0 {
		list = append(list, para{spans: []span{d.say("To choose from: "+strings.Join(sortedAnswers(q), "; "), body)}, indent: in, above: 4})
	}
	d.block(list)
}

func (d *pages) answer(n int, q *Question) {
	in := d.numbers()
	d.block([]para{
		{spans: []span{d.say(q.Key(), strong)}, indent: in, label: fmt.Sprintf("%d.", n), above: 8},
		{spans: []span{d.say(explanation(q), aside)}, indent: in, above: 1},
	})
}

func (d *pages) sources(list []Source) {
	for i := range list {
		d.block([]para{{spans: []span{d.say(sourceLine(&list[i]), body)}, above: 6}})
	}
}
