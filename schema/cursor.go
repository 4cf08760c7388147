package schema

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"missiongraph/graph"
)

// listID is what makes a list what it is; a cursor is good for the list it came
// from only.
type listID struct {
	list   uint32 // the field, and what it is a field of
	filter uint32
	order  uint32
}

// listKey hashes what tells lists apart.
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

// cursorSize is the length of a cursor before it is made text: the list in 12
// bytes, the lens in 4, the revision in 8, the place in 8.
const cursorSize = 32

// cursor writes a place in a list: what makes the list, the lens, the revision,
// and what tells the element, which at one revision never changes.
func (v *view) cursor(list listID, place uint64) string {
	var b [cursorSize]byte
	binary.BigEndian.PutUint32(b[0:], list.list)
	binary.BigEndian.PutUint32(b[4:], list.filter)
	binary.BigEndian.PutUint32(b[8:], list.order)
	binary.BigEndian.PutUint32(b[12:], v.lensHash)
	binary.BigEndian.PutUint64(b[16:], uint64(v.Revision()))
	binary.BigEndian.PutUint64(b[24:], place)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// place reads a cursor of the same list, lens and revision, given as the
// argument name; nil when there is none.
func (v *view) place(name string, list listID, cursor *string) (*uint64, error) {
	if cursor == nil {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(*cursor)
	if err != nil || len(b) != cursorSize {
		return nil, graph.Errorf(graph.BadInput, "%s: %.60q is not a cursor", name, *cursor).
			WithHint("pass endCursor or an edge's cursor as it came")
	}
	other := ""
	switch {
	case binary.BigEndian.Uint32(b[0:]) != list.list:
		other = "belongs to another list"
	case binary.BigEndian.Uint32(b[4:]) != list.filter:
		other = "belongs to this list under another filter"
	case binary.BigEndian.Uint32(b[8:]) != list.order:
		other = "belongs to this list in another order"
	case binary.BigEndian.Uint32(b[12:]) != v.lensHash:
		other = "belongs to this list seen through another lens"
	}
	if other != "" {
		return nil, graph.Errorf(graph.BadInput, "%s: the cursor %s", name, other).
			WithHint("keep every argument but the cursor, and the lens, the same from page to page")
	}
	if err := v.sameRevision(name, graph.Revision(binary.BigEndian.Uint64(b[16:]))); err != nil {
		return nil, err
	}
	at := binary.BigEndian.Uint64(b[24:])
	return &at, nil
}

// sameRevision refuses a cursor of another revision.
func (v *view) sameRevision(name string, rev graph.Revision) error {
	now := v.Revision()
	if rev == now {
		return nil
	}
	switch _, err := v.session.svc.store.Info(rev); graph.CodeOf(err) {
	case "":
		return graph.Errorf(graph.BadInput, "%s: the cursor belongs to revision %d, this is revision %d", name, rev, now).
			WithHint("read on at view(lens: {revision: %d}) from the first page, or start again", rev)
	case graph.NotFound:
		return graph.Errorf(graph.BadInput, "%s: the cursor belongs to revision %d, which is not here", name, rev).
			WithHint("start again from the first page")
	default:
		return err
	}
}

// notMadeHere is the error for a cursor whose place no list can have.
func notMadeHere(name string) error {
	return graph.Errorf(graph.BadInput, "%s: the cursor was not made here", name).
		WithHint("pass endCursor or an edge's cursor as it came")
}
