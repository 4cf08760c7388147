package server

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// place is where in an input value something is: a linked list, because it is
// only spelled out when something is wrong.
type place struct {
	parent *place
	name   string // of a variable or field; "" for a list item
	index  int
}

func root(name string) *place { return &place{name: name} }

func (p *place) field(name string) *place { return &place{parent: p, name: name} }
func (p *place) item(index int) *place    { return &place{parent: p, index: index} }

func (p *place) String() string {
	switch {
	case p == nil:
		return ""
	case p.name == "":
		return p.parent.String() + "[" + strconv.Itoa(p.index) + "]"
	case p.parent == nil:
		return p.name
	default:
		return strings.TrimPrefix(p.parent.String()+"."+p.name, ".")
	}
}

// coercion turns input values into what the engine takes, collecting problems:
// int32 for Int, float64 for Float, string for String, ID and enums, bool,
// []any, map[string]any, and a Scalar's result for custom scalars. A method's
// second result is false when there is no value: a problem, or absence.
type coercion struct {
	front    *frontend
	what     string // "variable" or "argument"
	pos      *ast.Position
	problems []*problem
}

func (c *coercion) fail(at *place, format string, args ...any) (any, bool) {
	where := at.String()
	message := fmt.Sprintf(format, args...)
	switch {
	case where == "":
		message = c.what + ": " + message
	case c.what == "variable":
		message = "variable $" + where + ": " + message
	default:
		message = c.what + " at " + where + ": " + message
	}
	p := badInput("%s", message).at(c.pos)
	if where != "" {
		p.extra = map[string]any{c.what: where}
	}
	c.problems = append(c.problems, p)
	return nil, false
}

func (c *coercion) failHint(at *place, hint, format string, args ...any) (any, bool) {
	c.fail(at, format, args...)
	c.problems[len(c.problems)-1].hint = hint
	return nil, false
}

// input coerces a decoded JSON value.
func (c *coercion) input(typ *ast.Type, raw any, at *place) (any, bool) {
	if raw == nil {
		if typ.NonNull {
			return c.fail(at, "expected %s, found null", typ)
		}
		return nil, true
	}
	if typ.Elem != nil {
		items, ok := raw.([]any)
		if !ok { // a single value stands for a list of one
			value, ok := c.input(typ.Elem, raw, at)
			return []any{value}, ok
		}
		list, all := make([]any, len(items)), true
		for i, item := range items {
			value, ok := c.input(typ.Elem, item, at.item(i))
			list[i], all = value, all && ok
		}
		return list, all
	}
	def := c.front.schema.Types[typ.NamedType]
	switch def.Kind {
	case ast.Enum:
		name, ok := raw.(string)
		if !ok {
			return c.fail(at, "expected a value of the enum %s, found %s", def.Name, jsonKind(raw))
		}
		return c.enum(def, name, at)
	case ast.InputObject:
		object, ok := raw.(map[string]any)
		if !ok {
			return c.fail(at, "expected an object of type %s, found %s", def.Name, jsonKind(raw))
		}
		return c.inputObject(def, object, at)
	default:
		return c.inputScalar(def, raw, at)
	}
}

func (c *coercion) inputScalar(def *ast.Definition, raw any, at *place) (any, bool) {
	number, isNumber := raw.(json.Number)
	switch def.Name {
	case "Int":
		if isNumber {
			return c.int32(number.String(), at)
		}
	case "Float":
		if isNumber {
			return c.float(number.String(), at)
		}
	case "ID":
		if isNumber && !strings.ContainsAny(number.String(), ".eE") {
			return number.String(), true
		}
		if text, ok := raw.(string); ok {
			return text, true
		}
	case "String":
		if text, ok := raw.(string); ok {
			return text, true
		}
	case "Boolean":
		if value, ok := raw.(bool); ok {
			return value, true
		}
	default:
		natural, ok := c.natural(raw, at)
		if !ok {
			return nil, false
		}
		return c.custom(def, natural, at)
	}
	return c.fail(at, "expected %s, found %s", def.Name, jsonKind(raw))
}

func (c *coercion) inputObject(def *ast.Definition, object map[string]any, at *place) (any, bool) {
	before := len(c.problems)
	result := make(map[string]any, len(object))
	known := 0
	for _, field := range def.Fields {
		raw, given := object[field.Name]
		if given {
			known++
		}
		if given && raw == nil && nullMeansAbsent(field.Type, field.DefaultValue) {
			given = false
		}
		if given {
			result[field.Name], _ = c.input(field.Type, raw, at.field(field.Name))
		} else if !c.absent(field, result, at) {
			continue
		}
	}
	if known < len(object) {
		c.unknownFields(def, object, at)
	}
	if def.Directives.ForName("oneOf") != nil {
		c.oneOf(def, object, at)
	}
	return result, len(c.problems) == before
}

