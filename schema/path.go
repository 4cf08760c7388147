package schema

import (
	"context"
	"fmt"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// PathResultResolver answers PathResult.
type PathResultResolver struct {
	Paths     []*PathResolver
	Exhausted bool
	Reason    *string
}

// PathResolver answers Path.
type PathResolver struct {
	Length       int32
	Weight       int32
	WeakestGrade *graph.Grade

	v    *view
	path graph.Path
}

// PathStepResolver answers PathStep.
type PathStepResolver struct {
	Relation  *RelationResolver
	Direction string
	Entity    *EntityResolver
	Sentence  string
}

type pathArgs struct {
	From      graphql.ID
	To        graphql.ID
	MaxLength int32
	First     int32
	Types     *[]string
	Direction string
	Avoid     *[]graphql.ID
	Via       *[]graphql.ID
	Filter    filterInput
	Weight    string
}

// Paths answers how two entities are connected.
func (q *Query) Paths(ctx context.Context, args pathArgs) (*PathResultResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	query, err := v.pathQuery(&args)
	if err != nil {
		return nil, err
	}
	found, err := graph.Paths(v.View, query)
	if err != nil {
		return nil, err
	}
	r := &PathResultResolver{Exhausted: found.Exhausted, Reason: explain(found.Reason)}
	switch {
	case found.Exhausted && len(found.Paths) == 0:
		r.Reason = optional(args.none(&found))
	case found.Reason == graph.ReasonBudget && found.Tried > 0:
		r.Reason = optional(fmt.Sprintf("%s; all paths of weight %d or less were tried", *r.Reason, found.Tried))
	}
	r.Paths = make([]*PathResolver, len(found.Paths))
	for i, p := range found.Paths {
		x := &PathResolver{Length: int32(len(p.Steps)), Weight: int32(p.Weight), v: v, path: p}
		if p.WeakestGrade != 0 && len(p.Steps) > 0 {
			x.WeakestGrade = &p.WeakestGrade
		}
		r.Paths[i] = x
	}
	return r, nil
}

// pathQuery reads the arguments of paths.
func (v *view) pathQuery(args *pathArgs) (q graph.PathQuery, err error) {
	limits := v.session.svc.limits
	if q.MaxLength, err = bounded("maxLength", args.MaxLength, 0, min(limits.Depth, graph.MaxPathLength)); err != nil {
		return q, err
	}
	if q.First, err = bounded("first", args.First, 1, limits.PageSize); err != nil {
		return q, err
	}
	ends, err := v.findAll([]graphql.ID{args.From, args.To})
	if err != nil {
		return q, err
	}
	if args.Avoid != nil {
		if q.Avoid, err = v.findAll(*args.Avoid); err != nil {
			return q, err
		}
	}
	if args.Via != nil {
		if q.Via, err = v.findAll(*args.Via); err != nil {
			return q, err
		}
	}
	if q.Where, err = v.condition(args.Filter); err != nil {
		return q, err
	}
	if args.Weight == "GRADE" {
		q.Weight = graph.ByGrade
	}
	q.From, q.To = ends[0], ends[1]
	q.Types, q.Direction = v.relationTerms(args.Types), directionOf(args.Direction)
	return q, nil
}

// none says what was tried where there is no path.
func (args *pathArgs) none(found *graph.PathResult) string {
	var tried []string
	add := func(asked bool, condition string) {
		if asked {
			tried = append(tried, condition)
		}
	}
	add(args.Types != nil, "with these types")
	add(args.Direction != graph.Both.String(), "in this direction")
	add(args.Avoid != nil, "with these entities avoided")
	add(args.Via != nil, "passing those of via")
	add(args.Filter.given(), "through what meets the filter")
	switch {
	case found.Apart && tried == nil:
		return "no path of any length: the two are in parts of the graph that nothing joins"
	case found.Apart:
		tried = append([]string{"no path of any length"}, tried...)
	case args.MaxLength == 1:
		tried = append([]string{"no path of one step"}, tried...)
	default:
		tried = append([]string{fmt.Sprintf("no path of at most %d steps", args.MaxLength)}, tried...)
	}
	return strings.Join(tried, ", ")
}

// Entities returns the entities on the way, both ends included.
func (r *PathResolver) Entities() []*EntityResolver {
	return r.v.chargedEntities(r.path.Nodes)
}

// Steps returns the steps.
func (r *PathResolver) Steps() []*PathStepResolver {
	r.v.charge(len(r.path.Steps))
	list := make([]*PathStepResolver, len(r.path.Steps))
	for i, s := range r.path.Steps {
		rel := r.v.relation(r.path.Nodes[i], s.Rel)
		step := &PathStepResolver{Relation: rel, Direction: graph.In.String(), Entity: r.v.entity(s.Edge.Other), Sentence: rel.InverseSentence()}
		if s.Forward {
			step.Direction, step.Sentence = graph.Out.String(), rel.Sentence()
		}
		list[i] = step
	}
	return list
}

// Sentence returns the steps in words; of no step the entity's name.
func (r *PathResolver) Sentence() string {
	if len(r.path.Steps) == 0 {
		return r.v.Topology().Node(r.path.Nodes[0]).Name
	}
	var parts []string
	for _, s := range r.Steps() {
		parts = append(parts, s.Sentence)
	}
	return strings.Join(parts, "; ")
}
