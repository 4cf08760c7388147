package graph_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// drawCited is a random graph whose entities have forms and attributes, and
// whose names and facts quote sources.
func drawCited(t *rapid.T) *small {
	g := drawSmall(t)
	sources := rapid.Custom(func(t *rapid.T) []graph.Evidence {
		var list []graph.Evidence
		for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"s1", "s2", "s3"}), 0, 3).Draw(t, "sources") {
			list = append(list, graph.Evidence{Source: id})
		}
		return list
	})
	var ops []graph.Op
	for _, id := range []string{"s1", "s2", "s3"} {
		ops = append(ops, graph.Op{Source: &graph.Source{ID: id}})
	}
	for i := range g.entities {
		e := &g.entities[i]
		e.Form = rapid.SampledFrom([]string{"", "F", "G_H"}).Draw(t, "form")
		e.Evidence = sources.Draw(t, "name's")
		ops = append(ops, graph.Op{Entity: e})
		for range rapid.IntRange(0, 2).Draw(t, "attributes") {
			f := graph.Fact{ID: fmt.Sprint("f", len(g.facts)), Subject: e.ID, Type: "p", Grade: graph.Stated}
			f.Value = graph.Value{Type: graph.List}
			for _, x := range rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 1, 3).Draw(t, "value") {
				f.Value.List = append(f.Value.List, graph.Value{Type: graph.String, Text: x})
			}
			g.facts = append(g.facts, f)
		}
	}
	for i := range g.facts {
		g.facts[i].Evidence = sources.Draw(t, "fact's")
		ops = append(ops, graph.Op{Fact: &g.facts[i]})
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	o := g.view.Ontology
	o, err = graph.NewOntology(o.Kinds, append(o.Properties, &graph.Property{Name: "p", Type: graph.List}), o.Relations)
	require.NoError(t, err)
	g.view = graph.NewView(m, o, g.lens, graph.NewBudget(context.Background(), 1<<30))
	return g
}

func drawFacetBy(t *rapid.T, g *small) graph.FacetBy {
	by := graph.FacetBy{Field: graph.FacetField(rapid.IntRange(1, 8).Draw(t, "field")), Property: "p"}
	if by.Field == graph.FacetRelated {
		by.Types = g.terms(drawTypes(t))
		by.Direction = drawDirection(t)
		by.Kinds = g.terms(drawKinds(t))
	}
	return by
}

func drawKinds(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"K", "L"}), 0, 2, rapid.ID).Draw(t, "kinds")
}

// having is an entity with a value, and the fact that says so, "" for none.
type having struct{ entity, value, fact string }

// plainFacet lists who has which value, straight from the lists of entities and
// facts. keep says which facts to look at.
func (g *small) plainFacet(of []string, by graph.FacetBy, relations []hop, keep func(*graph.Fact) bool, bothEnds bool) []having {
	var list []having
	names := func(terms []graph.Term) (names []string) {
		for _, x := range terms {
			names = append(names, g.view.Topology().Terms().Name(x))
		}
		return names
	}
	for _, e := range g.entities {
		if !slices.Contains(of, e.ID) {
			continue
		}
		switch by.Field {
		case graph.FacetKind:
			list = append(list, having{e.ID, e.Kind, ""})
			continue
		case graph.FacetForm:
			if e.Form != "" {
				list = append(list, having{e.ID, e.Form, ""})
			}
			continue
		case graph.FacetRelated:
			for _, h := range g.joins(e.ID, names(by.Types), by.Direction) {
				i := slices.IndexFunc(g.entities, func(x graph.Entity) bool { return x.ID == h.to })
				if len(by.Kinds) == 0 || slices.Contains(names(by.Kinds), g.entities[i].Kind) {
					list = append(list, having{e.ID, h.to, h.fact.ID})
				}
			}
			continue
		case graph.FacetSource:
			if keep == nil && relations == nil {
				for _, x := range e.Evidence {
					list = append(list, having{e.ID, x.Source, ""})
				}
			}
		}
		visit := func(f *graph.Fact) {
			if !g.shown(f) || keep != nil && by.Field != graph.FacetProperty && !keep(f) {
				return
			}
			for _, value := range factValues(f, by.Field) {
				list = append(list, having{e.ID, value, f.ID})
			}
		}
		if relations != nil && by.Field != graph.FacetProperty {
			for _, h := range relations {
				if h.to == e.ID {
					visit(h.fact)
				}
			}
			continue
		}
		for i := range g.facts {
			if f := &g.facts[i]; f.Subject == e.ID || bothEnds && f.Object == e.ID {
				visit(f)
			}
		}
	}
	return list
}

