package graph

import "slices"

// Direction says from which end relations are followed.
type Direction uint8

// The directions.
const (
	Out  Direction = 1 << iota // from subject to object
	In                         // from object to subject
	Both = Out | In
)

// String returns "OUT", "IN" or "ANY".
func (d Direction) String() string {
	switch d {
	case Out:
		return "OUT"
	case In:
		return "IN"
	default:
		return "ANY"
	}
}

// Reverse is the direction seen from the other end.
func (d Direction) Reverse() Direction {
	switch d {
	case Out:
		return In
	case In:
		return Out
	}
	return d
}

// View is a snapshot seen through a lens, under a budget: what every reader
// works on. It is safe for concurrent use and lives as long as its snapshot.
type View struct {
	Snapshot
	Ontology *Ontology
	Lens     Lens
	Budget   *Budget

	topology *Topology
	filter   filter
}

// NewView returns a view of s. budget may be nil.
func NewView(s Snapshot, o *Ontology, l Lens, budget *Budget) *View {
	t := s.Topology()
	return &View{Snapshot: s, Ontology: o, Lens: l, Budget: budget, topology: t, filter: compile(&l, t.terms)}
}

// Topology is the shape under the view, unfiltered.
func (v *View) Topology() *Topology { return v.topology }

// Shows reports whether the lens shows the edge. It reads the fact's row only
// for a dated fact under a valid-at lens; an error there hides the edge.
func (v *View) Shows(e *Edge) bool {
	if !v.filter.shows(e) {
		return false
	}
	if !e.Dated || v.filter.validAt == "" {
		return true
	}
	f, err := v.Fact(e.Fact)
	return err == nil && f.ValidAt(v.filter.validAt)
}

// Term returns the number of an ontology name in this store, or 0 when the
// store has never used it.
func (v *View) Term(name string) Term { return v.topology.terms.Lookup(name) }

// Neighbors appends to dst the entities at the far end of the visible
// relations of one type, in order of name, then id, each once.
func (v *View) Neighbors(dst []Node, n Node, typ Term, d Direction) []Node {
	info := v.topology.Node(n)
	if info == nil || typ == 0 {
		return dst
	}
	first := len(dst)
	if d&Out != 0 {
		dst = v.ends(dst, OfType(info.Out, typ))
	}
	if d&In != 0 {
		middle := len(dst)
		dst = v.ends(dst, OfType(info.In, typ))
		if middle > first && len(dst) > middle {
			dst = append(dst[:first], v.SortNodes(slices.Clone(dst[first:]))...)
		}
	}
	return dst
}

func (v *View) ends(dst []Node, edges []Edge) []Node {
	last := Node(0)
	for i := range edges {
		e := &edges[i]
		if e.Other != last && e.Other != 0 && v.Shows(e) {
			dst = append(dst, e.Other)
			last = e.Other
		}
	}
	return dst
}

// SortNodes sorts nodes by name, then id, drops doubles, and returns what is
// left in the same array.
func (v *View) SortNodes(nodes []Node) []Node {
	slices.SortFunc(nodes, v.topology.compare)
	return slices.Compact(nodes)
}
