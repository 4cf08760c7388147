package search

import (
	"cmp"
	"slices"
)

// compare orders hits by falling score, then by id, which is looked up only for
// equal scores.
func (p *page) compare(a, b *hit) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	if a.node == b.node {
		return 0
	}
	return cmp.Compare(p.topology.Node(a.node).ID, p.topology.Node(b.node).ID)
}

// best returns the first so many candidates after a position in order, all when
// there are fewer. It sorts no more than twice as many at a time, and of the
// others compares little but the score.
func (p *page) best(after *position, width int) []*hit {
	kept := make([]*hit, 0, min(2*width, len(p.hits)))
	var worst *hit // of those worth keeping; nil while all are
	for i := range p.hits {
		h := &p.hits[i]
		if worst != nil && p.compare(worst, h) < 0 || after != nil && !p.follows(h, *after) {
			continue
		}
		if kept = append(kept, h); len(kept) == 2*width {
			slices.SortFunc(kept, p.compare)
			kept = kept[:width]
			worst = kept[width-1]
		}
	}
	slices.SortFunc(kept, p.compare)
	return kept[:min(width, len(kept))]
}

// follows reports whether a hit comes after a position.
func (p *page) follows(h *hit, at position) bool {
	if h.score != at.score {
		return h.score < at.score
	}
	return at.id < p.topology.Node(h.node).ID
}
