package diagram

import "math"

// Distances of the organisation chart, in pixels.
const (
	orgGap    = 26.0 // between boxes side by side
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
	arms  []arm // how the node's trunks reach the kids
}

// placed is a block in another one.
type placed struct {
	*block
	x     float64
	row   int
	shelf int     // the first row of the shelf it stands on
	lane  float64 // where its line runs down beside what is above it on the shelf
}

// arm is a trunk with where its line runs.
type arm struct {
	*trunk
	port  float64 // where it leaves the box, from the box's centre
	lane  float64 // where it runs down to later shelves
	items []int   // indexes of the block's kids
}

// shaper builds blocks under bounds that decide how wide the chart becomes. All
// of a shape is in its arenas: shapes that are tried for their size make no
// garbage.
type shaper struct {
	scene  *Scene
	forest *forest
	under  [][]branch // by node
	alone  []int      // roots that nothing hangs under
	below  []int      // by node: how many nodes a tree has
	boxW   float64
	bounds

	blocks arena[block]
	placed arena[placed]
	arms   arena[arm]
	links  arena[*arm]
	items  arena[*block]
	turns  arena[turn]
	counts arena[int]
}

// branch is a trunk with its children told apart.
type branch struct {
	*trunk
	trees  []int // kids that something hangs under
	leaves []int // and those that nothing does
}

// bounds decide how wide a chart becomes.
type bounds struct {
	side  float64 // of a tree of one node, were it a square with room about it
	whole float64 // greatest width of a shelf, as a part of the side of all
	part  float64 // and as one of the side of the shelf's own tree
	high  int     // most leaves in one stack
	deep  int     // rows of a shelf that are filled even when nothing on it is as deep
}

// limit is the greatest width of a shelf under a tree of some nodes.
func (p *shaper) limit(nodes int) float64 {
	return p.boxW + p.side*min(p.whole*math.Sqrt(float64(len(p.below))), p.part*math.Sqrt(float64(nodes)))
}

// shape returns the block of a node.
func (p *shaper) shape(n int) *block {
	b := p.blocks.one()
	*b = block{node: n, w: p.boxW, rows: 1, head: p.boxW / 2}
	branches := p.under[n]
	if len(branches) == 0 {
		return b
	}
	all := 0
	for i := range branches {
		all += len(branches[i].trees) + p.columns(len(branches[i].leaves))
	}
	items, numbers := p.items.take(all)[:0], p.counts.take(all)
	b.arms = p.arms.take(len(branches))
	for i := range branches {
		from := len(items)
		for _, k := range branches[i].trees {
			items = append(items, p.shape(k))
		}
		items = p.stacks(items, branches[i].leaves)
		for k := from; k < len(items); k++ {
			numbers[k] = k
		}
		b.arms[i] = arm{trunk: branches[i].trunk, items: numbers[from:len(items)],
			port: (float64(i) - float64(len(branches)-1)/2) * min(14, (p.boxW-28)/float64(len(branches)))}
	}
	if len(items) == 1 && len(items[0].stack) > 1 {
		b.kids = p.placed.take(1)
		b.kids[0] = placed{block: items[0], row: 1, shelf: 1}
		b.w, b.rows = items[0].w, 1+items[0].rows
		b.arms[0].port = orgSpine - b.head
		return b
	}
	p.shelve(b, items, p.limit(p.below[n]))
	return b
}

// columns is how many stacks some leaves take.
func (p *shaper) columns(leaves int) int { return (leaves + p.high - 1) / p.high }

// stacks adds leaves as columns of about the same height.
func (p *shaper) stacks(into []*block, leaves []int) []*block {
	columns := p.columns(len(leaves))
	for c := range columns {
		from, to := len(leaves)*c/columns, len(leaves)*(c+1)/columns
		b := p.blocks.one()
		*b = block{node: -1, stack: leaves[from:to], rows: to - from, w: orgIndent + p.boxW, head: orgSpine}
		if len(b.stack) == 1 {
			b.w, b.head = p.boxW, p.boxW/2
		}
		into = append(into, b)
	}
	return into
}

// tidy chooses the bounds under which the chart is largest in a frame of some
// aspect when a row with its street has some height, and returns its block: one
// whose kids are the trees. The block is good until the next call.
func (p *shaper) tidy(pitch, aspect float64) *block {
	least := math.Inf(1)
	p.side = math.Sqrt((p.boxW + orgGap) * pitch * aspect)
	best := p.bounds
	for _, p.high = range []int{3, 4, 5, 6, 8, 11, 16, 24} {
		for _, p.whole = range []float64{0.6, 0.8, 0.95, 1.1, 1.35, 1.7, 2.2} {
			for _, p.part = range []float64{1.3, 3} {
				for _, p.deep = range []int{0, p.high} {
					b := p.all()
					w, h := b.w+2*margin, float64(b.rows)*pitch+titleHeight+belowChart
					cost := math.Log(max(w, h*aspect)) + 0.3*math.Abs(math.Log(w/h/aspect))
					if cost < least-1e-9 {
						best, least = p.bounds, cost
					}
				}
			}
		}
	}
	p.bounds = best
	return p.all()
}

func newShaper(s *Scene) *shaper {
	f := grow(s)
	p := &shaper{scene: s, forest: f, under: make([][]branch, len(s.Nodes)), below: f.sizes()}
	for n := range s.Nodes {
		for _, t := range f.trunks(s, n) {
			b := branch{trunk: t}
			for _, k := range t.kids {
				if len(f.kids[k]) > 0 {
					b.trees = append(b.trees, k)
				} else {
					b.leaves = append(b.leaves, k)
				}
			}
			p.under[n] = append(p.under[n], b)
		}
	}
	if len(f.roots) > 1 {
		for _, r := range f.roots {
			if len(f.kids[r]) == 0 {
				p.alone = append(p.alone, r)
			}
		}
	}
	return p
}

// sizes returns how many nodes each tree has.
func (f *forest) sizes() []int {
	found := make([]int, len(f.kids))
	var count func(n int) int
	count = func(n int) int {
		found[n] = 1
		for _, k := range f.kids[n] {
			found[n] += count(k)
		}
		return found[n]
	}
	for _, r := range f.roots {
		count(r)
	}
	return found
}

// all shapes all trees; single nodes that hang nowhere are stacked at the end.
// The block is good until the next call.
func (p *shaper) all() *block {
	p.reset()
	b := p.blocks.one()
	b.node = -1
	items := p.items.take(len(p.forest.roots) + 1)[:0]
	for _, r := range p.forest.roots {
		if len(p.alone) == 0 || len(p.forest.kids[r]) > 0 {
			items = append(items, p.shape(r))
		}
	}
	items = p.stacks(items, p.alone)
	p.shelve(b, items, p.limit(len(p.below)))
	for i := range b.kids {
		b.kids[i].row-- // there is no box above
		b.kids[i].shelf--
	}
	b.rows--
	return b
}

func (p *shaper) reset() {
	p.blocks.reset()
	p.placed.reset()
	p.arms.reset()
	p.links.reset()
	p.items.reset()
	p.turns.reset()
	p.counts.reset()
}
