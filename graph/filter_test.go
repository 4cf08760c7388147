package graph_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// Filters agree with the plain evaluation, before and after a change, whether
// values come from rows or from columns.
func TestFiltersAgreeWithPlainEvaluation(t *testing.T) {
	both := [2]int{}
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		warm := rapid.IntRange(0, 3).Draw(t, "columns") == 0
		for range 2 {
			if warm {
				g.warm(t)
			}
			for range 4 {
				f := drawFilter(t, 2)
				holds, err := g.view.Condition(&f)
				require.NoError(t, err)
				for i := range g.entities {
					e := &g.entities[i]
					got, err := holds(g.node(e.ID))
					require.NoError(t, err)
					require.Equal(t, g.meets(&f, e), got, "entity %s", e.ID)
					if got {
						both[1]++
					} else {
						both[0]++
					}
				}
			}
			g.change(t)
		}
	})
	t.Logf("%d answers no, %d yes", both[0], both[1])
	assert.Greater(t, min(both[0], both[1]), 100)
}

// warm asks for so many values that columns are made.
func (g *rich) warm(t require.TestingT) {
	filters := []graph.Filter{{Note: &graph.TextTest{}}}
	for _, p := range richValues {
		filters = append(filters, graph.Filter{Properties: []graph.PropertyTest{
			{Property: p.Name, Text: new(graph.TextTest)}, {Property: p.Name, Number: new(graph.NumberTest)},
			{Property: p.Name, Date: new(graph.DateTest)}, {Property: p.Name, Boolean: new(bool)}}[propertyTest[p.Type]:][:1]})
	}
	for i := range filters {
		holds, err := g.view.Condition(&filters[i])
		require.NoError(t, err)
		for range 600 {
			for n := range g.view.Topology().All {
				_, err := holds(n)
				require.NoError(t, err)
			}
		}
	}
}

// propertyTest says which of four tests fits a type of value.
var propertyTest = map[graph.ValueType]int{graph.Integer: 1, graph.Decimal: 1, graph.Quantity: 1, graph.Date: 2, graph.Boolean: 3}

func TestFactFiltersAgreeWithPlainEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		for range 5 {
			f := drawFactFilter(t, 2)
			holds, err := g.view.FactCondition(&f)
			require.NoError(t, err)
			for _, info := range g.view.Topology().All {
				for _, e := range slices.Concat(info.Out, info.In) {
					id := g.factID(t, e.Fact)
					i := slices.IndexFunc(g.facts, func(f graph.Fact) bool { return f.ID == id })
					got, err := holds(&e)
					require.NoError(t, err)
					require.Equal(t, factMeets(&f, &g.facts[i]), got, "fact %s", id)
				}
			}
		}
	})
}

