package graph

import (
	"cmp"
	"slices"
	"strings"
)

// routeSearch finds the best simple paths by weight, and those that pass given
// nodes, after Yen (1971) and Lawler (1972): a cell is all paths that begin
// alike and then do not go on to some nodes. The best walk of each cell is
// known; the best of all is a path to return, and its cell falls into smaller
// ones, one for each node at which another path can leave it.
//
// Without nodes to pass the best walk passes no node twice, for every step
// costs something. With such nodes it may: then it is less than all paths of
// its cell, which falls apart in the same way.
type routeSearch struct {
	labelSearch
	open  []cell // the best last
	found []Path
}

// cell is the walks that begin with nodes[:fixed] and do not then go on to a
// banned node.
type cell struct {
	nodes  []Node  // the best of them
	grades []Grade // by step: of its best relation
	weight int     // of the best walk
	second int     // what decides between equal weights, the least first
	fixed  int
	banned []Node
}

func findRoutes(v *View, q *PathQuery) (PathResult, error) {
	s := &routeSearch{}
	s.begin(v, q)
	result := s.run()
	if err := s.end(); err != nil {
		return PathResult{}, err
	}
	return result, nil
}

func (s *routeSearch) run() PathResult {
	var result PathResult
	s.keep(cell{nodes: []Node{s.q.From}, fixed: 1})
	for len(s.open) > 0 && !s.over && len(s.found) < s.q.First {
		last := len(s.open) - 1
		best := s.open[last]
		s.open = s.open[:last]
		result.Tried = best.weight - 1
		s.take(&best)
	}
	result.Paths = s.found
	switch {
	case len(s.found) >= s.q.First:
		result.Reason = ReasonLimit
	case s.over:
		result.Reason = ReasonBudget
	default:
		result.Exhausted = true
		result.Apart = len(s.found) == 0 && !s.clipped
	}
	if result.Reason != ReasonBudget {
		result.Tried = 0
	}
	return result
}

// take returns a cell's best walk if it is a path, and pushes the cells that
// hold the rest.
func (s *routeSearch) take(c *cell) {
	end := len(c.nodes) - 1
	if again := firstRepeat(c.nodes); again > 0 {
		end = again
	} else if s.found = append(s.found, s.pathAlong(c.nodes, s.q.Weight)); len(s.found) >= s.q.First {
		return
	}
	for i := c.fixed; i <= end && !s.over; i++ {
		banned := []Node{c.nodes[i]}
		if i == c.fixed {
			banned = append(banned, c.banned...)
		}
		s.keep(cell{nodes: c.nodes[:i:i], grades: c.grades[: i-1 : i-1], fixed: i, banned: banned})
	}
}

// firstRepeat returns the first place at which a node stands again, or 0.
func firstRepeat(nodes []Node) int {
	for i := range nodes {
		if slices.Contains(nodes[:i], nodes[i]) {
			return i
		}
	}
	return 0
}

// keep finds the best walk of a cell, of which only the beginning is known,
// and puts the cell in its place.
func (s *routeSearch) keep(c cell) {
	if !s.complete(&c) {
		return
	}
	at, _ := slices.BinarySearchFunc(s.open, &c, func(x cell, c *cell) int { return -s.compare(&x, c) })
	s.open = slices.Insert(s.open, at, c)
}

// complete fills in a cell's best walk; false when it has none, or the search
// may touch no more.
func (s *routeSearch) complete(c *cell) bool {
	weight, weakest := 0, Stated
	for _, g := range c.grades {
		weight += s.q.Weight.cost(g)
		weakest = min(weakest, g)
	}
	best, ok := s.finish(c, weight, s.most, Editorial)
	if !ok || s.over {
		return false
	}
	if s.q.Weight == ByStep {
		// Among the walks as short as this those whose weakest relation is
		// strongest: what the beginning has lost is lost.
		short := best
		for grade := weakest; ; grade-- {
			if short, ok = s.finish(c, weight, best.weight, grade); ok || s.over || grade == Editorial {
				break
			}
		}
		if !ok || s.over {
			return false
		}
		best = short
		best.second = int(Stated - min(weakest, slices.Min(best.grades[c.fixed-1:])))
	} else {
		best.second = len(best.nodes)
	}
	best.fixed, best.banned = c.fixed, c.banned
	*c = best
	return true
}

// compare orders cells by their best walks.
func (s *routeSearch) compare(a, b *cell) int {
	return cmp.Or(a.weight-b.weight, a.second-b.second,
		slices.CompareFunc(a.nodes, b.nodes, func(x, y Node) int {
			return strings.Compare(s.t.Node(x).ID, s.t.Node(y).ID)
		}))
}
