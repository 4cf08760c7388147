package diagram

import "slices"

// layout draws the lines between what is placed.
func (a *arranger) layout() *Layout {
	l := &Layout{Scene: a.scene, Width: a.width, Height: headHeight, Boxes: make([]Box, len(a.boxes))}
	for n, it := range a.boxes {
		l.Boxes[n] = Box{Node: n, X: a.x[it.column], Y: it.y - it.h/2, W: a.boxWidth[it.column], H: it.h, Lines: a.names[n]}
	}
	for _, column := range a.columns {
		for _, it := range column {
			l.Height = max(l.Height, it.y+it.h/2)
		}
	}
	for c, head := range a.scene.Columns {
		if len(a.columns[c]) == 0 {
			continue
		}
		lines := wrap(clean(head), headingSize, a.boxWidth[c]+2*stubBare, 2)
		for i, text := range lines {
			y := headHeight - 18 - float64(len(lines)-1-i)*headingLine
			l.Heads = append(l.Heads, Label{text, Point{a.x[c] + a.boxWidth[c]/2, y}, "middle", headingSize, 0})
		}
	}
	if len(l.Boxes) == 0 {
		l.Absent = []string{"There is nothing of these kinds in the graph yet."}
		l.Height += 60
	}
	for _, b := range a.bundles {
		line := Line{Hub: b.hub, Edges: b.edges, Grade: b.grade, Implied: b.implied, Mark: b.mark}
		switch {
		case b.side != 0:
			a.between(&line, b)
		case a.ties[b]:
			a.straight(&line, b)
		default:
			a.around(&line, b)
		}
		if len(line.Labels) == 0 {
			l.Hidden += len(b.edges)
		}
		l.Lines = append(l.Lines, line)
	}
	return l
}

// anchor is where a line meets the side of a box.
func (a *arranger) anchor(it *item, b *bundle, side int) Point {
	dy := a.offset(it, b, side)
	left, right := shapeOf(a.scene.Nodes[it.node].Shape).inset(dy, it.h)
	if side < 0 {
		return Point{a.x[it.column] + left, it.y + dy}
	}
	return Point{a.x[it.column] + a.boxWidth[it.column] - right, it.y + dy}
}

// edge is where the zone of a column ends and the curves begin.
func (a *arranger) edge(column, side int) float64 {
	if side < 0 {
		return a.x[column] - a.zone[0][column]
	}
	return a.x[column] + a.boxWidth[column] + a.zone[1][column]
}

// between routes a bundle that leaves its column.
func (a *arranger) between(line *Line, b *bundle) {
	hub := a.boxes[b.hub]
	tip := a.anchor(hub, b, b.side)
	hubArrow, endArrow := b.arrows()
	side := float64(b.side)
	start := tip
	if hubArrow {
		line.Heads = append(line.Heads, Arrow{tip, -side, 0})
		start.X += side * (arrowLength - 1)
	}
	for _, n := range b.ends {
		end := a.boxes[n]
		route := Route{}
		at := start
		for c := hub.column; c != end.column; c += b.side {
			out := Point{a.edge(c, b.side), at.Y}
			in := Point{a.edge(c+b.side, -b.side), 0}
			goal := in
			if c+b.side == end.column {
				goal = a.anchor(end, b, -b.side)
				if endArrow {
					line.Heads = append(line.Heads, Arrow{goal, side, 0})
					goal.X -= side * (arrowLength - 1)
				}
			} else {
				goal.Y = a.lane(b, c+b.side).y
			}
			in.Y = goal.Y
			middle := (out.X + in.X) / 2
			route = append(route, straightTo(at, out), Curve{A: out, B: Point{middle, out.Y}, C: Point{middle, in.Y}, D: in})
			if goal != in {
				route = append(route, straightTo(in, goal))
			}
			at = goal
		}
		line.Routes = append(line.Routes, route)
	}
	a.label(line, b, tip, b.side)
}

func (a *arranger) lane(b *bundle, c int) *item {
	i := slices.IndexFunc(a.columns[c], func(it *item) bool { return it.lane == b })
	return a.columns[c][i]
}

// label writes a bundle's words on the straight part of its line at the hub.
func (a *arranger) label(line *Line, b *bundle, at Point, side int) {
	anchor := "start"
	if side < 0 {
		anchor = "end"
	}
	x := a.x[a.boxes[b.hub].column] - 11
	if side > 0 {
		x = a.x[a.boxes[b.hub].column] + a.boxWidth[a.boxes[b.hub].column] + 11
	}
	for i, text := range b.lines {
		y := at.Y - 3.5
		if i == 1 {
			y = at.Y + 0.8*labelSize + 2
		}
		line.Labels = append(line.Labels, Label{text, Point{x, y}, anchor, labelSize, 0})
	}
}

