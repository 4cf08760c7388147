package feed

import (
	"context"
	"sync"

	"missiongraph/graph"
)

// Store is what a feed reads.
type Store interface {
	graph.Store
	graph.Watcher
}

// Feed reads a store's log as events. It is safe for concurrent use.
type Feed struct {
	store    Store
	ontology *graph.Ontology
	recent   [kept]slot // by revision modulo kept
}

// The events of the newest revisions are kept, where small: all who follow the
// graph read the same ones at the same moment.
const (
	kept      = 32
	keptOps   = 1000    // ops of the largest change that is kept
	keptBytes = 1 << 20 // of its longest texts, about
)

// small reports whether an event may be kept.
func small(e *Event) bool {
	if len(e.Ops) > keptOps {
		return false
	}
	bytes := len(e.Message)
	for i := range e.Change.Ops {
		switch op := &e.Change.Ops[i]; {
		case op.Source != nil:
			bytes += len(op.Source.Text)
		case op.Entity != nil:
			bytes += len(op.Entity.Note)
		case op.Fact != nil:
			bytes += len(op.Fact.Note) + len(op.Fact.Value.Text)
		}
	}
	return bytes <= keptBytes
}

// slot holds one event. Its lock is held while the event is made, so that of
// many who want it one does the work.
type slot struct {
	mu    sync.Mutex
	event *Event
}

// New returns the feed of a store.
func New(store Store, ontology *graph.Ontology) *Feed {
	return &Feed{store: store, ontology: ontology}
}

// Head returns the last revision, 0 for the empty log.
func (f *Feed) Head() graph.Revision { return f.store.Head() }

// Grown is [graph.Watcher.Grown] of the store.
func (f *Feed) Grown(after graph.Revision) <-chan struct{} { return f.store.Grown(after) }

// Start returns the revision after which to read, given the one a consumer has
// seen, or the head when it names none. A revision after the head is NOT_FOUND:
// this log never had it.
func (f *Feed) Start(after graph.Revision, given bool) (graph.Revision, error) {
	head := f.Head()
	switch {
	case !given:
		return head, nil
	case after > head:
		return 0, noRevision(after, head)
	}
	return after, nil
}

func noRevision(rev, head graph.Revision) error {
	return graph.Errorf(graph.NotFound, "there is no revision %d", rev).WithHint("the head is %d", head)
}

// Event returns what a revision did. The event is shared: do not change it. 0
// and a revision after the head are NOT_FOUND; TIMEOUT and UNAVAILABLE are those
// of the log.
func (f *Feed) Event(ctx context.Context, rev graph.Revision) (*Event, error) {
	head := f.Head()
	if rev == 0 || rev > head {
		return nil, noRevision(rev, head)
	}
	if rev+kept <= head {
		return f.read(ctx, rev)
	}
	s := &f.recent[rev%kept]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.event != nil && s.event.Revision == rev {
		return s.event, nil
	}
	e, err := f.read(ctx, rev)
	if err == nil && small(e) && (s.event == nil || s.event.Revision < rev) {
		s.event = e
	}
	return e, err
}

// read makes the event of a revision that exists.
func (f *Feed) read(ctx context.Context, rev graph.Revision) (*Event, error) {
	for entry, err := range f.store.Tail(ctx, rev-1) {
		if err != nil {
			return nil, err
		}
		ops, err := f.describe(&entry)
		if err != nil {
			return nil, err
		}
		return &Event{Entry: entry, Ops: ops}, nil
	}
	return nil, noRevision(rev, f.Head())
}