// joins lists the hops that are not attributes.
func (g *small) joins(from string, types []string, d graph.Direction) []hop {
	list := append([]hop{}, g.hops(from, types, d)...)
	return slices.DeleteFunc(list, func(h hop) bool { return h.to == "" })
}

func factValues(f *graph.Fact, field graph.FacetField) (values []string) {
	switch {
	case field == graph.FacetType && f.IsRelation():
		return []string{f.Type}
	case field == graph.FacetVerb && f.Verb != "":
		return []string{f.Verb}
	case field == graph.FacetGrade:
		return []string{f.Grade.String()}
	case field == graph.FacetSource:
		for _, e := range f.Evidence {
			values = append(values, e.Source)
		}
	case field == graph.FacetProperty && f.Type == "p":
		for _, x := range f.Value.List {
			values = append(values, x.Text)
		}
	}
	return values
}

// facetCheck is what one facet is counted over.
type facetCheck struct {
	of        []string // ids
	relations []hop    // the only facts, when not nil
	keep      func(*graph.Fact) bool
	bothEnds  bool // facts of an entity are those whose object it is, too
}

func (g *small) checkFacet(t *rapid.T, got *graph.Facet, c facetCheck, q *graph.FacetQuery, by *graph.FacetBy) {
	entities, facts := map[string]map[string]bool{}, map[string]map[string]bool{}
	some, other := map[string]bool{}, 0
	for _, h := range g.plainFacet(c.of, *by, c.relations, c.keep, c.bothEnds) {
		if entities[h.value] == nil {
			entities[h.value], facts[h.value] = map[string]bool{}, map[string]bool{}
		}
		entities[h.value][h.entity], some[h.entity] = true, true
		if h.fact != "" {
			facts[h.value][h.fact] = true
		}
	}
	for _, e := range entities {
		other += len(e)
	}
	require.Equal(t, by.Field, got.Field)
	require.Equal(t, len(c.of), got.Total)
	require.Equal(t, len(c.of)-len(some), got.Missing)
	require.Equal(t, len(entities), got.TotalValues)
	if q.First > 0 {
		require.Len(t, got.Values, min(len(entities), q.First))
	} else {
		require.Len(t, got.Values, len(entities))
	}
	for i, value := range got.Values {
		require.Len(t, entities[value.Value], value.Count, value.Value)
		require.Len(t, facts[value.Value], value.Facts, value.Value)
		require.Equal(t, by.Field == graph.FacetRelated, value.Node != 0)
		other -= value.Count
		members := slices.SortedFunc(maps.Keys(entities[value.Value]), g.byName)
		require.Equal(t, members[:min(len(members), q.Members)], g.idsOf(value.Members))
		require.True(t, i == 0 || g.before(by.Field, got.Values[i-1], value), "%v", got.Values)
		require.Equal(t, by.Then != nil, value.Then != nil)
		if by.Then != nil {
			inner := facetCheck{of: members, relations: c.relations, bothEnds: by.Then.Field == graph.FacetType}
			switch by.Field {
			case graph.FacetType, graph.FacetVerb, graph.FacetGrade, graph.FacetSource:
				inner.bothEnds = by.Field == graph.FacetType
				inner.keep = func(f *graph.Fact) bool { return slices.Contains(factValues(f, by.Field), value.Value) }
			}
			g.checkFacet(t, value.Then, inner, q, by.Then)
		}
	}
	require.Equal(t, other, got.Other)
}

