package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// Difference returns one scene of two: what is in both, what only the later
// has, marked as added, and what only the earlier has, marked as removed.
// An entity that only came within reach is not marked: known says whether the
// earlier graph had it, and still whether the later one has.
func Difference(before, after *Scene, known, still func(id string) bool) *Scene {
	d := *after
	d.Nodes, d.Edges = slices.Clone(after.Nodes), slices.Clone(after.Edges)
	index := make(map[string]int, len(d.Nodes))
	for i := range d.Nodes {
		index[d.Nodes[i].ID] = i
		if !known(d.Nodes[i].ID) {
			d.Nodes[i].Mark = Added
		}
	}
	columns := map[string]int{}
	d.Columns = slices.Clone(after.Columns)
	for c, head := range d.Columns {
		columns[head] = c
	}
	for i := range before.Nodes {
		old := before.Nodes[i]
		if at, ok := index[old.ID]; ok {
			if n := &d.Nodes[at]; n.Label != old.Label || n.Kind != old.Kind || n.Form != old.Form {
				n.Mark = Changed
			}
			continue
		}
		head := before.Columns[old.Column]
		if _, ok := columns[head]; !ok {
			columns[head] = len(d.Columns)
			d.Columns = append(d.Columns, head)
		}
		old.Column, old.Hidden = columns[head], 0
		if !still(old.ID) {
			old.Mark = Removed
		}
		index[old.ID] = len(d.Nodes)
		d.Nodes = append(d.Nodes, old)
	}
	d.markEdges(before, after, index)
	counts := map[Mark]int{}
	for i := range d.Nodes {
		counts[d.Nodes[i].Mark]++
	}
	for i := range d.Edges {
		counts[d.Edges[i].Mark]++
	}
	d.Marked = true
	between := fmt.Sprintf("from revision %d to %d", before.Revision, after.Revision)
	if before.Revision == after.Revision { // of changes that are not committed
		between = fmt.Sprintf("to revision %d", after.Revision)
	}
	what := fmt.Sprintf("Changes %s: %d added, %d removed, %d changed.", between, counts[Added], counts[Removed], counts[Changed])
	d.Footer = append([]string{what}, after.Footer...)
	return &d
}

// markEdges compares edges by their ends and style, and those of both by what
// they tell.
func (d *Scene) markEdges(before, after *Scene, index map[string]int) {
	type key struct {
		from, to      string
		grade         int
		both, implied bool
	}
	keyOf := func(s *Scene, e *Edge) key {
		return key{s.Nodes[e.From].ID, s.Nodes[e.To].ID, int(e.Grade), e.Both, e.Implied}
	}
	at := make(map[key]int, len(after.Edges))
	for i := range after.Edges {
		d.Edges[i].Mark = Added
		at[keyOf(after, &after.Edges[i])] = i
	}
	for i := range before.Edges {
		old := before.Edges[i]
		if j, ok := at[keyOf(before, &old)]; ok {
			e := &d.Edges[j]
			e.Mark = Same
			if !slices.Equal(old.Facts, e.Facts) || old.Label != e.Label || strings.Join(old.Tells, ";") != strings.Join(e.Tells, ";") {
				e.Mark = Changed
			}
			continue
		}
		old.From, old.To = index[before.Nodes[old.From].ID], index[before.Nodes[old.To].ID]
		old.Mark, old.ID = Removed, old.ID+"~" // another edge may have taken over its first fact
		d.Edges = append(d.Edges, old)
	}
}
