package diagram

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// drawScene makes a scene of a random forest with other edges across it.
func drawScene(t *rapid.T, most int) *Scene {
	n := rapid.IntRange(1, most).Draw(t, "nodes")
	fan := rapid.SampledFrom([]int{1, 2, 5, 20, 500}).Draw(t, "fan")
	s := &Scene{Title: "Some scene", Columns: []string{"One", "Two", "Three"}, Focus: []int{rapid.IntRange(0, n-1).Draw(t, "focus")}}
	shapes := []string{"RECTANGLE", "ROUNDED", "PILL", "HEXAGON", "BANNER", "DIAMOND", "SHEET", "CIRCLE"}
	for i := range n {
		words := rapid.SliceOfN(rapid.SampledFrom(someWords), 1, 6).Draw(t, "name")
		kind := rapid.IntRange(0, len(shapes)-1).Draw(t, "kind")
		s.Nodes = append(s.Nodes, Node{ID: fmt.Sprint(i), Label: fmt.Sprint(words), Kind: fmt.Sprint("Kind ", kind), Shape: shapes[kind],
			Color: "#2e75b6", Grade: graph.Stated, Column: kind % 3})
		if i > 0 && rapid.IntRange(0, 9).Draw(t, "root") > 0 {
			s.Edges = append(s.Edges, Edge{ID: fmt.Sprint("t", i), From: i, To: max(0, i-1-rapid.IntRange(0, fan).Draw(t, "parent")),
				Label: "part of", Below: rapid.Bool().Draw(t, "below"), Grade: graph.Stated})
		}
	}
	for i := range rapid.IntRange(0, n).Draw(t, "across") {
		e := Edge{ID: fmt.Sprint("x", i), From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"),
			Label: rapid.SampledFrom(someLabels).Draw(t, "label"), Grade: rapid.SampledFrom(graph.Grades()).Draw(t, "grade"),
			Both: rapid.IntRange(0, 5).Draw(t, "both") == 0, Implied: rapid.IntRange(0, 5).Draw(t, "implied") == 0}
		s.Edges = append(s.Edges, e)
	}
	return s
}

func TestOrgKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, rapid.SampledFrom([]int{6, 30, 120, 500}).Draw(t, "size"))
		l := Org(s, NoFrame.aspect())
		verify(t, l)
		if len(s.Nodes) >= 20 && len(s.Edges) <= 2*len(s.Nodes) {
			w, h := l.Size(NoFrame)
			require.LessOrEqual(t, max(w/h, h/w), 3.0, "%g by %g", w, h)
		}
	})
}

func TestRadialKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verify(t, Radial(drawScene(t, rapid.SampledFrom([]int{6, 30, 120}).Draw(t, "size")), rapid.SampledFrom([]float64{0.7, 1, 1.75}).Draw(t, "aspect")))
	})
}

func TestOrgIsTheSameEachTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, 60)
		require.Equal(t, string(Org(s, 1.75).SVG(Look{Theme: Dark})), string(Org(s, 1.75).SVG(Look{Theme: Dark})))
	})
}

// verify asserts what holds for every layout: as checkLayout does, but fit for
// hundreds of boxes and thousands of lines.
func verify(t require.TestingT, l *Layout) {
	const slack = 0.01
	for i := range l.Boxes {
		a := boxRect(&l.Boxes[i])
		require.True(t, a.x >= 0 && a.y >= 0 && a.x+a.w <= l.Width && a.y+a.h <= l.Height, "box %d is outside the picture", i)
		for j := range l.Boxes[:i] {
			if a.overlaps(boxRect(&l.Boxes[j])) {
				require.Fail(t, "boxes overlap", "%d and %d", i, j)
			}
		}
		o := shapeOf(l.Scene.Nodes[l.Boxes[i].Node].Shape)
		for _, line := range l.Boxes[i].Lines {
			require.LessOrEqual(t, width(line, nameSize), a.w-o.left-o.right+slack, "%q is wider than its box", line)
		}
	}
	drawn, loops := 0, 0
	for i := range l.Scene.Edges {
		if l.Scene.Edges[i].From == l.Scene.Edges[i].To {
			loops++
		}
	}
	for i := range l.Lines {
		line := &l.Lines[i]
		drawn += len(line.Edges)
		require.Len(t, line.Routes, len(line.Edges))
		for j, route := range line.Routes {
			unblocked(t, l, &l.Scene.Edges[line.Edges[j]], route)
		}
		for _, label := range line.Labels {
			r := labelRect(label)
			require.True(t, r.x >= 0 && r.x+r.w <= l.Width, "label %q is outside the picture", label.Text)
			for b := range l.Boxes {
				if r.overlaps(boxRect(&l.Boxes[b])) {
					require.Fail(t, "a label is over a box", "%q over %q", label.Text, l.Scene.Nodes[b].Label)
				}
			}
		}
	}
	require.Equal(t, len(l.Scene.Edges)-loops, drawn, "every edge is drawn once")
}

