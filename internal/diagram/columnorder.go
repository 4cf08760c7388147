package diagram

import (
	"cmp"
	"math"
	"slices"
)

// An item is what takes height in a column: a box, or the lane of a bundle
// that passes over the column.
type item struct {
	column int
	node   int     // index of Scene.Nodes, or -1 for a lane
	lane   *bundle // of a lane

	y, h float64 // centre and height

	order  int  // place in the column
	joined bool // a line ends here or passes
}

// link is a piece of a bundle between an item of one column and one of the
// next.
type link struct {
	left, right *item
	of          *bundle
}

// within is an edge between two boxes of one column.
type within struct {
	hub, end *item
	of       *bundle
	edge     int // of the bundle
}

// grid is the scene as columns of items.
type grid struct {
	scene   *Scene
	bundles []*bundle
	columns [][]*item // in order from above
	boxes   []*item   // by node
	links   [][]link  // by the gap right of a column
	within  [][]within
	work    int // still allowed, in pairs of links compared
}

func newGrid(s *Scene) *grid {
	g := &grid{
		scene: s, bundles: bundles(s), boxes: make([]*item, len(s.Nodes)),
		columns: make([][]*item, len(s.Columns)), links: make([][]link, len(s.Columns)), within: make([][]within, len(s.Columns)),
	}
	for n := range s.Nodes {
		it := &item{column: s.Nodes[n].Column, node: n}
		g.boxes[n] = it
		g.columns[it.column] = append(g.columns[it.column], it)
	}
	for _, b := range g.bundles {
		g.join(b)
	}
	return g
}

// join makes the lanes and links of a bundle: a trunk from the hub outward,
// which the ends leave in the gap before their column.
func (g *grid) join(b *bundle) {
	hub := g.boxes[b.hub]
	hub.joined = true
	for i, n := range b.ends {
		g.boxes[n].joined = true
		if b.side == 0 {
			g.within[hub.column] = append(g.within[hub.column], within{hub, g.boxes[n], b, i})
		}
	}
	if b.side == 0 {
		return
	}
	trunk := hub
	for c := hub.column + b.side; ; c += b.side {
		for _, n := range b.ends {
			if g.boxes[n].column == c {
				g.link(b, trunk, g.boxes[n])
			}
		}
		if c == b.last(g.scene) {
			return
		}
		lane := &item{column: c, node: -1, lane: b, h: 2, joined: true}
		g.columns[c] = append(g.columns[c], lane)
		g.link(b, trunk, lane)
		trunk = lane
	}
}

func (g *grid) link(b *bundle, from, to *item) {
	if b.side < 0 {
		from, to = to, from
	}
	g.links[from.column] = append(g.links[from.column], link{from, to, b})
}

// orderWork bounds the search for a good order, in pairs of links compared: a
// few tenths of a second. What a small chart needs is a hundredth of it.
const orderWork = 40_000_000

// sort orders the columns from several beginnings and keeps the best order;
// of equally good ones the first. A chart too large for the work allowed gets
// the best order found by then, which is the same every time.
func (g *grid) sort() {
	g.work = orderWork
	var best [][]*item
	least := math.Inf(1)
	first := clone(g.columns)
	for start := 0; start < 1<<min(len(g.columns), 4) && g.work > 0; start++ {
		g.columns = clone(first)
		for c := range g.columns {
			if c < 4 && start&(1<<c) != 0 {
				slices.Reverse(g.columns[c])
			}
		}
		g.number()
		if cost := g.exchange(g.sweep()); cost < least {
			best, least = clone(g.columns), cost
		}
	}
	if best != nil {
		g.columns = best
	}
	g.number()
}

func clone(columns [][]*item) [][]*item {
	found := make([][]*item, len(columns))
	for i := range columns {
		found[i] = slices.Clone(columns[i])
	}
	return found
}

func (g *grid) number() {
	for _, column := range g.columns {
		for i, it := range column {
			it.order = i
		}
	}
}

// sweep orders each column by the mean place of what its items are linked to,
// forth and back, and leaves the best order met.
func (g *grid) sweep() float64 {
	best, least := clone(g.columns), g.cost()
	for round := range 8 {
		for i := range g.columns {
			c := i
			if round%2 == 1 {
				c = len(g.columns) - 1 - i
			}
			g.barycenter(c)
		}
		if cost := g.cost(); cost < least {
			best, least = clone(g.columns), cost
		}
	}
	g.columns = best
	g.number()
	return least
}

func (g *grid) barycenter(c int) {
	sum := map[*item]float64{}
	n := map[*item]float64{}
	add := func(it, other *item, column int) {
		sum[it] += (float64(other.order) + 0.5) / float64(len(g.columns[column]))
		n[it]++
	}
	if c > 0 {
		for _, l := range g.links[c-1] {
			add(l.right, l.left, c-1)
		}
	}
	for _, l := range g.links[c] {
		add(l.left, l.right, c+1)
	}
	at := func(it *item) float64 {
		if n[it] == 0 {
			return (float64(it.order) + 0.5) / float64(len(g.columns[c]))
		}
		return sum[it] / n[it]
	}
	slices.SortStableFunc(g.columns[c], func(a, b *item) int { return cmp.Compare(at(a), at(b)) })
	g.number()
}

// exchange moves single items to better places in their columns until none is
// found.
func (g *grid) exchange(least float64) float64 {
	for better := true; better; {
		better = false
		for c := range g.columns {
			for i := range g.columns[c] {
				for j := range g.columns[c] {
					if g.work <= 0 {
						return least
					}
					move(g.columns[c], i, j)
					g.number()
					if cost := g.cost(); cost < least-1e-9 {
						least, better = cost, true
					} else {
						move(g.columns[c], j, i)
						g.number()
					}
				}
			}
		}
	}
	return least
}

// move takes the item at i and puts it at j.
func move(items []*item, i, j int) {
	it := items[i]
	copy(items[i:], items[i+1:])
	copy(items[j+1:], items[j:len(items)-1])
	items[j] = it
}

// What makes an order worse.
const (
	costCrossing = 10.0
	costBetween  = 4.0   // an item between two that are joined within a column
	costBelow    = 500.0 // a part above its whole
	costAlone    = 3.0   // something joined below something that is not
	costSlope    = 1.0   // a link's ends far apart, as parts of the columns' heights
)

// cost judges the order as numbered.
func (g *grid) cost() float64 {
	sum := 0.0
	for c, links := range g.links {
		g.work -= len(links)*len(links)/2 + len(g.columns[c])
		for i := range links {
			a := &links[i]
			sum += costSlope * math.Abs(g.height(a.left)-g.height(a.right))
			for j := range links[:i] {
				b := &links[j]
				if (a.left.order-b.left.order)*(a.right.order-b.right.order) < 0 {
					sum += costCrossing
				}
			}
		}
		for _, w := range g.within[c] {
			apart := w.end.order - w.hub.order
			if w.of.ordered && apart < 0 {
				sum += costBelow
			}
			sum += costBetween * math.Abs(float64(apart))
		}
	}
	for _, column := range g.columns {
		alone := 0.0
		for _, it := range column {
			if !it.joined {
				alone++
			} else {
				sum += alone * costAlone
			}
		}
	}
	return sum
}

func (g *grid) height(it *item) float64 {
	return (float64(it.order) + 0.5) / float64(len(g.columns[it.column]))
}
