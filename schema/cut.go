package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// CutResolver answers Cut.
type CutResolver struct {
	LostCount         int32
	PartCount         int32
	SeparatedCount    int32
	DisconnectedPairs float64
	Parts             []*ComponentResolver
	Truncated         bool
	Reason            *string

	v       *view
	removed []graph.Node
	cut     graph.Cut
}

// Without answers what is lost without some entities or relation types.
func (q *Query) Without(ctx context.Context, args struct {
	IDs   []graphql.ID
	Types *[]string
	First int32
}) (*CutResolver, error) {
	v, first, err := q.onFirst(ctx, args.First)
	if err != nil {
		return nil, err
	}
	if len(args.IDs) == 0 && (args.Types == nil || len(*args.Types) == 0) {
		return nil, graph.Errorf(graph.BadInput, "without nothing, all is as it is").
			WithHint(`name entities: without(ids: ["287g"]), or relation types: without(ids: [], types: [worksWith])`)
	}
	removed, err := v.findAll(args.IDs)
	if err != nil {
		return nil, err
	}
	removed = v.SortNodes(removed)
	found, err := graph.FindCut(v.View, graph.CutQuery{Nodes: removed, Types: v.relationTerms(args.Types), First: first})
	if err != nil {
		return nil, err
	}
	r := &CutResolver{
		LostCount: int32(found.LostCount), PartCount: int32(found.PartCount), SeparatedCount: int32(found.SeparatedCount),
		DisconnectedPairs: float64(found.Pairs), Parts: v.components(found.Parts), v: v, removed: removed, cut: found,
	}
	r.Truncated, r.Reason = cutShort(found.LostCount > len(found.Lost) || found.PartCount > len(found.Parts) ||
		found.SeparatedCount > len(found.Separated))
	return r, nil
}

// Removed returns the entities taken away.
func (r *CutResolver) Removed() []*EntityResolver {
	r.v.charge(len(r.removed))
	return r.v.entities(r.removed)
}

// Lost returns the relations taken away.
func (r *CutResolver) Lost() []*RelationResolver { return r.v.subEdges(r.cut.Lost) }

// Through returns the relations between others that go through what is taken
// away.
func (r *CutResolver) Through() []*RelationResolver {
	found, err := graph.FindThrough(r.v.View, r.removed)
	if graph.CodeOf(err) == graph.Limit {
		err = graph.Errorf(graph.Limit, "%s", err.Error()).WithHint("take fewer entities away at once, or leave through out")
	}
	must(err)
	return r.v.subEdges(found)
}

// Separated returns the entities cut off.
func (r *CutResolver) Separated() []*EntityResolver {
	r.v.charge(len(r.cut.Separated))
	return r.v.entities(r.cut.Separated)
}

// WeakPointsResolver answers WeakPoints.
type WeakPointsResolver struct {
	Entities    []*WeakEntityResolver
	EntityCount int32
	Links       []*WeakLinkResolver
	LinkCount   int32
	Truncated   bool
	Reason      *string
}

// WeakEntityResolver answers WeakEntity.
type WeakEntityResolver struct {
	Entity    *EntityResolver
	Separates int32
	Parts     int32
}

// WeakLinkResolver answers WeakLink.
type WeakLinkResolver struct {
	Near, Far *EntityResolver
	Separates int32

	types []graph.Term
}

// WeakPoints answers where the graph hangs together by little.
func (q *Query) WeakPoints(ctx context.Context, args struct {
	Types *[]string
	First int32
}) (*WeakPointsResolver, error) {
	v, first, err := q.onFirst(ctx, args.First)
	if err != nil {
		return nil, err
	}
	types := v.relationTerms(args.Types)
	found, err := graph.FindWeakPoints(v.View, types, first)
	if err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(len(found.Nodes) + 2*len(found.Links)); err != nil {
		return nil, err
	}
	r := &WeakPointsResolver{EntityCount: int32(found.NodeCount), LinkCount: int32(found.LinkCount)}
	r.Truncated, r.Reason = cutShort(found.NodeCount > len(found.Nodes) || found.LinkCount > len(found.Links))
	r.Entities = make([]*WeakEntityResolver, len(found.Nodes))
	for i, x := range found.Nodes {
		r.Entities[i] = &WeakEntityResolver{v.entity(x.Node), int32(x.Separates), int32(x.Parts)}
	}
	r.Links = make([]*WeakLinkResolver, len(found.Links))
	for i, x := range found.Links {
		r.Links[i] = &WeakLinkResolver{v.entity(x.Near), v.entity(x.Far), int32(x.Separates), types}
	}
	return r, nil
}

// Relations returns the relations between the two.
func (r *WeakLinkResolver) Relations() []*RelationResolver {
	v := r.Near.v
	found, err := graph.Between(v.View, r.Near.n, r.Far.n, r.types)
	must(err)
	v.charge(len(found))
	return v.relations(r.Near.n, found)
}
