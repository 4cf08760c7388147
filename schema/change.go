package schema

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/feed"
)

// changeArgs are the arguments of change.
type changeArgs struct {
	Revision Revision
	Filter   *struct {
		Kinds    *[]string
		Types    *[]string
		Entities *[]graphql.ID
	}
}

func (a *changeArgs) filter() (x feed.Filter) {
	if a.Filter == nil {
		return x
	}
	if a.Filter.Kinds != nil {
		x.Kinds = *a.Filter.Kinds
	}
	if a.Filter.Types != nil {
		x.Types = *a.Filter.Types
	}
	if a.Filter.Entities != nil {
		for _, id := range *a.Filter.Entities {
			x.Entities = append(x.Entities, string(id))
		}
	}
	return x
}

// Change answers what one revision did, or null when the filter leaves nothing.
// It opens no snapshot: only the things themselves need one.
func (q *Query) Change(ctx context.Context, args changeArgs) (*ChangeResolver, error) {
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok {
		return nil, graph.Errorf(graph.Internal, "no session")
	}
	events := s.svc.feed
	if events == nil {
		return nil, graph.Errorf(graph.Unavailable, "this graph has no change feed")
	}
	lens := graph.Lens{}
	if q.view != nil {
		lens = q.view.Lens
		if head := q.view.View.Revision(); graph.Revision(args.Revision) > head {
			return nil, graph.Errorf(graph.NotFound, "there is no revision %d", args.Revision).WithHint("the view is of revision %d", head)
		}
	}
	selection, err := events.Select(args.filter())
	if err != nil {
		return nil, err
	}
	event, err := events.Event(ctx, graph.Revision(args.Revision))
	if err != nil {
		return nil, err
	}
	if err := s.budget.Spend(1 + len(event.Ops)); err != nil {
		return nil, err
	}
	ops := selection.Ops(event)
	if len(ops) == 0 && selection != nil {
		return nil, nil
	}
	lens.Revision, lens.Time, lens.Changes = event.Revision, time.Time{}, nil // what was, not what would be
	return &ChangeResolver{
		Revision: args.Revision, Time: DateTime{event.Time}, Author: event.Author, Message: event.Message,
		Hash: hex.EncodeToString(event.Hash[:]), Previous: hex.EncodeToString(event.Previous[:]),
		OpCount: int32(len(event.Ops)), session: s, lens: lens, ops: ops,
	}, nil
}

// ChangeResolver answers ChangeEvent.
type ChangeResolver struct {
	Revision        Revision
	Time            DateTime
	Author, Message string
	Hash, Previous  string
	OpCount         int32
	session         *Session
	lens            graph.Lens // at the revision
	ops             []feed.Op
}

// Ops returns the puts and retractions, in order.
func (r *ChangeResolver) Ops() []*ChangeOpResolver {
	must(r.session.budget.Spend(len(r.ops)))
	array := make([]ChangeOpResolver, len(r.ops))
	list := make([]*ChangeOpResolver, len(r.ops))
	for i := range r.ops {
		op := &r.ops[i]
		array[i] = ChangeOpResolver{ID: graphql.ID(op.ID), change: r, op: op}
		list[i] = &array[i]
	}
	return list
}

// ChangeOpResolver answers ChangeOp.
type ChangeOpResolver struct {
	ID     graphql.ID
	change *ChangeResolver
	op     *feed.Op
}

// Action returns PUT or RETRACT.
func (r *ChangeOpResolver) Action() string { return strings.ToUpper(string(r.op.Action)) }

// Target returns ENTITY, FACT or SOURCE.
func (r *ChangeOpResolver) Target() string { return strings.ToUpper(string(r.op.Target)) }

// Kind returns the kind of an entity, or nil.
func (r *ChangeOpResolver) Kind() *string { return optional(r.op.Kind) }

// Type returns the relation type or property of a fact, or nil.
func (r *ChangeOpResolver) Type() *string { return optional(r.op.Type) }

// Subject returns the id of what a fact is about, or nil.
func (r *ChangeOpResolver) Subject() *graphql.ID { return optionalID(r.op.Subject) }

// Object returns the id of what a relation leads to, or nil.
func (r *ChangeOpResolver) Object() *graphql.ID { return optionalID(r.op.Object) }

// Node returns the thing as it was at the revision, or nil.
func (r *ChangeOpResolver) Node() *NodeResolver {
	if r.op.Action == feed.Retract {
		return nil
	}
	v, err := r.change.session.view(r.change.lens)
	must(err)
	must(v.Budget.Spend(1))
	node := &NodeResolver{}
	switch r.op.Target {
	case feed.Entity:
		node.EntityResolver = v.entity(v.Topology().Lookup(r.op.ID))
	case feed.Fact:
		node.fact = v.visibleFact(r.op.ID)
	case feed.Source:
		node.source, err = v.findSource(r.op.ID)
		must(err)
	}
	if *node == (NodeResolver{}) {
		return nil
	}
	return node
}

// visibleFact returns the fact of an id, or nil where there is none that the
// lens shows.
func (v *view) visibleFact(id string) *factResolver {
	number, ok, err := v.FactByID(id)
	must(err)
	if !ok {
		return nil
	}
	f, err := v.Fact(number)
	must(err)
	at, ok := v.locate(&f, number)
	if !ok {
		return nil
	}
	return &factResolver{v: v, subject: at.subject, edge: at.edge}
}

func optionalID(id string) *graphql.ID {
	if id == "" {
		return nil
	}
	x := graphql.ID(id)
	return &x
}
