package diagram

import "math"

// Distances of the organisation chart, in pixels.
const (
	orgGap    = 36.0 // between boxes side by side
	orgIndent = 26.0 // from the left of a stack to its boxes
	orgSpine  = 12.0 // and to its line
	orgLane   = 9.0  // between lines that run down beside wrapped children
)

// block is a node with all that hangs under it, or a stack of leaves. Places
// in it are relative: across in pixels from its left, down in rows.
type block struct {
	node  int // -1 for a stack and for the whole
	w     float64
	rows  int
	head  float64 // centre of the node's box, or of where a stack's line enters
	stack []int
	kids  []placed
	arms  []*arm // how the node's trunks reach the kids
}

// placed is a block in another one.
type placed struct {
	*block
	x   float64
	row int
}

// arm is a trunk with where its line runs.
type arm struct {
	*trunk
	port  float64 // where it leaves the box, from the box's centre
	lane  float64 // where it runs down to later shelves
	items []int   // indexes of the block's kids
}

// shaper builds blocks under bounds that decide how wide the chart becomes.
type shaper struct {
	scene  *Scene
	forest *forest
	trunks [][]*trunk // by node
	boxW   float64
	limit  float64 // greatest width of a shelf
	high   int     // most leaves in one stack
}

// shape returns the block of a node.
func (p *shaper) shape(n int) *block {
	b := &block{node: n, w: p.boxW, rows: 1, head: p.boxW / 2}
	var items []*block
	for _, t := range p.trunks[n] {
		a := &arm{trunk: t}
		b.arms = append(b.arms, a)
		var leaves []int
		for _, k := range t.kids {
			if len(p.forest.kids[k]) == 0 {
				leaves = append(leaves, k)
				continue
			}
			a.items = append(a.items, len(items))
			items = append(items, p.shape(k))
		}
		for _, s := range p.stacks(leaves) {
			a.items = append(a.items, len(items))
			items = append(items, s)
		}
	}
	if len(items) == 0 {
		return b
	}
	for i, a := range b.arms {
		a.port = (float64(i) - float64(len(b.arms)-1)/2) * min(14, (p.boxW-28)/float64(len(b.arms)))
	}
	if len(items) == 1 && items[0].stack != nil && len(items[0].stack) > 1 {
		b.kids = []placed{{items[0], 0, 1}}
		b.w, b.rows = items[0].w, 1+items[0].rows
		b.arms[0].port = orgSpine - b.head
		return b
	}
	p.shelve(b, items)
	return b
}

// stacks parts leaves into columns of about the same height.
func (p *shaper) stacks(leaves []int) []*block {
	if len(leaves) == 0 {
		return nil
	}
	columns := (len(leaves) + p.high - 1) / p.high
	var found []*block
	for c := range columns {
		from, to := len(leaves)*c/columns, len(leaves)*(c+1)/columns
		b := &block{node: -1, stack: leaves[from:to], rows: to - from, w: orgIndent + p.boxW, head: orgSpine}
		if len(b.stack) == 1 {
			b.w, b.head = p.boxW, p.boxW/2
		}
		found = append(found, b)
	}
	return found
}

// shelve places items side by side under a block's box, as many shelves as its
// limit asks for.
func (p *shaper) shelve(b *block, items []*block) {
	shelf := make([]int, len(items))
	at, last := 0.0, 0
	for i, it := range items {
		if at > 0 && at+it.w > p.limit {
			at, last = 0, last+1
		}
		shelf[i] = last
		at += it.w + orgGap
	}
	left := p.lanes(b, shelf)
	at = left
	row, deep := 1, 0
	var from, to float64 // of the first shelf's lines
	b.w = 0
	for i, it := range items {
		if i > 0 && shelf[i] != shelf[i-1] {
			at, row, deep = left, row+deep, 0
		}
		b.kids = append(b.kids, placed{it, at, row})
		if i == 0 {
			from = at + it.head
		}
		if shelf[i] == 0 {
			to = at + it.head
		}
		b.w = max(b.w, at+it.w)
		deep = max(deep, it.rows)
		at += it.w + orgGap
	}
	b.rows = row + deep
	b.w = max(b.w, left+p.boxW)
	b.head = math.Round(max(left+p.boxW/2, min(b.w-p.boxW/2, (from+to)/2)))
	if last == 0 && len(items) == 1 {
		b.head = items[0].head
	}
}

// lanes gives the trunks that reach later shelves a lane each, left of all, and
// returns where the shelves begin.
func (p *shaper) lanes(b *block, shelf []int) float64 {
	n := 0
	for _, a := range b.arms {
		if len(a.items) > 0 && shelf[a.items[len(a.items)-1]] > 0 && b.node >= 0 {
			a.lane = 4 + orgLane*float64(n)
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return 4 + orgLane*float64(n) + 12
}

// tidy chooses the bounds under which the chart is nearest to the shape of a
// slide, and returns its block: one whose kids are the trees.
func tidy(s *Scene, boxW, boxH, aspect float64) *block {
	f := grow(s)
	p := &shaper{scene: s, forest: f, boxW: boxW, trunks: make([][]*trunk, len(s.Nodes))}
	for n := range s.Nodes {
		p.trunks[n] = f.trunks(s, n)
	}
	var best *block
	least := math.Inf(1)
	pitch := boxH + 42
	side := math.Sqrt(float64(len(s.Nodes)+1)*(boxW+orgGap)*pitch*aspect) + boxW
	for _, high := range []int{3, 4, 5, 6, 8, 10, 14, 20, 30} {
		for _, part := range []float64{0.5, 0.7, 0.85, 1, 1.2, 1.45, 1.75, 2.2} {
			p.high, p.limit = high, side*part
			b := p.whole()
			w, h := b.w, float64(b.rows)*pitch+170
			cost := math.Abs(math.Log(w/h/aspect)) + 0.35*math.Log(w*h)
			if cost < least-1e-9 {
				best, least = b, cost
			}
		}
	}
	return best
}

// whole shapes all trees; single nodes that hang nowhere are stacked at the
// end.
func (p *shaper) whole() *block {
	b := &block{node: -1}
	var items []*block
	var alone []int
	for _, r := range p.forest.roots {
		if len(p.forest.kids[r]) == 0 && len(p.forest.roots) > 1 {
			alone = append(alone, r)
			continue
		}
		items = append(items, p.shape(r))
	}
	items = append(items, p.stacks(alone)...)
	p.shelve(b, items)
	for i := range b.kids {
		b.kids[i].row-- // there is no box above
	}
	b.rows--
	return b
}
