package diagram

import (
	"math"
	"slices"
)

// A city is boxes in rows with a street between each two rows, along which
// lines run without meeting a box; through a row they go by the gaps between
// its boxes. Streets and rows are straight in an organisation chart and rings
// in a radial one: a place along them is u, in pixels or radians.
type city struct {
	scene  *Scene
	u      []float64 // by node: the centre of its box
	half   []float64 // by node: half its width
	grip   []float64 // by node: how far from the middle lines may meet it
	row    []int     // by node
	rows   [][]int   // nodes in order of u
	spines [][]float64
	unit   []float64 // by row: what a pixel is there
	wires  []*wire
	lo, hi float64 // where rows begin and end

	gaps   [][]span     // by row, from the left
	used   [][]crossing // by row, in order of u: where lines go through
	tracks []int        // by street: how many lines run beside each other
}

// crossing is where a line goes through a row.
type crossing struct {
	u  float64
	of *wire
}

// span is a stretch of a row.
type span struct{ from, to float64 }

// wire is a line: one edge, or a trunk of a tree.
type wire struct {
	hub    int
	edges  []int
	paths  []path // by edge, from the hub
	tree   bool
	spots  []spot      // what is written above boxes, for a trunk
	tracks map[int]int // by street
}

// spot is a label of a trunk: above a box, in the street of its row.
type spot struct {
	row    int
	u      float64
	anchor string
	lines  []string
	edges  int // that it tells of
}

// path is one way: from a box along streets to a box.
type path struct {
	from, to pin
	hops     []hop
}

// hop goes along a street, street r being the one above row r.
type hop struct {
	street int
	u      float64 // as far as this
}

// pin is where a path meets a box.
type pin struct {
	node int
	side side
	off  float64 // from the centre of that side
}

type side uint8

const (
	bottom side = iota
	top
	left
)

const (
	clearance = 8.0 // between a line and a box
	abreast   = 8.0 // between lines through one gap
	mostLanes = 14  // in one street; more share
)

func newCity(s *Scene, rows int) *city {
	c := &city{scene: s, u: make([]float64, len(s.Nodes)), half: make([]float64, len(s.Nodes)), grip: make([]float64, len(s.Nodes)), row: make([]int, len(s.Nodes)),
		rows: make([][]int, rows), spines: make([][]float64, rows), unit: make([]float64, rows),
		used: make([][]crossing, rows), gaps: make([][]span, rows), tracks: make([]int, rows+1)}
	c.lo, c.hi = math.Inf(-1), math.Inf(1)
	for r := range c.unit {
		c.unit[r] = 1
	}
	return c
}

// survey finds the gaps of each row, whose boxes are placed.
func (c *city) survey() {
	for n, r := range c.row {
		c.rows[r] = append(c.rows[r], n)
	}
	for r := range c.rows {
		slices.SortFunc(c.rows[r], func(a, b int) int {
			if c.u[a] < c.u[b] {
				return -1
			}
			return 1
		})
		var taken []span
		for _, n := range c.rows[r] {
			clear := clearance * c.unit[r]
			taken = append(taken, span{c.u[n] - c.half[n] - clear, c.u[n] + c.half[n] + clear})
		}
		for _, x := range c.spines[r] {
			taken = append(taken, span{x - 6*c.unit[r], x + 6*c.unit[r]})
		}
		slices.SortFunc(taken, func(a, b span) int {
			if a.from < b.from {
				return -1
			}
			return 1
		})
		at := c.lo
		for _, t := range taken {
			if t.from >= at {
				c.gaps[r] = append(c.gaps[r], span{at, t.from})
			}
			at = max(at, t.to)
		}
		if at <= c.hi {
			c.gaps[r] = append(c.gaps[r], span{at, c.hi})
		}
	}
}

// lead finds the way of a path of a line that is in no tree.
func (c *city) lead(w *wire, p *path) {
	a, b := c.row[p.from.node], c.row[p.to.node]
	at, goal := c.u[p.from.node]+p.from.off, c.u[p.to.node]+p.to.off
	step, street := 1, a+1
	if p.from.side == top {
		step, street = -1, a
	}
	last := b
	if p.to.side == bottom {
		last = b + 1
	}
	var rows []int
	for s := street; s != last; s += step {
		r := s
		if step < 0 {
			r = s - 1
		}
		rows = append(rows, r)
	}
	for i, x := range c.through(w, rows, at, goal) {
		p.hops = append(p.hops, hop{street + i*step, x})
		c.use(rows[i], crossing{x, w})
	}
	p.hops = append(p.hops, hop{last, goal})
}

