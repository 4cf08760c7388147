package graph

import (
	"math"
	"slices"
)

// Reasons why an answer is not all there is.
const (
	ReasonLimit  = "limit"  // as many as asked for were found
	ReasonBudget = "budget" // the request's work budget ran out
	ReasonDepth  = "depth"  // there is more below the greatest depth asked for
)

// SubgraphQuery asks for what lies around some entities.
type SubgraphQuery struct {
	Roots     []Node    // where to begin; unknown nodes are passed over
	Depth     int       // steps from the roots; 0 for the roots alone
	Types     []Term    // relation types followed and returned; empty for all
	Direction Direction // in which they are followed; 0 for both ways
	Kinds     []Term    // concrete kinds that may be entered; empty for all. Roots always are
	Limit     int       // nodes to return; 0 for all
}

// Subgraph is a part of the graph: some nodes and all that the lens shows
// between them.
type Subgraph struct {
	Nodes []SubNode // by depth, then name, then id
	Edges []SubEdge // by the order of From in Nodes, then type, name, id and number of the object

	TotalCount   int    // nodes within Depth, returned or not; what was counted, when not exact
	TotalIsExact bool   // false when counting was stopped: there are at least TotalCount
	Truncated    bool   // nodes were left out
	Reason       string // why, when Truncated: ReasonLimit or ReasonBudget
}

// SubNode is a node of a subgraph.
type SubNode struct {
	Node  Node
	Depth int // steps from the nearest root
}

// SubEdge is a relation within a subgraph, as stored: from subject to object.
type SubEdge struct {
	From, To Node
	Edge     Edge // as seen from From
}

// countBeyond bounds the edges touched, after Limit nodes are found, only to
// complete the count.
const countBeyond = 1 << 16

// FindSubgraph returns the nodes within q.Depth steps of the roots and every
// visible relation of the types among them, whichever way it points. What the
// limit or the budget cuts off are the farthest nodes, and of those equally
// far the last in order of name; the edges among the nodes returned are always
// complete. The error has code TIMEOUT, or LIMIT when the rest of the request
// spends the budget meanwhile.
func FindSubgraph(v *View, q SubgraphQuery) (*Subgraph, error) {
	w := newWalk(v, q.Types, q.Direction)
	g := &Subgraph{}
	reserve := w.left / 3
	w.left -= reserve
	levels, whole, complete := w.spread(&q)
	g.TotalCount, g.TotalIsExact = len(w.seen.list), complete
	w.left, w.over = w.left+reserve, w.err != nil

	limit := q.Limit
	if limit <= 0 {
		limit = math.MaxInt
	}
	switch {
	case !complete && whole < limit:
		g.Truncated, g.Reason = true, ReasonBudget
	case len(w.seen.list) > limit:
		g.Truncated, g.Reason = true, ReasonLimit
	}
	g.Nodes = make([]SubNode, 0, min(limit, len(w.seen.list)))
	plan := w.left
	for depth := range levels {
		end := len(w.seen.list)
		if depth+1 < len(levels) {
			end = levels[depth+1]
		}
		level := v.firstByName(slices.Clone(w.seen.list[levels[depth]:end]), limit-len(g.Nodes))
		for _, n := range level {
			if plan -= w.out(n); plan < 0 {
				g.Truncated, g.Reason = true, ReasonBudget
				break
			}
			g.Nodes = append(g.Nodes, SubNode{n, depth})
		}
		if plan < 0 || len(g.Nodes) >= limit {
			break
		}
	}
	w.induce(g)
	if err := w.done(); err != nil {
		return nil, err
	}
	return g, nil
}

// Count is a number of nodes.
type Count struct {
	Nodes int
	Exact bool // false when the budget ran out: there are at least as many
}

// CountSubgraph counts the nodes that [FindSubgraph] finds without a limit,
// roots included.
func CountSubgraph(v *View, q SubgraphQuery) (Count, error) {
	w := newWalk(v, q.Types, q.Direction)
	q.Limit = 0
	_, _, complete := w.spread(&q)
	c := Count{len(w.seen.list), complete}
	return c, w.done()
}

// spread fills w.seen with the nodes within reach, nearest first, and returns
// where in its list each depth begins. The first whole of them are all there
// are at their depths; complete says that this goes for the last depth too.
func (w *walk) spread(q *SubgraphQuery) (levels []int, whole int, complete bool) {
	kinds := w.kindSet(q.Kinds)
	for _, n := range q.Roots {
		if w.t.Node(n) != nil {
			w.seen.add(n)
		}
	}
	levels = append(make([]int, 0, 8), 0)
	set := &w.seen
	scan := func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			if !set.has(e.Other) && w.follows(e, d) &&
				(kinds == nil || kinds[w.t.Node(e.Other).Kind]) {
				set.add(e.Other)
			}
		}
		return true
	}
	capped := false
	for begin, depth := 0, 0; depth < q.Depth; depth++ {
		end := len(set.list)
		if begin == end {
			break
		}
		if q.Limit > 0 && end > q.Limit && !capped {
			capped, w.left = true, min(w.left, countBeyond)
		}
		whole := w.all(set.list[begin:end], false, scan)
		if len(set.list) > end {
			levels = append(levels, end)
		}
		if !whole {
			return levels, end, false
		}
		begin = end
	}
	return levels, len(set.list), true
}

// induce fills in the edges among g.Nodes.
func (w *walk) induce(g *Subgraph) {
	w.seen.reset()
	for _, n := range g.Nodes {
		w.seen.add(n.Node)
	}
	all := w.types == nil
	for _, n := range g.Nodes {
		from := n.Node
		w.runs(w.t.Node(from).Out, Out, func(edges []Edge, _ Direction) bool {
			for i := range edges {
				e := &edges[i]
				if w.seen.has(e.Other) && e.Other != 0 && (all || w.ways[e.Type] != 0) && w.v.Shows(e) {
					g.Edges = append(g.Edges, SubEdge{from, e.Other, *e})
				}
			}
			return true
		})
	}
}

// firstByName returns the first k nodes in order of name, then id, in the same
// array. The nodes must be different.
func (v *View) firstByName(nodes []Node, k int) []Node {
	return firstOf(nodes, k, v.topology.compare)
}
