package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"
	"text/template"
	"unicode"

	"missiongraph/graph"
	"missiongraph/schema/sdl"
)

// Names of the generated files, seen from folder schema.
const (
	schemaFile = "schema_gen.graphql"
	manualFile = "../docs/ontology.md"
)

// Generate returns the generated files by path, seen from folder schema. The
// same sources give the same bytes.
func Generate(sources ...sdl.Source) (map[string][]byte, error) {
	m, err := sdl.Describe(sources...)
	if err != nil {
		return nil, err
	}
	text, err := m.SDL()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		schemaFile: []byte(text),
		manualFile: manual(m),
	}
	add := func(name string, t *template.Template, data any) {
		if err == nil {
			files[name], err = render(t, data)
		}
	}
	add("name_gen.go", namesTemplate, m)
	add("entity_gen.go", entityTemplate, m)
	add("query_gen.go", queryTemplate, m)
	add("mutation_gen.go", mutationTemplate, m)
	for _, k := range m.Kinds {
		add("kind_"+snake(k.Name)+"_gen.go", kindTemplate, k)
	}
	return files, err
}

func render(t *template.Template, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, err
	}
	text, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("generated %s does not parse: %w", t.Name(), err)
	}
	return text, nil
}

var functions = template.FuncMap{
	"title":       title,
	"resolver":    func(target string) string { return target + "Resolver" },
	"kindConst":   kindConst,
	"relations":   relations,
	"fieldsConst": func(kind string) string { return strings.ToLower(kind[:1]) + kind[1:] + "Fields" },
	"direction":   direction,
	"property":    property,
	"item":        item,
}

// kindConst names the constant of a target: Entity stands for any kind.
func kindConst(target string) string {
	if target == "Entity" {
		return "anyKind"
	}
	return "kind" + target
}

// relations lists the constants of relation types as arguments.
func relations(names []string) string {
	constants := make([]string, len(names))
	for i, name := range names {
		constants[i] = "rel" + title(name)
	}
	return strings.Join(constants, ", ")
}

func direction(d graph.Direction) string {
	switch d {
	case graph.Out:
		return "graph.Out"
	case graph.In:
		return "graph.In"
	default:
		return "graph.Both"
	}
}

// reader is how a property of one GraphQL type is read: the helper of the
// runtime and the Go type it returns.
type reader struct{ Method, Type string }

// readers are by GraphQL type; an enum is read as its code. The second of a
// pair reads a list.
var readers = map[string][2]reader{
	"String":   {{"stringProperty", "*string"}, {"stringsProperty", "*[]string"}},
	"Text":     {{"stringProperty", "*string"}, {"stringsProperty", "*[]string"}},
	"Int":      {{"integerProperty", "*int32"}, {"integersProperty", "*[]int32"}},
	"Float":    {{"decimalProperty", "*float64"}, {"decimalsProperty", "*[]float64"}},
	"Boolean":  {{"booleanProperty", "*bool"}, {"booleansProperty", "*[]bool"}},
	"Date":     {{"dateProperty", "*Date"}, {"datesProperty", "*[]Date"}},
	"URL":      {{"urlProperty", "*URL"}, {"urlsProperty", "*[]URL"}},
	"Quantity": {{"quantityProperty", "*QuantityResolver"}, {"quantitiesProperty", "*[]*QuantityResolver"}},
}

func property(f sdl.Field) reader {
	pair, ok := readers[f.Type.Name()]
	if !ok {
		pair = readers["String"]
	}
	if f.Type.Elem != nil {
		return pair[1]
	}
	return pair[0]
}

// item names the type of a property's values; of a list, that of its items.
func item(f sdl.Field) string { return "graph." + f.ValueType().String() }

// title makes a GraphQL name an exported Go name.
func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// snake makes a kind's name part of a file name: MissionArea to mission_area.
func snake(s string) string {
	var b strings.Builder
	for i, r := range s {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
