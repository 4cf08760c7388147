package graph

// reach fills base with the nodes at each place of a walk of exactly that
// length which passes its ends only at its ends, and reports whether there is
// one.
func (s *pathSearch) reach(length int) bool {
	s.unmark()
	for len(s.base) <= length {
		s.base, s.places, s.cost = append(s.base, nil), append(s.places, nil), append(s.cost, 0)
	}
	i, j := 0, length
	s.base[i] = append(s.base[i][:0], s.q.From)
	s.base[j] = append(s.base[j][:0], s.q.To)
	s.mark(s.q.From, 1<<i)
	s.mark(s.q.To, 1<<j)
	s.cost[i], s.cost[j] = s.degrees(s.base[i]), s.degrees(s.base[j])
	for j-i > 1 {
		from, to := i, i+1
		if s.cost[j] < s.cost[i] {
			from, to = j, j-1
			j--
		} else {
			i++
		}
		s.grow(from, to, to < from)
		if s.over || len(s.base[to]) == 0 {
			return false
		}
		s.cost[to] = s.degrees(s.base[to])
	}
	// Neither side knows yet what the other reached: keep what leads there.
	s.link(i, j, 1<<j)
	for p := i - 1; p >= 0; p-- {
		s.link(p, p+1, 1<<(32+p+1))
	}
	s.link(j, i, 1<<(32+i))
	for p := j + 1; p <= length; p++ {
		s.link(p, p-1, 1<<(32+p-1))
	}
	return !s.over && len(s.base[0]) > 0 && len(s.base[length]) > 0
}

// link keeps in base[p] the nodes next to one of base[q], which all have the
// bit known, by looking from whichever has fewer edges.
func (s *pathSearch) link(p, q int, known uint64) {
	give, back := uint64(1)<<(32+p), q < p
	if s.cost[p] <= s.degrees(s.base[q]) {
		s.base[p] = s.leading(s.base[p], known, give, back, Editorial)
		return
	}
	list := s.base[p][:0]
	s.all(s.base[q], !back, func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			if m := s.mask[e.Other]; m&(1<<p) != 0 && m&give == 0 && s.follows(e, d) {
				s.mask[e.Other] |= give
				list = append(list, e.Other)
			}
		}
		return true
	})
	s.base[p] = list
}

func (s *pathSearch) mark(n Node, bit uint64) {
	if s.mask[n] == 0 {
		s.marked = append(s.marked, n)
	}
	s.mask[n] |= bit
}

// grow fills the place to with the neighbours of the place from.
func (s *pathSearch) grow(from, to int, back bool) {
	list, bit := s.base[to][:0], uint64(1)<<to
	scan := func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			n := e.Other
			if s.mask[n]&bit != 0 || !s.follows(e, d) || n == s.q.From || n == s.q.To || s.avoid.has(n) || !s.enters(n) {
				continue
			}
			s.mark(n, bit)
			list = append(list, n)
		}
		return true
	}
	s.all(s.base[from], back, scan)
	s.base[to] = list
}

// leading keeps of the nodes those with a relation of at least the grade to a
// node whose mask has the bit want, and gives them the bit give.
func (s *pathSearch) leading(nodes []Node, want, give uint64, back bool, grade Grade) []Node {
	kept := nodes[:0]
	leads := false
	scan := func(edges []Edge, d Direction) bool {
		for i := range edges {
			e := &edges[i]
			if s.mask[e.Other]&want != 0 && e.Grade >= grade && s.follows(e, d) {
				leads = true
				return false
			}
		}
		return true
	}
	for i, n := range nodes {
		if i%warmBatch == 0 {
			s.sink += s.warm(nodes[i:min(i+warmBatch, len(nodes))])
		}
		leads = false
		if !s.each(n, back, scan) && !leads {
			break
		}
		if leads {
			s.mask[n] |= give
			kept = append(kept, n)
		} else {
			s.mask[n] &^= give
		}
	}
	return kept
}

// restrict fills places with what is left of base when only relations of at
// least the grade are followed, and when no node that alone can stand at one
// place stands at another. It reports whether anything is left.
func (s *pathSearch) restrict(length int, grade Grade) bool {
	for p := range length + 1 {
		s.places[p] = append(s.places[p][:0], s.base[p]...)
	}
	for _, n := range s.marked {
		s.mask[n] = s.mask[n]&^(1<<32-1) | s.mask[n]>>32
	}
	owned := uint64(0) // places whose only node was taken from the others
	for {
		for p := length - 1; p >= 0; p-- {
			s.places[p] = s.leading(s.places[p], 1<<(p+1), 1<<p, false, grade)
		}
		for p := 1; p <= length; p++ {
			s.places[p] = s.leading(s.places[p], 1<<(p-1), 1<<p, true, grade)
		}
		if s.over {
			return false
		}
		changed := false
		for p := range length + 1 {
			switch nodes := s.places[p]; {
			case len(nodes) == 0:
				return false
			case len(nodes) == 1 && owned&(1<<p) == 0:
				owned |= 1 << p
				changed = s.own(nodes[0], p, length) || changed
			}
		}
		if !changed {
			return true
		}
	}
}

// own takes n from all places but one and reports whether it was there.
func (s *pathSearch) own(n Node, place, length int) bool {
	was := s.mask[n]
	s.mask[n] = was&^(1<<32-1) | 1<<place
	if was == s.mask[n] {
		return false
	}
	for p := range length + 1 {
		if p == place || was&(1<<p) == 0 {
			continue
		}
		kept := s.places[p][:0]
		for _, x := range s.places[p] {
			if x != n {
				kept = append(kept, x)
			}
		}
		s.places[p] = kept
	}
	return true
}
