package graph

import "sync"

// facetCount is one run of FindFacets.
type facetCount struct {
	pass
	q       *FacetQuery
	scratch *facetScratch
}

// facetScratch is what a run writes on, kept for the next one: for each level
// of nesting the entities and what is counted of them.
type facetScratch struct {
	populations [2]population
	tallies     [2]tally
}

var facetScratches = sync.Pool{New: func() any { return new(facetScratch) }}

func (c *facetCount) release() {
	for i := range c.scratch.populations {
		c.scratch.populations[i].set.reset()
	}
	facetScratches.Put(c.scratch)
	c.scratch = nil
}

// facetWithin keeps the facts that have a value of another field.
type facetWithin struct {
	field  *facetField
	bucket uint32
}

// scan goes over the entities in, and counts. It returns how many there are and
// how many have no value.
func (c *facetCount) scan(in *population, f *facetField, within *facetWithin, t *tally) (total, missing int, err error) {
	ends := f.ends
	if within != nil && f.edge != nil {
		ends = within.field.ends
	}
	if f.edge != nil && c.q.Relations != nil {
		return c.scanRelations(in, f, within, t)
	}
	err = c.each(in, ends, func(n Node, info *NodeInfo) error {
		total++
		if f.node != nil && (within == nil || f.edge == nil) {
			if err := f.node(n, info); err != nil {
				return err
			}
		}
		if f.edge != nil {
			c.edges(info.Out, n, f, within, nil)
			if ends&In != 0 {
				c.edges(info.In, n, f, within, in)
			}
		}
		if t.last != n {
			missing++
		}
		touched := 1
		if ends&Out != 0 {
			touched += len(info.Out)
		}
		if ends&In != 0 {
			touched += len(info.In)
		}
		return c.charge(touched)
	})
	if err == nil {
		err = c.settle()
	}
	return total, missing, err
}

// edges counts one of an entity's two lists. A relation seen from its object
// is counted as a fact there only when it is not at its subject, one of
// subjects.
func (c *facetCount) edges(edges []Edge, n Node, f *facetField, within *facetWithin, subjects *population) {
	for i := range edges {
		e := &edges[i]
		if !(c.v.plain(e) || c.v.Shows(e)) || within != nil && !within.field.has(e, within.bucket) {
			continue
		}
		facts := uint32(1)
		if subjects != nil && subjects.has(e.Other) {
			facts = 0
		}
		f.edge(n, e, facts)
	}
}

// scanRelations is scan where the facts are the relations given, those that
// lead to the same entity in a row.
func (c *facetCount) scanRelations(in *population, f *facetField, within *facetWithin, t *tally) (total, missing int, err error) {
	last := Node(0)
	for i := range c.q.Relations {
		e := &c.q.Relations[i].Edge
		if !in.has(e.Other) {
			continue
		}
		if e.Other != last {
			if last != 0 && t.last != last {
				missing++
			}
			last = e.Other
			total++
		}
		if within == nil || within.field.has(e, within.bucket) {
			f.edge(e.Other, e, 1)
		}
	}
	if last != 0 && t.last != last {
		missing++
	}
	c.due += len(c.q.Relations)
	return total, missing, c.settle()
}

// tally counts entities by bucket: small numbers that stand for values.
type tally struct {
	cells []bucketCount // by bucket; all zero between two counts
	used  []uint32      // the buckets that have something, in order of arrival
	order []uint32      // the same, to be sorted
	last  Node          // the entity that came last
	keep  bool          // whether to keep pairs
	pairs []pair        // entities with their values, in order of arrival
}

type bucketCount struct {
	entities, facts uint32
	last            Node // the entity counted last: one comes with all its values in a row
}

type pair struct {
	bucket uint32
	node   Node
}

// room makes buckets less than size.
func (t *tally) room(size int) {
	if size > len(t.cells) {
		t.cells = append(t.cells, make([]bucketCount, size+size/4-len(t.cells))...)
	}
}

// add counts a value of an entity, which facts say.
func (t *tally) add(bucket uint32, n Node, facts uint32) {
	c := &t.cells[bucket]
	if c.entities == 0 {
		t.used = append(t.used, bucket)
	}
	fresh := uint32(0)
	if c.last != n { // a set, not a jump: no guess at it would be right often
		fresh = 1
	}
	c.entities += fresh
	c.facts += facts
	c.last, t.last = n, n
	if t.keep && fresh != 0 {
		t.pairs = append(t.pairs, pair{bucket, n})
	}
}

// membersOf returns the entities that have each of the values listed, in order
// of arrival. Nothing can be counted after.
func (t *tally) membersOf(listed []uint32) [][]Node {
	size := 0
	for _, b := range t.used {
		t.cells[b].last = 0
	}
	for i, b := range listed {
		t.cells[b].last = Node(i + 1) // from here on the place in listed
		size += int(t.cells[b].entities)
	}
	array, members := make([]Node, size), make([][]Node, len(listed))
	for i, b := range listed {
		n := t.cells[b].entities
		members[i], array = array[:0:n], array[n:]
	}
	for _, p := range t.pairs {
		if i := t.cells[p.bucket].last; i > 0 {
			members[i-1] = append(members[i-1], p.node)
		}
	}
	return members
}

// reset empties the tally at the cost of what is in it.
func (t *tally) reset() {
	for _, b := range t.used {
		t.cells[b] = bucketCount{}
	}
	t.used, t.pairs, t.last = t.used[:0], t.pairs[:0], 0
}
