package schema

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// Query answers the root fields, and those of view(lens:). The root has no
// view of its own: each field takes the session's default one.
type Query struct{ view *view }

// on returns the view the fields are answered from.
func (q *Query) on(ctx context.Context) (*view, error) {
	if q.view != nil {
		return q.view, nil
	}
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok {
		return nil, graph.Errorf(graph.Internal, "no session")
	}
	return s.view(graph.Lens{})
}

// find returns the entity a text names, by id, name or alias; nil when there
// is none, with a hint in the session.
func (v *view) find(text string) (*EntityResolver, error) {
	if err := v.Budget.Spend(1); err != nil {
		return nil, err
	}
	if n := v.Topology().Lookup(text); n != 0 {
		return v.entity(n), nil
	}
	n, err := graph.Lookup(v.View, text)
	if graph.CodeOf(err) == graph.NotFound {
		v.session.suggest(graph.HintOf(err))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return v.entity(n), nil
}

// mustFind is find for arguments that must name something: a text that names
// nothing is NOT_FOUND.
func (v *view) mustFind(text string) (*EntityResolver, error) {
	r, err := v.find(text)
	if r == nil && err == nil {
		_, err = graph.Lookup(v.View, text)
	}
	return r, err
}

// Entity answers by id, name or alias.
func (q *Query) Entity(ctx context.Context, args struct{ ID graphql.ID }) (*EntityResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	return v.find(string(args.ID))
}

// entityOf answers the root field of one kind: null, with a hint, when the
// text names nothing or something of another kind.
func entityOf[T any, P resolver[T]](ctx context.Context, q *Query, kind kindIndex, id graphql.ID) (P, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	found, err := v.find(string(id))
	if found == nil || err != nil {
		return nil, err
	}
	if !found.kindIs(kind) {
		v.session.suggest(string(found.ID) + " is of kind " + found.Kind())
		return nil, nil
	}
	return wrapAll[T, P](v, []graph.Node{found.n})[0], nil
}

// NodeResolver is what fields of the interface Node return. At most one of its
// parts is set.
type NodeResolver struct {
	*EntityResolver
	fact   *factResolver
	source *SourceResolver
}

// ID returns the node's id.
func (r *NodeResolver) ID() graphql.ID {
	switch {
	case r.fact != nil:
		return r.fact.ID()
	case r.source != nil:
		return r.source.ID()
	}
	return r.EntityResolver.ID
}

// ToRelation returns the node as a relation, if it is one.
func (r *NodeResolver) ToRelation() (*RelationResolver, bool) {
	if r.fact == nil {
		return nil, false
	}
	return (&FactResolver{r.fact}).ToRelation()
}

// ToAttribute returns the node as an attribute, if it is one.
func (r *NodeResolver) ToAttribute() (*AttributeResolver, bool) {
	if r.fact == nil {
		return nil, false
	}
	return (&FactResolver{r.fact}).ToAttribute()
}

// ToSource returns the node as a source, if it is one.
func (r *NodeResolver) ToSource() (*SourceResolver, bool) { return r.source, r.source != nil }

// node returns an entity, fact or source by its exact id, or nil.
func (v *view) node(id string) (*NodeResolver, error) {
	if err := v.Budget.Spend(1); err != nil {
		return nil, err
	}
	if n := v.Topology().Lookup(id); n != 0 {
		return &NodeResolver{EntityResolver: v.entity(n)}, nil
	}
	if strings.Contains(id, "/") {
		number, ok, err := v.FactByID(id)
		if err != nil || !ok {
			return nil, err
		}
		f, err := v.Fact(number)
		if err != nil {
			return nil, err
		}
		if at, ok := v.locate(&f, number); ok {
			return &NodeResolver{fact: &factResolver{v: v, subject: at.subject, edge: at.edge}}, nil
		}
		v.session.suggest("the fact exists, but this lens hides it")
		return nil, nil
	}
	s, ok, err := v.Source(id)
	if err != nil {
		return nil, err
	}
	if !ok {
		_, err := graph.Lookup(v.View, id)
		v.session.suggest(graph.HintOf(err))
		return nil, nil
	}
	return &NodeResolver{source: &SourceResolver{v, s}}, nil
}

// Node answers by exact id.
func (q *Query) Node(ctx context.Context, args struct{ ID graphql.ID }) (*NodeResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	return v.node(string(args.ID))
}

// Nodes answers several ids in their order.
func (q *Query) Nodes(ctx context.Context, args struct{ IDs []graphql.ID }) ([]*NodeResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]*NodeResolver, len(args.IDs))
	for i, id := range args.IDs {
		if list[i], err = v.node(string(id)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Neighbors answers an entity's neighbours.
func (q *Query) Neighbors(ctx context.Context, args struct {
	ID graphql.ID
	neighborArgs
}) (*RelationConnection[*EntityResolver], error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	r, err := v.mustFind(string(args.ID))
	if err != nil {
		return nil, err
	}
	return r.Neighbors(args.neighborArgs)
}

// MatchResolver answers Match.
type MatchResolver struct {
	Entity  *EntityResolver
	Match   string
	Matched string
	Grade   graph.Grade
	Score   float64
}

// Resolve answers the entities a text may mean.
func (q *Query) Resolve(ctx context.Context, args struct {
	Text  string
	Kinds *[]string
	First int32
}) ([]*MatchResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	first, err := v.pageSize("first", &args.First)
	if err != nil {
		return nil, err
	}
	var kinds []string
	if args.Kinds != nil {
		kinds = *args.Kinds
	}
	found, err := graph.Resolve(v.View, args.Text, kinds, first)
	if err != nil {
		return nil, err
	}
	list := make([]*MatchResolver, len(found))
	for i, m := range found {
		list[i] = &MatchResolver{v.entity(m.Node), m.How.String(), m.Matched, m.Grade, m.Score}
	}
	return list, nil
}
