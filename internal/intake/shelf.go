package intake

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"missiongraph/graph"
)

// Shelf keeps the files that were sent last, in memory, so that a plan and its
// application need the file once. It is safe for concurrent use.
type Shelf struct {
	most int // bytes

	mu    sync.Mutex
	bytes int
	order list.List                // of *kept, the last used first
	files map[string]*list.Element // by id
}

type kept struct {
	id   string
	data []byte
}

// NewShelf returns a shelf for so many bytes.
func NewShelf(most int) *Shelf {
	return &Shelf{most: most, files: map[string]*list.Element{}}
}

// Put keeps a file, which must not be changed any more, and returns its id: the
// SHA-256 of what is in it. One that is too large has the code LIMIT.
func (s *Shelf) Put(data []byte) (id string, err error) {
	if len(data) > min(MaxBytes, s.most) {
		return "", graph.Errorf(graph.Limit, "the file has %d bytes; at most %d", len(data), min(MaxBytes, s.most)).
			WithHint("compress it (gzip, zstd), or import it with the command missiongraph import")
	}
	sum := sha256.Sum256(data)
	id = "sha256-" + hex.EncodeToString(sum[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.files[id]; ok {
		s.order.MoveToFront(e)
		return id, nil
	}
	s.files[id] = s.order.PushFront(&kept{id, data})
	for s.bytes += len(data); s.bytes > s.most; {
		oldest := s.order.Remove(s.order.Back()).(*kept)
		delete(s.files, oldest.id)
		s.bytes -= len(oldest.data)
	}
	return id, nil
}

// Get returns a file. One that was never there, or had to make room, is
// NOT_FOUND.
func (s *Shelf) Get(id string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.files[id]
	if !ok {
		return nil, graph.Errorf(graph.NotFound, "no file is kept here under the id %.80q", id).
			WithHint("it is kept for a while only, and not over a restart: send it again")
	}
	s.order.MoveToFront(e)
	return e.Value.(*kept).data, nil
}
