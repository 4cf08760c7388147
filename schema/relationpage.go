package schema

import "missiongraph/graph"

// relationQuery is a list of relations of one entity, in order of the far
// end's name.
type relationQuery struct {
	r         *EntityResolver
	types     []graph.Term
	direction graph.Direction
	kinds     []graph.Term
	list      uint32
}

// RelationConnection is a page of entities with the relation that leads to
// each. Its cursors are keysets: a page costs what is on it.
type RelationConnection[P any] struct {
	Nodes []P

	q     relationQuery
	page  []graph.Rel
	after bool // something was before the page
	more  bool // something is after it
}

// RelationEdge is an edge of the graph as the edge of a connection.
type RelationEdge[P any] struct {
	Node     P
	Relation *RelationResolver

	q   *relationQuery
	rel graph.Rel
}

// Cursor returns the edge's place as an opaque string.
func (e *RelationEdge[P]) Cursor() string { return e.q.cursor(e.rel) }

// Edges returns the page's entities with their relations and cursors.
func (c *RelationConnection[P]) Edges() []*RelationEdge[P] {
	c.q.r.v.charge(len(c.page))
	edges := make([]*RelationEdge[P], len(c.page))
	for i := range c.page {
		edges[i] = &RelationEdge[P]{c.Nodes[i], c.q.r.v.relation(c.q.r.n, c.page[i]), &c.q, c.page[i]}
	}
	return edges
}

// PageInfo returns where the page stands.
func (c *RelationConnection[P]) PageInfo() *PageInfo {
	p := &PageInfo{HasPreviousPage: c.after, HasNextPage: c.more}
	if len(c.page) > 0 {
		start, end := c.q.cursor(c.page[0]), c.q.cursor(c.page[len(c.page)-1])
		p.StartCursor, p.EndCursor = &start, &end
	}
	return p
}

// TotalCount counts the whole list; only when asked.
func (c *RelationConnection[P]) TotalCount() int32 {
	n, err := graph.CountRelations(c.q.r.v.View, c.q.r.n, c.q.types, c.q.direction, c.q.kinds)
	must(err)
	return int32(n)
}

// cursor writes a relation's place: its far end and number.
func (q *relationQuery) cursor(r graph.Rel) string {
	return q.r.v.cursor(q.list, uint64(r.Edge.Other)<<32|uint64(r.Edge.Fact))
}

// relationPage answers a page of relations seen from q.r.
func relationPage[T any, P resolver[T]](q relationQuery, args pageArgs) (*RelationConnection[P], error) {
	v := q.r.v
	first, err := v.pageSize("first", args.First)
	if err != nil {
		return nil, err
	}
	var after graph.RelationKey
	if args.After != nil {
		at, err := v.position(q.list, *args.After)
		if err != nil {
			return nil, err
		}
		rel := graph.Rel{Edge: graph.Edge{Other: graph.Node(at >> 32), Fact: graph.FactNum(at)}}
		if v.Topology().Node(rel.Edge.Other) == nil {
			return nil, graph.Errorf(graph.BadInput, "the cursor was not made here").
				WithHint("pass endCursor or an edge's cursor as it came")
		}
		after = graph.KeyOf(v.View, rel)
	}
	c := &RelationConnection[P]{q: q, after: args.After != nil, Nodes: []P{}}
	// To RelationsAfter 0 means all: for an empty page it is asked for one, only
	// to know whether there is more.
	c.page, c.more, err = graph.RelationsAfter(v.View, q.r.n, q.types, q.direction, q.kinds, after, max(first, 1))
	if err != nil {
		return nil, err
	}
	if first == 0 {
		c.page, c.more = nil, len(c.page) > 0
	}
	if err := v.Budget.Spend(1 + len(c.page)); err != nil {
		return nil, err
	}
	far := make([]graph.Node, len(c.page))
	for i := range c.page {
		far[i] = c.page[i].Edge.Other
	}
	c.Nodes = wrapAll[T, P](v, far)
	return c, nil
}
