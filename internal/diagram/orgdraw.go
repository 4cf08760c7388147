package diagram

import (
	"math"
	"slices"
)

// Org places a scene as an organisation chart: parts below their wholes,
// others below what they are related to nearest the focus, leaves stacked, in the
// shape that is largest in a frame of some aspect, width by height. It is the
// same for the same scene.
func Org(s *Scene, aspect float64) *Layout {
	if len(s.Nodes) == 0 {
		return nothing(s)
	}
	m, p := measure(s), newShaper(s)
	p.boxW = m.w
	pitch := 42.0
	for _, h := range m.h {
		pitch += h / float64(len(m.h))
	}
	// How high rows are is known once lines run between them: then it is shaped again.
	var best *Layout
	least := math.Inf(1)
	for range orgRounds {
		b := p.tidy(pitch, aspect)
		l := orgOf(s, b, m)
		if size := max(l.Width, (l.Height+belowChart)*aspect); size < least {
			best, least = l, size
		}
		if len(s.Nodes) > mostTried {
			break
		}
		pitch = (l.Height - titleHeight) / float64(b.rows)
	}
	return best
}

const (
	orgRounds  = 3
	belowChart = 110.0 // about what legend and footer take
)

// orgOf is the chart of a block.
func orgOf(s *Scene, b *block, m *sizes) *Layout {
	c := newCity(s, b.rows)
	for n := range c.half {
		c.half[n], c.grip[n] = m.w/2, m.w/2
	}
	f := &flattener{city: c, w: m.w}
	f.flatten(b, 0, 0)
	for _, k := range b.kids {
		f.walk(k, 0, 0)
	}
	c.survey()
	c.others(f.via())
	c.pave()
	return c.draw(m)
}

// sizes of a scene's boxes.
type sizes struct {
	names [][]string
	w     float64 // of all
	h     []float64
}

func measure(s *Scene) *sizes {
	m := &sizes{names: make([][]string, len(s.Nodes)), w: 96, h: make([]float64, len(s.Nodes))}
	for n := range s.Nodes {
		node := &s.Nodes[n]
		o := shapeOf(node.Shape)
		m.names[n] = wrap(clean(node.Label), nameSize, textLimit, textLines)
		m.w = max(m.w, math.Ceil(o.left+max(widest(m.names[n], nameSize), width(clean(node.Note), labelSize))+o.right))
		m.h[n] = boxHeight(m.names[n], node, o)
	}
	return m
}

// boxHeight is the height of a box with its text.
func boxHeight(lines []string, n *Node, o outline) float64 {
	h := float64(len(lines))*nameLine + 18
	if n.Note != "" {
		h += labelLine + 1
	}
	if o.mark {
		h = max(h, markSize+4)
	}
	return h
}

// flattener gives the nodes of blocks their places in a city.
type flattener struct {
	*city
	w float64
}

// via returns the edge that each node hangs by, -1 for none.
func (f *flattener) via() []int {
	found := make([]int, len(f.scene.Nodes))
	for i := range found {
		found[i] = -1
	}
	for _, w := range f.wires {
		for i := range w.edges {
			found[w.paths[i].to.node] = w.edges[i]
		}
	}
	return found
}

// flatten places a block whose left and first row are given.
func (f *flattener) flatten(b *block, x float64, row int) {
	if b.node >= 0 {
		f.u[b.node], f.row[b.node] = x+b.head, row
	}
	for i, n := range b.stack {
		f.u[n], f.row[n] = x+f.w/2, row+i
		if len(b.stack) > 1 {
			f.u[n] += orgIndent
		}
	}
}

// walk places a block in another one, and the lines within it.
func (f *flattener) walk(k placed, x float64, row int) {
	x, row = x+k.x, row+k.row
	f.flatten(k.block, x, row)
	for _, kid := range k.kids {
		f.walk(kid, x, row)
	}
	for i := range k.arms {
		f.arm(k.block, &k.arms[i], x, row)
	}
}

