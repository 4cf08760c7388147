package bolt

import (
	"maps"
	"slices"
	"strings"

	bbolt "go.etcd.io/bbolt"
)

// layer holds rows that are to be written, above a transaction or above
// another layer. A change works on a layer of its own, which is dropped when
// the change is refused.
type layer struct {
	tables [tableCount]map[string]row
	texts  map[uint32]*text // of the sources put or read; nil for a retracted one
}

// row is a value, or the mark that a key is deleted.
type row struct {
	value   []byte
	deleted bool
}

func newLayer() *layer { return &layer{texts: map[uint32]*text{}} }

func (l *layer) set(t table, key string, r row) {
	if l.tables[t] == nil {
		l.tables[t] = map[string]row{}
	}
	l.tables[t][key] = r
}

// reset empties l, keeping what memory it may use again.
func (l *layer) reset() {
	for _, m := range l.tables {
		clear(m)
	}
	clear(l.texts)
}

// keys returns a table's keys in order.
func (l *layer) keys(t table) []string { return slices.Sorted(maps.Keys(l.tables[t])) }

// withPrefix returns a table's keys that begin with prefix.
func (l *layer) withPrefix(t table, prefix string) map[string]row {
	found := map[string]row{}
	for key, r := range l.tables[t] {
		if strings.HasPrefix(key, prefix) {
			found[key] = r
		}
	}
	return found
}

// write puts all rows in the order of buckets and keys: what bbolt inserts
// out of order costs far more.
func (l *layer) write(buckets *[tableCount]*bbolt.Bucket) error {
	for t, b := range buckets {
		for _, key := range l.keys(table(t)) {
			var err error
			if r := l.tables[t][key]; r.deleted {
				err = b.Delete([]byte(key))
			} else {
				err = b.Put([]byte(key), r.value)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// openBuckets returns the buckets of a transaction, or false when one is
// missing.
func openBuckets(tx *bbolt.Tx) (buckets [tableCount]*bbolt.Bucket, ok bool) {
	for t, name := range tableNames {
		if buckets[t] = tx.Bucket([]byte(name)); buckets[t] == nil {
			return buckets, false
		}
	}
	return buckets, true
}