// through chooses where to cross rows: at one place if there is one, else at
// the nearest of each.
func (c *city) through(w *wire, rows []int, at, goal float64) []float64 {
	if len(rows) == 0 {
		return nil
	}
	best, least := math.NaN(), math.Inf(1)
	try := func(x, extra float64) {
		cost := math.Abs(x-at) + math.Abs(x-goal) + extra
		if cost >= least {
			return
		}
		for _, r := range rows {
			if !c.open(w, r, x) {
				return
			}
		}
		best, least = x, cost
	}
	for _, x := range c.used[rows[0]] {
		if x.of == w { // a fork of this line is there
			try(x.u, -60*c.unit[rows[0]])
		}
	}
	for _, r := range []int{rows[0], rows[len(rows)-1]} {
		for _, g := range c.gaps[r] {
			for _, x := range []float64{at, goal, g.from, g.to} {
				x = max(g.from, min(g.to, x))
				for k := -3.0; k <= 3; k++ {
					if y := x + k*abreast*c.unit[r]; y >= g.from && y <= g.to {
						try(y, 0)
					}
				}
			}
		}
	}
	found := make([]float64, len(rows))
	if least < math.Abs(at-goal)+600*c.unit[rows[0]] {
		for i := range found {
			found[i] = best
		}
		return found
	}
	for i, r := range rows {
		found[i] = c.nearest(w, r, at, goal)
		at = found[i]
	}
	return found
}

// open reports whether a line may cross a row at x beside those that do.
func (c *city) open(w *wire, r int, x float64) bool {
	i, _ := slices.BinarySearchFunc(c.gaps[r], x, func(g span, x float64) int {
		if g.to < x {
			return -1
		}
		return 1
	})
	return i < len(c.gaps[r]) && c.gaps[r][i].from <= x && c.free(w, r, x)
}

func (c *city) free(w *wire, r int, x float64) bool {
	apart := (abreast - 0.5) * c.unit[r]
	used := c.used[r]
	for i := c.after(r, x-apart); i < len(used) && used[i].u < x+apart; i++ {
		if used[i].of != w {
			return false
		}
	}
	return true
}

// use notes that a line crosses a row.
func (c *city) use(r int, x crossing) { c.used[r] = slices.Insert(c.used[r], c.after(r, x.u), x) }

// after returns the index of the first crossing of a row that is beyond u.
func (c *city) after(r int, u float64) int {
	i, _ := slices.BinarySearchFunc(c.used[r], u, func(x crossing, u float64) int {
		if x.u <= u {
			return -1
		}
		return 1
	})
	return i
}

// nearest returns the place to cross a row that makes the way from one place
// to another shortest; where all gaps are full, lines share.
func (c *city) nearest(w *wire, r int, at, goal float64) float64 {
	best, least := 0.0, math.Inf(1)
	for _, g := range c.gaps[r] {
		for _, want := range []float64{at, goal} {
			x := max(g.from, min(g.to, want))
			shared := 80 * c.unit[r]
			for k := range 40 {
				y := x + float64((k+1)/2)*abreast*c.unit[r]*float64(1-2*(k%2))
				if y < g.from || y > g.to {
					continue
				}
				if c.free(w, r, y) {
					x, shared = y, 0
					break
				}
			}
			if cost := 1.1*math.Abs(at-x) + math.Abs(goal-x) + shared; cost < least {
				best, least = x, cost
			}
		}
	}
	return best
}

// pave gives each line its track in each street it uses.
func (c *city) pave() {
	lanes := make([][][]span, len(c.tracks))
	for _, w := range c.wires {
		w.tracks = map[int]int{}
		reach := map[int]span{}
		var order []int
		for i := range w.paths {
			p := &w.paths[i]
			at := c.u[p.from.node] + p.from.off
			for _, h := range p.hops {
				s, ok := reach[h.street]
				if !ok {
					s = span{math.Inf(1), math.Inf(-1)}
					order = append(order, h.street)
				}
				reach[h.street] = span{min(s.from, at, h.u), max(s.to, at, h.u)}
				at = h.u
			}
		}
		for _, street := range order {
			if s := reach[street]; s.to-s.from > 1e-9 {
				w.tracks[street] = c.lane(lanes, street, s)
			}
		}
	}
	for street := range lanes {
		c.tracks[street] = len(lanes[street])
	}
}

// lane takes the first lane of a street that is free over a stretch, or the
// one least used where no more are to be had.
func (c *city) lane(lanes [][][]span, street int, s span) int {
	apart := 6 * c.unit[min(street, len(c.unit)-1)]
	fewest := 0
	for i, lane := range lanes[street] {
		clash := 0
		for _, o := range lane {
			if s.from < o.to+apart && o.from < s.to+apart {
				clash++
			}
		}
		if clash == 0 {
			lanes[street][i] = append(lane, s)
			return i
		}
		if len(lane) < len(lanes[street][fewest]) {
			fewest = i
		}
	}
	if len(lanes[street]) < mostLanes {
		lanes[street] = append(lanes[street], []span{s})
		return len(lanes[street]) - 1
	}
	lanes[street][fewest] = append(lanes[street][fewest], s)
	return fewest
}
