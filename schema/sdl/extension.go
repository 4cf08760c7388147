package sdl

import (
	"slices"
	"strings"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// Extension is an ontology with more than the one it extends.
type Extension struct {
	Ontology *graph.Ontology
	SDL      string // extensions of the served schema's enums by what is new; empty for nothing
}

// Extend reads an ontology with extensions: files of further kinds (types with
// @kind), properties (extend type), relation types (extend enum RelationType),
// forms (extend enum Form) and coded values. They must be such that the served
// schema could be made of all together. The error is [graph.Problems], as from
// [Describe].
func Extend(base []Source, extensions ...Source) (*Extension, error) {
	var problems graph.Problems
	for _, s := range extensions {
		problems = append(problems, checkExtension(s)...)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	all := slices.Clone(base)
	for _, s := range extensions {
		s.extension = true
		all = append(all, s)
	}
	m, err := Describe(all...)
	if err != nil {
		return nil, err
	}
	before, err := ParseOntology(base...)
	if err != nil {
		return nil, err
	}
	return &Extension{m.Ontology, m.enumsBeyond(before)}, nil
}

// checkExtension returns what is in a file that is no part of an ontology.
func checkExtension(s Source) graph.Problems {
	d := parse([]Source{s})
	d.problems = slices.DeleteFunc(d.problems, func(p graph.Problem) bool { return strings.Contains(p.Msg, extendsNothing) })
	const hint = "an ontology extension declares kinds (type … @kind), enums of codes, and extends kinds and the enums RelationType and Form"
	for _, def := range d.Definitions {
		switch {
		case def.Kind == ast.Enum && (def.Name == relationEnum || def.Name == formEnum):
			d.problem(def.Position, "enum %s is declared already", def.Name).Hint = "write: extend enum " + def.Name
		case def.Kind == ast.Enum, def.Directives.ForName("kind") != nil:
		default:
			d.problem(def.Position, "%s is neither a kind nor an enum", def.Name).Hint = hint
		}
	}
	for _, def := range d.Directives {
		d.problem(def.Position, "a directive cannot be declared here: @%s", def.Name).Hint = hint
	}
	for _, def := range append(d.Schema, d.SchemaExtension...) {
		d.problem(def.Position, "the schema cannot be declared here").Hint = hint
	}
	return d.problems
}

// extendsNothing is what is said of an extension whose type is not there.
const extendsNothing = "there is no such type to extend"

// extend adds what the documents extend to what they declare: the fields of
// kinds, the values of enums.
func (d *document) extend() {
	for _, ext := range d.Extensions {
		def := d.types[ext.Name]
		switch {
		case def == nil:
			var known []string
			for _, x := range d.Definitions {
				known = append(known, x.Name)
			}
			d.problem(ext.Position, "%s: %s", ext.Name, extendsNothing).Hint = graph.DidYouMean(ext.Name, known)
		case def.Kind != ext.Kind:
			d.problem(ext.Position, "%s is not of the sort that is extended", ext.Name).Hint = "it is declared at " + at(def.Position)
		case def.Kind == ast.Enum:
			for _, v := range ext.EnumValues {
				if first := def.EnumValues.ForName(v.Name); first != nil {
					d.problem(v.Position, "%s.%s is declared twice", def.Name, v.Name).Hint = "first at " + at(first.Position)
					continue
				}
				def.EnumValues = append(def.EnumValues, v)
			}
		case d.kind(ext.Name) == nil:
			d.problem(ext.Position, "%s is no kind, and only kinds and enums can be extended", ext.Name)
		case len(ext.Directives) > 0 || len(ext.Interfaces) > 0:
			d.problem(ext.Position, "extending %s, only fields can be added", ext.Name)
		default:
			for _, f := range ext.Fields {
				if first := def.Fields.ForName(f.Name); first != nil {
					d.problem(f.Position, "%s.%s is declared twice", def.Name, f.Name).Hint = "first at " + at(first.Position)
					continue
				}
				def.Fields = append(def.Fields, f)
			}
		}
	}
}

// enumsBeyond writes the values that the enums of the served schema lack for an
// ontology that has more.
func (m *Model) enumsBeyond(before *graph.Ontology) string {
	var p printer
	extend := func(enum string, values ast.EnumValueList) {
		if len(values) > 0 {
			p.line("")
			p.line("extend enum " + enum + " {")
			p.in()
			for _, v := range values {
				p.description(v.Description)
				p.line(v.Name)
			}
			p.out()
			p.line("}")
		}
	}
	var kinds, forms, relations ast.EnumValueList
	known := map[string]bool{}
	for _, k := range before.Kinds {
		for _, f := range k.Forms {
			known[f.Name] = true
		}
	}
	for _, k := range m.Ontology.Kinds {
		if before.Kind(k.Name) == nil {
			kinds = append(kinds, &ast.EnumValueDefinition{Name: k.Name, Description: k.Description})
		}
		for _, f := range k.Forms {
			if !known[f.Name] {
				known[f.Name] = true
				forms = append(forms, &ast.EnumValueDefinition{Name: f.Name, Description: k.Label + ": " + f.Description})
			}
		}
	}
	for _, r := range m.Ontology.Relations {
		if before.Relation(r.Name) == nil {
			relations = append(relations, &ast.EnumValueDefinition{Name: r.Name, Description: r.Description})
		}
	}
	extend(kindEnum, kinds)
	extend(formEnum, forms)
	extend(relationEnum, relations)
	return p.String()
}

// Declares reports whether sources declare all kinds, enums and relation types
// that an extension does: it was made a part of them.
func Declares(sources []Source, extension Source) bool {
	d, x := parse(sources), parse([]Source{extension})
	relations := d.names(relationEnum)
	for _, def := range x.Definitions {
		if d.types[def.Name] == nil {
			return false
		}
	}
	for _, ext := range x.Extensions {
		for _, v := range ext.EnumValues {
			if ext.Name == relationEnum && !slices.Contains(relations, v.Name) {
				return false
			}
		}
	}
	return len(x.Definitions)+len(x.Extensions) > 0
}
