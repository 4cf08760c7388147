package diagram

import "math"

// Distances, in pixels.
const (
	margin      = 16.0
	textLimit   = 136.0 // width of a name's line
	textLines   = 4
	curveWidth  = 38.0 // between the stubs of two columns
	stubBare    = 14.0 // a line's straight part at a box, without a label
	stubPad     = 14.0 // and with one: what the label leaves of it
	trackApart  = 12.0
	arrowLength = 8.0
	arrowHalf   = 3.5
	boxApart    = 15.0
	tieApart    = 40.0 // between boxes that are joined straight down
	laneApart   = 9.0
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

// sizes measures boxes, stubs and zones.
func (a *arranger) sizes() {
	for n, it := range a.boxes {
		node := &a.scene.Nodes[n]
		o := shapeOf(node.Shape)
		a.names[n] = wrap(clean(node.Label), nameSize, textLimit, textLines)
		w := o.left + max(widest(a.names[n], nameSize), width(clean(node.Note), labelSize)) + o.right
		a.boxWidth[it.column] = max(a.boxWidth[it.column], math.Ceil(w), 90)
		it.h = boxHeight(a.names[n], node, o)
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
