package diagram

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// gradeWords say what a line's style means.
var gradeWords = []struct {
	grade graph.Grade
	text  string
}{
	{graph.Stated, "stated: the quote says it"},
	{graph.Construed, "construed: from the grammar of the quote"},
	{graph.Contextual, "contextual: from a heading or the sentence beside it"},
	{graph.Editorial, "editorial: added by a named editor"},
}

// legend explains the shapes and styles that occur, in rows from y, and
// returns where it ends.
func (d *drawing) legend(y float64) float64 {
	if len(d.l.Boxes) == 0 {
		return y
	}
	row := &row{d: d, x: margin, y: y}
	shown := map[string]bool{}
	for i := range d.l.Scene.Nodes {
		n := &d.l.Scene.Nodes[i]
		if shown[n.Kind] {
			continue
		}
		shown[n.Kind] = true
		row.next(28, clean(n.Kind), func(x, y float64) {
			o := shapeOf(n.Shape)
			path := o.path(x, y-8, 26, 16)
			switch {
			case o.mark && strings.EqualFold(n.Shape, "DIAMOND"):
				path = polygon(x+13, y-9, x+22, y, x+13, y+9, x+4, y)
			case o.mark:
				path = rounded(x+5, y-8, 16, 16, 8)
			}
			d.pen.path(path, ink{fill: d.t.fill(n.Color), stroke: d.t.stroke(n.Color), width: 1.5})
		})
	}
	if len(d.l.Lines) == 0 && d.l.Table == nil {
		return row.y + 10
	}
	row.x, row.y = margin, row.y+26
	for _, g := range gradeWords {
		used := d.l.Table != nil && slices.ContainsFunc(d.l.Scene.Edges, func(e Edge) bool { return e.Grade == g.grade })
		for i := range d.l.Lines {
			used = used || d.l.Lines[i].Grade == g.grade && !d.l.Lines[i].Implied
		}
		if !used {
			continue
		}
		row.next(36, g.text, func(x, y float64) {
			if d.l.Table != nil {
				d.dot(Point{x + 24, y}, g.grade, d.t.Ink)
				return
			}
			d.pen.path("M"+num(x)+" "+num(y)+"H"+num(x+32), dashes(g.grade, d.t.Ink))
		})
	}
	if slices.ContainsFunc(d.l.Lines, func(l Line) bool { return l.Implied }) {
		row.next(36, "implied: relations of what was rolled up", func(x, y float64) {
			line := "M" + num(x) + " " + num(y) + "H" + num(x+32)
			d.pen.path(line, ink{stroke: d.t.Ink, width: 3.4})
			d.pen.path(line, ink{stroke: d.t.Paper, width: 1.6})
		})
	}
	if d.l.Scene.Marked {
		for _, m := range []Mark{Added, Removed, Changed} {
			row.next(badgeSize+2, m.String(), func(x, y float64) { d.sign(m, x, y-badgeSize/2) })
		}
	}
	if d.l.Plain {
		row.next(0, "Lines without words: part of.", func(float64, float64) {})
	}
	return row.y + 10
}

// row places signs with words side by side.
type row struct {
	d    *drawing
	x, y float64 // of the next sign: left edge, middle
}

func (r *row) next(sign float64, text string, draw func(x, y float64)) {
	w := sign + 6 + width(text, labelSize)
	if r.x > margin && r.x+w > r.d.l.Width-margin {
		r.x, r.y = margin, r.y+24
	}
	draw(r.x, r.y)
	for i, line := range wrap(text, labelSize, r.d.l.Width-2*margin-sign-6, 2) {
		r.d.text(Label{line, Point{r.x + sign + 6, r.y + 0.35*labelSize + float64(i)*labelLine}, "start", labelSize, 0}, r.d.t.Soft, 400)
	}
	r.x += w + 22
}

// footer writes the scene's footer under a hairline at y and returns where it
// ends.
func (d *drawing) footer(y float64) float64 {
	d.pen.path("M"+num(margin)+" "+num(y)+"H"+num(d.l.Width-margin), ink{stroke: d.t.Rule, width: 1})
	y += 6
	notes := d.l.Scene.Footer
	if d.l.Hidden > 0 {
		notes = append(notes[:len(notes):len(notes)], fmt.Sprintf("%s without words for want of room.", count(d.l.Hidden, "line")))
	}
	for _, note := range notes {
		for _, line := range wrap(clean(note), footerSize, d.l.Width-2*margin, 3) {
			y += 17
			d.text(Label{line, Point{margin, y}, "start", footerSize, 0}, d.t.Soft, 400)
		}
	}
	return y
}
