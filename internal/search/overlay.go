package search

import (
	"slices"

	"missiongraph/graph"
)

// overlaidScore is the score of an entity that is matched by its texts alone,
// less than any that the index gives, for a word in a field of weight 1.
const overlaidScore = 1e-6

// overlay adds the entities that the view has otherwise than the log, whose
// texts the index may not know, unless the index found them. Which of all these
// match is for [page.matches] to see.
func (p *page) overlay(q *Query) error {
	if q.Changed == nil {
		return nil
	}
	p.changed = make(map[graph.Node]bool, len(q.Changed))
	for _, n := range q.Changed {
		p.changed[n] = true
	}
	known := map[graph.Node]bool{}
	for i := range p.hits {
		if n := p.hits[i].node; p.changed[n] {
			known[n] = true
		}
	}
	kinds := p.view.Ontology.Concrete(q.Kinds)
	for _, n := range q.Changed {
		info := p.topology.Node(n)
		if info == nil || known[n] || len(q.Kinds) > 0 && !slices.Contains(kinds, p.topology.Terms().Name(info.Kind)) {
			continue
		}
		if p.checked++; p.checked > maxChecked {
			p.skipped = true
			break
		}
		m, err := p.gather(n)
		if err != nil {
			return err
		}
		ok, places := examine(p.query, m.texts)
		if !ok {
			continue
		}
		best := 0.0
		for i := range places {
			if len(places[i]) > 0 {
				best = max(best, m.texts[i].field.weight)
			}
		}
		p.hits = append(p.hits, hit{score: overlaidScore * best, node: n})
	}
	return nil
}
