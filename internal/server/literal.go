package server

import "github.com/vektah/gqlparser/v2/ast"

// literal coerces a value written in a document. values are the operation's
// coerced variables. The second result is false when the value is a variable
// that was not given, or when it is wrong.
func (c *coercion) literal(typ *ast.Type, value *ast.Value, values map[string]any, at *place) (any, bool) {
	switch {
	case value.Kind == ast.Variable:
		v, ok := values[value.Raw]
		if ok && v == nil && typ.NonNull {
			return c.fail(at, "expected %s, and $%s is null", typ, value.Raw)
		}
		return v, ok
	case value.Kind == ast.NullValue:
		if typ.NonNull {
			return c.fail(at, "expected %s, found null", typ)
		}
		return nil, true
	case typ.Elem != nil:
		return c.literalList(typ, value, values, at)
	}
	def := c.front.schema.Types[typ.NamedType]
	switch def.Kind {
	case ast.Enum:
		if value.Kind != ast.EnumValue {
			return c.fail(at, "expected a value of the enum %s, found %s", def.Name, shorten(value.String()))
		}
		return c.enum(def, value.Raw, at)
	case ast.InputObject:
		if value.Kind != ast.ObjectValue {
			return c.fail(at, "expected an object of type %s, found %s", def.Name, shorten(value.String()))
		}
		return c.literalObject(def, value, values, at)
	default:
		return c.literalScalar(def, value, values, at)
	}
}

func (c *coercion) literalList(typ *ast.Type, value *ast.Value, values map[string]any, at *place) (any, bool) {
	if value.Kind != ast.ListValue {
		item, ok := c.literal(typ.Elem, value, values, at)
		return []any{item}, ok
	}
	before := len(c.problems)
	list := make([]any, len(value.Children))
	for i, child := range value.Children {
		item, ok := c.literal(typ.Elem, child.Value, values, at.item(i))
		if !ok && child.Value.Kind == ast.Variable && typ.Elem.NonNull && len(c.problems) == before {
			c.fail(at.item(i), "expected %s, and $%s was not given", typ.Elem, child.Value.Raw)
		}
		list[i] = item
	}
	return list, len(c.problems) == before
}

func (c *coercion) literalObject(def *ast.Definition, value *ast.Value, values map[string]any, at *place) (any, bool) {
	before := len(c.problems)
	result := make(map[string]any, len(value.Children))
	for _, child := range value.Children {
		if def.Fields.ForName(child.Name) == nil {
			c.fail(at, "%s has no field %q", def.Name, shorten(child.Name))
		}
	}
	given := 0
	for _, field := range def.Fields {
		written := value.Children.ForName(field.Name)
		if written == nil {
			c.absent(field, result, at)
			continue
		}
		if written.Kind == ast.NullValue && nullMeansAbsent(field.Type, field.DefaultValue) {
			c.absent(field, result, at)
			continue
		}
		failed := len(c.problems)
		v, ok := c.literal(field.Type, written, values, at.field(field.Name))
		switch {
		case len(c.problems) > failed:
		case !ok, v == nil && nullMeansAbsent(field.Type, field.DefaultValue):
			c.absent(field, result, at)
		default:
			result[field.Name] = v
			given++
		}
	}
	if def.Directives.ForName("oneOf") != nil && (given != 1 || len(value.Children) != 1) {
		c.fail(at, "exactly one field of %s must be given", def.Name)
	}
	return result, len(c.problems) == before
}

func (c *coercion) literalScalar(def *ast.Definition, value *ast.Value, values map[string]any, at *place) (any, bool) {
	isText := value.Kind == ast.StringValue || value.Kind == ast.BlockValue
	switch def.Name {
	case "Int":
		if value.Kind == ast.IntValue {
			return c.int32(value.Raw, at)
		}
	case "Float":
		if value.Kind == ast.IntValue || value.Kind == ast.FloatValue {
			return c.float(value.Raw, at)
		}
	case "ID":
		if isText || value.Kind == ast.IntValue {
			return value.Raw, true
		}
	case "String":
		if isText {
			return value.Raw, true
		}
	case "Boolean":
		if value.Kind == ast.BooleanValue {
			return value.Raw == "true", true
		}
	default:
		natural, ok := c.naturalLiteral(value, values, at)
		if !ok {
			return nil, false
		}
		return c.custom(def, natural, at)
	}
	return c.fail(at, "expected %s, found %s", def.Name, shorten(value.String()))
}

// naturalLiteral turns a literal of a custom scalar into what a Scalar takes.
// Variables inside it have been coerced by their own types.
func (c *coercion) naturalLiteral(value *ast.Value, values map[string]any, at *place) (any, bool) {
	switch value.Kind {
	case ast.Variable:
		return values[value.Raw], true
	case ast.NullValue:
		return nil, true
	case ast.BooleanValue:
		return value.Raw == "true", true
	case ast.IntValue, ast.FloatValue:
		return c.number(value.Raw, at)
	case ast.ListValue:
		list, all := make([]any, len(value.Children)), true
		for i, child := range value.Children {
			item, ok := c.naturalLiteral(child.Value, values, at.item(i))
			list[i], all = item, all && ok
		}
		return list, all
	case ast.ObjectValue:
		object, all := make(map[string]any, len(value.Children)), true
		for _, child := range value.Children {
			item, ok := c.naturalLiteral(child.Value, values, at.field(child.Name))
			object[child.Name], all = item, all && ok
		}
		return object, all
	default: // strings and names
		return value.Raw, true
	}
}
