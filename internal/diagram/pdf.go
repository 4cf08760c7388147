package diagram

import (
	"bytes"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"missiongraph/internal/typeface"
)

// pointsPerPixel turns the pixels of a layout (96 an inch) to points.
const pointsPerPixel = 0.75

// PDF draws the chart with its legend and footer on one page as large as the
// picture, with text that can be selected, and links where they are whole
// addresses.
func (l *Layout) PDF(look Look) ([]byte, error) {
	w, h := l.Size(NoFrame)
	in := look.Frame.around(w, h)
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: in.showW * pointsPerPixel, Ht: in.showH * pointsPerPixel}})
	f.SetCreationDate(time.Unix(0, 0).UTC()) // the same request gives the same bytes
	f.SetModificationDate(time.Unix(0, 0).UTC())
	f.SetCatalogSort(true)
	f.SetProducer("missiongraph", true)
	f.SetTitle(clean(l.Scene.Title), true)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	for weight, data := range map[string][]byte{"400": typeface.Regular, "500": typeface.Medium, "600": typeface.SemiBold} {
		f.AddUTF8FontFromBytes("public"+weight, "", data)
	}
	f.AddPage()
	p := &pdfPen{pdf: f, scale: pointsPerPixel * in.showW / in.w, x: in.x, y: in.y}
	p.path(rounded(in.x, in.y, in.w, in.h, 0), ink{fill: look.Theme.Paper})
	links := look.Links
	if !strings.Contains(links, "://") {
		links = "" // a page of its own leads nowhere from a printed one
	}
	d := &drawing{l: l, t: look.Theme, links: links, pen: p}
	d.all()
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// pdfPen draws on a page.
type pdfPen struct {
	pdf   *fpdf.Fpdf
	scale float64
	x, y  float64 // of the plane, at the page's corner
}

func (p *pdfPen) at(q Point) (x, y float64) { return (q.X - p.x) * p.scale, (q.Y - p.y) * p.scale }

func (p *pdfPen) open(_, href string, area Box) {
	if href != "" {
		x, y := p.at(Point{area.X, area.Y})
		p.pdf.LinkString(x, y, area.W*p.scale, area.H*p.scale, href)
	}
}

func (p *pdfPen) shut(string) {}

func (p *pdfPen) path(d string, in ink) {
	style := ""
	if in.fill != "" {
		c := colorOf(in.fill)
		p.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
		style = "F"
	}
	if in.stroke != "" {
		c := colorOf(in.stroke)
		p.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
		p.pdf.SetLineWidth(in.width * p.scale)
		dash := make([]float64, len(in.dash))
		for i, v := range in.dash {
			dash[i] = v * p.scale
		}
		p.pdf.SetDashPattern(dash, 0)
		p.pdf.SetLineJoinStyle("round")
		p.pdf.SetLineCapStyle("butt")
		if in.round {
			p.pdf.SetLineCapStyle("round")
		}
		style += "D"
	}
	for _, s := range outlineOf(d) {
		x, y := p.at(s.D)
		switch {
		case s.move:
			p.pdf.MoveTo(x, y)
		case s.Straight:
			p.pdf.LineTo(x, y)
		default:
			bx, by := p.at(s.B)
			cx, cy := p.at(s.C)
			p.pdf.CurveBezierCubicTo(bx, by, cx, cy, x, y)
		}
	}
	if d != "" {
		p.pdf.DrawPath(style)
	}
}

func (p *pdfPen) text(l Label, color string, weight int) {
	c := colorOf(color)
	p.pdf.SetTextColor(int(c.R), int(c.G), int(c.B))
	p.pdf.SetFont(map[int]string{400: "public400", 500: "public500", 600: "public600"}[weight], "", l.Size*p.scale)
	x, y := p.at(l.At)
	switch w := p.pdf.GetStringWidth(l.Text); l.Anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	if l.Turn != 0 {
		ax, ay := p.at(l.At)
		p.pdf.TransformBegin()
		p.pdf.TransformRotate(-l.Turn, ax, ay)
		defer p.pdf.TransformEnd()
	}
	p.pdf.Text(x, y, l.Text)
}
