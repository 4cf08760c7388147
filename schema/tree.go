package schema

import (
	"context"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// TreeNodeResolver answers TreeNode.
type TreeNodeResolver struct {
	Depth    int32
	Entity   *EntityResolver
	Parent   *EntityResolver
	Relation *RelationResolver
}

type treeArgs struct {
	ID       graphql.ID
	Types    []string
	Filter   filterInput
	MaxDepth int32
}

// Ancestors answers what an entity belongs to.
func (q *Query) Ancestors(ctx context.Context, args treeArgs) ([]*TreeNodeResolver, error) {
	return q.tree(ctx, args, graph.Out)
}

// Descendants answers what belongs to an entity.
func (q *Query) Descendants(ctx context.Context, args treeArgs) ([]*TreeNodeResolver, error) {
	return q.tree(ctx, args, graph.In)
}

func (q *Query) tree(ctx context.Context, args treeArgs, d graph.Direction) ([]*TreeNodeResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	depth, err := bounded("maxDepth", args.MaxDepth, 1, v.session.svc.limits.Depth)
	if err != nil {
		return nil, err
	}
	r, err := v.mustFind(string(args.ID))
	if err != nil {
		return nil, err
	}
	where, err := v.condition(args.Filter)
	if err != nil {
		return nil, err
	}
	found, err := graph.FindTree(v.View, graph.TreeQuery{
		Root: r.n, Types: v.relationTerms(&args.Types), Direction: d, MaxDepth: depth, Where: where,
	})
	if err != nil {
		return nil, err
	}
	err = v.Budget.Spend(len(found.Nodes))
	if found.Truncated && found.Reason == graph.ReasonBudget || graph.CodeOf(err) == graph.Limit {
		return nil, graph.Errorf(graph.Limit, "the tree is larger than the request's work budget").
			WithHint("lower maxDepth, or use subgraph, which says what it leaves out")
	}
	if err != nil {
		return nil, err
	}
	if found.Truncated {
		v.session.warn("the tree goes on below maxDepth")
	}
	list := make([]*TreeNodeResolver, len(found.Nodes))
	for i, x := range found.Nodes {
		list[i] = &TreeNodeResolver{int32(x.Depth), v.entity(x.Node), v.entity(x.Parent), v.relation(x.Parent, x.Rel)}
	}
	return list, nil
}
