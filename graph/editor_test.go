package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// wanted is the naive shape that edits are compared with.
type wanted struct {
	nodes map[Node]NodeInfo
	facts map[FactNum]wantedFact
}

type wantedFact struct {
	subject Node
	edge    Edge
}

func (w wanted) clone() wanted { return wanted{maps.Clone(w.nodes), maps.Clone(w.facts)} }

// build makes the topology from nothing.
func (w wanted) build(revision Revision) *Topology {
	e := NewTopology(NewTerms()).Edit()
	for n, info := range w.nodes {
		e.PutNode(n, info.ID, info.Name, info.Kind, info.Form)
	}
	for _, f := range w.facts {
		e.PutEdge(f.subject, f.edge)
	}
	return e.Done(revision)
}

func draw(t *rapid.T, w *wanted, e *Editor, next *FactNum) {
	node := rapid.SampledFrom([]Node{1, 2, 3, 64, 65, 200})
	n := node.Draw(t, "node")
	_, exists := w.nodes[n]
	switch op := rapid.SampledFrom([]string{"put", "put", "edge", "edge", "edge", "drop edge", "drop node", "again"}).Draw(t, "op"); {
	case op == "put" || !exists:
		info := NodeInfo{ID: fmt.Sprintf("n%d", n), Name: rapid.SampledFrom([]string{"Alpha", "ALPHA", "beta", "Gamma"}).Draw(t, "name"),
			Kind: Term(rapid.IntRange(1, 2).Draw(t, "kind")), Form: Term(rapid.IntRange(0, 1).Draw(t, "form"))}
		w.nodes[n] = info
		e.PutNode(n, info.ID, info.Name, info.Kind, info.Form)
	case op == "edge":
		other := node.Draw(t, "other")
		if _, ok := w.nodes[other]; !ok {
			other = 0
		}
		*next++
		edge := Edge{Other: other, Fact: *next, Type: Term(rapid.IntRange(1, 3).Draw(t, "type")), Grade: Stated}
		w.facts[*next] = wantedFact{n, edge}
		e.PutEdge(n, edge)
	case len(w.facts) > 0 && (op == "drop edge" || op == "again"):
		num := rapid.SampledFrom(slices.Sorted(maps.Keys(w.facts))).Draw(t, "fact")
		f := w.facts[num]
		e.DropEdge(f.subject, f.edge.Other, f.edge.Type, num)
		delete(w.facts, num)
		if op == "again" {
			f.edge.Rank = Preferred
			w.facts[num] = f
			e.PutEdge(f.subject, f.edge)
		}
	case op == "drop node":
		for num, f := range w.facts {
			if f.subject == n || f.edge.Other == n {
				e.DropEdge(f.subject, f.edge.Other, f.edge.Type, num)
				delete(w.facts, num)
			}
		}
		e.DropNode(n)
		delete(w.nodes, n)
	}
}

// TestEditorEqualsBuilding: a topology made by any series of edits is the one
// built from scratch, and the older ones stay as they were.
func TestEditorEqualsBuilding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := wanted{map[Node]NodeInfo{}, map[FactNum]wantedFact{}}
		top := NewTopology(NewTerms())
		next := FactNum(0)
		var tops []*Topology
		var states []wanted
		for rev := range Revision(rapid.IntRange(1, 8).Draw(t, "revisions")) {
			if rapid.Bool().Draw(t, "dropped editor") {
				scratch, unwanted := w.clone(), top.Edit()
				for range 5 {
					draw(t, &scratch, unwanted, new(FactNum))
				}
			}
			e := top.Edit()
			for range rapid.IntRange(0, 12).Draw(t, "edits") {
				draw(t, &w, e, &next)
			}
			if rapid.Bool().Draw(t, "reserve") && len(w.nodes) > 0 {
				e.Reserve(slices.Min(slices.Collect(maps.Keys(w.nodes))), 3, 3)
			}
			if rapid.Bool().Draw(t, "ranked") {
				e.next.ranks = e.rank() // as after a bulk load
			}
			top = e.Done(rev)
			tops = append(tops, top)
			states = append(states, w.clone())
		}
		for i, w := range states {
			requireSame(t, w.build(Revision(i)), tops[i])
			past := wantedPast(w, top, Revision(i))
			requireSame(t, tops[i], past)
		}
	})
}

// wantedPast builds the shape on the registries of another topology.
func wantedPast(w wanted, head *Topology, rev Revision) *Topology {
	e := head.EditEmpty()
	for n, info := range w.nodes {
		e.PutNode(n, info.ID, info.Name, info.Kind, info.Form)
	}
	for _, f := range w.facts {
		e.PutEdge(f.subject, f.edge)
	}
	return e.Done(rev)
}

