package schema

import (
	"context"
	"fmt"
	"slices"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// SubgraphResolver answers Subgraph.
type SubgraphResolver struct {
	TotalCount        int32
	TotalCountIsExact bool
	Truncated         bool
	Reason            *string

	v *view
	g *graph.Subgraph
}

// Subgraph answers the neighbourhood of some entities.
func (q *Query) Subgraph(ctx context.Context, args struct {
	Roots     []graphql.ID
	Depth     int32
	Types     *[]string
	Direction string
	Kinds     *[]string
	Limit     int32
}) (*SubgraphResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	limits := v.session.svc.limits
	depth, err := bounded("depth", args.Depth, 0, limits.Depth)
	if err != nil {
		return nil, err
	}
	limit, err := bounded("limit", args.Limit, 1, limits.Nodes)
	if err != nil {
		return nil, err
	}
	roots, err := v.findAll(args.Roots)
	if err != nil {
		return nil, err
	}
	types, known := v.relationTerms(args.Types)
	if !known {
		depth = 0
		types = []graph.Term{graph.MaxTerms}
	}
	g, err := graph.FindSubgraph(v.View, graph.SubgraphQuery{
		Roots: roots, Depth: depth, Types: types, Direction: directionOf(args.Direction),
		Kinds: v.kindTerms(args.Kinds), Limit: limit,
	})
	if err != nil {
		return nil, err
	}
	return &SubgraphResolver{int32(g.TotalCount), g.TotalIsExact, g.Truncated, explain(g.Reason), v, g}, nil
}

// Nodes returns the entities.
func (r *SubgraphResolver) Nodes() []*EntityResolver {
	nodes := make([]graph.Node, len(r.g.Nodes))
	for i, n := range r.g.Nodes {
		nodes[i] = n.Node
	}
	return r.v.entities(nodes)
}

// Edges returns the relations among them.
func (r *SubgraphResolver) Edges() []*RelationResolver {
	facts := make([]factResolver, len(r.g.Edges))
	list := make([]*RelationResolver, len(r.g.Edges))
	for i, e := range r.g.Edges {
		facts[i].v, facts[i].subject, facts[i].edge = r.v, e.From, e.Edge
		list[i] = &RelationResolver{&facts[i]}
	}
	return list
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
	MaxDepth int32
}

// Ancestors answers what an entity belongs to.
func (q *Query) Ancestors(ctx context.Context, args treeArgs) ([]*TreeNodeResolver, error) {
	return q.tree(ctx, args, graph.Ancestors, graph.Out)
}

// Descendants answers what belongs to an entity.
func (q *Query) Descendants(ctx context.Context, args treeArgs) ([]*TreeNodeResolver, error) {
	return q.tree(ctx, args, graph.Descendants, graph.In)
}

type walkTree func(*graph.View, graph.Node, []graph.Term, int) (graph.Tree, error)

func (q *Query) tree(ctx context.Context, args treeArgs, walk walkTree, d graph.Direction) ([]*TreeNodeResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	depth, err := bounded("maxDepth", args.MaxDepth, 0, v.session.svc.limits.Depth)
	if err != nil {
		return nil, err
	}
	r, err := v.mustFind(string(args.ID))
	if err != nil {
		return nil, err
	}
	types, known := v.relationTerms(&args.Types)
	if !known {
		return []*TreeNodeResolver{}, nil
	}
	found, err := walk(v.View, r.n, types, depth)
	if err != nil {
		return nil, err
	}
	if found.Truncated && found.Reason == graph.ReasonBudget {
		return nil, graph.Errorf(graph.Limit, "the tree is larger than the request's work budget").
			WithHint("lower maxDepth, or use subgraph, which says what it leaves out")
	}
	if found.Truncated {
		v.session.warn("the tree goes on below maxDepth")
	}
	list := make([]*TreeNodeResolver, len(found.Nodes))
	for i, x := range found.Nodes {
		list[i] = &TreeNodeResolver{int32(x.Depth), v.entity(x.Node), v.entity(x.Parent), v.relation(x.Parent, v.joined(x, d))}
	}
	return list, nil
}

// joined finds the relation by which a tree reached a node.
func (v *view) joined(x graph.TreeNode, d graph.Direction) graph.Rel {
	edges := v.Topology().Node(x.Parent).Out
	if d == graph.In {
		edges = v.Topology().Node(x.Parent).In
	}
	i := slices.IndexFunc(edges, func(e graph.Edge) bool { return e.Fact == x.Fact })
	return graph.Rel{Edge: edges[i], Forward: d == graph.Out}
}

// PathResultResolver answers PathResult.
type PathResultResolver struct {
	Paths     []*PathResolver
	Exhausted bool
	Reason    *string
}

// PathResolver answers Path.
type PathResolver struct {
	Length       int32
	WeakestGrade *graph.Grade

	v    *view
	path graph.Path
}

// PathStepResolver answers PathStep.
type PathStepResolver struct {
	Relation  *RelationResolver
	Direction string
	Entity    *EntityResolver
	Sentence  string
}

// Paths answers how two entities are connected.
func (q *Query) Paths(ctx context.Context, args struct {
	From      graphql.ID
	To        graphql.ID
	MaxLength int32
	First     int32
	Types     *[]string
	Direction string
	Avoid     *[]graphql.ID
}) (*PathResultResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	length, err := bounded("maxLength", args.MaxLength, 0, min(v.session.svc.limits.Depth, graph.MaxPathLength))
	if err != nil {
		return nil, err
	}
	first, err := bounded("first", args.First, 1, v.session.svc.limits.PageSize)
	if err != nil {
		return nil, err
	}
	ends, err := v.findAll([]graphql.ID{args.From, args.To})
	if err != nil {
		return nil, err
	}
	var avoid []graph.Node
	if args.Avoid != nil {
		if avoid, err = v.findAll(*args.Avoid); err != nil {
			return nil, err
		}
	}
	types, known := v.relationTerms(args.Types)
	if !known {
		types = []graph.Term{graph.MaxTerms}
	}
	found, err := graph.Paths(v.View, graph.PathQuery{
		From: ends[0], To: ends[1], MaxLength: length, First: first,
		Types: types, Direction: directionOf(args.Direction), Avoid: avoid,
	})
	if err != nil {
		return nil, err
	}
	r := &PathResultResolver{Exhausted: found.Exhausted, Reason: explain(found.Reason)}
	if found.Exhausted && len(found.Paths) == 0 {
		none := fmt.Sprintf("no path of at most %d steps", length)
		if found.Apart {
			none = "no path of any length: the two are in parts of the graph that nothing joins"
		}
		r.Reason = &none
	}
	r.Paths = make([]*PathResolver, len(found.Paths))
	for i, p := range found.Paths {
		x := &PathResolver{Length: int32(len(p.Steps)), v: v, path: p}
		if p.WeakestGrade != 0 {
			x.WeakestGrade = &p.WeakestGrade
		}
		r.Paths[i] = x
	}
	return r, nil
}

// Entities returns the entities on the way, both ends included.
func (r *PathResolver) Entities() []*EntityResolver { return r.v.entities(r.path.Nodes) }

// Steps returns the steps.
func (r *PathResolver) Steps() []*PathStepResolver {
	list := make([]*PathStepResolver, len(r.path.Steps))
	for i, s := range r.path.Steps {
		rel := r.v.relation(r.path.Nodes[i], s.Rel)
		step := &PathStepResolver{Relation: rel, Direction: graph.In.String(), Entity: r.v.entity(s.Edge.Other), Sentence: rel.InverseSentence()}
		if s.Forward {
			step.Direction, step.Sentence = graph.Out.String(), rel.Sentence()
		}
		list[i] = step
	}
	return list
}
