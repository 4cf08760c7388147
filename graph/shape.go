package graph

import "slices"

// shape is the graph as plain compressed adjacency, for passes that go over all
// of it many times: each entity has a place, in order of number, and the
// neighbours of place i are to[begin[i]:begin[i+1]], each once. Relations of an
// entity to itself are left out.
type shape struct {
	nodes []Node // by place
	begin []uint32
	to    []uint32
}

// way says which neighbours a shape has.
type way uint8

const (
	eitherWay way = iota // those a relation joins the entity to, whichever way it points
	inward               // those a relation leads from; symmetric ones lead both ways
)

func (s *shape) of(i uint32) []uint32 { return s.to[s.begin[i]:s.begin[i+1]] }

// newShape reads what the lens shows along types, sorted; empty for all. The
// error has code TIMEOUT.
func newShape(v *View, types []Term, w way) (*shape, error) {
	t := v.topology
	s := &shape{nodes: make([]Node, 0, t.Len()), begin: make([]uint32, 1, t.Len()+1)}
	place := make([]uint32, t.Cap())
	for n := range t.All {
		place[n] = uint32(len(s.nodes))
		s.nodes = append(s.nodes, n)
	}
	follows, both := newTermSet(types), newTermSet(v.symmetric())
	s.to = make([]uint32, 0, t.Facts())
	seenBy := make([]uint32, len(s.nodes)) // by place: 1 + the place that took it last
	for i, n := range s.nodes {
		if i%1024 == 0 {
			if err := v.Budget.Err(); err != nil {
				return nil, err
			}
		}
		info, me := t.Node(n), uint32(i)+1
		seenBy[i] = me
		take := func(edges []Edge, all bool) {
			for j := range edges {
				e := &edges[j]
				if e.Other == 0 || !all && !both.has(e.Type) || len(types) > 0 && !follows.has(e.Type) {
					continue
				}
				if p := place[e.Other]; seenBy[p] != me && v.Shows(e) {
					seenBy[p] = me
					s.to = append(s.to, p)
				}
			}
		}
		take(info.In, true)
		take(info.Out, w == eitherWay)
		s.begin = append(s.begin, uint32(len(s.to)))
	}
	s.to = slices.Clip(s.to)
	return s, nil
}