func TestFiltersThatAreWrong(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "X"))
	v = graph.NewView(v.Snapshot, richOntology(t), graph.Lens{}, nil)
	text := &graph.TextTest{}
	day := "2020-02-30"
	for _, tt := range []struct {
		name   string
		filter graph.Filter
		want   string
	}{
		{"kind", graph.Filter{Kinds: []string{"K", "Thin"}}, `kinds[1]: no kind is called "Thin" (did you mean "Thing"?)`},
		{"form", graph.Filter{Forms: []string{"TOW"}}, `forms[0]: no form is called "TOW" (did you mean "TWO"?)`},
		{"property", graph.Filter{And: []graph.Filter{{Properties: []graph.PropertyTest{{Property: "foundet"}}}}},
			`and[0].properties[0].property: no property is called "foundet" (did you mean "founded"?)`},
		{"a relation type as a property", graph.Filter{Properties: []graph.PropertyTest{{Property: "unused"}}},
			`properties[0].property: no property is called "unused"`},
		{"type of value", graph.Filter{Properties: []graph.PropertyTest{{Property: "founded", Number: &graph.NumberTest{}}}},
			"properties[0].number: founded is of type Date, and this is a test of Integer, Decimal or Quantity"},
		{"unit", graph.Filter{Properties: []graph.PropertyTest{{Property: "share", Unit: text}}},
			"properties[0].unit: share is of type Decimal, and this is a test of Quantity"},
		{"date", graph.Filter{Properties: []graph.PropertyTest{{Property: "founded", Date: &graph.DateTest{Before: &day}}}},
			`properties[0].date.before: "2020-02-30" is not a date (expected YYYY-MM-DD)`},
		{"relation type", graph.Filter{Relations: []graph.RelationTest{{Types: []string{"unsued"}, Some: &graph.Filter{}}}},
			`relations[0].types[0]: no relation type is called "unsued" (did you mean "unused"?)`},
		{"several, nested", graph.Filter{Not: &graph.Filter{Relations: []graph.RelationTest{{
			Kinds: []string{"Q"}, None: &graph.Filter{Kinds: []string{"R"}}, Fact: &graph.FactFilter{ValidAt: "now", Types: []string{"tag"}}}}}},
			`not.relations[0].fact.types[0]: no relation type or property is called "tag" (did you mean "tags"?)` + "\n" +
				`not.relations[0].fact.validAt: "now" is not a date (expected YYYY-MM-DD)` + "\n" +
				`not.relations[0].kinds[0]: no kind is called "Q"` + "\n" +
				`not.relations[0].none.kinds[0]: no kind is called "R"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := v.Condition(&tt.filter)
			require.Error(t, err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

func TestPattern(t *testing.T) {
	p, err := graph.Pattern("^ice$", false)
	require.NoError(t, err)
	assert.True(t, p.MatchString("ICE"))
	p, err = graph.Pattern("^ice$", true)
	require.NoError(t, err)
	assert.False(t, p.MatchString("ICE"))
	for expr, want := range map[string]string{
		"a(b":          "the regular expression is wrong: missing closing ): \"a(b\"",
		"office (?=x)": "the regular expression is wrong at its byte 7: invalid or unsupported Perl syntax: \"(?=\"",
		"ab[z-a]":      "the regular expression is wrong at its byte 3: invalid character class range: \"z-a\"",
		"x*+y**":       "the regular expression is wrong at its byte 1: invalid nested repetition operator: \"*+\"",
	} {
		_, err := graph.Pattern(expr, false)
		require.Error(t, err)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err))
		assert.Equal(t, want, err.Error())
		assert.NotEmpty(t, graph.HintOf(err))
	}
	for _, large := range []string{"(a{500}){3}", "(x?){900}(y?){900}", strings.Repeat(`a{9}`, 200)} {
		_, err := graph.Pattern(large, false)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err), large)
	}
	_, err = graph.Pattern(string(make([]byte, graph.MaxPattern+1)), false)
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

func TestFiltersAreBounded(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "X"))
	deep := &graph.Filter{}
	for range 1001 {
		deep = &graph.Filter{Not: deep}
	}
	for _, f := range []*graph.Filter{
		deep,
		{Or: make([]graph.Filter, 1001)},
		{Relations: []graph.RelationTest{{Fact: &graph.FactFilter{And: make([]graph.FactFilter, 2000)}, Some: &graph.Filter{}}}},
		{Properties: slices.Repeat([]graph.PropertyTest{{Property: graph.AliasProperty}}, 1001)},
	} {
		_, err := v.Condition(f)
		require.Error(t, err)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err))
		assert.Contains(t, err.Error(), "more than 1000 conditions")
	}
}

// A filter that a small budget does not cover ends with LIMIT, and one in time
// with TIMEOUT.
func TestFiltersEndWithTheBudget(t *testing.T) {
	ops := []graph.Op{}
	for i := range 300 {
		ops = append(ops, entity(string(rune('a'+i%26))+string(rune('a'+i/26)), "K", "X"))
	}
	v := mustBuild(t, graph.Lens{}, ops...)
	q := graph.ListQuery{Filter: &graph.Filter{Name: &graph.TextTest{Eq: new(string)}}, First: 10}
	v.Budget = graph.NewBudget(context.Background(), 10)
	_, err := graph.ListEntities(v, q)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.Contains(t, err.Error(), "of 300 entities were tested and 0 found")
	assert.NotEmpty(t, graph.HintOf(err))

	v.Budget = graph.NewBudget(context.Background(), 10)
	total, exact, err := graph.CountList(v, graph.ListQuery{Filter: &graph.Filter{Kinds: []string{"Thing"}}})
	require.NoError(t, err)
	assert.True(t, exact, "kinds are counted without looking at entities")
	assert.Equal(t, 300, total)
	total, exact, err = graph.CountList(v, graph.ListQuery{Filter: &graph.Filter{Note: &graph.TextTest{}}})
	require.NoError(t, err)
	assert.False(t, exact)
	assert.Less(t, total, 300)

	ended, cancel := context.WithCancel(context.Background())
	cancel()
	v.Budget = graph.NewBudget(ended, 1000)
	_, err = graph.ListEntities(v, q)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
}
