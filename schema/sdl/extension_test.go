package sdl_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"missiongraph/graph"
	"missiongraph/schema/sdl"
)

func maritime(t *testing.T) sdl.Source {
	text, err := os.ReadFile("../../docs/extending/maritime.graphql")
	require.NoError(t, err)
	return sdl.Source{Name: "maritime.graphql", Text: string(text)}
}

func TestExtend(t *testing.T) {
	base := sources(t)
	x, err := sdl.Extend(base, maritime(t))
	require.NoError(t, err)
	vessel := x.Ontology.Kind("Vessel")
	require.NotNil(t, vessel)
	assert.Equal(t, "banner", vessel.Shape)
	assert.NotNil(t, vessel.Form("CUTTER"))
	squadron := x.Ontology.Kind("Squadron")
	require.NotNil(t, squadron)
	assert.Equal(t, []string{"Organization"}, squadron.IsA)
	assert.NotEmpty(t, squadron.Color, "a kind without a style has the usual one")
	assert.True(t, x.Ontology.Is("Squadron", x.Ontology.Relation("partOf").Domain))
	assert.Equal(t, []string{"READY", "IN_REPAIR"}, x.Ontology.Property("readiness").Codes)
	assert.Contains(t, x.Ontology.Property("depth").Kinds, "Place")
	assert.Equal(t, "{s} patrols {o}", x.Ontology.Relation("patrols").Sentence)

	served, err := sdl.Compose(base...)
	require.NoError(t, err)
	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "extended", Input: served + x.SDL})
	require.NoError(t, err)
	for enum, value := range map[string]string{"Kind": "Vessel", "Form": "CUTTER", "RelationType": "patrols"} {
		found := loaded.Types[enum].EnumValues.ForName(value)
		require.NotNil(t, found, value)
		assert.NotEmpty(t, found.Description)
	}

	before, err := sdl.ParseOntology(base...)
	require.NoError(t, err)
	assert.Nil(t, before.Kind("Vessel"), "the base is left alone")
	assert.False(t, sdl.Declares(base, maritime(t)))
	assert.True(t, sdl.Declares(append(base, maritime(t)), maritime(t)))
}

// What is regenerated with the file has types of its own for it.
func TestAnExtensionCanBecomeAPart(t *testing.T) {
	text := maritime(t)
	all := append(sources(t), text)
	_, err := sdl.Compose(all...)
	require.ErrorContains(t, err, "kind Squadron needs a style")
	all[len(all)-1].Text = replaced(t, text.Text, `plural: "Squadrons"`, `plural: "Squadrons", style: {color: "#123456", shape: "PILL"}`)
	served, err := sdl.Compose(all...)
	require.NoError(t, err)
	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "composed", Input: served})
	require.NoError(t, err)
	assert.Equal(t, "[Place!]!", loaded.Types["Vessel"].Fields.ForName("patrols").Type.String())
	assert.NotNil(t, loaded.Query.Fields.ForName("vessels"))
}

func replaced(t *testing.T, text, old, new string) string {
	require.Contains(t, text, old)
	return strings.Replace(text, old, new, 1)
}

func TestExtendRefuses(t *testing.T) {
	const kind = "\"A ship.\"\ntype Ship implements Entity & Node @kind(label: \"Ship\", plural: \"Ships\") {\n  id: ID!\n}\n"
	relation := func(name, rest string) string {
		return "extend enum RelationType {\n  \"d\"\n  " + name + " @relationType(" + rest + ")\n}\n"
	}
	const sentences = ` sentence: "{s} x {o}", passive: "{o} y {s}"`
	tests := []struct {
		name  string
		files []string
		want  string // the first problem
	}{
		{"no GraphQL", []string{"kind: Ship\n"}, `a.graphql:1:1: syntax error: Unexpected Name "kind"`},
		{"an unknown directive", []string{replaced(t, kind, "@kind(", "@sort(x: 1) @kind(")}, "a.graphql:2:37: unknown directive @sort"},
		{"a wrong argument", []string{replaced(t, kind, "plural:", "plurl:")}, "a.graphql:2:37: @kind needs plural"},
		{"the name of a built-in kind", []string{replaced(t, kind, "type Ship", "type Program")}, "a.graphql:2:6: type Program is declared twice (first at kind.graphql:"},
		{"the name of a generated type", []string{replaced(t, kind, "type Ship", "type ItemConnection")}, "a.graphql:2:6: type ItemConnection is generated and cannot be declared"},
		{"the name of a built-in relation type", []string{kind + relation("leads", `inverse: "ledBy", domain: [Ship], range: [Ship]`+sentences)}, "a.graphql:7:3: RelationType.leads is declared twice (first at relation.graphql:"},
		{"an inverse that is taken", []string{kind + relation("sails", `inverse: "leads", domain: [Organization], range: [Program]`+sentences)}, "a.graphql:7:3: Program would have the field leads twice"},
		{"a relation that joins an unknown kind", []string{kind + relation("sails", `inverse: "sailedBy", domain: [Shp], range: [Ship]`+sentences)}, `a.graphql:7:53: unknown Kind Shp (did you mean "Ship"?)`},
		{"a sentence without its holes", []string{kind + relation("sails", `inverse: "sailedBy", domain: [Ship], range: [Place], sentence: "{s} sails", passive: "{o} y {s}"`)}, `a.graphql:7:10: the sentence "{s} sails" of sails must contain {o} once`},
		{"two files with one kind", []string{kind, kind}, "b.graphql:2:6: type Ship is declared twice (first at a.graphql:2:6)"},
		{"two files with one relation type", []string{kind + relation("sails", `inverse: "sailedBy", domain: [Ship], range: [Place]`+sentences), relation("sails", `inverse: "sailedBy", domain: [Place], range: [Ship]`+sentences)},
			"b.graphql:3:3: RelationType.sails is declared twice (first at a.graphql:7:3)"},
		{"two files with other types of a property", []string{replaced(t, kind, "id: ID!", "\"d\"\n  speed: Int @property"), "extend type Program {\n  \"d\"\n  speed: String @property\n}\n"},
			"a.graphql:4:3: property speed has another type here than on Program"},
		{"a type that is no kind", []string{"type Ship {\n  id: ID!\n}\n"}, "a.graphql:1:6: Ship is neither a kind nor an enum"},
		{"the whole enum", []string{"enum RelationType {\n  sails\n}\n"}, "a.graphql:1:6: enum RelationType is declared already (write: extend enum RelationType)"},
		{"a root field", []string{"extend type Query {\n  x: Int\n}\n"}, "a.graphql:1:13: Query is no kind, and only kinds and enums can be extended"},
		{"a directive", []string{"directive @x on OBJECT\n"}, "a.graphql:1:12: a directive cannot be declared here: @x"},
		{"the schema", []string{"schema {\n  query: Query\n}\n"}, "a.graphql:1:8: the schema cannot be declared here"},
		{"a kind with an unknown parent", []string{replaced(t, kind, "Entity & Node", "Organisation & Entity & Node")}, `a.graphql:2:6: Ship implements Organisation, which is no abstract kind (did you mean "Organization"?)`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var files []sdl.Source
			for i, text := range test.files {
				files = append(files, sdl.Source{Name: string(rune('a'+i)) + ".graphql", Text: text})
			}
			_, err := sdl.Extend(sources(t), files...)
			var found graph.Problems
			require.ErrorAs(t, err, &found)
			begins(t, test.want, found[0].Error())
		})
	}
}
