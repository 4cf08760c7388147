package bolt

import (
	"context"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// One goroutine commits. It takes all changes that wait, up to these bounds,
// into one transaction: the more there are the fewer syncs each costs, and one
// alone waits for nobody.
const (
	maxBatchOps   = 50_000
	maxBatchBytes = 64 << 20
)

// request is a change on its way to the committer.
type request struct {
	change graph.Change
	ops    *encodedOps
	expect graph.Revision
	basis  []graph.Ref
	state  atomic.Uint32
	done   chan struct{} // closed when entry and err are set
	entry  graph.Entry
	err    error
}

// The states of a request: it is either taken by the committer or given up by
// its caller.
const (
	waiting uint32 = iota
	taken
	givenUp
)

// Append implements [graph.Log]. A put of what is there already changes no
// row, though the log has it; a change of nothing but such puts still makes a
// revision.
//
// When the disk has less room than [Options.MinFree] asks for, the change is
// not made and the error has code UNAVAILABLE; see [Store.Space].
//
// When ctx ends before the change was picked up it is not made and the error
// has code TIMEOUT; after that Append waits for the outcome.
func (s *Store) Append(ctx context.Context, c graph.Change, expect graph.Revision, basis ...graph.Ref) (graph.Entry, error) {
	if s.readOnly {
		return graph.Entry{}, graph.Errorf(graph.Forbidden, "the data file is open for reading only")
	}
	if err := verify(&c); err != nil {
		return graph.Entry{}, err
	}
	r := &request{change: c, ops: encodeOps(&c), expect: expect, basis: basis, done: make(chan struct{})}
	if len(r.ops.raw) > MaxEntryBytes {
		return graph.Entry{}, graph.Errorf(graph.Limit, "the change has %d bytes; at most %d fit in one", len(r.ops.raw), MaxEntryBytes).
			WithHint("split it into several changes")
	}
	if err := ctx.Err(); err != nil {
		return graph.Entry{}, gaveUp(err)
	}
	if made, err := s.madeBefore(r); made || err != nil {
		return r.entry, err
	}
	if err := s.room(len(r.ops.raw)); err != nil {
		return graph.Entry{}, err
	}
	if err := s.enqueue(r); err != nil {
		return graph.Entry{}, err
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		if r.state.CompareAndSwap(waiting, givenUp) {
			return graph.Entry{}, gaveUp(ctx.Err())
		}
		<-r.done
	}
	return r.entry, r.err
}

func gaveUp(err error) error {
	return &graph.Error{Code: graph.Timeout, Msg: "the change was given up before it was made", Err: err}
}

func (s *Store) enqueue(r *request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return closed()
	}
	s.queue = append(s.queue, r)
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return nil
}

// run is the committer.
func (s *Store) run() {
	defer close(s.stopped)
	debug.SetPanicOnFault(true)
	texts := newTextCache()
	for range s.wake {
		for {
			list := s.take()
			if len(list) == 0 {
				break
			}
			s.commit(list, texts)
			for _, r := range list {
				close(r.done)
			}
		}
	}
}

// take returns the next requests for one transaction.
func (s *Store) take() []*request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*request
	ops, size := 0, 0
	for len(s.queue) > 0 {
		r := s.queue[0]
		if len(list) > 0 && (ops+len(r.change.Ops) > maxBatchOps || size+len(r.ops.raw) > maxBatchBytes) {
			break
		}
		s.queue[0] = nil
		s.queue = s.queue[1:]
		if r.state.CompareAndSwap(waiting, taken) {
			list = append(list, r)
			ops, size = ops+len(r.change.Ops), size+len(r.ops.raw)
		}
	}
	return list
}

// commit makes the changes of one transaction and answers each request.
func (s *Store) commit(list []*request, texts *textCache) {
	failed := s.failed.Load()
	if failed == nil {
		failed = s.tryCommit(list, texts)
	}
	if failed == nil {
		return
	}
	s.failed.Store(failed)
	for _, r := range list {
		r.entry, r.err = graph.Entry{}, failed
	}
}

