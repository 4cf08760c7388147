package graph

import (
	"fmt"
	"time"
)

// Revision is a position in the log: the number of entries applied. 0 is the
// empty graph.
type Revision uint64

// Op puts or retracts one thing. Exactly one field is set. A put creates or
// replaces the thing of that ID; a retraction of what is not there is an error.
type Op struct {
	Entity *Entity
	Fact   *Fact
	Source *Source

	RetractEntity string
	RetractFact   string
	RetractSource string
}

// Problem returns what is wrong with the op's shape, or "": that not exactly
// one field is set.
func (op *Op) Problem() string {
	set := 0
	for _, is := range [...]bool{op.Entity != nil, op.Fact != nil, op.Source != nil,
		op.RetractEntity != "", op.RetractFact != "", op.RetractSource != ""} {
		if is {
			set++
		}
	}
	if set == 1 {
		return ""
	}
	return fmt.Sprintf("exactly one of entity, fact, source, retractEntity, retractFact and retractSource must be set; %d are", set)
}

// Change is an atomic list of ops, applied in order.
type Change struct {
	Ops     []Op
	Author  string
	Message string
	Key     string // chosen by the client, unique in the log, so that a change sent again is made once; "" for none
}

// Entry is a change as the log holds it.
type Entry struct {
	Change
	Revision Revision
	Time     time.Time // of the commit, UTC, to the millisecond
	Previous [32]byte  // Hash of the entry before it; zero for the first
	Hash     [32]byte  // SHA-256 over Previous and the encoded entry

	Replayed bool // not logged: the log had it already, under the change's key
}

// RevisionInfo describes an entry without its ops.
type RevisionInfo struct {
	Revision Revision
	Time     time.Time // UTC
	Author   string
	Message  string
	Ops      int
	Hash     [32]byte
}
