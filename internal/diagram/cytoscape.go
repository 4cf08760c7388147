package diagram

import (
	"encoding/json"
	"strings"
)

// Cytoscape writes the layout as Cytoscape's elements, with preset places: the
// centres of boxes.
func (l *Layout) Cytoscape() ([]byte, error) {
	type element struct {
		Data     map[string]any `json:"data"`
		Position *flowPoint     `json:"position,omitempty"`
	}
	s := l.Scene
	nodes, edges := make([]element, len(l.Boxes)), make([]element, len(s.Edges))
	for i := range l.Boxes {
		b := &l.Boxes[i]
		n := &s.Nodes[b.Node]
		nodes[i] = element{map[string]any{
			"id": n.ID, "label": clean(n.Label), "kind": n.Kind, "form": orNull(n.Form), "shape": strings.ToLower(n.Shape), "color": mix(n.Color, n.Color, 0),
			"grade": n.Grade.String(), "hidden": n.Hidden, "width": round1(b.W), "height": round1(b.H), "mark": orNull(n.Mark.String()),
		}, &flowPoint{round1(b.X + b.W/2), round1(b.Y + b.H/2)}}
	}
	for i := range s.Edges {
		e := &s.Edges[i]
		edges[i] = element{Data: map[string]any{
			"id": e.ID, "source": s.Nodes[e.From].ID, "target": s.Nodes[e.To].ID, "label": clean(e.Label), "type": e.Type, "verb": orNull(e.Verb),
			"grade": e.Grade.String(), "both": e.Both, "implied": e.Implied, "facts": e.Facts, "sentence": clean(strings.Join(e.Tells, "; ")),
			"mark": orNull(e.Mark.String()),
		}}
	}
	return json.Marshal(map[string]any{
		"data":     map[string]any{"title": clean(s.Title), "revision": uint64(s.Revision), "truncated": orNull(s.Truncated), "layout": l.Name},
		"elements": map[string]any{"nodes": nodes, "edges": edges},
	})
}
