package orgchart

import (
	"cmp"
	"math"
	"slices"
)

// Distances, in pixels.
const (
	margin      = 16.0
	textLimit   = 136.0 // width of a name's line
	textLines   = 4
	curveWidth  = 46.0 // between the stubs of two columns
	stubBare    = 14.0 // a line's straight part at a box, without a label
	stubPad     = 14.0 // and with one: what the label leaves of it
	trackApart  = 12.0
	arrowLength = 8.0
	arrowHalf   = 3.5
	boxApart    = 22.0
	tieApart    = 44.0 // between boxes that are joined straight down
	laneApart   = 11.0
	headHeight  = 88.0 // title and headings
)

// arranger gives a grid coordinates.
type arranger struct {
	*grid
	names [][]string // by node: the label, broken
	sides [2][][]*port
	loops [][]*bundle // by column
	out   []int       // by column: the side of its loops
	ties  map[*bundle]bool

	boxWidth []float64
	zone     [2][]float64 // by column: room for stubs, labels and tracks left and right
	stub     [2][]float64
	x        []float64 // by column: left edge of its boxes
	width    float64
}

// port is where a line meets the side of a box.
type port struct {
	of     *bundle
	end    int     // edge of the bundle whose end this is; -1 at the hub
	to     []*item // what the line leads to next
	loop   bool
	offset float64 // from the centre of the box, down
}

func sideIndex(side int) int { return (side + 1) / 2 }

func newArranger(g *grid) *arranger {
	n, columns := len(g.boxes), len(g.columns)
	a := &arranger{grid: g, names: make([][]string, n), loops: make([][]*bundle, columns), out: make([]int, columns),
		ties: map[*bundle]bool{}, boxWidth: make([]float64, columns), x: make([]float64, columns)}
	for i := range a.sides {
		a.sides[i] = make([][]*port, n)
		a.zone[i] = make([]float64, columns)
		a.stub[i] = make([]float64, columns)
	}
	for _, b := range g.bundles {
		if b.side != 0 {
			a.ports(b)
		}
	}
	for c := range g.columns {
		a.route(c)
	}
	return a
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

// sizes measures boxes, stubs and zones.
func (a *arranger) sizes() {
	for n, it := range a.boxes {
		node := &a.scene.Nodes[n]
		o := shapeOf(node.Shape)
		a.names[n] = wrap(clean(node.Label), nameSize, textLimit, textLines)
		w := o.left + widest(a.names[n], nameSize) + o.right
		a.boxWidth[it.column] = max(a.boxWidth[it.column], math.Ceil(w), 90)
		it.h = float64(len(a.names[n]))*nameLine + 18
		if o.mark {
			it.h = max(it.h, markSize+4)
		}
		for side := range a.sides {
			room := 12.0
			for _, p := range a.sides[side][n] {
				room += p.above() + p.below() + 1
			}
			it.h = max(it.h, room)
		}
		it.h = math.Ceil(it.h/2) * 2
	}
	for c, column := range a.columns {
		for side := range a.sides {
			longest, any := 0.0, false
			for _, it := range column {
				if it.node < 0 {
					continue
				}
				for _, p := range a.sides[side][it.node] {
					any = true
					if p.end < 0 {
						longest = max(longest, p.of.size())
					}
				}
			}
			inner := side == 0 && c > 0 || side == 1 && c < len(a.columns)-1
			if any || inner {
				a.stub[side][c] = stubBare
			}
			if longest > 0 {
				a.stub[side][c] = math.Ceil(longest) + stubPad
			}
			a.zone[side][c] = a.stub[side][c]
			if side == sideIndex(a.out[c]) && len(a.loops[c]) > 0 {
				a.zone[side][c] += trackApart * float64(len(a.loops[c]))
			}
		}
	}
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

// across places the columns from the left.
func (a *arranger) across() {
	x := margin
	for c := range a.columns {
		x += a.zone[0][c]
		a.x[c] = x
		x += a.boxWidth[c] + a.zone[1][c]
		if c < len(a.columns)-1 {
			x += curveWidth
		}
	}
	a.width = max(x+margin, 480)
}

// down places the items of each column so that lines run as straight as the
// order allows: each column in turn goes to the places its neighbours suggest,
// which is a least-squares problem with distances to keep.
func (a *arranger) down() {
	for _, column := range a.columns {
		at := 0.0
		for i, it := range column {
			if i > 0 {
				at += a.apart(column[i-1], it)
			}
			it.y = at
		}
		for _, it := range column {
			it.y -= at / 2
		}
	}
	for round := range 40 {
		a.fan()
		for i := range a.columns {
			c := i
			if round%2 == 1 {
				c = len(a.columns) - 1 - i
			}
			a.settle(c)
		}
	}
	top := math.Inf(1)
	for _, column := range a.columns {
		for _, it := range column {
			it.y = math.Round(it.y)
			top = min(top, it.y-it.h/2)
		}
	}
	for _, column := range a.columns {
		for _, it := range column {
			it.y += math.Ceil(headHeight - top)
		}
	}
	a.fan()
}

// apart is the least distance of the centres of two items, one above the
// other.
func (a *arranger) apart(upper, lower *item) float64 {
	gap := boxApart
	if upper.node < 0 || lower.node < 0 {
		gap = laneApart
	} else if a.tied(upper, lower) > 0 {
		gap = tieApart
	}
	return (upper.h+lower.h)/2 + gap
}

// tied counts the lines straight down between two boxes.
func (a *arranger) tied(upper, lower *item) int {
	sum := 0
	for _, w := range a.within[upper.column] {
		if a.ties[w.of] && (w.hub == upper && w.end == lower || w.hub == lower && w.end == upper) {
			sum++
		}
	}
	return sum
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

// settle moves the items of a column towards the heights at which their lines
// would be straight. It is the pool-adjacent-violators algorithm (Barlow and
// others, "Statistical inference under order restrictions", 1972).
func (a *arranger) settle(c int) {
	type pool struct{ sum, weight, n float64 }
	var pools []pool
	rest := make([]float64, len(a.columns[c])) // by item: least height above the first's
	for i, it := range a.columns[c] {
		if i > 0 {
			rest[i] = rest[i-1] + a.apart(a.columns[c][i-1], it)
		}
		want, weight := a.wanted(it)
		next := pool{(want - rest[i]) * weight, weight, 1}
		for len(pools) > 0 && pools[len(pools)-1].sum/pools[len(pools)-1].weight >= next.sum/next.weight {
			last := pools[len(pools)-1]
			next = pool{next.sum + last.sum, next.weight + last.weight, next.n + last.n}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, next)
	}
	i := 0
	for _, p := range pools {
		for range int(p.n) {
			a.columns[c][i].y = p.sum/p.weight + rest[i]
			i++
		}
	}
}

// wanted returns the height at which an item's lines are straightest, and how
// much that matters.
func (a *arranger) wanted(it *item) (y, weight float64) {
	add := func(l *link, other *item, side int) {
		w := 1.0
		if l.left.node < 0 && l.right.node < 0 {
			w = 4
		}
		y += w * (other.y + a.offset(other, l.of, -side) - a.offset(it, l.of, side))
		weight += w
	}
	if it.column > 0 {
		for i := range a.links[it.column-1] {
			if l := &a.links[it.column-1][i]; l.right == it {
				add(l, l.left, -1)
			}
		}
	}
	for i := range a.links[it.column] {
		if l := &a.links[it.column][i]; l.left == it {
			add(l, l.right, 1)
		}
	}
	if weight == 0 {
		return it.y, 0.05
	}
	return y / weight, weight
}
