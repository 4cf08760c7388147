package bolt

import (
	"encoding/binary"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// batch is one write transaction: several changes, each applied whole or not
// at all. Nothing outside sees anything of it before it is committed.
//
// Applying is deterministic. It looks at the rows and the change and at nothing
// else: no clock, no ontology, no order of a Go map.
type batch struct {
	buckets [tableCount]*bbolt.Bucket
	first   state // at the start of the transaction
	state   state
	base    *graph.Topology
	editor  *graph.Editor
	rows    *layer             // of the changes applied so far
	change  *layer             // of the change at hand
	saved   state              // before the change at hand
	terms   []string           // names not in the registry yet, in order of number
	termNum map[string]uint32  // their numbers
	degrees map[graph.Node]int // facts of a node gained in this batch, as subject or object
	undo    map[graph.Node]int // the same for the change at hand
	texts   *textCache         // of sources as the file has them
	recent  *recent            // what the changes touched, those of this batch too; nil for a replay
	memory  arena              // of rows
	lastID  string             // of a source, and its number
	lastNum uint32
}

func newBatch(tx *bbolt.Tx, st state, base *graph.Topology, texts *textCache) (*batch, error) {
	b := &batch{
		first: st, state: st, saved: st, base: base, editor: base.Edit(), rows: newLayer(), change: newLayer(),
		termNum: map[string]uint32{}, degrees: map[graph.Node]int{}, undo: map[graph.Node]int{}, texts: texts,
	}
	var ok bool
	if b.buckets, ok = openBuckets(tx); !ok {
		return nil, damaged("a bucket is missing")
	}
	return b, nil
}

// get returns a row as the change at hand sees it, or nil. Rows of versioned
// tables begin with the revision that made them.
func (b *batch) get(t table, key string) []byte {
	if r, ok := b.change.tables[t].get(key); ok {
		return r.value
	}
	return b.before(t, key)
}

// before returns a row as it was before the change at hand, or nil.
func (b *batch) before(t table, key string) []byte {
	if b.isFresh(t, key) {
		return nil
	}
	if r, ok := b.rows.tables[t].get(key); ok {
		return r.value
	}
	if b.isNew(t, key) {
		return nil
	}
	if b.buckets[t] == nil {
		return nil
	}
	return b.buckets[t].Get([]byte(key))
}

// isNew reports whether the key has a number given in this transaction, so
// that the file cannot have it.
func (b *batch) isNew(t table, key string) bool { return b.after(&b.first, t, key) }

// isFresh reports whether the key has a number given by the change at hand, so
// that no change before it can have it.
func (b *batch) isFresh(t table, key string) bool { return b.after(&b.saved, t, key) }

// after reports whether the key has a number that was given after a state.
func (b *batch) after(s *state, t table, key string) bool {
	switch t {
	case factTable:
		return num(key) > s.fact
	case entityTable:
		return num(key) > s.entity
	case edgeTable:
		return num(key[edgeKeySize-4:]) > s.fact
	case quoteTable:
		return key[4] == quotedByFact && num(key[5:]) > s.fact ||
			key[4] == quotedByEntity && num(key[5:]) > s.entity
	}
	return false
}

func num[B []byte | string](b B) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// body returns a row of a versioned table without its revision, as the change
// at hand sees it; nil when there is none.
func (b *batch) body(t table, key string) []byte { return bodyOf(b.get(t, key)) }

func bodyOf(row []byte) []byte {
	if row == nil {
		return nil
	}
	_, n := binary.Uvarint(row)
	return row[max(n, 0):]
}

func (b *batch) set(t table, key string, value []byte) {
	b.change.tables[t].set(row{key: key, value: value})
}

// put sets a row of a versioned table, given without its revision.
func (b *batch) put(t table, key string, body []byte) {
	b.set(t, key, b.versioned(body))
}

// putNew is put for a key that the change at hand has not touched.
func (b *batch) putNew(t table, key string, body []byte) {
	b.change.tables[t].push(row{key: key, value: b.versioned(body)})
}

// versioned is a body behind the revision of the change at hand.
func (b *batch) versioned(body []byte) []byte {
	var since [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(since[:], uint64(b.state.revision+1))
	value := b.memory.bytes(n + len(body))
	copy(value[copy(value, since[:n]):], body)
	return value
}

// numString and edgeString are keys in the batch's memory.
func (b *batch) numString(n uint32) string {
	var key [4]byte
	binary.BigEndian.PutUint32(key[:], n)
	return b.memory.string(key[:])
}

func (b *batch) edgeString(k edgeKey) string {
	key := k.bytes()
	return b.memory.string(key[:])
}

func (b *batch) del(t table, key string) { b.change.tables[t].set(row{key: key, deleted: true}) }

// begin and drop bracket a change that is refused; begin and seal one that is
// made.
func (b *batch) begin() { b.saved, b.lastID, b.lastNum = b.state, "", 0 }

// reserve makes room for the rows of a change.
func (b *batch) reserve(ops []graph.Op) {
	entities, facts := 0, 0
	for i := range ops {
		if ops[i].Entity != nil {
			entities++
		} else if ops[i].Fact != nil {
			facts++
		}
	}
	if entities+facts < manyOps {
		return
	}
	for _, r := range [...]struct {
		table
		n int
	}{{entityTable, entities}, {entityIDTable, entities}, {factTable, facts}, {factIDTable, facts}, {edgeTable, facts}, {quoteTable, entities + facts}} {
		b.change.tables[r.table].list = make([]row, 0, r.n)
	}
}

// manyOps is a number of ops from which on a change is a large one.
const manyOps = 1000

func (b *batch) drop() {
	for n := b.saved.term; n < b.state.term; n++ {
		last := len(b.terms) - 1
		delete(b.termNum, b.terms[last])
		b.terms = b.terms[:last]
	}
	b.state = b.saved
	b.change = newLayer()
	clear(b.undo)
}

// number returns the number of an id in one of the id tables, or 0.
func (b *batch) number(t table, id string) uint32 {
	if v := b.get(t, id); v != nil {
		return num(v)
	}
	return 0
}

// node returns the number of an entity that exists now, or 0.
func (b *batch) node(id string) graph.Node {
	n := b.base.Lookup(id)
	if n == 0 {
		n = graph.Node(b.number(entityIDTable, id))
	}
	if n == 0 {
		return 0
	}
	exists := b.base.Node(n) != nil
	for _, l := range [...]*layer{b.rows, b.change} {
		if len(l.tables[entityTable].list) == 0 {
			continue
		}
		if r, ok := l.tables[entityTable].get(numString(uint32(n))); ok {
			exists = !r.deleted
		}
	}
	if !exists {
		return 0
	}
	return n
}

// source returns the number of a source's id, or 0. Facts that follow each
// other mostly quote the same.
func (b *batch) source(id string) uint32 {
	if b.lastNum == 0 || b.lastID != id {
		b.lastID, b.lastNum = id, b.number(sourceIDTable, id)
	}
	return b.lastNum
}

// give returns an id's number, giving it the next one when it has none.
func (b *batch) give(t table, id string, last *uint32) uint32 {
	n := b.number(t, id)
	if n == 0 {
		*last++
		n = *last
		key := b.memory.bytes(4)
		binary.BigEndian.PutUint32(key, n)
		b.change.tables[t].push(row{key: id, value: key})
	}
	return n
}

// term returns a name's number, giving it the next one when it has none; false
// when there are no numbers left.
func (b *batch) term(name string) (graph.Term, bool) {
	if name == "" {
		return 0, true
	}
	if n := b.base.Terms().Lookup(name); n != 0 {
		return n, true
	}
	if n, ok := b.termNum[name]; ok {
		return graph.Term(n), true
	}
	if b.state.term >= graph.MaxTerms {
		return 0, false
	}
	b.state.term++
	b.terms = append(b.terms, name)
	b.termNum[name] = b.state.term
	b.set(termTable, string(binary.BigEndian.AppendUint16(nil, uint16(b.state.term))), []byte(name))
	return graph.Term(b.state.term), true
}

// degree returns how many facts an entity has, as subject or object.
func (b *batch) degree(n graph.Node) int {
	d := b.degrees[n] + b.undo[n]
	if info := b.base.Node(n); info != nil {
		d += len(info.Out) + len(info.In)
	}
	return d
}
