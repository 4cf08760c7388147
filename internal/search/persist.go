package search

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"missiongraph/graph"
)

// Batches are visible as soon as bleve has them in memory and reach the disk
// in the background, in order, each whole with its state ("unsafe_batch"):
// a crash loses some of the last, which the log then gives again. So many may
// be on their way; more wait, which bounds memory.
const maxPending = 8

const (
	asyncErrors  = "missiongraph/search" // our name in bleve's registry
	settleWithin = 2 * time.Second       // closing waits so long for the disk
)

// opened finds the index whose folder bleve reports an error of.
var opened sync.Map // path -> *Index

func init() {
	scorch.RegistryAsyncErrorCallbacks[asyncErrors] = func(err error, path string) {
		if x, ok := opened.Load(path); ok {
			x.(*Index).asyncError(err)
		}
	}
}

// asyncError takes an error of bleve's background goroutines, on which it is
// called. They try again at once, for ever: the pause here is theirs.
func (x *Index) asyncError(err error) {
	if errors.Is(err, scorch.ErrAsyncPanic) {
		x.damaged.Store(true) // the goroutine is gone
	}
	select {
	case x.trouble <- err:
		x.Notify()
	default:
	}
	select {
	case <-x.closing:
	case <-time.After(200 * time.Millisecond):
	}
}

// write makes a batch visible together with the state it leads to.
func (x *Index) write(ctx context.Context, batch *index.Batch, st state) error {
	pending := x.pending
	select {
	case pending <- struct{}{}:
	case err := <-x.trouble:
		return damage(err)
	case <-ctx.Done():
		return &graph.Error{Code: graph.Timeout, Msg: "the search index was stopped", Err: ctx.Err()}
	}
	batch.SetInternal(stateKey, st.encode())
	batch.SetPersistedCallback(func(error) { <-pending })
	if err := x.scorch.Batch(batch); err != nil {
		<-pending
		return damage(err)
	}
	_, docs, err := x.current()
	if err != nil {
		return err
	}
	x.publish(st.revision, docs)
	return nil
}

// settle waits a little until what was written is on disk.
func (x *Index) settle() {
	deadline := time.NewTimer(settleWithin)
	defer deadline.Stop()
	for range maxPending {
		select {
		case x.pending <- struct{}{}:
		case <-x.trouble:
			return
		case <-deadline.C:
			return
		}
	}
}