func requireSame(t require.TestingT, want, got *Topology) {
	require.Equal(t, want.Revision(), got.Revision())
	require.Equal(t, want.Len(), got.Len())
	require.Equal(t, want.Facts(), got.Facts())
	require.Equal(t, want.KindTerms(), got.KindTerms())
	for kind := Term(1); kind < 4; kind++ {
		require.Equal(t, fmt.Sprint(want.OfKind(kind)), fmt.Sprint(got.OfKind(kind)))
		require.Equal(t, want.FactsOf(kind), got.FactsOf(kind))
	}
	for n, info := range want.All {
		require.Equal(t, n, got.Lookup(info.ID))
		other := got.Node(n)
		require.NotNil(t, other)
		require.Equal(t, fmt.Sprint(*info), fmt.Sprint(*other))
	}
	for n, info := range got.All {
		require.NotNil(t, want.Node(n), "%v is left over", *info)
	}
}

// TestSortedAsDocumented compares one topology with the order in words: type,
// then name, then id, then number.
func TestSortedAsDocumented(t *testing.T) {
	e := NewTopology(NewTerms()).Edit()
	for i, name := range []string{"b", "A", "a", "C"} {
		e.PutNode(Node(i+1), fmt.Sprintf("id%d", 9-i), name, 1, 0)
	}
	for i, edge := range []Edge{{Other: 4, Type: 1}, {Other: 3, Type: 2}, {Other: 2, Type: 2}, {Other: 3, Type: 1}, {Other: 3, Type: 1}, {Type: 1}, {Other: 1, Type: 2}} {
		edge.Fact = FactNum(i + 1)
		e.PutEdge(1, edge)
	}
	top := e.Done(1)
	var got []string
	for _, x := range top.Node(1).Out {
		name := ""
		if x.Other != 0 {
			name = top.Node(x.Other).Name + ":" + top.Node(x.Other).ID
		}
		got = append(got, fmt.Sprintf("%d %s %d", x.Type, name, x.Fact))
	}
	assert.Equal(t, []string{"1  6", "1 a:id7 4", "1 a:id7 5", "1 C:id6 1", "2 a:id7 2", "2 A:id8 3", "2 b:id9 7"}, got)
	assert.Equal(t, []Node{3, 2, 1, 4}, top.OfKind(1))
	assert.Len(t, OfType(top.Node(1).Out, 1), 4)
	assert.Len(t, OfType(top.Node(1).Out, 2), 3)
	assert.Empty(t, OfType(top.Node(1).Out, 3))
}

func TestOfType(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var edges []Edge
		for typ := Term(1); typ < 6; typ++ {
			for range rapid.SampledFrom([]int{0, 1, 2, 15, 16, 17, 40}).Draw(t, "run") {
				edges = append(edges, Edge{Type: typ, Fact: FactNum(len(edges))})
			}
		}
		for typ := Term(0); typ < 8; typ++ {
			var want []Edge
			for _, x := range edges {
				if x.Type == typ {
					want = append(want, x)
				}
			}
			got := OfType(edges, typ)
			require.Equal(t, len(want), len(got), "type %d of %d edges", typ, len(edges))
			for i := range want {
				require.Equal(t, want[i], got[i])
			}
		}
	})
}

func TestNamed(t *testing.T) {
	e := NewTopology(NewTerms()).Edit()
	e.PutNode(1, "a", "287(g)", 1, 0)
	e.PutNode(2, "b", "Élan", 1, 0)
	e.AddName(2, "287 G")
	e.Register("gone", 3)
	top := e.Done(1)
	assert.ElementsMatch(t, []Node{1, 2}, top.Named("287g"))
	assert.Equal(t, []Node{2}, top.Named("elan"))
	assert.Zero(t, top.Lookup("gone"), "registered is not added")
	e = top.Edit()
	e.PutNode(2, "b", strings.ToUpper("new"), 1, 0)
	next := e.Done(2)
	assert.Equal(t, []Node{2}, next.Named("Elan"), "former names are found")
	assert.Equal(t, "Élan", top.Node(2).Name)
}

func BenchmarkDropFromHub(b *testing.B) {
	e := NewTopology(NewTerms()).Edit()
	e.PutNode(1, "hub", "Hub", 1, 0)
	const spokes = 10_000
	for i := range spokes {
		n := Node(i + 2)
		e.PutNode(n, fmt.Sprintf("n%d", i), "N", 1, 0)
		e.PutEdge(1, Edge{Other: n, Fact: FactNum(i + 1), Type: 1})
	}
	top := e.Done(1)
	b.ReportAllocs()
	for b.Loop() {
		e := top.Edit()
		e.DropEdge(1, 2, 1, 1)
		e.PutEdge(1, Edge{Other: 2, Fact: 1, Type: 1, Rank: Preferred})
		e.Done(2)
	}
}
