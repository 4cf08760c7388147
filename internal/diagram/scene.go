package diagram

import "missiongraph/graph"

// Scene is what a diagram shows, without any coordinates. It is never changed
// once made.
type Scene struct {
	Title     string
	Columns   []string // headings of the layered layout, from the left; may be empty strings
	Nodes     []Node
	Edges     []Edge
	Groups    []Group // nodes that stand for others, in order of Head
	Focus     []int   // indexes of Nodes: where the diagram was asked from; may be empty
	Footer    []string
	Revision  graph.Revision
	Marked    bool   // a difference: Mark of nodes and edges says what changed
	Truncated string // "500 of 3,120" when nodes were left out, else ""
}

// Node is a box.
type Node struct {
	ID     string
	Label  string
	Kind   string // in words, for the legend
	Form   string // the coded subdivision of the kind; may be empty
	Shape  string // as of [graph.Kind]
	Color  string // "#rrggbb"
	Column int    // index of Scene.Columns
	Grade  graph.Grade
	Note   string // a line below the label, as "12 rolled up"; may be empty
	Hidden int    // relations of the entity that the diagram does not draw
	Mark   Mark
}

// Edge is a line: one relation, or several between the same two boxes that are
// known equally well.
type Edge struct {
	ID       string // the first fact's, or one made of both ends
	From, To int    // indexes of Scene.Nodes
	Label    string // "works with, leverages"
	Type     string // relation type of the first fact
	Verb     string // of the first fact; may be empty
	Grade    graph.Grade
	Both     bool     // points both ways, as a symmetric relation does
	Below    bool     // From belongs below To, as a part below its whole
	Implied  bool     // stands for relations of what was rolled up
	Facts    []string // ids of the facts it draws
	Tells    []string // what it says, as sentences; the first few of an implied edge
	Mark     Mark
}

// Group tells what a node stands for.
type Group struct {
	Head    int      // index of Scene.Nodes
	Members []string // ids, the head's too if it was found itself
	Inside  int      // relations between two members, which are not drawn
}

// Mark says what a change did to a node or an edge.
type Mark uint8

// The marks of a difference.
const (
	Same Mark = iota
	Added
	Removed
	Changed
)

// String returns "added", "removed" or "changed", and "" for what is the same.
func (m Mark) String() string { return [...]string{"", "added", "removed", "changed"}[m] }

// sign is the mark as one character.
func (m Mark) sign() string { return [...]string{"", "+", "−", "≠"}[m] }
