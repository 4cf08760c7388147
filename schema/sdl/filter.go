package sdl

import (
	"fmt"
	"slices"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// The inputs by which the entities of a kind, and the relations that lead to
// it, are selected. The parts they are made of are declared in filter.graphql.

// commonFilters are what can be asked of every entity.
var commonFilters = []struct{ name, typ, description string }{
	{"id", "StringFilter", "By id"},
	{"name", "StringFilter", "By name"},
	{"alias", "StringFilter", "Some other name or acronym that the lens shows"},
	{"note", "StringFilter", "By what its editor remarked"},
	{"grade", "GradeFilter", "By how directly the source names it"},
	{"source", "StringFilter", "By the id of some source quoted for its name or for a fact about it"},
	{"degree", "IntFilter", "By the number of its relations, from both ends"},
}

// entityFilter returns the filter of entities of any kind.
func (m *Model) entityFilter() *ast.Definition {
	def := filter(entityType, "entities of any kind")
	def.Fields = append(def.Fields,
		input("kinds", "[Kind!]", "Of one of these kinds"),
		input("forms", "[Form!]", "Of one of these forms"),
		input("form", "FormFilter", "By form"),
		input("relations", "[AnyRelationFilter!]", "What holds of its relations of any types: each of these"))
	for _, k := range m.Kinds {
		def.Fields = append(def.Fields, asKind(k.Kind))
	}
	return def
}

// kindFilter returns the filter of a kind. That of an abstract kind has a field
// for each kind it stands for.
func (m *Model) kindFilter(k *Kind) *ast.Definition {
	def := filter(k.Name, lowerFirst(k.Plural))
	stands := m.Ontology.Concrete([]string{k.Name})
	if k.Abstract {
		def.Fields = append(def.Fields, input("kinds", "[Kind!]", "Of one of these kinds"))
	}
	if slices.ContainsFunc(stands, func(name string) bool { return len(m.Kind(name).Forms) > 0 }) {
		def.Fields = append(def.Fields, input("form", "FormFilter", "By form"))
	}
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Property != nil {
			def.Fields = append(def.Fields, input(f.Name, m.propertyFilter(f), f.Description))
			continue
		}
		def.Fields = append(def.Fields, input(f.Name, f.Target+"RelationFilter",
			fmt.Sprintf("What holds of its relations that the field %s follows", f.Name)))
	}
	if k.Abstract {
		for _, name := range stands {
			def.Fields = append(def.Fields, asKind(m.Kind(name).Kind))
		}
	}
	return def
}

// filter returns a filter with what all have in common.
func filter(target, many string) *ast.Definition {
	name := target + "Filter"
	def := &ast.Definition{
		Kind: ast.InputObject, Name: name,
		Description: fmt.Sprintf("Conditions on %s; all must hold.", many),
		Fields: ast.FieldList{
			input("and", "["+name+"!]", "All of these hold"),
			input("or", "["+name+"!]", "At least one of these holds; an empty list holds for nothing"),
			input("not", name, "This does not hold"),
		},
	}
	for _, c := range commonFilters {
		def.Fields = append(def.Fields, input(c.name, c.typ, c.description))
	}
	return def
}

func asKind(k *graph.Kind) *ast.FieldDefinition {
	return input(lowerFirst(k.Name), k.Name+"Filter", fmt.Sprintf("It is of kind %s and meets this", k.Name))
}

// propertyFilter returns the input for a property: that of its value's type.
func (m *Model) propertyFilter(f *Field) string {
	name := f.Type.Name()
	switch {
	case f.Property.Codes != nil:
		return name + "CodeFilter"
	case slices.Contains([]string{"Int", "Float", "Boolean", "Date", "Quantity"}, name):
		return name + "Filter"
	}
	return "StringFilter"
}

