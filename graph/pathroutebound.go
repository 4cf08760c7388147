package graph

import "slices"

// never is a weight no path has.
const never = 1 << 14

// ball is what is known of the weights from nodes to its center.
type ball struct {
	weights []uint8  // by Node: 1 and the least weight known to the center; 0 for none
	levels  [][]Node // by weight: nodes reached; some are stale
	radius  int      // all that is not farther than this is known
	next    int      // edges to touch for the next step of radius
	whole   bool     // all that leads to the center is known
}

// routeBounds tells how much a way must at least cost, from balls around To
// and the nodes of Via. The balls grow as the search does, so that neither
// looks at much more than the other: without nodes to pass this is a search
// from both ends. From one node of Via to the next, or to To, the least weight
// is found beforehand.
type routeBounds struct {
	home    *ball // around To
	balls   []ball
	all     []ball  // balls, and home
	tours   []int32 // by nodes passed and the node of Via last passed: from there to To
	via     []Node
	goal    uint8
	touched int // edges looked at
}

func (b *routeBounds) begin(s *labelSearch) {
	count := len(s.q.Via)
	for len(s.balls) <= count {
		s.balls = append(s.balls, ball{})
	}
	b.all, b.balls, b.home = s.balls[:count+1], s.balls[:count], &s.balls[count]
	b.via, b.goal, b.touched = s.q.Via, s.goal, 0
	for i, n := range b.via {
		b.balls[i].begin(s, n)
	}
	b.home.begin(s, s.q.To)
	if count > 0 {
		b.measure(s)
	}
}

// measure fills in the tours, those with the most nodes passed first.
func (b *routeBounds) measure(s *labelSearch) {
	count := len(b.via)
	legs := make([]int, count*(count+1)) // by node, and node after it or To
	for i, from := range b.via {
		for j, to := range append(slices.Clone(b.via), s.q.To) {
			if i != j {
				legs[i*(count+1)+j] = s.leg(from, to)
			}
		}
	}
	b.tours = make([]int32, count<<count)
	for passed := int(b.goal); passed > 0; passed-- {
		for i := range b.via {
			if passed == int(b.goal) {
				b.tours[passed*count+i] = int32(legs[i*(count+1)+count])
				continue
			}
			least := never
			for j := range b.via {
				if passed&(1<<j) == 0 {
					least = min(least, legs[i*(count+1)+j]+int(b.tours[(passed|1<<j)*count+j]))
				}
			}
			b.tours[passed*count+i] = int32(least)
		}
	}
}

// leg returns the least weight from one node to another, or a bound of it.
func (s *labelSearch) leg(from, to Node) int {
	if s.over {
		return 0
	}
	q := *s.q
	q.From, q.To, q.Via = from, to, nil
	var x labelSearch
	before := s.v.Budget.Left()
	x.begin(s.v, &q, s.q.Via)
	best, ok := x.finish(&cell{nodes: []Node{from}, fixed: 1}, 0, x.most, Editorial)
	over := x.over
	s.err = x.end()
	s.left -= (before - s.v.Budget.Left()) * edgesPerUnit
	s.over = over || s.err != nil || s.left < 0
	switch {
	case ok:
		return best.weight
	case x.clipped:
		return s.most + 1
	}
	return never
}

// grow makes balls larger, each time that which takes the fewest edges, as long
// as no more than edges are touched in all.
func (b *routeBounds) grow(s *labelSearch, edges int) {
	for !s.over {
		var least *ball
		for i := range b.all {
			if x := &b.all[i]; !x.whole && x.radius < s.most && (least == nil || x.next < least.next) {
				least = x
			}
		}
		if least == nil || b.touched+least.next > edges {
			return
		}
		b.touched += least.next
		least.widen(s)
	}
}

func (b *routeBounds) reset() {
	for i := range b.all {
		b.all[i].reset()
	}
}

// rest returns what a way from n to To through all nodes of Via that it has not
// passed costs at least; never when there is no such way.
func (b *routeBounds) rest(n Node, passed uint8) int {
	if passed == b.goal {
		return b.home.least(n)
	}
	least := never
	for i := range b.balls {
		if bit := uint8(1) << i; passed&bit == 0 {
			least = min(least, b.balls[i].least(n)+int(b.tours[int(passed|bit)*len(b.balls)+i]))
		}
	}
	return least
}

// least returns a bound of the weight from n to the center.
func (b *ball) least(n Node) int {
	switch w := int(b.weights[n]); {
	case w > 0 && w-1 <= b.radius:
		return w - 1
	case b.whole:
		return never
	}
	return b.radius + 1
}

func (b *ball) begin(s *labelSearch, center Node) {
	if size := s.t.Cap(); len(b.weights) < size {
		b.weights = make([]uint8, size+size/8)
	}
	b.radius, b.whole = 0, false
	b.reach(center, 0)
	b.next = s.degrees(b.levels[0])
}

// widen looks at what leads to the nodes at the radius and makes it one more.
func (b *ball) widen(s *labelSearch) {
	level := b.levels[b.radius]
	kept := level[:0]
	for _, n := range level {
		if int(b.weights[n]) == b.radius+1 {
			kept = append(kept, n)
		}
	}
	b.levels[b.radius] = kept
	s.all(kept, true, func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			weight := b.radius + s.q.Weight.cost(e.Grade)
			if was := int(b.weights[e.Other]); was > 0 && was <= weight+1 ||
				!s.follows(e, d) || s.avoid.has(e.Other) || !s.enters(e.Other) {
				continue
			}
			b.reach(e.Other, weight)
		}
		return true
	})
	if b.radius++; b.radius < len(b.levels) {
		b.next = s.degrees(b.levels[b.radius])
	} else {
		b.whole = !s.over
	}
}

func (b *ball) reach(n Node, weight int) {
	for len(b.levels) <= weight {
		if len(b.levels) < cap(b.levels) {
			b.levels = b.levels[:len(b.levels)+1]
		} else {
			b.levels = append(b.levels, nil)
		}
	}
	b.weights[n] = uint8(weight + 1)
	b.levels[weight] = append(b.levels[weight], n)
}

func (b *ball) reset() {
	for i, level := range b.levels {
		for _, n := range level {
			b.weights[n] = 0
		}
		b.levels[i] = level[:0]
	}
	b.levels = b.levels[:0]
}
