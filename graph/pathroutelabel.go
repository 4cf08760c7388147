package graph

import (
	"slices"
	"strings"
)

// labelSearch finds the best way on from the end of a path: a search of labels
// in order of what the whole will at least cost (A*). A label is a way to a
// node; one that costs no less, has no fewer steps and has passed the same
// nodes of Via as another to the same node is dropped. What is equal is kept as a
// tie, until the best is known: then that whose ids come first is taken.
type labelSearch struct {
	*walk
	q       *PathQuery
	bounds  routeBounds
	most    int // weight of the heaviest path of MaxLength steps
	used    int // edges looked at from labels
	via     map[Node]uint8
	goal    uint8 // the nodes of Via, a bit each
	clipped bool  // a way was given up only because it would be too long
}

type label struct {
	node   Node
	parent int32
	next   int32 // the next label of the same node, from 1; 0 for none
	weight uint8
	steps  uint8
	passed uint8 // nodes of Via
	grade  Grade // of the best relation from the parent
	ties   int32 // the first of its ties, from 1; 0 for none
}

// tie is another way to a label, as good as that by its parent.
type tie struct {
	parent int32
	next   int32
	grade  Grade
}

// begin readies a search. Entities of free need not meet the query's condition.
func (s *labelSearch) begin(v *View, q *PathQuery, free []Node) {
	s.walk, s.q = newWalk(v, q.Types, q.Direction), q
	size := s.t.Cap()
	s.avoid.grow(size)
	s.meet(q.Where)
	if len(s.heads) < size {
		s.heads = make([]int32, size+size/8)
	}
	for _, n := range q.Avoid {
		if s.t.Node(n) != nil {
			s.avoid.add(n)
		}
	}
	s.via = map[Node]uint8{}
	for i, n := range q.Via {
		s.via[n] = 1 << i
		s.goal |= 1 << i
	}
	if s.where != nil {
		for _, n := range slices.Concat([]Node{q.From, q.To}, q.Via, free) {
			s.known.add(n) // and not shut
		}
	}
	s.most = q.MaxLength * q.Weight.cost(Editorial)
	s.bounds.begin(s)
}

func (s *labelSearch) end() error {
	s.clear()
	s.bounds.reset()
	return s.done()
}

func (s *labelSearch) clear() {
	for i := range s.labels {
		s.heads[s.labels[i].node] = 0
	}
	s.labels, s.ties, s.queue = s.labels[:0], s.ties[:0], s.queue[:0]
	s.seen.reset()
}

// finish returns the best walk of a cell that weighs at most most and takes,
// after the beginning that the cell fixes, relations of at least the grade.
func (s *labelSearch) finish(c *cell, weight, most int, grade Grade) (cell, bool) {
	s.clear()
	passed := uint8(0)
	for _, n := range c.nodes[:c.fixed] {
		s.seen.add(n)
		passed |= s.via[n]
	}
	s.offer(label{node: c.nodes[c.fixed-1], parent: -1, weight: uint8(weight), steps: uint8(c.fixed - 1), passed: passed}, 0, most)
	var at int32
	var from label
	var least int
	scan := func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			switch {
			case e.Grade < grade || !s.follows(e, d) || s.seen.has(e.Other) || s.avoid.has(e.Other):
				continue
			case at == 0 && slices.Contains(c.banned, e.Other) || !s.enters(e.Other):
				continue
			}
			bit := s.via[e.Other]
			passed := from.passed | bit
			if e.Other == s.q.To && passed != s.goal || bit&from.passed != 0 || !c.allows(e.Other, passed) {
				continue
			}
			s.offer(label{node: e.Other, parent: at, weight: from.weight + uint8(s.q.Weight.cost(e.Grade)),
				steps: from.steps + 1, passed: passed, grade: e.Grade}, least, most)
		}
		return true
	}
	for len(s.queue) > 0 {
		key := s.dequeue()
		at, least = int32(uint32(key)), int(key>>48)
		if from = s.labels[at]; from.node == s.q.To {
			s.untie(at)
			return s.walkTo(at, c), true
		}
		s.bounds.grow(s, s.used)
		if bound := s.bound(&from, most); bound > least {
			if bound < never {
				s.enqueue(uint64(bound)<<48 | key<<16>>16)
			}
			continue
		}
		s.used += s.degree(from.node)
		if !s.each(from.node, false, scan) {
			break
		}
	}
	return cell{}, false
}