// unblocked asserts that a route is in one piece, joins its boxes and touches no
// other box nor the inside of these.
func unblocked(t require.TestingT, l *Layout, e *Edge, route Route) {
	require.NotEmpty(t, route)
	near := func(p Point, n int) bool {
		b, d := &l.Boxes[n], arrowLength+1
		return p.X > b.X-d && p.X < b.X+b.W+d && p.Y > b.Y-d && p.Y < b.Y+b.H+d
	}
	a, z := route[0].A, route[len(route)-1].D
	require.True(t, near(a, e.From) && near(z, e.To) || near(a, e.To) && near(z, e.From), "the line of %d and %d does not join them", e.From, e.To)
	for i, c := range route {
		if i > 0 && route[i-1].D != c.A {
			require.Fail(t, "a route is broken")
		}
		steps := 8
		if c.Straight {
			steps = 1
		}
		for k := range steps {
			p, q := c.At(float64(k)/float64(steps)), c.At(float64(k+1)/float64(steps))
			for b := range l.Boxes {
				r := boxRect(&l.Boxes[b])
				in := 0.1
				if b == e.From || b == e.To { // a line may end at a slanting side
					in = pillRadius - 8
				}
				if cuts(p, q, rect{r.x + in, r.y + in, r.w - 2*in, r.h - 2*in}) {
					require.Fail(t, "a line runs through a box", "%d-%d through %d from %v to %v, box %v", e.From, e.To, b, p, q, r)
				}
			}
		}
	}
}

// cuts reports whether a straight piece has a part inside a rectangle, by
// clipping (Liang and Barsky, 1984).
func cuts(p, q Point, r rect) bool {
	t0, t1 := 0.0, 1.0
	for _, c := range [][2]float64{
		{-(q.X - p.X), p.X - r.x}, {q.X - p.X, r.x + r.w - p.X}, {-(q.Y - p.Y), p.Y - r.y}, {q.Y - p.Y, r.y + r.h - p.Y},
	} {
		switch d, room := c[0], c[1]; {
		case d == 0 && room <= 0:
			return false
		case d < 0:
			t0 = max(t0, room/d)
		case d > 0:
			t1 = min(t1, room/d)
		}
	}
	return t0 < t1
}

// benchScene is a scene of n nodes as one meets them: a tree of some breadth,
// and half as many edges across.
func benchScene(n int) *Scene {
	return func() *Scene {
		s := &Scene{Title: "Bench", Focus: []int{0}}
		for i := range n {
			s.Nodes = append(s.Nodes, Node{ID: fmt.Sprint(i), Label: someWords[i%len(someWords)] + " " + someWords[i*7%len(someWords)],
				Kind: "Program", Shape: "PILL", Color: "#00695c", Grade: graph.Stated})
			if i > 0 {
				s.Edges = append(s.Edges, Edge{ID: fmt.Sprint(i), From: i, To: (i - 1) / 6, Label: "part of", Below: true, Grade: graph.Stated})
			}
			if i%2 == 1 {
				s.Edges = append(s.Edges, Edge{ID: fmt.Sprint("x", i), From: i, To: i * 31 % n, Label: someLabels[i%3], Grade: graph.Stated})
			}
		}
		return s
	}()
}

// BenchmarkSVG is a scene placed and written, as a request for it costs.
func BenchmarkSVG(b *testing.B) {
	for _, layout := range Layouts {
		for _, n := range []int{60, 500} {
			s := benchScene(n)
			s.Columns = []string{"Directorates", "Programs", "Partners", "Threats"}
			for i := range s.Nodes {
				s.Nodes[i].Column = i % 4
			}
			b.Run(fmt.Sprintf("layout=%s/nodes=%d", layout, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Draw(s, Options{Layout: layout, Format: "SVG", Look: Look{Theme: Light, Links: "/e/"}}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func TestOrgOfNothing(t *testing.T) {
	assert.Contains(t, string(Org(&Scene{Title: "Nothing"}, 1.75).SVG(Look{Theme: Light})), "There is nothing to show here.")
}
