package diagram

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// drawTree makes a scene of a random tree of parts.
func drawTree(t *rapid.T, least, most int) *Scene {
	n := rapid.IntRange(least, most).Draw(t, "nodes")
	s := &Scene{Title: "Some tree", Columns: []string{""}, Focus: []int{0}}
	for i := range n {
		s.Nodes = append(s.Nodes, Node{ID: fmt.Sprint(i), Label: someWords[i%len(someWords)], Kind: "K", Shape: "PILL", Color: "#00695c", Grade: graph.Stated})
		if i > 0 {
			s.Edges = append(s.Edges, Edge{ID: fmt.Sprint(i), From: i, To: rapid.IntRange(max(0, i-12), i-1).Draw(t, "parent") / 2, Label: "part of", Below: true, Grade: graph.Stated})
		}
	}
	return s
}

// withLeaf returns the scene with one more part of a node.
func withLeaf(s *Scene, parent int) *Scene {
	more := *s
	more.Nodes = append(slices.Clone(s.Nodes), Node{ID: "new", Label: "new", Kind: "K", Shape: "PILL", Color: "#00695c", Grade: graph.Stated})
	more.Edges = append(slices.Clone(s.Edges), Edge{ID: "new", From: len(s.Nodes), To: parent, Label: "part of", Below: true, Grade: graph.Stated})
	return &more
}

// inOrder asserts the reading order: of two leaves of one node the later one
// never stands both above and left of the earlier.
func inOrder(t require.TestingT, l *Layout) {
	f := grow(l.Scene)
	for _, kids := range f.kids {
		for j, b := range kids {
			for _, a := range kids[:j] {
				if len(f.kids[a]) == 0 && len(f.kids[b]) == 0 {
					p, q := &l.Boxes[a], &l.Boxes[b]
					require.False(t, q.X <= p.X && q.Y <= p.Y, "%d stands before %d", b, a)
				}
			}
		}
	}
}

// Adding or removing a leaf never changes the order in which the others are
// read.
func TestALeafKeepsTheOrderOfOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawTree(t, 2, 60)
		inOrder(t, Org(s, 1.75))
		inOrder(t, Org(withLeaf(s, rapid.IntRange(0, len(s.Nodes)-1).Draw(t, "at")), 1.75))
	})
}

// When a tree of 40 gets one more leaf, of the boxes at most a tenth get another
// neighbour next above them, on the average (6 % as measured).
func TestALeafMovesLittle(t *testing.T) {
	moved, all := 0, 0
	for seed := range 12 {
		s := rapid.Custom(func(t *rapid.T) *Scene { return drawTree(t, 40, 40) }).Example(seed + 1)
		before := Org(s, 1.75)
		for at := 0; at < len(s.Nodes); at += 3 {
			after := Org(withLeaf(s, at), 1.75)
			was, is := above(before), above(after)
			for n := range s.Nodes {
				all++
				if is[n] != was[n] && is[n] != len(s.Nodes) {
					moved++
				}
			}
		}
	}
	t.Logf("%d of %d boxes have another box above them: %.1f%%", moved, all, 100*float64(moved)/float64(all))
	require.Less(t, float64(moved)/float64(all), 0.1)
}

// above returns the box next above each in its column, or -1.
func above(l *Layout) []int {
	found := make([]int, len(l.Boxes))
	for i := range l.Boxes {
		found[i] = -1
		nearest := math.Inf(-1)
		for j := range l.Boxes {
			a, b := &l.Boxes[j], &l.Boxes[i]
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y && a.Y > nearest {
				found[i], nearest = j, a.Y
			}
		}
	}
	return found
}

// With the later picture's places as a view's pins, its difference from the
// earlier one has every box where it was, and what was removed in what room is
// left.
func TestADifferenceMovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := drawTree(t, 2, 30)
		before.Revision = 1
		after := withLeaf(before, rapid.IntRange(0, len(before.Nodes)-1).Draw(t, "at"))
		if rapid.Bool().Draw(t, "removed") {
			before, after = after, before
		}
		after.Revision = 2
		in := func(s *Scene) func(string) bool {
			return func(id string) bool { return slices.ContainsFunc(s.Nodes, func(n Node) bool { return n.ID == id }) }
		}
		d := Difference(before, after, in(before), in(after))
		for _, layout := range []string{"ORG", "RADIAL"} {
			plain, err := Arrange(after, Options{Layout: layout})
			require.NoError(t, err)
			pins := map[string]Pin{}
			for i := range plain.Boxes {
				pins[after.Nodes[i].ID] = Pin{plain.Boxes[i].X, plain.Boxes[i].Y}
			}
			held, err := Arrange(d, Options{Layout: layout, Pins: pins})
			require.NoError(t, err)
			for i := range plain.Boxes {
				require.Equal(t, Point{plain.Boxes[i].X, plain.Boxes[i].Y}, Point{held.Boxes[i].X, held.Boxes[i].Y}, layout)
			}
			verify(t, held)
		}
	})
}

// No line runs over a box, however close pinned boxes stand: there is a way, or
// an error that says between which there is none.
func TestPinsWallNothingIn(t *testing.T) {
	s := benchScene(10)
	for i := range s.Nodes {
		s.Nodes[i].Label = "one line"
	}
	w, h := Org(s, 1.75).Boxes[0].W, boxHeight([]string{"one line"}, &s.Nodes[0], shapeOf("PILL"))
	for _, gap := range []float64{0, 3, 5, 9, 20} {
		pins := map[string]Pin{}
		for i := range 9 { // the middle one among eight
			pins[fmt.Sprint((i+5)%9)] = Pin{100 + float64(i%3)*(w+gap), 100 + float64(i/3)*(h+gap)}
		}
		l, err := Arrange(s, Options{Layout: "ORG", Pins: pins})
		if gap == 0 {
			require.ErrorContains(t, err, "pins: no line finds a way from")
			require.Equal(t, graph.BadInput, graph.CodeOf(err))
			continue
		}
		require.NoError(t, err, gap)
		verify(t, l)
	}
}

