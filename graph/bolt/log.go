package bolt

import (
	"context"
	"iter"
	"sort"
	"strings"
	"time"
	"unsafe"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// Head implements [graph.Log].
func (s *Store) Head() graph.Revision { return s.head.Load().revision }

// Grown implements [graph.Watcher].
func (s *Store) Grown(after graph.Revision) <-chan struct{} {
	h := s.head.Load()
	if h.revision > after {
		return grown
	}
	return h.later
}

// grown is what waits for nothing.
var grown = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// Tail implements [graph.Log]. No transaction is open while the caller works
// on an entry. It proves each entry's hash and place in the chain.
func (s *Store) Tail(ctx context.Context, after graph.Revision) iter.Seq2[graph.Entry, error] {
	head := s.Head()
	return func(yield func(graph.Entry, error) bool) {
		var last graph.Entry
		for rev := after; rev < head; {
			rev++
			e, err := s.entry(rev)
			if err == nil && rev > after+1 && e.Previous != last.Hash {
				err = damaged("entry %d does not follow the one before it", rev)
			}
			if ctx.Err() != nil {
				err = &graph.Error{Code: graph.Timeout, Msg: "reading the log was given up", Err: ctx.Err()}
			}
			if !yield(e, err) || err != nil {
				return
			}
			last = e
		}
	}
}

func (s *Store) entry(rev graph.Revision) (e graph.Entry, err error) {
	err = s.view(func(buckets *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		if e, err = decodeEntry(buckets[logTable].Get(revKey(rev))); err != nil || e.Revision != rev {
			return damaged("entry %d of the log is malformed", rev)
		}
		return nil
	})
	return e, err
}

// RevisionAt implements [graph.Store].
func (s *Store) RevisionAt(t time.Time) (rev graph.Revision, err error) {
	head := s.Head()
	err = s.view(func(buckets *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		// Times never decrease along the log.
		after := sort.Search(int(head), func(i int) bool {
			info, e := infoOf(buckets[logTable], graph.Revision(i+1))
			if e != nil {
				err = e
			}
			return e != nil || info.Time.After(t)
		})
		rev = graph.Revision(after)
		return err
	})
	if err != nil {
		return 0, err
	}
	return rev, nil
}

// Info implements [graph.Store].
func (s *Store) Info(rev graph.Revision) (info graph.RevisionInfo, err error) {
	if head := s.Head(); rev == 0 || rev > head {
		return info, noRevision(rev, head)
	}
	err = s.view(func(buckets *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		info, err = infoOf(buckets[logTable], rev)
		return err
	})
	return info, err
}

// infoOf reads the front of an entry, without copying its ops.
func infoOf(b *bbolt.Bucket, rev graph.Revision) (graph.RevisionInfo, error) {
	raw := b.Get(revKey(rev))
	d := decoder{s: unsafe.String(unsafe.SliceData(raw), len(raw))} // good until the transaction ends
	e, ops := d.entryHead()
	if d.err != nil || e.Revision != rev {
		return graph.RevisionInfo{}, damaged("entry %d of the log is malformed", rev)
	}
	return graph.RevisionInfo{Revision: rev, Time: e.Time, Author: strings.Clone(e.Author), Message: strings.Clone(e.Message),
		Ops: ops, Hash: e.Hash}, nil
}
