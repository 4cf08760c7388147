package graph

import "slices"

// FindThrough lists the visible relations that a qualifier says go through one
// of some entities, as "through: 287g" does: it has the entity's id or name as
// its value. Of these it finds the ones that begin or end at a neighbour of the
// entity, and not those of the entity itself. They are in order of subject's
// name and id, type, object's name and id. The error has code LIMIT or TIMEOUT,
// or is the store's: the list is whole or not at all.
func FindThrough(v *View, nodes []Node) ([]SubEdge, error) {
	s := &throughSearch{v: v}
	for _, n := range nodes {
		if v.topology.Node(n) == nil {
			continue
		}
		if err := s.around(n, nodes); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(s.found, v.compareSubEdges)
	return slices.CompactFunc(s.found, func(a, b SubEdge) bool { return a.Edge.Fact == b.Edge.Fact }), nil
}

type throughSearch struct {
	v     *View
	read  map[FactNum]bool // for the node in hand
	found []SubEdge
}

// around reads the relations of a node's neighbours.
func (s *throughSearch) around(n Node, nodes []Node) error {
	near, err := Relations(s.v, n, nil, Both, nil)
	if err != nil {
		return err
	}
	s.read = map[FactNum]bool{}
	last := n
	for _, r := range near {
		if r.Edge.Other == last || slices.Contains(nodes, r.Edge.Other) {
			continue
		}
		last = r.Edge.Other
		rels, err := Relations(s.v, last, nil, Both, nil)
		if err != nil {
			return err
		}
		for _, x := range rels {
			e := SubEdge{last, x.Edge.Other, x.Edge}
			if !x.Forward {
				e.From, e.To, e.Edge.Other = e.To, e.From, e.From
			}
			if slices.Contains(nodes, x.Edge.Other) {
				continue
			}
			if err := s.look(e, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// look decodes a relation, to see whether it goes through n.
func (s *throughSearch) look(e SubEdge, n Node) error {
	if s.read[e.Edge.Fact] {
		return nil
	}
	s.read[e.Edge.Fact] = true
	if err := s.v.Budget.Spend(1); err != nil {
		return err
	}
	f, err := s.v.Fact(e.Edge.Fact)
	if err != nil {
		return err
	}
	info := s.v.topology.Node(n)
	if slices.ContainsFunc(f.Qualifiers, func(q Qualifier) bool { return q.Value == info.ID || q.Value == info.Name }) {
		s.found = append(s.found, e)
	}
	return nil
}
