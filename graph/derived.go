package graph

import (
	"slices"
	"sync"
)

// derived keeps what takes a pass over a topology to make (columns of values,
// orders of entities) for the requests that ask for it next. All topologies of
// one store share one. What was used least lately goes first when the whole
// grows beyond [maxDerived]. It is safe for concurrent use.
type derived struct {
	mu    sync.Mutex
	list  []*derivation // the last used at the end
	bytes int
}

// maxDerived bounds the memory of what is kept, in bytes, about.
const maxDerived = 192 << 20

// derivation is one thing derived from one topology.
type derivation struct {
	key   string // what it is
	t     *Topology
	ready chan struct{} // closed when the rest is set
	value any
	bytes int
	err   error
}

// get returns what is kept under a key for a topology, or has it built. build
// is given what is kept for another revision, nil for nothing, and returns the
// size in bytes. It charges b, which is also what ends the wait for another
// that builds the same; an error is that of the builder alone.
func (d *derived) get(b *Budget, key string, t *Topology, build func(last *derivation) (value any, bytes int, err error)) (any, error) {
	for {
		x, last, mine := d.take(key, t)
		if mine {
			return d.build(x, last, build)
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
		if y.t == t {
			d.list = append(slices.Delete(d.list, i, i+1), y)
			return y, nil, false
		}
		if last == nil && y.done() {
			last = y
		}
	}
	x = &derivation{key: key, t: t, ready: make(chan struct{})}
	d.list = append(d.list, x)
	return x, last, true
}

// peek returns what is kept and ready, or nil.
func (d *derived) peek(key string, t *Topology) any {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, x := range slices.Backward(d.list) {
		if x.key == key && x.t == t && x.done() {
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

func (d *derived) build(x, last *derivation, build func(last *derivation) (any, int, error)) (any, error) {
	x.err = Errorf(Internal, "building stopped") // should build panic
	defer func() {
		d.mu.Lock()
		d.settle(x, last)
		d.mu.Unlock()
		close(x.ready)
	}()
	x.value, x.bytes, x.err = build(last)
	x.bytes += 1024 // for the rest
	return x.value, x.err
}

// settle keeps what was built, or not, in place of what it was made from, if
// the two share most of their memory anyway.
func (d *derived) settle(x, last *derivation) {
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
	if last != nil && 2*shared(x.t, last.t) > len(x.t.pages) {
		drop(last)
	}
	for i := 0; d.bytes > maxDerived && i < len(d.list); {
		if y := d.list[i]; y != x && y.bytes > 0 {
			drop(y)
		} else {
			i++
		}
	}
}

// shared returns the number of pages that two topologies share.
func shared(a, b *Topology) int {
	count := 0
	for i := range min(len(a.pages), len(b.pages)) {
		if a.pages[i] == b.pages[i] {
			count++
		}
	}
	return count
}

// same reports whether two topologies share page i, so that its entities are
// the same in all respects, what only rows hold included.
func (t *Topology) same(last *Topology, i int) bool {
	return i < len(last.pages) && t.pages[i] == last.pages[i]
}
