package training

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

const contentsStep = 19 // points from entry to entry

// title writes the first page, and leaves those of the contents for the end,
// when it is known where things are.
func (d *pages) title(p *Pack, list []chapter) {
	d.list = list
	d.page()
	accent := p.Branding.accent()
	d.pdf.SetFillColor(int(accent[0]), int(accent[1]), int(accent[2]))
	d.pdf.Rect(0, 0, pageWidth, 10, "F")
	d.y = 150
	if b := p.Branding; b != nil {
		if b.Logo != nil {
			d.logo(b.Logo)
		}
		if b.Organization != "" {
			d.write(para{spans: []span{d.say(b.Organization, look{"500", 13, soft, false})}})
		}
		d.pdf.SetAuthor(line(b.Organization), true)
	}
	d.write(para{spans: []span{d.say(p.Title, d.accent(look{"600", 30, black, false}))}, above: 18})
	if p.Audience != "" {
		d.write(para{spans: []span{d.say("For "+p.Audience, look{"400", 14, black, false})}, above: 10})
	}
	d.pdf.Rect(margin, d.y+18, 60, 3, "F")
	d.y += 40
	d.write(para{spans: []span{d.say(aboutScope(p), look{"400", 11, soft, false})}})
	for i := range p.Sources {
		d.write(para{spans: []span{d.say("Source: "+sourceName(&p.Sources[i])+".", look{"400", 11, soft, false})}, above: 4})
	}
	entries := int((bottom - margin - 40) / contentsStep)
	d.contents = (len(list) + entries - 1) / entries
	for range d.contents {
		d.page()
	}
	d.page()
}

// logo puts a logo above what follows.
func (d *pages) logo(l *Logo) {
	info := d.pdf.RegisterImageOptionsReader("logo", fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(l.PNG))
	if info == nil {
		return
	}
	w, h := info.Width(), info.Height()
	scale := min(200/w, 72/h)
	d.pdf.ImageOptions("logo", margin, d.y-h*scale-16, w*scale, h*scale, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
}

// finish writes the contents and what stands below each page.
func (d *pages) finish() {
	last := d.pdf.PageCount()
	d.writeContents()
	for n := 2; n <= last; n++ {
		d.pdf.SetPage(n)
		d.foot(n, last)
	}
	d.pdf.SetPage(last)
}

func (d *pages) writeContents() {
	at := 1
	d.y = bottom
	for i, c := range d.list {
		if d.y+contentsStep > bottom {
			at++
			d.pdf.SetPage(at)
			d.y = margin
			if at == 2 {
				d.put(d.lay(para{spans: []span{d.say("Contents", d.accent(look{"600", 17, black, false}))}}))
			}
			d.y += 8
		}
		d.entry(c, d.at[i])
		d.y += contentsStep
	}
}

// entry writes a line of the contents.
func (d *pages) entry(c chapter, page int) {
	number := fmt.Sprint(page)
	right := d.widthOf(number, body)
	title := d.lines([]span{d.say(c.title, body)}, textWidth-60)[0]
	y, end := d.y+bodySize, margin+textWidth-right-6
	d.draw(title, margin, y)
	x := margin + 6.0
	for i, l := range title {
		x += l.width
		if i > 0 {
			x += d.widthOf(" ", body)
		}
	}
	d.pdf.SetDrawColor(int(rule[0]), int(rule[1]), int(rule[2]))
	d.pdf.SetLineWidth(0.8)
	d.pdf.SetDashPattern([]float64{0.8, 3}, 0)
	d.pdf.Line(x, y-1, end, y-1)
	d.pdf.SetDashPattern(nil, 0)
	d.use(body)
	d.pdf.Text(margin+textWidth-right, y, number)
	d.pdf.Link(margin, d.y-2, textWidth, contentsStep-2, d.link(c.id))
}

// foot writes the line below a page: from what it is drawn, and its number.
func (d *pages) foot(n, of int) {
	l := look{"400", 8, soft, false}
	number := fmt.Sprintf("%d of %d", n, of)
	w := d.widthOf(number, l)
	d.use(l)
	d.pdf.Text(margin+textWidth-w, belowBottom, number)
	for i, text := range footLines(d.pack) {
		d.draw(d.lines([]span{d.say(text, l)}, textWidth-60)[0], margin, belowBottom+float64(i)*11)
	}
}
