package diagram

import (
	"io"
	"math"
	"slices"
	"strings"
)

// ReactFlow writes the layout as React Flow's nodes and edges, with what the
// explorer shows of each, piece by piece. Places are absolute, in pixels from the
// upper left. The error is the writer's.
func (l *Layout) ReactFlow(w io.Writer) error {
	s := l.Scene
	j := newJSONStream(w)
	j.field(`{"revision":`, uint64(s.Revision))
	j.field(`,"title":`, clean(s.Title))
	j.field(`,"truncated":`, orNull(s.Truncated))
	j.field(`,"width":`, round1(l.Width))
	j.field(`,"height":`, round1(l.Height+margin))
	j.field(`,"layout":`, l.Name)
	j.raw(`,"nodes":`)
	boxes := l.boxes()
	j.list(len(boxes), func(i int) any { return flowNodeOf(s, &boxes[i]) })
	j.raw(`,"edges":`)
	drawn := l.drawn()
	j.list(len(drawn), func(i int) any { return flowEdgeOf(s, drawn[i].edge, drawn[i].route, drawn[i].backward) })
	j.raw(`,"groups":`)
	j.list(len(s.Groups), func(i int) any {
		g := &s.Groups[i]
		return flowGroup{s.Nodes[g.Head].ID, g.Members, g.Inside}
	})
	j.raw("}")
	return j.done()
}

// boxes are the layout's, with those of a matrix's columns.
func (l *Layout) boxes() []Box {
	t := l.Table
	if t == nil {
		return l.Boxes
	}
	found := slices.Clone(l.Boxes)
	for i, n := range t.Columns {
		if !slices.Contains(t.Rows, n) {
			found = append(found, Box{Node: n, X: t.X + float64(i)*cellSize, Y: t.Y - headSlant, W: cellSize, H: headSlant - rowApart})
		}
	}
	return found
}

// drawnEdge is an edge with its way, from the hub.
type drawnEdge struct {
	edge     int
	route    Route
	backward bool // the hub is the edge's object
}

// drawn lists the edges in the order in which they are drawn.
func (l *Layout) drawn() []drawnEdge {
	found := make([]drawnEdge, 0, len(l.Scene.Edges))
	for i := range l.Lines {
		line := &l.Lines[i]
		for j, n := range line.Edges {
			found = append(found, drawnEdge{n, line.Routes[j], line.Hub == l.Scene.Edges[n].To})
		}
	}
	if l.Table != nil {
		for n := range l.Scene.Edges {
			found = append(found, drawnEdge{edge: n})
		}
	}
	return found
}

type flowNode struct {
	ID       string       `json:"id"`
	Type     string       `json:"type"`
	Position flowPoint    `json:"position"`
	Width    float64      `json:"width"`
	Height   float64      `json:"height"`
	Data     flowNodeData `json:"data"`
}

type flowPoint struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

type flowNodeData struct {
	Label  string   `json:"label"`
	Lines  []string `json:"lines"`
	Kind   string   `json:"kind"`
	Form   *string  `json:"form"`
	Note   *string  `json:"note"`
	Color  string   `json:"color"`
	Grade  string   `json:"grade"`
	Hidden int      `json:"hidden"`
	Mark   string   `json:"mark,omitempty"`
}

type flowEdge struct {
	ID     string       `json:"id"`
	Source string       `json:"source"`
	Target string       `json:"target"`
	Data   flowEdgeData `json:"data"`
}

type flowEdgeData struct {
	Label    string       `json:"label"`
	Type     string       `json:"type"`
	Verb     *string      `json:"verb"`
	Grade    string       `json:"grade"`
	Both     bool         `json:"both"`
	Implied  bool         `json:"implied"`
	Count    int          `json:"count"`
	Facts    []string     `json:"facts"`
	Sentence string       `json:"sentence"`
	Points   [][2]float64 `json:"points"`
	Mark     string       `json:"mark,omitempty"`
}

type flowGroup struct {
	ID      string   `json:"id"`
	Members []string `json:"members"`
	Inside  int      `json:"inside"`
}

// flowTypes are the explorer's names of shapes.
var flowTypes = map[string]string{"RECTANGLE": "rect", "ROUNDED": "rounded", "PILL": "pill", "HEXAGON": "hexagon",
	"BANNER": "banner", "DIAMOND": "diamond", "SHEET": "sheet", "CIRCLE": "circle"}

func flowNodeOf(s *Scene, b *Box) flowNode {
	n := &s.Nodes[b.Node]
	shape := flowTypes[strings.ToUpper(n.Shape)]
	if shape == "" {
		shape = "rect"
	}
	lines := b.Lines
	if lines == nil {
		lines = []string{}
	}
	return flowNode{n.ID, shape, flowPoint{round1(b.X), round1(b.Y)}, round1(b.W), round1(b.H), flowNodeData{
		Label: clean(n.Label), Lines: lines, Kind: clean(n.Kind), Form: orNull(n.Form), Note: orNull(n.Note),
		Color: mix(n.Color, n.Color, 0), Grade: n.Grade.String(), Hidden: n.Hidden, Mark: n.Mark.String()}}
}

// flowEdgeOf writes one edge; its points run from source to target.
func flowEdgeOf(s *Scene, n int, r Route, backward bool) flowEdge {
	e := &s.Edges[n]
	points := r.points()
	if backward {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	facts := e.Facts
	if facts == nil {
		facts = []string{}
	}
	return flowEdge{e.ID, s.Nodes[e.From].ID, s.Nodes[e.To].ID, flowEdgeData{
		Label: clean(e.Label), Type: e.Type, Verb: orNull(e.Verb), Grade: e.Grade.String(), Both: e.Both, Implied: e.Implied,
		Count: max(1, len(e.Facts)), Facts: facts, Sentence: clean(strings.Join(e.Tells, "; ")), Points: points, Mark: e.Mark.String()}}
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// points returns a route as a line of straight pieces: curves that turn a
// corner by their ends, others by their quarters.
func (r Route) points() [][2]float64 {
	found := [][2]float64{}
	add := func(p Point) {
		q := [2]float64{round1(p.X), round1(p.Y)}
		if len(found) == 0 || found[len(found)-1] != q {
			found = append(found, q)
		}
	}
	for i, c := range r {
		if i == 0 {
			add(c.A)
		}
		if !c.Straight && dist(c.A, c.D) > 12 {
			for _, t := range []float64{0.15, 0.3, 0.5, 0.7, 0.85} {
				add(c.At(t))
			}
		}
		add(c.D)
	}
	return found
}

func round1(v float64) float64 { return math.Round(v*10) / 10 }
