package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"missiongraph/graph"
)

// Options tune an index. The zero value is good.
type Options struct {
	// OnRebuild is told why an index found on disk is thrown away and made
	// anew: a clause such as "it is of another graph". It is not called for a
	// folder without an index. It may be called from Open and from the
	// follower.
	OnRebuild func(reason string)

	// OnError is told of an error while following the log; the follower goes
	// on trying. It may be nil.
	OnError func(error)

	// Wait is how long a search waits for the index to reach the revision it
	// reads; 0 for one second, negative for not at all.
	Wait time.Duration

	// Poll is how often the follower looks at the log's head unasked; 0 for a
	// quarter of a second.
	Poll time.Duration
}

// Index is a full-text index that follows a store's log. It is safe for
// concurrent use.
type Index struct {
	dir   string
	store graph.Store
	opts  Options

	mu     sync.RWMutex // guards scorch: held for reading while it is in use
	scorch index.Index  // nil after Close
	memo   *memo        // of scorch
	queue  *index.AnalysisQueue

	writing sync.Mutex    // one writer at a time; taken before mu
	pending chan struct{} // a place for each batch not yet on disk
	trouble chan error    // what bleve's goroutines met last
	damaged atomic.Bool
	wake    chan struct{}

	progress  sync.Mutex // guards what follows
	applied   graph.Revision
	docs      uint64
	rebuilt   string
	failure   error
	changed   chan struct{} // closed and replaced when applied moves
	following int
	closed    bool
	closing   chan struct{}
	followers sync.WaitGroup
}

// Status tells how an index stands.
type Status struct {
	Applied   graph.Revision // the log is indexed up to here
	Head      graph.Revision // of the log
	Documents int
	Rebuilt   string // why the index was last made anew; "" when it was not
	Err       error  // of the last attempt to follow the log; nil when it went well
}

const folder = "index" // within the index's directory: all of it is ours

// Open opens the index in a directory, which it makes when missing. An index
// that does not fit the store (of another version or graph, ahead of its log,
// damaged or unfinished) is removed, and Open starts with an empty one: neither
// is an error. Open indexes nothing: see [Index.Follow] and [Index.CatchUp].
//
// Only one process can have an index open: the error is then UNAVAILABLE.
func Open(dir string, store graph.Store, opts Options) (*Index, error) {
	if opts.Wait == 0 {
		opts.Wait = time.Second
	}
	if opts.Poll <= 0 {
		opts.Poll = 250 * time.Millisecond
	}
	x := &Index{
		dir: dir, store: store, opts: opts,
		queue:   index.NewAnalysisQueue(2),
		wake:    make(chan struct{}, 1),
		trouble: make(chan error, 1),
		changed: make(chan struct{}),
		closing: make(chan struct{}),
	}
	err := x.open()
	if err != nil {
		x.queue.Close()
		return nil, err
	}
	return x, nil
}

func (x *Index) open() error {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return openError(err)
	}
	path := filepath.Join(x.dir, folder)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := x.openAt(path); err != nil {
			return openError(err)
		}
		return nil
	}
	reason := ""
	err := x.openAt(path)
	switch {
	case isLocked(err):
		return openError(err)
	case err != nil:
		reason = "it is damaged"
	default:
		if reason, err = x.misfit(); err != nil {
			_ = x.scorch.Close()
			return openError(err)
		}
	}
	if reason == "" {
		return nil
	}
	return x.wipe(reason)
}

// openAt opens bleve's index and takes over its state.
func (x *Index) openAt(path string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("bleve: %v", r) // it trusts the bytes of its files
		}
	}()
	x.pending = make(chan struct{}, maxPending)
	s, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path": path, "bolt_timeout": "500ms", "unsafe_batch": true, "asyncErrorCallbackName": asyncErrors,
	}, x.queue)
	if err != nil {
		return err
	}
	if err := s.Open(); err != nil {
		return err
	}
	opened.Store(path, x)
	reader, err := s.Reader()
	if err == nil {
		err = verify(reader)
		_ = reader.Close()
	}
	if err != nil {
		opened.Delete(path)
		_ = s.Close()
		return err
	}
	x.scorch, x.memo = s, newMemo()
	return x.load()
}

// load takes the applied revision over from the index.
func (x *Index) load() error {
	reader, err := x.scorch.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	st, _, err := stateOf(reader)
	if err != nil {
		return err
	}
	docs, err := reader.DocCount()
	if err != nil {
		return err
	}
	x.publish(st.revision, docs)
	return nil
}

