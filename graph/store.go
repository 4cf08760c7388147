package graph

import (
	"context"
	"iter"
	"time"
)

// Log is the ordered record of changes: the only way anything is written. One
// implementation keeps it in the same file as the graph; a replicated one may
// keep it elsewhere, and nothing above this interface can tell.
type Log interface {
	// Append makes the change durable as the next entry and applies it; it
	// returns when both are done. Unless expect is [AnyRevision], the head
	// must be at expect, else the error has code CONFLICT. Where basis is
	// given, the head may have moved on as long as nothing of the basis was
	// put or retracted since expect: a change checked against those things
	// alone still holds. A log may forget what was touched long ago, and then
	// answers CONFLICT.
	//
	// When the log has an entry of the change's key, nothing is written and
	// that entry is returned, Replayed, whatever expect says; if it holds
	// another change the error has code CONFLICT.
	//
	// An error of any other code than CONFLICT and BAD_INPUT leaves it unknown
	// whether the change was made.
	Append(ctx context.Context, c Change, expect Revision, basis ...Ref) (Entry, error)

	// Head returns the last revision, 0 for the empty log.
	Head() Revision

	// Tail yields the entries after the given revision, in order, up to the
	// head at the time of the call. It stops at the first error.
	Tail(ctx context.Context, after Revision) iter.Seq2[Entry, error]
}

// Watcher is a [Log] that tells when it grows.
type Watcher interface {
	Log

	// Grown returns a channel that is closed as soon as the log has an entry
	// after the given revision, or when the log is closed: whoever wakes and
	// finds no such entry has found a closed log. All who wait at one revision
	// share the channel.
	Grown(after Revision) <-chan struct{}
}

// Keyed is a [Log] that can be asked for a key without appending.
type Keyed interface {
	Log

	// EntryByKey returns the entry of the change with this key, Replayed;
	// false when the log has none.
	EntryByKey(key string) (Entry, bool, error)
}

// AnyRevision, given to [Log.Append], asks for no particular head.
const AnyRevision = ^Revision(0)

// Store is a log with the graph it makes.
type Store interface {
	Log

	// Snapshot opens the graph at a revision, the head when rev is
	// [AnyRevision]. A revision after the head is NOT_FOUND.
	Snapshot(rev Revision) (Snapshot, error)

	// RevisionAt returns the last revision committed at or before t.
	RevisionAt(t time.Time) (Revision, error)

	// Info describes one revision; 0 and revisions after the head are
	// NOT_FOUND.
	Info(rev Revision) (RevisionInfo, error)

	Close() error
}

// Snapshot reads the graph at one revision. It holds store resources (in
// bbolt, an open read transaction) and must be closed soon: one request, not
// longer. It is safe for concurrent use. What it returns stays valid after
// Close.
type Snapshot interface {
	Revision() Revision

	// Topology is the shape of the graph at this revision.
	Topology() *Topology

	// Entity decodes a node's row. A number the topology does not know is
	// NOT_FOUND.
	Entity(n Node) (Entity, error)

	// Fact decodes a fact's row.
	Fact(f FactNum) (Fact, error)

	// FactByID returns the number of the fact with this id, or false when
	// there is none at this revision.
	FactByID(id string) (FactNum, bool, error)

	// Source returns a stored document; false when there is none of that id
	// at this revision.
	Source(id string) (Source, bool, error)

	// SourceIDs lists the stored documents' ids, sorted.
	SourceIDs() ([]string, error)

	// FactsOfSource lists the facts and the entities that quote a source, in
	// order of number. An unknown source has none.
	FactsOfSource(id string) ([]FactNum, []Node, error)

	Close() error
}
