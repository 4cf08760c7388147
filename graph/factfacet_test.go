package graph_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// factValues returns what a fact has of a field, by the definition of the
// field.
func (g *rich) factValues(field graph.FactFacetField, f *graph.Fact) []string {
	one := func(text string) []string {
		if text == "" {
			return nil
		}
		return []string{text}
	}
	switch field {
	case graph.FactFacetType:
		return one(f.Type)
	case graph.FactFacetVerb:
		return one(f.Verb)
	case graph.FactFacetGrade:
		return one(f.Grade.String())
	case graph.FactFacetRank:
		return one(f.Rank.String())
	case graph.FactFacetReading:
		return one(string(f.Reading))
	case graph.FactFacetSource:
		var ids []string
		for _, e := range f.Evidence {
			ids = append(ids, e.Source)
		}
		slices.Sort(ids)
		return slices.Compact(ids)
	case graph.FactFacetSubject:
		return one(f.Subject)
	case graph.FactFacetObject:
		return one(f.Object)
	case graph.FactFacetSubjectKind:
		return one(g.entity(f.Subject).Kind)
	}
	if f.Object == "" {
		return nil
	}
	return one(g.entity(f.Object).Kind)
}

// factFacet counts facts one value at a time.
func (g *rich) factFacet(by *graph.FactFacetBy, facts []graph.Fact) (values map[string]int, missing int, then map[string][]graph.Fact) {
	values, then = map[string]int{}, map[string][]graph.Fact{}
	for i := range facts {
		of := g.factValues(by.Field, &facts[i])
		for _, x := range of {
			values[x]++
			then[x] = append(then[x], facts[i])
		}
		if len(of) == 0 {
			missing++
		}
	}
	return values, missing, then
}

func (g *rich) requireFactFacet(t *rapid.T, by *graph.FactFacetBy, facts []graph.Fact, first int, f *graph.Facet) {
	want, missing, then := g.factFacet(by, facts)
	require.Equal(t, len(facts), f.Total)
	require.Equal(t, missing, f.Missing)
	require.Equal(t, len(want), f.TotalValues)
	require.Len(t, f.Values, min(cmp.Or(first, len(want)), len(want)))
	other := 0
	for _, n := range want {
		other += n
	}
	for i, x := range f.Values {
		require.Equal(t, want[x.Value], x.Count, x.Value)
		other -= x.Count
		delete(want, x.Value)
		if i > 0 {
			require.GreaterOrEqual(t, f.Values[i-1].Count, x.Count)
		}
		if by.Then == nil {
			require.Nil(t, x.Then)
			continue
		}
		g.requireFactFacet(t, by.Then, then[x.Value], first, x.Then)
	}
	require.Equal(t, other, f.Other)
	for value, n := range want {
		require.LessOrEqual(t, n, f.Values[len(f.Values)-1].Count, value)
	}
}

func TestFactFacetsAgreeWithPlainEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		q := graph.FactListQuery{Filter: maybe(t, 1, "filter", func() graph.FactFilter { return drawFactFilter(t, 1) })}
		var facts []graph.Fact
		for _, f := range g.facts {
			if g.shown(&f) && factMeets(q.Filter, &f) {
				facts = append(facts, f)
			}
		}
		field := rapid.Custom(func(t *rapid.T) graph.FactFacetField {
			return graph.FactFacetField(rapid.IntRange(int(graph.FactFacetType), int(graph.FactFacetObjectKind)).Draw(t, "field"))
		})
		by := make([]graph.FactFacetBy, rapid.IntRange(1, 3).Draw(t, "facets"))
		for i := range by {
			by[i].Field = field.Draw(t, "by")
			if rapid.Bool().Draw(t, "nested") {
				by[i].Then = &graph.FactFacetBy{Field: field.Draw(t, "then")}
			}
		}
		first := rapid.IntRange(0, 3).Draw(t, "first")
		each := func(yield func(graph.FactAt) bool) error { return graph.EachFact(g.view, q, yield) }
		found, err := graph.FindFactFacets(g.view, each, by, first)
		require.NoError(t, err)
		require.Len(t, found, len(by))
		for i := range found {
			g.requireFactFacet(t, &by[i], facts, first, &found[i])
		}
	})
}

func TestFactFacetsAreRefused(t *testing.T) {
	v := benchView()
	each := func(yield func(graph.FactAt) bool) error { return graph.EachFact(v, graph.FactListQuery{}, yield) }
	nested := graph.FactFacetBy{Field: graph.FactFacetType, Then: &graph.FactFacetBy{Field: graph.FactFacetVerb, Then: &graph.FactFacetBy{Field: graph.FactFacetGrade}}}
	_, err := graph.FindFactFacets(v, each, []graph.FactFacetBy{{Field: graph.FactFacetType}, nested}, 0)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.ErrorContains(t, err, "by[1].then.then")

	poor := graph.NewView(v.Snapshot, v.Ontology, graph.Lens{}, graph.NewBudget(t.Context(), 1000))
	each = func(yield func(graph.FactAt) bool) error { return graph.EachFact(poor, graph.FactListQuery{}, yield) }
	_, err = graph.FindFactFacets(poor, each, []graph.FactFacetBy{{Field: graph.FactFacetType}}, 0)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.ErrorContains(t, err, "facts were ")

	text := "nowhere"
	_, err = graph.ListFacts(poor, graph.FactListQuery{First: 1, Filter: &graph.FactFilter{Quote: &graph.TextTest{Contains: &text}}})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.ErrorContains(t, err, " facts were tested and 0 found")
}

func BenchmarkFactFacets(b *testing.B) {
	plain := filterView()
	for _, tt := range []struct {
		name string
		by   []graph.FactFacetBy
	}{
		{"type", []graph.FactFacetBy{{Field: graph.FactFacetType}}},
		{"object", []graph.FactFacetBy{{Field: graph.FactFacetObject}}},
		{"type-grade", []graph.FactFacetBy{{Field: graph.FactFacetType, Then: &graph.FactFacetBy{Field: graph.FactFacetGrade}}}},
		{"type+grade+kinds", []graph.FactFacetBy{{Field: graph.FactFacetType}, {Field: graph.FactFacetGrade},
			{Field: graph.FactFacetSubjectKind}, {Field: graph.FactFacetObjectKind}}},
	} {
		each := func(yield func(graph.FactAt) bool) error { return graph.EachFact(plain, graph.FactListQuery{}, yield) }
		run(b, tt.name, func(int) {
			_, err := graph.FindFactFacets(plain, each, tt.by, 20)
			require.NoError(b, err)
		})
	}
}
