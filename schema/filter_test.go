package schema

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// input reads an input object as the engine hands it over, but for numbers.
func input(t *testing.T, text string) filterInput {
	t.Helper()
	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &fields), text)
	var in filterInput
	require.NoError(t, in.UnmarshalGraphQL(fields))
	return in
}

func TestFilters(t *testing.T) {
	text := func(s string) *graph.TextTest { return &graph.TextTest{Eq: &s} }
	number := func(n float64) *graph.NumberTest { return &graph.NumberTest{Eq: &n} }
	yes, no, zero := true, false, 0.0
	none := &graph.TextTest{Eq: new(string), Exact: true}
	partners := graph.RelationTest{
		Types: []string{"worksWith", "enables", "leverages", "hasMember", "partOf"}, Direction: graph.Both, Kinds: []string{"Partner"},
	}
	with := func(r graph.RelationTest, change func(*graph.RelationTest)) []graph.RelationTest {
		change(&r)
		return []graph.RelationTest{r}
	}
	for _, test := range []struct {
		name  string
		kind  kindIndex
		input string
		want  graph.Filter
	}{
		{"nothing", kindProgram, `{}`, graph.Filter{}},
		{"null is nothing", kindProgram, `{"and": null, "not": null, "name": null, "supports": null}`, graph.Filter{}},
		{"no conditions", kindAgency, `{"name": {}, "workforceSize": {}, "classification": {}}`, graph.Filter{}},
		{"texts", kindProgram, `{"name": {"eq": "x"}, "note": {"eq": "y"}}`, graph.Filter{Name: text("x"), Note: text("y")}},
		{"some alias", kindProgram, `{"alias": {"exists": true}}`, graph.Filter{And: []graph.Filter{{Alias: &graph.TextTest{}}}}},
		{"no alias", kindProgram, `{"alias": {"exists": false}}`,
			graph.Filter{And: []graph.Filter{{Not: &graph.Filter{Alias: &graph.TextTest{}}}}}},
		{"no note", kindProgram, `{"note": {"exists": false}}`, graph.Filter{Note: none}},
		{"a note", kindProgram, `{"note": {"exists": true}}`, graph.Filter{Note: &graph.TextTest{NotEmpty: true}}},
		{"a note that ends", kindProgram, `{"note": {"exists": true, "endsWith": ""}}`, graph.Filter{Note: &graph.TextTest{EndsWith: new(string), NotEmpty: true}}},
		{"an empty list", kindProgram, `{"or": [], "name": {"in": []}}`,
			graph.Filter{Or: []graph.Filter{}, Name: &graph.TextTest{In: []string{}}}},
		{"a list of one", anyKind, `{"kinds": "Program", "and": {"name": {"in": "x"}}}`,
			graph.Filter{Kinds: []string{"Program"}, And: []graph.Filter{{Name: &graph.TextTest{In: []string{"x"}}}}}},
		{"grades", kindProgram, `{"grade": {"in": ["STATED", "CONSTRUED"], "eq": "STATED", "atLeast": "CONTEXTUAL"}}`,
			graph.Filter{Grade: &graph.GradeTest{In: []graph.Grade{graph.Stated}, AtLeast: graph.Contextual}}},
		{"a form", kindProgram, `{"form": {"eq": "CENTER"}}`, graph.Filter{And: []graph.Filter{{Forms: []string{"CENTER"}}}}},
		{"forms", anyKind, `{"forms": ["CENTER"]}`, graph.Filter{Forms: []string{"CENTER"}}},
		{"a number", kindProgram, `{"degree": {"eq": 3}}`, graph.Filter{Degree: number(3)}},
		{"a property", kindAgency, `{"classification": {"eq": "x", "exists": true}}`,
			graph.Filter{Properties: []graph.PropertyTest{{Property: "classification", Text: text("x"), Exists: &yes}}}},
		{"a quantity", kindAgency, `{"workforceSize": {"number": {"eq": 3}, "unit": {"exists": false}}}`,
			graph.Filter{Properties: []graph.PropertyTest{{Property: "workforceSize", Number: number(3), Unit: none}}}},
		{"a date", kindDocument, `{"lastReviewed": {"exists": false}}`,
			graph.Filter{Properties: []graph.PropertyTest{{Property: "lastReviewed", Exists: &no}}}},
		{"a relation", kindProgram, `{"supports": {"some": {"name": {"eq": "x"}}}}`,
			graph.Filter{Relations: []graph.RelationTest{{
				Types: []string{"supports"}, Direction: graph.Out, Some: &graph.Filter{Name: text("x")},
			}}}},
		{"an inverse", kindProgram, `{"ledBy": {"none": {}}}`,
			graph.Filter{Relations: []graph.RelationTest{{
				Types: []string{"leads"}, Direction: graph.In, Kinds: []string{"Organization"}, None: &graph.Filter{},
			}}}},
		{"a relation to several kinds", kindAgency, `{"leads": {"count": {"gt": 0}}}`,
			graph.Filter{Relations: []graph.RelationTest{{Types: []string{"leads"}, Direction: graph.Out, Count: &graph.NumberTest{Gt: &zero}}}}},
		{"a convenience", kindProgram, `{"partners": {"relation": {"verb": {"eq": "x"}}, "node": {"name": {"eq": "y"}}, "every": {}}}`,
			graph.Filter{Relations: with(partners, func(r *graph.RelationTest) {
				r.Fact, r.Node, r.Every = &graph.FactFilter{Verb: text("x")}, &graph.Filter{Name: text("y")}, &graph.Filter{}
			})}},
		{"relations of any types", anyKind, `{"relations": [{"types": ["leads"], "direction": "IN", "kinds": ["Agency"], "some": {}}]}`,
			graph.Filter{Relations: []graph.RelationTest{{Types: []string{"leads"}, Direction: graph.In, Kinds: []string{"Agency"}, Some: &graph.Filter{}}}}},
		{"a kind", anyKind, `{"missionArea": {"name": {"eq": "x"}}}`,
			graph.Filter{And: []graph.Filter{{Kinds: []string{"MissionArea"}, And: []graph.Filter{{Name: text("x")}}}}}},
		{"a kind of an abstract one", kindOrganization, `{"agency": {}}`,
			graph.Filter{And: []graph.Filter{{Kinds: []string{"Agency"}, And: []graph.Filter{{}}}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := filterReader{ontology: Ontology()}
			got := r.entity(test.kind, object{"filter", input(t, test.input).fields})
			require.NoError(t, r.err)
			assert.Equal(t, &test.want, got)
		})
	}
}

func TestRelationFilters(t *testing.T) {
	text := func(s string) *graph.TextTest { return &graph.TextTest{Eq: &s} }
	day, id := "2024-02-29", "page"
	for _, test := range []struct {
		name, input string
		want        graph.FactFilter
	}{
		{"nothing", `{"verb": null, "and": []}`, graph.FactFilter{}},
		{"texts", `{"verb": {"eq": "x"}, "quote": {"eq": "y"}, "note": {"eq": "z"}, "reading": {"eq": "a/B"}}`,
			graph.FactFilter{Verb: text("x"), Quote: text("y"), Note: text("z"), Reading: text("a/B")}},
		{"no verb", `{"verb": {"exists": false}}`, graph.FactFilter{Verb: &graph.TextTest{Eq: new(string), Exact: true}}},
		{"types", `{"types": ["leads"]}`, graph.FactFilter{Types: []string{"leads"}}},
		{"no types", `{"types": []}`, graph.FactFilter{Types: []string{}}},
		{"types and properties", `{"types": [], "properties": ["alias"]}`, graph.FactFilter{Types: []string{"alias"}}},
		{"ranks", `{"ranks": ["PREFERRED"]}`, graph.FactFilter{Rank: []graph.Rank{graph.Preferred}}},
		{"a source by id", `{"source": "page"}`, graph.FactFilter{Source: &graph.TextTest{Eq: &id, Exact: true}}},
		{"a source", `{"source": {"eq": "page"}}`, graph.FactFilter{Source: text("page")}},
		{"grades", `{"grades": ["STATED"]}`, graph.FactFilter{And: []graph.FactFilter{{Grade: &graph.GradeTest{In: []graph.Grade{graph.Stated}}}}}},
		{"qualifiers", `{"qualifiers": [{"name": "rank", "value": {"eq": "x"}}]}`,
			graph.FactFilter{Qualifiers: []graph.QualifierTest{{Name: "rank", Value: text("x")}}}},
		{"days", `{"validAt": "2024-02-29", "validFrom": {"before": "2024-02-29"}, "validTo": {}}`,
			graph.FactFilter{ValidAt: day, ValidFrom: &graph.DateTest{Before: &day}}},
		{"combined", `{"or": [{"verb": {"eq": "x"}}, {}], "not": {"verb": {"eq": "y"}}}`,
			graph.FactFilter{Or: []graph.FactFilter{{Verb: text("x")}, {}}, Not: &graph.FactFilter{Verb: text("y")}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := filterReader{ontology: Ontology()}
			got := r.fact(object{"relation", input(t, test.input).fields})
			require.NoError(t, r.err)
			assert.Equal(t, &test.want, got)
		})
	}
}

func TestCondition(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	v, err := s.view(graph.Lens{})
	require.NoError(t, err)
	none, err := v.condition(filterInput{})
	require.NoError(t, err)
	assert.Nil(t, none)
	holds, err := v.condition(input(t, `{"name": {"in": ["ice", "fbi"], "exact": false}}`))
	require.NoError(t, err)
	var found []string
	for n, info := range v.Topology().All {
		ok, err := holds(n)
		require.NoError(t, err)
		if ok {
			found = append(found, info.Name)
		}
	}
	assert.ElementsMatch(t, []string{"ICE", "FBI"}, found)
	_, err = v.condition(input(t, `{"name": {"matches": "("}}`))
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

// What is wrong with a filter is told with its place.
func TestWrongFilters(t *testing.T) {
	for _, test := range []struct{ name, input, want string }{
		{"pattern", `{"program": {"supports": {"some": {"name": {"matches": "["}}}}}`, "filter.program.supports.some.name.matches: "},
		{"exact pattern", `{"name": {"matches": "a**", "exact": true}}`, "filter.name.matches: "},
		{"nothing of relations", `{"or": [{}, {"program": {"leads": {"node": {}}}}]}`, "filter.or[1].program.leads: says which relations, and nothing of them"},
		{"no type", `{"relations": [{"types": [], "some": {}}]}`, "filter.relations[0].types: names no type"},
		{"an id always is", `{"id": {"exists": false}}`, "filter.id.exists: there always is one"},
		{"a degree always is", `{"degree": {"exists": true}}`, "filter.degree.exists: there always is one"},
		{"a quote always is", `{"relations": [{"relation": {"quote": {"exists": true}}, "some": {}}]}`, "filter.relations[0].relation.quote.exists: there always is one"},
		{"no note that is something", `{"note": {"exists": false, "eq": "x"}}`, "filter.note.exists: is false, but something is asked of the value"},
		{"no alias that is something", `{"alias": {"exists": false, "contains": ""}}`, "filter.alias.exists: is false, but something is asked of the value"},
		{"no form that is something", `{"form": {"exists": false, "in": []}}`, "filter.form.exists: is false, but something is asked of the value"},
		{"no quantity of a number", `{"organization": {"not": {"hasPart": {"none": {"agency": {"workforceSize": {"exists": false, "number": {"gt": 1}}}}}}}}`,
			"filter.organization.not.hasPart.none.agency.workforceSize.exists: is false, but something is asked of the value"},
		{"a day", `{"document": {"lastReviewed": {"from": "2023-02-29"}}}`, "filter.document.lastReviewed.from: "},
		{"no such condition", `{"nmae": {}}`, "filter.nmae: there is no such condition"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := filterReader{ontology: Ontology()}
			r.entity(anyKind, object{"filter", input(t, test.input).fields})
			require.Error(t, r.err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(r.err))
			assert.ErrorContains(t, r.err, test.want)
		})
	}
}

// A filter says a bounded number of things, and each is charged.
func TestFilterSize(t *testing.T) {
	limits := DefaultLimits()
	limits.Rows = 100
	s := begin(t, someRevisions(t), limits)
	v, err := s.view(graph.Lens{})
	require.NoError(t, err)
	or := func(n int) filterInput {
		branches := make([]any, n)
		for i := range branches {
			branches[i] = map[string]any{"id": map[string]any{"eq": "x"}}
		}
		return filterInput{map[string]any{"or": branches}}
	}
	_, err = v.condition(or(maxConditions))
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	assert.ErrorContains(t, err, "filter.or[499].id: more than 500 conditions in one filter")
	_, err = v.condition(or(60))
	require.NoError(t, err)
	_, err = v.condition(or(60))
	assert.Equal(t, graph.Limit, graph.CodeOf(err), "the budget is spent")
}

func TestOrders(t *testing.T) {
	var in orderInput
	require.NoError(t, in.UnmarshalGraphQL([]any{
		map[string]any{"by": "degree", "direction": "DESC", "nulls": "LAST"},
		map[string]any{"by": "workforceSize", "direction": "ASC", "nulls": "FIRST"},
		map[string]any{"by": "operates"},
	}))
	got, err := in.order(kindAgency)
	require.NoError(t, err)
	assert.Equal(t, []graph.OrderKey{
		{By: graph.OrderDegree, Descending: true},
		{By: graph.OrderProperty, Property: "workforceSize", NullsFirst: true},
		{By: graph.OrderCount, Relations: &graph.RelationTest{Types: []string{"operates"}, Direction: graph.Out}},
	}, got)
	_, err = in.order(kindProgram)
	assert.ErrorContains(t, err, `orderBy[1].by: there is no order "workforceSize"`)
}

// Equal inputs have one key, whatever the order of their fields; others have
// another.
func TestFilterKeys(t *testing.T) {
	a := input(t, `{"name": {"eq": "x", "exact": false}, "kinds": ["Program"]}`).key()
	b := input(t, `{"kinds": ["Program"], "name": {"exact": false, "eq": "x"}}`).key()
	c := input(t, `{"kinds": ["Partner"], "name": {"exact": false, "eq": "x"}}`).key()
	assert.Equal(t, a, b)
	assert.NotEqual(t, a, c)
	assert.Zero(t, input(t, `{}`).key())
	assert.Zero(t, filterInput{}.key())
}

func BenchmarkFilterInput(b *testing.B) {
	fields := map[string]any{"supports": map[string]any{"some": map[string]any{"name": map[string]any{"contains": "x", "exact": false}}}, "form": map[string]any{"eq": "CENTER"}}
	o := Ontology()
	b.ReportAllocs()
	for b.Loop() {
		r := filterReader{ontology: o}
		if r.entity(kindProgram, object{"filter", fields}); r.err != nil {
			b.Fatal(r.err)
		}
	}
}
