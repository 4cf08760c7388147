package schema

import "missiongraph/graph"

// SubgraphGroupResolver answers SubgraphGroup.
type SubgraphGroupResolver struct {
	Entity      *EntityResolver
	MemberCount int32
	InsideCount int32

	v       *view
	members []graph.Node
}

// Groups returns what parts were rolled up into.
func (r *SubgraphResolver) Groups() []*SubgraphGroupResolver {
	if r.collapsed == nil {
		return []*SubgraphGroupResolver{}
	}
	r.v.charge(len(r.collapsed.Groups))
	list := make([]*SubgraphGroupResolver, len(r.collapsed.Groups))
	for i, g := range r.collapsed.Groups {
		list[i] = &SubgraphGroupResolver{r.v.entity(g.Head), int32(len(g.Members)), int32(g.Inside), r.v, g.Members}
	}
	return list
}

// Members returns the entities that the group stands for.
func (r *SubgraphGroupResolver) Members() []*EntityResolver { return r.v.chargedEntities(r.members) }

// ImpliedEdgeResolver answers ImpliedEdge.
type ImpliedEdgeResolver struct {
	From  *EntityResolver
	To    *EntityResolver
	Types []string
	Count int32

	v     *view
	facts []graph.SubEdge
}

// ImpliedEdges returns the edges from or to groups.
func (r *SubgraphResolver) ImpliedEdges() []*ImpliedEdgeResolver {
	if r.collapsed == nil {
		return []*ImpliedEdgeResolver{}
	}
	r.v.charge(len(r.collapsed.Implied))
	list := make([]*ImpliedEdgeResolver, len(r.collapsed.Implied))
	for i, e := range r.collapsed.Implied {
		x := &ImpliedEdgeResolver{From: r.v.entity(e.From), To: r.v.entity(e.To), Count: int32(len(e.Facts)), v: r.v, facts: e.Facts}
		for _, t := range e.Types {
			x.Types = append(x.Types, r.v.termName(t))
		}
		list[i] = x
	}
	return list
}

// Relations returns the relations that the edge stands for.
func (r *ImpliedEdgeResolver) Relations() []*RelationResolver { return r.v.subEdges(r.facts) }
