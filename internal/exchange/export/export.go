// Package export writes a graph, or a part of it, in the formats of other
// tools. Every writer reads the entities and facts one after the other and keeps
// none: memory does not grow with the graph. What a pattern or a GraphQL query
// found leaves as one flat table.
package export

import (
	"bufio"
	"context"
	"math"
	"math/bits"

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

// sort says which facts are read: what is not asked for is not decoded.
type sort uint8

const (
	relations sort = 1 << iota
	attributes
	all = relations | attributes
)

// facts calls yield for each fact of a sort that is shown. Those of a part come by
// their subjects; those of the whole by number, as they lie in a data file.
func (w *writer) facts(which sort, yield func(f *graph.Fact) error) error {
	if w.Nodes == nil {
		return w.allFacts(which, yield)
	}
	for n, info := range w.View.Topology().All {
		if w.has(n) {
			if err := w.factsOf(info, which, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// allFacts reads the facts in order of number: reading a file from one end to the
// other is several times faster than to and fro. It notes a bit for each.
func (w *writer) allFacts(which sort, yield func(f *graph.Fact) error) error {
	var shown []uint64 // bits, by number
	for _, info := range w.View.Topology().All {
		for i := range info.Out {
			e := &info.Out[i]
			if !w.wants(e, which) {
				continue
			}
			at := int(e.Fact / 64)
			if at >= len(shown) {
				shown = append(shown, make([]uint64, at+1-len(shown))...)
			}
			shown[at] |= 1 << (e.Fact % 64)
		}
	}
	for at, word := range shown {
		for ; word != 0; word &= word - 1 {
			if err := w.fact(graph.FactNum(at*64+bits.TrailingZeros64(word)), yield); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) factsOf(info *graph.NodeInfo, which sort, yield func(f *graph.Fact) error) error {
	for i := range info.Out {
		if e := &info.Out[i]; w.wants(e, which) {
			if err := w.fact(e.Fact, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// wants reports whether a fact is of a sort, shown, and among what is exported.
func (w *writer) wants(e *graph.Edge, which sort) bool {
	is := relations
	if e.Other == 0 {
		is = attributes
	}
	return which&is != 0 && (e.Other == 0 || w.has(e.Other)) && w.View.Shows(e)
}

func (w *writer) fact(n graph.FactNum, yield func(f *graph.Fact) error) error {
	if err := w.View.Budget.Spend(1); err != nil {
		return err
	}
	f, err := w.View.Fact(n)
	if err != nil {
		return err
	}
	return yield(&f)
}

// relations calls yield for each relation.
func (w *writer) relations(yield func(f *graph.Fact) error) error { return w.facts(relations, yield) }

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
	return found, w.facts(all, func(f *graph.Fact) error { return note(f.Evidence) })
}

// label is the word on a relation: its verb, or its type in words.
func label(f *graph.Fact) string {
	if f.Verb != "" {
		return f.Verb
	}
	return f.Type
}
