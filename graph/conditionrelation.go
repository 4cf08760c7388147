package graph

import (
	"math"
	"slices"
)

// relation compiles a condition on an entity's relations.
func (c *compiler) relation(at *inputPlace, x *RelationTest) part[Node] {
	r := c.selection(at, x)
	if x.Some != nil {
		r.some = c.filter(at.in("some"), x.Some)
	}
	r.every = c.filter(at.in("every"), x.Every)
	if x.None != nil {
		r.none = negated(c.filter(at.in("none"), x.None))
	}
	if x.Some == nil && x.Every == nil && x.None == nil && x.Count == nil {
		return part[Node]{}
	}
	for _, far := range []*part[Node]{&r.some, &r.every, &r.none} {
		*far = remembered(*far, c.t.Cap())
	}
	r.wantSome, r.count = x.Some != nil, x.Count
	r.settled = math.MaxInt
	if x.Count != nil {
		r.settled = x.Count.settled()
	} else if r.every.holds == nil && r.none.holds == nil {
		r.settled = 0
	}
	return part[Node]{max(byFar, r.some.cost+1, r.every.cost+1, r.none.cost+1, r.node.cost+1), r.holds}
}

// selection compiles which relations a test speaks of.
func (c *compiler) selection(at *inputPlace, x *RelationTest) *relationTest {
	r := &relationTest{c: c, fact: c.fact(at.in("fact"), x.Fact)}
	r.node = remembered(c.filter(at.in("node"), x.Node), c.t.Cap())
	if x.Kinds != nil {
		r.kinds = c.kindSet(at, x.Kinds)
		r.anyKind = false
	} else {
		r.anyKind = true
	}
	d := x.Direction & Both
	if d == 0 {
		d = Both
	}
	r.ways = make([]Direction, c.t.terms.Len()+1)
	r.types = c.relationTypes(at, x.Types)
	slices.Sort(r.types)
	r.types = slices.Compact(r.types)
	c.v.follow(r.ways, r.types, d)
	return r
}

// relationTest is a [RelationTest] made ready.
type relationTest struct {
	c       *compiler
	types   []Term      // sorted; nil for all
	ways    []Direction // by Term
	kinds   termSet
	anyKind bool
	fact    part[*Edge]
	node    part[Node]

	some, every, none part[Node] // none already turned round
	wantSome          bool
	count             *NumberTest
	settled           int // a count from which on more relations decide nothing
}

// relationTally is what was seen of an entity's relations.
type relationTally struct {
	count  int
	some   bool
	broken bool // some relation breaks every or none
}

func (r *relationTest) holds(n Node) (bool, error) {
	info := r.c.t.Node(n)
	if info == nil {
		return false, nil
	}
	var s relationTally
	more, err := r.scan(info.Out, Out, n, &s)
	if more && err == nil {
		_, err = r.scan(info.In, In, n, &s)
	}
	return err == nil && !s.broken && (!r.wantSome || s.some) && r.count.holds(float64(s.count)), err
}

// scan looks at one of an entity's two lists; more is false once the answer is
// known.
func (r *relationTest) scan(edges []Edge, way Direction, n Node, s *relationTally) (more bool, err error) {
	if r.types == nil || len(r.types) > 1 && len(edges) <= 32 {
		return r.run(edges, way, n, s)
	}
	for _, t := range r.types {
		if t == 0 || r.ways[t]&way == 0 {
			continue
		}
		if more, err := r.run(OfType(edges, t), way, n, s); !more || err != nil {
			return more, err
		}
	}
	return true, nil
}

func (r *relationTest) run(edges []Edge, way Direction, n Node, s *relationTally) (bool, error) {
	for i := range edges {
		e := &edges[i]
		if i&255 == 255 {
			if err := r.c.meter.touch(256); err != nil {
				return false, err
			}
		}
		if ok, err := r.selects(e, way, n); err != nil {
			return false, err
		} else if !ok {
			continue
		}
		if err := r.see(e.Other, s); err != nil {
			return false, err
		}
		if r.decided(s) {
			return false, r.c.meter.touch(1 + i&255)
		}
	}
	return true, r.c.meter.touch(1 + len(edges)&255)
}

// decided reports whether more relations would not change the answer.
func (r *relationTest) decided(s *relationTally) bool {
	if s.broken {
		return true
	}
	if s.count < r.settled {
		return false
	}
	if !r.count.holds(float64(s.count)) {
		return true
	}
	return (!r.wantSome || s.some) && r.every.holds == nil && r.none.holds == nil
}

// selects reports whether a relation is one the test speaks of.
func (r *relationTest) selects(e *Edge, way Direction, n Node) (bool, error) {
	if e.Other == 0 || int(e.Type) >= len(r.ways) || r.ways[e.Type]&way == 0 ||
		e.Other == n && way == In && r.ways[e.Type]&Out != 0 || // seen as Out
		!r.anyKind && !r.kinds.has(r.c.t.Node(e.Other).Kind) || !r.c.v.Shows(e) {
		return false, nil
	}
	if r.fact.holds != nil && r.fact.cost < byRow {
		if ok, err := r.fact.holds(e); !ok || err != nil {
			return false, err
		}
	}
	if r.node.holds != nil {
		if ok, err := r.node.holds(e.Other); !ok || err != nil {
			return false, err
		}
	}
	if r.fact.holds != nil && r.fact.cost >= byRow {
		return r.fact.holds(e)
	}
	return true, nil
}

// see takes one relation into account.
func (r *relationTest) see(far Node, s *relationTally) (err error) {
	s.count++
	if r.wantSome && !s.some {
		if s.some = true; r.some.holds != nil {
			if s.some, err = r.some.holds(far); err != nil {
				return err
			}
		}
	}
	for _, p := range [2]*part[Node]{&r.every, &r.none} {
		if p.holds != nil {
			if ok, err := p.holds(far); err != nil {
				return err
			} else if !ok {
				s.broken = true
				return nil
			}
		}
	}
	return nil
}

// remembered decides a condition once for each entity, as many relations lead
// to the same ones. It keeps two bits an entity once it was asked often.
func remembered(p part[Node], size int) part[Node] {
	if p.holds == nil || p.cost <= byShape {
		return p
	}
	const often = 64
	asked := 0
	var known []uint64
	return part[Node]{p.cost, func(n Node) (bool, error) {
		if known == nil {
			if asked++; asked <= often {
				return p.holds(n)
			}
			known = make([]uint64, (size+31)/32)
		}
		word, shift := &known[n/32], n%32*2
		switch *word >> shift & 3 {
		case 2:
			return false, nil
		case 3:
			return true, nil
		}
		ok, err := p.holds(n)
		if err != nil {
			return false, err
		}
		bits := uint64(2)
		if ok {
			bits = 3
		}
		*word |= bits << shift
		return ok, nil
	}}
}
