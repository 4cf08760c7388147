package bolt

import (
	"context"
	"errors"
	"io"
	"os"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// Progress is told how much of a long task is done, every now and then, from
// the goroutine that runs it.
type Progress func(done, total int)

func (p Progress) tell(done, total int) {
	if p != nil {
		p(done, total)
	}
}

// Rebuild replays the log, up to the head at the time of the call, into a new
// file at dst: the same entries, and rows made from them anew. The file is
// also compact. progress counts entries and may be nil. When it fails dst is
// not there. Codes: CONFLICT when dst exists, UNAVAILABLE when the log is
// damaged, TIMEOUT when ctx ends.
func (s *Store) Rebuild(ctx context.Context, dst string, progress Progress) error {
	if _, err := os.Lstat(dst); err == nil {
		return graph.Errorf(graph.Conflict, "the file to rebuild into exists already").WithHint("name a new file")
	}
	next, err := Open(dst, Options{NoSync: true, Timeout: defaultTimeout})
	if err != nil {
		return err
	}
	err = s.replayInto(ctx, next, s.Head(), progress)
	if err == nil {
		err = wrapSync(next.db.Sync())
	}
	if err = errors.Join(err, next.Close()); err != nil {
		os.Remove(dst)
		return firstError(err)
	}
	return nil
}

func wrapSync(err error) error {
	if err == nil {
		return nil
	}
	return openError(err)
}

// firstError unwraps what errors.Join made, so that the code stays in reach.
func firstError(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()[0]
	}
	return err
}

// replayInto applies the log, from where next stands up to a revision, many
// entries a transaction.
func (s *Store) replayInto(ctx context.Context, next *Store, upTo graph.Revision, progress Progress) error {
	total := int(upTo)
	var list []*request
	ops, texts := 0, newTextCache()
	flush := func() error {
		if len(list) == 0 {
			return nil
		}
		err := next.replay(list, texts)
		list, ops = nil, 0
		return err
	}
	for e, err := range s.Tail(ctx, next.Head()) {
		if err != nil {
			return err
		}
		if e.Revision > upTo {
			break
		}
		list = append(list, &request{change: e.Change, ops: encodeOps(&e.Change), entry: e})
		if ops += len(e.Ops); ops >= maxBatchOps {
			if err := flush(); err != nil {
				return err
			}
			progress.tell(int(e.Revision), total)
		}
	}
	if err := flush(); err != nil {
		return err
	}
	progress.tell(total, total)
	return nil
}

// replay applies entries of another log, with their times, and proves that
// they get the hashes they had.
func (s *Store) replay(list []*request, texts *textCache) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = recovered(r)
		}
	}()
	return s.db.Update(func(tx *bbolt.Tx) error {
		h := s.head.Load()
		b, err := newBatch(tx, h.state, h.topology, texts)
		if err != nil {
			return err
		}
		for _, r := range list {
			if err := b.apply(&r.change, r.ops); err != nil {
				return damaged("entry %d of its log cannot be applied: %v", r.entry.Revision, err)
			}
			entry := graph.Entry{Change: r.change, Time: r.entry.Time}
			b.seal(&entry, r.ops.raw)
			if entry.Hash != r.entry.Hash {
				return damaged("entry %d of its log has another hash when replayed", r.entry.Revision)
			}
		}
		if err := b.rows.write(&b.buckets); err != nil {
			return err
		}
		tx.OnCommit(func() { s.publish(b) })
		return nil
	})
}

// Backup writes a whole, consistent data file to w while the store is in use,
// and returns the bytes written.
func (s *Store) Backup(w io.Writer) (n int64, err error) {
	err = s.view(func(_ *[tableCount]*bbolt.Bucket, tx *bbolt.Tx) error {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

// Stats counts what a data file holds.
type Stats struct {
	Format   int // version of the file format
	Revision graph.Revision
	Entities int
	Facts    int
	Sources  int
	Terms    int   // names of kinds, forms, types, verbs and readings, ever used
	FileSize int64 // bytes
	FreeSize int64 // of these, in pages that wait to be used again
}

// Stats describes the head. FreeSize is as of the last commit since opening.
func (s *Store) Stats() (Stats, error) {
	h := s.head.Load()
	stats := Stats{Format: int(s.format), Revision: h.revision, Entities: int(h.entities), Facts: int(h.facts),
		Sources: int(h.sources), Terms: int(h.term)}
	err := s.view(func(_ *[tableCount]*bbolt.Bucket, tx *bbolt.Tx) error {
		stats.FileSize = tx.Size()
		stats.FreeSize = int64(s.db.Stats().FreePageN) * int64(s.db.Info().PageSize)
		return nil
	})
	return stats, err
}
