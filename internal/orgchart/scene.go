package orgchart

import "missiongraph/graph"

// Scene is what a chart shows, without any coordinates.
type Scene struct {
	Title   string
	Columns []string // headings, from the left; may be empty strings
	Nodes   []Node
	Edges   []Edge
	Footer  []string // lines below the legend: source, date, revision, what is left out
}

// Node is a box.
type Node struct {
	ID     string
	Label  string
	Kind   string // in words, for the legend
	Shape  string // as of [graph.Kind]
	Color  string // "#rrggbb"
	Column int    // index of Scene.Columns
	Grade  graph.Grade
}

// Edge is a line: one relation, or several between the same two boxes that are
// known equally well.
type Edge struct {
	From, To int    // indexes of Scene.Nodes
	Label    string // "works with, leverages"
	Grade    graph.Grade
	Both     bool     // points both ways, as a symmetric relation does
	Below    bool     // From belongs below To where both are in one column
	Tells    []string // what it says, as sentences
}
