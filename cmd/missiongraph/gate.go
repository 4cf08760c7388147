package main

import (
	"context"
	"time"

	"github.com/rs/zerolog"

	"missiongraph/graph"
	"missiongraph/internal/commit"
	"missiongraph/internal/server"
)

// loggedGate is a gate that logs one event a commit.
type loggedGate struct {
	*commit.Gate
	logger zerolog.Logger
}

// Commit sends a change through the gate. Its message and contents are not
// logged: the log of changes has them.
func (g loggedGate) Commit(ctx context.Context, r commit.Request) (*commit.Outcome, error) {
	start, ops := time.Now(), 0
	plan := r.Plan
	r.Plan = func(base *graph.View) (commit.Draft, error) {
		draft, err := plan(base)
		ops = len(draft.Ops)
		return draft, err
	}
	out, err := g.Gate.Commit(ctx, r)
	if err == nil && out.Applied && !out.Replayed {
		g.logger.Info().Str("request_id", server.RequestID(ctx)).Uint64("rev", uint64(out.Revision)).
			Str("author", graph.PrincipalOf(ctx).Name).Int("ops", ops).
			Float64("took_ms", float64(time.Since(start).Microseconds())/1000).Msg("commit")
	}
	return out, err
}
