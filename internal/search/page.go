package search

import (
	"slices"

	"missiongraph/graph"
)

// page fills a result from candidates.
type page struct {
	view     *graph.View
	topology *graph.Topology
	query    []clause
	binding  binding
	hits     []hit
	same     bool                // the index holds the view's revision
	changed  map[graph.Node]bool // entities of which it holds other texts; nil for none
	where    graph.Condition
	facets   *facets // nil when not asked for
	result   Result

	counting bool // the page is full
	checked  int
	tested   int
	skipped  bool       // candidates that could not be checked
	partial  bool       // candidates that were not counted
	sink     graph.Node // keeps the compiler from dropping warm
}

// fill takes the hits after a position, best first, so that it is them that are
// checked when not all can be, then counts the others.
func (p *page) fill(after *position, first int) error {
	for width := first + 1; ; width *= 2 {
		best := p.best(after, width)
		for _, h := range best {
			full, err := p.take(h, first)
			if err != nil {
				return err
			}
			if full {
				return p.count()
			}
		}
		if len(best) < width {
			return p.count()
		}
		last := p.position(best[len(best)-1])
		after = &last
	}
}

// take decides about a candidate and puts it on the page; true when there is no
// room.
func (p *page) take(h *hit, first int) (bool, error) {
	ok, err := p.visible(h)
	if !ok || err != nil {
		return false, err
	}
	if len(p.result.Hits) == first {
		p.result.HasNext = true
		return true, nil
	}
	shown, err := p.show(h)
	if err != nil {
		return false, err
	}
	p.result.Hits = append(p.result.Hits, shown)
	return false, nil
}

// count counts the candidates that no decision was made about, unless there are
// more than are worth it.
func (p *page) count() error {
	p.counting = true
	for i := range p.hits {
		if p.facets == nil && p.result.Total >= maxCounted {
			p.partial = p.partial || slices.ContainsFunc(p.hits[i:], func(h hit) bool { return !h.done })
			break
		}
		if i%warmBatch == 0 && p.same {
			p.warm(p.hits[i:min(i+warmBatch, len(p.hits))])
		}
		if i%512 == 511 {
			if err := p.view.Budget.Spend(512 / perUnit); err != nil {
				return err
			}
		}
		if _, err := p.visible(&p.hits[i]); err != nil {
			return err
		}
	}
	p.result.Exact = !p.skipped && !p.partial
	return nil
}

// warmBatch is how many candidates' lists are read a little of at once, so that
// their memory arrives together.
const warmBatch = 32

func (p *page) warm(hits []hit) {
	for i := range hits {
		info := p.topology.Node(hits[i].node)
		if len(info.Out) > 0 {
			p.sink += info.Out[0].Other
		}
		if len(info.In) > 0 {
			p.sink += info.In[0].Other
		}
	}
}

// visible reports whether a candidate not seen before is a hit, which it
// counts: whether the texts that the view shows of it match and it meets the
// condition.
func (p *page) visible(h *hit) (bool, error) {
	if h.done {
		return false, nil
	}
	h.done = true
	in, ok, err := p.matches(h)
	if !ok || err != nil {
		return false, err
	}
	if p.where != nil {
		if p.counting && p.facets == nil && p.tested == maxTested {
			p.partial = true
			return false, nil
		}
		p.tested++
		if ok, err := p.where(h.node); !ok || err != nil {
			return false, err
		}
	}
	p.result.Total++
	if p.facets != nil {
		p.facets.add(p.topology.Node(h.node), in)
	}
	return true, nil
}

// matches reports whether the texts that the view shows match, and the fields
// that have a wanted word.
func (p *page) matches(h *hit) (fieldSet, bool, error) {
	if p.same && !p.changed[h.node] && showsAll(p.view, p.topology.Node(h.node)) {
		return h.fields, !h.excluded, nil
	}
	if p.checked == maxChecked {
		p.skipped = true
		return 0, false, nil
	}
	p.checked++
	m, err := p.gather(h.node)
	if err != nil {
		return 0, false, err
	}
	ok, places := examine(p.query, m.texts)
	in := fieldSet(0)
	for i := range places {
		if len(places[i]) > 0 {
			in |= 1 << slices.Index(fields, m.texts[i].field)
		}
	}
	return in, ok, nil
}

// showsAll reports whether the view shows all facts of an entity.
func showsAll(v *graph.View, info *graph.NodeInfo) bool {
	for i := range info.Out {
		if !v.Shows(&info.Out[i]) {
			return false
		}
	}
	for i := range info.In {
		if !v.Shows(&info.In[i]) {
			return false
		}
	}
	return true
}

func (p *page) gather(n graph.Node) (material, error) {
	return gather(p.view, p.topology, n, p.view.Shows, p.view.Budget.Spend)
}

func (p *page) position(h *hit) position {
	return position{h.score, p.topology.Node(h.node).ID}
}

// show makes the hit that a reader gets.
func (p *page) show(h *hit) (Hit, error) {
	at := p.position(h)
	shown := Hit{Node: h.node, ID: at.id, Score: h.score, Cursor: p.binding.cursor(at)}
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
