package graph

import "slices"

// nodeSet is a set of nodes that remembers the order in which they came. It
// costs one bit for every node of the topology, and emptying it costs no more
// than filling it did, so one set serves many traversals.
type nodeSet struct {
	bits []uint64
	list []Node // the members, in order of arrival
}

// grow makes room for nodes less than size.
func (s *nodeSet) grow(size int) {
	if words := (size + 63) / 64; words > len(s.bits) {
		s.reset()
		s.bits = make([]uint64, words+words/8)
	}
}

func (s *nodeSet) has(n Node) bool { return s.bits[n>>6]&(1<<(n&63)) != 0 }

// add puts n into the set and reports whether it was not there.
func (s *nodeSet) add(n Node) bool {
	word, bit := &s.bits[n>>6], uint64(1)<<(n&63)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	s.list = append(s.list, n)
	return true
}

func (s *nodeSet) reset() {
	if len(s.list) > len(s.bits)/2 {
		clear(s.bits)
	} else {
		for _, n := range s.list {
			s.bits[n>>6] = 0
		}
	}
	s.list = s.list[:0]
}

// bitSet is a set of small numbers, which grows with what is put in.
type bitSet []uint64

func (s bitSet) has(n uint32) bool { return int(n>>6) < len(s) && s[n>>6]&(1<<(n&63)) != 0 }

func (s *bitSet) add(n uint32) {
	for int(n>>6) >= len(*s) {
		*s = append(*s, make(bitSet, max(int(n>>6)+1-len(*s), len(*s)/4))...)
	}
	(*s)[n>>6] |= 1 << (n & 63)
}

// termSet is a set of terms, by Term. It never has 0, the number of names that
// the store does not use.
type termSet []bool

func (s termSet) has(t Term) bool { return int(t) < len(s) && s[t] }

func newTermSet(terms []Term) termSet {
	if len(terms) == 0 {
		return nil
	}
	s := make(termSet, int(slices.Max(terms))+1)
	for _, t := range terms {
		s[t] = t != 0
	}
	return s
}
