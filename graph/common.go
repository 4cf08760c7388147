package graph

import "slices"

// CommonQuery asks what several entities have to do with alike.
type CommonQuery struct {
	Nodes     []Node    // two or more, each counted once; unknown ones have no neighbours
	Types     []Term    // relation types followed; empty for all
	Direction Direction // in which they are followed from Nodes; 0 for both ways
	Kinds     []Term    // concrete kinds of what is found; empty for all
	Where     Condition // what must hold for what is found
	First     int       // at most so many; 0 for all
}

// Common is what several entities have to do with alike.
type Common struct {
	Nodes []Node       // those given, each once, in their order
	Found []CommonNode // in order of name, then id; none of the given nodes
	Total int          // found, returned or not
}

// CommonNode is an entity related to all that were given.
type CommonNode struct {
	Node Node
	Rels [][]Rel // by [Common.Nodes], as seen from there; best supported first
}

// MaxCommon bounds [CommonQuery.Nodes].
const MaxCommon = 64

// CommonNeighbors finds the entities related to each of the given ones. The
// list is whole or not at all. The error has code LIMIT (also for more than
// [MaxCommon]) or TIMEOUT, or is q.Where's.
func CommonNeighbors(v *View, q CommonQuery) (Common, error) {
	if len(q.Nodes) > MaxCommon {
		return Common{}, Errorf(Limit, "%d entities, more than %d", len(q.Nodes), MaxCommon).WithHint("at most %d", MaxCommon)
	}
	given := firstOfEach(q.Nodes)
	found := Common{Nodes: given}
	for _, n := range given {
		if v.topology.Node(n) == nil {
			return found, nil
		}
	}
	if len(given) == 0 {
		return found, nil
	}
	w := newWalk(v, q.Types, q.Direction)
	w.meet(q.Where)
	nodes := w.shared(given, w.kindSet(q.Kinds))
	found.Total = len(nodes)
	if q.First > 0 {
		nodes = nodes[:min(q.First, len(nodes))]
	}
	if !w.over {
		found.Found = w.joined(given, nodes)
	}
	if err := w.complete(); err != nil {
		return Common{}, err
	}
	return found, nil
}

// firstOfEach returns the nodes without doubles, in the same order.
func firstOfEach(nodes []Node) []Node {
	var kept []Node
	for _, n := range nodes {
		if !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

// shared returns the neighbours of all the given nodes, in order of name. It
// begins with the node that has the fewest relations.
func (w *walk) shared(given []Node, kinds termSet) []Node {
	order := slices.Clone(given)
	slices.SortStableFunc(order, func(a, b Node) int {
		return w.degree(a) - w.degree(b)
	})
	w.far.grow(w.t.Cap())
	var left []Node
	for i, n := range order {
		w.seen.reset()
		w.each(n, false, func(edges []Edge, d Direction) bool {
			for j := range edges {
				e := &edges[j]
				if w.seen.has(e.Other) || !w.follows(e, d) || i > 0 && !w.far.has(e.Other) {
					continue
				}
				if i == 0 && (slices.Contains(given, e.Other) || kinds != nil && !kinds[w.t.Node(e.Other).Kind] || !w.enters(e.Other)) {
					continue
				}
				w.seen.add(e.Other)
			}
			return true
		})
		left = append(left[:0], w.seen.list...)
		w.far.reset()
		for _, x := range left {
			w.far.add(x)
		}
	}
	return w.v.SortNodes(left)
}

// joined lists the relations between the given nodes and what they share.
func (w *walk) joined(given, nodes []Node) []CommonNode {
	list := make([]CommonNode, 0, len(nodes))
	for _, n := range nodes {
		c := CommonNode{Node: n, Rels: make([][]Rel, len(given))}
		for i, from := range given {
			if !w.charge(w.shorter(from, n)) {
				return nil
			}
			c.Rels[i] = w.between(from, n)
		}
		list = append(list, c)
	}
	return list
}
