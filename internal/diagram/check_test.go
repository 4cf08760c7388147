package diagram

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rect is a rectangle; touching is not overlapping.
type rect struct{ x, y, w, h float64 }

func (r rect) overlaps(o rect) bool {
	const slack = 0.01
	return r.x+slack < o.x+o.w && o.x+slack < r.x+r.w && r.y+slack < o.y+o.h && o.y+slack < r.y+r.h
}

func (r rect) holds(o rect) bool {
	return o.x >= r.x && o.y >= r.y && o.x+o.w <= r.x+r.w && o.y+o.h <= r.y+r.h
}

func boxRect(b *Box) rect { return rect{b.X, b.Y, b.W, b.H} }

func labelRect(l Label) rect {
	x, y, w, h := l.Bounds()
	return rect{x, y, w, h}
}

// checkLayout asserts what holds for every layout.
func checkLayout(t *testing.T, l *Layout) {
	t.Helper()
	canvas := rect{0, 0, l.Width, l.Height}
	for i := range l.Boxes {
		a := &l.Boxes[i]
		name := l.Scene.Nodes[a.Node].Label
		assert.True(t, canvas.holds(boxRect(a)), "%q is outside the picture", name)
		for j := range l.Boxes[:i] {
			b := &l.Boxes[j]
			assert.False(t, boxRect(a).overlaps(boxRect(b)), "boxes %q and %q overlap", name, l.Scene.Nodes[b.Node].Label)
		}
		o := shapeOf(l.Scene.Nodes[a.Node].Shape)
		for _, line := range a.Lines {
			assert.LessOrEqual(t, width(line, nameSize), a.W-o.left-o.right, "%q is wider than its box", line)
		}
		assert.LessOrEqual(t, float64(len(a.Lines))*nameLine, a.H, "%q is higher than its box", name)
	}
	var labels []rect
	edges := 0
	for i := range l.Lines {
		line := &l.Lines[i]
		edges += len(line.Edges)
		require.Len(t, line.Routes, len(line.Edges))
		for j, route := range line.Routes {
			checkRoute(t, l, line.Edges[j], route)
		}
		for _, label := range line.Labels {
			r := labelRect(label)
			assert.True(t, canvas.holds(r), "label %q is outside the picture", label.Text)
			for b := range l.Boxes {
				assert.False(t, r.overlaps(boxRect(&l.Boxes[b])), "label %q is over box %q", label.Text, l.Scene.Nodes[b].Label)
			}
			for _, other := range labels {
				assert.False(t, r.overlaps(other), "label %q is over another", label.Text)
			}
		}
		for _, label := range line.Labels {
			labels = append(labels, labelRect(label))
		}
	}
	loops := 0
	for i := range l.Scene.Edges {
		if l.Scene.Edges[i].From == l.Scene.Edges[i].To {
			loops++
		}
	}
	assert.Equal(t, len(l.Scene.Edges)-loops, edges, "every edge is drawn once")
}

// checkRoute samples a route: it is in one piece, begins and ends at its
// boxes, and is in no other box.
func checkRoute(t *testing.T, l *Layout, edge int, route Route) {
	t.Helper()
	e := &l.Scene.Edges[edge]
	require.NotEmpty(t, route)
	for i := 1; i < len(route); i++ {
		assert.Equal(t, route[i-1].D, route[i].A, "the route is broken")
	}
	near := func(p Point, n int) bool {
		b := &l.Boxes[n]
		d := arrowLength
		return p.X > b.X-d && p.X < b.X+b.W+d && p.Y > b.Y-d && p.Y < b.Y+b.H+d
	}
	a, z := route[0].A, route[len(route)-1].D
	assert.True(t, near(a, e.From) && near(z, e.To) || near(a, e.To) && near(z, e.From), "the line of %d and %d does not join them", e.From, e.To)
	for _, c := range route {
		for step := range 33 {
			p := c.At(float64(step) / 32)
			assert.True(t, p.X >= 0 && p.Y >= 0 && p.X <= l.Width && p.Y <= l.Height, "a line leaves the picture")
			for b := range l.Boxes {
				box := boxRect(&l.Boxes[b])
				if b == e.From || b == e.To { // a line may end at a slanting side
					box.x, box.w = box.x+hexagonDepth+1, box.w-2*hexagonDepth-2
				}
				if p.X > box.x+0.1 && p.X < box.x+box.w-0.1 && p.Y > box.y+0.1 && p.Y < box.y+box.h-0.1 {
					require.Fail(t, "a line runs through a box", "%s at %v", l.Scene.Nodes[b].Label, p)
				}
			}
		}
	}
}

// elements parses an SVG document and returns its elements; it must be well
// formed, with no attribute twice, which encoding/xml does not mind.
func elements(t *testing.T, data []byte) (found []xml.StartElement, texts []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found, texts
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			seen := map[string]bool{}
			for _, a := range token.Attr {
				require.False(t, seen[a.Name.Local], "<%s> has %s twice", token.Name.Local, a.Name.Local)
				seen[a.Name.Local] = true
			}
			found = append(found, token.Copy())
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
}
