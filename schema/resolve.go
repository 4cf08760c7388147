package schema

import (
	"context"
	"math"
	"strconv"

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
	Filter *entityFilter
	First  int32
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
	where, _ := v.where(args.Filter)
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

// where returns a filter as a condition, nil where it asks for nothing, and a
// key equal for equal filters.
func (v *view) where(f *entityFilter) (graph.Condition, string) {
	if f == nil {
		return nil, ""
	}
	t := v.Topology()
	named, forms := f.Name.compile(), v.termSet(f.Forms)
	return func(n graph.Node) (bool, error) {
		info := t.Node(n)
		return (f.Kinds == nil || v.IsKind(n, *f.Kinds)) &&
			(f.Forms == nil || forms[info.Form]) && (named == nil || named(info.Name)), nil
	}, strconv.FormatUint(uint64(f.key()), 16)
}
