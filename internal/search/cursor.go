package search

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"missiongraph/graph"
)

// position is a place in a list of hits, which is sorted by falling score,
// then by id.
type position struct {
	score float64
	id    string
}

// binding is what a cursor is good for: one list, which is that of a query
// through a lens, at one revision of the view and one of the index.
type binding struct {
	list  uint64 // hash of the query and the lens
	view  graph.Revision
	index graph.Revision
}

func bind(v *graph.View, q *Query, applied graph.Revision) binding {
	h := fnv.New64a()
	kinds := slices.Sorted(slices.Values(q.Kinds))
	fmt.Fprintf(h, "%q %q %q %d %q %v %q", q.Text, kinds, q.WhereKey, v.Lens.Grade(), v.Lens.ValidAt, v.Lens.Deprecated, v.Lens.Readings)
	return binding{list: h.Sum64(), view: v.Revision(), index: applied}
}

const (
	cursorVersion = 's'
	cursorHead    = 1 + 4*8
)

func (b binding) cursor(p position) string {
	c := make([]byte, 0, cursorHead+len(p.id))
	c = append(c, cursorVersion)
	c = binary.BigEndian.AppendUint64(c, b.list)
	c = binary.BigEndian.AppendUint64(c, uint64(b.view))
	c = binary.BigEndian.AppendUint64(c, uint64(b.index))
	c = binary.BigEndian.AppendUint64(c, math.Float64bits(p.score))
	return base64.RawURLEncoding.EncodeToString(append(c, p.id...))
}

// position reads a cursor. One that is not of this list is BAD_INPUT; one of
// the same list at another revision is CONFLICT.
func (b binding) position(cursor string) (position, error) {
	c, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(c) <= cursorHead || c[0] != cursorVersion || binary.BigEndian.Uint64(c[1:]) != b.list {
		return position{}, graph.Errorf(graph.BadInput, "the cursor is not of this search").
			WithHint("give after the endCursor of a page of the same text, kinds, filter and lens")
	}
	if graph.Revision(binary.BigEndian.Uint64(c[9:])) != b.view || graph.Revision(binary.BigEndian.Uint64(c[17:])) != b.index {
		return position{}, graph.Errorf(graph.Conflict, "the graph has changed since the cursor was given").
			WithHint("search again from the first page")
	}
	return position{score: math.Float64frombits(binary.BigEndian.Uint64(c[25:])), id: string(c[cursorHead:])}, nil
}