// codeFilters returns the filters of the enums that properties have as values.
func (m *Model) codeFilters() []*ast.Definition {
	var found []*ast.Definition
	for _, name := range m.codes() {
		found = append(found, &ast.Definition{
			Kind: ast.InputObject, Name: name + "CodeFilter",
			Description: fmt.Sprintf("Conditions on a value of %s; all must hold.", name),
			Fields: ast.FieldList{
				input("eq", name, "It is this"),
				input("in", "["+name+"!]", "It is one of these"),
				input("exists", "Boolean", "Whether there is any"),
			},
		})
	}
	return found
}

// codes returns the enums that properties have as values, each once.
func (m *Model) codes() []string {
	var found []string
	for _, k := range m.Kinds {
		for i := range k.Fields {
			f := &k.Fields[i]
			if f.Property != nil && f.Property.Codes != nil && !slices.Contains(found, f.Type.Name()) {
				found = append(found, f.Type.Name())
			}
		}
	}
	return found
}

// relationFilter returns the conditions on relations that lead to a kind.
func relationFilter(target, many string) *ast.Definition {
	filter := target + "Filter"
	return &ast.Definition{
		Kind: ast.InputObject, Name: target + "RelationFilter",
		Description: fmt.Sprintf("Conditions on relations that lead to %s. relation and node say which relations are looked at; the others, of which at least one is needed, what holds of these.", many),
		Fields: ast.FieldList{
			input("relation", "RelationFilter", "Look only at relations that meet this"),
			input("node", filter, "Look only at relations that lead to what meets this"),
			input("some", filter, "At least one leads to what meets this; {} for any"),
			input("every", filter, "All lead to what meets this; holds when there is none"),
			input("none", filter, "None leads to what meets this; {} for none at all"),
			input("count", "IntFilter", "How many there are"),
		},
	}
}

// order returns the input by which entities of a kind are ordered, and the enum
// of what they can be ordered by. k is nil for entities of any kind.
func order(target, many string, k *Kind) []*ast.Definition {
	by := &ast.Definition{Kind: ast.Enum, Name: target + "OrderField", Description: fmt.Sprintf("What %s can be ordered by.", many)}
	add := func(name, description string) {
		by.EnumValues = append(by.EnumValues, &ast.EnumValueDefinition{Name: name, Description: description})
	}
	add("name", "The name, in lower case and without accents")
	add("id", "The id")
	if k == nil || k.Abstract {
		add("kind", "The name of the kind")
	}
	add("form", "The name of the form; null where there is none")
	add("grade", "How directly the source names it, strongest first")
	add("degree", "The number of relations, from both ends")
	if k != nil {
		for i := range k.Fields {
			if f := &k.Fields[i]; f.Property != nil {
				add(f.Name, f.Description+"; null where there is none")
			} else {
				add(f.Name, fmt.Sprintf("The number of relations that the field %s follows", f.Name))
			}
		}
	}
	direction := input("direction", "SortDirection", "Which comes first")
	direction.DefaultValue = &ast.Value{Kind: ast.EnumValue, Raw: "ASC"}
	nulls := input("nulls", "NullPlacement", "Where those without a value stand, whatever the direction")
	nulls.DefaultValue = &ast.Value{Kind: ast.EnumValue, Raw: "LAST"}
	return []*ast.Definition{{
		Kind: ast.InputObject, Name: target + "Order",
		Description: fmt.Sprintf("One key of an order of %s.", many),
		Fields:      ast.FieldList{input("by", by.Name+"!", "What counts"), direction, nulls},
	}, by}
}

// input returns an input field; typ is written as in SDL: a name, name! or
// [name!].
func input(name, typ, description string) *ast.FieldDefinition {
	return &ast.FieldDefinition{Name: name, Description: description, Type: typeOf(typ)}
}

func typeOf(s string) *ast.Type {
	last := len(s) - 1
	switch {
	case s[last] == '!':
		t := typeOf(s[:last])
		t.NonNull = true
		return t
	case s[0] == '[':
		return ast.ListType(typeOf(s[1:last]), nil)
	}
	return ast.NamedType(s, nil)
}
