package search

import (
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"missiongraph/graph"
)

const (
	maxMemory  = 1 << 20 // postings remembered, of 16 bytes
	worthwhile = 1000    // postings of a clause: to read fewer anew costs little
)

// memo remembers what one set of segments says. What it holds is made again at
// need; it is safe for concurrent use.
//
// A clause of many documents is scored once for each state of the index, since
// the words that most entities have are those that are asked most. The entity
// of a document is kept for as long as the segment that has it.
type memo struct {
	mu      sync.Mutex
	of      *scorch.IndexSnapshot // what clauses are of: the address tells states apart
	clauses map[string][]posting
	size    int // postings in clauses
	nodes   map[uint64][]atomic.Uint32
	pool    sync.Pool // of *tally
}

func newMemo() *memo { return &memo{nodes: map[uint64][]atomic.Uint32{}} }

// clause returns the scored documents of a clause, which must not be changed.
func (m *memo) clause(s *scorch.IndexSnapshot, key string) ([]posting, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != s {
		return nil, false
	}
	found, ok := m.clauses[key]
	return found, ok
}

// keep remembers the scored documents of a clause. When there is no room all
// are forgotten, which needs no order of use to be kept.
func (m *memo) keep(s *scorch.IndexSnapshot, key string, found []posting) {
	if len(found) < worthwhile || len(found) > maxMemory {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != s || m.size+len(found) > maxMemory {
		m.of, m.clauses, m.size = s, map[string][]posting{}, 0
	}
	if _, ok := m.clauses[key]; !ok {
		m.clauses[key] = found
		m.size += len(found)
	}
}

// parts returns the segments of a reader with their entities known so far, and
// forgets those of segments that it has no more.
func (m *memo) parts(s *scorch.IndexSnapshot) []part {
	segments := s.Segments()
	parts := make([]part, len(segments))
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := make(map[uint64][]atomic.Uint32, len(segments))
	base := uint64(0)
	for i, x := range segments {
		nodes, ok := m.nodes[x.Id()]
		if size := int(x.FullSize()); !ok || len(nodes) != size {
			nodes = make([]atomic.Uint32, size)
		}
		kept[x.Id()] = nodes
		parts[i] = part{SegmentSnapshot: x, base: base, nodes: nodes}
		base += uint64(x.FullSize())
	}
	m.nodes = kept
	return parts
}

// part is a segment.
type part struct {
	*scorch.SegmentSnapshot
	base  uint64          // number of its first document among those of all
	nodes []atomic.Uint32 // by document: its entity, 0 when it was not asked for yet
}

// end is the number after its last document's.
func (p *part) end() uint64 { return p.base + uint64(len(p.nodes)) }

// node returns the entity of a document, 0 when the topology has none. Numbers
// of entities are for ever: see [graph.Topology.Lookup].
func (p *part) node(t *graph.Topology, doc uint64) (graph.Node, error) {
	at := &p.nodes[doc-p.base]
	if n := graph.Node(at.Load()); n != 0 {
		if !t.Numbers(n) {
			return 0, nil // t is of before it was there, with an overlay's entity of that number
		}
		return n, nil
	}
	id, err := p.DocID(doc - p.base)
	if err != nil {
		return 0, err
	}
	n := t.Lookup(string(id))
	if !t.Numbers(n) {
		return 0, nil
	}
	at.Store(uint32(n))
	return n, nil
}
