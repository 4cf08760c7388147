// Package export writes a graph, or a part of it, in the formats of other
// tools. Every writer reads the entities and facts one after the other and keeps
// none: memory does not grow with the graph. What a pattern or a GraphQL query
// found leaves as one flat table.
package export

import (
	"bufio"
	"context"
	"math"

	"missiongraph/graph"
)

// Graph is what is exported: the entities of a view, or some of them, and the
// facts that the view shows of them and among them.
type Graph struct {
	View  *graph.View
	Nodes map[graph.Node]bool // nil for all
	Base  string              // IRI that ids are appended to, for RDF
}

// View sees all that a snapshot has, whatever its grade and rank, until ctx ends.
func View(ctx context.Context, s graph.Snapshot, o *graph.Ontology) *graph.View {
	return graph.NewView(s, o, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, graph.NewBudget(ctx, math.MaxInt))
}

// writer writes one export. What bufio.Writer's writes return is told by Flush.
type writer struct {
	Graph
	*bufio.Writer
}

func (w *writer) put(parts ...string) {
	for _, s := range parts {
		_, _ = w.WriteString(s)
	}
}

func (w *writer) has(n graph.Node) bool { return w.Nodes == nil || w.Nodes[n] }

// entities calls yield for each entity, in order of number.
func (w *writer) entities(yield func(e *graph.Entity) error) error {
	for n := range w.View.Topology().All {
		if !w.has(n) {
			continue
		}
		if err := w.View.Budget.Spend(1); err != nil {
			return err
		}
		e, err := w.View.Entity(n)
		if err == nil {
			err = yield(&e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// facts calls yield for each fact that is shown of an entity, or of all.
func (w *writer) facts(yield func(f *graph.Fact) error) error {
	for n, info := range w.View.Topology().All {
		if w.has(n) {
			if err := w.factsOf(info, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) factsOf(info *graph.NodeInfo, yield func(f *graph.Fact) error) error {
	for i := range info.Out {
		e := &info.Out[i]
		if e.Other != 0 && !w.has(e.Other) || !w.View.Shows(e) {
			continue
		}
		if err := w.View.Budget.Spend(1); err != nil {
			return err
		}
		f, err := w.View.Fact(e.Fact)
		if err == nil {
			err = yield(&f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// relations is facts without attributes.
func (w *writer) relations(yield func(f *graph.Fact) error) error {
	return w.facts(func(f *graph.Fact) error {
		if !f.IsRelation() {
			return nil
		}
		return yield(f)
	})
}

// sources calls yield for each source that something exported quotes.
func (w *writer) sources(yield func(s *graph.Source) error) error {
	ids, err := w.View.SourceIDs()
	if err != nil {
		return err
	}
	var quoted map[string]bool
	if w.Nodes != nil {
		if quoted, err = w.quoted(); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if quoted != nil && !quoted[id] {
			continue
		}
		s, ok, err := w.View.Source(id)
		if err == nil && ok {
			err = yield(&s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) quoted() (map[string]bool, error) {
	found := map[string]bool{}
	note := func(list []graph.Evidence) error {
		for i := range list {
			found[list[i].Source] = true
		}
		return nil
	}
	if err := w.entities(func(e *graph.Entity) error { return note(e.Evidence) }); err != nil {
		return nil, err
	}
	return found, w.facts(func(f *graph.Fact) error { return note(f.Evidence) })
}

// label is the word on a relation: its verb, or its type in words.
func label(f *graph.Fact) string {
	if f.Verb != "" {
		return f.Verb
	}
	return f.Type
}
