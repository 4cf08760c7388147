package diagram

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
)

var someWords = strings.Fields("law enforcement support center joint terrorism task forces of the ICE Attaché INTERPOL international 287(g) a counterproliferation-investigations-coordination 国土安全部 é")

var someLabels = []string{"supports", "works with, leverages", "coordinates with", "part of", "responsible for", "a very long label that no gap has any room for at all"}

// someScene returns a scene made from a seed.
func someScene(seed uint64) *Scene {
	r := rand.New(rand.NewPCG(seed, 1))
	s := &Scene{Title: "Some scene", Columns: make([]string, 1+r.IntN(5))}
	for c := range s.Columns {
		s.Columns[c] = fmt.Sprintf("Column %d", c)
	}
	shapes := []string{"RECTANGLE", "ROUNDED", "PILL", "HEXAGON", "BANNER", "DIAMOND", "SHEET", "CIRCLE", "unheard of"}
	for i := range r.IntN(24) {
		var name []string
		for range 1 + r.IntN(7) {
			name = append(name, someWords[r.IntN(len(someWords))])
		}
		c := r.IntN(len(s.Columns))
		s.Nodes = append(s.Nodes, Node{ID: fmt.Sprint(i), Label: strings.Join(name, " "), Kind: fmt.Sprintf("Kind %d", c),
			Shape: shapes[(c+int(seed))%len(shapes)], Color: "#2e75b6", Column: c, Grade: graph.Stated})
	}
	if len(s.Nodes) == 0 {
		return s
	}
	seen := map[string]bool{}
	for range r.IntN(36) {
		e := Edge{From: r.IntN(len(s.Nodes)), To: r.IntN(len(s.Nodes)), Label: someLabels[r.IntN(len(someLabels))],
			Grade: graph.Grades()[r.IntN(4)], Both: r.IntN(5) == 0, Tells: []string{"It does"}}
		e.Below = e.Label == "part of"
		if key := fmt.Sprint(e.From, e.To, e.Grade, e.Both); !seen[key] {
			seen[key] = true
			s.Edges = append(s.Edges, e)
		}
	}
	return s
}

func TestLayoutsKeepTheRules(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			l := Layered(someScene(seed))
			checkLayout(t, l)
			elements(t, l.SVG(Look{Theme: Light}))
		})
	}
}

func TestSameSceneSameBytes(t *testing.T) {
	for seed := range uint64(8) {
		assert.Equal(t, string(Layered(someScene(seed)).SVG(Look{Theme: Dark})), string(Layered(someScene(seed)).SVG(Look{Theme: Dark})))
	}
}

func TestEmptyScene(t *testing.T) {
	for _, s := range []*Scene{{Title: "Nothing"}, {Title: "Nothing", Columns: []string{"Programs", "Partners"}, Footer: []string{"Revision 0."}}} {
		l := Layered(s)
		found, texts := elements(t, l.SVG(Look{Theme: Light}))
		assert.Equal(t, "svg", found[0].Name.Local)
		assert.Contains(t, strings.Join(texts, "\n"), "There is nothing of these kinds in the graph yet.")
		assert.NotContains(t, strings.Join(texts, "\n"), "Partners", "an empty column has no heading")
		assert.Positive(t, l.Width)
	}
}

func TestHostileNames(t *testing.T) {
	for _, test := range []struct{ name, text string }{
		{"markup", `</text><script>alert("1")</script>`},
		{"entity", `&lt;script&gt; &#x0; &bogus;`},
		{"attribute", `" onload="alert(1)' x='`},
		{"CDATA", `]]><![CDATA[`},
		{"control characters", "a\x00b\x1b[31m\u0007\ufffe\uffff"},
		{"not UTF-8", "a\xff\xfeb"},
		{"right to left override", "abc\u202egnp.exe\u2066"},
		{"one endless word", strings.Repeat("W", 5000)},
		{"many words", strings.Repeat("word ", 2000)},
		{"blank", " \t\n "},
		{"none", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &Scene{
				Title: test.text, Columns: []string{test.text, test.text}, Footer: []string{test.text},
				Nodes: []Node{
					{ID: "a", Label: test.text, Kind: test.text, Shape: test.text, Color: test.text, Column: 0, Grade: graph.Stated},
					{ID: "b", Label: test.text, Kind: "Program", Shape: "CIRCLE", Color: `"/>`, Column: 1, Grade: graph.Stated},
				},
				Edges: []Edge{{From: 0, To: 1, Label: test.text, Grade: graph.Stated, Tells: []string{test.text}}},
			}
			l := Layered(s)
			checkLayout(t, l)
			data := l.SVG(Look{Theme: Light})
			found, _ := elements(t, data)
			for _, e := range found {
				assert.Contains(t, []string{"svg", "title", "desc", "g", "path", "rect", "text", "a"}, e.Name.Local)
				for _, a := range e.Attr {
					assert.False(t, strings.HasPrefix(a.Name.Local, "on"), a.Name.Local)
				}
			}
			assert.NotContains(t, string(data), "\u202e")
		})
	}
}

