package diagram

import "slices"

// label writes the words of lines: of a trunk above the boxes it leads to, of
// any other line along it where there is room.
func (d *streetDrawer) label() {
	var taken []Label
	for i, w := range d.wires {
		for _, s := range w.spots {
			if len(s.lines) == 0 {
				if e := &d.scene.Edges[w.edges[0]]; e.plain() {
					d.l.Plain = true
				} else {
					d.l.Hidden += s.edges
				}
			}
			base := d.l.Boxes[d.rows[s.row][0]].Y - streetEnd + 2
			for j, text := range s.lines {
				label := Label{text, Point{s.u, base - float64(len(s.lines)-1-j)*labelLine}, s.anchor, labelSize, 0}
				if s.anchor == "start" {
					label.At.X += 5
				}
				d.l.Lines[i].Labels = append(d.l.Lines[i].Labels, label)
				taken = append(taken, label)
			}
		}
	}
	for i, w := range d.wires {
		if w.tree {
			continue
		}
		label, ok := d.along(&d.l.Lines[i], w, taken)
		if !ok {
			d.l.Hidden += len(w.edges)
			continue
		}
		d.l.Lines[i].Labels = []Label{label}
		taken = append(taken, label)
	}
}

// mostLabelled is how many lines may have words along them.
const mostLabelled = 20

// along finds a level part of a line that has room for its words.
func (d *streetDrawer) along(line *Line, w *wire, taken []Label) (Label, bool) {
	text := clean(d.scene.Edges[w.edges[0]].sayMarked())
	if len(d.wires) > 2*mostLabelled || text == "" {
		return Label{}, false
	}
	need := width(text, labelSize)
	for _, c := range slices.Concat(line.Routes...) {
		if !c.Straight || c.A.Y != c.D.Y {
			continue
		}
		from, to := min(c.A.X, c.D.X), max(c.A.X, c.D.X)
		for x := from + need/2 + 2; x <= to-need/2-2; x += 12 {
			label := Label{text, Point{x, c.A.Y + 0.33*labelSize}, "middle", labelSize, 0}
			if d.room(label, taken) {
				return label, true
			}
		}
	}
	return Label{}, false
}

func (d *streetDrawer) room(label Label, taken []Label) bool {
	x, y, w, h := label.Bounds()
	for i := range d.l.Boxes {
		b := &d.l.Boxes[i]
		if x < b.X+b.W && b.X < x+w && y < b.Y+b.H && b.Y < y+h {
			return false
		}
	}
	for _, o := range taken {
		ox, oy, ow, oh := o.Bounds()
		if x < ox+ow+3 && ox < x+w+3 && y < oy+oh && oy < y+h {
			return false
		}
	}
	return true
}
