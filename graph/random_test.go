package graph_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// small is a random multigraph as a list of relations, and the same as a view.
// The oracles of the property tests read only the list.
type small struct {
	entities []graph.Entity
	facts    []graph.Fact
	lens     graph.Lens
	view     *graph.View
}

func testOntology(t require.TestingT) *graph.Ontology {
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "Thing", Abstract: true}, {Name: "K", IsA: []string{"Thing"}}, {Name: "L", IsA: []string{"Thing"}}},
		[]*graph.Property{{Name: graph.AliasProperty, Type: graph.String, Many: true}},
		[]*graph.RelationType{{Name: "a"}, {Name: "b"}, {Name: "s", Symmetric: true}},
	)
	require.NoError(t, err)
	return o
}

func drawSmall(t *rapid.T) *small {
	g := &small{}
	n := rapid.IntRange(1, 8).Draw(t, "nodes")
	var ops []graph.Op
	for i := range n {
		g.entities = append(g.entities, graph.Entity{
			// Ids run against the order of numbers, and names repeat.
			ID:   string(rune('z' - i)),
			Kind: rapid.SampledFrom([]string{"K", "L"}).Draw(t, "kind"),
			Name: rapid.SampledFrom([]string{"Ann", "ann", "Bob", "Cid"}).Draw(t, "name"),
		})
		ops = append(ops, graph.Op{Entity: &g.entities[i]})
	}
	id := rapid.Map(rapid.IntRange(0, n-1), func(i int) string { return g.entities[i].ID })
	for i := range rapid.IntRange(0, 22).Draw(t, "facts") {
		g.facts = append(g.facts, graph.Fact{
			ID: fmt.Sprint("f", i), Subject: id.Draw(t, "subject"), Object: id.Draw(t, "object"),
			Type:  rapid.SampledFrom([]string{"b", "s", "a"}).Draw(t, "type"),
			Verb:  rapid.SampledFrom([]string{"", "w", "v"}).Draw(t, "verb"),
			Grade: rapid.SampledFrom(graph.Grades()).Draw(t, "grade"),
			Rank:  rapid.SampledFrom([]graph.Rank{graph.Normal, graph.Preferred, graph.Deprecated}).Draw(t, "rank"),
		})
	}
	for i := range g.facts {
		ops = append(ops, graph.Op{Fact: &g.facts[i]})
	}
	ops = append(ops, graph.Op{Fact: &graph.Fact{ID: "x", Subject: g.entities[0].ID, Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: "other"}, Grade: graph.Stated}})
	g.lens.MinGrade = graph.Grade(rapid.IntRange(0, 4).Draw(t, "minimum grade"))
	g.lens.Deprecated = rapid.Bool().Draw(t, "deprecated")
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	g.view = graph.NewView(m, testOntology(t), g.lens, graph.NewBudget(context.Background(), 1<<30))
	return g
}

func (g *small) node(id string) graph.Node { return g.view.Topology().Lookup(id) }

func (g *small) id(n graph.Node) string { return g.view.Topology().Node(n).ID }

func (g *small) drawNode(t *rapid.T, label string) graph.Node {
	return g.node(rapid.SampledFrom(g.entities).Draw(t, label).ID)
}

func drawTypes(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "s"}), 0, 2, rapid.ID).Draw(t, "types")
}

func drawDirection(t *rapid.T) graph.Direction {
	return rapid.SampledFrom([]graph.Direction{0, graph.Out, graph.In, graph.Both}).Draw(t, "direction")
}

func (g *small) terms(names []string) []graph.Term {
	var list []graph.Term
	for _, name := range names {
		// An unused type has no number; 0 must then match nothing.
		list = append(list, g.view.Term(name))
	}
	return list
}

// shown reports whether the lens shows a fact.
func (g *small) shown(f *graph.Fact) bool {
	return f.Grade >= g.lens.Grade() && (g.lens.Deprecated || f.Rank != graph.Deprecated)
}

// hop is a relation seen from one end.
type hop struct {
	to      string
	forward bool
	fact    *graph.Fact
}

// hops lists the relations to follow from an entity.
func (g *small) hops(from string, types []string, d graph.Direction) []hop {
	if d == 0 {
		d = graph.Both
	}
	var list []hop
	for i := range g.facts {
		f := &g.facts[i]
		if !g.shown(f) || len(types) > 0 && !slices.Contains(types, f.Type) {
			continue
		}
		out, in := d&graph.Out != 0, d&graph.In != 0
		if f.Type == "s" {
			out, in = true, true
		}
		switch {
		case f.Subject == from && out:
			list = append(list, hop{f.Object, true, f})
		case f.Object == from && in:
			list = append(list, hop{f.Subject, false, f})
		}
	}
	return list
}

// compareSupport orders parallel relations, the best first.
func compareSupport(a, b hop) int {
	place := map[graph.Rank]int{graph.Preferred: 0, graph.Normal: 1, graph.Deprecated: 2}
	return cmp.Or(
		-cmp.Compare(a.fact.Grade, b.fact.Grade),
		cmp.Compare(place[a.fact.Rank], place[b.fact.Rank]),
		cmp.Compare(a.fact.Type, b.fact.Type),
		cmp.Compare(a.fact.Verb, b.fact.Verb),
		cmp.Compare(factNumber(a.fact), factNumber(b.fact)),
	)
}

func factNumber(f *graph.Fact) int {
	var n int
	fmt.Sscanf(f.ID, "f%d", &n)
	return n
}

// factID names the fact of an edge.
func (g *small) factID(t require.TestingT, f graph.FactNum) string {
	fact, err := g.view.Fact(f)
	require.NoError(t, err)
	return fact.ID
}

// byName orders ids by name in lower case, then id.
func (g *small) byName(a, b string) int {
	x, y := g.view.Topology().Node(g.node(a)), g.view.Topology().Node(g.node(b))
	return cmp.Or(cmp.Compare(x.Key, y.Key), cmp.Compare(a, b))
}

// mustBuild makes a view of ops for tests of examples.
func mustBuild(t require.TestingT, lens graph.Lens, ops ...graph.Op) *graph.View {
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	return graph.NewView(m, testOntology(t), lens, nil)
}

func entity(id, kind, name string) graph.Op {
	return graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Stated}}
}

func relation(subject, typ, object string) graph.Op {
	return graph.Op{Fact: &graph.Fact{ID: graph.RelationID(subject, typ, "", object),
		Subject: subject, Type: typ, Object: object, Grade: graph.Stated}}
}
