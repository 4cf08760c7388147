package graph

import (
	"cmp"
	"slices"
	"strings"
)

// CutQuery asks what is lost without some entities, or without the relations
// of some types.
type CutQuery struct {
	Nodes []Node // taken away with all their relations; unknown ones are passed over
	Types []Term // relation types taken away
	First int    // how many of each list are returned
}

// Cut is the answer to a [CutQuery]. "Touched" is each component of the graph
// that had something taken away.
type Cut struct {
	Lost      []SubEdge // relations taken away, by subject's name and id, type, object's name and id
	LostCount int

	Parts     []Component // what the components touched fall into; order of [Components]
	PartCount int

	// Separated are the entities left of a component touched that its largest
	// part is no longer joined to, in order of name, then id.
	Separated      []Node
	SeparatedCount int

	// Pairs is how many pairs of entities that are left were joined, at any
	// length, and are not any more.
	Pairs int64
}

// FindCut takes entities and relation types away and says what falls apart, in
// one pass that costs what [FindStats] does. The error has code LIMIT or
// TIMEOUT.
func FindCut(v *View, q CutQuery) (Cut, error) {
	p, done, err := newPartition(v)
	if err != nil {
		return Cut{}, err
	}
	defer done()
	c := &cutting{
		partition: p, touched: map[uint32]*brokenComponent{},
		removed: map[Node]bool{}, types: newTermSet(q.Types),
	}
	for _, n := range q.Nodes {
		if v.topology.Node(n) != nil {
			c.removed[n] = true
		}
	}
	c.lost = best[SubEdge]{k: q.First, compare: v.compareSubEdges}
	if err := p.joinAll(c.keep); err != nil {
		return Cut{}, err
	}
	c.breakApart()
	return c.cut(q.First), nil
}

// cutting is the pass of FindCut: a partition of what is left.
type cutting struct {
	*partition
	removed map[Node]bool
	types   termSet // those taken away
	lost    best[SubEdge]
	ends    []uint32                    // of lost relations, two by two
	touched map[uint32]*brokenComponent // by the root of a part
	parts   []uint32                    // roots of the parts of components touched
}

// brokenComponent is a component of the whole graph that had something taken
// away.
type brokenComponent struct {
	left    int64  // entities left
	squares int64  // sum of the squares of its parts' sizes
	largest uint32 // root of its largest part
	parts   int
}

// keep reports whether a relation is left, and takes down one that is not.
func (c *cutting) keep(subject Node, e *Edge) bool {
	if !c.types.has(e.Type) && !c.removed[subject] && !c.removed[e.Other] {
		return true
	}
	if c.v.Shows(e) {
		c.lost.add(SubEdge{subject, e.Other, *e})
		c.ends = append(c.ends, uint32(subject), uint32(e.Other))
	}
	return false
}

// breakApart counts the parts and finds out which of them were one component:
// it joins the parts' roots by the relations lost, in a forest of their own.
func (c *cutting) breakApart() {
	c.count(c.removed)
	before := smallForest{}
	for n := range c.removed {
		before.join(uint32(n), uint32(n))
	}
	for i := 0; i < len(c.ends); i += 2 {
		before.join(c.find(c.ends[i]), c.find(c.ends[i+1]))
	}
	broken := map[uint32]*brokenComponent{}
	for part := range before {
		if c.removed[Node(part)] {
			continue
		}
		whole := before.find(part)
		b := broken[whole]
		if b == nil {
			b = &brokenComponent{}
			broken[whole] = b
		}
		c.touched[part] = b
		c.parts = append(c.parts, part)
		size := int64(c.size[part])
		if b.parts == 0 || c.compare(part, b.largest) < 0 {
			b.largest = part
		}
		b.left, b.squares, b.parts = b.left+size, b.squares+size*size, b.parts+1
	}
}

// cut writes down the answer.
func (c *cutting) cut(first int) Cut {
	t := c.v.topology
	found := Cut{Lost: c.lost.sorted(), LostCount: c.lost.given, PartCount: len(c.parts)}
	slices.SortFunc(c.parts, c.compare)
	found.Parts = c.describe(c.parts[:min(first, len(c.parts))])
	separated := best[Node]{k: first, compare: t.compare}
	pairs := map[*brokenComponent]bool{}
	for _, b := range c.touched {
		if !pairs[b] {
			pairs[b] = true
			found.Pairs += (b.left*b.left - b.squares) / 2
		}
	}
	if found.Pairs > 0 {
		for n := range t.All {
			root := c.find(uint32(n))
			if b := c.touched[root]; b != nil && root != b.largest && !c.removed[n] {
				separated.add(n)
			}
		}
	}
	found.Separated, found.SeparatedCount = separated.sorted(), separated.given
	return found
}

// compareSubEdges orders relations by subject's name and id, type, object's
// name and id, number.
func (v *View) compareSubEdges(a, b SubEdge) int {
	t := v.topology
	if a.From != b.From {
		return t.compare(a.From, b.From)
	}
	if a.Edge.Type != b.Edge.Type {
		return strings.Compare(t.terms.Name(a.Edge.Type), t.terms.Name(b.Edge.Type))
	}
	if a.To != b.To {
		return t.compare(a.To, b.To)
	}
	return cmp.Compare(a.Edge.Fact, b.Edge.Fact)
}

// smallForest is a forest of few of many nodes.
type smallForest map[uint32]uint32

func (f smallForest) join(a, b uint32) {
	a, b = f.find(a), f.find(b)
	f[max(a, b)] = min(a, b)
}

// find returns the root of x, which it takes in when it is new.
func (f smallForest) find(x uint32) uint32 {
	if _, known := f[x]; !known {
		f[x] = x
	}
	for f[x] != x {
		f[x] = f[f[x]]
		x = f[x]
	}
	return x
}
