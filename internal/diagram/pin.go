package diagram

import (
	"cmp"
	"slices"

	"missiongraph/graph"
)

// pin moves boxes to where they are to stay, other boxes out of their way, and
// leads the lines anew that this touches. Pins of what is not drawn are passed
// over. The error has code BAD_INPUT when two pinned boxes overlap, when they
// wall another one in, or when the picture becomes too large for lines to find
// a way.
func (l *Layout) pin(pins map[string]Pin) error {
	moved := make([]bool, len(l.Boxes))
	var fixed []int
	for i := range l.Boxes {
		if at, ok := pins[l.Scene.Nodes[l.Boxes[i].Node].ID]; ok {
			b := &l.Boxes[i]
			n := &l.Scene.Nodes[b.Node]
			b.X, b.Y = max(at.X, margin), max(at.Y, titleHeight)
			b.H = boxHeight(b.Lines, n, shapeOf(n.Shape)) // whatever its neighbours were
			moved[i] = true
			fixed = append(fixed, i)
		}
	}
	if len(fixed) == 0 {
		return nil
	}
	for k, i := range fixed {
		for _, j := range fixed[:k] {
			if l.Boxes[i].near(&l.Boxes[j], 0) {
				return graph.Errorf(graph.BadInput, "pins: %q and %q overlap", l.Scene.Nodes[j].ID, l.Scene.Nodes[i].ID).
					WithHint("their boxes are %g by %g and %g by %g", l.Boxes[j].W, l.Boxes[j].H, l.Boxes[i].W, l.Boxes[i].H)
			}
		}
	}
	l.giveWay(moved)
	l.Heads = nil // columns are no longer what they say
	if err := l.reroute(moved); err != nil {
		return err
	}
	l.clearLabels()
	l.Width, l.Height = 480, titleHeight
	for i := range l.Boxes {
		b := &l.Boxes[i]
		l.Width, l.Height = max(l.Width, b.X+b.W+margin), max(l.Height, b.Y+b.H+8)
	}
	l.each(func(p *Point) { l.Width, l.Height = max(l.Width, p.X+margin), max(l.Height, p.Y+8) })
	return nil
}

// narrowest is how near to boxes lines run where there is no other way.
const narrowest = 2.0

// near reports whether two boxes overlap or are nearer than a gap.
func (b *Box) near(o *Box, gap float64) bool {
	return b.X < o.X+o.W+gap && o.X < b.X+b.W+gap && b.Y < o.Y+o.H+gap && o.Y < b.Y+b.H+gap
}

// giveWay moves boxes that are not pinned down until they touch no other, from
// the top of the picture to its end.
func (l *Layout) giveWay(moved []bool) {
	var order, placed []int
	for i := range l.Boxes {
		if moved[i] {
			placed = append(placed, i)
		} else {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.Boxes[a].Y, l.Boxes[b].Y) })
	for _, i := range order {
		for again := true; again; {
			again = false
			for _, j := range placed {
				if l.Boxes[i].near(&l.Boxes[j], 2*clearance) {
					l.Boxes[i].Y = l.Boxes[j].Y + l.Boxes[j].H + 2*clearance + 1
					moved[i], again = true, true
				}
			}
		}
		placed = append(placed, i)
	}
}

// reroute leads the lines of moved boxes, and those that now run through one,
// by the way between boxes.
func (l *Layout) reroute(moved []bool) error {
	var wide, narrow *maze
	for i := range l.Lines {
		line := &l.Lines[i]
		touched := false
		for j, e := range line.Edges {
			touched = touched || moved[l.Scene.Edges[e].From] || moved[l.Scene.Edges[e].To] || l.blocked(line.Routes[j], moved)
		}
		if !touched {
			continue
		}
		if wide == nil {
			if len(l.Boxes) > mostMaze {
				return graph.Errorf(graph.BadInput, "pins: %d boxes are too many for pinned places", len(l.Boxes)).
					WithHint("at most %d: a smaller depth or limit, or collapse", mostMaze)
			}
			wide = newMaze(l.Boxes, clearance)
		}
		line.Heads, line.Labels = nil, nil
		l.Hidden += len(line.Edges)
		for j, e := range line.Edges {
			edge := &l.Scene.Edges[e]
			from, to := line.Hub, edge.From+edge.To-line.Hub
			points, ok := wide.way(&l.Boxes[from], &l.Boxes[to])
			if !ok { // between boxes that stand close
				if narrow == nil {
					narrow = newMaze(l.Boxes, narrowest)
				}
				if points, ok = narrow.way(&l.Boxes[from], &l.Boxes[to]); !ok {
					return graph.Errorf(graph.BadInput, "pins: no line finds a way from %q to %q", l.Scene.Nodes[from].ID, l.Scene.Nodes[to].ID).
						WithHint("leave %g pixels between boxes that are pinned around another one", 2*narrowest)
				}
			}
			a, z := points[0], points[len(points)-1]
			if edge.Both || edge.To == line.Hub {
				line.Heads = append(line.Heads, headAt(points[1], a))
			}
			if edge.Both || edge.From == line.Hub {
				line.Heads = append(line.Heads, headAt(points[len(points)-2], z))
			}
			line.Routes[j] = bend(points)
		}
	}
	return nil
}

// clearLabels takes away words that are now over a box.
func (l *Layout) clearLabels() {
	for i := range l.Lines {
		line := &l.Lines[i]
		over := slices.ContainsFunc(line.Labels, func(label Label) bool {
			x, y, w, h := label.Bounds()
			words := Box{X: x, Y: y, W: w, H: h}
			return slices.ContainsFunc(l.Boxes, func(b Box) bool { return b.near(&words, 0) })
		})
		if over {
			line.Labels = nil
			l.Hidden += len(line.Edges)
		}
	}
}

// headAt is an arrowhead at the end of a level or upright piece.
func headAt(from, tip Point) Arrow {
	d := max(dist(from, tip), 1e-9)
	return Arrow{tip, (tip.X - from.X) / d, (tip.Y - from.Y) / d}
}

// blocked reports whether a route runs through a box that was moved.
func (l *Layout) blocked(r Route, moved []bool) bool {
	for i := range l.Boxes {
		if !moved[i] {
			continue
		}
		b := &l.Boxes[i]
		for _, c := range r {
			lo, hi := Point{min(c.A.X, c.B.X, c.C.X, c.D.X), min(c.A.Y, c.B.Y, c.C.Y, c.D.Y)}, Point{max(c.A.X, c.B.X, c.C.X, c.D.X), max(c.A.Y, c.B.Y, c.C.Y, c.D.Y)}
			if lo.X < b.X+b.W && b.X < hi.X && lo.Y < b.Y+b.H && b.Y < hi.Y || lo.X < b.X+b.W && b.X < hi.X+0.01 && lo.Y < b.Y+b.H && b.Y < hi.Y+0.01 {
				return true
			}
		}
	}
	return false
}
