package sdl_test

import (
	"slices"
	"strings"
	"testing"

	"missiongraph/graph"
	"missiongraph/schema/sdl"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

func compose(t *testing.T, files []sdl.Source) *ast.Schema {
	t.Helper()
	text, err := sdl.Compose(files...)
	require.NoError(t, err)
	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "schema_gen.graphql", Input: text})
	require.NoError(t, err)
	return loaded
}

func TestRelationFieldsLeadToTheNarrowestType(t *testing.T) {
	loaded := compose(t, sources(t))
	tests := []struct{ name, kind, field, want string }{
		{"one kind at the far end", "Directorate", "responsibleFor", "[MissionArea!]!"},
		{"its inverse", "MissionArea", "responsibilityOf", "[Organization!]!"},
		{"all kinds of an abstract one", "Program", "ledBy", "[Organization!]!"},
		{"an abstract kind and another", "Program", "enhancedBy", "[Entity!]!"},
		{"two kinds", "Agency", "leads", "[Entity!]!"},
		{"the same kind", "Threat", "kindOf", "[Threat!]!"},
		{"the same kind, inverse", "Partner", "hasKind", "[Partner!]!"},
		{"symmetric", "Role", "worksWith", "[Entity!]!"},
		{"both ends of a type", "Item", "usedToDevelop", "[Item!]!"},
		{"both ends of a type, inverse", "Item", "developedWith", "[Item!]!"},
		{"a convenience", "Directorate", "programs", "[Program!]!"},
		{"a connection", "Directorate", "responsibleForConnection", "MissionAreaRelationConnection!"},
		{"a convenience's connection", "Directorate", "programsConnection", "ProgramRelationConnection!"},
		{"a property", "Place", "levels", "[String!]"},
		{"shared by organizations", "Organization", "leads", "[Entity!]!"},
		{"shared by organizations, connection", "Organization", "memberOfConnection", "PartnerRelationConnection!"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := loaded.Types[test.kind].Fields.ForName(test.field)
			require.NotNil(t, f)
			assert.Equal(t, test.want, f.Type.String())
		})
	}
	for _, absent := range []struct{ kind, field string }{
		{"Threat", "leads"}, {"Role", "worksWithInverse"}, {"Organization", "kindOf"}, {"Organization", "programs"},
	} {
		assert.Nil(t, loaded.Types[absent.kind].Fields.ForName(absent.field), "%s.%s", absent.kind, absent.field)
	}
}

// Every relation type is served at both its ends, on every kind it reaches
// and on no other.
func TestEveryRelationTypeIsServedAtBothEnds(t *testing.T) {
	files := sources(t)
	loaded := compose(t, files)
	o, err := sdl.ParseOntology(files...)
	require.NoError(t, err)
	for _, k := range o.Kinds {
		if k.Abstract {
			continue
		}
		fields := loaded.Types[k.Name].Fields
		for _, r := range o.Relations {
			from := slices.Contains(o.Concrete(r.Domain), k.Name)
			to := slices.Contains(o.Concrete(r.Range), k.Name)
			for name, has := range map[string]bool{r.Name: from, r.Inverse: to} {
				assert.Equal(t, has, fields.ForName(name) != nil, "%s.%s", k.Name, name)
				assert.Equal(t, has, fields.ForName(name+"Connection") != nil, "%s.%sConnection", k.Name, name)
			}
		}
		for _, f := range loaded.Types["Entity"].Fields {
			assert.NotNil(t, fields.ForName(f.Name), "%s.%s", k.Name, f.Name)
		}
	}
}

func TestRootFieldsComeInPairs(t *testing.T) {
	query := compose(t, sources(t)).Types["Query"].Fields
	one, many := query.ForName("missionArea"), query.ForName("missionAreas")
	require.NotNil(t, one)
	require.NotNil(t, many)
	assert.Equal(t, "MissionArea", one.Type.String())
	assert.Equal(t, "MissionAreaConnection!", many.Type.String())
	var names []string
	for _, a := range many.Arguments {
		names = append(names, a.Name)
	}
	assert.Equal(t, []string{"filter", "orderBy", "first", "after", "last", "before"}, names)
	assert.Nil(t, query.ForName("organization"), "abstract kinds have no root fields")
	pairs := 0
	for _, f := range query {
		if f.Type.String() == strings.ToUpper(f.Name[:1])+f.Name[1:] && f.Name != "entity" && f.Name != "node" && f.Name != "source" {
			pairs++
		}
	}
	assert.Equal(t, 18, pairs)
}

