package schema

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"missiongraph/graph"
)

// listKey hashes what makes a list what it is; a cursor is good for the list
// it came from only.
func listKey(parts ...any) uint32 {
	h := fnv.New32a()
	for _, p := range parts {
		switch p := p.(type) {
		case *[]string:
			if p != nil {
				fmt.Fprintf(h, "%q", *p)
			}
		case *string:
			if p != nil {
				fmt.Fprintf(h, "%q", *p)
			}
		default:
			fmt.Fprintf(h, "%v", p)
		}
		h.Write([]byte{0})
	}
	return h.Sum32()
}

// cursor writes a place in a list: the list's key, the lens, the revision, and
// what tells the element's place, which at one revision never changes.
func (v *view) cursor(list uint32, place uint64) string {
	var b [24]byte
	binary.BigEndian.PutUint32(b[0:], list)
	binary.BigEndian.PutUint32(b[4:], v.lensHash)
	binary.BigEndian.PutUint64(b[8:], uint64(v.Revision()))
	binary.BigEndian.PutUint64(b[16:], place)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// position reads a cursor of the same list, lens and revision.
func (v *view) position(list uint32, cursor string) (uint64, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) != 24 {
		return 0, graph.Errorf(graph.BadInput, "%.60q is not a cursor", cursor).
			WithHint("pass endCursor or an edge's cursor as it came")
	}
	if binary.BigEndian.Uint32(b[0:]) != list || binary.BigEndian.Uint32(b[4:]) != v.lensHash {
		return 0, graph.Errorf(graph.BadInput, "the cursor belongs to another list").
			WithHint("keep every argument but the cursor, and the lens, the same from page to page")
	}
	if rev := binary.BigEndian.Uint64(b[8:]); rev != uint64(v.Revision()) {
		return 0, graph.Errorf(graph.BadInput, "the cursor belongs to revision %d, this is revision %d", rev, v.Revision()).
			WithHint("read on at view(lens: {revision: %d}) from the first page, or start again", rev)
	}
	return binary.BigEndian.Uint64(b[16:]), nil
}
