package bolt

import (
	"slices"
	"strings"
	"unsafe"

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
	list    []row
	ordered int              // of list, how many from the start are in order of key
	index   map[string]int32 // of those after ordered, made when one is looked for
	indexed int              // of list, up to where index has them
}

// row is a key with a value, or with the mark that it is deleted.
type row struct {
	key     string
	value   []byte
	deleted bool
	void    bool // turned out to change nothing
}

// arena hands out the memory of a transaction's rows in few pieces. It is let go
// as a whole.
type arena struct{ free []byte }

const arenaPiece = 256 << 10

func (a *arena) bytes(n int) []byte {
	if n > arenaPiece/16 {
		return make([]byte, n)
	}
	if n > len(a.free) {
		a.free = make([]byte, arenaPiece)
	}
	b := a.free[:n:n]
	a.free = a.free[n:]
	return b
}

func (a *arena) string(b []byte) string {
	s := a.bytes(len(b))
	copy(s, b)
	return unsafe.String(unsafe.SliceData(s), len(s))
}

// find returns the place of a key, -1 where there is none. Keys that come in
// order are looked for by halving: a map of them would cost more than all else.
func (r *rows) find(key string) int {
	if n := r.ordered; n > 0 && key <= r.list[n-1].key {
		i, ok := slices.BinarySearchFunc(r.list[:n], key, func(x row, key string) int { return strings.Compare(x.key, key) })
		if ok {
			return i
		}
	}
	if r.ordered == len(r.list) {
		return -1
	}
	if r.index == nil {
		r.index = make(map[string]int32, len(r.list)-r.ordered)
	}
	for r.indexed = max(r.indexed, r.ordered); r.indexed < len(r.list); r.indexed++ {
		r.index[r.list[r.indexed].key] = int32(r.indexed)
	}
	if i, ok := r.index[key]; ok {
		return int(i)
	}
	return -1
}

// get returns a row; its value is nil when it is deleted.
func (r *rows) get(key string) (row, bool) {
	i := r.find(key)
	if i < 0 || r.list[i].void {
		return row{}, false
	}
	return r.list[i], true
}

func (r *rows) set(x row) {
	if n := len(r.list); n > 0 && (r.ordered < n || x.key <= r.list[n-1].key) {
		if i := r.find(x.key); i >= 0 {
			r.list[i] = x
			return
		}
	}
	r.push(x)
}

// push adds a row whose key is not there.
func (r *rows) push(x row) {
	if n := len(r.list); r.ordered == n && (n == 0 || x.key > r.list[n-1].key) {
		r.ordered++
	}
	r.list = append(r.list, x)
}

// sorted returns the rows in order of key.
func (r *rows) sorted() []row {
	if r.ordered < len(r.list) {
		slices.SortFunc(r.list, func(a, b row) int { return strings.Compare(a.key, b.key) })
		r.ordered, r.index, r.indexed = len(r.list), nil, 0
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
				err = b.Put(unsafe.Slice(unsafe.StringData(r.key), len(r.key)), r.value) // which copies the key
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
