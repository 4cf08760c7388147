package diagram

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// Tree writes a scene as an indented tree of names, as for a terminal: what
// hangs under what as in [Org], then the other relations as sentences.
func (s *Scene) Tree() []byte {
	var b strings.Builder
	if s.Title != "" {
		fmt.Fprintf(&b, "%s\n\n", clean(s.Title))
	}
	if len(s.Nodes) == 0 {
		b.WriteString("There is nothing to show here.\n")
	}
	f := grow(s)
	for _, root := range f.roots {
		fmt.Fprintf(&b, "%s\n", s.named(root))
		s.branch(&b, f, root, "")
	}
	var others []string
	for i := range s.Edges {
		if !slices.Contains(f.via, i) {
			others = append(others, s.Edges[i].Tells...)
		}
	}
	if len(others) > 0 {
		b.WriteString("\nAlso:\n")
		for _, tell := range others {
			fmt.Fprintf(&b, "  %s\n", clean(tell))
		}
	}
	if len(s.Footer) > 0 {
		b.WriteString("\n")
	}
	for _, line := range s.Footer {
		fmt.Fprintf(&b, "%s\n", clean(line))
	}
	return []byte(b.String())
}

func (s *Scene) branch(b *strings.Builder, f *forest, n int, indent string) {
	var kids []int
	for _, t := range f.trunks(s, n) {
		kids = append(kids, t.kids...)
	}
	for i, k := range kids {
		sign, next := "├─ ", "│  "
		if i == len(kids)-1 {
			sign, next = "└─ ", "   "
		}
		e := &s.Edges[f.via[k]]
		words := ""
		if !e.plain() {
			words = clean(e.sayMarked()) + " → "
			switch {
			case e.Both:
				words = clean(e.sayMarked()) + " ↔ "
			case e.To == n:
				words = clean(e.sayMarked()) + " ← "
			}
		}
		grade := ""
		if e.Grade != graph.Stated {
			grade = " [" + strings.ToLower(e.Grade.String()) + "]"
		}
		fmt.Fprintf(b, "%s%s%s%s%s\n", indent, sign, words, s.named(k), grade)
		s.branch(b, f, k, indent+next)
	}
}

func (s *Scene) named(n int) string {
	return fmt.Sprintf("%s (%s)", clean(s.Nodes[n].say()), clean(s.Nodes[n].Kind))
}
