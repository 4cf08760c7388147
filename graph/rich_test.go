package graph_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// rich is a random graph with everything a filter can ask about: properties of
// every type, qualifiers, readings, valid times, notes, forms and sources. The
// oracles read only the lists.
type rich struct {
	entities []graph.Entity
	facts    []graph.Fact
	lens     graph.Lens
	memory   *graphtest.Memory
	view     *graph.View
}

var (
	richWords  = []string{"", "Ann", "ann é", "Bob-Ann", "bob", "Éva", "287(g)"}
	richTypes  = []string{"a", "b", "s"}
	richKinds  = []string{"K", "L"}
	richDates  = []string{"", "2001-05-06", "2010-01-01", "2020-12-31"}
	richSource = []string{"doc-1", "doc-2", "page-é"}
	richValues = []graph.Property{
		{Name: "alias", Type: graph.String, Many: true},
		{Name: "text", Type: graph.Text},
		{Name: "whole", Type: graph.Integer, Many: true},
		{Name: "share", Type: graph.Decimal},
		{Name: "open", Type: graph.Boolean},
		{Name: "founded", Type: graph.Date},
		{Name: "site", Type: graph.URL},
		{Name: "size", Type: graph.Quantity, Many: true},
		{Name: "status", Type: graph.Coded, Codes: []string{"ON", "OFF"}},
		{Name: "tags", Type: graph.List},
	}
)

func richOntology(t require.TestingT) *graph.Ontology {
	forms := []graph.Form{{Name: "ONE"}, {Name: "TWO"}}
	properties := make([]*graph.Property, len(richValues))
	for i := range richValues {
		properties[i] = &richValues[i]
	}
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "Thing", Abstract: true}, {Name: "K", IsA: []string{"Thing"}, Forms: forms}, {Name: "L", IsA: []string{"Thing"}}},
		properties,
		[]*graph.RelationType{{Name: "a"}, {Name: "b"}, {Name: "s", Symmetric: true}, {Name: "unused"}},
	)
	require.NoError(t, err)
	return o
}

func drawRich(t *rapid.T) *rich {
	g := &rich{}
	var ops []graph.Op
	for _, id := range richSource {
		ops = append(ops, graph.Op{Source: &graph.Source{ID: id, Text: "x"}})
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "entities") {
		e := graph.Entity{
			ID:   string(rune('z' - i)),
			Kind: rapid.SampledFrom(richKinds).Draw(t, "kind"),
			Form: rapid.SampledFrom([]string{"", "ONE", "TWO"}).Draw(t, "form"),
			Name: rapid.SampledFrom(richWords[1:]).Draw(t, "name"),
		}
		e.Grade = rapid.SampledFrom(graph.Grades()).Draw(t, "entity grade")
		e.Note = rapid.SampledFrom(richWords).Draw(t, "entity note")
		e.Evidence = drawEvidence(t)
		g.entities = append(g.entities, e)
	}
	for i := range g.entities {
		ops = append(ops, graph.Op{Entity: &g.entities[i]})
	}
	for i := range rapid.IntRange(0, 28).Draw(t, "facts") {
		g.facts = append(g.facts, g.drawFact(t, i))
	}
	for i := range g.facts {
		ops = append(ops, graph.Op{Fact: &g.facts[i]})
	}
	g.lens = graph.Lens{
		MinGrade:   graph.Grade(rapid.IntRange(0, 3).Draw(t, "minimum grade")),
		Deprecated: rapid.Bool().Draw(t, "deprecated"),
		ValidAt:    rapid.SampledFrom([]string{"", "", "2005-05-05", "2015-05-05"}).Draw(t, "valid at"),
	}
	if rapid.Bool().Draw(t, "readings") {
		g.lens.Readings = []graph.Reading{"g/A"}
	}
	var err error
	g.memory, err = graphtest.NewMemory(ops...)
	require.NoError(t, err)
	g.see(t)
	return g
}

// see makes the view of what memory holds.
func (g *rich) see(t require.TestingT) {
	g.view = graph.NewView(g.memory, richOntology(t), g.lens, graph.NewBudget(context.Background(), 1<<40))
}

func drawEvidence(t *rapid.T) []graph.Evidence {
	var list []graph.Evidence
	for range rapid.IntRange(0, 2).Draw(t, "quotes") {
		list = append(list, graph.Evidence{
			Source: rapid.SampledFrom(richSource).Draw(t, "source"),
			Quote:  rapid.SampledFrom(richWords).Draw(t, "quote"),
		})
	}
	return list
}

