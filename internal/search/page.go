package search

import (
	"slices"

	"missiongraph/graph"
)

// page fills a result from candidates.
type page struct {
	view    *graph.View
	query   []clause
	binding binding
	result  Result
	checked int
	skipped bool // candidates that could not be checked
}

// fill takes the hits after a position first, so that it is them that are
// checked when not all can be, then counts the others.
func (p *page) fill(hits []hit, after *position, first int) error {
	start := 0
	if after != nil {
		start, _ = slices.BinarySearchFunc(hits, *after, func(h hit, at position) int {
			if at.before(h.position) {
				return 1
			}
			return -1 // the hit at the position comes before too
		})
	}
	p.result.Exact = true
	for i := range hits[start:] {
		h := &hits[start+i]
		ok, err := p.visible(h)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		p.result.Total++
		if len(p.result.Hits) == first {
			p.result.HasNext = true
			continue
		}
		shown, err := p.show(h)
		if err != nil {
			return err
		}
		p.result.Hits = append(p.result.Hits, shown)
	}
	for i := range hits[:start] {
		ok, err := p.visible(&hits[i])
		if err != nil {
			return err
		}
		if ok {
			p.result.Total++
		}
	}
	p.result.Exact = !p.skipped
	return nil
}

// visible reports whether the texts the view shows of a candidate match.
func (p *page) visible(h *hit) (bool, error) {
	if h.sure {
		return true, nil
	}
	if p.checked == maxChecked {
		p.skipped = true
		return false, nil
	}
	p.checked++
	m, err := p.gather(h.node)
	if err != nil {
		return false, err
	}
	ok, _ := examine(p.query, m.texts)
	return ok, nil
}

func (p *page) gather(n graph.Node) (material, error) {
	return gather(p.view, p.view.Topology(), n, p.view.Shows, p.view.Budget.Spend)
}

// show makes the hit that a reader gets.
func (p *page) show(h *hit) (Hit, error) {
	shown := Hit{Node: h.node, ID: h.id, Score: h.score, Cursor: p.binding.cursor(h.position)}
	m, err := p.gather(h.node)
	if err != nil {
		return Hit{}, err
	}
	_, places := examine(p.query, m.texts)
	for i := range places {
		if len(places[i]) == 0 || len(shown.Highlights) == maxHighlights {
			continue
		}
		t := m.texts[i]
		shown.Highlights = append(shown.Highlights, Highlight{Field: t.field.name, Text: t.value, Spans: spans(t.value, places[i])})
	}
	return shown, nil
}