// arm draws a trunk.
func (f *flattener) arm(b *block, a *arm, x float64, row int) {
	w := &wire{hub: b.node, tree: true}
	edge := make(map[int]int, len(a.kids))
	for i, k := range a.kids {
		edge[k] = a.edges[i]
	}
	from := pin{b.node, bottom, a.port}
	for _, i := range a.items {
		k := b.kids[i]
		at := row + k.row
		enter := x + k.x + k.head
		var hops []hop
		if k.shelf > 1 {
			hops = append(hops, hop{row + 1, x + a.lane})
			f.spine(row+1, row+k.shelf, x+a.lane)
		}
		if k.row > k.shelf {
			hops = append(hops, hop{row + k.shelf, x + k.lane})
			f.spine(row+k.shelf, at, x+k.lane)
		}
		hops = append(hops, hop{at, enter})
		if len(k.stack) < 2 {
			n := k.node
			if len(k.stack) == 1 {
				n = k.stack[0]
			}
			f.write(w, edge[n], at, enter, "middle")
			w.edges = append(w.edges, edge[n])
			w.paths = append(w.paths, path{from, pin{n, top, 0}, hops})
			continue
		}
		said := ""
		for j, n := range k.stack {
			f.spine(at+j, at+j+1, enter)
			if words := f.scene.Edges[edge[n]].Label; j == 0 || words != said {
				f.write(w, edge[n], at+j, enter, "start")
				said = words
			} else {
				w.spots[len(w.spots)-1].edges++
			}
			w.edges = append(w.edges, edge[n])
			w.paths = append(w.paths, path{from, pin{n, left, 0}, hops})
		}
	}
	f.wires = append(f.wires, w)
}

// write notes the words of an edge above the box it leads to. That something
// is part of what it hangs under need not be said.
func (f *flattener) write(w *wire, edge, row int, u float64, anchor string) {
	e := &f.scene.Edges[edge]
	s := spot{row: row, u: u, anchor: anchor, edges: 1}
	if !e.plain() {
		s.lines = wrap(clean(e.sayMarked()), labelSize, f.w-8, 3)
		if len(s.lines) > 2 {
			s.lines = nil
		}
	}
	w.spots = append(w.spots, s)
}

// plain reports whether an edge says no more than that a part is below its
// whole.
func (e *Edge) plain() bool { return e.Below && e.Label == "part of" && e.Mark == Same }

// spine notes that a line runs down through rows, the last of which is the one before to.
func (f *flattener) spine(from, to int, x float64) {
	for row := from; row < to; row++ {
		if !slices.Contains(f.spines[row], x) {
			f.spines[row] = append(f.spines[row], x)
		}
	}
}

// draw gives a city its heights and draws its lines.
func (c *city) draw(m *sizes) *Layout {
	l := &Layout{Scene: c.scene, Boxes: make([]Box, len(c.scene.Nodes))}
	streets := make([]float64, len(c.rows)+1) // upper edges
	tops, heights := make([]float64, len(c.rows)), make([]float64, len(c.rows))
	words := make([]int, len(c.rows)+1) // lines of text above the boxes of a row
	for _, w := range c.wires {
		for _, s := range w.spots {
			words[s.row] = max(words[s.row], len(s.lines))
		}
	}
	y := titleHeight
	for r := range c.rows {
		streets[r] = y
		y += c.street(r, words[r])
		for _, n := range c.rows[r] {
			heights[r] = max(heights[r], m.h[n])
		}
		tops[r] = y
		y += heights[r]
	}
	streets[len(c.rows)] = y
	if c.tracks[len(c.rows)] > 0 {
		y += c.street(len(c.rows), 0)
	}
	for n := range c.u {
		r := c.row[n]
		l.Boxes[n] = Box{Node: n, X: c.u[n] - c.half[n], Y: tops[r], W: 2 * c.half[n], H: heights[r], Lines: m.names[n]}
	}
	d := &streetDrawer{city: c, l: l, streets: streets}
	for _, w := range c.wires {
		d.wire(w)
	}
	d.label()
	l.Height = y
	l.fit()
	return l
}

