package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// SubgraphResolver answers Subgraph.
type SubgraphResolver struct {
	TotalCount        int32
	TotalCountIsExact bool
	Truncated         bool
	Reason            *string

	v         *view
	nodes     []graph.SubNode
	edges     []graph.SubEdge
	found     *graph.Subgraph
	roots     []graph.Node
	collapsed *graph.Collapsed // nil unless asked for
	asked     *subgraphArgs    // nil for a pattern's
}

// collapseInput is the input Collapse.
type collapseInput struct {
	Into    *[]string
	Through []string
	Held    []string
	Holding []string
}

type subgraphArgs struct {
	Roots     []graphql.ID
	Depth     int32
	Types     *[]string
	Direction string
	Kinds     *[]string
	Filter    filterInput
	Collapse  *collapseInput
	Limit     int32
}

// Subgraph answers the neighbourhood of some entities.
func (q *Query) Subgraph(ctx context.Context, args subgraphArgs) (*SubgraphResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	roots, err := v.findAll(args.Roots)
	if err != nil {
		return nil, err
	}
	return v.findSubgraph(roots, args)
}

// findSubgraph answers the neighbourhood of some entities in a view.
func (v *view) findSubgraph(roots []graph.Node, args subgraphArgs) (*SubgraphResolver, error) {
	limits := v.session.svc.limits
	depth, err := bounded("depth", args.Depth, 0, limits.Depth)
	if err != nil {
		return nil, err
	}
	limit, err := bounded("limit", args.Limit, 1, limits.Nodes)
	if err != nil {
		return nil, err
	}
	where, err := v.condition(args.Filter)
	if err != nil {
		return nil, err
	}
	g, err := graph.FindSubgraph(v.View, graph.SubgraphQuery{
		Roots: roots, Depth: depth, Types: v.relationTerms(args.Types), Direction: directionOf(args.Direction),
		Kinds: v.kindTerms(args.Kinds), Where: where, Limit: limit,
	})
	if err != nil {
		return nil, err
	}
	r := v.subgraph(g)
	r.roots, r.asked = roots, &args
	if args.Collapse == nil {
		return r, nil
	}
	c, err := graph.Collapse(v.View, g, graph.CollapseQuery{
		Kinds: v.kindTerms(args.Collapse.Into), Through: v.relationTerms(&args.Collapse.Through),
		Held: v.kindTerms(&args.Collapse.Held), Holding: v.relationTerms(&args.Collapse.Holding),
	})
	if err != nil {
		return nil, err
	}
	r.nodes, r.edges, r.collapsed = c.Nodes, c.Plain, c
	return r, nil
}

func (v *view) subgraph(g *graph.Subgraph) *SubgraphResolver {
	return &SubgraphResolver{
		TotalCount: int32(g.TotalCount), TotalCountIsExact: g.TotalIsExact, Truncated: g.Truncated, Reason: explain(g.Reason),
		v: v, found: g, nodes: g.Nodes, edges: g.Edges,
	}
}

// Nodes returns the entities.
func (r *SubgraphResolver) Nodes() []*EntityResolver {
	nodes := make([]graph.Node, len(r.nodes))
	for i, n := range r.nodes {
		nodes[i] = n.Node
	}
	return r.v.chargedEntities(nodes)
}

// Edges returns the relations among them.
func (r *SubgraphResolver) Edges() []*RelationResolver { return r.v.subEdges(r.edges) }

// subEdges returns the resolvers of relations, from one array.
func (v *view) subEdges(edges []graph.SubEdge) []*RelationResolver {
	v.charge(len(edges))
	facts := make([]factResolver, len(edges))
	list := make([]*RelationResolver, len(edges))
	for i, e := range edges {
		facts[i].v, facts[i].subject, facts[i].edge = v, e.From, e.Edge
		list[i] = &RelationResolver{&facts[i]}
	}
	return list
}

// chargedEntities is entities, charged to the budget: it panics with LIMIT.
func (v *view) chargedEntities(nodes []graph.Node) []*EntityResolver {
	v.charge(len(nodes))
	return v.entities(nodes)
}

// findAll returns the nodes that texts name; the first that names none is
// NOT_FOUND.
func (v *view) findAll(texts []graphql.ID) ([]graph.Node, error) {
	nodes := make([]graph.Node, len(texts))
	for i, text := range texts {
		r, err := v.mustFind(string(text))
		if err != nil {
			return nil, err
		}
		nodes[i] = r.n
	}
	return nodes, nil
}

// explain puts a traversal's reason for leaving something out into words.
func explain(reason string) *string {
	switch reason {
	case graph.ReasonLimit:
		reason = "limit: as many as asked for are shown"
	case graph.ReasonBudget:
		reason = "budget: the request's work budget ran out"
	case graph.ReasonDepth:
		reason = "depth: there is more beyond the greatest depth asked for"
	}
	return optional(reason)
}

// bounded checks a number argument: BAD_INPUT below least, LIMIT above most.
func bounded(name string, n int32, least, most int) (int, error) {
	switch {
	case int(n) < least:
		return 0, graph.Errorf(graph.BadInput, "%s is %d", name, n).WithHint("%d or more", least)
	case int(n) > most:
		return 0, graph.Errorf(graph.Limit, "%s is %d, more than %d", name, n, most).WithHint("at most %d", most)
	}
	return int(n), nil
}
