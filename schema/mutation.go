package schema

import (
	"context"
	"errors"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// Mutation answers the root fields that write.
type Mutation struct{}

// Gate lets changes into the store; see [commit.Gate].
type Gate interface {
	Commit(ctx context.Context, r commit.Request) (*commit.Outcome, error)
}

// Admit opens the service for writing: through a gate to the service's store. It
// is called before the first request.
func (svc *Service) Admit(gate Gate) { svc.gate = gate }

// commitArgs are the arguments that all fields of Mutation have in common.
type commitArgs struct {
	Message          string
	IfRevision       *Revision
	DryRun           bool
	ClientMutationID *string
	Override         bool
}

// Commit answers a commit.
func (*Mutation) Commit(ctx context.Context, args struct {
	Changes []changeInput
	commitArgs
}) (*CommitPayload, error) {
	return commitFixed(ctx, args.commitArgs, func(base *graph.View) (commit.Draft, error) {
		if len(args.Changes) == 0 {
			return commit.Draft{}, graph.Problems{{Path: "changes", Code: graph.BadInput, Msg: "there is nothing to change"}}
		}
		return readChanges(base, "changes", args.Changes)
	})
}

// commitPlan sends a plan through the gate and reads what the payload tells at
// the revision it made. Nothing of the session may have been read before.
func commitPlan(ctx context.Context, args commitArgs, plan commit.Plan) (*CommitPayload, error) {
	return send(ctx, args, commit.Request{Plan: plan})
}

// commitFixed is commitPlan for a plan that is [commit.Request.Fixed].
func commitFixed(ctx context.Context, args commitArgs, plan commit.Plan) (*CommitPayload, error) {
	return send(ctx, args, commit.Request{Plan: plan, Fixed: true})
}

func send(ctx context.Context, args commitArgs, request commit.Request) (*CommitPayload, error) {
	plan := request.Plan
	s, ok := ctx.Value(sessionKey{}).(*Session)
	switch {
	case !ok:
		return nil, graph.Errorf(graph.Internal, "no session")
	case s.svc.gate == nil:
		return nil, graph.Errorf(graph.Unavailable, "nothing can be written here")
	}
	p := &CommitPayload{DryRun: args.DryRun, ClientMutationID: args.ClientMutationID}
	request.Message, request.Key, request.DryRun, request.Override = args.Message, orEmpty(args.ClientMutationID), args.DryRun, args.Override
	request.IfRevision = (*graph.Revision)(args.IfRevision)
	request.Plan = func(base *graph.View) (commit.Draft, error) {
		if base.Budget == nil {
			base.Budget = s.budget
		}
		draft, err := plan(base)
		p.ops = draft.Ops
		if err == nil {
			err = s.budget.Spend(len(draft.Ops))
		}
		return draft, err
	}
	out, err := s.svc.gate.Commit(ctx, request)
	var problems graph.Problems
	if errors.As(err, &problems) {
		head := s.svc.store.Head()
		out, err = &commit.Outcome{Base: head, Revision: head, Problems: problems}, nil
	}
	if err != nil {
		return nil, err
	}
	s.pin(out.Revision)
	return p, p.tell(s, out)
}

// pin makes the session read at a revision as if it were the head.
func (s *Session) pin(rev graph.Revision) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pinned = rev
}