func (g *small) idsOf(nodes []graph.Node) []string {
	ids := make([]string, 0, len(nodes))
	for _, n := range nodes {
		ids = append(ids, g.id(n))
	}
	return ids
}

// before reports whether one value is to be listed before another.
func (g *small) before(field graph.FacetField, a, b graph.FacetValue) bool {
	switch {
	case a.Count != b.Count:
		return a.Count > b.Count
	case field == graph.FacetRelated:
		return g.byName(a.Value, b.Value) < 0
	case field == graph.FacetGrade:
		x, _ := graph.ParseGrade(a.Value)
		y, _ := graph.ParseGrade(b.Value)
		return x > y
	}
	return a.Label < b.Label
}

func TestFacetsAgreeWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		defer graph.SetRowCost(rapid.SampledFrom([]int{0, 1, 32}).Draw(t, "row cost"))()
		g := drawCited(t)
		q := graph.FacetQuery{
			First:   rapid.IntRange(0, 3).Draw(t, "first"),
			Members: rapid.IntRange(0, 3).Draw(t, "members"),
		}
		for range rapid.IntRange(1, 2).Draw(t, "facets") {
			by := drawFacetBy(t, g)
			if rapid.Bool().Draw(t, "nested") {
				then := drawFacetBy(t, g)
				by.Then = &then
			}
			q.By = append(q.By, by)
		}
		c := facetCheck{}
		switch rapid.SampledFrom([]string{"all", "kinds", "condition", "nodes", "relations"}).Draw(t, "over") {
		case "all":
			c.of = g.filtered(func(*graph.Entity) bool { return true })
		case "kinds":
			kinds := rapid.SampledFrom([]string{"K", "L"}).Draw(t, "kind")
			q.Kinds = g.terms([]string{kinds})
			c.of = g.filtered(func(e *graph.Entity) bool { return e.Kind == kinds })
		case "condition":
			letter := rapid.SampledFrom([]string{"A", "a", "B", "?"}).Draw(t, "letter")
			q.Where = func(n graph.Node) (bool, error) {
				return strings.HasPrefix(g.view.Topology().Node(n).Name, letter), nil
			}
			c.of = g.filtered(func(e *graph.Entity) bool { return strings.HasPrefix(e.Name, letter) })
		case "nodes":
			q.Nodes = []graph.Node{}
			for range rapid.IntRange(0, 4).Draw(t, "nodes") {
				q.Nodes = append(q.Nodes, g.drawNode(t, "node"))
			}
			c.of = g.idsOf(g.view.SortNodes(slices.Clone(q.Nodes)))
		case "relations":
			from := g.drawNode(t, "from")
			var err error
			q.Relations, err = graph.Relations(g.view, from, nil, graph.Both, nil)
			require.NoError(t, err)
			q.Relations = append([]graph.Rel{}, q.Relations...)
			c.relations = g.joins(g.id(from), nil, graph.Both)
			ends := map[string]bool{}
			for _, h := range c.relations {
				ends[h.to] = true
			}
			c.of = slices.Collect(maps.Keys(ends))
		}
		got, err := graph.FindFacets(g.view, q)
		require.NoError(t, err)
		require.Len(t, got, len(q.By))
		for i := range got {
			c.bothEnds = q.By[i].Field == graph.FacetType
			g.checkFacet(t, &got[i], c, &q, &q.By[i])
		}
	})
}

func (g *small) filtered(keep func(*graph.Entity) bool) []string {
	ids := []string{}
	for i := range g.entities {
		if keep(&g.entities[i]) {
			ids = append(ids, g.entities[i].ID)
		}
	}
	return ids
}

