package graph

import (
	"context"
	"math"
	"sync/atomic"
)

// Budget bounds the work of one request: each row that a resolver touches
// costs one unit, and a traversal pays one for every 16 edges it touches in
// memory. It is safe for concurrent use. A nil *Budget never runs out.
type Budget struct {
	ctx   context.Context
	max   int64
	spent atomic.Int64
}

// NewBudget returns a budget of max units (rows) that also ends with ctx.
func NewBudget(ctx context.Context, max int) *Budget {
	return &Budget{ctx: ctx, max: int64(max)}
}

// Spend takes units. Once more than the budget is spent the error has code
// LIMIT; after the end of the context TIMEOUT.
func (b *Budget) Spend(units int) error {
	if b == nil {
		return nil
	}
	before := b.spent.Load()
	after := b.spent.Add(int64(units))
	if after > b.max {
		return b.exceeded()
	}
	if before>>8 != after>>8 || before == 0 {
		return b.Err()
	}
	return nil
}

func (b *Budget) exceeded() error {
	return Errorf(Limit, "the request touches more than %d rows", b.max).
		WithHint("ask for less at once: page with a …Connection field and first, or narrow by types or kinds")
}

// Err returns TIMEOUT when the context has ended.
func (b *Budget) Err() error {
	if b == nil || b.ctx.Err() == nil {
		return nil
	}
	return &Error{Code: Timeout, Msg: "the request took too long", Err: b.ctx.Err(),
		Hint: "ask for less at once, or raise the deadline"}
}

// Spent returns the units spent so far.
func (b *Budget) Spent() int {
	if b == nil {
		return 0
	}
	return int(b.spent.Load())
}

// Left returns the units not yet spent, at least 0; math.MaxInt for a nil
// budget.
func (b *Budget) Left() int {
	if b == nil {
		return math.MaxInt
	}
	return int(max(b.max-b.spent.Load(), 0))
}

// wait waits until ready is closed or the context ends.
func (b *Budget) wait(ready <-chan struct{}) error {
	if b == nil {
		<-ready
		return nil
	}
	select {
	case <-ready:
		return nil
	case <-b.ctx.Done():
		return b.Err()
	}
}

// What a unit buys of what is in memory. A row that is decoded and resolved,
// which costs a whole one, takes about a microsecond.
const (
	edgesPerUnit   = 16  // edges that a traversal touches: it jumps, and each takes some nanoseconds
	scannedPerUnit = 64  // entities and edges that a pass goes over in the order in which they lie
	derivedPerUnit = 256 // the same, while something is made that later requests share
)

// edgeMeter charges a budget one unit for each rate edges touched. What is left
// over at the end is free. It is for one goroutine.
type edgeMeter struct {
	budget *Budget
	rate   int
	due    int
}

func (m *edgeMeter) touch(edges int) error {
	if m.due += edges; m.due < m.rate {
		return nil
	}
	units := m.due / m.rate
	m.due %= m.rate
	return m.budget.Spend(units)
}
