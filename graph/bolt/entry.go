package bolt

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"missiongraph/graph"
)

// The versions of the encoding of one entry, its first byte after the hashes.
// A change without a key is written in the first, as it always was.
const (
	entryVersion      = 1
	entryVersionKeyed = 2
)

const hashSize = sha256.Size

// The ops of a change, as the byte before each.
const (
	putEntity = 1 + iota
	putFact
	putSource
	retractEntity
	retractFact
	retractSource
)

// encodedOps is the part of an entry that does not depend on its place in the
// log, nor on its key: author, message and ops.
type encodedOps struct {
	raw []byte
	at  []int // where in raw each op begins, and the end
}

// body returns what the op puts, encoded as its row will be.
func (e *encodedOps) body(i int) []byte { return e.raw[e.at[i]+1 : e.at[i+1]] }

// encodeOps encodes a change, each of whose ops must have one field set.
func encodeOps(c *graph.Change) *encodedOps {
	e := &encodedOps{at: make([]int, 0, len(c.Ops)+1)}
	b := make([]byte, 0, len(c.Author)+len(c.Message)+sizeOf(c.Ops))
	b = appendString(appendString(b, c.Author), c.Message)
	b = binary.AppendUvarint(b, uint64(len(c.Ops)))
	for i := range c.Ops {
		e.at = append(e.at, len(b))
		b = appendOp(b, &c.Ops[i])
	}
	e.at = append(e.at, len(b))
	e.raw = b
	return e
}

func appendOp(b []byte, op *graph.Op) []byte {
	switch {
	case op.Entity != nil:
		return appendEntity(append(b, putEntity), op.Entity)
	case op.Fact != nil:
		return appendFact(append(b, putFact), op.Fact)
	case op.Source != nil:
		return appendSource(append(b, putSource), op.Source)
	case op.RetractEntity != "":
		return appendString(append(b, retractEntity), op.RetractEntity)
	case op.RetractFact != "":
		return appendString(append(b, retractFact), op.RetractFact)
	}
	return appendString(append(b, retractSource), op.RetractSource)
}

// sizeOf estimates from a few ops how many bytes all are when encoded.
func sizeOf(ops []graph.Op) int {
	step := max(1, len(ops)/32)
	var b []byte
	for i := 0; i < len(ops); i += step {
		if ops[i].Source == nil { // there are few, and they may be large
			b = appendOp(b, &ops[i])
		}
	}
	return 256 + step*len(b)*9/8
}

// appendEntry writes a whole entry, whose ops are given encoded, and sets its
// hash: SHA-256 over the previous hash and all that follows it.
func appendEntry(b []byte, e *graph.Entry, ops []byte) []byte {
	start := len(b)
	b = append(b, make([]byte, hashSize)...)
	b = append(b, e.Previous[:]...)
	version := byte(entryVersion)
	if e.Key != "" {
		version = entryVersionKeyed
	}
	b = binary.AppendUvarint(append(b, version), uint64(e.Revision))
	b = binary.AppendVarint(b, e.Time.UnixMilli())
	if e.Key != "" {
		b = appendString(b, e.Key)
	}
	b = append(b, ops...)
	e.Hash = sha256.Sum256(b[start+hashSize:])
	copy(b[start:], e.Hash[:])
	return b
}

// entryPlace reads an entry up to what encodeOps makes.
func (d *decoder) entryPlace() (e graph.Entry) {
	copy(e.Hash[:], d.bytes(hashSize))
	copy(e.Previous[:], d.bytes(hashSize))
	version := d.byte()
	if version != entryVersion && version != entryVersionKeyed {
		d.fail()
	}
	e.Revision = graph.Revision(d.uvarint())
	e.Time = time.UnixMilli(d.varint()).UTC()
	if version == entryVersionKeyed {
		if e.Key = d.string(); e.Key == "" {
			d.fail()
		}
	}
	return e
}

// entryHead reads an entry up to the number of its ops.
func (d *decoder) entryHead() (e graph.Entry, ops int) {
	e = d.entryPlace()
	e.Author, e.Message = d.string(), d.string()
	return e, d.count(2)
}

// decodeEntry reads an entry and proves its hash.
func decodeEntry(b []byte) (graph.Entry, error) {
	d := decoder{s: string(b)}
	e, n := d.entryHead()
	if d.err != nil {
		return graph.Entry{}, d.err
	}
	if n > 0 {
		e.Ops = make([]graph.Op, 0, min(n, 1<<16))
	}
	for range n {
		e.Ops = append(e.Ops, d.op())
		if d.err != nil {
			return graph.Entry{}, d.err
		}
	}
	if err := d.end(); err != nil {
		return graph.Entry{}, err
	}
	if sha256.Sum256(b[hashSize:]) != e.Hash {
		return graph.Entry{}, errHash
	}
	return e, nil
}

func (d *decoder) op() graph.Op {
	switch d.byte() {
	case putEntity:
		e := d.entity()
		return graph.Op{Entity: &e}
	case putFact:
		f := d.fact()
		return graph.Op{Fact: &f}
	case putSource:
		s := d.source()
		return graph.Op{Source: &s}
	case retractEntity:
		return graph.Op{RetractEntity: d.string()}
	case retractFact:
		return graph.Op{RetractFact: d.string()}
	case retractSource:
		return graph.Op{RetractSource: d.string()}
	}
	d.fail()
	return graph.Op{}
}
