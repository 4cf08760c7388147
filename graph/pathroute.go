package graph

import (
	"cmp"
	"math/bits"
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
// costs something. With such nodes it may, before and after one of them: then
// it is less than all paths of its cell, and the cell falls into the paths that
// pass the node early, if at all, and those that pass it late, as in search by
// conflicts (Sharon and others 2015). A path that does not pass it is in both,
// and the copies come up one after the other.
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
	rules  []routeRule
}

// routeRule says that a walk may come to a node only when it has passed at
// most count nodes of Via, or only when it has passed more.
type routeRule struct {
	node  Node
	count int
	late  bool
}

func (c *cell) allows(n Node, passed uint8) bool {
	for _, r := range c.rules {
		if r.node == n && (bits.OnesCount8(passed) > r.count) != r.late {
			return false
		}
	}
	return true
}

func findRoutes(v *View, q *PathQuery) (PathResult, error) {
	s := &routeSearch{}
	s.begin(v, q, nil)
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

// take returns a cell's best walk if it is a path, and keeps the cells that
// hold the rest.
func (s *routeSearch) take(c *cell) {
	if n := firstRepeat(c.nodes); n != 0 {
		count := 0
		for _, x := range c.nodes[:slices.Index(c.nodes, n)] {
			if s.via[x] != 0 {
				count++
			}
		}
		for _, late := range []bool{false, true} {
			part := *c
			part.rules = append(slices.Clone(c.rules), routeRule{n, count, late})
			s.keep(part)
		}
		return
	}
	if last := len(s.found) - 1; last < 0 || !slices.Equal(s.found[last].Nodes, c.nodes) {
		s.found = append(s.found, s.pathAlong(c.nodes, s.q.Weight))
	}
	for i := c.fixed; i < len(c.nodes) && len(s.found) < s.q.First && !s.over; i++ {
		part := cell{nodes: c.nodes[:i:i], grades: c.grades[: i-1 : i-1], fixed: i, banned: c.nodes[i : i+1], rules: c.rules}
		if i == c.fixed {
			part.banned = append(part.banned[:1:1], c.banned...)
		}
		s.keep(part)
	}
}

// firstRepeat returns the first node that stands twice, or 0.
func firstRepeat(nodes []Node) Node {
	for i, n := range nodes {
		if slices.Contains(nodes[:i], n) {
			return n
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
	for _, g := range c.grades[:c.fixed-1] {
		weight += s.q.Weight.cost(g)
		weakest = min(weakest, g)
	}
	most := s.most
	if wanted := s.q.First - len(s.found); s.goal == 0 && len(s.open) >= wanted {
		most = s.open[len(s.open)-wanted].weight
	}
	best, ok := s.finish(c, weight, most, Editorial)
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
	best.fixed, best.banned, best.rules = c.fixed, c.banned, c.rules
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
