package schema

import (
	"context"
	"errors"
	"iter"
	"maps"

	"missiongraph/graph"
)

// factAt is a fact by its place in the topology.
type factAt struct {
	subject graph.Node
	edge    graph.Edge // seen from the subject
}

// turned returns the fact of an edge seen from its object.
func turned(e graph.Edge, object graph.Node) factAt {
	subject := e.Other
	e.Other = object
	return factAt{subject, e}
}

// factArgs are the arguments of a connection of facts about something.
type factArgs struct {
	Filter filterInput
	pageArgs
}

// Facts answers a page of the facts that a filter selects.
func (q *Query) Facts(ctx context.Context, args struct {
	Filter  filterInput
	OrderBy orderInput
	pageArgs
}) (*FactConnection, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	p := &page{v: v, list: listID{listKey("facts"), args.Filter.key(), args.OrderBy.key()}}
	b, err := v.bounds(args.pageArgs, p.list)
	if err != nil {
		return nil, err
	}
	query, err := v.factQuery("filter", args.Filter)
	if err != nil {
		return nil, err
	}
	if query.Order, err = args.OrderBy.factOrder(); err != nil {
		return nil, err
	}
	query.After, query.Before = factPlace(b.after), factPlace(b.before)
	query.First, query.Last = b.sizes()
	found, err := graph.ListFacts(v.View, query)
	if err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(1 + len(found.Facts)); err != nil {
		return nil, err
	}
	p.previous, p.next = found.HasPrevious, found.HasNext
	if b.size == 0 {
		p.pass(b, len(found.Facts))
		found.Facts = nil
	}
	p.count = func() (int, bool, error) { return graph.CountFactList(v.View, query) }
	p.places = make([]uint64, len(found.Facts))
	nodes := make([]*FactResolver, len(found.Facts))
	for i, f := range found.Facts {
		p.places[i] = uint64(f.Subject)<<32 | uint64(f.Edge.Fact)
		nodes[i] = &FactResolver{&factResolver{v: v, subject: f.Subject, edge: f.Edge}}
	}
	return &FactConnection{Connection[*FactResolver]{nodes, p}, func(yield func(graph.FactAt) bool) error {
		return graph.EachFact(v.View, query, yield)
	}}, nil
}

func factPlace(place *uint64) graph.FactPlace {
	if place == nil {
		return graph.FactPlace{}
	}
	return graph.FactPlace{Subject: graph.Node(*place >> 32), Fact: graph.FactNum(*place)}
}

// factQuery reads a FactFilter at a place as the list of what it selects.
func (v *view) factQuery(at string, in filterInput) (query graph.FactListQuery, err error) {
	rest := maps.Clone(in.fields)
	named := func(name string, into *graph.Node) {
		text, given := rest[name].(string)
		delete(rest, name)
		if !given || err != nil {
			return
		}
		var found *EntityResolver
		if found, err = v.mustFind(text); err == nil {
			*into = found.n
			return
		}
		var e *graph.Error
		if errors.As(err, &e) {
			e.Op = at + "." + name
		}
	}
	named("subject", &query.Subject)
	named("object", &query.Object)
	if err != nil {
		return query, err
	}
	if source, given := rest["source"].(string); given {
		if err := v.mustFindSource(at+".source", source); err != nil {
			return query, err
		}
	}
	r := filterReader{ontology: v.Ontology}
	end := func(name string) *graph.Filter {
		fields, given := rest[name].(map[string]any)
		delete(rest, name)
		if !given {
			return nil
		}
		return r.entity(anyKind, object{at + "." + name, fields})
	}
	query.SubjectFilter, query.ObjectFilter = end("subjectMeets"), end("objectMeets")
	if len(rest) > 0 {
		query.Filter = r.fact(object{at, rest})
	}
	return query, r.done(v)
}

// mustFindSource refuses the id of a source that there is not, at a place of the
// input.
func (v *view) mustFindSource(at, id string) error {
	found, err := v.findSource(id)
	if found != nil || err != nil {
		return err
	}
	hint, err := v.nearSource(id)
	if err != nil {
		return err
	}
	return graph.Errorf(graph.NotFound, "%s: no source has the id %.60q", at, id).WithHint("%s", hint)
}

// factPage pages facts in the order in which they are found, those that the
// filter selects. It goes over all of them.
func factPage(v *view, found iter.Seq[factAt], args factArgs, list uint32) (*FactConnection, error) {
	id := listID{list: list, filter: args.Filter.key()}
	if _, err := v.bounds(args.pageArgs, id); err != nil {
		return nil, err // before the work of selecting
	}
	query, err := v.factQuery("filter", args.Filter)
	if err != nil {
		return nil, err
	}
	meets, err := v.meets(query)
	if err != nil {
		return nil, err
	}
	var all []factAt
	for f := range found {
		ok, err := meets(&f)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, f)
		}
	}
	w, err := v.window(args.pageArgs, id, len(all))
	if err != nil {
		return nil, err
	}
	nodes := make([]*FactResolver, 0, w.to-w.from)
	for _, f := range all[w.from:w.to] {
		nodes = append(nodes, &FactResolver{&factResolver{v: v, subject: f.subject, edge: f.edge}})
	}
	c, err := connect(v, w, nodes)
	if err != nil {
		return nil, err
	}
	return &FactConnection{*c, func(yield func(graph.FactAt) bool) error {
		for _, f := range all {
			if !yield(graph.FactAt{Subject: f.subject, Edge: f.edge}) {
				break
			}
		}
		return nil
	}}, nil
}

// meets returns the test for what a query asks of a fact.
func (v *view) meets(q graph.FactListQuery) (func(*factAt) (bool, error), error) {
	fact, err := v.FactCondition(q.Filter)
	if err != nil {
		return nil, err
	}
	subject, err := v.Condition(q.SubjectFilter)
	if err != nil {
		return nil, err
	}
	object, err := v.Condition(q.ObjectFilter)
	if err != nil {
		return nil, err
	}
	return func(f *factAt) (bool, error) {
		if q.Subject != 0 && f.subject != q.Subject || q.Object != 0 && f.edge.Other != q.Object {
			return false, nil
		}
		if object != nil && f.edge.Other == 0 {
			return false, nil
		}
		ok, err := true, error(nil)
		if subject != nil {
			ok, err = subject(f.subject)
		}
		if ok && err == nil && object != nil {
			ok, err = object(f.edge.Other)
		}
		if ok && err == nil && fact != nil {
			ok, err = fact(&f.edge)
		}
		return ok, err
	}, nil
}
