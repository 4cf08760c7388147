package diagram

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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
	p := &svgPen{out: make([]byte, 0, 1000*(2+len(l.Boxes)+len(l.Scene.Edges)))}
	d := &drawing{l: l, t: look.Theme, links: look.Links, pen: p}
	return d.document(p, l.Width, d.all(), look.Frame)
}

// Size returns the width and height of the picture, in pixels.
func (l *Layout) Size(f Frame) (w, h float64) {
	d := &drawing{l: l, t: Light, pen: noPen{}}
	return f.around(l.Width, d.end(l.Height)).size()
}

// drawing puts a layout on a medium.
type drawing struct {
	l     *Layout
	t     Theme
	links string
	pen   pen
}

// all draws everything and returns the height.
func (d *drawing) all() float64 { return d.end(d.body()) }

// end draws the legend and footer below y and returns the height.
func (d *drawing) end(y float64) float64 {
	return d.footer(d.legend(y+26)+12) + margin - 8
}

func (d *drawing) document(p *svgPen, w, h float64, f Frame) []byte {
	s := d.l.Scene
	in := f.around(w, h)
	width, height := in.size()
	role := "img"
	if d.links != "" {
		role = "graphics-document" // what is in an image cannot be focused
	}
	head := make([]byte, 0, len(p.out)+4096)
	head = fmt.Appendf(head, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%s %s %s %s" width="%s" height="%s" role="%s" aria-labelledby="chart-title chart-desc" font-family="%s">`+"\n",
		num(in.x), num(in.y), num(in.w), num(in.h), num(width), num(height), role, fontFamily)
	head = fmt.Appendf(head, "<title id=\"chart-title\">%s</title>\n<desc id=\"chart-desc\">%s</desc>\n", esc(s.Title), esc(d.description()))
	head = fmt.Appendf(head, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n", num(in.x), num(in.y), num(in.w), num(in.h), d.t.Paper)
	return append(append(head, p.out...), "</svg>\n"...)
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
		d.text(Label{title, Point{margin, 38}, "start", titleSize, 0}, d.t.Ink, 600)
	}
	for _, head := range l.Heads {
		d.text(head, d.t.Soft, 500)
	}
	for i, text := range l.Absent {
		d.text(Label{text, Point{margin, titleHeight + 12 + float64(i)*nameLine}, "start", nameSize, 0}, d.t.Soft, 400)
	}
	if l.Table != nil {
		d.table(l.Table)
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
			d.pen.path(rounded(x-1, y+1, w+2, h-1, 0), ink{fill: d.t.Paper})
			color := d.t.Soft
			if line.Mark != Same {
				color = d.t.mark(line.Mark)
			}
			d.text(label, color, 400)
		}
	}
	return l.Height
}

// pageOf is the address of an entity's page.
func pageOf(links, id string) string { return links + url.PathEscape(id) }

func (d *drawing) box(n *Node, b *Box) {
	o := shapeOf(n.Shape)
	href := ""
	if d.links != "" {
		href = pageOf(d.links, n.ID)
	}
	name := n.Label + " (" + n.Kind + ")"
	if n.Mark != Same {
		name += ", " + n.Mark.String()
	}
	d.pen.open(name, href, *b)
	color := d.t.stroke(n.Color)
	if o.mark { // a card, for lines to end at
		d.pen.path(rounded(b.X, b.Y, b.W, b.H, 6), ink{fill: d.t.Paper, stroke: mix(d.t.Paper, color, 0.45), width: 1})
	}
	d.pen.path(o.path(b.X, b.Y, b.W, b.H), ink{fill: d.t.fill(n.Color), stroke: color, width: 1.5})
	x, anchor := b.X+o.left+(b.W-o.left-o.right)/2, "middle"
	if o.mark {
		x, anchor = b.X+o.left, "start"
		d.text(Label{initial(n.Label), Point{b.X + 6 + markSize/2, b.Y + b.H/2 + 0.35*nameSize}, "middle", nameSize, 0}, d.t.Ink, 500)
	}
	high := float64(len(b.Lines)-1) * nameLine
	if n.Note != "" {
		high += labelLine + 1
	}
	first := b.Y + b.H/2 - high/2 + 0.35*nameSize
	for i, line := range b.Lines {
		d.text(Label{line, Point{x, first + float64(i)*nameLine}, anchor, nameSize, 0}, d.t.Ink, 500)
	}
	if n.Note != "" {
		d.text(Label{clean(n.Note), Point{x, first + high}, anchor, labelSize, 0}, d.t.Soft, 400)
	}
	d.badge(n.Mark, b)
	d.pen.shut(href)
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
	if d.l.Scene.Marked {
		color = d.t.mark(line.Mark)
	}
	var tells []string
	for _, e := range line.Edges {
		tells = append(tells, d.l.Scene.Edges[e].Tells...)
	}
	if line.Mark != Same {
		tells = append(tells, line.Mark.String())
	}
	path := line.path()
	d.pen.open(strings.Join(tells, "; "), "", Box{})
	d.pen.path(path, ink{stroke: d.t.Paper, width: 5})
	if line.Implied {
		d.pen.path(path, ink{stroke: color, width: 3.4})
		d.pen.path(path, ink{stroke: d.t.Paper, width: 1.6})
	} else {
		d.pen.path(path, dashes(line.Grade, color))
	}
	heads := make([]byte, 0, 40*len(line.Heads))
	for _, h := range line.Heads {
		x, y := h.Tip.X-h.DX*arrowLength, h.Tip.Y-h.DY*arrowLength
		heads = appendPolygon(heads, h.Tip.X, h.Tip.Y, x-h.DY*arrowHalf, y+h.DX*arrowHalf, x+h.DY*arrowHalf, y-h.DX*arrowHalf)
	}
	d.pen.path(string(heads), ink{fill: color})
	d.pen.shut("")
}

