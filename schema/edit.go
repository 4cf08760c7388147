package schema

import (
	"context"
	"fmt"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// kindInput is the input of any kind, as it came; see [filterInput].
type kindInput struct{ fields map[string]any }

// ImplementsGraphQLType says that the type stands for the input of every kind.
func (kindInput) ImplementsGraphQLType(name string) bool { return strings.HasSuffix(name, "Input") }

// UnmarshalGraphQL takes the input.
func (in *kindInput) UnmarshalGraphQL(input any) error {
	in.fields, _ = input.(map[string]any)
	return nil
}

// createArgs are the arguments of create<Kind>.
type createArgs struct {
	ID    *graphql.ID
	Input kindInput
	planArgs
}

// updateArgs are the arguments of update<Kind> and upsert<Kind>.
type updateArgs struct {
	ID               graphql.ID
	Input            kindInput
	IfEntityRevision *Revision
	planArgs
}

// deleteArgs are the arguments of delete<Kind>.
type deleteArgs struct {
	ID               graphql.ID
	Cascade          bool
	IfEntityRevision *Revision
	planArgs
}

// editMode says what an edit expects of the entity.
type editMode uint8

const (
	creates editMode = iota // that it is not there
	updates                 // that it is
	upserts                 // nothing
)

var editWords = [...]string{creates: "Create", updates: "Update", upserts: "Upsert"}

// edit is the writing of one entity with what is said of it.
type edit struct {
	kind  kindIndex
	mode  editMode
	id    string // "" where the name makes none
	named bool   // whether the name made it
	in    object
	since *Revision
	planArgs
}

func (a createArgs) edit(kind kindIndex) edit {
	e := edit{kind: kind, mode: creates, in: object{"input", a.Input.fields}, planArgs: a.planArgs}
	if a.ID != nil {
		e.id = string(*a.ID)
		return e
	}
	e.id, e.named = graph.Slug(textOf(a.Input.fields["name"])), true
	return e
}

func (a updateArgs) edit(kind kindIndex, mode editMode) edit {
	return edit{kind: kind, mode: mode, id: string(a.ID), in: object{"input", a.Input.fields}, since: a.IfEntityRevision, planArgs: a.planArgs}
}

// EntityPayload answers the payload of every kind.
type EntityPayload[P any] struct {
	Entity P // nil where there is none
	Commit *CommitPayload
}

// editEntity answers create, update and upsert of a kind.
func editEntity[T any, P resolver[T]](ctx context.Context, e edit) (*EntityPayload[P], error) {
	because := e.because(fmt.Sprintf("%s %s %s", editWords[e.mode], kindNames[e.kind], e.id))
	p, err := commitPlan(ctx, because, func(base *graph.View) (commit.Draft, error) { return readEdit(base, &e) })
	if err != nil {
		return nil, err
	}
	v, err := p.after()
	if err != nil {
		return nil, err
	}
	found, _ := as[T, P](v.entity(v.Topology().Lookup(e.id)), e.kind)
	return &EntityPayload[P]{found, p}, nil
}

// deleteEntity answers delete of a kind.
func deleteEntity(ctx context.Context, kind kindIndex, args deleteArgs) (*CommitPayload, error) {
	id := string(args.ID)
	return commitPlan(ctx, args.because(fmt.Sprintf("Delete %s %s", kindNames[kind], id)), func(base *graph.View) (commit.Draft, error) {
		draft := commit.Draft{If: entityConditions(id, args.IfEntityRevision)}
		info, stale := entityInfo(base, id), args.IfEntityRevision != nil && *args.IfEntityRevision != 0
		switch {
		case info == nil && stale:
			return draft, nil // the condition tells
		case info != nil && base.Topology().Terms().Name(info.Kind) != kindNames[kind]:
			return draft, otherKind(base, info, kind, "delete")
		}
		var err error
		draft.Ops, err = graph.Delete(base, id, args.Cascade)
		return draft, err
	})
}

// entityInfo returns the entity of an id, or nil.
func entityInfo(base *graph.View, id string) *graph.NodeInfo {
	return base.Topology().Node(base.Topology().Lookup(id))
}

// entityConditions asks that a revision was the last to touch an entity.
func entityConditions(id string, since *Revision) []commit.Condition {
	if since == nil {
		return nil
	}
	return []commit.Condition{{Ref: graph.Ref{Sort: graph.EntitySort, ID: id}, Revision: graph.Revision(*since), Path: "ifEntityRevision"}}
}

// otherKind is the problem of an entity that is not of the kind written.
func otherKind(base *graph.View, info *graph.NodeInfo, kind kindIndex, verb string) graph.Problems {
	is := base.Topology().Terms().Name(info.Kind)
	var found graph.Problems
	found.Add("id", graph.BadInput, "%s is of kind %s, not %s", info.ID, is, kindNames[kind]).Hint = "use " + verb + is
	return found
}

// textOf returns an input text, "" for null.
func textOf(value any) string {
	s, _ := value.(string)
	return s
}

// idOf returns an input of type ID, which may be a number; "" for null.
func idOf(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}
