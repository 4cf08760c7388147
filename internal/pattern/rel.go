package pattern

import "missiongraph/graph"

// rel is a relation as it was followed.
type rel struct {
	near graph.Node
	edge graph.Edge
	out  bool // near is the subject
}

// walked is a chain of relations.
type walked struct {
	rels []rel
	back bool // walked from the end of the pattern's edge
	full bool // false for null; a path may be empty
}

// value is the relation as a value.
func (r rel) value() Value {
	if r.edge.Fact == 0 {
		return Value{}
	}
	v := Value{Type: Relation, Node: r.near, Edge: r.edge}
	if !r.out {
		v.Node, v.Edge.Other = r.edge.Other, r.near
	}
	return v
}

// value is the chain as a value, in the direction of the pattern.
func (w walked) value() Value {
	if !w.full {
		return Value{}
	}
	v := Value{Type: Path, List: make([]Value, len(w.rels))}
	for i, r := range w.rels {
		if w.back {
			i = len(w.rels) - 1 - i
		}
		v.List[i] = r.value()
	}
	return v
}
