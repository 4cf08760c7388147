package bolt

import (
	"unsafe"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// EntryByKey implements [graph.Keyed].
func (s *Store) EntryByKey(key string) (e graph.Entry, ok bool, err error) {
	if key == "" || len(key) > maxKey {
		return e, false, nil
	}
	err = s.view(func(buckets *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		raw, err := rawByKey(inFile(buckets), key)
		if err != nil || raw == nil {
			return err
		}
		if e, err = decodeEntry(raw); err != nil {
			return damaged("the entry of a key is malformed")
		}
		ok, e.Replayed = true, true
		return nil
	})
	if ok && !s.published(e.Revision) {
		return graph.Entry{}, false, commitError(nil)
	}
	return e, ok, err
}

// published reports whether readers see a revision that is in the file. While
// it is being committed this waits; false when that failed and nobody can tell
// whether it stays. No transaction may be open.
func (s *Store) published(rev graph.Revision) bool {
	if rev <= s.Head() {
		return true
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	return rev <= s.Head()
}

// inFile gets rows as the file has them.
func inFile(buckets *[tableCount]*bbolt.Bucket) func(t table, key string) []byte {
	return func(t table, key string) []byte {
		if buckets[t] == nil {
			return nil
		}
		return buckets[t].Get([]byte(key))
	}
}

// rawByKey returns the encoded entry of a key, or nil.
func rawByKey(get func(t table, key string) []byte, key string) ([]byte, error) {
	rev := get(keyTable, key)
	if rev == nil {
		return nil, nil
	}
	raw := get(logTable, string(rev))
	if raw == nil {
		return nil, damaged("a key has no entry")
	}
	return raw, nil
}

// madeBefore answers a request whose key the file has, which needs no room on
// the disk and no place in the queue.
func (s *Store) madeBefore(r *request) (made bool, err error) {
	if r.change.Key == "" {
		return false, nil
	}
	err = s.view(func(buckets *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error {
		made, err = r.madeBefore(inFile(buckets))
		return err
	})
	return made && s.published(r.entry.Revision), err // else the committer answers
}

// madeBefore reports whether the log has the request's change already, under
// its key, and sets the request's entry to it. Another change of that key is a
// CONFLICT.
func (r *request) madeBefore(get func(t table, key string) []byte) (made bool, err error) {
	if r.change.Key == "" {
		return false, nil
	}
	raw, err := rawByKey(get, r.change.Key)
	if err != nil || raw == nil {
		return false, err
	}
	d := decoder{s: unsafe.String(unsafe.SliceData(raw), len(raw))} // good until this returns
	place := d.entryPlace()
	if d.err != nil || place.Key != r.change.Key {
		return false, damaged("the entry of a key is malformed")
	}
	if d.s != string(r.ops.raw) {
		return false, graph.Errorf(graph.Conflict, "the key %q is that of another change, revision %d", r.change.Key, place.Revision).
			WithHint("choose a new key for a new change; a change that is sent again must be the same in author, message and ops")
	}
	e, err := decodeEntry(raw)
	if err != nil {
		return false, damaged("entry %d of the log is malformed", place.Revision)
	}
	e.Replayed = true
	r.entry = e
	return true, nil
}
