package diagram

import (
	"math"
	"strconv"

	"missiongraph/graph"
)

// pen puts a drawing on a medium. What is drawn later covers what is there.
type pen interface {
	// open begins a thing with a name, which is a link where href is not empty.
	open(name, href string, area Box)
	// shut ends it.
	shut(href string)
	// path draws an outline, written as [outline.path] does: M, L, H, V, C, A
	// of circles, and Z, all absolute.
	path(d string, in ink)
	// text writes one line.
	text(l Label, color string, weight int)
}

// ink is how a path is drawn. Empty colours draw nothing.
type ink struct {
	fill, stroke string
	width        float64
	dash         []float64
	round        bool // ends of dashes
}

// dashes is the style of a line, which tells how well something is known.
func dashes(grade graph.Grade, color string) ink {
	in := ink{stroke: color, width: 1.5}
	switch grade {
	case graph.Stated:
	case graph.Construed:
		in.dash = []float64{7, 4}
	case graph.Contextual:
		in.width, in.dash, in.round = 2, []float64{0.1, 4.5}, true
	default:
		in.dash = []float64{9, 3, 1.5, 3}
	}
	return in
}

// segment is a piece of a path: a line or a cubic curve, or the begin of a
// part.
type segment struct {
	move bool
	Curve
}

// outlineOf reads a path as [pen] takes it.
func outlineOf(d string) []segment {
	p := &pathReader{d: d}
	for p.i < len(d) {
		p.step()
	}
	return p.found
}

type pathReader struct {
	d         string
	i         int
	at, start Point
	found     []segment
}

func (p *pathReader) number() float64 {
	for p.i < len(p.d) && (p.d[p.i] == ' ' || p.d[p.i] == ',') {
		p.i++
	}
	from := p.i
	for p.i < len(p.d) && (p.d[p.i] == '-' && p.i == from || p.d[p.i] == '.' || p.d[p.i] >= '0' && p.d[p.i] <= '9') {
		p.i++
	}
	v, _ := strconv.ParseFloat(p.d[from:p.i], 64)
	return v
}

func (p *pathReader) point() Point { return Point{p.number(), p.number()} }

func (p *pathReader) line(to Point) {
	p.found = append(p.found, segment{Curve: straightTo(p.at, to)})
	p.at = to
}

func (p *pathReader) step() {
	cmd := p.d[p.i]
	p.i++
	switch cmd {
	case 'M':
		p.at = p.point()
		p.start = p.at
		p.found = append(p.found, segment{move: true, Curve: straightTo(p.at, p.at)})
	case 'L':
		p.line(p.point())
	case 'H':
		p.line(Point{p.number(), p.at.Y})
	case 'V':
		p.line(Point{p.at.X, p.number()})
	case 'C':
		b, c, to := p.point(), p.point(), p.point()
		p.found = append(p.found, segment{Curve: Curve{A: p.at, B: b, C: c, D: to}})
		p.at = to
	case 'A': // clockwise quarters of circles, and for circles as wide as high their halves
		r := p.number()
		for range 4 {
			p.number()
		}
		p.arc(r, p.point())
	case 'Z':
		p.line(p.start)
	}
}

// arc adds the clockwise quarter circle to a point.
func (p *pathReader) arc(r float64, to Point) {
	if r == 0 || p.at == to {
		return
	}
	const k = 0.5523
	dx, dy := to.X-p.at.X, to.Y-p.at.Y
	through := Point{to.X, p.at.Y} // going right or left first
	if dx > 0 != (dy > 0) {
		through = Point{p.at.X, to.Y}
	}
	toward := func(a Point) Point { return Point{a.X + k*(through.X-a.X), a.Y + k*(through.Y-a.Y)} }
	p.found = append(p.found, segment{Curve: Curve{A: p.at, B: toward(p.at), C: toward(to), D: to}})
	p.at = to
}

// flatten returns the parts of a path as lines of points.
func flatten(path []segment) [][]Point {
	var found [][]Point
	for _, s := range path {
		if s.move {
			found = append(found, []Point{s.A})
			continue
		}
		last := &found[len(found)-1]
		steps := 1.0
		if !s.Straight {
			steps = math.Ceil(max(4, dist(s.A, s.D)/3))
		}
		for k := 1.0; k <= steps; k++ {
			*last = append(*last, s.At(k/steps))
		}
	}
	return found
}

// dashed cuts lines into dashes.
func dashed(lines [][]Point, pattern []float64) [][]Point {
	if len(pattern) == 0 {
		return lines
	}
	var found [][]Point
	for _, line := range lines {
		at, left, on := 0, pattern[0], true
		part := []Point{line[0]}
		for i := 1; i < len(line); i++ {
			from, to := line[i-1], line[i]
			for all := dist(from, to); all > left; all = dist(from, to) {
				from = toward(from, to, left)
				if on {
					found = append(found, append(part, from))
				}
				on = !on
				at = (at + 1) % len(pattern)
				left, part = pattern[at], []Point{from}
			}
			left -= dist(from, to)
			part = append(part, to)
		}
		if on && len(part) > 1 {
			found = append(found, part)
		}
	}
	return found
}

// noPen measures.
type noPen struct{}

func (noPen) open(string, string, Box) {}
func (noPen) shut(string)              {}
func (noPen) path(string, ink)         {}
func (noPen) text(Label, string, int)  {}
