package search_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"missiongraph/graph"
)

// memory is a graph.Store kept in memory: the log, and the graph at each
// revision. Its clock is the revision, so equal histories have equal hashes.
type memory struct {
	mu      sync.Mutex
	entries []graph.Entry
	heads   []*frozen // by revision
	nodes   map[string]graph.Node
	facts   map[string]graph.FactNum
	fail    error // what Snapshot returns, to test errors
}

// frozen is the graph at one revision.
type frozen struct {
	topology *graph.Topology
	entities map[graph.Node]graph.Entity
	facts    map[graph.FactNum]graph.Fact
	numbers  map[string]graph.FactNum
	sources  map[string]graph.Source
}

func newMemory() *memory {
	return &memory{
		nodes: map[string]graph.Node{}, facts: map[string]graph.FactNum{},
		heads: []*frozen{{topology: graph.NewTopology(graph.NewTerms())}},
	}
}

func (m *memory) Append(_ context.Context, c graph.Change, expect graph.Revision, _ ...graph.Ref) (graph.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	head := graph.Revision(len(m.entries))
	if expect != graph.AnyRevision && expect != head {
		return graph.Entry{}, graph.Errorf(graph.Conflict, "the head is at %d", head)
	}
	next, err := m.apply(m.heads[head], c, head+1)
	if err != nil {
		return graph.Entry{}, err
	}
	e := graph.Entry{Change: c, Revision: head + 1, Time: time.Unix(int64(head+1), 0).UTC()}
	if head > 0 {
		e.Previous = m.entries[head-1].Hash
	}
	body, err := json.Marshal(e)
	if err != nil {
		return graph.Entry{}, err
	}
	e.Hash = sha256.Sum256(body)
	m.entries = append(m.entries, e)
	m.heads = append(m.heads, next)
	return e, nil
}

func (m *memory) apply(last *frozen, c graph.Change, rev graph.Revision) (*frozen, error) {
	next := &frozen{
		entities: cloned(last.entities), facts: cloned(last.facts),
		numbers: cloned(last.numbers), sources: cloned(last.sources),
	}
	edit := last.topology.Edit()
	terms := last.topology.Terms()
	drop := func(id string) bool {
		n, ok := next.numbers[id]
		if !ok {
			return false
		}
		f := next.facts[n]
		edit.DropEdge(m.nodes[f.Subject], m.nodes[f.Object], terms.Lookup(f.Type), n)
		delete(next.facts, n)
		delete(next.numbers, id)
		return true
	}
	for i := range c.Ops {
		switch op := &c.Ops[i]; {
		case op.Entity != nil:
			e := op.Entity
			n := number(m.nodes, e.ID)
			edit.PutNode(n, e.ID, e.Name, terms.Add(e.Kind), terms.Add(e.Form))
			next.entities[n] = *e
		case op.RetractEntity != "":
			n := edit.Lookup(op.RetractEntity)
			if n == 0 {
				return nil, graph.Errorf(graph.BadInput, "no entity %q", op.RetractEntity)
			}
			edit.DropNode(n)
			delete(next.entities, n)
		case op.Fact != nil:
			f := op.Fact
			drop(f.ID)
			n := number(m.facts, f.ID)
			edit.PutEdge(m.nodes[f.Subject], graph.Edge{
				Other: m.nodes[f.Object], Fact: n, Type: terms.Add(f.Type), Verb: terms.Add(f.Verb),
				Reading: terms.Add(string(f.Reading)), Grade: f.Grade, Rank: f.Rank, Dated: f.ValidFrom+f.ValidTo != "",
			})
			next.facts[n], next.numbers[f.ID] = *f, n
		case op.RetractFact != "":
			if !drop(op.RetractFact) {
				return nil, graph.Errorf(graph.BadInput, "no fact %q", op.RetractFact)
			}
		case op.Source != nil:
			next.sources[op.Source.ID] = *op.Source
		case op.RetractSource != "":
			delete(next.sources, op.RetractSource)
		}
	}
	next.topology = edit.Done(rev)
	return next, nil
}

func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

func number[N ~uint32](numbers map[string]N, id string) N {
	if n, ok := numbers[id]; ok {
		return n
	}
	numbers[id] = N(len(numbers) + 1)
	return numbers[id]
}

func (m *memory) Head() graph.Revision {
	m.mu.Lock()
	defer m.mu.Unlock()
	return graph.Revision(len(m.entries))
}

func (m *memory) Tail(_ context.Context, after graph.Revision) iter.Seq2[graph.Entry, error] {
	m.mu.Lock()
	entries := m.entries[min(int(after), len(m.entries)):len(m.entries):len(m.entries)]
	m.mu.Unlock()
	return func(yield func(graph.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (m *memory) Snapshot(rev graph.Revision) (graph.Snapshot, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return nil, m.fail
	}
	if rev == graph.AnyRevision {
		rev = graph.Revision(len(m.entries))
	}
	if int(rev) >= len(m.heads) {
		return nil, graph.Errorf(graph.NotFound, "no revision %d", rev)
	}
	return &snapshot{m.heads[rev], rev}, nil
}

func (m *memory) RevisionAt(t time.Time) (graph.Revision, error) {
	return min(graph.Revision(max(t.Unix(), 0)), m.Head()), nil
}

func (m *memory) Info(rev graph.Revision) (graph.RevisionInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if rev == 0 || int(rev) > len(m.entries) {
		return graph.RevisionInfo{}, graph.Errorf(graph.NotFound, "no revision %d", rev)
	}
	e := m.entries[rev-1]
	return graph.RevisionInfo{Revision: rev, Time: e.Time, Author: e.Author, Message: e.Message, Ops: len(e.Ops), Hash: e.Hash}, nil
}

func (m *memory) Close() error { return nil }

type snapshot struct {
	*frozen
	rev graph.Revision
}

func (s *snapshot) Revision() graph.Revision  { return s.rev }
func (s *snapshot) Topology() *graph.Topology { return s.topology }
func (s *snapshot) Close() error              { return nil }

func (s *snapshot) Entity(n graph.Node) (graph.Entity, error) {
	e, ok := s.entities[n]
	if !ok {
		return e, graph.Errorf(graph.NotFound, "no entity %d", n)
	}
	return e, nil
}

func (s *snapshot) Fact(n graph.FactNum) (graph.Fact, error) {
	f, ok := s.facts[n]
	if !ok {
		return f, graph.Errorf(graph.NotFound, "no fact %d", n)
	}
	return f, nil
}

func (s *snapshot) FactByID(id string) (graph.FactNum, bool, error) {
	n, ok := s.numbers[id]
	return n, ok, nil
}

func (s *snapshot) Source(id string) (graph.Source, bool, error) {
	x, ok := s.sources[id]
	return x, ok, nil
}

func (s *snapshot) SourceIDs() ([]string, error) {
	return slices.Sorted(maps.Keys(s.sources)), nil
}

func (s *snapshot) FactsOfSource(string) ([]graph.FactNum, []graph.Node, error) {
	return nil, nil, nil
}
