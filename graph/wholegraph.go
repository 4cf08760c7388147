package graph

import (
	"fmt"
	"slices"
)

// wholeBytes is about what a result about the whole graph takes for an entity.
const wholeBytes = 24

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
	t := v.topology
	key := fmt.Sprintf("whole %s|%s|%d", what, v.lensKey(), types)
	value, err := t.derived.get(v.Budget, key, t, func(*earlier) (any, int, error) {
		value, err := compute(types)
		return value, wholeBytes * t.Len(), err
	})
	if err != nil {
		return found, err
	}
	return value.(T), nil
}

// lensKey tells what a view shows of its topology.
func (v *View) lensKey() string {
	l := &v.Lens
	return fmt.Sprintf("%d|%q|%q|%t|%d", l.Grade(), l.ValidAt, l.Readings, l.Deprecated, v.symmetric())
}

// halted adds to a TIMEOUT what had been done.
func halted(err error, format string, args ...any) error {
	if CodeOf(err) != Timeout {
		return err
	}
	return &Error{Code: Timeout, Msg: "the request took too long: " + fmt.Sprintf(format, args...), Hint: HintOf(err), Err: err}
}