func (g *rich) drawFact(t *rapid.T, i int) graph.Fact {
	id := rapid.Map(rapid.IntRange(0, len(g.entities)-1), func(i int) string { return g.entities[i].ID })
	f := graph.Fact{
		ID: fmt.Sprint("f", i), Subject: id.Draw(t, "subject"),
		Grade:     rapid.SampledFrom(graph.Grades()).Draw(t, "grade"),
		Rank:      rapid.SampledFrom([]graph.Rank{graph.Normal, graph.Preferred, graph.Deprecated}).Draw(t, "rank"),
		Reading:   rapid.SampledFrom([]graph.Reading{"", "", "g/A", "g/B"}).Draw(t, "reading"),
		ValidFrom: rapid.SampledFrom(richDates).Draw(t, "from"),
		ValidTo:   rapid.SampledFrom(richDates).Draw(t, "to"),
		Note:      rapid.SampledFrom(richWords).Draw(t, "note"),
		Evidence:  drawEvidence(t),
	}
	for _, name := range []string{"how", "via"} {
		if rapid.Bool().Draw(t, name) {
			f.Qualifiers = append(f.Qualifiers, graph.Qualifier{Name: name, Value: rapid.SampledFrom(richWords).Draw(t, "qualifier")})
		}
	}
	if rapid.Bool().Draw(t, "relation") {
		f.Object = id.Draw(t, "object")
		f.Type = rapid.SampledFrom(richTypes).Draw(t, "type")
		f.Verb = rapid.SampledFrom([]string{"", "w", "v"}).Draw(t, "verb")
		return f
	}
	p := rapid.SampledFrom(richValues).Draw(t, "property")
	f.Type, f.Value = p.Name, drawValue(t, p.Type)
	return f
}

func drawValue(t *rapid.T, typ graph.ValueType) graph.Value {
	v := graph.Value{Type: typ}
	small := rapid.IntRange(-1, 3)
	switch typ {
	case graph.Integer:
		v.Integer = int64(small.Draw(t, "integer"))
	case graph.Boolean:
		v.Integer = int64(rapid.IntRange(0, 1).Draw(t, "boolean"))
	case graph.Decimal:
		v.Number = float64(small.Draw(t, "decimal")) / 2
	case graph.Quantity:
		v.Number = float64(small.Draw(t, "number"))
		v.Comparator = rapid.SampledFrom([]string{"", "about"}).Draw(t, "comparator")
		v.Unit = rapid.SampledFrom([]string{"", "people", "USD"}).Draw(t, "unit")
	case graph.Date:
		v.Text = rapid.SampledFrom(richDates[1:]).Draw(t, "date")
	case graph.Coded:
		v.Text = rapid.SampledFrom([]string{"ON", "OFF"}).Draw(t, "code")
	case graph.URL:
		v.Text = rapid.SampledFrom([]string{"https://a.example/", "https://b.example/x"}).Draw(t, "url")
	case graph.List:
		inner := rapid.SampledFrom([]graph.ValueType{graph.String, graph.Integer, graph.Date}).Draw(t, "list of")
		for range rapid.IntRange(1, 2).Draw(t, "elements") {
			v.List = append(v.List, drawValue(t, inner))
		}
	default:
		v.Text = rapid.SampledFrom(richWords).Draw(t, "text")
	}
	return v
}

// change replaces some facts and entities in place, in a next revision.
func (g *rich) change(t *rapid.T) {
	var ops []graph.Op
	for i := range g.facts {
		if rapid.IntRange(0, 3).Draw(t, "change fact") == 0 {
			was := g.facts[i]
			g.facts[i] = g.drawFact(t, i)
			g.facts[i].Subject = was.Subject
			ops = append(ops, graph.Op{Fact: &g.facts[i]})
		}
	}
	for i := range g.entities {
		if rapid.IntRange(0, 3).Draw(t, "change entity") == 0 {
			e := &g.entities[i]
			e.Name = rapid.SampledFrom(richWords[1:]).Draw(t, "new name")
			e.Note = rapid.SampledFrom(richWords).Draw(t, "new note")
			e.Kind = rapid.SampledFrom(richKinds).Draw(t, "new kind")
			e.Grade = rapid.SampledFrom(graph.Grades()).Draw(t, "new grade")
			ops = append(ops, graph.Op{Entity: e})
		}
	}
	var err error
	g.memory, err = g.memory.Apply(ops...)
	require.NoError(t, err)
	g.see(t)
}

func (g *rich) entity(id string) *graph.Entity {
	return &g.entities[slices.IndexFunc(g.entities, func(e graph.Entity) bool { return e.ID == id })]
}

func (g *rich) node(id string) graph.Node { return g.view.Topology().Lookup(id) }

func (g *rich) id(n graph.Node) string { return g.view.Topology().Node(n).ID }

func (g *rich) ids(nodes []graph.Node) []string {
	list := []string{}
	for _, n := range nodes {
		list = append(list, g.id(n))
	}
	return list
}

// shown reports whether the lens shows a fact.
func (g *rich) shown(f *graph.Fact) bool {
	if f.Grade < g.lens.Grade() {
		return false
	}
	if g.lens.ValidAt != "" && (f.ValidFrom != "" && f.ValidFrom > g.lens.ValidAt || f.ValidTo != "" && g.lens.ValidAt >= f.ValidTo) {
		return false
	}
	if len(g.lens.Readings) > 0 {
		switch f.Reading {
		case "g/A":
			return true
		case "g/B":
			return false
		}
	}
	return g.lens.Deprecated || f.Rank != graph.Deprecated
}

// factID returns the id of the fact that the topology knows by number.
func (g *rich) factID(t require.TestingT, n graph.FactNum) string {
	f, err := g.view.Fact(n)
	require.NoError(t, err)
	return f.ID
}
