package diagram

import (
	"strconv"
	"strings"

	"missiongraph/graph"
)

// table draws a matrix's columns and signs; its rows are boxes.
func (d *drawing) table(t *Table) {
	s := d.l.Scene
	right, low := t.X+float64(len(t.Columns))*cellSize, t.Y+float64(len(t.Rows))*t.Pitch-rowApart/2
	for i := range len(t.Rows) + 1 {
		y := t.Y + float64(i)*t.Pitch - rowApart/2
		d.pen.path("M"+num(t.X)+" "+num(y)+"H"+num(right), ink{stroke: d.t.Rule, width: 1})
	}
	for i := range len(t.Columns) + 1 {
		x := t.X + float64(i)*cellSize
		d.pen.path("M"+num(x)+" "+num(t.Y-rowApart/2)+"V"+num(low), ink{stroke: d.t.Rule, width: 1})
	}
	for i, n := range t.Columns {
		node := &s.Nodes[n]
		x := t.X + (float64(i)+0.5)*cellSize
		href := ""
		if d.links != "" {
			href = pageOf(d.links, node.ID)
		}
		d.pen.open(node.Label+" ("+node.Kind+")", href, Box{X: x - cellSize/2, Y: t.Y - cellSize, W: cellSize, H: cellSize})
		for _, line := range wrap(clean(node.say()), nameSize, headSlant*1.1, 1) {
			d.pen.text(Label{line, Point{x + 5, t.Y - 10}, "start", nameSize - 1, -52}, d.t.Ink, 500)
		}
		d.pen.shut(href)
	}
	for _, c := range t.Cells {
		d.cell(t, &c)
	}
}

// cell draws the sign of the best known of a cell's relations, with their
// number when they are several.
func (d *drawing) cell(t *Table, c *Cell) {
	s := d.l.Scene
	var tells []string
	best := &s.Edges[c.Edges[0]]
	facts := 0
	for _, i := range c.Edges {
		e := &s.Edges[i]
		tells = append(tells, e.Tells...)
		facts += max(1, len(e.Facts))
		if e.Grade > best.Grade {
			best = e
		}
	}
	color := d.t.stroke(s.Nodes[best.From].Color)
	if s.Marked {
		color = d.t.mark(best.Mark)
	}
	at := Point{t.X + (float64(c.Column)+0.5)*cellSize, t.Y + float64(c.Row)*t.Pitch + (t.Pitch-rowApart)/2}
	d.pen.open(strings.Join(tells, "; "), "", Box{})
	d.dot(at, best.Grade, color)
	if facts > 1 {
		ink := d.t.Paper
		if best.Grade != graph.Stated {
			ink = d.t.Ink
		}
		d.pen.text(Label{strconv.Itoa(facts), Point{at.X, at.Y + 0.35*11}, "middle", 11, 0}, ink, 600)
	}
	d.pen.shut("")
}

// dot is a relation's sign, which tells how well it is known.
func (d *drawing) dot(at Point, g graph.Grade, color string) {
	disc := func(r float64) string { return rounded(at.X-r, at.Y-r, 2*r, 2*r, r) }
	switch g {
	case graph.Stated:
		d.pen.path(disc(9), ink{fill: color})
	case graph.Construed:
		d.pen.path(disc(8), ink{fill: d.t.fill(color), stroke: color, width: 2})
	case graph.Contextual:
		d.pen.path(disc(8), ink{fill: d.t.Paper, stroke: color, width: 1.5, dash: []float64{2, 2.6}})
	default:
		d.pen.path(disc(4), ink{stroke: color, width: 1.5})
	}
}
