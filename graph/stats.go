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
	Readings   []TermCount     // facts by reading, likewise; those without are not in it
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

// DegreeSummary is the spread of a distribution of degrees; all 0 for an empty
// graph.
type DegreeSummary struct {
	Min, Max int
	Mean     float64
	Median   float64 // of an even number of entities the mean of the two in the middle
}

// Summary returns the spread of the entities' degrees.
func (s *Stats) Summary() DegreeSummary {
	var d DegreeSummary
	if len(s.Degrees) == 0 {
		return d
	}
	d.Min, d.Max = s.Degrees[0].Degree, s.Degrees[len(s.Degrees)-1].Degree
	d.Mean = 2 * float64(s.Relations) / float64(s.Entities)
	d.Median = float64(s.degreeAt((s.Entities-1)/2)+s.degreeAt(s.Entities/2)) / 2
	return d
}

// degreeAt returns the degree at a place in the order of degrees, from 0.
func (s *Stats) degreeAt(place int) int {
	for _, d := range s.Degrees {
		if place -= d.Entities; place < 0 {
			return d.Degree
		}
	}
	return 0
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
		pass:   newPass(v),
		parts:  w.count[:t.Cap()],
		degree: w.count[t.Cap() : 2*t.Cap()],
	}
	size := t.terms.Len() + 1
	forms := make([]int, size)
	c.types, c.properties, c.readings = make([]int, size), make([]int, size), make([]int, size)
	for i := range c.parts {
		c.parts[i], c.degree[i] = uint32(i), 0
	}
	err := c.each(&population{all: true}, Out, func(n Node, info *NodeInfo) error {
		forms[info.Form]++
		c.node(n, info)
		return c.charge(1)
	})
	if err == nil {
		err = c.settle()
	}
	if err != nil {
		return Stats{}, err
	}
	c.spread()
	for _, kind := range t.KindTerms() {
		c.Kinds = append(c.Kinds, TermCount{kind, len(t.kinds[kind])})
	}
	c.Forms, c.Types, c.Properties, c.Readings = used(forms), used(c.types), used(c.properties), used(c.readings)
	for _, list := range [][]TermCount{c.Kinds, c.Forms, c.Types, c.Properties, c.Readings} {
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
	pass
	parts  forest   // whose sets are the components
	degree []uint32 // by Node

	types, properties, readings []int // facts by Term
}

// node counts what begins at n.
func (c *counter) node(n Node, info *NodeInfo) {
	for i := range info.Out {
		e := &info.Out[i]
		if !(c.v.plain(e) || c.v.Shows(e)) {
			continue
		}
		c.Grades[min(e.Grade, Stated)]++
		c.readings[e.Reading]++
		if e.Other == 0 {
			c.properties[e.Type]++
			c.Attributes++
			continue
		}
		c.types[e.Type]++
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
