package bolt

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// Bounds of what is remembered of the last changes.
const (
	maxRecent     = 16_384 // things touched; under 16 MB even with the longest ids
	maxRecentEach = 1024   // ops; a change of more touched everything
)

// recent remembers what the last changes touched, as far back as memory is
// bounded. It belongs to the committer: what a transaction adds stays when it
// is not committed, as no other follows then.
type recent struct {
	after   graph.Revision // what touched things up to this one is forgotten
	last    map[graph.Ref]graph.Revision
	touched []touched // oldest first, one for each op
}

type touched struct {
	rev graph.Revision
	ref graph.Ref
}

// newRecent returns one that knows nothing of what made the head.
func newRecent(head graph.Revision) *recent {
	return &recent{after: head, last: map[graph.Ref]graph.Revision{}}
}

// add remembers a change, which must be the next.
func (r *recent) add(rev graph.Revision, ops []graph.Op) {
	if len(ops) > maxRecentEach {
		*r = *newRecent(rev)
		return
	}
	for i := range ops {
		ref := ops[i].Touches()
		r.last[ref] = rev
		r.touched = append(r.touched, touched{rev, ref})
	}
	for len(r.touched) > maxRecent {
		r.forget()
	}
}

// forget drops the oldest change.
func (r *recent) forget() {
	r.after = r.touched[0].rev
	n := 0
	for ; n < len(r.touched) && r.touched[n].rev == r.after; n++ {
		if ref := r.touched[n].ref; r.last[ref] == r.after {
			delete(r.last, ref)
		}
	}
	clear(r.touched[:n])
	r.touched = r.touched[n:]
}

// expected returns a CONFLICT unless the change at hand may be made on the
// head: the head is at expect, or nothing of the basis was touched since.
func (b *batch) expected(expect graph.Revision, basis []graph.Ref) error {
	head := b.state.revision
	switch {
	case expect == graph.AnyRevision || expect == head:
		return nil
	case expect > head, len(basis) == 0:
		return graph.Errorf(graph.Conflict, "the graph is at revision %d, not at %d", head, expect).
			WithHint("read again at revision %d and repeat", head)
	case expect < b.recent.after:
		return graph.Errorf(graph.Conflict, "revision %d is too long ago to say what was changed since; the graph is at %d", expect, head).
			WithHint("read again at revision %d and repeat", head)
	}
	i := slices.IndexFunc(basis, func(r graph.Ref) bool { return b.recent.last[r] > expect })
	if i < 0 {
		return nil
	}
	ref := basis[i]
	return graph.Errorf(graph.Conflict, "%s %s was changed by revision %d, after %d",
		strings.ToLower(ref.Sort.String()), ref.ID, b.recent.last[ref], expect).
		WithHint("read it again at revision %d and repeat", head)
}