// offer adds a label unless another makes it needless. least is a bound known
// of what the whole costs.
func (s *labelSearch) offer(l label, least, most int) {
	bound := s.bound(&l, most)
	if bound >= never {
		return
	}
	for i := s.heads[l.node]; i != 0; i = s.labels[i-1].next {
		x := &s.labels[i-1]
		if x.passed != l.passed || x.weight > l.weight || x.steps > l.steps {
			continue
		}
		if x.weight == l.weight && x.steps == l.steps {
			s.tie(x, &l)
		}
		return
	}
	l.next = s.heads[l.node]
	s.labels = append(s.labels, l)
	s.heads[l.node] = int32(len(s.labels))
	s.enqueue(uint64(max(bound, least))<<48 | uint64(l.weight)<<40 | uint64(l.steps)<<32 | uint64(len(s.labels)-1))
}

// tie adds l as another way to x. All relations from one parent come together.
func (s *labelSearch) tie(x, l *label) {
	switch {
	case x.parent == l.parent:
		x.grade = max(x.grade, l.grade)
	case x.ties != 0 && s.ties[x.ties-1].parent == l.parent:
		s.ties[x.ties-1].grade = max(s.ties[x.ties-1].grade, l.grade)
	default:
		s.ties = append(s.ties, tie{l.parent, x.ties, l.grade})
		x.ties = int32(len(s.ties))
	}
}

// untie makes the parent of a label, and of all before it, the one by which
// the way comes first in order of ids.
func (s *labelSearch) untie(at int32) {
	l := &s.labels[at]
	if l.parent < 0 {
		return
	}
	s.untie(l.parent)
	for i := l.ties; i != 0; i = s.ties[i-1].next {
		x := &s.ties[i-1]
		s.untie(x.parent)
		if s.before(x.parent, l.parent) {
			l.parent, l.grade = x.parent, x.grade
		}
	}
	l.ties = 0
}

// bound returns what the whole of a way costs at least that goes on from a
// label; never when it would weigh more than most or be too long.
func (s *labelSearch) bound(l *label, most int) int {
	rest := s.bounds.rest(l.node, l.passed)
	heaviest := s.q.Weight.cost(Editorial)
	bound := int(l.weight) + rest
	if bound > most || int(l.steps)+(rest+heaviest-1)/heaviest > s.q.MaxLength {
		s.clipped = s.clipped || rest < never
		return never
	}
	return bound
}

// before reports whether the way to label a comes before that to b, which has
// as many steps, in order of ids.
func (s *labelSearch) before(a, b int32) bool {
	x, y := Node(0), Node(0)
	for a != b {
		if m, n := s.labels[a].node, s.labels[b].node; m != n {
			x, y = m, n
		}
		a, b = s.labels[a].parent, s.labels[b].parent
	}
	return x != 0 && strings.Compare(s.t.Node(x).ID, s.t.Node(y).ID) < 0
}

// walkTo is the whole walk to a label.
func (s *labelSearch) walkTo(at int32, c *cell) cell {
	n := int(s.labels[at].steps)
	w := cell{nodes: make([]Node, n+1), grades: make([]Grade, n), weight: int(s.labels[at].weight)}
	copy(w.nodes, c.nodes[:c.fixed])
	copy(w.grades, c.grades[:c.fixed-1])
	for ; s.labels[at].parent >= 0; at = s.labels[at].parent {
		w.nodes[n], w.grades[n-1] = s.labels[at].node, s.labels[at].grade
		n--
	}
	return w
}

func (s *labelSearch) enqueue(key uint64) {
	s.queue = append(s.queue, key)
	h, i := s.queue, len(s.queue)-1
	for i > 0 && h[i] < h[(i-1)/2] {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		i = (i - 1) / 2
	}
}

func (s *labelSearch) dequeue() uint64 {
	h := s.queue
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	s.queue = h
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return top
		}
		if child+1 < last && h[child+1] < h[child] {
			child++
		}
		if h[i] <= h[child] {
			return top
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}
