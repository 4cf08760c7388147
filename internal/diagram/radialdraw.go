package diagram

import "math"

// draw gives streets the width their lines need, which moves rings outward and
// so apart, and draws the lines.
func (r *rings) draw() *Layout {
	l := &Layout{Scene: r.scene, Boxes: make([]Box, len(r.scene.Nodes))}
	push := 0.0
	d := &ringDrawer{rings: r, l: l, street: make([]float64, len(r.radius)+1)}
	for k := range r.radius {
		if k > 0 {
			d.street[k] = r.outer[k-1] + push + streetTop
			need := streetTop + streetEnd + 20 + trackHigh*float64(max(0, r.tracks[k]-1))
			push = max(push, r.outer[k-1]+push+need-r.inner[k])
			r.radius[k] += push
		}
	}
	last := len(r.radius)
	d.street[last] = r.outer[last-1] + push + streetTop
	for n := range r.u {
		sin, cos := math.Sincos(r.u[n])
		R := r.radius[r.row[n]]
		l.Boxes[n] = Box{Node: n, X: r.stretch*R*sin - r.m.w/2, Y: -R*cos - r.m.h[n]/2, W: r.m.w, H: r.m.h[n], Lines: r.m.names[n]}
	}
	for _, w := range r.wires {
		d.wire(w)
	}
	d.label()
	top := math.Inf(1)
	for i := range l.Boxes {
		top = min(top, l.Boxes[i].Y)
	}
	l.each(func(p *Point) { top = min(top, p.Y) })
	for i := range l.Boxes {
		l.Boxes[i].Y += titleHeight + 4 - top
		l.Height = max(l.Height, l.Boxes[i].Y+l.Boxes[i].H)
	}
	l.each(func(p *Point) {
		p.Y += titleHeight + 4 - top
		l.Height = max(l.Height, p.Y)
	})
	l.Height += 6
	l.fit()
	return l
}

// ringDrawer turns ways into arcs and rays.
type ringDrawer struct {
	*rings
	l      *Layout
	street []float64 // radius of the first track
}

// polar returns the point at an angle, clockwise from the top, and a radius.
func (r *rings) polar(u, radius float64) Point {
	sin, cos := math.Sincos(u)
	return Point{r.stretch * radius * sin, -radius * cos}
}

func (d *ringDrawer) wire(w *wire) {
	e := &d.scene.Edges[w.edges[0]]
	line := Line{Hub: w.hub, Edges: w.edges, Grade: e.Grade, Implied: e.Implied, Mark: e.Mark}
	hubArrow, endArrow := e.Both || e.To == w.hub, e.Both || e.From == w.hub
	for i := range w.paths {
		p := &w.paths[i]
		var route Route
		u := d.u[p.from.node] + p.from.off
		at := d.edge(p.from, u)
		if hubArrow {
			tip, back := at, toward(at, d.beyond(p.from, u), arrowLength)
			if i == 0 || !w.tree {
				line.Heads = append(line.Heads, headAt(back, tip))
			}
			at = toward(at, back, arrowLength-1)
		}
		for _, h := range p.hops {
			R := d.street[h.street] + trackHigh*float64(w.tracks[h.street])
			if math.Abs(h.u-u) < 1e-9 {
				continue
			}
			route = append(route, straightTo(at, d.polar(u, R)))
			route = append(route, d.arcTo(u, h.u, R)...)
			at, u = d.polar(h.u, R), h.u
		}
		goal := d.edge(p.to, u)
		if endArrow {
			back := toward(goal, d.beyond(p.to, u), arrowLength)
			line.Heads = append(line.Heads, headAt(back, goal))
			goal = toward(goal, back, arrowLength-1)
		}
		line.Routes = append(line.Routes, append(route, straightTo(at, goal)))
	}
	d.l.Lines = append(d.l.Lines, line)
}

// edge is where the ray at an angle meets a box, at its far side or near side.
func (d *ringDrawer) edge(p pin, u float64) Point {
	b := &d.l.Boxes[p.node]
	sin, cos := math.Sincos(u)
	enter, leave := 0.0, math.Inf(1)
	for _, c := range [][3]float64{{d.stretch * sin, b.X, b.X + b.W}, {-cos, b.Y, b.Y + b.H}} {
		if math.Abs(c[0]) < 1e-12 {
			continue
		}
		a, z := c[1]/c[0], c[2]/c[0]
		enter, leave = max(enter, min(a, z)), min(leave, max(a, z))
	}
	at := d.polar(u, enter)
	if p.side == bottom {
		at = d.polar(u, leave)
	}
	// A ring that was pushed outward has boxes that look narrower from the middle.
	return Point{max(b.X, min(b.X+b.W, at.X)), max(b.Y, min(b.Y+b.H, at.Y))}
}

// beyond is a point outside a box on the ray through one of its sides.
func (d *ringDrawer) beyond(p pin, u float64) Point {
	if p.side == bottom {
		return d.polar(u, 1e5)
	}
	return Point{}
}

// arcTo is an arc about the middle, in pieces of at most an eighth.
func (r *rings) arcTo(from, to, radius float64) Route {
	n := math.Ceil(math.Abs(to-from) / (math.Pi / 4))
	var route Route
	step := (to - from) / n
	k := 4.0 / 3 * math.Tan(step/4) * radius
	for i := 0.0; i < n; i++ {
		a, z := from+i*step, from+(i+1)*step
		if i == n-1 {
			z = to
		}
		p, q := r.polar(a, radius), r.polar(z, radius)
		sa, ca := math.Sincos(a)
		sz, cz := math.Sincos(z)
		route = append(route, Curve{A: p, B: Point{p.X + r.stretch*k*ca, p.Y + k*sa}, C: Point{q.X - r.stretch*k*cz, q.Y - k*sz}, D: q})
	}
	return route
}

// label writes words on the last rays of lines where there is room.
func (d *ringDrawer) label() {
	s := &streetDrawer{city: d.city, l: d.l}
	var taken []Label
	for i, w := range d.wires {
		line := &d.l.Lines[i]
		e := &d.scene.Edges[w.edges[0]]
		if e.plain() {
			d.l.Plain = true
			continue
		}
		text := clean(e.sayMarked())
		found := false
		if len(d.wires) <= 3*mostLabelled && text != "" {
			for _, route := range line.Routes {
				c := route[len(route)-1]
				for _, t := range []float64{0.45, 0.6, 0.3} {
					p := c.At(t)
					label := Label{text, Point{p.X, p.Y + 0.35*labelSize}, "middle", labelSize, 0}
					if !found && dist(c.A, c.D) > 16 && s.room(label, taken) {
						line.Labels, found = []Label{label}, true
						taken = append(taken, label)
					}
				}
			}
		}
		if !found {
			d.l.Hidden += len(w.edges)
		}
	}
}
