package diagram

import (
	"missiongraph/graph"
)

// A bundle is drawn as one line that forks: edges with the same words and the
// same grade that all leave one box, its hub, or all reach it, on one side.
type bundle struct {
	hub     int
	inward  bool  // the edges point at the hub
	edges   []int // of the scene, in order
	ends    []int // by edge: the node that is not the hub
	side    int   // of the hub: -1 left, +1 right, 0 within the column
	label   string
	grade   graph.Grade
	both    bool
	implied bool
	mark    Mark
	ordered bool // the hub belongs above the ends

	lines []string // the label as drawn; none when it is too long
}

// Labels are broken into at most two lines of this width, in pixels.
const labelLimit = 84.0

// bundles parts the edges, so that each is in exactly one bundle and large
// bundles come first. An edge alone has its hub in the left column, or where
// both ends are in one, at its object.
func bundles(s *Scene) []*bundle {
	type key struct {
		hub, side int
		inward    bool
		label     string
		grade     graph.Grade
		both      bool
		implied   bool
		mark      Mark
	}
	keys := func(i int) [2]key {
		e := &s.Edges[i]
		side := sign(s.Nodes[e.To].Column - s.Nodes[e.From].Column)
		out := key{e.From, side, false, e.Label, e.Grade, e.Both, e.Implied, e.Mark}
		in := key{e.To, -side, true, e.Label, e.Grade, e.Both, e.Implied, e.Mark}
		if side > 0 {
			return [2]key{out, in}
		}
		return [2]key{in, out}
	}
	free := make([]bool, len(s.Edges))
	for i := range free {
		free[i] = s.Edges[i].From != s.Edges[i].To
	}
	var found []*bundle
	for {
		sizes := map[key]int{}
		for i := range s.Edges {
			if free[i] {
				for _, k := range keys(i) {
					sizes[k]++
				}
			}
		}
		var best key
		most := 0
		for i := range s.Edges {
			if free[i] {
				for _, k := range keys(i) {
					if sizes[k] > most {
						best, most = k, sizes[k]
					}
				}
			}
		}
		if most == 0 {
			return found
		}
		b := &bundle{hub: best.hub, inward: best.inward, side: best.side, label: best.label, grade: best.grade, both: best.both, implied: best.implied, mark: best.mark, ordered: true}
		for i := range s.Edges {
			if ks := keys(i); free[i] && (ks[0] == best || ks[1] == best) {
				free[i] = false
				end := s.Edges[i].To
				if b.inward {
					end = s.Edges[i].From
				}
				b.edges, b.ends = append(b.edges, i), append(b.ends, end)
				b.ordered = b.ordered && b.inward && s.Edges[i].Below
			}
		}
		b.lines = wrap(clean((&Edge{Label: b.label, Mark: b.mark}).sayMarked()), labelSize, labelLimit, 3)
		if len(b.lines) > 2 {
			b.lines = nil
		}
		found = append(found, b)
	}
}

// arrows says at which ends of a line there are arrowheads.
func (b *bundle) arrows() (hub, ends bool) { return b.inward || b.both, !b.inward || b.both }

// size returns the width of the label as drawn.
func (b *bundle) size() float64 { return widest(b.lines, labelSize) }

// above and below are the room that the label needs about its line.
func (b *bundle) above() float64 {
	if len(b.lines) > 0 {
		return labelLine
	}
	return 4
}

func (b *bundle) below() float64 {
	if len(b.lines) > 1 {
		return labelLine + 5
	}
	return 4
}

// last returns the column farthest from the hub that the bundle reaches.
func (b *bundle) last(s *Scene) int {
	last := s.Nodes[b.hub].Column
	for _, n := range b.ends {
		if c := s.Nodes[n].Column; (c-last)*b.side > 0 {
			last = c
		}
	}
	return last
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
