package graphtest

import (
	"maps"
	"slices"

	"missiongraph/graph"
)

// Memory is a graph at one revision, held in maps: a [graph.Snapshot] for
// tests that need no file. It is immutable; [Memory.Apply] makes the next one.
type Memory struct {
	topology *graph.Topology
	entities map[graph.Node]graph.Entity
	facts    map[graph.FactNum]graph.Fact
	sources  map[string]graph.Source
	factNum  map[string]graph.FactNum // of every fact there ever was
	nodeNum  map[string]graph.Node    // of every entity there ever was
}

// NewMemory returns the graph that the ops make, at revision 1.
func NewMemory(ops ...graph.Op) (*Memory, error) {
	empty := &Memory{topology: graph.NewTopology(graph.NewTerms())}
	return empty.Apply(ops...)
}

// Apply returns the graph after one more change. Ops apply in order. An error
// has code BAD_INPUT (an op of no meaning, a fact whose ends do not exist, a
// retraction of an entity that still has facts) or NOT_FOUND (a retraction of
// what is not there); m stays as it is in any case.
func (m *Memory) Apply(ops ...graph.Op) (*Memory, error) {
	next := &memoryEdit{
		Memory: Memory{
			entities: cloned(m.entities),
			facts:    cloned(m.facts),
			sources:  cloned(m.sources),
			factNum:  cloned(m.factNum),
			nodeNum:  cloned(m.nodeNum),
		},
		editor: m.topology.Edit(),
		terms:  m.topology.Terms(),
	}
	for i := range ops {
		if err := next.apply(&ops[i]); err != nil {
			return nil, err
		}
	}
	next.topology = next.editor.Done(m.topology.Revision() + 1)
	return &next.Memory, nil
}

func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

// Revision implements [graph.Snapshot].
func (m *Memory) Revision() graph.Revision { return m.topology.Revision() }

// Topology implements [graph.Snapshot].
func (m *Memory) Topology() *graph.Topology { return m.topology }

// Entity implements [graph.Snapshot].
func (m *Memory) Entity(n graph.Node) (graph.Entity, error) {
	e, ok := m.entities[n]
	if !ok {
		return e, graph.Errorf(graph.NotFound, "no entity number %d", n)
	}
	return e, nil
}

// Fact implements [graph.Snapshot].
func (m *Memory) Fact(f graph.FactNum) (graph.Fact, error) {
	x, ok := m.facts[f]
	if !ok {
		return x, graph.Errorf(graph.NotFound, "no fact number %d", f)
	}
	return x, nil
}

// FactByID implements [graph.Snapshot].
func (m *Memory) FactByID(id string) (graph.FactNum, bool, error) {
	f := m.factNum[id]
	_, ok := m.facts[f]
	if !ok {
		return 0, false, nil
	}
	return f, true, nil
}

// Source implements [graph.Snapshot].
func (m *Memory) Source(id string) (graph.Source, bool, error) {
	s, ok := m.sources[id]
	return s, ok, nil
}

// SourceIDs implements [graph.Snapshot].
func (m *Memory) SourceIDs() ([]string, error) {
	return slices.Sorted(maps.Keys(m.sources)), nil
}

// FactsOfSource implements [graph.Snapshot].
func (m *Memory) FactsOfSource(id string) ([]graph.FactNum, []graph.Node, error) {
	quotes := func(list []graph.Evidence) bool {
		return slices.ContainsFunc(list, func(e graph.Evidence) bool { return e.Source == id })
	}
	var facts []graph.FactNum
	for n, f := range m.facts {
		if quotes(f.Evidence) {
			facts = append(facts, n)
		}
	}
	var nodes []graph.Node
	for n, e := range m.entities {
		if quotes(e.Evidence) {
			nodes = append(nodes, n)
		}
	}
	slices.Sort(facts)
	slices.Sort(nodes)
	return facts, nodes, nil
}

// Close implements [graph.Snapshot]; there is nothing to give back.
func (m *Memory) Close() error { return nil }
