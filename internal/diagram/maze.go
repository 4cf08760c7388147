package diagram

import (
	"container/heap"
	"math"
	"slices"
)

// mostMaze is how many boxes a maze may have.
const mostMaze = 200

// A maze is the ways between boxes that stand anywhere: along lines a little
// outside of their sides and through their middles, where these are free.
type maze struct {
	boxes  []Box
	xs, ys []float64
	free   []bool // by crossing, row by row: in no box
}

func newMaze(boxes []Box) *maze {
	m := &maze{boxes: boxes, xs: []float64{4}, ys: []float64{titleHeight - 12}}
	for i := range boxes {
		b := &boxes[i]
		m.xs = append(m.xs, b.X-clearance, b.X+b.W/2, b.X+b.W+clearance)
		m.ys = append(m.ys, b.Y-clearance, b.Y+b.H/2, b.Y+b.H+clearance)
	}
	slices.Sort(m.xs)
	slices.Sort(m.ys)
	m.xs, m.ys = slices.Compact(m.xs), slices.Compact(m.ys)
	m.free = make([]bool, len(m.xs)*len(m.ys))
	for j, y := range m.ys {
		for i, x := range m.xs {
			m.free[j*len(m.xs)+i] = !slices.ContainsFunc(boxes, func(b Box) bool {
				return x > b.X-1 && x < b.X+b.W+1 && y > b.Y-1 && y < b.Y+b.H+1
			})
		}
	}
	return m
}

// step is a crossing reached, heading across or down.
type step struct {
	at   int
	down bool
	cost float64
}

type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(i, j int) bool {
	return s[i].cost < s[j].cost || s[i].cost == s[j].cost && s[i].at < s[j].at
}
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *steps) Push(x any)   { *s = append(*s, x.(step)) }
func (s *steps) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// turning costs as much as a detour of so many pixels.
const turning = 40.0

// way returns the best way from the middle of a side of one box to that of
// another: the shortest, a turn counted as a detour (Dijkstra).
func (m *maze) way(from, to *Box) []Point {
	starts, goals := m.doors(from), m.doors(to)
	n := len(m.xs) * len(m.ys)
	cost, back := make([]float64, 2*n), make([]int, 2*n)
	for i := range cost {
		cost[i], back[i] = math.Inf(1), -1
	}
	var queue steps
	for _, d := range starts {
		key := 2 * d.at
		if d.down {
			key++
		}
		cost[key] = 0
		queue = append(queue, step{d.at, d.down, 0})
	}
	heap.Init(&queue)
	end := -1
	for len(queue) > 0 && end < 0 {
		s, _ := heap.Pop(&queue).(step)
		key := 2 * s.at
		if s.down {
			key++
		}
		if s.cost > cost[key] {
			continue
		}
		for _, g := range goals {
			if g.at == s.at && g.down == s.down {
				end = key
			}
		}
		m.around(s, func(at int, down bool, length float64) {
			next := 2 * at
			if down {
				next++
			}
			if c := s.cost + length; c < cost[next]-1e-9 {
				cost[next], back[next] = c, key
				heap.Push(&queue, step{at, down, c})
			}
		})
	}
	if end < 0 { // walled in by other pins: straight over all
		return []Point{{from.X + from.W/2, from.Y + from.H}, {from.X + from.W/2, from.Y + from.H + 1}, {to.X + to.W/2, to.Y}}
	}
	return m.trace(from, to, back, end)
}

// trace follows a way back and adds the doors at both ends.
func (m *maze) trace(from, to *Box, back []int, end int) []Point {
	points := []Point{door(to, m.point(end/2))}
	for k := end; k >= 0; k = back[k] {
		if p := m.point(k / 2); points[len(points)-1] != p {
			points = append(points, p)
		}
	}
	points = append(points, door(from, points[len(points)-1]))
	slices.Reverse(points)
	kept := points[:1]
	for i := 1; i < len(points)-1; i++ { // what lies on a straight line is no turn
		a, b, c := kept[len(kept)-1], points[i], points[i+1]
		if a.X == b.X && b.X == c.X || a.Y == b.Y && b.Y == c.Y {
			continue
		}
		kept = append(kept, b)
	}
	return append(kept, points[len(points)-1])
}

func (m *maze) point(at int) Point { return Point{m.xs[at%len(m.xs)], m.ys[at/len(m.xs)]} }

// doors are the crossings outside the middles of a box's sides that are free.
func (m *maze) doors(b *Box) []step {
	var found []step
	for _, d := range []struct {
		x, y float64
		down bool
	}{{b.X + b.W/2, b.Y + b.H + clearance, true}, {b.X + b.W/2, b.Y - clearance, true}, {b.X - clearance, b.Y + b.H/2, false}, {b.X + b.W + clearance, b.Y + b.H/2, false}} {
		i, okX := slices.BinarySearch(m.xs, d.x)
		j, okY := slices.BinarySearch(m.ys, d.y)
		if at := j*len(m.xs) + i; okX && okY && m.free[at] {
			found = append(found, step{at: at, down: d.down})
		}
	}
	return found
}

// door is where a way from a crossing outside meets the box.
func door(b *Box, p Point) Point {
	switch {
	case p.Y > b.Y+b.H:
		return Point{p.X, b.Y + b.H}
	case p.Y < b.Y:
		return Point{p.X, b.Y}
	case p.X < b.X:
		return Point{b.X, p.Y}
	}
	return Point{b.X + b.W, p.Y}
}

// around calls f for what can be reached from a step: a turn, or the next
// crossing along.
func (m *maze) around(s step, f func(at int, down bool, length float64)) {
	f(s.at, !s.down, turning)
	w := len(m.xs)
	i, j := s.at%w, s.at/w
	for _, d := range []int{-1, 1} {
		var at int
		var length float64
		if s.down {
			if j+d < 0 || j+d >= len(m.ys) {
				continue
			}
			at, length = s.at+d*w, math.Abs(m.ys[j+d]-m.ys[j])
		} else {
			if i+d < 0 || i+d >= w {
				continue
			}
			at, length = s.at+d, math.Abs(m.xs[i+d]-m.xs[i])
		}
		if m.free[at] {
			f(at, s.down, length)
		}
	}
}