func TestKindEnumHasEveryKind(t *testing.T) {
	loaded := compose(t, sources(t))
	values := loaded.Types["Kind"].EnumValues
	assert.Len(t, values, 19)
	organization := values.ForName("Organization")
	require.NotNil(t, organization)
	assert.Contains(t, organization.Description, "Agency, Directorate, Office, Program, Partner")
}

func TestDescriptionsAreInherited(t *testing.T) {
	loaded := compose(t, sources(t))
	assert.Equal(t, loaded.Types["Fact"].Fields.ForName("grade").Description, loaded.Types["Relation"].Fields.ForName("grade").Description)
	assert.NotEmpty(t, loaded.Types["Program"].Fields.ForName("name").Description)
	leads := loaded.Types["Agency"].Fields.ForName("operates").Description
	assert.Equal(t, "The subject runs a program, center, corps or task force, or conducts an activity. Sentence: {s} operates {o}; this is {s}. Verbs: operates, conducts.", leads)
}

func TestComposeIsDeterministic(t *testing.T) {
	first, err := sdl.Compose(sources(t)...)
	require.NoError(t, err)
	for range 5 {
		next, err := sdl.Compose(sources(t)...)
		require.NoError(t, err)
		require.True(t, first == next)
	}
}

// What is printed is what was declared: every directive of the sources stands
// in the served schema with the same arguments.
func TestDirectivesSurvivePrinting(t *testing.T) {
	files := sources(t)
	loaded := compose(t, files)
	compared := 0
	same := func(where string, declared, served ast.DirectiveList) {
		for _, d := range declared {
			s := served.ForName(d.Name)
			if !assert.NotNil(t, s, "@%s of %s", d.Name, where) {
				continue
			}
			for _, a := range d.Arguments {
				compared++
				got := s.Arguments.ForName(a.Name)
				if assert.NotNil(t, got, "%s of %s", a.Name, where) {
					assert.Equal(t, a.Value.String(), got.Value.String(), where)
				}
			}
		}
	}
	for _, f := range files {
		parsed, err := parser.ParseSchema(&ast.Source{Name: f.Name, Input: f.Text})
		require.NoError(t, err)
		for _, def := range parsed.Definitions {
			served := loaded.Types[def.Name]
			require.NotNil(t, served, def.Name)
			same(def.Name, def.Directives, served.Directives)
			for _, field := range def.Fields {
				same(def.Name+"."+field.Name, field.Directives, served.Fields.ForName(field.Name).Directives)
			}
			for _, v := range def.EnumValues {
				same(def.Name+"."+v.Name, v.Directives, served.EnumValues.ForName(v.Name).Directives)
			}
		}
	}
	assert.Greater(t, compared, 200)
}

