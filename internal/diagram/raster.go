package diagram

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"missiongraph/graph"
	"missiongraph/internal/typeface"
)

// mostPixels bounds a PNG: 256 MiB while it is made.
const mostPixels = 64 << 20

// PNG draws the chart with its legend and footer in pixels, scale of them for
// each of the layout's. The error has code LIMIT when that is too many.
func (l *Layout) PNG(look Look, scale float64) ([]byte, error) {
	w, h := l.Size(NoFrame)
	in := look.Frame.around(w, h)
	pw, ph := int(math.Ceil(in.showW*scale)), int(math.Ceil(in.showH*scale))
	if pw*ph > mostPixels || pw > 1<<15 || ph > 1<<15 {
		return nil, graph.Errorf(graph.Limit, "a picture of %d by %d pixels is too large", pw, ph).WithHint("a smaller scale, a frame, or an SVG")
	}
	p := &rasterPen{img: image.NewRGBA(image.Rect(0, 0, pw, ph)), scale: scale * in.showW / in.w, x: in.x, y: in.y, raster: &vector.Rasterizer{}}
	draw.Draw(p.img, p.img.Bounds(), image.NewUniform(colorOf(look.Theme.Paper)), image.Point{}, draw.Src)
	d := &drawing{l: l, t: look.Theme, pen: p}
	d.all()
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, p.img); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func colorOf(s string) color.RGBA {
	c := parse(s)
	return color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 255}
}

// rasterPen draws into an image.
type rasterPen struct {
	img    *image.RGBA
	scale  float64
	x, y   float64 // of the plane, at the image's corner
	raster *vector.Rasterizer
	buf    sfnt.Buffer
	color  string // of source
	source *image.Uniform
}

func (p *rasterPen) open(string, string, Box) {}
func (p *rasterPen) shut(string)              {}

func (p *rasterPen) path(d string, in ink) {
	lines := flatten(outlineOf(d))
	if len(lines) == 0 {
		return
	}
	if in.fill != "" {
		p.fill(lines, in.fill)
	}
	if in.stroke != "" {
		// Piece by piece: a long line has a large rectangle with little in it.
		for _, piece := range stroke(dashed(lines, in.dash), in.width/2, in.round) {
			p.fill([][]Point{piece}, in.stroke)
		}
	}
}

// at returns where a point of the plane is in the image.
func (p *rasterPen) at(q Point) Point { return Point{(q.X - p.x) * p.scale, (q.Y - p.y) * p.scale} }

// fill draws the inside of polygons.
func (p *rasterPen) fill(polygons [][]Point, color string) {
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, line := range polygons {
		for _, q := range line {
			q = p.at(q)
			lo, hi = Point{min(lo.X, q.X), min(lo.Y, q.Y)}, Point{max(hi.X, q.X), max(hi.Y, q.Y)}
		}
	}
	area := image.Rect(int(math.Floor(lo.X)), int(math.Floor(lo.Y)), int(math.Ceil(hi.X))+1, int(math.Ceil(hi.Y))+1)
	if area = area.Intersect(p.img.Bounds()); area.Empty() { // the rasterizer writes where it is told to
		return
	}
	p.raster.Reset(area.Dx(), area.Dy())
	for _, line := range polygons {
		for i, q := range line {
			q = p.at(q)
			x, y := float32(q.X-float64(area.Min.X)), float32(q.Y-float64(area.Min.Y))
			if i == 0 {
				p.raster.MoveTo(x, y)
			} else {
				p.raster.LineTo(x, y)
			}
		}
		p.raster.ClosePath()
	}
	if p.color != color {
		p.color, p.source = color, image.NewUniform(colorOf(color))
	}
	p.raster.Draw(p.img, area, p.source, image.Point{})
}

// stroke returns polygons, all turning the same way, that cover lines.
func stroke(lines [][]Point, half float64, round bool) [][]Point {
	var found [][]Point
	for _, line := range lines {
		for i := range line {
			if i > 0 && line[i-1] != line[i] {
				a, b := line[i-1], line[i]
				d := dist(a, b)
				nx, ny := (b.Y-a.Y)/d*half, -(b.X-a.X)/d*half
				found = append(found, []Point{{a.X + nx, a.Y + ny}, {b.X + nx, b.Y + ny}, {b.X - nx, b.Y - ny}, {a.X - nx, a.Y - ny}})
			}
			if i > 0 && i < len(line)-1 || round {
				found = append(found, disc(line[i], half))
			}
		}
	}
	return found
}

func disc(c Point, r float64) []Point {
	found := make([]Point, 12)
	for i := range found {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(found)))
		found[i] = Point{c.X + r*cos, c.Y + r*sin}
	}
	return found
}

func (p *rasterPen) text(l Label, color string, weight int) {
	f := typeface.Fonts()[weight]
	x := l.At.X
	switch w := advance(f, &p.buf, l.Text, l.Size); l.Anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	const unit = 64.0 // glyphs are loaded at this size in pixels
	ppem := fixed.I(unit)
	by := l.Size / unit
	var polygons [][]Point
	for _, r := range l.Text {
		n, _ := f.GlyphIndex(&p.buf, r)
		segments, err := f.LoadGlyph(&p.buf, n, ppem, nil)
		if err == nil {
			polygons = append(polygons, glyph(segments, x, l.At.Y, by)...)
		}
		if w, err := f.GlyphAdvance(&p.buf, n, ppem, font.HintingNone); err == nil {
			x += float64(w) / 64 * by
		}
	}
	if l.Turn != 0 {
		sin, cos := math.Sincos(l.Turn * math.Pi / 180)
		for _, line := range polygons {
			for i, q := range line {
				dx, dy := q.X-l.At.X, q.Y-l.At.Y
				line[i] = Point{l.At.X + dx*cos - dy*sin, l.At.Y + dx*sin + dy*cos}
			}
		}
	}
	if len(polygons) > 0 {
		p.fill(polygons, color)
	}
}

// advance returns the width of text in a font.
func advance(f *sfnt.Font, buf *sfnt.Buffer, text string, size float64) float64 {
	sum := fixed.Int26_6(0)
	for _, r := range text {
		n, _ := f.GlyphIndex(buf, r)
		if w, err := f.GlyphAdvance(buf, n, fixed.I(64), font.HintingNone); err == nil {
			sum += w
		}
	}
	return float64(sum) / 64 * size / 64
}

// glyph returns the outline of a glyph at a place.
func glyph(segments sfnt.Segments, x, y, by float64) [][]Point {
	var found [][]Point
	at := func(q fixed.Point26_6) Point { return Point{x + float64(q.X)/64*by, y + float64(q.Y)/64*by} }
	for _, s := range segments {
		if s.Op == sfnt.SegmentOpMoveTo {
			found = append(found, []Point{at(s.Args[0])})
			continue
		}
		last := &found[len(found)-1]
		a := (*last)[len(*last)-1]
		switch s.Op {
		case sfnt.SegmentOpLineTo:
			*last = append(*last, at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			b, d := at(s.Args[0]), at(s.Args[1])
			for k := 1.0; k <= 5; k++ {
				t := k / 5
				u := 1 - t
				*last = append(*last, Point{u*u*a.X + 2*u*t*b.X + t*t*d.X, u*u*a.Y + 2*u*t*b.Y + t*t*d.Y})
			}
		case sfnt.SegmentOpCubeTo:
			c := Curve{A: a, B: at(s.Args[0]), C: at(s.Args[1]), D: at(s.Args[2])}
			for k := 1.0; k <= 6; k++ {
				*last = append(*last, c.At(k/6))
			}
		}
	}
	return found
}