// absent fills in an input field's default.
func (c *coercion) absent(field *ast.FieldDefinition, into map[string]any, at *place) bool {
	if field.DefaultValue != nil {
		into[field.Name], _ = c.literal(field.Type, field.DefaultValue, nil, at.field(field.Name))
		return true
	}
	if field.Type.NonNull {
		c.fail(at.field(field.Name), "a value of type %s is required and none was given", field.Type)
	}
	return false
}

func (c *coercion) unknownFields(def *ast.Definition, object map[string]any, at *place) {
	var names []string
	for name := range object {
		if def.Fields.ForName(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		var options []string
		for _, field := range def.Fields {
			options = append(options, field.Name)
		}
		c.failHint(at, didYouMean(name, options), "%s has no field %q", def.Name, shorten(name))
	}
}

func (c *coercion) oneOf(def *ast.Definition, object map[string]any, at *place) {
	if len(object) != 1 {
		c.fail(at, "exactly one field of %s must be given, found %d", def.Name, len(object))
		return
	}
	for name, value := range object {
		if value == nil {
			c.fail(at.field(name), "must not be null, because exactly one field of %s must be given", def.Name)
		}
	}
}

func (c *coercion) enum(def *ast.Definition, name string, at *place) (any, bool) {
	if def.EnumValues.ForName(name) != nil {
		return name, true
	}
	var options []string
	for _, value := range def.EnumValues {
		options = append(options, value.Name)
	}
	hint := didYouMean(name, options)
	if hint == "" {
		hint = enumHint(def)
	}
	return c.failHint(at, hint, "%s has no value %q", def.Name, shorten(name))
}

// int32 reads an Int: any number without a fraction in 32 bits.
func (c *coercion) int32(text string, at *place) (any, bool) {
	if n, err := strconv.ParseInt(text, 10, 32); err == nil {
		return int32(n), true
	}
	f, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || math.IsInf(f, 0) || f == math.Trunc(f) && (f < math.MinInt32 || f > math.MaxInt32):
		return c.fail(at, "the number %s does not fit Int (32 bits)", shorten(text))
	case f != math.Trunc(f):
		return c.fail(at, "expected Int, found the fraction %s", shorten(text))
	default:
		return int32(f), true
	}
}

func (c *coercion) float(text string, at *place) (any, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		return c.fail(at, "the number %s does not fit Float (64 bits)", shorten(text))
	}
	return f, true
}

// custom applies a custom scalar's check.
func (c *coercion) custom(def *ast.Definition, natural any, at *place) (any, bool) {
	check := c.front.scalars[def.Name]
	if check == nil {
		return natural, true
	}
	value, err := check(natural)
	if err == nil {
		return value, true
	}
	if found, ext, ok := asCoded(err); ok {
		shown := fromCoded(found, ext)
		c.fail(at, "%s", shown.message)
		p := c.problems[len(c.problems)-1]
		p.code, p.hint = shown.code, shown.hint
		if shown.code == codeInternal {
			p.message, p.cause = shown.message, err
		}
		return nil, false
	}
	return c.fail(at, "expected %s: %s", def.Name, err.Error())
}

// natural turns decoded JSON into what a Scalar takes.
func (c *coercion) natural(raw any, at *place) (any, bool) {
	switch raw := raw.(type) {
	case json.Number:
		return c.number(raw.String(), at)
	case []any:
		list, all := make([]any, len(raw)), true
		for i, item := range raw {
			value, ok := c.natural(item, at.item(i))
			list[i], all = value, all && ok
		}
		return list, all
	case map[string]any:
		object, all := make(map[string]any, len(raw)), true
		for name, item := range raw {
			value, ok := c.natural(item, at.field(name))
			object[name], all = value, all && ok
		}
		return object, all
	default:
		return raw, true
	}
}

func (c *coercion) number(text string, at *place) (any, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err == nil && n >= math.MinInt32 && n <= math.MaxInt32:
		return int32(n), true
	case err == nil:
		return n, true
	case !strings.ContainsAny(text, ".eE"):
		return c.fail(at, "the number %s does not fit 64 bits", shorten(text))
	}
	return c.float(text, at)
}

// didYouMean is a hint that names the options close to name, or "".
func didYouMean(name string, options []string) string {
	if len(name) > 100 {
		return ""
	}
	near := core.SuggestionList(name, options)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + core.QuotedOrList(near...) + "?"
}
