package diagram

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"missiongraph/graph"
)

// mermaidShapes are what goes around a name.
var mermaidShapes = map[string][2]string{"RECTANGLE": {"[", "]"}, "ROUNDED": {"(", ")"}, "PILL": {"([", "])"}, "HEXAGON": {"{{", "}}"},
	"BANNER": {">", "]"}, "DIAMOND": {"{", "}"}, "SHEET": {"[/", "/]"}, "CIRCLE": {"((", "))"}}

// Mermaid writes a scene as a Mermaid flowchart, for Markdown. Mermaid does
// the layout: of ours only the direction is told.
func (s *Scene) Mermaid(layout string) []byte {
	var b strings.Builder
	title, _ := json.Marshal(clean(s.Title)) // which YAML reads, too
	direction := "LR"
	if layout == "ORG" {
		direction = "BT" // parts point up at their wholes
	}
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nflowchart %s\n", title, direction)
	for _, line := range s.Footer {
		fmt.Fprintf(&b, "%%%% %s\n", mermaidText(line))
	}
	kinds := s.kinds()
	for i := range s.Nodes {
		n := &s.Nodes[i]
		around, ok := mermaidShapes[strings.ToUpper(n.Shape)]
		if !ok {
			around = mermaidShapes["RECTANGLE"]
		}
		fmt.Fprintf(&b, "  n%d%s\"%s\"%s:::k%d\n", i, around[0], mermaidText(n.say()), around[1], kinds[n.Kind])
	}
	for i := range s.Edges {
		e := &s.Edges[i]
		fmt.Fprintf(&b, "  n%d %s|\"%s\"| n%d\n", e.From, e.mermaid(), mermaidText(e.sayMarked()), e.To)
	}
	for i := range s.Edges {
		if e := &s.Edges[i]; e.Grade <= graph.Contextual && !e.Implied {
			fmt.Fprintf(&b, "  linkStyle %d stroke-dasharray:1 4\n", i)
		}
	}
	seen := map[int]bool{}
	for i := range s.Nodes {
		if k := kinds[s.Nodes[i].Kind]; !seen[k] {
			seen[k] = true
			color := Light.stroke(s.Nodes[i].Color)
			fmt.Fprintf(&b, "  classDef k%d fill:%s,stroke:%s,color:%s\n", k, Light.fill(s.Nodes[i].Color), color, Light.Ink)
		}
	}
	return []byte(b.String())
}

// kinds numbers the kinds of a scene in order.
func (s *Scene) kinds() map[string]int {
	found := map[string]int{}
	for i := range s.Nodes {
		if _, ok := found[s.Nodes[i].Kind]; !ok {
			found[s.Nodes[i].Kind] = len(found)
		}
	}
	return found
}

// say is what a node's box says, in one line.
func (n *Node) say() string {
	text := n.Label
	if n.Mark != Same {
		text = n.Mark.sign() + " " + text
	}
	if n.Note != "" {
		text += " (" + n.Note + ")"
	}
	return text
}

func (e *Edge) sayMarked() string {
	if e.Mark != Same {
		return e.Mark.sign() + " " + e.Label
	}
	return e.Label
}

// mermaid is the arrow of an edge.
func (e *Edge) mermaid() string {
	arrow := "-.->"
	switch {
	case e.Implied:
		arrow = "==>"
	case e.Grade == graph.Stated:
		arrow = "-->"
	}
	if e.Both {
		arrow = "<" + arrow
	}
	return arrow
}

// mermaidText makes any text fit to stand between quotes: what is neither
// letter nor digit nor harmless is written as its code.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune(" ,.-/()’–+−≠:", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
}
