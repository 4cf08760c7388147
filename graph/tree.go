package graph

import "slices"

// TreeNode is a node at a place in a tree.
type TreeNode struct {
	Node   Node
	Parent Node // one step nearer to where the walk began
	Depth  int  // steps from where the walk began, from 1
	Rel    Rel  // the relation between the two, as seen from Parent
}

// Tree is a tree of unknown depth as a flat list, without the node it begins
// at, by depth, then name, then id. Each node stands in it once, at its least
// depth; of several parents the first in the list is given, and of several
// relations to that one the best supported.
type Tree struct {
	Nodes     []TreeNode
	Truncated bool   // there is more
	Reason    string // why it was left out: ReasonDepth or ReasonBudget
}

// TreeQuery asks for what stands above or below an entity.
type TreeQuery struct {
	Root      Node      // where to begin; an unknown one has nothing
	Types     []Term    // relation types followed; empty for all
	Direction Direction // Out for what it belongs to, In for what belongs to it
	MaxDepth  int       // steps; 0 for no bound
	Where     Condition // what nodes must meet to be entered; the root need not
}

// FindTree lists what relations lead to, step by step. Cycles are no harm: a
// node already in the list, or the root, is not entered again. The error has
// code TIMEOUT or LIMIT, or is q.Where's.
func FindTree(v *View, q TreeQuery) (Tree, error) {
	var found Tree
	root, maxDepth := q.Root, q.MaxDepth
	if v.topology.Node(root) == nil {
		return found, nil
	}
	w := newWalk(v, q.Types, q.Direction)
	w.meet(q.Where)
	w.seen.add(root)
	level, next := []Node{root}, []TreeNode(nil)
	place := map[Node]int{} // in next
	for depth := 1; len(level) > 0; depth++ {
		last := maxDepth > 0 && depth > maxDepth
		next = next[:0]
		clear(place)
		for _, parent := range level {
			ok := w.each(parent, false, func(run []Edge, d Direction) bool {
				for i := range run {
					e := &run[i]
					if !w.follows(e, d) {
						continue
					}
					if !w.seen.has(e.Other) && w.enters(e.Other) {
						w.seen.add(e.Other)
						place[e.Other] = len(next)
						next = append(next, TreeNode{e.Other, parent, depth, Rel{*e, d == Out}})
						if last {
							return false
						}
					} else if at, ok := place[e.Other]; ok && next[at].Parent == parent &&
						w.compareSupport(e, &next[at].Rel.Edge) < 0 {
						next[at].Rel = Rel{*e, d == Out}
					}
				}
				return true
			})
			if last && len(next) > 0 {
				found.Truncated, found.Reason = true, ReasonDepth
				return found, w.done()
			}
			if !ok {
				found.Truncated, found.Reason = true, ReasonBudget
				break
			}
		}
		slices.SortFunc(next, func(a, b TreeNode) int {
			return w.t.compare(a.Node, b.Node)
		})
		found.Nodes = append(found.Nodes, next...)
		if found.Truncated {
			break
		}
		level = level[:0]
		for _, n := range next {
			level = append(level, n.Node)
		}
	}
	return found, w.done()
}
