package bolt

import (
	"bytes"
	"encoding/binary"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// Snapshot implements [graph.Store]. The head's costs next to nothing; an
// older revision's topology is built on first use and the last few are kept.
func (s *Store) Snapshot(rev graph.Revision) (graph.Snapshot, error) {
	h := s.head.Load()
	switch {
	case s.isClosed():
		return nil, closed()
	case rev == graph.AnyRevision || rev == h.revision:
		return &snapshot{store: s, topology: h.topology}, nil
	case rev > h.revision:
		return nil, noRevision(rev, h.revision)
	}
	t, err := s.past.topology(rev, func() (t *graph.Topology, err error) {
		err = s.view(func(_ *[tableCount]*bbolt.Bucket, tx *bbolt.Tx) error {
			t, err = readPast(tx, rev, h.topology)
			return err
		})
		return t, err
	})
	if err != nil {
		return nil, err
	}
	return &snapshot{store: s, topology: t}, nil
}

func noRevision(rev, head graph.Revision) error {
	return graph.Errorf(graph.NotFound, "there is no revision %d", rev).WithHint("the head is %d", head)
}

func (s *Store) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// snapshot reads rows in one transaction, begun when the first row is read:
// as rows of any revision stay, it may begin late. bbolt's buckets are safe
// for concurrent reads as long as each read has its own cursor, which Get and
// Cursor see to; only the end of the transaction must wait for them.
type snapshot struct {
	store    *Store
	topology *graph.Topology

	mu      sync.RWMutex // held for reading while rows are read
	tx      *bbolt.Tx    // nil until the first row is read
	closed  bool
	buckets [tableCount]atomic.Pointer[bbolt.Bucket] // those used so far
}

func (s *snapshot) Revision() graph.Revision { return s.topology.Revision() }

func (s *snapshot) Topology() *graph.Topology { return s.topology }

// read runs f with the transaction open and locked against Close.
func (s *snapshot) read(f func() error) (err error) {
	s.mu.RLock()
	if s.tx == nil {
		s.mu.RUnlock()
		if err := s.begin(); err != nil {
			return err
		}
		s.mu.RLock()
	}
	defer s.mu.RUnlock()
	if s.closed {
		return graph.Errorf(graph.Unavailable, "the snapshot is closed")
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = recovered(r)
		}
	}()
	return f()
}

func (s *snapshot) begin() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return graph.Errorf(graph.Unavailable, "the snapshot is closed")
	}
	if s.tx != nil {
		return nil
	}
	tx, err := s.store.hold(s)
	if err != nil {
		return err
	}
	s.tx = tx
	return nil
}

// bucket returns a bucket of the open transaction, within read.
func (s *snapshot) bucket(t table) *bbolt.Bucket {
	if b := s.buckets[t].Load(); b != nil {
		return b
	}
	b := s.tx.Bucket([]byte(tableNames[t]))
	if b == nil {
		panic("no bucket " + tableNames[t]) // which opening has seen
	}
	s.buckets[t].Store(b)
	return b
}

// hold begins the transaction of a snapshot and remembers it for Close.
func (s *Store) hold(snap *snapshot) (*bbolt.Tx, error) {
	s.heldMu.Lock()
	defer s.heldMu.Unlock()
	if s.held == nil {
		return nil, closed()
	}
	tx, err := s.db.Begin(false)
	if err != nil {
		return nil, closed()
	}
	s.held[snap] = time.Now() // s.now dates entries, and may be called by the committer alone
	return tx, nil
}

func (s *Store) release(snap *snapshot) {
	s.heldMu.Lock()
	delete(s.held, snap)
	s.heldMu.Unlock()
}

// releaseAll closes the snapshots that are still open and lets no more begin.
func (s *Store) releaseAll() {
	s.heldMu.Lock()
	list := slices.Collect(maps.Keys(s.held))
	s.held = nil
	s.heldMu.Unlock()
	for _, snap := range list {
		snap.Close()
	}
}