func TestFacetsRefuse(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "X"))
	for _, tt := range []struct {
		name string
		by   graph.FacetBy
		want string
	}{
		{"nothing", graph.FacetBy{}, "by[1]: nothing to count by"},
		{"an unknown property", graph.FacetBy{Field: graph.FacetProperty, Property: "alia"}, `by[1]: no property is called "alia"`},
		{"an unknown property within", graph.FacetBy{Field: graph.FacetKind, Then: &graph.FacetBy{Field: graph.FacetProperty, Property: "q"}},
			`by[1].then: no property is called "q"`},
		{"two levels", graph.FacetBy{Field: graph.FacetKind, Then: &graph.FacetBy{Field: graph.FacetForm, Then: &graph.FacetBy{Field: graph.FacetKind}}},
			"by[1].then.then: facets are nested one level"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := graph.FindFacets(v, graph.FacetQuery{By: []graph.FacetBy{{Field: graph.FacetKind}, tt.by}})
			require.Error(t, err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

func TestFacetsBudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, star(640)...)
	v.Budget = graph.NewBudget(context.Background(), 10)
	_, err := graph.FindFacets(v, graph.FacetQuery{By: []graph.FacetBy{{Field: graph.FacetType}}})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	v.Budget = graph.NewBudget(context.Background(), 100)
	found, err := graph.FindFacets(v, graph.FacetQuery{By: []graph.FacetBy{{Field: graph.FacetType}}})
	require.NoError(t, err)
	assert.Equal(t, 640, found[0].Values[0].Facts)
}

// cited is the power-law graph with a hundred sources, of which each fact and
// each name quotes one: what was loaded together, the same.
type cited struct {
	*graphtest.PowerLaw
	facts [100][]graph.FactNum
	names [100][]graph.Node
}

func newCited(p *graphtest.PowerLaw) *cited {
	c := &cited{PowerLaw: p}
	facts, names := p.Topology().Facts(), p.Topology().Len()
	for i := range facts {
		at := i * 100 / facts
		c.facts[at] = append(c.facts[at], graph.FactNum(i+1))
	}
	for i := range names {
		at := i * 100 / names
		c.names[at] = append(c.names[at], graph.Node(i+1))
	}
	return c
}

func (*cited) SourceIDs() ([]string, error) {
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = fmt.Sprintf("s%02d", i)
	}
	return ids, nil
}

func (c *cited) FactsOfSource(id string) ([]graph.FactNum, []graph.Node, error) {
	i, err := strconv.Atoi(id[1:])
	return c.facts[i], c.names[i], err
}

func BenchmarkFacets(b *testing.B) {
	plain := benchView()
	v := graph.NewView(newCited(plain.Snapshot.(*graphtest.PowerLaw)), plain.Ontology, graph.Lens{}, plain.Budget)
	first := 20
	facets := func(name string, q graph.FacetQuery) {
		run(b, name, func(int) {
			first++ // what was asked before is kept
			q.First = first
			_, err := graph.FindFacets(v, q)
			require.NoError(b, err)
		})
	}
	related := graph.FacetBy{Field: graph.FacetRelated}
	for _, x := range []struct {
		name string
		by   graph.FacetBy
	}{
		{"kind", graph.FacetBy{Field: graph.FacetKind}},
		{"type", graph.FacetBy{Field: graph.FacetType}},
		{"grade", graph.FacetBy{Field: graph.FacetGrade}},
		{"source", graph.FacetBy{Field: graph.FacetSource}},
		{"property", graph.FacetBy{Field: graph.FacetProperty, Property: graph.AliasProperty}},
		{"related", related},
		{"related-one-type", graph.FacetBy{Field: graph.FacetRelated, Types: []graph.Term{v.Term("r3")}, Direction: graph.Out}},
		{"kind-type", graph.FacetBy{Field: graph.FacetKind, Then: &graph.FacetBy{Field: graph.FacetType}}},
	} {
		facets(x.name, graph.FacetQuery{By: []graph.FacetBy{x.by}})
	}
	facets("related/kinds=1", graph.FacetQuery{Kinds: []graph.Term{v.Term("K3")}, By: []graph.FacetBy{related}})
	facets("kind-members", graph.FacetQuery{Members: 10, By: []graph.FacetBy{{Field: graph.FacetKind}}})
	run(b, "type-kept", func(int) {
		_, err := graph.FindFacets(v, graph.FacetQuery{First: 20, By: []graph.FacetBy{{Field: graph.FacetType}}})
		require.NoError(b, err)
	})
	facets("type/nodes=100", graph.FacetQuery{Nodes: v.Topology().OfKind(v.Term("K3"))[:100], By: []graph.FacetBy{{Field: graph.FacetType}}})
}

