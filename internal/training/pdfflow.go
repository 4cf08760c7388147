package training

import (
	"strings"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
)

// Measures of a page, in points: US Letter.
const (
	pageWidth   = 612
	pageHeight  = 792
	margin      = 72
	bottom      = pageHeight - 76 // where the text ends
	textWidth   = pageWidth - 2*margin
	bodySize    = 10.5
	noteSize    = 8.5
	leading     = 1.42 // of the size of the letters
	belowBottom = pageHeight - 48
)

// look is how letters look.
type look struct {
	weight string // "400", "500" or "600"
	size   float64
	color  rgb
	raised bool // a note's number
}

var (
	black = rgb{0x11, 0x11, 0x11}
	soft  = rgb{0x44, 0x44, 0x44}
	rule  = rgb{0xbb, 0xbf, 0xc4}

	body   = look{"400", bodySize, black, false}
	strong = look{"600", bodySize, black, false}
	aside  = look{"400", 9, soft, false}
	small  = look{"400", noteSize, black, false}
)

// span is text of one look.
type span struct {
	text string
	look look
	link int // within the document; 0 for none
}

// lump is what stands together on a line: a word, with what follows it without
// a space.
type lump struct {
	parts []span
	width float64
}

// para is a paragraph, to be laid out.
type para struct {
	spans  []span
	indent float64
	width  float64 // 0 for what the margin leaves
	label  string  // before the indent, as "a)"
	above  float64 // space before it, except at the top of a page
	target int     // a link that leads here
}

// flow writes text down the pages.
type flow struct {
	pdf *fpdf.Fpdf
	y   float64 // where the next line begins
}

func (f *flow) page() {
	f.pdf.AddPage()
	f.y = margin
}

// need begins a page unless so much is left of this one.
func (f *flow) need(height float64) {
	if f.y+height > bottom && f.y > margin {
		f.page()
	}
}

func (f *flow) use(l look) {
	size := l.size
	if l.raised {
		size *= 0.68
	}
	f.pdf.SetFont("public"+l.weight, "", size)
	f.pdf.SetTextColor(int(l.color[0]), int(l.color[1]), int(l.color[2]))
}

func (f *flow) widthOf(s string, l look) float64 {
	f.use(l)
	return f.pdf.GetStringWidth(s)
}

// lumps parts spans at spaces.
func (f *flow) lumps(spans []span, width float64) []lump {
	var list []lump
	glue := false
	for _, s := range spans {
		for i, word := range strings.Split(s.text, " ") {
			if word == "" {
				continue
			}
			for _, piece := range f.pieces(word, s.look, width) {
				x := span{piece, s.look, s.link}
				w := f.widthOf(piece, s.look)
				if glue && i == 0 && len(list) > 0 && list[len(list)-1].width+w <= width {
					last := &list[len(list)-1]
					last.parts, last.width = append(last.parts, x), last.width+w
				} else {
					list = append(list, lump{[]span{x}, w})
				}
			}
		}
		glue = !strings.HasSuffix(s.text, " ")
	}
	return list
}

// pieces cuts a word that is wider than a line.
func (f *flow) pieces(word string, l look, width float64) []string {
	var list []string
	for f.widthOf(word, l) > width {
		n := 0
		for n < len(word) {
			_, size := utf8.DecodeRuneInString(word[n:])
			if n > 0 && f.pdf.GetStringWidth(word[:n+size]) > width {
				break
			}
			n += size
		}
		if n == len(word) {
			break
		}
		list, word = append(list, word[:n]), word[n:]
	}
	return append(list, word)
}

// lines breaks spans into lines no wider than width.
func (f *flow) lines(spans []span, width float64) [][]lump {
	var list [][]lump
	var at []lump
	used := 0.0
	for _, x := range f.lumps(spans, width) {
		space := f.widthOf(" ", x.parts[0].look)
		if len(at) > 0 && used+space+x.width > width {
			list, at, used = append(list, at), nil, 0
		}
		if len(at) > 0 {
			used += space
		}
		at, used = append(at, x), used+x.width
	}
	if len(at) > 0 {
		list = append(list, at)
	}
	return list
}

// draw writes a line with its baseline at y. Neighbours that look alike are
// written as one, so that a reader finds the words with their spaces.
func (f *flow) draw(list []lump, x, y float64) {
	var run span
	start := x
	flush := func() {
		if run.text == "" {
			return
		}
		f.use(run.look)
		up := 0.0
		if run.look.raised {
			up = run.look.size * 0.33
		}
		f.pdf.Text(start, y-up, run.text)
		if run.link > 0 {
			f.pdf.Link(start, y-run.look.size, x-start, run.look.size*1.2, run.link)
		}
		run = span{}
	}
	for i, l := range list {
		for j, s := range l.parts {
			space := ""
			if i > 0 && j == 0 {
				space = " "
			}
			if run.text != "" && (run.look != s.look || run.link != s.link) {
				if space != "" { // ends what is before
					run.text += space
					x += f.widthOf(space, run.look)
					space = ""
				}
				flush()
			}
			if run.text == "" {
				run, start = span{look: s.look, link: s.link}, x
			}
			run.text += space + s.text
			x += f.widthOf(space+s.text, s.look)
		}
	}
	flush()
}

// laid is a paragraph in lines.
type laid struct {
	para
	lines [][]lump
	step  float64 // from line to line
}

func (f *flow) lay(p para) laid {
	width := p.width
	if width == 0 {
		width = textWidth - p.indent
	}
	size := bodySize
	if len(p.spans) > 0 {
		size = p.spans[0].look.size
	}
	return laid{p, f.lines(p.spans, width), size * leading}
}

func (l *laid) height() float64 { return float64(len(l.lines)) * l.step }

// Lines that a page begins or ends with at least, of a paragraph.
const together = 2

// write writes a paragraph, parted between pages where it must be, but leaves
// no line alone.
func (f *flow) write(p para) { f.put(f.lay(p)) }

func (f *flow) put(l laid) {
	if f.y > margin {
		f.y += l.above
	}
	for first := true; len(l.lines) > 0; first = false {
		fit := int((bottom - f.y + 0.01) / l.step)
		if n := len(l.lines); fit < n {
			fit = min(fit, n-together)
			if fit < together && f.y > margin || fit <= 0 {
				f.page()
				fit = min(n, int((bottom-f.y)/l.step))
			}
		}
		for i, line := range l.lines[:min(fit, len(l.lines))] {
			y := f.y + l.step*0.75
			if first && i == 0 {
				f.begin(&l, y)
			}
			f.draw(line, margin+l.indent, y)
			f.y += l.step
		}
		if l.lines = l.lines[min(fit, len(l.lines)):]; len(l.lines) > 0 {
			f.page()
		}
	}
}

// begin writes what stands before a paragraph's first line.
func (f *flow) begin(l *laid, y float64) {
	if l.target > 0 {
		f.pdf.SetLink(l.target, f.y, f.pdf.PageNo())
	}
	if l.label != "" && len(l.spans) > 0 {
		look := l.spans[0].look
		f.use(look)
		f.pdf.Text(margin+l.indent-f.widthOf(l.label, look)-5, y, l.label)
	}
}

// block writes paragraphs on one page, where a page has room for them.
func (f *flow) block(list []para) {
	all, height := make([]laid, len(list)), 0.0
	for i, p := range list {
		all[i] = f.lay(p)
		height += p.above + all[i].height()
	}
	if height <= bottom-margin {
		f.need(height)
	}
	for _, l := range all {
		f.put(l)
	}
}
