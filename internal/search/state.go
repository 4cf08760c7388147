package search

import (
	"encoding/binary"

	"missiongraph/graph"
)

// formatVersion is that of the index's fields, terms and state. An index of
// any other version is made anew. Raise it whenever the tokenizer changes.
const formatVersion = 1

var stateKey = []byte("missiongraph")

// state says what an index holds. It is written in the same batch as the
// documents it speaks of.
type state struct {
	revision graph.Revision // the log is applied up to here
	hash     [32]byte       // of that revision's entry: tells stores apart
	exact    bool           // no document is of a later revision
}

const stateSize = 1 + 1 + 8 + 32

func (s state) encode() []byte {
	b := make([]byte, 0, stateSize)
	exact := byte(0)
	if s.exact {
		exact = 1
	}
	b = append(b, formatVersion, exact)
	b = binary.BigEndian.AppendUint64(b, uint64(s.revision))
	return append(b, s.hash[:]...)
}

// decodeState reads a state; false when it is of another version.
func decodeState(b []byte) (state, bool) {
	if len(b) != stateSize || b[0] != formatVersion {
		return state{}, false
	}
	s := state{exact: b[1] == 1, revision: graph.Revision(binary.BigEndian.Uint64(b[2:]))}
	copy(s.hash[:], b[10:])
	return s, true
}

// fits reports whether the documents are of the very revision of the view.
func (s state) fits(v *graph.View) bool { return s.exact && s.revision == v.Revision() }

// misfit says why an index in this state is of no use to the store, "" when it
// is.
func (s state) misfit(store graph.Store) (string, error) {
	switch {
	case s.revision == 0:
		return "", nil
	case s.revision > store.Head():
		return "it is ahead of the graph", nil
	}
	info, err := store.Info(s.revision)
	if err != nil {
		return "", err
	}
	if info.Hash != s.hash {
		return "it is of another graph", nil
	}
	return "", nil
}
