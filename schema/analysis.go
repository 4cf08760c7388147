package schema

import (
	"context"
	"math"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// cutShort tells, for a result's truncated and reason, that a list is not whole
// because as many as asked for are shown.
func cutShort(is bool) (truncated bool, reason *string) {
	if !is {
		return false, nil
	}
	return true, explain(graph.ReasonLimit)
}

// round keeps six digits of a score: what two machines agree on.
func round(x float64) float64 {
	if x == 0 {
		return 0
	}
	digits := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*digits) / digits
}

// SimilarityResolver answers Similarity.
type SimilarityResolver struct {
	Entity     *EntityResolver
	Similar    []*SimilarEntityResolver
	TotalCount int32
	Truncated  bool
	Reason     *string
}

// SimilarEntityResolver answers SimilarEntity.
type SimilarEntityResolver struct {
	Entity     *EntityResolver
	Score      float64
	OnlyMine   int32
	OnlyTheirs int32

	mine *EntityResolver
	x    graph.Likeness
}

// SharedFactResolver answers SharedFact.
type SharedFactResolver struct {
	Entity *EntityResolver
	Weight float64
	Mine   *RelationResolver
	Theirs *RelationResolver
}

// Similar answers which entities are most like one.
func (q *Query) Similar(ctx context.Context, args struct {
	ID    graphql.ID
	Kinds *[]string
	Types *[]string
	With  *[]graphql.ID
	First int32
}) (*SimilarityResolver, error) {
	v, first, err := q.onFirst(ctx, args.First)
	if err != nil {
		return nil, err
	}
	r, err := v.mustFind(string(args.ID))
	if err != nil {
		return nil, err
	}
	ask := graph.SimilarQuery{Node: r.n, Kinds: v.kindTerms(args.Kinds), Types: v.relationTerms(args.Types), First: first}
	if args.With != nil {
		if ask.With, err = v.findAll(*args.With); err != nil {
			return nil, err
		}
	}
	found, err := graph.FindSimilar(v.View, ask)
	if err != nil {
		return nil, err
	}
	list := make([]*SimilarEntityResolver, len(found.Found))
	for i, x := range found.Found {
		list[i] = &SimilarEntityResolver{v.entity(x.Node), round(x.Score), int32(x.OnlyMine), int32(x.OnlyTheirs), r, x}
	}
	return &SimilarityResolver{r, list, int32(found.Total), found.Truncated, explain(found.Reason)}, nil
}

// Shared returns what the two share.
func (r *SimilarEntityResolver) Shared() []*SharedFactResolver {
	v := r.mine.v
	v.charge(len(r.x.Shared))
	list := make([]*SharedFactResolver, len(r.x.Shared))
	for i, s := range r.x.Shared {
		list[i] = &SharedFactResolver{v.entity(s.Node), round(s.Weight), v.relation(r.mine.n, s.Mine), v.relation(r.x.Node, s.Theirs)}
	}
	return list
}

// CentralityResolver answers Centrality.
type CentralityResolver struct {
	Measure    string
	Ranked     []*RankedEntityResolver
	TotalCount int32
	Exact      bool
	Sample     *int32
	Of         *int32
	Truncated  bool
	Reason     *string
}

// RankedEntityResolver answers RankedEntity.
type RankedEntityResolver struct {
	Rank   int32
	Entity *EntityResolver
	Score  float64
}

var measures = map[string]graph.Measure{
	"DEGREE": graph.MeasureDegree, "PAGERANK": graph.MeasurePageRank, "BETWEENNESS": graph.MeasureBetweenness,
}

// Centrality answers which entities are most central.
func (q *Query) Centrality(ctx context.Context, args struct {
	Measure string
	Kinds   *[]string
	Types   *[]string
	Filter  filterInput
	First   int32
}) (*CentralityResolver, error) {
	v, first, err := q.onFirst(ctx, args.First)
	if err != nil {
		return nil, err
	}
	where, err := v.condition(args.Filter)
	if err != nil {
		return nil, err
	}
	found, err := graph.FindCentrality(v.View, graph.CentralityQuery{
		Measure: measures[args.Measure], Types: v.relationTerms(args.Types), Kinds: v.kindTerms(args.Kinds),
		Where: where, First: first,
	})
	if err != nil {
		return nil, err
	}
	v.charge(len(found.Ranked))
	r := &CentralityResolver{Measure: args.Measure, TotalCount: int32(found.Total), Exact: found.Exact}
	if measures[args.Measure] == graph.MeasureBetweenness {
		sample, of := int32(found.Sample), int32(found.Of)
		r.Sample, r.Of = &sample, &of
	}
	r.Truncated, r.Reason = cutShort(found.Total > len(found.Ranked))
	r.Ranked = make([]*RankedEntityResolver, len(found.Ranked))
	for i, x := range found.Ranked {
		rank := int32(i + 1)
		if i > 0 && found.Ranked[i-1].Score == x.Score {
			rank = r.Ranked[i-1].Rank
		}
		r.Ranked[i] = &RankedEntityResolver{rank, v.entity(x.Node), round(x.Score)}
	}
	return r, nil
}

// ComponentsResolver answers Components.
type ComponentsResolver struct {
	Components []*ComponentResolver
	TotalCount int32
	Truncated  bool
	Reason     *string
}

// ComponentResolver answers Component.
type ComponentResolver struct {
	Size  int32
	Kinds []*CountResolver

	v       *view
	members []graph.Node
}

// Members returns the first of the entities by name.
func (r *ComponentResolver) Members() []*EntityResolver {
	r.v.charge(len(r.members))
	return r.v.entities(r.members)
}

// Components answers the parts of the graph that no relation joins.
func (q *Query) Components(ctx context.Context, args struct {
	Types *[]string
	First int32
}) (*ComponentsResolver, error) {
	v, first, err := q.onFirst(ctx, args.First)
	if err != nil {
		return nil, err
	}
	found, err := graph.FindComponents(v.View, v.relationTerms(args.Types), first)
	if err != nil {
		return nil, err
	}
	r := &ComponentsResolver{Components: v.components(found.List), TotalCount: int32(found.Total)}
	r.Truncated, r.Reason = cutShort(found.Total > len(found.List))
	return r, nil
}

func (v *view) components(found []graph.Component) []*ComponentResolver {
	v.charge(len(found))
	list := make([]*ComponentResolver, len(found))
	for i, c := range found {
		list[i] = &ComponentResolver{int32(c.Size), v.counts(c.Kinds), v, c.Members}
	}
	return list
}
