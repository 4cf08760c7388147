package graph

import "strings"

// pathSearch is one search for paths. mask holds for each node the places
// (distances from the beginning of the path) at which it can stand on a walk
// of the length in hand: bit p for place p under the grade in hand, bit 32+p
// under any grade the lens shows.
type pathSearch struct {
	*walk
	q      *PathQuery
	marked []Node   // nodes whose mask is not 0
	base   [][]Node // by place: the nodes with bit 32+place
	places [][]Node // by place: the nodes with bit place
	cost   []int    // by place: the edges that leaving what was reached would touch
	path   []Node
	stack  []candidate
	found  []Path
	tried  int // all paths of at most so many steps are found
}

// candidate is a neighbour that the path may go on to.
type candidate struct {
	node  Node
	grade Grade // of the best relation
}

func newPathSearch(v *View, q *PathQuery) *pathSearch {
	s := &pathSearch{walk: newWalk(v, q.Types, q.Direction), q: q}
	size := v.topology.Cap()
	s.meet(q.Where)
	s.far.grow(size)
	s.avoid.grow(size)
	if len(s.mask) < size {
		s.mask = make([]uint64, size+size/8)
		s.best = make([]Grade, size+size/8)
	}
	for _, n := range q.Avoid {
		if v.topology.Node(n) != nil {
			s.avoid.add(n)
		}
	}
	return s
}

func (s *pathSearch) end() error {
	s.unmark()
	return s.done()
}

func (s *pathSearch) unmark() {
	for _, n := range s.marked {
		s.mask[n] = 0
	}
	s.marked = s.marked[:0]
}

// distance returns the length of the shortest path, or 0 when there is none
// within MaxLength; apart says that there is none of any length.
func (s *pathSearch) distance() (length int, apart bool) {
	near, far := &s.seen, &s.far
	near.add(s.q.From)
	far.add(s.q.To)
	nearBegin, farBegin := 0, 0
	for length = 1; length <= s.q.MaxLength; length++ {
		mine, other, begin, back := near, far, &nearBegin, false
		if s.degrees(far.list[farBegin:]) < s.degrees(near.list[nearBegin:]) {
			mine, other, begin, back = far, near, &farBegin, true
		}
		met := false
		scan := func(edges []Edge, d Direction) bool {
			for i := range edges {
				e := &edges[i]
				if mine.has(e.Other) || !s.follows(e, d) || s.avoid.has(e.Other) {
					continue
				}
				if other.has(e.Other) {
					met = true
					return false
				}
				if s.enters(e.Other) {
					mine.add(e.Other)
				}
			}
			return true
		}
		end := len(mine.list)
		level := mine.list[*begin:end]
		for i, n := range level {
			if i%warmBatch == 0 {
				s.sink += s.warm(level[i:min(i+warmBatch, len(level))])
			}
			if !s.each(n, back, scan) && !met {
				return 0, false
			}
			if met {
				return length, false
			}
		}
		s.tried = length
		if *begin = end; end == len(mine.list) {
			return 0, true
		}
	}
	return 0, false
}

// descend goes on from the end of path in order of id and emits the paths
// whose weakest relation is of exactly the grade. It returns false when there
// are enough, or the walk may touch no more.
func (s *pathSearch) descend(length int, grade, weakest Grade) bool {
	place := len(s.path) - 1
	if place == length {
		if weakest == grade {
			s.emit()
		}
		return !s.full()
	}
	begin := len(s.stack)
	if !s.candidates(s.path[place], place+1, grade) {
		s.stack = s.stack[:begin]
		return false
	}
	for i := (len(s.stack)-begin)/2 - 1; i >= 0; i-- {
		s.down(s.stack[begin:], i)
	}
	for len(s.stack) > begin {
		last := len(s.stack) - 1
		next := s.stack[begin]
		s.stack[begin] = s.stack[last]
		s.stack = s.stack[:last]
		s.down(s.stack[begin:], 0)

		s.path = append(s.path, next.node)
		more := s.descend(length, grade, min(weakest, next.grade))
		s.path = s.path[:place+1]
		if !more {
			s.stack = s.stack[:begin]
			return false
		}
	}
	return true
}

// candidates pushes the neighbours of n that can stand at the place and are
// not on the path yet.
func (s *pathSearch) candidates(n Node, place int, grade Grade) bool {
	begin, bit := len(s.stack), uint64(1)<<place
	scan := func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			if s.mask[e.Other]&bit == 0 || e.Grade < grade || s.best[e.Other] >= e.Grade || !s.follows(e, d) {
				continue
			}
			if s.best[e.Other] == 0 {
				s.stack = append(s.stack, candidate{node: e.Other})
			}
			s.best[e.Other] = e.Grade
		}
		return true
	}
	ok := s.each(n, false, scan)
	kept := s.stack[:begin]
	for _, c := range s.stack[begin:] {
		c.grade, s.best[c.node] = s.best[c.node], 0
		if !s.onPath(c.node) {
			kept = append(kept, c)
		}
	}
	s.stack = kept
	return ok
}

func (s *pathSearch) onPath(n Node) bool {
	for _, x := range s.path {
		if x == n {
			return true
		}
	}
	return false
}

// down restores the heap by id below i.
func (s *pathSearch) down(heap []candidate, i int) {
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && s.before(heap[child+1], heap[child]) {
			child++
		}
		if !s.before(heap[child], heap[i]) {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

func (s *pathSearch) before(a, b candidate) bool {
	return strings.Compare(s.t.Node(a.node).ID, s.t.Node(b.node).ID) < 0
}
