package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// CommonNeighborsResolver answers CommonNeighbors.
type CommonNeighborsResolver struct {
	TotalCount int32
	Truncated  bool
	Reason     *string
	Nodes      []*CommonNeighborResolver
}

// CommonNeighborResolver answers CommonNeighbor.
type CommonNeighborResolver struct {
	Entity *EntityResolver
	Links  []*CommonLinkResolver
}

// CommonLinkResolver answers CommonLink.
type CommonLinkResolver struct {
	To        *EntityResolver
	Relations []*RelationResolver
}

// CommonNeighbors answers what several entities are all related to.
func (q *Query) CommonNeighbors(ctx context.Context, args struct {
	IDs       []graphql.ID
	Types     *[]string
	Direction string
	Kinds     *[]string
	Filter    filterInput
	First     int32
}) (*CommonNeighborsResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	first, err := bounded("first", args.First, 0, v.session.svc.limits.PageSize)
	if err != nil {
		return nil, err
	}
	ids, err := v.findAll(args.IDs)
	if err != nil {
		return nil, err
	}
	where, err := v.condition(args.Filter)
	if err != nil {
		return nil, err
	}
	found, err := graph.CommonNeighbors(v.View, graph.CommonQuery{
		Nodes: ids, Types: v.relationTerms(args.Types), Direction: directionOf(args.Direction),
		Kinds: v.kindTerms(args.Kinds), Where: where, First: max(first, 1),
	})
	if err != nil {
		return nil, err
	}
	if first == 0 { // only the count is wanted
		found.Found = nil
	}
	r := &CommonNeighborsResolver{TotalCount: int32(found.Total), Nodes: make([]*CommonNeighborResolver, len(found.Found))}
	if r.Truncated = found.Total > len(found.Found); r.Truncated {
		r.Reason = explain(graph.ReasonLimit)
	}
	for i, c := range found.Found {
		if r.Nodes[i], err = v.commonNeighbor(found.Nodes, &c); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (v *view) commonNeighbor(given []graph.Node, c *graph.CommonNode) (*CommonNeighborResolver, error) {
	x := &CommonNeighborResolver{Entity: v.entity(c.Node)}
	for i, rels := range c.Rels {
		if err := v.Budget.Spend(1 + len(rels)); err != nil {
			return nil, err
		}
		x.Links = append(x.Links, &CommonLinkResolver{To: v.entity(given[i]), Relations: v.relations(given[i], rels)})
	}
	return x, nil
}