// Every layout of a scene of some size is within 3:1 and the same each time.
func TestEveryLayoutIsBoundedAndTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, rapid.SampledFrom([]int{6, 30, 90}).Draw(t, "size"))
		for _, layout := range []string{"ORG", "LAYERED", "RADIAL"} {
			if layout == "LAYERED" && len(s.Edges) > 60 {
				continue // the search for an order takes long, and is bounded elsewhere
			}
			draw := func() (*Layout, string) {
				l, err := Arrange(s, Options{Layout: layout})
				require.NoError(t, err)
				return l, string(l.SVG(Look{Theme: Light}))
			}
			l, first := draw()
			_, second := draw()
			require.Equal(t, first, second, layout)
			if len(s.Nodes) >= 20 && len(s.Edges) <= 2*len(s.Nodes) {
				w, h := l.Size(NoFrame)
				require.LessOrEqual(t, max(w/h, h/w), 3.0, "%s: %g by %g", layout, w, h)
			}
		}
	})
}

// A matrix shows each relation in the cell of its ends, once, and each entity
// at least once; rows and columns keep the order of the scene.
func TestMatrixHasEveryRelation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, 40)
		l := Matrix(s)
		table := l.Table
		require.True(t, slices.IsSorted(table.Columns))
		seen := map[int]bool{}
		cells := map[[2]int]bool{}
		for _, c := range table.Cells {
			at := [2]int{table.Rows[c.Row], table.Columns[c.Column]}
			require.False(t, cells[at], "two cells at one place")
			cells[at] = true
			for _, e := range c.Edges {
				require.Equal(t, [2]int{s.Edges[e].From, s.Edges[e].To}, at)
				require.False(t, seen[e], "drawn twice")
				seen[e] = true
			}
		}
		require.Len(t, seen, len(s.Edges))
		for n := range s.Nodes {
			require.True(t, slices.Contains(table.Rows, n) || slices.Contains(table.Columns, n))
		}
		for i := range l.Boxes {
			for j := range l.Boxes[:i] {
				require.False(t, boxRect(&l.Boxes[i]).overlaps(boxRect(&l.Boxes[j])))
			}
		}
		require.Equal(t, string(l.SVG(Look{Theme: Light})), string(Matrix(s).SVG(Look{Theme: Light})))
	})
}

// drawDAG makes a scene of entities in four columns, related from the left to the
// right and within a column from above.
func drawDAG(t *rapid.T, least, most int) *Scene {
	n := rapid.IntRange(least, most).Draw(t, "nodes")
	s := &Scene{Title: "Some DAG", Columns: []string{"One", "Two", "Three", "Four"}, Focus: []int{0}}
	for i := range n {
		s.Nodes = append(s.Nodes, Node{ID: fmt.Sprint(i), Label: someWords[i%len(someWords)] + " " + someWords[i*5%len(someWords)], Kind: "K",
			Shape: []string{"ROUNDED", "PILL", "HEXAGON", "CIRCLE"}[4*i/n], Color: "#00695c", Grade: graph.Stated, Column: 4 * i / n})
	}
	fan := rapid.IntRange(1, 40).Draw(t, "fan")
	for i := 1; i < n; i++ {
		for k := range 1 + i%3/2 {
			s.Edges = append(s.Edges, Edge{ID: fmt.Sprint(i, k), From: max(0, i-1-rapid.IntRange(0, fan).Draw(t, "from")), To: i,
				Label: someLabels[i%3], Grade: graph.Grades()[i%3]})
		}
	}
	return s
}

// Whatever the layout, on a DAG of up to 500 entities no boxes overlap, no line
// runs through one, labels fit, and the picture is within 3:1.
func TestEveryLayoutOfADAGKeepsTheRules(t *testing.T) {
	for _, layout := range []string{"ORG", "LAYERED", "RADIAL"} {
		for i, most := range []int{8, 40, 120, 500} {
			t.Run(fmt.Sprint(layout, "/", most), func(t *testing.T) {
				scenes := rapid.Custom(func(t *rapid.T) *Scene { return drawDAG(t, most/2, most) })
				for seed := range 6 - i {
					s := scenes.Example(seed)
					l, err := Arrange(s, Options{Layout: layout})
					require.NoError(t, err)
					verify(t, l)
					again, err := Arrange(s, Options{Layout: layout})
					require.NoError(t, err)
					require.Equal(t, l.Boxes, again.Boxes)
					if len(s.Nodes) >= 20 {
						w, h := l.Size(NoFrame)
						require.LessOrEqual(t, max(w/h, h/w), 3.0, "%g by %g", w, h)
					}
				}
			})
		}
	}
}

func TestTooManyToPlace(t *testing.T) {
	s := benchScene(mostPlaced + 1)
	for _, layout := range Layouts {
		_, err := Draw(s, Options{Layout: layout, Format: "SVG"})
		require.ErrorContains(t, err, "a picture of 2,001 entities is too large; at most 2,000 are placed")
		require.Equal(t, graph.Limit, graph.CodeOf(err))
	}
	p, err := Draw(s, Options{Layout: "ORG", Format: "TREE"})
	require.NoError(t, err)
	require.NotEmpty(t, p.Content)
}
