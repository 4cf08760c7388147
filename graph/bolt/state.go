package bolt

import (
	"encoding/binary"

	"missiongraph/graph"
)

// state is the value of the meta bucket's "state" key: what the head is and
// the counters, all of which a rebuild makes again.
type state struct {
	revision graph.Revision
	hash     [hashSize]byte // of the entry of that revision
	time     int64          // of that entry, Unix milliseconds
	entity   uint32         // the last numbers given
	fact     uint32
	source   uint32
	term     uint32
	entities uint64 // how many there are now
	facts    uint64
	sources  uint64
}

const stateSize = 8 + hashSize + 8 + 4*4 + 3*8

func (s *state) bytes() []byte {
	b := make([]byte, 0, stateSize)
	b = binary.BigEndian.AppendUint64(b, uint64(s.revision))
	b = append(b, s.hash[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(s.time))
	for _, n := range [...]uint32{s.entity, s.fact, s.source, s.term} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	for _, n := range [...]uint64{s.entities, s.facts, s.sources} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b
}

func parseState(b []byte) (s state, ok bool) {
	if len(b) != stateSize {
		return s, false
	}
	s.revision = graph.Revision(binary.BigEndian.Uint64(b))
	b = b[8+copy(s.hash[:], b[8:8+hashSize]):]
	s.time = int64(binary.BigEndian.Uint64(b))
	b = b[8:]
	for _, p := range [...]*uint32{&s.entity, &s.fact, &s.source, &s.term} {
		*p = binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	for _, p := range [...]*uint64{&s.entities, &s.facts, &s.sources} {
		*p = binary.BigEndian.Uint64(b)
		b = b[8:]
	}
	return s, true
}
