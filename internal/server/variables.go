package server

import (
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// variables coerces the variables of an operation (specification, section
// 6.1.2): all problems at once, each naming the variable and the place in it.
func (f *frontend) variables(op *operation, given map[string]any) (map[string]any, []*problem) {
	defs := op.def.VariableDefinitions
	if len(defs) == 0 {
		return nil, nil
	}
	values := make(map[string]any, len(defs))
	var problems []*problem
	for _, def := range defs {
		c := coercion{front: f, what: "variable", pos: def.Position}
		raw, ok := given[def.Variable]
		switch {
		case !ok && def.DefaultValue != nil:
			if value, ok := c.literal(def.Type, def.DefaultValue, nil, root(def.Variable)); ok {
				values[def.Variable] = value
			}
		case !ok && def.Type.NonNull:
			c.fail(root(def.Variable), "a value of type %s is required and none was given", def.Type)
			c.problems[0].hint = similar(def.Variable, given, defs)
		case ok:
			if value, ok := c.input(def.Type, raw, root(def.Variable)); ok {
				values[def.Variable] = value
			}
		}
		problems = append(problems, c.problems...)
	}
	return values, problems
}

// similar says when a value was given under a name close to the missing one.
func similar(missing string, given map[string]any, defs ast.VariableDefinitionList) string {
	var names []string
	for name := range given {
		if len(name) <= 100 && defs.ForName(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names) // so that the answer is the same every time
	near := core.SuggestionList(missing, names)
	if len(near) == 0 {
		return ""
	}
	return "a value was given for " + strconv.Quote(near[0]) + ", which the operation does not declare"
}

// engineVariables evaluates the slots of an operation's canonical document.
func (f *frontend) engineVariables(op *operation, values map[string]any) (map[string]any, []*problem) {
	if op.constant != nil {
		return op.constant, nil
	}
	result := make(map[string]any, len(op.slots))
	var problems []*problem
	for _, slot := range op.slots {
		value, p := f.slotValue(slot, values)
		if p != nil {
			problems = append(problems, p)
			continue
		}
		result[slot.name] = value
	}
	return result, problems
}

// slotValue evaluates one argument (specification, section 6.4.1). values are
// the operation's coerced variables; one that is missing was not given.
func (f *frontend) slotValue(s slot, values map[string]any) (any, *problem) {
	c := coercion{front: f, what: "argument", pos: s.value.Position}
	value, ok := c.literal(s.typ, s.value, values, nil)
	if len(c.problems) > 0 {
		return nil, c.problems[0]
	}
	if s.fallback != nil && (!ok || value == nil && nullMeansAbsent(s.typ, s.fallback)) {
		value, ok = c.literal(s.typ, s.fallback, nil, nil)
		if len(c.problems) > 0 {
			return nil, internal(c.problems[0]) // the SDL has a bad default
		}
	}
	if (!ok || value == nil) && s.typ.NonNull {
		return nil, badInput("%s is null or missing where %s is required", s.value.String(), s.typ).at(s.value.Position)
	}
	return value, nil
}
