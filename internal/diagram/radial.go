package diagram

import (
	"math"
	"slices"
)

// ringGap keeps boxes of a ring apart, in pixels.
const ringGap = 26.0

// Radial places a scene in rings around its focus: nodes farther out the more
// steps away they are, next to what they hang by. Many that are equally far
// stand in several rings. Rings are ellipses of an aspect, width by height, for
// boxes are wider than high and so are slides; they are never higher than wide.
// It is the same for the same scene.
func Radial(s *Scene, aspect float64) *Layout {
	if len(s.Nodes) == 0 {
		return nothing(s)
	}
	f, m := around(s), measure(s)
	stretch := max(1, 1.1*aspect) // legend and footer make the picture higher
	var best *Layout
	var last []int
	for _, full := range fullness {
		row := f.rings(m.w/stretch, slices.Max(m.h), full)
		if slices.Equal(row, last) {
			continue
		}
		last = row
		if l := inRings(s, f, m, row, stretch); best == nil || l.Width+stretch*l.Height < best.Width+stretch*best.Height {
			best = l
		}
		if len(row) > mostTried {
			break
		}
	}
	return best
}

// fullness is how full rings are to become, as parts of what fits without
// a line between: fuller ones are fewer, but may have to be wider.
var fullness = []float64{0.8, 1, 1.25, 0.6}

// mostTried is how many nodes a scene may have to be tried in several ways.
const mostTried = 200

// inRings places nodes whose rings are known.
func inRings(s *Scene, f *forest, m *sizes, row []int, stretch float64) *Layout {
	count := slices.Max(row) + 1
	c := newCity(s, count)
	c.lo, c.hi = -math.Pi+0.02, math.Pi-0.02
	copy(c.row, row)
	r := &rings{city: c, m: m, w: m.w / stretch, stretch: stretch, radius: make([]float64, count), width: make([]float64, count)}
	for n := range r.width {
		r.width[n] = streetTop + streetEnd + 18
	}
	r.angles(f)
	r.place()
	c.survey()
	via := slices.Clone(f.via)
	for n, k := range f.kids {
		if len(k) > 0 {
			r.trunk(f, n)
		}
	}
	for n, p := range f.parent {
		if p >= 0 && row[n] > row[p]+1 {
			via[n] = -1 // not by the trunk: past an inner ring
		}
	}
	c.others(via)
	c.pave()
	return r.draw()
}

// around hangs every node under the nearest of the focus, whatever joins them;
// what cannot be reached stands in the outermost ring.
func around(s *Scene) *forest {
	f := &forest{parent: make([]int, len(s.Nodes)), via: make([]int, len(s.Nodes)), kids: make([][]int, len(s.Nodes))}
	for i := range f.parent {
		f.parent[i], f.via[i] = -1, -1
	}
	center := 0
	if len(s.Focus) > 0 {
		center = s.Focus[0]
	}
	f.roots = []int{center}
	at := adjacency(s)
	seen := make([]bool, len(s.Nodes))
	seen[center] = true
	for queue := []int{center}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		for _, i := range at[n] {
			k := s.Edges[i].From + s.Edges[i].To - n
			if k == n || seen[k] {
				continue
			}
			seen[k] = true
			f.parent[k], f.via[k] = n, i
			f.kids[n] = append(f.kids[n], k)
			queue = append(queue, k)
		}
	}
	for n := range seen {
		if !seen[n] {
			f.roots = append(f.roots, n)
		}
	}
	return f
}

// depths returns the ring of each node.
func (f *forest) depths() []int {
	depth := make([]int, len(f.parent))
	last := 0
	var down func(n, d int)
	down = func(n, d int) {
		depth[n] = d
		last = max(last, d)
		for _, k := range f.kids[n] {
			down(k, d+1)
		}
	}
	down(f.roots[0], 0)
	for _, n := range f.roots[1:] {
		depth[n] = last + 1
	}
	return depth
}

// crowded is how many nodes that are equally far stand in one ring at most.
const crowded = 20

