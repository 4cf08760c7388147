package diagram

import (
	"math"

	"missiongraph/graph"
)

// Point is a place in a layout, in pixels from its upper left corner.
type Point struct{ X, Y float64 }

// Layout is a scene with coordinates. It is the same for the same scene.
type Layout struct {
	Name   string // of the layout, as in requests; may be empty
	Scene  *Scene
	Width  float64
	Height float64  // of the chart; the legend and footer come below
	Heads  []Label  // headings of the columns
	Boxes  []Box    // by index of Scene.Nodes
	Lines  []Line   // in the order in which they are drawn
	Hidden int      // edges whose label found no room
	Plain  bool     // lines without words say "part of"
	Table  *Table   // of a matrix; else nil
	Absent []string // what the chart shows none of, when it has no boxes
}

// Box is a node's place. Its shape fills the rectangle.
type Box struct {
	Node       int // index of Scene.Nodes
	X, Y, W, H float64
	Lines      []string // the label, broken
}

// Line is a bundle of edges drawn as one line.
type Line struct {
	Hub     int   // index of Scene.Nodes: the box at which the line forks
	Edges   []int // indexes of Scene.Edges
	Grade   graph.Grade
	Mark    Mark
	Implied bool    // stands for relations of what was rolled up
	Routes  []Route // by edge, from the hub to the other end
	Heads   []Arrow
	Labels  []Label // the words on the line; none when they found no room
}

// Route is a curve of pieces, each beginning where the last one ended.
type Route []Curve

// Curve is a cubic Bézier curve, or when Straight the line from A to D.
type Curve struct {
	A, B, C, D Point
	Straight   bool
}

// Arrow is an arrowhead: where its tip is, and the direction it points in, one
// of the axes.
type Arrow struct {
	Tip    Point
	DX, DY float64
}

// Label is one line of text.
type Label struct {
	Text   string
	At     Point   // on the base line
	Anchor string  // "start", "middle" or "end" of the text is at At
	Size   float64 // of the font
	Turn   float64 // degrees clockwise about At; of a matrix's columns only
}

// At returns the point at t from 0 to 1 along the curve.
func (c Curve) At(t float64) Point {
	u := 1 - t
	if c.Straight {
		return Point{u*c.A.X + t*c.D.X, u*c.A.Y + t*c.D.Y}
	}
	a, b, d, e := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{a*c.A.X + b*c.B.X + d*c.C.X + e*c.D.X, a*c.A.Y + b*c.B.Y + d*c.C.Y + e*c.D.Y}
}

// Bounds returns the rectangle that the label's text is sure to be within.
func (l Label) Bounds() (x, y, w, h float64) {
	w = width(l.Text, l.Size)
	x = l.At.X
	switch l.Anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return x, l.At.Y - 0.8*l.Size, w, 1.03 * l.Size
}

// Layered places a scene in columns, a box in its node's. Columns that are much
// too high are broken into several. It is the same for the same scene. A chart without nodes has no boxes and a width.
func Layered(s *Scene) *Layout {
	g := newGrid(divided(s))
	g.sort()
	a := newArranger(g)
	a.sizes()
	a.across()
	a.down()
	l := a.layout()
	l.Scene = s
	return l
}

// nothing is the layout of a scene without nodes.
func nothing(s *Scene) *Layout {
	return &Layout{Scene: s, Width: 480, Height: titleHeight + 60, Absent: []string{"There is nothing to show here."}}
}

// fit moves everything so that it begins at the margin, and sets the width.
func (l *Layout) fit() {
	from, to := math.Inf(1), math.Inf(-1)
	l.each(func(p *Point) { from, to = min(from, p.X), max(to, p.X) })
	for i := range l.Boxes {
		b := &l.Boxes[i]
		from, to = min(from, b.X), max(to, b.X+b.W)
	}
	for i := range l.Lines {
		for _, label := range l.Lines[i].Labels {
			x, _, w, _ := label.Bounds()
			from, to = min(from, x), max(to, x+w)
		}
	}
	shift := math.Ceil(margin - from)
	l.Width = math.Ceil(to) + shift + margin
	if l.Width < 480 {
		shift += math.Floor((480 - l.Width) / 2)
		l.Width = 480
	}
	l.each(func(p *Point) { p.X += shift })
	for i := range l.Boxes {
		l.Boxes[i].X += shift
	}
}

// each calls f for every point of lines and words.
func (l *Layout) each(f func(*Point)) {
	for i := range l.Lines {
		line := &l.Lines[i]
		for _, route := range line.Routes {
			for j := range route {
				c := &route[j]
				f(&c.A)
				f(&c.B)
				f(&c.C)
				f(&c.D)
			}
		}
		for j := range line.Heads {
			f(&line.Heads[j].Tip)
		}
		for j := range line.Labels {
			f(&line.Labels[j].At)
		}
	}
}