func (s *snapshot) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	if s.closed = true; s.tx != nil {
		s.store.release(s)
		s.tx.Rollback()
	}
	return nil
}

// at returns a row as of the snapshot's revision, or nil.
func (s *snapshot) at(t table, key []byte) ([]byte, error) {
	return rowAt(s.bucket, t, key, s.Revision())
}

func (s *snapshot) Entity(n graph.Node) (e graph.Entity, err error) {
	if s.topology.Node(n) == nil {
		return e, graph.Errorf(graph.NotFound, "there is no entity of number %d", n)
	}
	err = s.read(func() error {
		row, err := s.at(entityTable, numKey(uint32(n)))
		if err != nil {
			return err
		}
		d := decoder{s: string(row)}
		if e = d.entity(); d.end() != nil {
			return damaged("an entity's row is malformed")
		}
		return nil
	})
	return e, err
}

func (s *snapshot) Fact(n graph.FactNum) (f graph.Fact, err error) {
	err = s.read(func() error {
		row, err := s.at(factTable, numKey(uint32(n)))
		if err != nil {
			return err
		}
		if row == nil {
			return graph.Errorf(graph.NotFound, "there is no fact of number %d", n)
		}
		d := decoder{s: string(row)}
		if f = d.fact(); d.end() != nil {
			return damaged("a fact's row is malformed")
		}
		return nil
	})
	return f, err
}

func (s *snapshot) FactByID(id string) (n graph.FactNum, ok bool, err error) {
	if id == "" || len(id) > maxFactID {
		return 0, false, nil
	}
	err = s.read(func() error {
		v := s.bucket(factIDTable).Get([]byte(id))
		if len(v) != 4 {
			return nil
		}
		row, err := s.at(factTable, v)
		if row != nil {
			n, ok = graph.FactNum(num(v)), true
		}
		return err
	})
	return n, ok, err
}

func (s *snapshot) Source(id string) (source graph.Source, ok bool, err error) {
	if !graph.IsEntityID(id) {
		return source, false, nil
	}
	err = s.read(func() error {
		v := s.bucket(sourceIDTable).Get([]byte(id))
		if len(v) != 4 {
			return nil
		}
		row, err := s.at(sourceTable, v)
		if row == nil {
			return err
		}
		d := decoder{s: string(row)}
		if source = d.source(); d.end() != nil {
			return damaged("a source's row is malformed")
		}
		ok = true
		return nil
	})
	return source, ok, err
}

func (s *snapshot) SourceIDs() (ids []string, err error) {
	err = s.read(func() error {
		c := s.bucket(sourceIDTable).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			row, err := s.at(sourceTable, v)
			if err != nil {
				return err
			}
			if row != nil {
				ids = append(ids, string(k))
			}
		}
		return nil
	})
	return ids, err
}

func (s *snapshot) FactsOfSource(id string) (facts []graph.FactNum, nodes []graph.Node, err error) {
	if !graph.IsEntityID(id) {
		return nil, nil, nil
	}
	err = s.read(func() error {
		source := s.bucket(sourceIDTable).Get([]byte(id))
		if len(source) != 4 {
			return nil
		}
		for _, t := range [...]table{quoteTable, quoteHistory} {
			c := s.bucket(t).Cursor()
			for k, v := c.Seek(source); bytes.HasPrefix(k, source) && len(k) >= quoteKeySize; k, v = c.Next() {
				since, _ := binary.Uvarint(v)
				if since > uint64(s.Revision()) ||
					t == quoteHistory && binary.BigEndian.Uint64(k[quoteKeySize:]) <= uint64(s.Revision()) {
					continue
				}
				if k[4] == quotedByFact {
					facts = append(facts, graph.FactNum(num(k[5:])))
				} else {
					nodes = append(nodes, graph.Node(num(k[5:])))
				}
			}
		}
		return nil
	})
	slices.Sort(facts)
	slices.Sort(nodes)
	return facts, nodes, err
}