// Failed returns why no change is made any more until the file is opened again:
// one could not be written. It is nil as long as changes are made. Reading goes
// on.
func (s *Store) Failed() error {
	if failed := s.failed.Load(); failed != nil {
		return failed
	}
	return nil
}

// tryCommit returns an error when the outcome is unknown or the file cannot be
// trusted. Nothing in memory was changed then.
func (s *Store) tryCommit(list []*request, texts *textCache) (failed *graph.Error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	defer func() {
		if r := recover(); r != nil {
			failed = recovered(r)
		}
	}()
	tx, err := s.db.Begin(true)
	if err != nil {
		return commitError(err)
	}
	finished := false
	defer func() {
		if !finished {
			tx.Rollback()
		}
	}()
	h := s.head.Load()
	b, err := newBatch(tx, h.state, h.topology, texts)
	if err != nil {
		return commitError(err)
	}
	b.recent = s.recent
	for _, r := range list {
		if r.err = b.append(r, s.now()); graph.CodeOf(r.err) == graph.Unavailable {
			return commitError(r.err)
		}
	}
	if b.state.revision == h.revision {
		return nil
	}
	if err := b.rows.write(&b.buckets); err != nil {
		return commitError(err)
	}
	if err := tx.Commit(); err != nil {
		return commitError(err)
	}
	finished = true
	s.publish(b)
	s.forgetPages(list)
	return nil
}

// forgetPages lets the pages go that large changes walked.
func (s *Store) forgetPages(list []*request) {
	ops := 0
	for _, r := range list {
		ops += len(r.change.Ops)
	}
	if ops < 10*manyOps {
		return
	}
	_ = s.db.View(func(tx *bbolt.Tx) error { // the map stays where it is
		forget(s.db.Info().Data, tx.Size())
		return nil
	})
}

// append applies one request to the batch.
func (b *batch) append(r *request, now time.Time) error {
	if made, err := r.madeBefore(b.before); made || err != nil {
		return err
	}
	if err := b.expected(r.expect, r.basis); err != nil {
		return err
	}
	if err := b.apply(&r.change, r.ops); err != nil {
		return err
	}
	at := max(now.UnixMilli(), b.state.time)
	r.entry = graph.Entry{Change: r.change, Time: time.UnixMilli(at).UTC()}
	b.seal(&r.entry, r.ops.raw)
	b.recent.add(r.entry.Revision, r.change.Ops)
	return nil
}

// publish makes a committed batch what readers see.
func (s *Store) publish(b *batch) {
	for _, name := range b.terms {
		b.base.Terms().Add(name)
	}
	for n, t := range b.rows.texts {
		if b.texts.remove(n); t != nil {
			b.texts.add(n, t)
		}
	}
	before := s.head.Load()
	s.head.Store(&head{state: b.state, topology: b.editor.Done(b.state.revision), later: make(chan struct{})})
	close(before.later)
}

func commitError(err error) *graph.Error {
	return &graph.Error{Code: graph.Unavailable, Err: err,
		Msg:  "the change could not be written, and it is not known whether it was made",
		Hint: "look at the disk, then open the data file again"}
}

// Close lets changes that are under way finish, closes the snapshots that are
// still open, then the file. What is called later, but for Close and what needs
// only memory, is UNAVAILABLE.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		<-s.stopped
		return nil
	}
	s.closed = true
	close(s.wake)
	s.mu.Unlock()
	<-s.stopped
	return s.closeFile()
}

func (s *Store) closeFile() error {
	close(s.head.Load().later) // the committer has ended
	s.releaseAll()
	err := s.db.Close()
	if s.remove != "" {
		os.RemoveAll(s.remove)
	}
	if err != nil {
		return &graph.Error{Code: graph.Unavailable, Op: "close", Msg: "the data file could not be closed", Err: err}
	}
	return nil
}

// view runs a read transaction.
func (s *Store) view(f func(buckets *[tableCount]*bbolt.Bucket, tx *bbolt.Tx) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = recovered(r)
		}
	}()
	tx, err := s.db.Begin(false)
	if err != nil {
		return closed()
	}
	defer tx.Rollback()
	buckets, ok := openBuckets(tx)
	if !ok {
		return damaged("a bucket is missing")
	}
	return f(&buckets, tx)
}
