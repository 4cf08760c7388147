package schema

import (
	"cmp"
	"context"
	"fmt"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// planArgs are the arguments that all fields of Mutation but commit have in
// common.
type planArgs struct {
	Message          *string
	IfRevision       *Revision
	DryRun           bool
	ClientMutationID *string
	Override         bool
}

// because returns the arguments of a commit: its message is the one given, or
// another.
func (a planArgs) because(message string) commitArgs {
	if a.Message != nil {
		message = *a.Message
	}
	return commitArgs{message, a.IfRevision, a.DryRun, a.ClientMutationID, a.Override}
}

// revisionArgs are the arguments of a change that takes back others.
type revisionArgs struct {
	Revision Revision
	planArgs
}

// because returns the arguments of a commit; its message is made from that of
// the revision, when there is one.
func (a revisionArgs) because(ctx context.Context, verb string) commitArgs {
	message := fmt.Sprintf("%s revision %d", verb, a.Revision)
	if s, ok := ctx.Value(sessionKey{}).(*Session); ok && a.Message == nil {
		if info, err := s.svc.store.Info(graph.Revision(a.Revision)); err == nil { // else the plan will tell
			message += ": " + info.Message
		}
	}
	return a.planArgs.because(message)
}

// ops makes a plan of a function that needs nothing but the graph as it is.
func ops(make func(base *graph.View) ([]graph.Op, error)) commit.Plan {
	return func(base *graph.View) (commit.Draft, error) {
		list, err := make(base)
		return commit.Draft{Ops: list}, err
	}
}

// Revert answers the taking back of one revision.
func (*Mutation) Revert(ctx context.Context, args revisionArgs) (*CommitPayload, error) {
	return commitPlan(ctx, args.because(ctx, "Revert"), ops(func(base *graph.View) ([]graph.Op, error) {
		return graph.Undo(base, graph.Revision(args.Revision))
	}))
}

// Restore answers the going back to a revision.
func (*Mutation) Restore(ctx context.Context, args revisionArgs) (*CommitPayload, error) {
	return commitPlan(ctx, args.planArgs.because(fmt.Sprintf("Restore revision %d", args.Revision)), ops(func(base *graph.View) ([]graph.Op, error) {
		return graph.Restore(base, graph.Revision(args.Revision))
	}))
}

// Merge answers the making one of two entities.
func (*Mutation) Merge(ctx context.Context, args struct {
	From, Into graphql.ID
	planArgs
}) (*CommitPayload, error) {
	return commitPlan(ctx, args.because(fmt.Sprintf("Merge %s into %s", args.From, args.Into)), ops(func(base *graph.View) ([]graph.Op, error) {
		return graph.Merge(base, string(args.From), string(args.Into))
	}))
}

// Unmerge answers the taking back of a merge.
func (*Mutation) Unmerge(ctx context.Context, args revisionArgs) (*CommitPayload, error) {
	return commitPlan(ctx, args.because(ctx, "Unmerge"), ops(func(base *graph.View) ([]graph.Op, error) {
		return graph.Unmerge(base, graph.Revision(args.Revision))
	}))
}

// Retract answers the retraction of one thing.
func (*Mutation) Retract(ctx context.Context, args struct {
	ID     graphql.ID
	Reason string
	planArgs
}) (*CommitPayload, error) {
	return commitPlan(ctx, args.because(cmp.Or(args.Reason, fmt.Sprintf("Retract %s", args.ID))), ops(func(base *graph.View) ([]graph.Op, error) {
		return graph.Retract(base, string(args.ID), args.Reason)
	}))
}

// SetRank answers a change of rank.
func (*Mutation) SetRank(ctx context.Context, args struct {
	Fact   graphql.ID
	Rank   string
	Reason *string
	planArgs
}) (*CommitPayload, error) {
	message := cmp.Or(orEmpty(args.Reason), fmt.Sprintf("Rank %s %s", args.Fact, args.Rank))
	return commitPlan(ctx, args.because(message), ops(func(base *graph.View) ([]graph.Op, error) {
		rank, _ := graph.ParseRank(args.Rank)
		return graph.SetRank(base, string(args.Fact), rank, orEmpty(args.Reason))
	}))
}

// SetReading answers a change of reading.
func (*Mutation) SetReading(ctx context.Context, args struct {
	Fact    graphql.ID
	Reading *string
	Reason  string
	planArgs
}) (*CommitPayload, error) {
	return commitPlan(ctx, args.because(cmp.Or(args.Reason, fmt.Sprintf("Read %s otherwise", args.Fact))), ops(func(base *graph.View) ([]graph.Op, error) {
		return graph.SetReading(base, string(args.Fact), graph.Reading(orEmpty(args.Reading)), args.Reason)
	}))
}
