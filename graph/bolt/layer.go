package bolt

import (
	"slices"
	"strings"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// layer holds rows that are to be written, above a transaction or above
// another layer. A change works on a layer of its own, which is dropped when
// the change is refused.
type layer struct {
	tables [tableCount]rows
	texts  map[uint32]*graph.SourceText // of the sources put; nil for a retracted one
}

func newLayer() *layer { return &layer{texts: map[uint32]*graph.SourceText{}} }

// rows are those of one table, in the order they were first set, which is often
// that of their keys already.
type rows struct {
	index map[string]int32
	list  []row
}

// row is a key with a value, or with the mark that it is deleted.
type row struct {
	key     string
	value   []byte
	deleted bool
	void    bool // turned out to change nothing
}

// get returns a row; its value is nil when it is deleted.
func (r *rows) get(key string) (row, bool) {
	i, ok := r.index[key]
	if !ok || r.list[i].void {
		return row{}, false
	}
	return r.list[i], true
}

func (r *rows) set(x row) {
	if r.index == nil {
		r.index = map[string]int32{}
	}
	if i, ok := r.index[x.key]; ok {
		r.list[i] = x
		return
	}
	r.index[x.key] = int32(len(r.list))
	r.list = append(r.list, x)
}

// sorted returns the rows in order of key.
func (r *rows) sorted() []row {
	byKey := func(a, b row) int { return strings.Compare(a.key, b.key) }
	if !slices.IsSortedFunc(r.list, byKey) {
		slices.SortFunc(r.list, byKey)
		for i := range r.list {
			r.index[r.list[i].key] = int32(i)
		}
	}
	return r.list
}

// add brings all rows of another in.
func (r *rows) add(more *rows) {
	if len(r.list) == 0 {
		*r = *more
		return
	}
	for _, x := range more.list {
		if !x.void {
			r.set(x)
		}
	}
}

// appended says of a table that its keys only grow, so that its pages can be
// filled; the pages of others keep room.
func (t table) appended() bool {
	switch t {
	case entityTable, factTable, sourceTable, logTable, quoteTable, termTable:
		return true
	}
	return false
}

// write puts all rows in the order of buckets and keys: what bbolt inserts
// out of order costs far more.
func (l *layer) write(buckets *[tableCount]*bbolt.Bucket) error {
	for t, b := range buckets {
		if b != nil && table(t).appended() {
			b.FillPercent = 0.95
		}
		list := l.tables[t].sorted()
		if b == nil && len(list) > 0 {
			return damaged("a bucket is missing")
		}
		for i := range list {
			var err error
			switch r := &list[i]; {
			case r.void:
			case r.deleted:
				err = b.Delete([]byte(r.key))
			default:
				err = b.Put([]byte(r.key), r.value)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// openBuckets returns the buckets of a transaction, or false when one is
// missing; that of keys is nil in a file of format 1.
func openBuckets(tx *bbolt.Tx) (buckets [tableCount]*bbolt.Bucket, ok bool) {
	for t, name := range tableNames {
		if buckets[t] = tx.Bucket([]byte(name)); buckets[t] == nil && table(t) != keyTable {
			return buckets, false
		}
	}
	return buckets, true
}
