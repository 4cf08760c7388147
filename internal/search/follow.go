package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	index "github.com/blevesearch/bleve_index_api"

	"missiongraph/graph"
)

const (
	batchSize = 1000  // documents
	fullAfter = 20000 // ops behind: beyond this and the size of the graph, all entities are read again
)

// Notify tells the follower that the log has grown. It does not block.
func (x *Index) Notify() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// Follow keeps the index at the log's head until ctx ends or the index is
// closed; it then returns nil, or UNAVAILABLE when the index was closed before
// it began. Errors on the way go to [Options.OnError] and [Status]; it tries
// again, ever less often, up to once in five seconds.
func (x *Index) Follow(ctx context.Context) error {
	x.progress.Lock()
	if x.closed {
		x.progress.Unlock()
		return errClosed()
	}
	x.followers.Add(1)
	x.following++
	x.progress.Unlock()
	defer func() {
		x.progress.Lock()
		x.following--
		x.progress.Unlock()
		x.followers.Done()
	}()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-x.closing:
			cancel()
		case <-ctx.Done():
		}
	}()

	pause := x.opts.Poll
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		err := x.CatchUp(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err == nil {
			pause = x.opts.Poll
		} else {
			if x.opts.OnError != nil {
				x.opts.OnError(err)
			}
			pause = min(2*pause, max(x.opts.Poll, 5*time.Second))
		}
		timer.Reset(pause)
		select {
		case <-ctx.Done():
			return nil
		case <-x.wake:
		case <-timer.C:
		}
	}
}

// CatchUp indexes what the log has and the index has not, up to the head. An
// error leaves the index as it was or further on, never half way.
func (x *Index) CatchUp(ctx context.Context) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	err := x.catchUp(ctx)
	if ctx.Err() == nil {
		x.progress.Lock()
		x.failure = err
		x.progress.Unlock()
	}
	return err
}

func (x *Index) catchUp(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			x.damaged.Store(true) // bleve panics on bytes it did not write
			err = damage(fmt.Errorf("bleve: %v", r))
		}
	}()
	if err := x.mend(); err != nil {
		return err
	}
	select {
	case err := <-x.trouble:
		return damage(err)
	default:
	}
	for {
		st, docs, err := x.current()
		if err != nil {
			return err
		}
		head := x.store.Head()
		if st.revision == head && (st.exact || head == 0) {
			x.publish(st.revision, docs)
			return nil
		}
		if err := ctx.Err(); err != nil {
			return &graph.Error{Code: graph.Timeout, Msg: "the search index was stopped", Err: err}
		}
		if err := x.advance(ctx, st, head); err != nil {
			return err
		}
	}
}

// mend replaces an index found to be damaged or left in its first building.
func (x *Index) mend() error {
	reason := "it is damaged"
	if x.scorch != nil && !x.damaged.Load() {
		st, docs, err := x.current()
		if err == nil {
			if st.revision > 0 || docs == 0 {
				return nil
			}
			reason = "it was never finished"
		}
	}
	x.progress.Lock()
	closed := x.closed
	x.progress.Unlock()
	if closed {
		return errClosed()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.wipe(reason)
}

func (x *Index) current() (state, uint64, error) {
	reader, err := x.scorch.Reader()
	if err != nil {
		return state{}, 0, damage(err)
	}
	defer reader.Close()
	st, _, err := stateOf(reader)
	if err != nil {
		return state{}, 0, damage(err)
	}
	docs, err := reader.DocCount()
	if err != nil {
		return state{}, 0, damage(err)
	}
	return st, docs, nil
}

// advance brings the index from st to head. Documents are always made from the
// store's head, which may be later: then the state is not exact, and the
// entries between are gone through in the next round.
func (x *Index) advance(ctx context.Context, st state, head graph.Revision) error {
	touched, err := x.touched(ctx, st, head)
	if err != nil {
		return err
	}
	info, err := x.store.Info(head)
	if err != nil {
		return err
	}
	next := state{revision: head, hash: info.Hash, exact: true}
	st.exact = false
	for chunk := range slices.Chunk(touched, batchSize) {
		if err := ctx.Err(); err != nil {
			return &graph.Error{Code: graph.Timeout, Msg: "the search index was stopped", Err: err}
		}
		batch, made, err := x.batch(chunk)
		if err != nil {
			return err
		}
		if made != head {
			next.exact = false
		}
		touched = touched[len(chunk):]
		if len(touched) == 0 {
			return x.write(ctx, batch, next)
		}
		if err := x.write(ctx, batch, st); err != nil {
			return err
		}
	}
	return x.write(ctx, index.NewBatch(), next)
}

func damage(err error) error {
	return &graph.Error{Code: graph.Unavailable, Err: err, Msg: "the search index cannot be read or written"}
}
