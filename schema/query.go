package schema

import (
	"context"
	"fmt"

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
		if !v.session.hinted() {
			v.session.suggest(v.hiddenName(text, err))
		}
		v.session.suggest(graph.HintOf(err))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return v.entity(n), nil
}

// hiddenName says when a text that was not found is a name that the lens is too
// strict to take, as JTTF is for one that asks for stated facts; "" when it is
// not.
func (v *view) hiddenName(text string, err error) string {
	if graph.CodeOf(err) != graph.NotFound || v.Lens.Grade() == graph.Editorial {
		return ""
	}
	all := v.Lens
	all.MinGrade = graph.Editorial
	found, err := graph.Resolve(graph.NewView(v.Snapshot, v.Ontology, all, v.Budget), text, nil, 1)
	if err != nil || len(found) == 0 || found[0].How != graph.ByAlias {
		return ""
	}
	return fmt.Sprintf("%q is a name of grade %s, which this lens does not take: ask for %q",
		found[0].Matched, found[0].Grade, v.Topology().Node(found[0].Node).ID)
}

// mustFind is find for arguments that must name something: a text that names
// nothing is NOT_FOUND.
func (v *view) mustFind(text string) (*EntityResolver, error) {
	if err := v.Budget.Spend(1); err != nil {
		return nil, err
	}
	n := v.Topology().Lookup(text)
	if n == 0 {
		var err error
		if n, err = graph.Lookup(v.View, text); err != nil {
			if hidden := v.hiddenName(text, err); hidden != "" {
				err = graph.Errorf(graph.NotFound, "%s: no entity has this id or name", text).WithHint("%s", hidden)
			}
			return nil, err
		}
	}
	return v.entity(n), nil
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
// text names nothing or something of another kind. A name that several entities
// have is good where one of them is of the kind.
func entityOf[T any, P resolver[T]](ctx context.Context, q *Query, kind kindIndex, id graphql.ID) (P, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	found, err := v.find(string(id))
	if graph.CodeOf(err) == graph.Ambiguous {
		found, err = v.findOfKind(string(id), kindNames[kind], err)
	}
	if found == nil || err != nil {
		return nil, err
	}
	if !found.kindIs(kind) {
		v.session.suggest(string(found.ID) + " is of kind " + found.Kind())
		return nil, nil
	}
	return wrapAll[T, P](v, []graph.Node{found.n})[0], nil
}

// findOfKind returns the one entity of a kind that has a name which several
// have; the error is given back when none or more than one has.
func (v *view) findOfKind(text, kind string, ambiguous error) (*EntityResolver, error) {
	same, err := graph.Resolve(v.View, text, []string{kind}, 2)
	if err != nil {
		return nil, err
	}
	if len(same) == 0 || same[0].How > graph.ByAlias || len(same) > 1 && same[1].How == same[0].How {
		return nil, ambiguous
	}
	return v.entity(same[0].Node), nil
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
