package schema

import (
	"context"
	"fmt"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

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
		fact, err := v.factByID(id)
		if fact == nil || err != nil {
			return nil, err
		}
		return &NodeResolver{fact: fact}, nil
	}
	source, err := v.findSource(id)
	if err != nil {
		return nil, err
	}
	if source != nil {
		return &NodeResolver{source: source}, nil
	}
	if err := v.suggestGone(id); err != nil {
		return nil, err
	}
	return nil, v.suggestNode(id)
}

// suggestNode looks for an entity or a source close to a text that is no id, for
// a hint, unless the response has one.
func (v *view) suggestNode(text string) error {
	if v.session.hinted() {
		return nil
	}
	n, err := graph.Lookup(v.View, text)
	switch graph.CodeOf(err) {
	case "":
		v.session.suggest(fmt.Sprintf("did you mean %q?", v.Topology().Node(n).ID))
	case graph.NotFound, graph.Ambiguous:
		hint := graph.HintOf(err)
		if hint == "" {
			if hint, err = v.nearSource(text); err != nil {
				return err
			}
		}
		v.session.suggest(hint)
	default:
		return err
	}
	return nil
}

// factByID returns the fact of an id, or nil, with a hint when there is one
// that the lens hides.
func (v *view) factByID(id string) (*factResolver, error) {
	number, ok, err := v.FactByID(id)
	if err != nil {
		return nil, err
	}
	if !ok {
		if err := v.suggestGone(id); err != nil {
			return nil, err
		}
		subject, _, _ := strings.Cut(id, "/")
		if n := v.Topology().Lookup(subject); n != 0 {
			v.session.suggest(fmt.Sprintf("entity(id: %q) { facts { nodes { id } } } lists the facts it has", subject))
		}
		return nil, nil
	}
	f, err := v.Fact(number)
	if err != nil {
		return nil, err
	}
	at, ok := v.locate(&f, number)
	if !ok {
		v.session.suggest("the fact exists, but this lens hides it")
		return nil, nil
	}
	return &factResolver{v: v, subject: at.subject, edge: at.edge}, nil
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
