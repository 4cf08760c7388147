package graph

import (
	"slices"
	"sync"
	"sync/atomic"
	"weak"
)

// derived keeps what takes a pass over a topology to make (columns of values,
// orders of entities, measures of the whole graph) for the requests that ask
// for it next. All topologies of one store share one. What was used least
// lately goes first when there is more than [maxDerived] and [maxDerivations]
// allow. It is safe for concurrent use.
type derived struct {
	base   *derived      // of an overlay's base: what is kept there may be started from, and is left alone
	serial atomic.Uint64 // of the last topology of the store
	mu     sync.Mutex
	list   []*derivation // the last used at the end
	bytes  int
}

// Bounds of what is kept.
const (
	derivedPerPage = pageSize << 10 // bytes for each page: 1 KiB an entity, about what the graph itself takes
	leastDerived   = 32 << 20
	mostDerived    = 512 << 20
	maxDerivations = 256
)

// maxDerived bounds what is kept, in bytes, beside a topology of so many pages.
// It goes with the graph, as the bound of a server's memory does.
func maxDerived(pages int) int { return min(max(leastDerived, pages*derivedPerPage), mostDerived) }

// derivation is one thing derived from one topology, which it does not keep in
// memory.
type derivation struct {
	key   string        // what it is
	of    uint64        // the topology's serial
	ready chan struct{} // closed when the rest is set
	value any
	pages []weak.Pointer[page] // of the topology
	bytes int
	err   error
}

// earlier is what is kept for another revision: what a builder may start from.
type earlier struct {
	value any
	same  []bool // by page: the entities on it are the same in all respects, what only rows hold included
}

// get returns what is kept under a key for a topology, or has it built. build
// is given what is kept for another revision, nil for nothing, and returns the
// size in bytes. It charges b, which is also what ends the wait for another
// that builds the same; an error is that of the builder alone.
func (d *derived) get(b *Budget, key string, t *Topology, build func(*earlier) (value any, bytes int, err error)) (any, error) {
	for {
		x, last, mine := d.take(key, t)
		if mine {
			return d.build(x, last, t, build)
		}
		if err := b.wait(x.ready); err != nil {
			return nil, err
		}
		if x.err == nil {
			return x.value, nil
		}
	}
}

// take returns the derivation, with what its builder starts from when the
// caller is to build it.
func (d *derived) take(key string, t *Topology) (x, last *derivation, mine bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, y := range slices.Backward(d.list) {
		if y.key != key {
			continue
		}
		if y.of == t.serial {
			d.list = append(slices.Delete(d.list, i, i+1), y)
			return y, nil, false
		}
		if last == nil && y.done() {
			last = y
		}
	}
	if last == nil && d.base != nil {
		last = d.base.latest(key)
	}
	x = &derivation{key: key, of: t.serial, ready: make(chan struct{})}
	d.list = append(d.list, x)
	return x, last, true
}

// latest returns what is kept and ready under a key for any topology, or nil.
func (d *derived) latest(key string) *derivation {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, x := range slices.Backward(d.list) {
		if x.key == key && x.done() {
			return x
		}
	}
	if d.base != nil {
		return d.base.latest(key)
	}
	return nil
}

// peek returns what is kept and ready, or nil.
func (d *derived) peek(key string, t *Topology) any {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, x := range slices.Backward(d.list) {
		if x.key == key && x.of == t.serial && x.done() {
			return x.value
		}
	}
	return nil
}

func (x *derivation) done() bool {
	select {
	case <-x.ready:
		return x.err == nil
	default:
		return false
	}
}

func (d *derived) build(x, last *derivation, t *Topology, build func(*earlier) (any, int, error)) (any, error) {
	x.err = Errorf(Internal, "building stopped") // should build panic
	var from *earlier
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if from == nil {
			last = nil
		}
		d.settle(x, last)
		close(x.ready)
	}()
	x.pages = make([]weak.Pointer[page], len(t.pages))
	for i, p := range t.pages {
		x.pages[i] = weak.Make(p)
	}
	if last != nil {
		from = last.from(x.pages)
	}
	x.value, x.bytes, x.err = build(from)
	x.bytes += 1024 + 8*len(x.pages)
	return x.value, x.err
}

// from returns what a builder for the pages may start from; nil where most of
// it would have to be made again.
func (x *derivation) from(pages []weak.Pointer[page]) *earlier {
	e := &earlier{value: x.value, same: make([]bool, len(pages))}
	shared := 0
	for i := range min(len(pages), len(x.pages)) {
		if pages[i] == x.pages[i] {
			e.same[i] = true
			shared++
		}
	}
	if 2*shared <= len(pages) {
		return nil
	}
	return e
}

// settle keeps what was built, in place of what it was made from, if anything.
func (d *derived) settle(x, last *derivation) {
	most := maxDerived(len(x.pages))
	drop := func(y *derivation) {
		if i := slices.Index(d.list, y); i >= 0 {
			d.list = slices.Delete(d.list, i, i+1)
			d.bytes -= y.bytes
		}
	}
	d.bytes += x.bytes
	if x.err != nil {
		drop(x)
		return
	}
	if last != nil {
		drop(last)
	}
	for i := 0; i < len(d.list) && (d.bytes > most || len(d.list) > maxDerivations); {
		if y := d.list[i]; y != x && y.done() {
			drop(y)
		} else {
			i++
		}
	}
}

// Derived tells what is kept in memory of what was derived from the topologies
// of one store, this one's included: how many things, of about how many bytes.
func (t *Topology) Derived() (things, bytes int) {
	t.derived.mu.Lock()
	defer t.derived.mu.Unlock()
	return len(t.derived.list), t.derived.bytes
}
