package schema

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"missiongraph/graph"
)

// StatsResolver answers Stats. The pass over the graph is made once, when a
// field needs it.
type StatsResolver struct {
	v *view

	once  sync.Once
	found graph.Stats
	err   error
}

// CountResolver answers Count.
type CountResolver struct {
	Name  string
	Count int32
}

// DegreeResolver answers DegreeCount.
type DegreeResolver struct{ Degree, Entities int32 }

// DegreeSummaryResolver answers DegreeSummary.
type DegreeSummaryResolver struct {
	Min, Max     int32
	Mean, Median float64
}

// HubResolver answers Hub.
type HubResolver struct {
	Entity *EntityResolver
	Degree int32
}

// Stats answers counts of what the lens shows.
func (q *Query) Stats(ctx context.Context) (*StatsResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	return &StatsResolver{v: v}, nil
}

func (r *StatsResolver) stats() *graph.Stats {
	r.once.Do(func() { r.found, r.err = graph.FindStats(r.v.View) })
	must(r.err)
	return &r.found
}

func (v *view) counts(list []graph.TermCount) []*CountResolver {
	counts := make([]*CountResolver, len(list))
	for i, c := range list {
		counts[i] = &CountResolver{v.termName(c.Term), int32(c.Count)}
	}
	return counts
}

// Entities returns their number.
func (r *StatsResolver) Entities() int32 { return int32(r.v.Topology().Len()) }

// Relations returns their number.
func (r *StatsResolver) Relations() int32 { return int32(r.stats().Relations) }

// Attributes returns their number.
func (r *StatsResolver) Attributes() int32 { return int32(r.stats().Attributes) }

// Sources returns the number of stored documents.
func (r *StatsResolver) Sources() int32 {
	ids, err := r.v.SourceIDs()
	must(err)
	return int32(len(ids))
}

// Kinds counts entities by kind.
func (r *StatsResolver) Kinds() []*CountResolver { return r.v.counts(r.stats().Kinds) }

// Forms counts entities by form.
func (r *StatsResolver) Forms() []*CountResolver { return r.v.counts(r.stats().Forms) }

// RelationTypes counts relations by type.
func (r *StatsResolver) RelationTypes() []*CountResolver { return r.v.counts(r.stats().Types) }

// Readings counts facts by reading.
func (r *StatsResolver) Readings() []*CountResolver { return r.v.counts(r.stats().Readings) }

// Grades counts facts by grade.
func (r *StatsResolver) Grades() []*CountResolver {
	var list []*CountResolver
	for _, g := range graph.Grades() {
		list = append(list, &CountResolver{g.String(), int32(r.stats().Grades[g])})
	}
	return list
}

// Quoted counts facts by source.
func (r *StatsResolver) Quoted() []*CountResolver {
	found, err := graph.FindFacets(r.v.View, graph.FacetQuery{By: []graph.FacetBy{{Field: graph.FacetSource}}})
	must(err)
	var list []*CountResolver
	for _, x := range found[0].Values {
		if x.Facts > 0 {
			list = append(list, &CountResolver{x.Value, int32(x.Facts)})
		}
	}
	slices.SortStableFunc(list, func(a, b *CountResolver) int {
		if a.Count != b.Count {
			return int(b.Count - a.Count)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list
}

// Components returns the number of parts not connected to each other.
func (r *StatsResolver) Components() int32 { return int32(r.stats().Components) }

// Isolated returns the number of entities without any relation.
func (r *StatsResolver) Isolated() int32 { return int32(r.stats().Orphans) }

// Degrees counts entities by number of relations.
func (r *StatsResolver) Degrees() []*DegreeResolver {
	list := make([]*DegreeResolver, len(r.stats().Degrees))
	for i, d := range r.stats().Degrees {
		list[i] = &DegreeResolver{int32(d.Degree), int32(d.Entities)}
	}
	return list
}

// Degree returns the spread of the numbers of relations.
func (r *StatsResolver) Degree() *DegreeSummaryResolver {
	d := r.stats().Summary()
	return &DegreeSummaryResolver{int32(d.Min), int32(d.Max), math.Round(d.Mean*1e4) / 1e4, d.Median}
}

// Hubs returns the entities with the most relations.
func (r *StatsResolver) Hubs(args struct{ First int32 }) ([]*HubResolver, error) {
	first, err := bounded("first", args.First, 0, r.v.session.svc.limits.PageSize)
	if err != nil {
		return nil, err
	}
	found, err := graph.FindCentrality(r.v.View, graph.CentralityQuery{Measure: graph.MeasureDegree, First: first})
	if err != nil {
		return nil, err
	}
	list := make([]*HubResolver, 0, len(found.Ranked))
	for _, h := range found.Ranked {
		if h.Score > 0 {
			list = append(list, &HubResolver{r.v.entity(h.Node), int32(h.Score)})
		}
	}
	return list, r.v.Budget.Spend(len(list))
}