// rings returns the ring of each node. A crowd is dealt out to as many rings as
// take it, each as full as is said, to leave room for lines to those behind it.
func (f *forest) rings(w, high, full float64) []int {
	depth := f.depths()
	crowds := make([][]int, slices.Max(depth)+1)
	for _, n := range f.walk() {
		crowds[depth[n]] = append(crowds[depth[n]], n)
	}
	row := make([]int, len(depth))
	radius, last := math.Hypot(w, high)/2, -1
	for _, crowd := range crowds {
		var rooms []float64
		for sum := 0.0; sum < float64(len(crowd)); {
			radius += high + streetTop + streetEnd + 90 // some lines run there
			room := full * 2 * math.Pi * radius / (w + ringGap)
			if len(crowd) <= crowded {
				room = float64(len(crowd))
			}
			rooms = append(rooms, room)
			sum += room
		}
		for i, ring := range deal(len(crowd), rooms) {
			row[crowd[i]] = last + 1 + ring
		}
		last += len(rooms)
	}
	return row
}

// deal gives each of n in turn to the ring with the most room left for its
// size, so that neighbours stand in different rings.
func deal(n int, rooms []float64) []int {
	found := make([]int, n)
	taken := make([]float64, len(rooms))
	for i := range found {
		best := 0
		for k := range rooms {
			if (taken[k]+0.5)/rooms[k] < (taken[best]+0.5)/rooms[best] {
				best = k
			}
		}
		found[i] = best
		taken[best]++
	}
	return found
}

// walk returns the nodes tree by tree, each before what hangs under it.
func (f *forest) walk() []int {
	var found []int
	var visit func(n int)
	visit = func(n int) {
		found = append(found, n)
		for _, k := range f.kids[n] {
			visit(k)
		}
	}
	for _, n := range f.roots {
		visit(n)
	}
	return found
}

// rings gives a city its rings: circles in a plane that is squeezed sideways,
// which drawing stretches.
type rings struct {
	*city
	m       *sizes
	w       float64 // of a box, squeezed
	stretch float64
	radius  []float64 // of the middles of boxes
	width   []float64 // of the street inside a ring
	outer   []float64 // where no box of the ring reaches beyond
	inner   []float64
}

// angles gives each node its place around, in shares of what hangs under it.
func (r *rings) angles(f *forest) {
	weight := make([]float64, len(f.parent))
	var weigh func(n int) float64
	weigh = func(n int) float64 {
		for _, k := range f.kids[n] {
			weight[n] += weigh(k)
		}
		weight[n] = max(1, weight[n])
		return weight[n]
	}
	all := 0.0
	for _, n := range f.roots {
		all += weigh(n)
	}
	var place func(n int, from, to float64)
	place = func(n int, from, to float64) {
		r.u[n] = (from + to) / 2
		at := from
		for _, k := range f.kids[n] {
			share := (to - from) * weight[k] / weight[n]
			place(k, at, at+share)
			at += share
		}
	}
	span := r.hi - r.lo
	share := span * weight[f.roots[0]] / all
	place(f.roots[0], r.lo, r.lo+share)
	at := r.lo + share
	for _, n := range f.roots[1:] {
		place(n, at, at+span*weight[n]/all)
		at += span * weight[n] / all
	}
	r.u[f.roots[0]] = 0
}

// place finds radii at which no boxes touch, from the middle outward.
func (r *rings) place() {
	r.inner, r.outer = make([]float64, len(r.radius)), make([]float64, len(r.radius))
	for k := range r.radius {
		var ring []int
		for n, row := range r.row {
			if row == k {
				ring = append(ring, n)
			}
		}
		slices.SortStableFunc(ring, func(a, b int) int {
			if r.u[a] < r.u[b] {
				return -1
			}
			return 1
		})
		if k == 0 {
			r.radius[0], r.outer[0] = 0, math.Hypot(r.w, r.m.h[ring[0]])/2+4
			r.half[ring[0]], r.grip[ring[0]], r.unit[0] = math.Pi*0.9, math.Pi*0.9, 1.0/80
			continue
		}
		for R := r.outer[k-1] + r.width[k] + 20; ; R *= 1.06 {
			if r.try(k, ring, R) {
				break
			}
		}
	}
}