// path writes the routes, each piece once: the longest first, of the others
// what they do not share with it.
func (l *Line) path() string {
	order := slices.Clone(l.Routes)
	if len(order) > 1 {
		slices.SortStableFunc(order, func(a, b Route) int { return cmp.Compare(b.length(), a.length()) })
	}
	b := make([]byte, 0, 80*len(order))
	var drawn []Curve
	for _, route := range order {
		at := Point{math.NaN(), 0}
		for _, c := range route {
			if len(order) > 1 && slices.ContainsFunc(drawn, c.within) {
				continue
			}
			if c.A != at {
				b = appendPoint(append(b, 'M'), c.A)
			}
			if c.Straight {
				b = appendPoint(append(b, 'L'), c.D)
			} else {
				b = appendPoint(append(b, 'C'), c.B)
				b = appendPoint(append(b, ' '), c.C)
				b = appendPoint(append(b, ' '), c.D)
			}
			at = c.D
			if len(order) > 1 {
				drawn = append(drawn, c)
			}
		}
	}
	return string(b)
}

// within reports whether a curve is o, or where both are straight a part of it.
func (c Curve) within(o Curve) bool {
	if c == o {
		return true
	}
	if !c.Straight || !o.Straight {
		return false
	}
	level := c.A.Y == c.D.Y && o.A.Y == o.D.Y && c.A.Y == o.A.Y
	upright := c.A.X == c.D.X && o.A.X == o.D.X && c.A.X == o.A.X
	return (level || upright) && min(o.A.X, o.D.X) <= min(c.A.X, c.D.X) && max(c.A.X, c.D.X) <= max(o.A.X, o.D.X) &&
		min(o.A.Y, o.D.Y) <= min(c.A.Y, c.D.Y) && max(c.A.Y, c.D.Y) <= max(o.A.Y, o.D.Y)
}

func (r Route) length() float64 {
	sum := 0.0
	for _, c := range r {
		sum += dist(c.A, c.D)
	}
	return sum
}

func (d *drawing) text(l Label, color string, weight int) {
	if l.Text == "" {
		return
	}
	d.pen.text(l, color, weight)
}

func appendPoint(b []byte, p Point) []byte { return appendNum(append(appendNum(b, p.X), ' '), p.Y) }

// num writes a coordinate with at most one decimal.
func num(v float64) string { return string(appendNum(nil, v)) }

// appendNum writes a coordinate with at most one decimal.
func appendNum(b []byte, v float64) []byte {
	tenths := math.Round(v * 10)
	if math.Abs(tenths) >= 1e15 || tenths != tenths {
		return strconv.AppendFloat(b, tenths/10, 'f', -1, 64)
	}
	n := int64(tenths)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/10, 10)
	if n%10 != 0 {
		b = append(b, '.', byte('0'+n%10))
	}
	return b
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// esc makes any text fit to stand in the document.
func esc(s string) string { return escaper.Replace(clean(s)) }
