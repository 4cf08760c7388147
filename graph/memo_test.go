package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMemoComputesOnce(t *testing.T) {
	m, computed := new(memo), atomic.Int32{}
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			value, err := m.do(nil, "key", func() (any, error) {
				computed.Add(1)
				time.Sleep(10 * time.Millisecond)
				return "value", nil
			})
			assert.NoError(t, err)
			assert.Equal(t, "value", value)
		})
	}
	wait.Wait()
	assert.EqualValues(t, 1, computed.Load())
}

// One whose client goes away leaves the work to the next; one who waits stops
// waiting at the end of its own request.
func TestMemoPassesOn(t *testing.T) {
	m := new(memo)
	begun, gone := make(chan struct{}), make(chan struct{})
	first := make(chan error)
	go func() {
		_, err := m.do(nil, "key", func() (any, error) {
			close(begun)
			<-gone
			return nil, Errorf(Timeout, "gone")
		})
		first <- err
	}()
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := m.do(NewBudget(ctx, 10), "key", func() (any, error) { return nil, errors.New("not me") })
	assert.Equal(t, Timeout, CodeOf(err), "the waiting one's own end")

	second := make(chan any)
	go func() {
		value, err := m.do(NewBudget(t.Context(), 10), "key", func() (any, error) { return "value", nil })
		assert.NoError(t, err)
		second <- value
	}()
	close(gone)
	assert.Equal(t, Timeout, CodeOf(<-first))
	assert.Equal(t, "value", <-second)
}

func TestMemoSurvivesPanics(t *testing.T) {
	m := new(memo)
	assert.Panics(t, func() {
		_, _ = m.do(nil, "key", func() (any, error) { panic("oh") })
	})
	value, err := m.do(nil, "key", func() (any, error) { return 1, nil })
	require.NoError(t, err)
	assert.Equal(t, 1, value)
}

func TestMemoIsBounded(t *testing.T) {
	m := new(memo)
	for i := range 3 * memoSize {
		for _, key := range []string{fmt.Sprint(i), "often"} {
			_, err := m.do(nil, key, func() (any, error) { return i, nil })
			require.NoError(t, err)
		}
	}
	assert.Len(t, m.list, memoSize)
	value, err := m.do(nil, "often", func() (any, error) { return "anew", nil })
	require.NoError(t, err)
	assert.Equal(t, 0, value, "what is asked for often is kept")
}

func TestTopologiesShareNoMemo(t *testing.T) {
	a := NewTopology(NewTerms())
	b := a.Edit().Done(1)
	c := b.EditEmpty().Done(1)
	require.NotNil(t, a.memo)
	assert.NotSame(t, a.memo, b.memo)
	assert.NotSame(t, b.memo, c.memo)
	assert.NotNil(t, c.memo)
}