func stateOf(reader index.IndexReader) (state, bool, error) {
	b, err := reader.GetInternal(stateKey)
	if err != nil {
		return state{}, false, err
	}
	if b == nil {
		return state{}, true, nil
	}
	st, ok := decodeState(b)
	return st, ok, nil
}

// misfit says why the open index must be made anew, or "".
func (x *Index) misfit() (string, error) {
	reader, err := x.scorch.Reader()
	if err != nil {
		return "it is damaged", nil
	}
	defer reader.Close()
	st, known, err := stateOf(reader)
	if err != nil {
		return "it is damaged", nil
	}
	if !known {
		return "it is of another version", nil
	}
	if docs, err := reader.DocCount(); err != nil {
		return "it is damaged", nil
	} else if st.revision == 0 && docs > 0 {
		return "it was never finished", nil
	}
	return st.misfit(x.store)
}

// wipe removes the index and opens an empty one. The caller holds mu or is
// Open.
func (x *Index) wipe(reason string) error {
	if x.scorch != nil {
		_ = x.scorch.Close()
		x.scorch = nil
	}
	path := filepath.Join(x.dir, folder)
	if err := os.RemoveAll(path); err != nil {
		return openError(err)
	}
	x.progress.Lock()
	x.rebuilt = reason
	x.progress.Unlock()
	if x.opts.OnRebuild != nil {
		x.opts.OnRebuild(reason)
	}
	if err := x.openAt(path); err != nil {
		return openError(err)
	}
	x.damaged.Store(false)
	return nil
}

// isLocked tells bbolt's error for a file that another process holds, which
// this package cannot name: bleve keeps its list of segments in bbolt.
func isLocked(err error) bool { return err != nil && strings.HasSuffix(err.Error(), "timeout") }

func openError(err error) error {
	e := &graph.Error{Code: graph.Unavailable, Op: "open search index", Msg: "the search index cannot be opened", Err: err}
	switch {
	case isLocked(err):
		e.Msg, e.Hint = "the search index is in use by another process", "stop the other process first"
	case errors.Is(err, fs.ErrPermission):
		e.Hint = "check the permissions of the data folder"
	}
	return e
}

// Applied returns the revision the index has reached.
func (x *Index) Applied() graph.Revision {
	x.progress.Lock()
	defer x.progress.Unlock()
	return x.applied
}

// Status tells how the index stands.
func (x *Index) Status() Status {
	x.progress.Lock()
	defer x.progress.Unlock()
	return Status{Applied: x.applied, Head: x.store.Head(), Documents: int(x.docs), Rebuilt: x.rebuilt, Err: x.failure}
}

func (x *Index) publish(applied graph.Revision, docs uint64) {
	x.progress.Lock()
	defer x.progress.Unlock()
	x.docs = docs
	if applied != x.applied {
		x.applied = applied
		close(x.changed)
		x.changed = make(chan struct{})
	}
}

// WaitFor returns when the index has reached a revision, or TIMEOUT at the end
// of ctx. It needs a follower.
func (x *Index) WaitFor(ctx context.Context, rev graph.Revision) error {
	x.Notify()
	for {
		x.progress.Lock()
		applied, changed := x.applied, x.changed
		x.progress.Unlock()
		if applied >= rev {
			return nil
		}
		select {
		case <-changed:
		case <-x.closing:
			return errClosed()
		case <-ctx.Done():
			return &graph.Error{Code: graph.Timeout, Err: ctx.Err(),
				Msg: fmt.Sprintf("the search index is at revision %d, not yet at %d", applied, rev)}
		}
	}
}

func errClosed() error {
	return &graph.Error{Code: graph.Unavailable, Msg: "the search index is closed"}
}

// Close stops the followers, waits for them and for searches under way, and
// closes the files. It may be called twice.
func (x *Index) Close() error {
	x.progress.Lock()
	if x.closed {
		x.progress.Unlock()
		return nil
	}
	x.closed = true
	close(x.closing)
	x.progress.Unlock()
	x.followers.Wait()

	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	var err error
	if x.scorch != nil {
		x.settle()
		err = x.scorch.Close()
		x.scorch = nil
		opened.Delete(filepath.Join(x.dir, folder))
	}
	x.queue.Close()
	return err
}
