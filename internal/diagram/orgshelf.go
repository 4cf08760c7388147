package diagram

import (
	"math"
	"slices"
)

// shelve places items under a block's box: on shelves no wider than a limit,
// side by side, and below each other where one is less deep than its shelf. So
// what comes later is never both above and left of what comes before it.
func (p *shaper) shelve(b *block, items []*block, limit float64) {
	owner := make([]*arm, len(items))
	for _, a := range b.arms {
		for _, i := range a.items {
			owner[i] = a
		}
	}
	shelves := p.pack(items, limit)
	left := p.lanes(b, shelves)
	b.w = left + p.boxW
	row := 1
	var from, to float64 // of the first shelf's lines
	for n, shelf := range shelves {
		x, deep := left, 0
		for _, column := range shelf {
			lanes := lanesBeside(owner, column)
			pad := room(len(lanes))
			at, wide := row, 0.0
			for k, i := range column {
				it := placed{block: items[i], x: x + pad, row: at, shelf: row}
				if k > 0 && owner[i] != nil {
					it.lane = x + lane(slices.Index(lanes, owner[i]))
				}
				b.kids = append(b.kids, it)
				at += it.rows
				wide = max(wide, it.w)
				if n == 0 && k == 0 {
					if i == 0 {
						from = it.x + it.head
					}
					to = it.x + it.head
				}
			}
			b.w = max(b.w, x+pad+wide)
			x += pad + wide + orgGap
			deep = max(deep, at-row)
		}
		row += deep
	}
	b.rows = row
	b.head = math.Round(max(left+p.boxW/2, min(b.w-p.boxW/2, (from+to)/2)))
	if len(items) == 1 {
		b.head = items[0].head
	}
}

// pack parts items into shelves, and those into columns, keeping their order.
func (p *shaper) pack(items []*block, limit float64) [][][]int {
	var found [][][]int
	for i := 0; i < len(items); {
		deep := p.deep
		for j, at := i, 0.0; j < len(items) && (j == i || at+items[j].w <= limit); j++ {
			deep = max(deep, items[j].rows)
			at += items[j].w + orgGap
		}
		var shelf [][]int
		x, wide, rows := 0.0, 0.0, 0
		for ; i < len(items); i++ {
			it := items[i]
			beside := x+wide+orgGap+it.w <= limit
			switch {
			case shelf == nil:
				shelf = [][]int{{i}}
				wide, rows = it.w, it.rows
				continue
			case rows+it.rows <= deep && x+it.w <= limit && (!beside || it.w >= 0.4*wide && wide >= 0.4*it.w):
				last := len(shelf) - 1
				shelf[last] = append(shelf[last], i)
				wide, rows = max(wide, it.w), rows+it.rows
				continue
			case beside:
				shelf = append(shelf, []int{i})
				x += wide + orgGap
				wide, rows = it.w, it.rows
				continue
			}
			break
		}
		found = append(found, shelf)
	}
	return found
}

// lane is how far from the left the nth line of those side by side runs down.
func lane(n int) float64 { return 4 + orgLane*float64(n) }

// room is the width that some lanes need.
func room(lanes int) float64 {
	if lanes == 0 {
		return 0
	}
	return lane(lanes) + 12
}

// lanes gives the trunks that reach later shelves a lane each, left of all, and
// returns where the shelves begin.
func (p *shaper) lanes(b *block, shelves [][][]int) float64 {
	if b.node < 0 || len(shelves) < 2 {
		return 0
	}
	second, n := shelves[1][0][0], 0
	for _, a := range b.arms {
		if len(a.items) > 0 && a.items[len(a.items)-1] >= second {
			a.lane = lane(n)
			n++
		}
	}
	return room(n)
}

// lanesBeside returns the trunks that need a lane beside a column: those of all
// its items but the first.
func lanesBeside(owner []*arm, column []int) []*arm {
	var found []*arm
	for _, i := range column[1:] {
		if owner[i] != nil && !slices.Contains(found, owner[i]) {
			found = append(found, owner[i])
		}
	}
	return found
}
