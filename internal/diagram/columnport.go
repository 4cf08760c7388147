package diagram

import (
	"cmp"
	"math"
	"slices"
)

// port is where a line meets the side of a box.
type port struct {
	of     *bundle
	end    int     // edge of the bundle whose end this is; -1 at the hub
	to     []*item // what the line leads to next
	loop   bool
	offset float64 // from the centre of the box, down
}

// ports adds those of a bundle that leaves its column.
func (a *arranger) ports(b *bundle) {
	hub := &port{of: b, end: -1}
	for _, links := range a.links {
		for _, l := range links {
			if l.of != b {
				continue
			}
			near, far := l.left, l.right
			if b.side < 0 {
				near, far = far, near
			}
			if near.node == b.hub {
				hub.to = append(hub.to, far)
			}
			if far.node >= 0 {
				a.add(-b.side, far.node, &port{of: b, end: slices.Index(b.ends, far.node), to: []*item{near}})
			}
		}
	}
	a.add(b.side, b.hub, hub)
}

func (a *arranger) add(side, node int, p *port) {
	ports := &a.sides[sideIndex(side)][node]
	*ports = append(*ports, p)
}

// route decides for the bundles within a column whether they run straight down
// between neighbours or loop around what is between.
func (a *arranger) route(c int) {
	straight := map[*bundle]bool{}
	var of []*bundle
	for _, w := range a.within[c] {
		if !slices.Contains(of, w.of) {
			of = append(of, w.of)
			straight[w.of] = true
		}
		if d := w.hub.order - w.end.order; d*d != 1 {
			straight[w.of] = false
		}
	}
	side := 1
	if busy := a.busy(c); c == 0 && len(a.columns) > 1 || c < len(a.columns)-1 && busy[0] <= busy[1] {
		side = -1
	}
	a.out[c] = side
	for _, b := range of {
		if straight[b] {
			a.ties[b] = true
			continue
		}
		a.loops[c] = append(a.loops[c], b)
		hub := &port{of: b, end: -1, loop: true}
		for i, n := range b.ends {
			hub.to = append(hub.to, a.boxes[n])
			a.add(side, n, &port{of: b, end: i, to: []*item{a.boxes[b.hub]}, loop: true})
		}
		a.add(side, b.hub, hub)
	}
	slices.SortStableFunc(a.loops[c], func(p, q *bundle) int { return cmp.Compare(a.span(p), a.span(q)) })
}

// busy counts the lines at the left and right sides of a column's boxes.
func (a *arranger) busy(c int) (sum [2]int) {
	for _, it := range a.columns[c] {
		for side := range sum {
			if it.node >= 0 {
				sum[side] += len(a.sides[side][it.node])
			}
		}
	}
	return sum
}

// span is how many places a loop reaches.
func (a *arranger) span(b *bundle) int {
	lo, hi := a.boxes[b.hub].order, a.boxes[b.hub].order
	for _, n := range b.ends {
		lo, hi = min(lo, a.boxes[n].order), max(hi, a.boxes[n].order)
	}
	return hi - lo
}

func (p *port) above() float64 {
	if p.end < 0 {
		return p.of.above()
	}
	return 4
}

func (p *port) below() float64 {
	if p.end < 0 {
		return p.of.below()
	}
	return 4
}

// fan orders the ports of each side by where their lines lead and spreads them
// about the middle.
func (a *arranger) fan() {
	for side := range a.sides {
		for n, ports := range a.sides[side] {
			it := a.boxes[n]
			slices.SortStableFunc(ports, func(p, q *port) int { return cmp.Compare(a.aim(it, p), a.aim(it, q)) })
			at, sum := 0.0, 0.0
			for _, p := range ports {
				at += p.above() + 1
				p.offset = at
				sum += at
				at += p.below()
			}
			if len(ports) == 0 {
				continue
			}
			shift := -sum / float64(len(ports))
			shift = max(shift, -it.h/2+4)
			shift = min(shift, it.h/2-4-at)
			for _, p := range ports {
				p.offset = math.Round(p.offset + shift)
			}
		}
	}
}

// aim is the height that a port's line leads to; those of loops are beyond all
// others.
func (a *arranger) aim(it *item, p *port) float64 {
	sum := 0.0
	for _, to := range p.to {
		sum += to.y
	}
	sum /= float64(len(p.to))
	if !p.loop {
		return sum
	}
	reach := 1e6 - 1e3*float64(a.span(p.of))
	if sum < it.y {
		return -reach
	}
	return reach
}

// offset is where on an item a bundle's line is, from the item's centre.
func (a *arranger) offset(it *item, b *bundle, side int) float64 {
	if it.node < 0 {
		return 0
	}
	for _, p := range a.sides[sideIndex(side)][it.node] {
		if p.of == b {
			return p.offset
		}
	}
	return 0
}
