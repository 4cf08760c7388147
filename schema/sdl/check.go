package sdl

import (
	"slices"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// checkDirectives compares every use of a directive with its declaration:
// known name, known and required arguments, values of the declared type. It
// reports whether all is well.
func (d *document) checkDirectives(list ast.DirectiveList) bool {
	before := len(d.problems)
	for _, use := range list {
		if use.Name == "deprecated" || use.Name == "specifiedBy" {
			continue // built in
		}
		def := d.directives[use.Name]
		if def == nil {
			var known []string
			for _, x := range d.Directives {
				known = append(known, x.Name)
			}
			d.problem(use.Position, "unknown directive @%s", use.Name).Hint = graph.DidYouMean(use.Name, known)
			continue
		}
		d.checkArguments(use, def)
	}
	return len(d.problems) == before
}

func (d *document) checkArguments(use *ast.Directive, def *ast.DirectiveDefinition) {
	var known []string
	for _, arg := range def.Arguments {
		known = append(known, arg.Name)
		if arg.Type.NonNull && arg.DefaultValue == nil && use.Arguments.ForName(arg.Name) == nil {
			d.problem(use.Position, "@%s needs %s", use.Name, arg.Name)
		}
	}
	seen := map[string]bool{}
	for _, arg := range use.Arguments {
		if seen[arg.Name] {
			d.problem(arg.Position, "%s is given twice", arg.Name)
		}
		seen[arg.Name] = true
		decl := def.Arguments.ForName(arg.Name)
		if decl == nil {
			d.problem(arg.Position, "@%s has no %s", use.Name, arg.Name).Hint = graph.DidYouMean(arg.Name, known)
			continue
		}
		d.checkValue(arg.Name, arg.Value, decl.Type)
	}
}

// checkValue compares a literal with a type. name is what it is the value of.
func (d *document) checkValue(name string, v *ast.Value, t *ast.Type) {
	if v.Kind == ast.NullValue {
		if t.NonNull {
			d.problem(v.Position, "%s cannot be null", name)
		}
		return
	}
	if t.Elem != nil {
		if v.Kind != ast.ListValue {
			d.checkValue(name, v, t.Elem) // GraphQL takes one value for a list of one
			return
		}
		for _, x := range v.Children {
			d.checkValue(name, x.Value, t.Elem)
		}
		return
	}
	def := d.types[t.NamedType]
	switch {
	case t.NamedType == kindEnum || def != nil && def.Kind == ast.Enum:
		names := d.names(t.NamedType)
		if v.Kind != ast.EnumValue {
			d.problem(v.Position, "%s must be a %s, not %s", name, t.NamedType, v)
		} else if !slices.Contains(names, v.Raw) {
			d.problem(v.Position, "unknown %s %s", t.NamedType, v.Raw).Hint = graph.DidYouMean(v.Raw, names)
		}
	case def != nil && def.Kind == ast.InputObject:
		d.checkObject(name, v, def)
	case t.NamedType == "String" && v.Kind != ast.StringValue && v.Kind != ast.BlockValue,
		t.NamedType == "Boolean" && v.Kind != ast.BooleanValue:
		d.problem(v.Position, "%s must be a %s, not %s", name, t.NamedType, v)
	}
}

func (d *document) checkObject(name string, v *ast.Value, def *ast.Definition) {
	if v.Kind != ast.ObjectValue {
		d.problem(v.Position, "%s must be an object such as {%s: …}, not %s", name, def.Fields[0].Name, v)
		return
	}
	var known []string
	for _, f := range def.Fields {
		known = append(known, f.Name)
		if f.Type.NonNull && f.DefaultValue == nil && v.Children.ForName(f.Name) == nil {
			d.problem(v.Position, "%s needs %s", name, f.Name)
		}
	}
	for _, child := range v.Children {
		f := def.Fields.ForName(child.Name)
		if f == nil {
			d.problem(child.Position, "%s has no %s", name, child.Name).Hint = graph.DidYouMean(child.Name, known)
			continue
		}
		d.checkValue(child.Name, child.Value, f.Type)
	}
}

// The readers below take a directive that has been checked.

func text(use *ast.Directive, name string) string {
	if arg := use.Arguments.ForName(name); arg != nil {
		return arg.Value.Raw
	}
	return ""
}

func flag(use *ast.Directive, name string) bool {
	return text(use, name) == "true"
}

// list returns a list of names or strings; one value is a list of one.
func list(use *ast.Directive, name string) []string {
	arg := use.Arguments.ForName(name)
	if arg == nil || arg.Value.Kind == ast.NullValue {
		return nil
	}
	if arg.Value.Kind != ast.ListValue {
		return []string{arg.Value.Raw}
	}
	var found []string
	for _, x := range arg.Value.Children {
		found = append(found, x.Value.Raw)
	}
	return found
}

// member returns a field of an object literal as text.
func member(v *ast.Value, name string) string {
	if x := v.Children.ForName(name); x != nil {
		return x.Raw
	}
	return ""
}
