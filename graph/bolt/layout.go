package bolt

import (
	"encoding/binary"

	"missiongraph/graph"
)

// FormatVersion is the version of the file format that this package writes.
// docs/format.md describes it. Version 1 has no keys.
const FormatVersion = 2

// magic marks the file as ours among bbolt files.
const magic = "missiongraph"

// table names a bucket. The order is that in which a transaction writes them.
type table uint8

const (
	edgeTable     table = iota // subject|type|object|fact -> edge row
	edgeHistory                // … |until
	entityTable                // node -> entity row
	entityHistory              // … |until
	entityIDTable              // entity id -> node
	factTable                  // fact -> fact row
	factHistory                // … |until
	factIDTable                // fact id -> fact
	keyTable                   // key of a change -> revision; nil in a file of format 1
	logTable                   // revision -> entry
	metaTable                  // see the meta keys below
	nameTable                  // node|text -> nothing: aliases and former names
	quoteTable                 // source|kind|number -> nothing: what quotes a source
	quoteHistory               // … |until
	sourceTable                // source -> source row
	sourceHistory              // … |until
	sourceIDTable              // source id -> source
	termTable                  // term -> name
	tableCount          = int(termTable) + 1
	noTable       table = 255
)

var tableNames = [tableCount]string{
	"edge", "edge_history", "entity", "entity_history", "entity_id", "fact", "fact_history", "fact_id",
	"key", "log", "meta", "name", "quote", "quote_history", "source", "source_history", "source_id", "term",
}

// history returns the table of a table's former rows. The tables of edges,
// entities, facts, quotes and sources have one: their rows carry the revision
// that made them.
func (t table) history() table { return t + 1 }

// The keys of the meta bucket.
var (
	magicKey  = []byte("magic")  // the text of magic
	formatKey = []byte("format") // FormatVersion, 4 bytes
	stateKey  = []byte("state")  // see encodeState
)

// Numbers in keys are big-endian, so that bbolt's order is theirs.

func numKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// numString is numKey as a string.
func numString(n uint32) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return string(b[:])
}

func revKey(rev graph.Revision) []byte { return binary.BigEndian.AppendUint64(nil, uint64(rev)) }

// historyKey is the key in the history table of a row that revision until
// replaced or retracted.
func historyKey[B []byte | string](key B, until graph.Revision) []byte {
	k := make([]byte, 0, len(key)+8)
	return binary.BigEndian.AppendUint64(append(k, key...), uint64(until))
}

// edgeKey is the key of a fact's edge row; object is 0 for an attribute.
type edgeKey struct {
	subject graph.Node
	typ     graph.Term
	object  graph.Node
	fact    graph.FactNum
}

const edgeKeySize = 4 + 2 + 4 + 4

func (k edgeKey) String() string {
	b := k.bytes()
	return string(b[:])
}

func (k edgeKey) bytes() (b [edgeKeySize]byte) {
	binary.BigEndian.PutUint32(b[:], uint32(k.subject))
	binary.BigEndian.PutUint16(b[4:], uint16(k.typ))
	binary.BigEndian.PutUint32(b[6:], uint32(k.object))
	binary.BigEndian.PutUint32(b[10:], uint32(k.fact))
	return b
}

func parseEdgeKey[B []byte | string](b B) (edgeKey, bool) {
	if len(b) < edgeKeySize {
		return edgeKey{}, false
	}
	var k [edgeKeySize]byte
	copy(k[:], b)
	return edgeKey{
		subject: graph.Node(binary.BigEndian.Uint32(k[:])),
		typ:     graph.Term(binary.BigEndian.Uint16(k[4:])),
		object:  graph.Node(binary.BigEndian.Uint32(k[6:])),
		fact:    graph.FactNum(binary.BigEndian.Uint32(k[10:])),
	}, true
}

// What quotes a source, in a quote key.
const (
	quotedByEntity = 'e'
	quotedByFact   = 'f'
)

const quoteKeySize = 4 + 1 + 4

func quoteKey(source uint32, kind byte, num uint32) string {
	b := quoteBytes(source, kind, num)
	return string(b[:])
}

func quoteBytes(source uint32, kind byte, num uint32) (b [quoteKeySize]byte) {
	binary.BigEndian.PutUint32(b[:], source)
	b[4] = kind
	binary.BigEndian.PutUint32(b[5:], num)
	return b
}

// nameKey records that an entity has or had text as a name.
func nameKey(n graph.Node, text string) string { return numString(uint32(n)) + text }

// maxNameText bounds, in bytes, the texts that the name table holds: a longer
// alias is an attribute like any other, but nothing to find an entity by.
const maxNameText = 1000