const (
	titleHeight = 56.0
	trackHigh   = 9.0
	streetTop   = 13.0 // room for an arrowhead
	streetEnd   = 13.0
)

// street is the height of a street.
func (c *city) street(s, words int) float64 {
	if s == 0 && c.tracks[0] == 0 && words == 0 {
		return 8
	}
	h := streetTop + trackHigh*float64(max(0, c.tracks[s]-1)) + streetEnd
	if words > 0 {
		h += float64(words)*labelLine + 1
	}
	return h
}

// streetDrawer turns ways into lines.
type streetDrawer struct {
	*city
	l       *Layout
	streets []float64
}

// y is the height of a line's track in a street.
func (d *streetDrawer) y(w *wire, street int) float64 {
	return d.streets[street] + streetTop + trackHigh*float64(w.tracks[street])
}

// wire draws a line.
func (d *streetDrawer) wire(w *wire) {
	e := &d.scene.Edges[w.edges[0]]
	line := Line{Hub: w.hub, Edges: w.edges, Grade: e.Grade, Implied: e.Implied, Mark: e.Mark}
	for i := range w.paths {
		p := &w.paths[i]
		hubArrow, endArrow := e.Both || e.To == w.hub, e.Both || e.From == w.hub
		start, dx, dy := d.meet(p.from)
		points := append(make([]Point, 0, 2*len(p.hops)+3), start)
		if hubArrow {
			if i == 0 || !w.tree {
				line.Heads = append(line.Heads, Arrow{start, -dx, -dy})
			}
			points[0] = Point{start.X + dx*(arrowLength-1), start.Y + dy*(arrowLength-1)}
		}
		x := start.X
		for _, h := range p.hops {
			y := d.y(w, h.street)
			if x != h.u {
				points = append(points, Point{x, y}, Point{h.u, y})
			}
			x = h.u
		}
		goal, dx, dy := d.meet(p.to)
		if p.to.side == left {
			points = append(points, Point{x, goal.Y})
		}
		if endArrow {
			line.Heads = append(line.Heads, Arrow{goal, -dx, -dy})
			goal = Point{goal.X + dx*(arrowLength-1), goal.Y + dy*(arrowLength-1)}
		}
		line.Routes = append(line.Routes, bend(append(points, goal)))
	}
	d.l.Lines = append(d.l.Lines, line)
}

// meet returns where a pin is, and which way is away from the box.
func (d *streetDrawer) meet(p pin) (at Point, dx, dy float64) {
	b := &d.l.Boxes[p.node]
	o := shapeOf(d.scene.Nodes[p.node].Shape)
	x := b.X + b.W/2 + p.off
	switch p.side {
	case left:
		in, _ := o.inset(0, b.H)
		return Point{b.X + in, b.Y + b.H/2}, -1, 0
	case top:
		return Point{x, b.Y + o.sag(p.off, b.W, b.H)}, 0, -1
	}
	return Point{x, b.Y + b.H - o.sag(p.off, b.W, b.H)}, 0, 1
}

// bend makes a route of a line that turns at right angles, with round corners.
func bend(points []Point) Route {
	points = slices.Compact(points)
	route := make(Route, 0, 2*len(points)-1)
	at := points[0]
	for i := 1; i < len(points); i++ {
		p := points[i]
		if i == len(points)-1 {
			if at != p || len(route) == 0 {
				route = append(route, straightTo(at, p))
			}
			break
		}
		next := points[i+1]
		r := min(6, dist(points[i-1], p)/2, dist(p, next)/2)
		in, out := toward(p, points[i-1], r), toward(p, next, r)
		if at != in {
			route = append(route, straightTo(at, in))
		}
		if in != out {
			route = append(route, corner(in, p, out))
		}
		at = out
	}
	return route
}

func dist(a, b Point) float64 { return math.Hypot(b.X-a.X, b.Y-a.Y) }

// toward returns the point at a distance from p on the way to q.
func toward(p, q Point, d float64) Point {
	all := dist(p, q)
	if all == 0 {
		return p
	}
	return Point{p.X + (q.X-p.X)*d/all, p.Y + (q.Y-p.Y)*d/all}
}