func TestComposeRefuses(t *testing.T) {
	const standing = `standing: String @property`
	tests := []struct {
		name string
		edit edit
		want want
	}{
		{"a property named as a relation type", edit{"kind.graphql", standing, "supports: String @property"},
			want{"supports @relationType", "relation type supports has the name of a property"}},
		{"a property named as an inverse, in another case", edit{"kind.graphql", standing, "ledby: String @property"},
			want{"leads @relationType", "Activity would have the field ledBy twice"}},
		{"an inverse named as a relation type", edit{"relation.graphql", `inverse: "ledBy"`, `inverse: "supports"`},
			want{"supports @relationType", "Program would have the field supports twice: by the inverse of relation type leads and by relation type supports"}},
		{"a property named as a connection", edit{"kind.graphql", standing, "supportsConnection: String @property"},
			want{"supports @relationType", "Activity would have the field supportsConnection twice"}},
		{"a property named as a field of every entity", edit{"kind.graphql", standing, "degree: String @property"},
			want{"degree: String", "Activity would have the field degree twice: by Entity.degree and by field Activity.degree"}},
		{"a property named as a conversion", edit{"kind.graphql", standing, "toRole: String @property"},
			want{"toRole: String", "Activity would have the field toRole twice"}},
		{"a property named as a condition", edit{"kind.graphql", standing, "source: String @property"},
			want{"source: String @property", "ActivityFilter would have the field source twice: by every filter and by field Activity.source"}},
		{"a kind whose plural is a root field", edit{"kind.graphql", `plural: "Items"`, `plural: "Facts"`},
			want{"Item implements", "Query would have the field facts twice: by Query.facts and by the plural of kind Item"}},
		{"a property named as a part of every input", edit{"kind.graphql", standing, "remove: String @property"},
			want{"remove: String", "ActivityInput would have the field remove twice: by every input and by field Activity.remove"}},
		{"a mutation that is generated", edit{"mutation.graphql", "  revert(", "  createItem(x: Int): Int\n  revert("},
			want{"Item implements", "Mutation would have the field createItem twice: by Mutation.createItem and by kind Item"}},
		{"an input that is generated", edit{"mutation.graphql", "", "\n\"A page.\"\ninput ItemInput { x: Int }"},
			want{"ItemInput {", "type ItemInput is generated"}},
		{"a type that is generated", edit{"kind.graphql", "", "\n\"A page.\"\ntype ItemConnection { x: Int }"},
			want{"ItemConnection {", "type ItemConnection is generated"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := edited(t, test.edit)
			_, err := sdl.Compose(files...)
			var found graph.Problems
			require.ErrorAs(t, err, &found)
			begins(t, position(t, files, test.want.at)+": "+test.want.problem, found[0].Error())
			assert.NotEmpty(t, found[0].Hint)
		})
	}
}

func TestComposeRefusesUnknownTypes(t *testing.T) {
	_, err := sdl.Compose(edited(t, edit{"query.graphql", "stats: Stats!", "stats: Statistics!"})...)
	require.ErrorContains(t, err, "Statistics")
}

// Each kind has a filter and an order with a field for each of its own.
func TestEveryKindHasAFilterAndAnOrder(t *testing.T) {
	loaded := compose(t, sources(t))
	for _, test := range []struct{ in, field, want string }{
		{"ProgramFilter", "and", "[ProgramFilter!]"},
		{"ProgramFilter", "not", "ProgramFilter"},
		{"ProgramFilter", "alias", "StringFilter"},
		{"ProgramFilter", "degree", "IntFilter"},
		{"ProgramFilter", "form", "FormFilter"},
		{"ProgramFilter", "partners", "PartnerRelationFilter"},
		{"ProgramFilter", "ledBy", "OrganizationRelationFilter"},
		{"ProgramFilter", "operates", "EntityRelationFilter"},
		{"AgencyFilter", "workforceSize", "QuantityFilter"},
		{"DocumentFilter", "lastReviewed", "DateFilter"},
		{"PlaceFilter", "levels", "StringFilter"},
		{"OrganizationFilter", "kinds", "[Kind!]"},
		{"OrganizationFilter", "agency", "AgencyFilter"},
		{"OrganizationFilter", "form", "FormFilter"},
		{"EntityFilter", "missionArea", "MissionAreaFilter"},
		{"EntityFilter", "organization", "OrganizationFilter"},
		{"EntityFilter", "relations", "[AnyRelationFilter!]"},
		{"PartnerRelationFilter", "some", "PartnerFilter"},
		{"PartnerRelationFilter", "relation", "RelationFilter"},
		{"ProgramOrder", "by", "ProgramOrderField!"},
		{"ProgramOrder", "nulls", "NullPlacement"},
	} {
		f := loaded.Types[test.in].Fields.ForName(test.field)
		if assert.NotNil(t, f, "%s.%s", test.in, test.field) {
			assert.Equal(t, test.want, f.Type.String(), "%s.%s", test.in, test.field)
		}
	}
	for _, absent := range []struct{ in, field string }{
		{"MissionAreaFilter", "form"}, {"ProgramFilter", "kinds"}, {"ProgramFilter", "agency"}, {"ThreatFilter", "leads"},
	} {
		assert.Nil(t, loaded.Types[absent.in].Fields.ForName(absent.field), "%s.%s", absent.in, absent.field)
	}
	by := loaded.Types["AgencyOrderField"].EnumValues
	for _, name := range []string{"id", "name", "form", "grade", "degree", "workforceSize", "operates"} {
		assert.NotNil(t, by.ForName(name), name)
	}
	assert.Nil(t, by.ForName("kind"))
	assert.NotNil(t, loaded.Types["OrganizationOrderField"].EnumValues.ForName("kind"))
	connection := loaded.Types["Program"].Fields.ForName("partnersConnection")
	assert.Equal(t, "PartnerFilter", connection.Arguments.ForName("filter").Type.String())
	assert.Equal(t, "[PartnerOrder!]", connection.Arguments.ForName("orderBy").Type.String())
}

