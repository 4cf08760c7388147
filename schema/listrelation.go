package schema

import "missiongraph/graph"

// relationArgs are the arguments of a connection of relations. There are
// hundreds of these, and the engine looks fields up much faster where none is
// embedded.
type relationArgs struct {
	Filter   filterInput
	Relation filterInput
	OrderBy  orderInput
	First    *int32
	After    *string
	Last     *int32
	Before   *string
}

func (a *relationArgs) page() pageArgs { return pageArgs{a.First, a.After, a.Last, a.Before} }

// relationQuery is a list of relations of one entity.
type relationQuery struct {
	r         *EntityResolver
	types     []graph.Term
	direction graph.Direction
	kind      kindIndex // of the far ends, anyKind for a mixed list
	kinds     []graph.Term
	list      uint32
}

// RelationConnection is a page of entities with the relation that leads to
// each.
type RelationConnection[P any] struct {
	Nodes []P
	*page

	r         *EntityResolver
	relations []graph.Rel
}

// RelationEdge is an edge of the graph as the edge of a connection.
type RelationEdge[P any] struct {
	place
	Node     P
	Relation *RelationResolver
}

// Edges returns the page's entities with their relations and cursors.
func (c *RelationConnection[P]) Edges() []*RelationEdge[P] {
	c.v.charge(len(c.relations))
	edges := make([]*RelationEdge[P], len(c.relations))
	for i := range c.relations {
		edges[i] = &RelationEdge[P]{c.place(i), c.Nodes[i], c.v.relation(c.r.n, c.relations[i])}
	}
	return edges
}

// relationPage answers a page of relations seen from q.r. The place of one in
// the list is its far end and its number.
func relationPage[T any, P resolver[T]](q relationQuery, args relationArgs) (*RelationConnection[P], error) {
	v := q.r.v
	p := &page{v: v, list: listID{q.list, args.Filter.key(), args.OrderBy.key()}}
	if args.Relation.given() {
		p.list.filter = listKey(p.list.filter, args.Relation.key())
	}
	b, err := v.bounds(args.page(), p.list)
	if err != nil {
		return nil, err
	}
	query, err := q.query(args)
	if err != nil {
		return nil, err
	}
	if query.After, err = v.relAt("after", b.after); err != nil {
		return nil, err
	}
	if query.Before, err = v.relAt("before", b.before); err != nil {
		return nil, err
	}
	query.First, query.Last = b.sizes()
	found, err := graph.ListRelations(v.View, query)
	if err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(1 + len(found.Relations)); err != nil {
		return nil, err
	}
	p.previous, p.next = found.HasPrevious, found.HasNext
	if b.size == 0 {
		p.pass(b, len(found.Relations))
		found.Relations = nil
	}
	p.count = func() (int, bool, error) { return graph.CountRelationList(v.View, query) }
	p.facets = func(args facetArgs) ([]*FacetResolver, error) { return v.facetsOfRelations(query, args) }
	p.places = make([]uint64, len(found.Relations))
	far := make([]graph.Node, len(found.Relations))
	for i, rel := range found.Relations {
		far[i] = rel.Edge.Other
		p.places[i] = uint64(rel.Edge.Other)<<32 | uint64(rel.Edge.Fact)
	}
	return &RelationConnection[P]{wrapAll[T, P](v, far), p, q.r, found.Relations}, nil
}

// query returns the whole list that the arguments ask for.
func (q *relationQuery) query(args relationArgs) (query graph.RelationListQuery, err error) {
	v := q.r.v
	query = graph.RelationListQuery{Node: q.r.n, Types: q.types, Direction: q.direction, Kinds: q.kinds}
	if query.Far, err = v.entityCondition("filter", q.kind, args.Filter); err != nil {
		return query, err
	}
	if query.Fact, err = v.relationCondition("relation", args.Relation); err != nil {
		return query, err
	}
	query.Order, err = args.OrderBy.order(q.kind)
	return query, err
}

// relAt returns the far end and number of a place; zero for none.
func (v *view) relAt(name string, place *uint64) (graph.Rel, error) {
	if place == nil {
		return graph.Rel{}, nil
	}
	rel := graph.Rel{Edge: graph.Edge{Other: graph.Node(*place >> 32), Fact: graph.FactNum(*place)}}
	if v.Topology().Node(rel.Edge.Other) == nil {
		return rel, notMadeHere(name)
	}
	return rel, nil
}
