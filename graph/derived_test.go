package graph

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// topologies returns a topology of some entities, and others made of it by
// renaming the first again and again.
func topologies(entities, changes int) []*Topology {
	terms := NewTerms("K")
	e := NewTopology(terms).Edit()
	for i := 1; i <= entities; i++ {
		e.PutNode(Node(i), fmt.Sprint("e", i), fmt.Sprint("E ", i), 1, 0)
	}
	list := []*Topology{e.Done(1)}
	for i := range changes {
		e := list[i].Edit()
		e.PutNode(1, "e1", fmt.Sprint("changed ", i), 1, 0)
		list = append(list, e.Done(Revision(i+2)))
	}
	return list
}

// What many ask for at a time is built once, and for a next revision from that
// of the last, which it replaces.
func TestDerivedIsBuiltOnce(t *testing.T) {
	all := topologies(1000, 2)
	d := all[0].derived
	require.Same(t, d, all[2].derived)
	var built atomic.Int32
	build := func(from *earlier) (any, int, error) {
		return fmt.Sprint(built.Add(1), from != nil), 10, nil
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			x, err := d.get(nil, "x", all[0], build)
			assert.NoError(t, err)
			assert.Equal(t, "1 false", x)
		})
	}
	wait.Wait()
	x, err := d.get(nil, "x", all[1], func(from *earlier) (any, int, error) {
		assert.Equal(t, "1 false", from.value)
		assert.False(t, from.same[0], "the page of the entity that changed")
		for _, same := range from.same[1:] {
			assert.True(t, same)
		}
		return build(from)
	})
	require.NoError(t, err)
	assert.Equal(t, "2 true", x)
	assert.Nil(t, d.peek("x", all[0]))
	assert.Equal(t, "2 true", d.peek("x", all[1]))
	assert.Nil(t, d.peek("y", all[1]))
	assert.Len(t, d.list, 1)

	// A topology that shares nothing starts anew, and both are kept.
	e := all[2].EditEmpty()
	e.PutNode(1, "e1", "E 1", 1, 0)
	past := e.Done(1)
	x, err = d.get(nil, "x", past, build)
	require.NoError(t, err)
	assert.Equal(t, "3 false", x)
	assert.Len(t, d.list, 2)
}

// An error is the builder's own: who waited builds for itself, and nothing is
// left behind. Who waits is told when its time is over.
func TestDerivedErrors(t *testing.T) {
	at := topologies(10, 0)[0]
	d := at.derived
	begun, end := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		_, err := d.get(nil, "x", at, func(*earlier) (any, int, error) {
			close(begun)
			<-end
			return nil, 0, Errorf(Limit, "too much")
		})
		assert.Equal(t, Limit, CodeOf(err))
	})
	<-begun
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := d.get(NewBudget(ended, 10), "x", at, nil)
	assert.Equal(t, Timeout, CodeOf(err))
	wait.Go(func() {
		x, err := d.get(nil, "x", at, func(*earlier) (any, int, error) { return "mine", 1, nil })
		assert.NoError(t, err)
		assert.Equal(t, "mine", x)
	})
	close(end)
	wait.Wait()
	assert.Len(t, d.list, 1)

	assert.Panics(t, func() { _, _ = d.get(nil, "y", at, func(*earlier) (any, int, error) { panic("y") }) })
	assert.Len(t, d.list, 1)
}

// What is kept stays within bounds, the least lately used going first.
func TestDerivedIsBounded(t *testing.T) {
	at := topologies(10, 0)[0]
	d := at.derived
	for i := range 10 {
		_, err := d.get(nil, fmt.Sprint(i), at, func(*earlier) (any, int, error) { return i, leastDerived / 4, nil })
		require.NoError(t, err)
		_, err = d.get(nil, "0", at, func(*earlier) (any, int, error) { return 0, leastDerived / 4, nil })
		require.NoError(t, err)
		assert.LessOrEqual(t, d.bytes, maxDerived(0))
	}
	assert.NotNil(t, d.peek("0", at), "asked for again and again")
	assert.NotNil(t, d.peek("9", at))
	assert.Nil(t, d.peek("5", at))
	for i := range 2 * maxDerivations {
		_, err := d.get(nil, fmt.Sprint("small ", i), at, func(*earlier) (any, int, error) { return i, 0, nil })
		require.NoError(t, err)
	}
	assert.LessOrEqual(t, len(d.list), maxDerivations)
}
