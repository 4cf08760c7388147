package diagram

// The colours of marks, before a theme makes them readable.
var markColors = [...]string{Same: "#9aa0a8", Added: "#1a7f37", Removed: "#b3261e", Changed: "#9a6700"}

// mark returns a mark's colour; what is the same stands back.
func (t Theme) mark(m Mark) string {
	if m == Same {
		return mix(t.Soft, t.Paper, 0.45)
	}
	return t.stroke(markColors[m])
}

const badgeSize = 16.0

// badge marks a box at its upper right corner, and what is removed by a
// dashed frame as well.
func (d *drawing) badge(m Mark, b *Box) {
	if m == Same {
		return
	}
	color := d.t.mark(m)
	in := ink{stroke: color, width: 2}
	if m == Removed {
		in.dash = []float64{5, 4}
	}
	d.pen.path(rounded(b.X-3, b.Y-3, b.W+6, b.H+6, 4), in)
	x, y := b.X+b.W-badgeSize/2-1, b.Y-badgeSize/2+3
	d.sign(m, x, y)
}

// sign draws a mark as a sign in a disc whose corner is given.
func (d *drawing) sign(m Mark, x, y float64) {
	d.pen.path(rounded(x, y, badgeSize, badgeSize, badgeSize/2), ink{fill: d.t.mark(m)})
	cx, cy, r := x+badgeSize/2, y+badgeSize/2, 4.0
	path := "M" + num(cx-r) + " " + num(cy) + "H" + num(cx+r)
	switch m {
	case Added:
		path += "M" + num(cx) + " " + num(cy-r) + "V" + num(cy+r)
	case Changed:
		path = "M" + num(cx-r) + " " + num(cy-1.8) + "H" + num(cx+r) + "M" + num(cx-r) + " " + num(cy+1.8) + "H" + num(cx+r) +
			"M" + num(cx+2.5) + " " + num(cy-r) + "L" + num(cx-2.5) + " " + num(cy+r)
	}
	d.pen.path(path, ink{stroke: d.t.Paper, width: 1.8})
}
