package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Stats are the numbers of a graph as a lens shows it. Entities are not
// hidden by a lens, facts are.
type Stats struct {
	Entities   int
	Relations  int
	Attributes int
	Kinds      []TermCount     // entities by kind, most first, then by name
	Forms      []TermCount     // entities by form, likewise; those without are not in it
	Types      []TermCount     // relations by type, likewise
	Properties []TermCount     // attributes by property, likewise
	Grades     [Stated + 1]int // facts by Grade
	Degrees    []DegreeCount   // least degree first
	Components int             // parts of the graph that no relation joins, single entities included
	Orphans    int             // entities without any relation
}

// TermCount is how often a name is used.
type TermCount struct {
	Term  Term
	Count int
}

// DegreeCount is the number of entities that have a number of relations. A
// relation counts at both its ends, so one from an entity to itself twice.
type DegreeCount struct {
	Degree   int
	Entities int
}

// FindStats counts in one pass over the topology, which costs one unit of
// budget for every 64 entities. The error has code LIMIT or TIMEOUT.
func FindStats(v *View) (Stats, error) {
	w := newWalk(v, nil, Both)
	defer w.done()
	t := v.topology
	if len(w.count) < 2*t.Cap() {
		w.count = make([]uint32, 2*t.Cap())
	}
	c := counter{
		Stats:  Stats{Entities: t.Len(), Components: t.Len()},
		v:      v,
		parts:  w.count[:t.Cap()],
		degree: w.count[t.Cap() : 2*t.Cap()],
	}
	size := t.terms.Len() + 1
	types, properties, forms := make([]int, size), make([]int, size), make([]int, size)
	for i := range c.parts {
		c.parts[i], c.degree[i] = uint32(i), 0
	}
	for i, p := range t.pages {
		if p == nil {
			continue
		}
		if err := v.Budget.Spend(1); err != nil {
			return Stats{}, err
		}
		for j := range p {
			if p[j].ID != "" {
				forms[p[j].Form]++
				c.node(Node(i*pageSize+j), &p[j], types, properties)
			}
		}
	}
	c.spread()
	for _, kind := range t.KindTerms() {
		c.Kinds = append(c.Kinds, TermCount{kind, len(t.kinds[kind])})
	}
	c.Forms, c.Types, c.Properties = used(forms), used(types), used(properties)
	for _, list := range [][]TermCount{c.Kinds, c.Forms, c.Types, c.Properties} {
		slices.SortFunc(list, func(a, b TermCount) int {
			return cmp.Or(b.Count-a.Count, strings.Compare(t.terms.Name(a.Term), t.terms.Name(b.Term)))
		})
	}
	return c.Stats, nil
}

// used lists the names counted, 0 excepted.
func used(counts []int) []TermCount {
	var list []TermCount
	for term, n := range counts {
		if n > 0 && term > 0 {
			list = append(list, TermCount{Term(term), n})
		}
	}
	return list
}

// counter is the pass of FindStats.
type counter struct {
	Stats
	v      *View
	parts  forest   // whose sets are the components
	degree []uint32 // by Node
}

// node counts what begins at n.
func (c *counter) node(n Node, info *NodeInfo, types, properties []int) {
	for i := range info.Out {
		e := &info.Out[i]
		if !c.v.Shows(e) {
			continue
		}
		c.Grades[min(e.Grade, Stated)]++
		if e.Other == 0 {
			properties[e.Type]++
			c.Attributes++
			continue
		}
		types[e.Type]++
		c.Relations++
		c.degree[n]++
		c.degree[e.Other]++
		if c.parts.join(uint32(n), uint32(e.Other)) {
			c.Components--
		}
	}
}

// spread fills in Degrees and Orphans.
func (c *counter) spread() {
	by := map[uint32]int{}
	for n := range c.v.topology.All {
		by[c.degree[n]]++
	}
	for degree, n := range by {
		c.Degrees = append(c.Degrees, DegreeCount{int(degree), n})
	}
	slices.SortFunc(c.Degrees, func(a, b DegreeCount) int { return a.Degree - b.Degree })
	c.Orphans = by[0]
}
