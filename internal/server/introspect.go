package server

import (
	"cmp"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// introspector answers __schema and __type from the SDL (specification, section
// 4). It writes JSON directly, in the order asked for.
type introspector struct {
	front  *frontend
	values map[string]any // the operation's coerced variables
	out    []byte
}

// selected is one response key with everything selected under it.
type selected struct {
	key    string
	field  *ast.Field
	nested []ast.SelectionSet
}

// collect flattens selection sets into response keys in order, applying @skip
// and @include. All types of introspection are object types, and so is the
// root, so every fragment that validation let through applies.
func (in *introspector) collect(sets []ast.SelectionSet) []*selected {
	var found []*selected
	var walk func(set ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch selection := selection.(type) {
			case *ast.Field:
				if !in.included(selection.Directives) {
					continue
				}
				at := slices.IndexFunc(found, func(s *selected) bool { return s.key == selection.Alias })
				if at < 0 {
					at = len(found)
					found = append(found, &selected{key: selection.Alias, field: selection})
				}
				if len(selection.SelectionSet) > 0 {
					found[at].nested = append(found[at].nested, selection.SelectionSet)
				}
			case *ast.InlineFragment:
				if in.included(selection.Directives) {
					walk(selection.SelectionSet)
				}
			case *ast.FragmentSpread:
				if in.included(selection.Directives) {
					walk(selection.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		walk(set)
	}
	return found
}

func (in *introspector) included(directives ast.DirectiveList) bool {
	for _, directive := range directives {
		if directive.Name == "skip" && in.flag(directive.Arguments, "if") ||
			directive.Name == "include" && !in.flag(directive.Arguments, "if") {
			return false
		}
	}
	return true
}

// flag evaluates a Boolean argument; absent is false, as all defaults here are.
func (in *introspector) flag(args ast.ArgumentList, name string) bool {
	arg := args.ForName(name)
	if arg == nil {
		return false
	}
	value, _ := arg.Value.Value(in.values)
	on, _ := value.(bool)
	return on
}

// answer writes the value of a root field, __schema or __type.
func (in *introspector) answer(s *selected) {
	if s.field.Name == "__schema" {
		in.schema(s.nested)
		return
	}
	name, _ := s.field.Arguments.ForName("name").Value.Value(in.values)
	text, _ := name.(string)
	in.named(in.front.schema.Types[text], s.nested)
}

// object writes an object; write writes the value of one field.
func (in *introspector) object(typename string, sets []ast.SelectionSet, write func(s *selected)) {
	in.out = append(in.out, '{')
	for i, s := range in.collect(sets) {
		if i > 0 {
			in.out = append(in.out, ',')
		}
		in.out = appendJSON(in.out, s.key)
		in.out = append(in.out, ':')
		if s.field.Name == "__typename" {
			in.text(typename)
			continue
		}
		write(s)
	}
	in.out = append(in.out, '}')
}

func (in *introspector) text(s string) { in.out = appendJSON(in.out, s) }
func (in *introspector) null()         { in.out = append(in.out, "null"...) }

// optional writes a text, or null for "".
func (in *introspector) optional(s string) {
	if s == "" {
		in.null()
		return
	}
	in.text(s)
}

func (in *introspector) bool(b bool) { in.out = appendValue(in.out, b) }

// each writes a list.
func each[T any](in *introspector, items []T, write func(T)) {
	in.out = append(in.out, '[')
	for i, item := range items {
		if i > 0 {
			in.out = append(in.out, ',')
		}
		write(item)
	}
	in.out = append(in.out, ']')
}

func (in *introspector) schema(sets []ast.SelectionSet) {
	schema := in.front.schema
	in.object("__Schema", sets, func(s *selected) {
		switch s.field.Name {
		case "description":
			in.optional(schema.Description)
		case "types":
			types := slices.SortedFunc(maps.Values(schema.Types), func(a, b *ast.Definition) int { return cmp.Compare(a.Name, b.Name) })
			each(in, types, func(def *ast.Definition) { in.named(def, s.nested) })
		case "queryType":
			in.named(schema.Query, s.nested)
		case "mutationType":
			in.named(schema.Mutation, s.nested)
		case "subscriptionType":
			in.named(schema.Subscription, s.nested)
		case "directives":
			directives := slices.SortedFunc(maps.Values(schema.Directives), func(a, b *ast.DirectiveDefinition) int { return cmp.Compare(a.Name, b.Name) })
			each(in, directives, func(def *ast.DirectiveDefinition) { in.directive(def, s.nested) })
		}
	})
}

// typ writes a type reference with its wrappers.
func (in *introspector) typ(t *ast.Type, sets []ast.SelectionSet) {
	kind, inner := "", (*ast.Type)(nil)
	switch {
	case t.NonNull:
		bare := *t
		bare.NonNull = false
		kind, inner = "NON_NULL", &bare
	case t.Elem != nil:
		kind, inner = "LIST", t.Elem
	default:
		in.named(in.front.schema.Types[t.NamedType], sets)
		return
	}
	in.object("__Type", sets, func(s *selected) {
		switch s.field.Name {
		case "kind":
			in.text(kind)
		case "ofType":
			in.typ(inner, s.nested)
		default:
			in.null()
		}
	})
}

func (in *introspector) named(def *ast.Definition, sets []ast.SelectionSet) {
	if def == nil {
		in.null()
		return
	}
	schema := in.front.schema
	in.object("__Type", sets, func(s *selected) {
		all := in.flag(s.field.Arguments, "includeDeprecated")
		composite := def.Kind == ast.Object || def.Kind == ast.Interface
		switch name := s.field.Name; {
		case name == "kind":
			in.text(string(def.Kind))
		case name == "name":
			in.text(def.Name)
		case name == "description":
			in.optional(def.Description)
		case name == "specifiedByURL" && def.Kind == ast.Scalar:
			in.optional(directiveText(def.Directives, "specifiedBy", "url"))
		case name == "isOneOf" && def.Kind == ast.InputObject:
			in.bool(def.Directives.ForName("oneOf") != nil)
		case name == "fields" && composite:
			fields := slices.DeleteFunc(slices.Clone(def.Fields), func(f *ast.FieldDefinition) bool {
				return len(f.Name) > 1 && f.Name[:2] == "__" || !all && deprecated(f.Directives)
			})
			each(in, fields, func(f *ast.FieldDefinition) { in.field(f, s.nested) })
		case name == "interfaces" && composite:
			each(in, def.Interfaces, func(n string) { in.named(schema.Types[n], s.nested) })
		case name == "possibleTypes" && (def.Kind == ast.Interface || def.Kind == ast.Union):
			possible := slices.SortedFunc(slices.Values(schema.GetPossibleTypes(def)), func(a, b *ast.Definition) int { return cmp.Compare(a.Name, b.Name) })
			each(in, possible, func(d *ast.Definition) { in.named(d, s.nested) })
		case name == "enumValues" && def.Kind == ast.Enum:
			values := slices.DeleteFunc(slices.Clone(def.EnumValues), func(v *ast.EnumValueDefinition) bool { return !all && deprecated(v.Directives) })
			each(in, values, func(v *ast.EnumValueDefinition) { in.enumValue(v, s.nested) })
		case name == "inputFields" && def.Kind == ast.InputObject:
			fields := slices.DeleteFunc(slices.Clone(def.Fields), func(f *ast.FieldDefinition) bool { return !all && deprecated(f.Directives) })
			each(in, fields, func(f *ast.FieldDefinition) {
				in.inputValue(f.Name, f.Description, f.Type, f.DefaultValue, f.Directives, s.nested)
			})
		default:
			in.null()
		}
	})
}

func (in *introspector) field(f *ast.FieldDefinition, sets []ast.SelectionSet) {
	in.object("__Field", sets, func(s *selected) {
		switch s.field.Name {
		case "name":
			in.text(f.Name)
		case "description":
			in.optional(f.Description)
		case "args":
			in.arguments(f.Arguments, s)
		case "type":
			in.typ(f.Type, s.nested)
		default:
			in.deprecation(s, f.Directives)
		}
	})
}

func (in *introspector) arguments(args ast.ArgumentDefinitionList, s *selected) {
	all := in.flag(s.field.Arguments, "includeDeprecated")
	args = slices.DeleteFunc(slices.Clone(args), func(a *ast.ArgumentDefinition) bool { return !all && deprecated(a.Directives) })
	each(in, args, func(a *ast.ArgumentDefinition) {
		in.inputValue(a.Name, a.Description, a.Type, a.DefaultValue, a.Directives, s.nested)
	})
}

func (in *introspector) inputValue(name, description string, typ *ast.Type, def *ast.Value, directives ast.DirectiveList, sets []ast.SelectionSet) {
	in.object("__InputValue", sets, func(s *selected) {
		switch s.field.Name {
		case "name":
			in.text(name)
		case "description":
			in.optional(description)
		case "type":
			in.typ(typ, s.nested)
		case "defaultValue":
			if def == nil {
				in.null()
			} else {
				in.text(def.String())
			}
		default:
			in.deprecation(s, directives)
		}
	})
}

func (in *introspector) enumValue(v *ast.EnumValueDefinition, sets []ast.SelectionSet) {
	in.object("__EnumValue", sets, func(s *selected) {
		switch s.field.Name {
		case "name":
			in.text(v.Name)
		case "description":
			in.optional(v.Description)
		default:
			in.deprecation(s, v.Directives)
		}
	})
}

func (in *introspector) directive(d *ast.DirectiveDefinition, sets []ast.SelectionSet) {
	in.object("__Directive", sets, func(s *selected) {
		switch s.field.Name {
		case "name":
			in.text(d.Name)
		case "description":
			in.optional(d.Description)
		case "isRepeatable":
			in.bool(d.IsRepeatable)
		case "locations":
			each(in, d.Locations, func(l ast.DirectiveLocation) { in.text(string(l)) })
		case "args":
			in.arguments(d.Arguments, s)
		default: // directives themselves are never deprecated here
			in.deprecation(s, nil)
		}
	})
}

// deprecation writes isDeprecated or deprecationReason.
func (in *introspector) deprecation(s *selected, directives ast.DirectiveList) {
	if s.field.Name == "isDeprecated" {
		in.bool(deprecated(directives))
		return
	}
	if !deprecated(directives) {
		in.null()
		return
	}
	reason := directiveText(directives, "deprecated", "reason")
	if reason == "" {
		reason = "No longer supported"
	}
	in.text(reason)
}

func deprecated(directives ast.DirectiveList) bool { return directives.ForName("deprecated") != nil }

// directiveText is the text of a directive's argument, or "".
func directiveText(directives ast.DirectiveList, name, arg string) string {
	if directive := directives.ForName(name); directive != nil {
		if value := directive.Arguments.ForName(arg); value != nil {
			return value.Value.Raw
		}
	}
	return ""
}
