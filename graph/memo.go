package graph

import (
	"fmt"
	"slices"
	"sync"
)

// memo keeps results that hold for a whole topology, such as everyone's
// PageRank, for as long as the topology lives. Each is computed once, however
// many ask for it at a time. It is safe for concurrent use.
type memo struct {
	mu   sync.Mutex
	list []*memoEntry // the last used at the end; at most memoSize
}

// memoSize bounds the results kept: each is a few bytes an entity.
const memoSize = 8

type memoEntry struct {
	key   string
	ready chan struct{} // closed when value and err are set
	value any
	err   error
}

// do returns the result of that key. One who asks computes it; the others wait
// for it, or for the end of their own request. When the one could not finish
// (its client went away), the next in line computes it.
func (m *memo) do(b *Budget, key string, compute func() (any, error)) (any, error) {
	for {
		e, mine := m.entry(key)
		if mine {
			m.fill(e, compute)
			return e.value, e.err
		}
		select {
		case <-e.ready:
			if e.err == nil {
				return e.value, nil
			}
		case <-b.done():
			return nil, b.Err()
		}
	}
}

// entry finds an entry, or makes one that the caller must fill.
func (m *memo) entry(key string) (e *memoEntry, made bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i := slices.IndexFunc(m.list, func(e *memoEntry) bool { return e.key == key }); i >= 0 {
		e = m.list[i]
		m.list = append(slices.Delete(m.list, i, i+1), e)
		return e, false
	}
	e = &memoEntry{key: key, ready: make(chan struct{})}
	if m.list = append(m.list, e); len(m.list) > memoSize {
		m.list = slices.Delete(m.list, 0, 1)
	}
	return e, true
}

// fill computes an entry; one that has failed is forgotten before those who
// wait are told.
func (m *memo) fill(e *memoEntry, compute func() (any, error)) {
	e.err = Errorf(Internal, "the computation ended early") // when compute panics
	defer close(e.ready)
	defer func() {
		if e.err != nil {
			m.mu.Lock()
			m.list = slices.DeleteFunc(m.list, func(x *memoEntry) bool { return x == e })
			m.mu.Unlock()
		}
	}()
	e.value, e.err = compute()
}

// wholeGraph returns a result about the whole graph along relations of the
// types (empty for all) as the lens shows them, computed or kept. It costs a
// flat price: that of a pass over the topology (see [FindStats]) and extra
// units, whether the result is kept or not, so that what a request pays does
// not depend on who asked before. The time of computing is bounded by the
// request's deadline, which compute watches. The error has code LIMIT or
// TIMEOUT.
func wholeGraph[T any](v *View, what string, types []Term, extra int, compute func(types []Term) (T, error)) (found T, err error) {
	price := 1 + v.topology.Len()/pageSize + extra
	if left := v.Budget.Left(); left < price {
		return found, Errorf(Limit, "%s of %d entities costs as much as %d rows, and the request has %d left", what, v.topology.Len(), price, left).
			WithHint("ask for it in a request of its own")
	}
	if err := v.Budget.Spend(price); err != nil {
		return found, err
	}
	types = slices.Clone(types)
	slices.Sort(types)
	types = slices.Compact(types)
	l := &v.Lens
	key := fmt.Sprintf("%s|%d|%q|%q|%t|%d|%d", what, l.Grade(), l.ValidAt, l.Readings, l.Deprecated, types, v.symmetric())
	value, err := v.topology.memo.do(v.Budget, key, func() (any, error) { return compute(types) })
	if err != nil {
		return found, err
	}
	return value.(T), nil
}

// halted adds to a TIMEOUT what had been done.
func halted(err error, format string, args ...any) error {
	if CodeOf(err) != Timeout {
		return err
	}
	return &Error{Code: Timeout, Msg: "the request took too long: " + fmt.Sprintf(format, args...), Hint: HintOf(err), Err: err}
}
