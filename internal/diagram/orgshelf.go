package diagram

import (
	"math"
	"slices"
)

// turn is how an item stands to the one before it.
type turn uint8

const (
	onShelf turn = iota // the first of a shelf
	beside              // the first of a column
	beneath
)

// shelve places items under a block's box: on shelves no wider than a limit,
// side by side, and below each other where one is less deep than its shelf. So
// what comes later is never both above and left of what comes before it.
func (p *shaper) shelve(b *block, items []*block, limit float64) {
	owner := p.links.take(len(items))
	for i := range b.arms {
		for _, k := range b.arms[i].items {
			owner[k] = &b.arms[i]
		}
	}
	turns := p.pack(items, limit)
	left := p.lanes(b, turns)
	b.w, b.kids = left+p.boxW, p.placed.take(len(items))
	row, deep := 1, 0
	var from, to float64 // of the first shelf's lines
	var buffer [8]*arm
	x := left
	for i, end := 0, 0; i < len(items); i = end {
		for end = i + 1; end < len(items) && turns[end] == beneath; end++ {
		}
		if turns[i] == onShelf {
			x, row, deep = left, row+deep, 0
		}
		lanes := lanesBeside(buffer[:0], owner[i+1:end])
		pad := room(len(lanes))
		at, wide := row, 0.0
		for k := i; k < end; k++ {
			it := &b.kids[k]
			*it = placed{block: items[k], x: x + pad, row: at, shelf: row}
			if k > i && owner[k] != nil {
				it.lane = x + lane(slices.Index(lanes, owner[k]))
			}
			at += it.rows
			wide = max(wide, it.w)
		}
		if row == 1 {
			to = b.kids[i].x + b.kids[i].head
			if i == 0 {
				from = to
			}
		}
		b.w = max(b.w, x+pad+wide)
		x += pad + wide + orgGap
		deep = max(deep, at-row)
	}
	b.rows = row + deep
	b.head = math.Round(max(left+p.boxW/2, min(b.w-p.boxW/2, (from+to)/2)))
	if len(items) == 1 {
		b.head = items[0].head
	}
}

// pack parts items into shelves, and those into columns, keeping their order.
func (p *shaper) pack(items []*block, limit float64) []turn {
	found := p.turns.take(len(items))
	for i := 0; i < len(items); {
		deep := p.deep
		for j, at := i, 0.0; j < len(items) && (j == i || at+items[j].w <= limit); j++ {
			deep = max(deep, items[j].rows)
			at += items[j].w + orgGap
		}
		x, wide, rows := 0.0, items[i].w, items[i].rows
		for i++; i < len(items); i++ { // the first of a shelf has turn onShelf
			it := items[i]
			next := x+wide+orgGap+it.w <= limit
			switch {
			case rows+it.rows <= deep && x+it.w <= limit && (!next || it.w >= 0.4*wide && wide >= 0.4*it.w):
				found[i] = beneath
				wide, rows = max(wide, it.w), rows+it.rows
				continue
			case next:
				found[i] = beside
				x += wide + orgGap
				wide, rows = it.w, it.rows
				continue
			}
			break
		}
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
func (p *shaper) lanes(b *block, turns []turn) float64 {
	if b.node < 0 {
		return 0
	}
	second := 1
	for second < len(turns) && turns[second] != onShelf {
		second++
	}
	n := 0
	for i := range b.arms {
		a := &b.arms[i]
		if len(a.items) > 0 && a.items[len(a.items)-1] >= second {
			a.lane = lane(n)
			n++
		}
	}
	return room(n)
}

// lanesBeside adds the trunks that need a lane beside a column, those of all its
// items but the first, to a list.
func lanesBeside(found, owners []*arm) []*arm {
	for _, a := range owners {
		if a != nil && !slices.Contains(found, a) {
			found = append(found, a)
		}
	}
	return found
}
