package schema

import (
	"context"

	"missiongraph/graph"
)

// entityPageArgs are the arguments of a connection of entities.
type entityPageArgs struct {
	Filter  filterInput
	OrderBy orderInput
	pageArgs
}

// Entities answers a page of entities of any kind.
func (q *Query) Entities(ctx context.Context, args entityPageArgs) (*Connection[*EntityResolver], error) {
	return entitiesOf[EntityResolver](ctx, q, anyKind, args)
}

// entitiesOf pages the entities of a kind.
func entitiesOf[T any, P resolver[T]](ctx context.Context, q *Query, kind kindIndex, args entityPageArgs) (*Connection[P], error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	p, nodes, err := v.entityPage(kind, args)
	if err != nil {
		return nil, err
	}
	return &Connection[P]{wrapAll[T, P](v, nodes), p}, nil
}

// entityPage finds the entities of a kind that a page shows. The place of one
// in the list is its number.
func (v *view) entityPage(kind kindIndex, args entityPageArgs) (*page, []graph.Node, error) {
	p := &page{v: v, list: listID{listKey("entities", kind), args.Filter.key(), args.OrderBy.key()}}
	b, err := v.bounds(args.pageArgs, p.list)
	if err != nil {
		return nil, nil, err
	}
	query := graph.ListQuery{}
	if kind != anyKind {
		query.Kinds = used(v.names.concrete[kind])
	}
	if query.Filter, err = v.entityCondition("filter", kind, args.Filter); err != nil {
		return nil, nil, err
	}
	if query.Order, err = args.OrderBy.order(kind); err != nil {
		return nil, nil, err
	}
	if query.After, err = v.nodeAt("after", b.after); err != nil {
		return nil, nil, err
	}
	if query.Before, err = v.nodeAt("before", b.before); err != nil {
		return nil, nil, err
	}
	query.First, query.Last = b.sizes()
	found, err := graph.ListEntities(v.View, query)
	if err != nil {
		return nil, nil, err
	}
	if err := v.Budget.Spend(1 + len(found.Nodes)); err != nil {
		return nil, nil, err
	}
	p.previous, p.next = found.HasPrevious, found.HasNext
	if b.size == 0 {
		p.pass(b, len(found.Nodes))
		found.Nodes = nil
	}
	p.places = make([]uint64, len(found.Nodes))
	for i, n := range found.Nodes {
		p.places[i] = uint64(n)
	}
	p.count = func() (int, bool, error) { return graph.CountList(v.View, query) }
	p.facets = func(args facetArgs) ([]*FacetResolver, error) {
		where, err := v.Condition(query.Filter)
		if err != nil {
			return nil, err
		}
		return v.facetsOf(where, query.Kinds, args)
	}
	return p, found.Nodes, nil
}

// nodeAt returns the entity of a place; 0 for none.
func (v *view) nodeAt(name string, place *uint64) (graph.Node, error) {
	if place == nil {
		return 0, nil
	}
	n := graph.Node(*place)
	if uint64(n) != *place || v.Topology().Node(n) == nil {
		return 0, notMadeHere(name)
	}
	return n, nil
}
