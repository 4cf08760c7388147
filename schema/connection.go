package schema

import (
	"sync"

	"missiongraph/graph"
)

// pageArgs are the arguments by which every connection is paged.
type pageArgs struct {
	First  *int32
	After  *string
	Last   *int32
	Before *string
}

// PageInfo answers PageInfo of the Relay cursor connections specification
// (https://relay.dev/graphql/connections.htm).
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// page is what the pages of all lists have in common.
type page struct {
	v              *view
	list           listID
	places         []uint64 // of its elements
	previous, next bool     // whether something is before it, or after

	count   func() (n int, exact bool, err error)     // counts the whole list
	facets  func(facetArgs) ([]*FacetResolver, error) // of the whole list, where it is one of entities
	counted sync.Once
	total   int
	exact   bool
	err     error
}

// PageInfo returns where the page stands.
func (p *page) PageInfo() *PageInfo {
	info := &PageInfo{HasPreviousPage: p.previous, HasNextPage: p.next}
	if n := len(p.places); n > 0 {
		start, end := p.place(0).Cursor(), p.place(n-1).Cursor()
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}

// TotalCount counts the whole list, or as far as the work budget lets it.
func (p *page) TotalCount() int32 {
	p.whole()
	return int32(p.total)
}

// TotalCountIsExact reports whether TotalCount came to the end.
func (p *page) TotalCountIsExact() bool {
	p.whole()
	return p.exact
}

// Facets counts the entities of the whole list.
func (p *page) Facets(args facetArgs) ([]*FacetResolver, error) { return p.facets(args) }

func (p *page) whole() {
	p.counted.Do(func() {
		if !p.previous && !p.next { // the page is the whole list
			p.total, p.exact = len(p.places), true
			return
		}
		p.total, p.exact, p.err = p.count()
		// A count that stopped early may not have come to what the page shows.
		p.total = max(p.total, len(p.places))
	})
	must(p.err)
	if !p.exact {
		p.v.session.warn("a totalCount is not exact: counting on would have used up the work budget")
	}
}

// pass leaves the n elements that were found out of an empty page: they are
// after it, or before it when it was paged backward.
func (p *page) pass(b bounds, n int) {
	if b.backward {
		p.previous = p.previous || n > 0
	} else {
		p.next = p.next || n > 0
	}
}

func (p *page) place(i int) place { return place{p, p.places[i]} }

// place is an element's place in a list.
type place struct {
	page *page
	at   uint64
}

// Cursor returns the place as an opaque string.
func (p place) Cursor() string { return p.page.v.cursor(p.page.list, p.at) }

// Connection is a page of a list: T is a resolver.
type Connection[T any] struct {
	Nodes []T
	*page
}

// Edge is an element of a list with its cursor.
type Edge[T any] struct {
	place
	Node T
}

// Edges returns the page's elements with their cursors.
func (c *Connection[T]) Edges() []*Edge[T] {
	c.v.charge(len(c.Nodes))
	array := make([]Edge[T], len(c.Nodes))
	edges := make([]*Edge[T], len(c.Nodes))
	for i, node := range c.Nodes {
		array[i] = Edge[T]{c.place(i), node}
		edges[i] = &array[i]
	}
	return edges
}

// connect makes the page that shows nodes, the elements of a window.
func connect[T any](v *view, w window, nodes []T) (*Connection[T], error) {
	if err := v.Budget.Spend(1 + len(nodes)); err != nil {
		return nil, err
	}
	p := &page{v: v, list: w.list, places: make([]uint64, len(nodes)), previous: w.from > 0, next: w.to < w.total}
	for i := range nodes {
		p.places[i] = uint64(w.from + i)
	}
	p.count = func() (int, bool, error) { return w.total, true, nil }
	return &Connection[T]{nodes, p}, nil
}

// bounds are the part of a list that a page is asked to show: the first or, if
// backward, the last of what is after one place and before another.
type bounds struct {
	size          int
	backward      bool
	after, before *uint64 // places; nil for the beginning or the end
}

// bounds reads the arguments. Without first and last, before alone pages
// backward.
func (v *view) bounds(args pageArgs, list listID) (b bounds, err error) {
	if args.First != nil && args.Last != nil {
		return b, graph.Errorf(graph.BadInput, "first together with last").
			WithHint("page forward with first and after, or backward with last and before")
	}
	b.backward = args.Last != nil || args.First == nil && args.Before != nil && args.After == nil
	if b.backward {
		b.size, err = v.pageSize("last", args.Last)
	} else {
		b.size, err = v.pageSize("first", args.First)
	}
	if err == nil {
		b.after, err = v.place("after", list, args.After)
	}
	if err == nil {
		b.before, err = v.place("before", list, args.Before)
	}
	return b, err
}

// sizes returns how many elements to read from the beginning or from the end.
// For an empty page it is one, only to know whether there is any: see
// [page.pass].
func (b bounds) sizes() (first, last int) {
	if b.backward {
		return 0, max(b.size, 1)
	}
	return max(b.size, 1), 0
}
