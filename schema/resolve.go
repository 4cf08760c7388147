package schema

import (
	"context"
	"math"

	"missiongraph/graph"
)

// MatchResolver answers Match.
type MatchResolver struct {
	Entity  *EntityResolver
	Match   string
	Matched string
	Grade   graph.Grade
	Score   float64

	found graph.Match
}

// Why returns how the text matched, as a sentence.
func (r *MatchResolver) Why() string { return r.found.Why() }

// Resolve answers the entities a text may mean.
func (q *Query) Resolve(ctx context.Context, args struct {
	Text   string
	Kinds  *[]string
	Filter filterInput
	First  int32
}) ([]*MatchResolver, error) {
	v, first, err := q.onFirst(ctx, args.First)
	if err != nil {
		return nil, err
	}
	var kinds []string
	if args.Kinds != nil {
		kinds = *args.Kinds
	}
	where, err := v.condition(args.Filter)
	if err != nil {
		return nil, err
	}
	found, err := graph.ResolveWhere(v.View, args.Text, kinds, where, first)
	if err != nil {
		return nil, err
	}
	list := make([]*MatchResolver, len(found))
	for i, m := range found {
		list[i] = &MatchResolver{v.entity(m.Node), m.How.String(), m.Matched, m.Grade, math.Round(m.Score*1e4) / 1e4, m}
	}
	return list, nil
}
