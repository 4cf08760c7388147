package diagram

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
)

// Look is how a layout is drawn.
type Look struct {
	Theme Theme
	Links string // what comes before an entity's id in the address of its page; empty for no links
	Frame Frame
}

// SVG writes the chart with its legend and footer as one SVG document that
// needs nothing else: no script, no style sheet, no font of its own.
func (l *Layout) SVG(look Look) []byte {
	d := &drawing{l: l, t: look.Theme, links: look.Links}
	bottom := d.body()
	bottom = d.legend(bottom + 26)
	bottom = d.footer(bottom + 12)
	return d.document(l.Width, bottom+margin-8, look.Frame)
}

// Size returns the width and height of the picture, in pixels.
func (l *Layout) Size(f Frame) (w, h float64) {
	d := &drawing{l: l, t: Light}
	return f.around(l.Width, d.footer(d.legend(l.Height+26)+12)+margin-8).size()
}

// drawing collects the parts of a document.
type drawing struct {
	l     *Layout
	t     Theme
	links string
	b     strings.Builder
}

func (d *drawing) f(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *drawing) document(w, h float64, f Frame) []byte {
	s := d.l.Scene
	in := f.around(w, h)
	width, height := in.size()
	role := "img"
	if d.links != "" {
		role = "graphics-document" // what is in an image cannot be focused
	}
	var head strings.Builder
	fmt.Fprintf(&head, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%s %s %s %s" width="%s" height="%s" role="%s" aria-labelledby="chart-title chart-desc" font-family="%s">`+"\n",
		num(in.x), num(in.y), num(in.w), num(in.h), num(width), num(height), role, fontFamily)
	fmt.Fprintf(&head, "<title id=\"chart-title\">%s</title>\n<desc id=\"chart-desc\">%s</desc>\n", esc(s.Title), esc(d.description()))
	fmt.Fprintf(&head, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n", num(in.x), num(in.y), num(in.w), num(in.h), d.t.Paper)
	return []byte(head.String() + d.b.String() + "</svg>\n")
}

// description says in words what the picture shows.
func (d *drawing) description() string {
	s := d.l.Scene
	var parts []string
	if len(s.Columns) == 0 {
		for i := range s.Nodes {
			parts = append(parts, s.Nodes[i].Label+".")
		}
	}
	for c, head := range s.Columns {
		var names []string
		for i := range s.Nodes {
			if s.Nodes[i].Column == c {
				names = append(names, s.Nodes[i].Label)
			}
		}
		if len(names) > 0 {
			parts = append(parts, head+": "+strings.Join(names, ", ")+".")
		}
	}
	for i := range s.Edges {
		for _, tell := range s.Edges[i].Tells {
			parts = append(parts, tell+".")
		}
	}
	return strings.Join(append(parts, d.l.Absent...), " ")
}

// body draws the chart and returns where it ends.
func (d *drawing) body() float64 {
	l := d.l
	for _, title := range wrap(clean(l.Scene.Title), 1.1*titleSize, l.Width-2*margin, 1) { // it is bold: wider
		d.text(Label{title, Point{margin, 38}, "start", titleSize}, d.t.Ink, "600")
	}
	for _, head := range l.Heads {
		d.text(head, d.t.Soft, "500")
	}
	for i, text := range l.Absent {
		d.text(Label{text, Point{margin, titleHeight + 12 + float64(i)*nameLine}, "start", nameSize}, d.t.Soft, "400")
	}
	for i := range l.Lines {
		d.line(&l.Lines[i])
	}
	for i := range l.Boxes {
		b := &l.Boxes[i]
		d.box(&l.Scene.Nodes[b.Node], b)
	}
	for i := range l.Lines {
		line := &l.Lines[i]
		if len(line.Labels) == 0 {
			continue
		}
		for _, label := range line.Labels {
			x, y, w, h := label.Bounds()
			d.f(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, num(x-1), num(y+1), num(w+2), num(h-1), d.t.Paper)
			d.text(label, d.t.Soft, "400")
		}
	}
	return l.Height
}

func (d *drawing) box(n *Node, b *Box) {
	o := shapeOf(n.Shape)
	if d.links != "" {
		d.f(`<a href="%s" target="_top">`, esc(d.links+url.PathEscape(n.ID)))
		defer d.f("</a>")
	}
	d.f("<g><title>%s</title>", esc(n.Label+" ("+n.Kind+")"))
	if o.mark { // a card, for lines to end at
		d.f(`<path d="%s" fill="%s" stroke="%s"/>`, rounded(b.X, b.Y, b.W, b.H, 6), d.t.Paper, mix(d.t.Paper, d.t.stroke(n.Color), 0.45))
	}
	d.f(`<path d="%s" fill="%s" stroke="%s" stroke-width="1.5" stroke-linejoin="round"/>`,
		o.path(b.X, b.Y, b.W, b.H), d.t.fill(n.Color), d.t.stroke(n.Color))
	x, anchor := b.X+o.left+(b.W-o.left-o.right)/2, "middle"
	if o.mark {
		x, anchor = b.X+o.left, "start"
		d.text(Label{initial(n.Label), Point{b.X + 6 + markSize/2, b.Y + b.H/2 + 0.35*nameSize}, "middle", nameSize}, d.t.Ink, "500")
	}
	high := float64(len(b.Lines)-1) * nameLine
	if n.Note != "" {
		high += labelLine + 1
	}
	first := b.Y + b.H/2 - high/2 + 0.35*nameSize
	for i, line := range b.Lines {
		d.text(Label{line, Point{x, first + float64(i)*nameLine}, anchor, nameSize}, d.t.Ink, "500")
	}
	if n.Note != "" {
		d.text(Label{clean(n.Note), Point{x, first + high}, anchor, labelSize}, d.t.Soft, "400")
	}
	d.f("</g>")
}

func initial(name string) string {
	r, _ := utf8.DecodeRuneInString(clean(name))
	if r == utf8.RuneError {
		return ""
	}
	return string(unicode.ToUpper(r))
}

// line draws a bundle over a wider line in the colour of the paper, so that
// one can see which of two crossing lines goes on.
func (d *drawing) line(line *Line) {
	color := d.t.stroke(d.l.Scene.Nodes[line.Hub].Color)
	var tells []string
	for _, e := range line.Edges {
		tells = append(tells, d.l.Scene.Edges[e].Tells...)
	}
	var path strings.Builder
	for _, route := range line.Routes {
		path.WriteString(route.path())
	}
	d.f("<g fill=\"none\"><title>%s</title>", esc(strings.Join(tells, "; ")))
	d.f(`<path d="%s" stroke="%s" stroke-width="5"/>`, path.String(), d.t.Paper)
	if line.Implied {
		d.f(`<path d="%s" stroke="%s" stroke-width="3.4"/>`, path.String(), color)
		d.f(`<path d="%s" stroke="%s" stroke-width="1.6"/>`, path.String(), d.t.Paper)
	} else {
		d.f(`<path d="%s" stroke="%s" %s/>`, path.String(), color, dashes(line.Grade))
	}
	var heads strings.Builder
	for _, h := range line.Heads {
		x, y := h.Tip.X-h.DX*arrowLength, h.Tip.Y-h.DY*arrowLength
		heads.WriteString(polygon(h.Tip.X, h.Tip.Y, x-h.DY*arrowHalf, y+h.DX*arrowHalf, x+h.DY*arrowHalf, y-h.DX*arrowHalf))
	}
	d.f(`<path d="%s" fill="%s"/>`, heads.String(), color)
	d.f("</g>")
}

// dashes is the style of a line, which tells how well something is known.
func dashes(g graph.Grade) string {
	switch g {
	case graph.Stated:
		return `stroke-width="1.5"`
	case graph.Construed:
		return `stroke-width="1.5" stroke-dasharray="7 4"`
	case graph.Contextual:
		return `stroke-width="2" stroke-dasharray="0.1 4.5" stroke-linecap="round"`
	default:
		return `stroke-width="1.5" stroke-dasharray="9 3 1.5 3"`
	}
}

func (r Route) path() string {
	var b strings.Builder
	for i, c := range r {
		if i == 0 {
			b.WriteString("M" + pair(c.A))
		}
		if c.Straight {
			b.WriteString("L" + pair(c.D))
		} else {
			b.WriteString("C" + pair(c.B) + " " + pair(c.C) + " " + pair(c.D))
		}
	}
	return b.String()
}

func (d *drawing) text(l Label, color, weight string) {
	if l.Text == "" {
		return
	}
	d.f(`<text x="%s" y="%s" font-size="%s" font-weight="%s" text-anchor="%s" fill="%s">%s</text>`,
		num(l.At.X), num(l.At.Y), num(l.Size), weight, l.Anchor, color, esc(l.Text))
}

func pair(p Point) string { return num(p.X) + " " + num(p.Y) }

// num writes a coordinate with at most one decimal.
func num(v float64) string {
	v = math.Round(v*10) / 10
	if v == 0 {
		v = 0 // not -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// esc makes any text fit to stand in the document.
func esc(s string) string { return escaper.Replace(clean(s)) }