// What is kept of whole kinds answers the same question, through the same lens,
// at the same revision only.
func TestFacetsKept(t *testing.T) {
	p := graphtest.NewPowerLaw(2000, 8000)
	anything := func(graph.Node) (bool, error) { return true, nil }
	ask := func(lens graph.Lens, q graph.FacetQuery, units int) ([]graph.Facet, error) {
		return graph.FindFacets(graph.NewView(newCited(p), testOntology(t), lens, graph.NewBudget(t.Context(), units)), q)
	}
	terms := p.Topology().Terms()
	by := []graph.FacetBy{
		{Field: graph.FacetGrade}, {Field: graph.FacetKind, Then: &graph.FacetBy{Field: graph.FacetType}},
		{Field: graph.FacetRelated}, {Field: graph.FacetRelated, Direction: graph.Out}, {Field: graph.FacetRelated, Types: []graph.Term{terms.Lookup("r1")}},
		{Field: graph.FacetProperty, Property: graph.AliasProperty},
	}
	for _, lens := range []graph.Lens{{}, {MinGrade: graph.Stated}, {Deprecated: true}} {
		for _, q := range []graph.FacetQuery{{By: by}, {By: by, First: 3}, {By: by, Members: 2}, {By: by, Kinds: []graph.Term{terms.Lookup("K1")}}} {
			kept, err := ask(lens, q, 1<<30)
			require.NoError(t, err)
			again, err := ask(lens, q, 0)
			require.NoError(t, err, "what is kept costs nothing")
			require.Equal(t, kept, again)
			q.Where = anything
			counted, err := ask(lens, q, 1<<30)
			require.NoError(t, err)
			require.Equal(t, counted, kept)
			_, err = ask(lens, q, 0)
			require.Equal(t, graph.Limit, graph.CodeOf(err))
		}
	}
}

// Counts share what a revision knows of its sources, and scratch arrays, also
// those that an error left half done.
func TestFacetsAtOnce(t *testing.T) {
	p := graphtest.NewPowerLaw(2000, 8000)
	var plain []graph.Facet
	for round := range 2 {
		v := graph.NewView(newCited(p), testOntology(t), graph.Lens{}, nil)
		anything := func(graph.Node) (bool, error) { return true, nil } // so that nothing is kept
		q := graph.FacetQuery{Where: anything, Members: 2, By: []graph.FacetBy{
			{Field: graph.FacetSource, Then: &graph.FacetBy{Field: graph.FacetType}}, {Field: graph.FacetRelated}, {Field: graph.FacetKind},
		}}
		if round == 0 {
			var err error
			plain, err = graph.FindFacets(v, q)
			require.NoError(t, err)
			require.Equal(t, 100, plain[0].TotalValues)
			continue
		}
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				poor := *v
				poor.Budget = graph.NewBudget(t.Context(), 20*i)
				_, err := graph.FindFacets(&poor, q)
				assert.Equal(t, graph.Limit, graph.CodeOf(err))
				found, err := graph.FindFacets(v, q)
				assert.NoError(t, err)
				assert.Equal(t, plain, found)
			})
		}
		wait.Wait()
	}
}
