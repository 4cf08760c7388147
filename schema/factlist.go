package schema

import (
	"context"
	"iter"
	"math"
	"slices"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// factAt is a fact by its place in the topology.
type factAt struct {
	subject graph.Node
	edge    graph.Edge // seen from the subject
}

// factArgs are the arguments of a connection of facts.
type factArgs struct {
	Filter filterInput
	pageArgs
}

// factPage pages facts in the order in which they are found, those that the
// filter selects.
func factPage(v *view, found iter.Seq[factAt], args factArgs, list uint32) (*FactConnection, error) {
	id := listID{list: list, filter: args.Filter.key()}
	if _, err := v.bounds(args.pageArgs, id); err != nil {
		return nil, err // before the work of selecting
	}
	found, err := v.selectFacts(found, args.Filter)
	if err != nil {
		return nil, err
	}
	total := 0
	for range found {
		total++
	}
	w, err := v.window(args.pageArgs, id, total)
	if err != nil {
		return nil, err
	}
	nodes := []*FactResolver{}
	for f := range found {
	}
	return connect(v, w, nodes)
}

func text(id *graphql.ID) string {
	if id == nil {
		return ""
	}
	return string(*id)
}

// checkProperties refuses a property that the ontology does not have.
func (v *view) checkProperties(names *[]string) error {
	if names == nil {
		return nil
	}
	for _, name := range *names {
		if v.Ontology.Property(name) != nil {
			continue
		}
		known := make([]string, len(v.Ontology.Properties))
		for i, p := range v.Ontology.Properties {
			known[i] = p.Name
		}
		return graph.Errorf(graph.BadInput, "no property is called %.60q", name).WithHint("%s", graph.DidYouMean(name, known))
	}
	return nil
}

// selectFacts finds the visible facts a filter selects, in order of subject,
// type and object's name, or of type and subject's name where the object alone
// is given.
func (v *view) selectFacts(f *factFilter) (iter.Seq[factAt], error) {
	keep := v.factCondition(f)
	var subject, object *EntityResolver
	var err error
	if f.Subject != nil {
		if subject, err = v.mustFind(string(*f.Subject)); err != nil {
			return nil, err
		}
	}
	if f.Object != nil {
		if object, err = v.mustFind(string(*f.Object)); err != nil {
			return nil, err
		}
	}
	if f.Source != nil {
		quotes, err := v.quoting(string(*f.Source))
		if err != nil {
			return nil, err
		}
		meets := keep
		keep = func(e *graph.Edge) bool { return quotes[e.Fact] && meets(e) }
	}
	switch {
	case subject != nil:
		return func(yield func(factAt) bool) {
			for i := range subject.info.Out {
				e := &subject.info.Out[i]
				if (object == nil || e.Other == object.n) && keep(e) && !yield(factAt{subject.n, *e}) {
					return
				}
			}
		}, v.Budget.Spend(len(subject.info.Out) / 64)
	case object != nil:
		return func(yield func(factAt) bool) {
			for _, e := range object.info.In {
				if keep(&e) && !yield(turned(e, object.n)) {
					return
				}
			}
		}, v.Budget.Spend(len(object.info.In) / 64)
	}
	return func(yield func(factAt) bool) {
		for n, info := range v.Topology().All {
			for i := range info.Out {
				if e := &info.Out[i]; keep(e) && !yield(factAt{n, *e}) {
					return
				}
			}
		}
	}, v.Budget.Spend(1 + v.Topology().Facts()/64)
}

// turned returns the fact of an edge seen from its object.
func turned(e graph.Edge, object graph.Node) factAt {
	subject := e.Other
	e.Other = object
	return factAt{subject, e}
}

// factCondition compiles what a filter asks of an edge.
func (v *view) factCondition(f *factFilter) func(*graph.Edge) bool {
	types, properties, verbs := v.termSet(f.Types), v.termSet(f.Properties), v.termSet(f.Verbs)
	anyType := f.Types == nil && f.Properties == nil
	var grades [graph.Stated + 1]bool
	for _, g := range graph.Grades() {
		grades[g] = f.Grades == nil || slices.Contains(*f.Grades, g.String())
	}
	ranks := map[graph.Rank]bool{}
	if f.Ranks != nil {
		for _, r := range *f.Ranks {
			rank, _ := graph.ParseRank(r)
			ranks[rank] = true
		}
	}
	return func(e *graph.Edge) bool {
		ofType := anyType || e.Other != 0 && types[e.Type] || e.Other == 0 && properties[e.Type]
		return ofType && (f.Verbs == nil || verbs[e.Verb]) &&
			int(e.Grade) < len(grades) && grades[e.Grade] && (f.Ranks == nil || ranks[e.Rank]) && v.Shows(e)
	}
}

// termSet returns the store's numbers of names.
func (v *view) termSet(names *[]string) map[graph.Term]bool {
	set := map[graph.Term]bool{}
	if names != nil {
		for _, name := range *names {
			set[v.Term(name)] = true
		}
	}
	delete(set, 0)
	return set
}

// quoting returns the facts that quote a source, by number.
func (v *view) quoting(source string) (map[graph.FactNum]bool, error) {
	found, err := v.findSource(source)
	if err != nil {
		return nil, err
	}
	if found == nil {
		hint, err := v.nearSource(source)
		if err != nil {
			return nil, err
		}
		return nil, graph.Errorf(graph.NotFound, "no source has the id %.60q", source).WithHint("%s", hint)
	}
	numbers, _, err := v.FactsOfSource(source)
	if err != nil {
		return nil, err
	}
	if err := v.Budget.Spend(len(numbers) / 64); err != nil {
		return nil, err
	}
	quotes := make(map[graph.FactNum]bool, len(numbers))
	for _, n := range numbers {
		quotes[n] = true
	}
	return quotes, nil
}
