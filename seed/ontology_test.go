package seed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"missiongraph/graph"
)

// testOntology reads the ontology from the schema's files: enough of it for
// the checks, without the package that derives the whole.
func testOntology(t testing.TB) *graph.Ontology {
	t.Helper()
	var sources []*ast.Source
	for _, name := range []string{"kind.graphql", "relation.graphql"} {
		text, err := os.ReadFile(filepath.Join("..", "schema", name))
		require.NoError(t, err)
		sources = append(sources, &ast.Source{Name: name, Input: string(text)})
	}
	doc, err := parser.ParseSchemas(sources...)
	require.NoError(t, err)
	var kinds []*graph.Kind
	properties := graph.BuiltinProperties()
	byName := map[string]*graph.Property{}
	var relations []*graph.RelationType
	for _, def := range doc.Definitions {
		if d := def.Directives.ForName("kind"); d != nil {
			k := &graph.Kind{Name: def.Name, Abstract: def.Kind == ast.Interface}
			for _, i := range def.Interfaces {
				if i == "Organization" {
					k.IsA = append(k.IsA, i)
				}
			}
			for _, name := range list(d, "forms") {
				k.Forms = append(k.Forms, graph.Form{Name: name})
			}
			kinds = append(kinds, k)
			for _, f := range def.Fields {
				if f.Directives.ForName("property") == nil {
					continue
				}
				p := byName[f.Name]
				if p == nil {
					p = &graph.Property{Name: f.Name, Type: graph.List}
					if f.Type.Elem == nil {
						var ok bool
						p.Type, ok = graph.ParseValueType(f.Type.Name())
						require.True(t, ok, f.Type.Name())
					}
					byName[f.Name] = p
					properties = append(properties, p)
				}
				p.Kinds = append(p.Kinds, def.Name)
			}
		}
		if def.Name != "RelationType" {
			continue
		}
		for _, value := range def.EnumValues {
			d := value.Directives.ForName("relationType")
			r := &graph.RelationType{
				Name: value.Name, Inverse: text(d, "inverse"), Domain: list(d, "domain"), Range: list(d, "range"),
				Sentence: text(d, "sentence"), Passive: text(d, "passive"),
				Symmetric: text(d, "symmetric") == "true", Transitive: text(d, "transitive") == "true",
				Acyclic: text(d, "acyclic") == "true", SameKind: text(d, "sameKind") == "true",
			}
			for _, name := range list(d, "grades") {
				g, ok := graph.ParseGrade(name)
				require.True(t, ok)
				r.Grades = append(r.Grades, g)
			}
			if a := d.Arguments.ForName("verbs"); a != nil {
				for _, v := range a.Value.Children {
					r.Verbs = append(r.Verbs, graph.Verb{
						Name:     v.Value.Children.ForName("name").Raw,
						Sentence: v.Value.Children.ForName("sentence").Raw,
						Passive:  v.Value.Children.ForName("passive").Raw,
					})
				}
			}
			relations = append(relations, r)
		}
	}
	o, problem := graph.NewOntology(kinds, properties, relations)
	require.NoError(t, problem)
	return o
}

func text(d *ast.Directive, name string) string {
	if a := d.Arguments.ForName(name); a != nil {
		return a.Value.Raw
	}
	return ""
}

func list(d *ast.Directive, name string) []string {
	var items []string
	if a := d.Arguments.ForName(name); a != nil {
		for _, c := range a.Value.Children {
			items = append(items, strings.TrimSpace(c.Value.Raw))
		}
	}
	return items
}