func TestForks(t *testing.T) {
	node := func(column int) Node { return Node{Label: "x", Kind: "K", Column: column} }
	edge := func(from, to int, label string, g graph.Grade) Edge {
		return Edge{From: from, To: to, Label: label, Grade: g}
	}
	s := &Scene{
		Columns: []string{"", "", ""},
		Nodes:   []Node{node(0), node(1), node(1), node(2)},
		Edges: []Edge{
			edge(0, 1, "leverages", graph.Stated), edge(0, 2, "leverages", graph.Stated), edge(0, 3, "leverages", graph.Stated),
			edge(0, 1, "uses", graph.Contextual), edge(1, 3, "enables", graph.Stated), edge(2, 3, "enables", graph.Stated),
			edge(0, 2, "leverages", graph.Contextual),
		},
	}
	var found []string
	for _, line := range Layered(s).Lines {
		found = append(found, fmt.Sprint(line.Hub, line.Edges, line.Grade))
	}
	assert.Equal(t, []string{"0 [0 1 2] STATED", "3 [4 5] STATED", "0 [3] CONTEXTUAL", "0 [6] CONTEXTUAL"}, found)
}

func TestWholesStandAboveTheirParts(t *testing.T) {
	s := &Scene{Columns: []string{""}}
	for i := range 4 {
		s.Nodes = append(s.Nodes, Node{Label: fmt.Sprint(i), Kind: "K"})
	}
	for _, pair := range [][2]int{{0, 3}, {1, 3}, {3, 2}} {
		s.Edges = append(s.Edges, Edge{From: pair[0], To: pair[1], Label: "part of", Grade: graph.Contextual, Below: true})
	}
	l := Layered(s)
	checkLayout(t, l)
	for _, e := range s.Edges {
		assert.Less(t, l.Boxes[e.To].Y, l.Boxes[e.From].Y)
	}
}

func TestArrowheads(t *testing.T) {
	s := &Scene{
		Columns: []string{"", ""}, Nodes: []Node{{Label: "a", Kind: "K"}, {Label: "b", Kind: "K", Column: 1}},
		Edges: []Edge{{From: 0, To: 1, Label: "one way", Grade: graph.Stated}, {From: 0, To: 1, Label: "each way", Grade: graph.Stated, Both: true}, {From: 1, To: 0, Label: "back", Grade: graph.Stated}},
	}
	var found []string
	for _, line := range Layered(s).Lines {
		at := s.Edges[line.Edges[0]].Label
		for _, h := range line.Heads {
			at += fmt.Sprintf(" %+.0f", h.DX)
		}
		found = append(found, at)
	}
	assert.ElementsMatch(t, []string{"one way +1", "each way -1 +1", "back -1"}, found)
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name, text string
		limit      float64
		lines      int
		want       []string
	}{
		{"empty", "", 100, 3, nil},
		{"one line", "ICE", 100, 3, []string{"ICE"}},
		{"even lines", "Joint Terrorism Task Forces", 150, 3, []string{"Joint Terrorism", "Task Forces"}},
		{"a long word is broken", "aaaaaaaaaaaaaaaaaaaa", 90, 3, []string{"aaaaaaaaaa", "aaaaaaaaaa"}},
		{"too much is cut", "one two three four five six", 60, 2, []string{"one two", "three…"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := wrap(test.text, nameSize, test.limit, test.lines)
			assert.Equal(t, test.want, found)
			assert.LessOrEqual(t, widest(found, nameSize), test.limit)
		})
	}
}

func TestThemesAreReadable(t *testing.T) {
	assert.InDelta(t, 21, Contrast("#000000", "#ffffff"), 0.01)
	for _, theme := range []Theme{Light, Dark} {
		for _, text := range []string{theme.Ink, theme.Soft} {
			assert.GreaterOrEqual(t, Contrast(text, theme.Paper), 4.5)
		}
		for _, color := range []string{"#000000", "#ffffff", "#1f4e79", "#ffe94d", "#b3261e", "#808080", "nonsense"} {
			assert.GreaterOrEqual(t, Contrast(theme.stroke(color), theme.Paper), 4.5, color)
			assert.GreaterOrEqual(t, Contrast(theme.Ink, theme.fill(color)), 4.5, color)
		}
	}
}

func BenchmarkLayered(b *testing.B) {
	var s *Scene
	for seed := uint64(0); s == nil || len(s.Edges) < 25; seed++ {
		s = someScene(seed)
	}
	b.ReportAllocs()
	for b.Loop() {
		Layered(s)
	}
}
