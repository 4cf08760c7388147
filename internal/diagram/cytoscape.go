package diagram

import (
	"io"
	"strings"
)

// Cytoscape writes the layout as Cytoscape's elements, with preset places: the
// centres of boxes, piece by piece. The error is the writer's.
func (l *Layout) Cytoscape(w io.Writer) error {
	s := l.Scene
	j := newJSONStream(w)
	j.field(`{"data":{"layout":`, l.Name)
	j.field(`,"revision":`, uint64(s.Revision))
	j.field(`,"title":`, clean(s.Title))
	j.field(`,"truncated":`, orNull(s.Truncated))
	j.raw(`},"elements":{"edges":`)
	j.list(len(s.Edges), func(i int) any { return cytoscapeEdgeOf(s, &s.Edges[i]) })
	j.raw(`,"nodes":`)
	boxes := l.boxes()
	j.list(len(boxes), func(i int) any { return cytoscapeNodeOf(s, &boxes[i]) })
	j.raw("}}")
	return j.done()
}

type cytoscapeNode struct {
	Data struct {
		Color  string  `json:"color"`
		Form   *string `json:"form"`
		Grade  string  `json:"grade"`
		Height float64 `json:"height"`
		Hidden int     `json:"hidden"`
		ID     string  `json:"id"`
		Kind   string  `json:"kind"`
		Label  string  `json:"label"`
		Mark   *string `json:"mark"`
		Shape  string  `json:"shape"`
		Width  float64 `json:"width"`
	} `json:"data"`
	Position flowPoint `json:"position"`
}

func cytoscapeNodeOf(s *Scene, b *Box) *cytoscapeNode {
	n := &s.Nodes[b.Node]
	e := &cytoscapeNode{Position: flowPoint{round1(b.X + b.W/2), round1(b.Y + b.H/2)}}
	d := &e.Data
	d.ID, d.Label, d.Kind, d.Form, d.Shape = n.ID, clean(n.Label), n.Kind, orNull(n.Form), strings.ToLower(n.Shape)
	d.Color, d.Grade, d.Hidden, d.Mark = mix(n.Color, n.Color, 0), n.Grade.String(), n.Hidden, orNull(n.Mark.String())
	d.Width, d.Height = round1(b.W), round1(b.H)
	return e
}

type cytoscapeEdge struct {
	Data struct {
		Both     bool     `json:"both"`
		Facts    []string `json:"facts"`
		Grade    string   `json:"grade"`
		ID       string   `json:"id"`
		Implied  bool     `json:"implied"`
		Label    string   `json:"label"`
		Mark     *string  `json:"mark"`
		Sentence string   `json:"sentence"`
		Source   string   `json:"source"`
		Target   string   `json:"target"`
		Type     string   `json:"type"`
		Verb     *string  `json:"verb"`
	} `json:"data"`
}

func cytoscapeEdgeOf(s *Scene, e *Edge) *cytoscapeEdge {
	x := &cytoscapeEdge{}
	d := &x.Data
	d.ID, d.Source, d.Target = e.ID, s.Nodes[e.From].ID, s.Nodes[e.To].ID
	d.Label, d.Type, d.Verb, d.Sentence = clean(e.Label), e.Type, orNull(e.Verb), clean(strings.Join(e.Tells, "; "))
	d.Grade, d.Both, d.Implied, d.Facts, d.Mark = e.Grade.String(), e.Both, e.Implied, e.Facts, orNull(e.Mark.String())
	return x
}
