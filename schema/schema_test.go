package schema_test

import (
	"testing"

	"missiongraph/schema"
	"missiongraph/schema/sdl"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestSchemaIsCurrent(t *testing.T) {
	text, err := sdl.Compose(schema.Sources()...)
	require.NoError(t, err)
	require.True(t, text == schema.SDL(), "schema_gen.graphql is not what the sources make: run go generate ./...")
}

func TestEngineFindsAResolverForEveryField(t *testing.T) {
	_, err := schema.NewEngine()
	require.NoError(t, err)
}

func TestEverythingServedIsDescribed(t *testing.T) {
	loaded := load(t, schema.SDL())
	var bare []string
	note := func(description, name string) {
		if description == "" {
			bare = append(bare, name)
		}
	}
	arguments := func(name string, list ast.ArgumentDefinitionList) {
		for _, a := range list {
			note(a.Description, name+"("+a.Name+")")
		}
	}
	seen := 0
	for _, def := range loaded.Types {
		if def.BuiltIn {
			continue
		}
		seen++
		note(def.Description, def.Name)
		for _, f := range def.Fields {
			if f.Name == "__schema" || f.Name == "__type" {
				continue // added by the parser
			}
			note(f.Description, def.Name+"."+f.Name)
			arguments(def.Name+"."+f.Name, f.Arguments)
		}
		for _, v := range def.EnumValues {
			note(v.Description, def.Name+"."+v.Name)
		}
	}
	for _, name := range []string{"kind", "property", "relation", "relationType"} {
		def := loaded.Directives[name]
		require.NotNil(t, def, name)
		note(def.Description, "@"+name)
		arguments("@"+name, def.Arguments)
	}
	assert.Greater(t, seen, 100)
	assert.Empty(t, bare)
}

// The engine's own view of the descriptions: its parser is not gqlparser.
func TestEngineServesDescriptions(t *testing.T) {
	parsed, err := graphql.ParseSchema(schema.SDL(), nil, graphql.UseStringDescriptions())
	require.NoError(t, err)
	for _, typ := range parsed.Inspect().Types() {
		if *typ.Name() != "Program" {
			continue
		}
		assert.Equal(t, "A named program, center, task force or corps.", *typ.Description())
		for _, f := range *typ.Fields(&struct{ IncludeDeprecated bool }{}) {
			if f.Name() == "ledBy" {
				assert.Equal(t, "The subject leads a task force or activity. Sentence: {o} is led by {s}; this is {o}.", *f.Description())
				return
			}
		}
	}
	t.Fatal("Program.ledBy is not served")
}

func load(t *testing.T, text string) *ast.Schema {
	t.Helper()
	loaded, err := gqlparser.LoadSchema(&ast.Source{Name: "schema_gen.graphql", Input: text})
	require.NoError(t, err)
	return loaded
}

func BenchmarkParseSchema(b *testing.B) {
	for _, parser := range []struct {
		name  string
		parse func() error
	}{
		{"engine", func() error {
			_, err := schema.NewEngine()
			return err
		}},
		{"validator", func() error {
			_, err := gqlparser.LoadSchema(&ast.Source{Input: schema.SDL()})
			return err
		}},
	} {
		b.Run(parser.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, parser.parse())
			}
		})
	}
}
