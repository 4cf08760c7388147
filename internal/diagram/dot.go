package diagram

import (
	"fmt"
	"strings"

	"missiongraph/graph"
)

// dotShapes are Graphviz's for ours.
var dotShapes = map[string]string{"RECTANGLE": "box", "ROUNDED": `box`, "PILL": "box", "HEXAGON": "hexagon", "BANNER": "cds",
	"DIAMOND": "diamond", "SHEET": "note", "CIRCLE": "ellipse"}

// DOT writes a scene for Graphviz, which does the layout.
func (s *Scene) DOT(layout, links string) []byte {
	var b strings.Builder
	direction := "LR"
	if layout == "ORG" {
		direction = "BT"
	}
	fmt.Fprintf(&b, "digraph missiongraph {\n  graph [label=%s, labelloc=t, rankdir=%s, fontname=\"Public Sans,Helvetica\", tooltip=%s]\n",
		dotText(s.Title), direction, dotText(strings.Join(s.Footer, " ")))
	b.WriteString("  node [fontname=\"Public Sans,Helvetica\", style=filled]\n  edge [fontname=\"Public Sans,Helvetica\", fontsize=10]\n")
	for i := range s.Nodes {
		n := &s.Nodes[i]
		shape := dotShapes[strings.ToUpper(n.Shape)]
		if shape == "" {
			shape = "box"
		}
		style := "filled"
		if r := strings.ToUpper(n.Shape); r == "ROUNDED" || r == "PILL" {
			style = `filled,rounded`
		}
		fmt.Fprintf(&b, "  n%d [label=%s, shape=%s, style=%q, fillcolor=%q, color=%q, tooltip=%s", i, dotText(n.say()), shape, style,
			Light.fill(n.Color), Light.stroke(n.Color), dotText(n.Kind))
		if links != "" {
			fmt.Fprintf(&b, ", URL=%s", dotText(pageOf(links, n.ID)))
		}
		b.WriteString("]\n")
	}
	for i := range s.Edges {
		e := &s.Edges[i]
		style := map[graph.Grade]string{graph.Stated: "solid", graph.Construed: "dashed"}[e.Grade]
		if style == "" {
			style = "dotted"
		}
		color := Light.stroke(s.Nodes[e.From].Color)
		if e.Implied {
			style, color = "solid", color+":"+color // two lines side by side
		}
		fmt.Fprintf(&b, "  n%d -> n%d [label=%s, style=%s, color=%q, tooltip=%s", e.From, e.To, dotText(e.sayMarked()), style, color,
			dotText(strings.Join(e.Tells, "; ")))
		if e.Both {
			b.WriteString(", dir=both")
		}
		b.WriteString("]\n")
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

// dotText quotes any text; in labels a backslash would begin an escape.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean(s)) + `"`
}
