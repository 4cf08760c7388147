package graph

// never is a weight no path has.
const never = 1 << 14

// ball is what is known of the weights from nodes to its center.
type ball struct {
	center  Node
	weights []uint8  // by Node: 1 and the least weight known to the center; 0 for none
	levels  [][]Node // by weight: nodes reached; some are stale
	radius  int      // all that is not farther than this is known
	whole   bool     // all that leads to the center is known
}

// ballEdges bounds the edges touched to know more of one ball.
const ballEdges = 1 << 13

// routeBounds tells how much a way must at least cost. The bounds obey the
// triangle inequality, so that labels are taken in order of weight.
type routeBounds struct {
	home  *ball // around To
	balls []ball
	tours []int32 // by nodes passed and the node of Via last passed: at least to To
	goal  uint8
}

// measure grows a ball around To and each node of Via until it holds From or
// has become dear.
func (b *routeBounds) measure(s *labelSearch) {
	count := len(s.q.Via)
	for len(s.balls) <= count {
		s.balls = append(s.balls, ball{})
	}
	b.balls, b.home, b.goal = s.balls[:count], &s.balls[count], s.goal
	for i := range b.balls {
		b.balls[i].grow(s, s.q.Via[i])
	}
	b.home.grow(s, s.q.To)
	b.tours = make([]int32, count<<count)
	for passed := int(b.goal); passed > 0; passed-- {
		for i, n := range s.q.Via {
			if passed&(1<<i) != 0 {
				b.tours[passed*count+i] = int32(b.rest(n, uint8(passed)))
			}
		}
	}
}

func (b *routeBounds) reset() {
	for i := range b.balls {
		b.balls[i].reset()
	}
	b.home.reset()
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

func (b *ball) grow(s *labelSearch, center Node) {
	if size := s.t.Cap(); len(b.weights) < size {
		b.weights = make([]uint8, size+size/8)
	}
	b.center, b.radius, b.whole = center, 0, false
	b.reach(center, 0)
	for left := ballEdges; !s.over && b.radius < s.most; b.radius++ {
		if w := int(b.weights[s.q.From]); w > 0 && w-1 <= b.radius {
			return
		}
		if b.radius >= len(b.levels) {
			b.whole = true
			return
		}
		if left -= s.degrees(b.levels[b.radius]); left < 0 {
			return
		}
		b.widen(s)
	}
}

// widen looks at what leads to the nodes at the radius.
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
