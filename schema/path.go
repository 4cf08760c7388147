package schema

import (
	"context"
	"fmt"

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

// Paths answers how two entities are connected.
func (q *Query) Paths(ctx context.Context, args struct {
	From      graphql.ID
	To        graphql.ID
	MaxLength int32
	First     int32
	Types     *[]string
	Direction string
	Avoid     *[]graphql.ID
}) (*PathResultResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	length, err := bounded("maxLength", args.MaxLength, 0, min(v.session.svc.limits.Depth, graph.MaxPathLength))
	if err != nil {
		return nil, err
	}
	first, err := bounded("first", args.First, 1, v.session.svc.limits.PageSize)
	if err != nil {
		return nil, err
	}
	ends, err := v.findAll([]graphql.ID{args.From, args.To})
	if err != nil {
		return nil, err
	}
	var avoid []graph.Node
	if args.Avoid != nil {
		if avoid, err = v.findAll(*args.Avoid); err != nil {
			return nil, err
		}
	}
	found, err := graph.Paths(v.View, graph.PathQuery{
		From: ends[0], To: ends[1], MaxLength: length, First: first,
		Types: v.relationTerms(args.Types), Direction: directionOf(args.Direction), Avoid: avoid,
	})
	if err != nil {
		return nil, err
	}
	r := &PathResultResolver{Exhausted: found.Exhausted, Reason: explain(found.Reason)}
	if found.Exhausted && len(found.Paths) == 0 {
		none := fmt.Sprintf("no path of at most %d steps", length)
		switch {
		case length == 1:
			none = "no path of one step"
		case found.Apart && (args.Types != nil || args.Direction != graph.Both.String() || avoid != nil):
			none = "no path of any length with these types, this direction and these entities avoided"
		case found.Apart:
			none = "no path of any length: the two are in parts of the graph that nothing joins"
		}
		r.Reason = &none
	}
	r.Paths = make([]*PathResolver, len(found.Paths))
	for i, p := range found.Paths {
		x := &PathResolver{Length: int32(len(p.Steps)), v: v, path: p}
		if p.WeakestGrade != 0 {
			x.WeakestGrade = &p.WeakestGrade
		}
		r.Paths[i] = x
	}
	return r, nil
}

// Entities returns the entities on the way, both ends included.
func (r *PathResolver) Entities() []*EntityResolver {
	r.v.charge(len(r.path.Nodes))
	return r.v.entities(r.path.Nodes)
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