// around routes a bundle within a column past the boxes between its ends.
func (a *arranger) around(line *Line, b *bundle) {
	hub := a.boxes[b.hub]
	out := a.out[hub.column]
	side := float64(out)
	track := slices.Index(a.loops[hub.column], b)
	x := a.x[hub.column] - a.stub[0][hub.column] - trackApart*float64(track)
	if out > 0 {
		x = a.x[hub.column] + a.boxWidth[hub.column] + a.stub[1][hub.column] + trackApart*float64(track)
	}
	hubArrow, endArrow := b.arrows()
	tip := a.anchor(hub, b, out)
	start := tip
	if hubArrow {
		line.Heads = append(line.Heads, Arrow{tip, -side, 0})
		start.X += side * (arrowLength - 1)
	}
	for _, n := range b.ends {
		goal := a.anchor(a.boxes[n], b, out)
		if endArrow {
			line.Heads = append(line.Heads, Arrow{goal, -side, 0})
			goal.X += side * (arrowLength - 1)
		}
		down := 1.0
		if goal.Y < start.Y {
			down = -1
		}
		r := min(9, down*(goal.Y-start.Y)/2)
		line.Routes = append(line.Routes, Route{
			straightTo(start, Point{x - side*r, start.Y}),
			corner(Point{x - side*r, start.Y}, Point{x, start.Y}, Point{x, start.Y + down*r}),
			straightTo(Point{x, start.Y + down*r}, Point{x, goal.Y - down*r}),
			corner(Point{x, goal.Y - down*r}, Point{x, goal.Y}, Point{x - side*r, goal.Y}),
			straightTo(Point{x - side*r, goal.Y}, goal),
		})
	}
	a.label(line, b, tip, out)
}

// straight routes a bundle between neighbours in a column.
func (a *arranger) straight(line *Line, b *bundle) {
	hub := a.boxes[b.hub]
	hubArrow, endArrow := b.arrows()
	for _, n := range b.ends {
		end := a.boxes[n]
		down := float64(sign(end.order - hub.order))
		place, of := a.place(hub, end, b)
		x := a.x[hub.column] + a.boxWidth[hub.column]/2 + (float64(place)-float64(of-1)/2)*14
		start := Point{x, hub.y + down*hub.h/2}
		goal := Point{x, end.y - down*end.h/2}
		middle := (start.Y + goal.Y) / 2
		if hubArrow {
			line.Heads = append(line.Heads, Arrow{start, 0, -down})
			start.Y += down * (arrowLength - 1)
		}
		if endArrow {
			line.Heads = append(line.Heads, Arrow{goal, 0, down})
			goal.Y -= down * (arrowLength - 1)
		}
		line.Routes = append(line.Routes, Route{straightTo(start, goal)})
		at, anchor := x+7, "start"
		reach := at + b.size()
		if place == 0 && of > 1 {
			at, anchor = x-7, "end"
			reach = at - b.size()
		}
		if place > 0 && place < of-1 || reach < a.x[hub.column]-stubBare || reach > a.x[hub.column]+a.boxWidth[hub.column]+stubBare {
			continue
		}
		first := middle + 0.35*labelSize - float64(len(b.lines)-1)*labelLine/2
		for i, text := range b.lines {
			line.Labels = append(line.Labels, Label{text, Point{at, first + float64(i)*labelLine}, anchor, labelSize, 0})
		}
	}
}

// place is a bundle's place among the lines straight down between two boxes.
func (a *arranger) place(p, q *item, b *bundle) (place, of int) {
	for _, w := range a.within[p.column] {
		if a.ties[w.of] && (w.hub == p && w.end == q || w.hub == q && w.end == p) {
			if w.of == b {
				place = of
			}
			of++
		}
	}
	return place, of
}

func straightTo(p, q Point) Curve { return Curve{A: p, B: p, C: q, D: q, Straight: true} }

// corner is a quarter of an ellipse, as near as a cubic comes.
func corner(p, through, q Point) Curve {
	const k = 0.5523
	toward := func(a, b Point) Point { return Point{a.X + k*(b.X-a.X), a.Y + k*(b.Y-a.Y)} }
	return Curve{A: p, B: toward(p, through), C: toward(q, through), D: q}
}