// try places a ring at a radius and reports whether that is wide enough.
func (r *rings) try(k int, ring []int, radius float64) bool {
	r.radius[k], r.unit[k] = radius, 1/radius
	for range 6 {
		for _, n := range ring {
			r.half[n], _, _, _ = r.reach(n)
		}
		r.spread(ring, ringGap/radius)
	}
	r.inner[k], r.outer[k] = math.Inf(1), 0
	for i, n := range ring {
		half, grip, near, far := r.reach(n)
		r.half[n], r.grip[n] = half, grip
		r.inner[k], r.outer[k] = min(r.inner[k], near), max(r.outer[k], far)
		if r.u[n]-half < r.lo || r.u[n]+half > r.hi {
			return false
		}
		if i > 0 && r.u[n]-half < r.u[ring[i-1]]+r.half[ring[i-1]]+ringGap/2/radius {
			return false
		}
	}
	return r.inner[k] >= r.outer[k-1]+r.width[k]
}

// reach returns how far a node's box reaches at most to either side, as an
// angle, how far to both, and its least and greatest distance from the middle.
func (r *rings) reach(n int) (half, grip, near, far float64) {
	sin, cos := math.Sincos(r.u[n])
	R := r.radius[r.row[n]]
	x, y := R*sin, -R*cos
	w, h := r.w/2, r.m.h[n]/2
	dx, dy := max(0, math.Abs(x)-w), max(0, math.Abs(y)-h)
	near = math.Hypot(dx, dy)
	back, ahead := 0.0, 0.0
	for _, c := range [][2]float64{{-w, -h}, {w, -h}, {w, h}, {-w, h}} {
		far = max(far, math.Hypot(x+c[0], y+c[1]))
		a := math.Remainder(math.Atan2(x+c[0], -(y+c[1]))-r.u[n], 2*math.Pi)
		back, ahead = min(back, a), max(ahead, a)
	}
	return max(-back, ahead), min(-back, ahead), near, far
}

// spread moves the nodes of a ring as little as need be until they are apart.
func (r *rings) spread(ring []int, gap float64) {
	type pool struct{ sum, n float64 }
	var pools []pool
	rest := make([]float64, len(ring))
	for i, n := range ring {
		if i > 0 {
			rest[i] = rest[i-1] + r.half[ring[i-1]] + r.half[n] + gap
		}
		next := pool{r.u[n] - rest[i], 1}
		for len(pools) > 0 && pools[len(pools)-1].sum/pools[len(pools)-1].n >= next.sum/next.n {
			last := pools[len(pools)-1]
			next = pool{next.sum + last.sum, next.n + last.n}
			pools = pools[:len(pools)-1]
		}
		pools = append(pools, next)
	}
	lo := r.lo + r.half[ring[0]]
	last := len(ring) - 1
	hi := r.hi - r.half[ring[last]] - rest[last]
	i := 0
	for _, p := range pools {
		for range int(p.n) {
			r.u[ring[i]] = max(lo, min(max(lo, hi), p.sum/p.n)) + rest[i]
			i++
		}
	}
}

// trunk joins a node with what hangs by it: one line for those of the same
// words, grade and direction, out of the middle one for each.
func (r *rings) trunk(f *forest, n int) {
	at := map[forkKey]*wire{}
	for _, k := range f.kids[n] {
		if r.row[k] > r.row[n]+1 {
			continue
		}
		e := &r.scene.Edges[f.via[k]]
		key := forkKey{hub: n, out: e.From == n, label: e.Label, grade: e.Grade, both: e.Both, implied: e.Implied, mark: e.Mark}
		if r.row[n] == 0 {
			key.hub = k
		}
		w := at[key]
		if w == nil {
			w = &wire{hub: n, tree: true}
			at[key] = w
			r.wires = append(r.wires, w)
			w.paths = nil
		}
		from := pin{n, bottom, 0}
		if r.row[n] == 0 {
			from.off = r.u[k]
		}
		w.edges = append(w.edges, f.via[k])
		w.paths = append(w.paths, path{from, pin{k, top, 0}, []hop{{r.row[n] + 1, r.u[k]}}})
	}
	// Trunks side by side leave a box side by side.
	var own []*wire
	for _, w := range r.wires {
		if w.hub == n && r.row[n] > 0 {
			own = append(own, w)
		}
	}
	for i, w := range own {
		for j := range w.paths {
			w.paths[j].from.off = (float64(i) - float64(len(own)-1)/2) * min(10*r.unit[r.row[n]], r.grip[n]/float64(len(own)))
		}
	}
}
