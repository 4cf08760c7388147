package sdl_test

import (
	"fmt"
	"strings"
	"testing"

	"missiongraph/graph"
	"missiongraph/schema/sdl"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// want is the beginning of a problem and the text it points at.
type want struct{ at, problem string }

// standing is a property as kind.graphql declares it.
const standing = `standing: String @property(sentence: "{s} is {v}")`

func TestParseOntologyRefuses(t *testing.T) {
	const (
		agency = `@kind(label: "Agency", plural: "Agencies"`
		leads  = `inverse: "ledBy", domain: [Organization], range: [Program, Activity]`
	)
	tests := []struct {
		name  string
		edits []edit
		want  []want // in order
	}{
		{"syntax errors in two files",
			[]edit{{"kind.graphql", "enum Form {", "enum {#1"}, {"relation.graphql", "enum RelationType {", "enum RelationType [#2"}},
			[]want{{"{#1", "syntax error: Expected Name, found {"}, {"[#2", "syntax error: "}}},
		{"a type declared twice", []edit{{"kind.graphql", "", "\ntype Agency { x: Int }"}},
			[]want{{"Agency { x", "type Agency is declared twice (first at kind.graphql:"}}},
		{"an extension of no kind", []edit{{"kind.graphql", "", "\nextend type Relation { id: ID! }"}},
			[]want{{"Relation { id", "Relation is no kind, and only kinds and enums can be extended"}}},
		{"an extension of nothing", []edit{{"kind.graphql", "", "\nextend type Agencie { id: ID! }"}},
			[]want{{"Agencie { id", `Agencie: there is no such type to extend (did you mean "Agency"?)`}}},
		{"an extension by a field that is there", []edit{{"kind.graphql", "", "\nextend type Agency { workforceSize: String @property }"}},
			[]want{{"workforceSize: String @property }", "Agency.workforceSize is declared twice"}}},
		{"an unknown directive", []edit{{"kind.graphql", standing, "standing: String @propertty"}},
			[]want{{"propertty", `unknown directive @propertty (did you mean "property"?)`}}},
		{"an unknown argument", []edit{{"kind.graphql", agency, `@kind(lable: "x", label: "Agency", plural: "Agencies"`}},
			[]want{{"lable", `@kind has no lable (did you mean "label"?)`}}},
		{"an argument given twice", []edit{{"kind.graphql", agency, `@kind(label: "Agency", plural: "A", plural: "Agencies"`}},
			[]want{{`plural: "Agencies"`, "plural is given twice"}}},
		{"a missing argument", []edit{{"kind.graphql", agency, `@kind(label: "Agency"`}},
			[]want{{`kind(label: "Agency"`, "@kind needs plural"}}},
		{"an argument of the wrong type", []edit{{"kind.graphql", agency, `@kind(label: true, plural: "Agencies"`}},
			[]want{{"true, plural", "label must be a String, not true"}}},
		{"an unknown form", []edit{{"kind.graphql", "[DEPARTMENT, AGENCY,", "[DEPARTMENT, AGENCI,"}},
			[]want{{"AGENCI,", `unknown Form AGENCI (did you mean "AGENCY"?)`}}},
		{"a form no kind has", []edit{{"kind.graphql", "forms: [AREA, FACILITY]", "forms: [AREA]"}},
			[]want{{"FACILITY\n", "no kind has the form FACILITY"}}},
		{"no style", []edit{{"kind.graphql", `style: {color: "#1f4e79", shape: "RECTANGLE"}, `, ""}},
			[]want{{`kind(label: "Agency"`, "kind Agency needs a style"}}},
		{"a color and a shape that are none", []edit{{"kind.graphql", `{color: "#1f4e79", shape: "RECTANGLE"}`, `{color: "blue", shape: "RECTANGEL"}`}},
			[]want{{`style: {color: "blue"`, `color "blue" is not`}, {`style: {color: "blue"`, `unknown shape "RECTANGEL" (did you mean "RECTANGLE"?)`}}},
		{"a kind that is no Entity", []edit{{"kind.graphql", "type Mission implements Entity & Node", "type Mission implements Node"}},
			[]want{{"Mission implements Node", "kind Mission must implement Entity"}}},
		{"an unknown abstract kind", []edit{{"kind.graphql", "type Office implements Organization", "type Office implements Organisation"}},
			[]want{{"Office implements", `Office implements Organisation, which is no abstract kind (did you mean "Organization"?)`}}},
		{"two kinds of one plural", []edit{{"kind.graphql", `plural: "Offices"`, `plural: "Agencies"`}},
			[]want{{`kind(label: "Office"`, `Office and Agency have the same plural "Agencies"`}}},
		{"no description", []edit{{"kind.graphql", `"A mission statement."`, ""}, {"kind.graphql", `"How the source rates it"`, ""}},
			[]want{{"Mission implements", "kind Mission needs a description"}, {standing, "property standing needs a description"}}},
		{"a field that is nothing", []edit{{"kind.graphql", standing, "standing: String"}},
			[]want{{"standing: String", "field Activity.standing is neither"}}},
		{"a property of an unknown type", []edit{{"kind.graphql", standing, "standing: Sting @property"}},
			[]want{{"standing: Sting", `property standing cannot be of type Sting (did you mean "String"?)`}}},
		{"a non-null property", []edit{{"kind.graphql", standing, "standing: String! @property"}},
			[]want{{"standing: String!", "property standing cannot be non-null"}}},
		{"a property of many values and one type", []edit{{"kind.graphql", standing, "standing: String @property(many: true)"}},
			[]want{{"standing: String", "property standing may have many values, so its type must be a list (as [String!])"}}},
		{"one property of two types", []edit{{"kind.graphql", standing, "basis: Int @property"}},
			[]want{{"basis: String", "property basis has another type here than on Activity"}}},
		{"a built-in property", []edit{{"kind.graphql", standing, "alias: String @property"}},
			[]want{{"alias: String", "every entity has the property alias"}}},
		{"a relation type without its directive", []edit{{"relation.graphql", "enum RelationType {", "enum RelationType {\n\"Is.\"\nis"}},
			[]want{{"is\n", "relation type is needs @relationType"}}},
		{"a relation type declared twice", []edit{{"relation.graphql", "  actsFor @relationType", "  operates @relationType"}},
			[]want{{"operates @relationType(\n    inverse: \"operatedBy\"", "relation type operates has the name of another relation type"}}},
		{"unknown kinds in domain and range", []edit{{"relation.graphql", leads, `inverse: "ledBy", domain: [Organisation], range: [Programme, Activity]`}},
			[]want{{"Organisation]", `unknown Kind Organisation (did you mean "Organization"?)`}, {"Programme,", `unknown Kind Programme (did you mean "Program"?)`}}},
		{"a property's sentence without its value", []edit{{"kind.graphql", `"{s} is {v:a}"`, `"{s} is what it is"`}},
			[]want{{`property(sentence: "{s} is what it is"`, `the sentence "{s} is what it is" of classification must contain {v} once`}}},
		{"a sentence without its subject", []edit{{"relation.graphql", `"{s} leads {o}"`, `"somebody leads {o}"`}},
			[]want{{"relationType(\n    inverse: \"ledBy\"", `the sentence "somebody leads {o}" of leads must contain {s} once`}}},
		{"a verb without its sentence", []edit{{"relation.graphql", `{name: "conducts", sentence: "{s} conducts {o}",`, `{name: "conducts",`}},
			[]want{{`{name: "conducts"`, "verbs needs sentence"}}},
		{"a symmetric type with an inverse", []edit{{"relation.graphql", `inverse: "worksWith"`, `inverse: "workedWith"`}},
			[]want{{"relationType(\n    inverse: \"workedWith\"", "worksWith is symmetric"}}},
		{"a symmetric type with two ends", []edit{{"relation.graphql", `domain: [Organization, Role], range: [Organization, Role]`, `domain: [Organization, Role], range: [Organization]`}},
			[]want{{"worksWith @relationType", "worksWith is symmetric, so its domain and range must be the same"}}},
		{"an inverse that is no field name", []edit{{"relation.graphql", `inverse: "ledBy"`, `inverse: "led by"`}},
			[]want{{"relationType(\n    inverse: \"led by\"", `the inverse "led by" of leads is not a field name`}}},
		{"a convenience that leads nowhere", []edit{{"kind.graphql", "@relation(types: [focusesOn], direction: OUT)", "@relation(types: [focusesOn], direction: IN)"}},
			[]want{{"relation(types: [focusesOn]", "Mission.missionAreas: focusesOn never joins Mission and MissionArea that way"}}},
		{"a convenience over an unknown type", []edit{{"kind.graphql", "@relation(types: [focusesOn]", "@relation(types: [focusedOn]"}},
			[]want{{"focusedOn]", `unknown RelationType focusedOn (did you mean "focusesOn"?)`}}},
		{"a convenience that is no list", []edit{{"kind.graphql", "missionAreas: [MissionArea!]! @relation(types: [focusesOn]", "missionAreas: MissionArea @relation(types: [focusesOn]"}},
			[]want{{"missionAreas: MissionArea @", "field Mission.missionAreas must be a list of a kind"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := edited(t, test.edits...)
			o, err := sdl.ParseOntology(files...)
			require.Error(t, err)
			assert.Nil(t, o)
			var found graph.Problems
			require.ErrorAs(t, err, &found)
			require.Len(t, found, len(test.want), "%v", err)
			for i, p := range found {
				assert.Equal(t, graph.BadInput, p.Code)
				begins(t, position(t, files, test.want[i].at)+": "+test.want[i].problem, p.Error())
			}
		})
	}
}

func begins(t *testing.T, want, got string) {
	t.Helper()
	assert.Equal(t, want, got[:min(len(want), len(got))], got)
}

// position returns where a text first stands, as file:line:column.
func position(t *testing.T, files []sdl.Source, text string) string {
	t.Helper()
	for _, f := range files {
		if before, _, ok := strings.Cut(f.Text, text); ok {
			line := strings.Count(before, "\n")
			column := len(before) - strings.LastIndex(before, "\n")
			return fmt.Sprintf("%s:%d:%d", f.Name, line+1, column)
		}
	}
	t.Fatalf("no file contains %q", text)
	return ""
}

func TestOnePropertyOnTwoKinds(t *testing.T) {
	o, err := sdl.ParseOntology(edited(t, edit{"kind.graphql", "standing: String @property", "basis: String @property"})...)
	require.NoError(t, err)
	assert.Equal(t, []string{"Activity", "Authority"}, o.Property("basis").Kinds)
}

func TestPropertyTypes(t *testing.T) {
	tests := []struct {
		field string
		want  graph.Property
	}{
		{"x: Int @property", graph.Property{Type: graph.Integer}},
		{"x: Float @property", graph.Property{Type: graph.Decimal}},
		{"x: Boolean @property", graph.Property{Type: graph.Boolean}},
		{"x: URL @property", graph.Property{Type: graph.URL}},
		{"x: Rank @property", graph.Property{Type: graph.Coded, Codes: []string{"PREFERRED", "NORMAL", "DEPRECATED"}}},
		{"x: [Int!] @property", graph.Property{Type: graph.List}},
		{"x: [Date!] @property(many: true)", graph.Property{Type: graph.Date, Many: true}},
	}
	for _, test := range tests {
		t.Run(test.field, func(t *testing.T) {
			o, err := sdl.ParseOntology(edited(t, edit{"kind.graphql", standing, test.field})...)
			require.NoError(t, err)
			test.want.Name, test.want.Description, test.want.Kinds = "x", "How the source rates it", []string{"Activity"}
			assert.Equal(t, &test.want, o.Property("x"))
		})
	}
}