// Each kind has four mutations; its input has a field for each property, and for
// the relations of each type, but none for a convenience.
func TestEveryKindHasMutations(t *testing.T) {
	loaded := compose(t, edited(t, edit{"kind.graphql", "standing: String @property",
		"standing: String @property\n  \"Some days\"\n  days: [Date!] @property(many: true)\n  \"Some numbers\"\n  sizes: [Quantity!] @property\n  \"A code\"\n  code: Rank @property"}))
	for _, verb := range []string{"create", "update", "upsert", "delete"} {
		f := loaded.Mutation.Fields.ForName(verb + "MissionArea")
		require.NotNil(t, f, verb)
		assert.Equal(t, map[bool]string{false: "MissionAreaPayload!", true: "CommitPayload!"}[verb == "delete"], f.Type.String())
		assert.Equal(t, map[bool]string{false: "ID!", true: "ID"}[verb == "create"], f.Arguments.ForName("id").Type.String())
		assert.NotNil(t, f.Arguments.ForName("clientMutationId"))
		assert.Nil(t, loaded.Mutation.Fields.ForName(verb+"Organization"), "abstract kinds have none")
	}
	for _, test := range []struct{ in, field, want string }{
		{"ProgramInput", "name", "String"},
		{"ProgramInput", "form", "Form"},
		{"ProgramInput", "aliases", "[StringAttributeInput!]"},
		{"ProgramInput", "partOf", "[RelationInput!]"},
		{"ProgramInput", "ledBy", "[RelationInput!]"},
		{"AgencyInput", "workforceSize", "QuantityAttributeInput"},
		{"DocumentInput", "lastReviewed", "DateAttributeInput"},
		{"PlaceInput", "levels", "StringListAttributeInput"},
		{"ActivityInput", "days", "[DateAttributeInput!]"},
		{"ActivityInput", "sizes", "QuantityListAttributeInput"},
		{"ActivityInput", "code", "RankAttributeInput"},
		{"QuantityAttributeInput", "value", "QuantityInput!"},
		{"QuantityListAttributeInput", "value", "[QuantityInput!]!"},
		{"StringListAttributeInput", "value", "[String!]!"},
		{"DateAttributeInput", "value", "Date!"},
		{"RankAttributeInput", "value", "Rank!"},
		{"RelationInput", "to", "ID!"},
		{"ProgramPayload", "entity", "Program"},
	} {
		f := loaded.Types[test.in].Fields.ForName(test.field)
		if assert.NotNil(t, f, "%s.%s", test.in, test.field) {
			assert.Equal(t, test.want, f.Type.String(), "%s.%s", test.in, test.field)
		}
	}
	for _, absent := range []struct{ in, field string }{{"MissionAreaInput", "form"}, {"ProgramInput", "partners"}, {"ThreatInput", "leads"}} {
		assert.Nil(t, loaded.Types[absent.in].Fields.ForName(absent.field), "%s.%s", absent.in, absent.field)
	}
}
