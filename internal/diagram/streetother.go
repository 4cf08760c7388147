package diagram

import (
	"cmp"
	"math"
	"slices"

	"missiongraph/graph"
)

// others adds the edges that are in no tree, those with the same words from or
// to one box as one line that forks.
func (c *city) others(via []int) {
	inTree := make([]bool, len(c.scene.Edges))
	for _, e := range via {
		if e >= 0 {
			inTree[e] = true
		}
	}
	ways := c.forks(inTree)
	c.ports(ways)
	for _, w := range ways {
		for i := range w.paths {
			c.lead(w, &w.paths[i])
		}
	}
	c.wires = append(c.wires, ways...)
}

// forkKey is what edges must share to be one line.
type forkKey struct {
	hub           int
	out           bool
	side          side // of the hub
	label         string
	grade         graph.Grade
	both, implied bool
	mark          Mark
}

// forks parts the edges, each to where it has most company.
func (c *city) forks(except []bool) []*wire {
	s := c.scene
	keys := func(i int) [2]forkKey {
		e := &s.Edges[i]
		from, to := c.sides(e.From, e.To)
		k := forkKey{label: e.Label, grade: e.Grade, both: e.Both, implied: e.Implied, mark: e.Mark}
		out, in := k, k
		out.hub, out.out, out.side = e.From, true, from
		in.hub, in.side = e.To, to
		return [2]forkKey{out, in}
	}
	sizes := map[forkKey]int{}
	for i := range s.Edges {
		if e := &s.Edges[i]; !except[i] && e.From != e.To {
			for _, k := range keys(i) {
				sizes[k]++
			}
		}
	}
	at := map[forkKey]*wire{}
	var found []*wire
	for i := range s.Edges {
		e := &s.Edges[i]
		if except[i] || e.From == e.To {
			continue
		}
		ks := keys(i)
		k, end := ks[0], e.To
		if sizes[ks[1]] > sizes[ks[0]] {
			k, end = ks[1], e.From
		}
		w := at[k]
		if w == nil {
			w = &wire{hub: k.hub}
			at[k] = w
			found = append(found, w)
		}
		from, to := c.sides(k.hub, end)
		w.edges = append(w.edges, i)
		w.paths = append(w.paths, path{from: pin{k.hub, from, 0}, to: pin{end, to, 0}})
	}
	return found
}

// sides returns the sides at which a line between two boxes leaves and enters.
func (c *city) sides(a, b int) (from, to side) {
	switch {
	case c.row[a] > c.row[b]:
		return top, bottom
	case c.row[a] == c.row[b]:
		return bottom, bottom
	}
	return bottom, top
}

// ports spreads the ends of lines along the sides of boxes, from the corners
// inward, in the order in which they fan out.
func (c *city) ports(ways []*wire) {
	type end struct {
		wire *wire
		path int // -1 for the hub
		aim  float64
	}
	type place struct {
		node int
		side side
	}
	ends := map[place][]end{}
	var order []place
	add := func(p pin, e end) {
		k := place{p.node, p.side}
		if ends[k] == nil {
			order = append(order, k)
		}
		ends[k] = append(ends[k], e)
	}
	for _, w := range ways {
		sum := 0.0
		for i := range w.paths {
			p := &w.paths[i]
			sum += c.u[p.to.node]
			add(p.to, end{w, i, c.u[w.hub]})
		}
		add(w.paths[0].from, end{w, -1, sum / float64(len(w.paths))})
	}
	for _, k := range order {
		list := ends[k]
		unit := c.unit[c.row[k.node]]
		room := max(0, c.grip[k.node]-14*unit)
		step := min(11*unit, 2*room/float64(len(list)+1))
		slices.SortStableFunc(list, func(a, b end) int { return cmp.Compare(a.aim, b.aim) })
		lefts := 0
		for _, e := range list {
			if e.aim < c.u[k.node]-unit {
				lefts++
			}
		}
		for i, e := range list {
			off := -room + float64(i)*step
			if i >= lefts {
				off = room - float64(len(list)-1-i)*step
			}
			switch {
			case unit == 1:
				off = math.Round(off)
			case c.row[k.node] == 0: // the middle of rings: straight out
				off = e.aim - c.u[k.node] + 0.06*float64(i%3-1)
			}
			if e.path >= 0 {
				e.wire.paths[e.path].to.off = off
				continue
			}
			for i := range e.wire.paths {
				e.wire.paths[i].from.off = off
			}
		}
	}
}
