package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// slot is a variable of a canonical document: the value of one argument, or of
// several that are written alike.
type slot struct {
	name     string
	typ      *ast.Type
	fallback *ast.Value // the argument's default: used when the value is absent, or null where null cannot be
	value    *ast.Value
	dynamic  bool // depends on the request's variables
}

// writer prints the canonical form of one operation. Every argument becomes a
// variable, so the engine never reads a literal; whatever is written alike
// becomes the same variable, so that fields that could merge still can.
type writer struct {
	front     *frontend
	text      *strings.Builder
	rootType  string
	slots     []slot
	named     map[string]string // canonical argument -> variable
	fragments []*ast.FragmentDefinition
	spread    map[string]bool
	problems  []*problem
	meta      bool
}

// canonical makes def ready to run. The document has been validated.
func canonical(f *frontend, def *ast.OperationDefinition) (*operation, []*problem) {
	if def.Operation == ast.Subscription {
		return canonicalStream(f, def)
	}
	w := &writer{front: f, named: map[string]string{}, spread: map[string]bool{}, rootType: rootType(f.schema, def.Operation)}
	root := w.print(func() { w.root(def.SelectionSet) })
	rest := w.rest()
	op := &operation{name: def.Name, kind: def.Operation, def: def, query: def.SelectionSet, introspection: w.meta}
	if root != "" {
		op.text = string(def.Operation) + w.variables() + "{" + root + "}" + rest
	}
	return w.finish(op)
}

// rest prints the fragments that what is printed so far spreads.
func (w *writer) rest() string {
	var rest strings.Builder
	for i := 0; i < len(w.fragments); i++ { // printing one may discover more
		fragment := w.fragments[i]
		rest.WriteString("fragment " + fragment.Name + " on " + fragment.TypeCondition)
		rest.WriteString(w.print(func() { w.set(fragment.SelectionSet) }))
	}
	return rest.String()
}

// finish gives the operation its slots, and their values where they do not
// depend on the request.
func (w *writer) finish(op *operation) (*operation, []*problem) {
	op.slots = w.slots
	op.constant = map[string]any{}
	for _, slot := range w.slots {
		if slot.dynamic {
			op.constant = nil
			break
		}
		value, p := w.front.slotValue(slot, nil)
		if p != nil {
			w.problems = append(w.problems, p)
			continue
		}
		op.constant[slot.name] = value
	}
	return op, w.problems
}

// print returns what body writes.
func (w *writer) print(body func()) string {
	outer, inner := w.text, &strings.Builder{}
	w.text = inner
	body()
	w.text = outer
	return inner.String()
}

func (w *writer) variables() string {
	if len(w.slots) == 0 {
		return ""
	}
	var b strings.Builder
	for _, slot := range w.slots {
		b.WriteString(" $" + slot.name + ":" + slot.typ.String())
	}
	return "(" + b.String()[1:] + ")"
}

// root prints the root selection set without introspection, which this package
// answers itself; fragments are printed in place, because elsewhere they may
// not contain it.
func (w *writer) root(set ast.SelectionSet) {
	w.each(set, func(selection ast.Selection) {
		switch selection := selection.(type) {
		case *ast.Field:
			if selection.Name == "__schema" || selection.Name == "__type" {
				w.meta = true
				return
			}
			w.field(selection)
		case *ast.InlineFragment:
			w.inline(selection.TypeCondition, selection.Directives, selection.SelectionSet)
		case *ast.FragmentSpread:
			w.inline(selection.Definition.TypeCondition, selection.Directives, selection.Definition.SelectionSet)
		}
	})
}

// each prints the selections of a set, those that print alike only once: the
// engine compares all fields of a set with each other on every request.
func (w *writer) each(set ast.SelectionSet, print func(ast.Selection)) {
	if len(set) == 1 {
		print(set[0])
		return
	}
	seen := make(map[string]bool, len(set))
	for _, selection := range set {
		if text := w.print(func() { print(selection) }); !seen[text] {
			seen[text] = true
			w.text.WriteString(text)
		}
	}
}

// inline prints a fragment of the root in place, or nothing when nothing of it
// is left.
func (w *writer) inline(condition string, directives ast.DirectiveList, set ast.SelectionSet) {
	inner := w.print(func() { w.root(set) })
	if inner == "" {
		return
	}
	if condition == "" {
		condition = w.rootType
	}
	w.text.WriteString("... on " + condition)
	w.directives(directives)
	w.text.WriteString("{" + inner + "}")
}

func rootType(schema *ast.Schema, kind ast.Operation) string {
	def := schema.Query
	switch kind {
	case ast.Mutation:
		def = schema.Mutation
	case ast.Subscription:
		def = schema.Subscription
	}
	return def.Name
}

func (w *writer) set(set ast.SelectionSet) {
	before := w.text.Len()
	w.text.WriteByte('{')
	w.each(set, func(selection ast.Selection) {
		switch selection := selection.(type) {
		case *ast.Field:
			if selection.Name == "__schema" || selection.Name == "__type" {
				w.problems = append(w.problems, badInput("%s can be asked for at the root of a query only", selection.Name).
					at(selection.Position))
				return
			}
			w.field(selection)
		case *ast.InlineFragment:
			if w.nested(selection.ObjectDefinition, selection.TypeCondition, selection.SelectionSet) {
				w.unfold(selection.ObjectDefinition, selection.TypeCondition, selection.Directives, selection.SelectionSet)
				return
			}
			w.text.WriteString("...")
			if selection.TypeCondition != "" {
				w.text.WriteString("on " + selection.TypeCondition)
			}
			w.directives(selection.Directives)
			w.set(selection.SelectionSet)
		case *ast.FragmentSpread:
			fragment := selection.Definition
			if w.nested(selection.ObjectDefinition, fragment.TypeCondition, fragment.SelectionSet) {
				w.unfold(selection.ObjectDefinition, fragment.TypeCondition, selection.Directives, fragment.SelectionSet)
				return
			}
			w.text.WriteString("..." + selection.Name)
			w.directives(selection.Directives)
			w.text.WriteByte(' ')
			if !w.spread[selection.Name] {
				w.spread[selection.Name] = true
				w.fragments = append(w.fragments, fragment)
			}
		}
	})
	if w.text.Len() == before+1 { // fragments that no type has anything of: an empty set is no GraphQL
		w.text.WriteString("__typename@skip(if:true)")
	}
	w.text.WriteByte('}')
}

func (w *writer) field(field *ast.Field) {
	if field.Alias != field.Name {
		w.text.WriteString(field.Alias + ":")
	}
	w.text.WriteString(field.Name)
	w.arguments(field.Arguments, field.Definition.Arguments)
	w.directives(field.Directives)
	if len(field.SelectionSet) > 0 {
		w.set(field.SelectionSet)
	} else {
		w.text.WriteByte(' ')
	}
}

// directives prints @skip and @include, the only ones the engine acts on.
func (w *writer) directives(directives ast.DirectiveList) {
	for _, directive := range directives {
		if directive.Name == "skip" || directive.Name == "include" {
			w.text.WriteString("@" + directive.Name)
			w.arguments(directive.Arguments, directive.Definition.Arguments)
		}
	}
}

func (w *writer) arguments(args ast.ArgumentList, defs ast.ArgumentDefinitionList) {
	open := false
	for _, arg := range args {
		def := defs.ForName(arg.Name)
		if def == nil {
			continue
		}
		if arg.Value.Kind == ast.NullValue && nullMeansAbsent(def.Type, def.DefaultValue) {
			continue
		}
		if open {
			w.text.WriteByte(',')
		} else {
			w.text.WriteByte('(')
			open = true
		}
		w.text.WriteString(arg.Name + ":$" + w.slot(def, arg.Value))
	}
	if open {
		w.text.WriteByte(')')
	}
}

// nullMeansAbsent tells where the engine has no way to pass null: a nullable
// position with a default that is not null. There null means the default.
func nullMeansAbsent(typ *ast.Type, def *ast.Value) bool {
	return !typ.NonNull && def != nil && def.Kind != ast.NullValue
}

// slot returns the variable for an argument's value.
func (w *writer) slot(def *ast.ArgumentDefinition, value *ast.Value) string {
	var key strings.Builder
	key.WriteString(def.Type.String() + "=" + def.DefaultValue.String() + "=")
	writeKey(&key, value)
	if name, ok := w.named[key.String()]; ok {
		return name
	}
	name := "v" + strconv.Itoa(len(w.slots))
	w.named[key.String()] = name
	w.slots = append(w.slots, slot{name: name, typ: def.Type, fallback: def.DefaultValue, value: value, dynamic: hasVariable(value)})
	return name
}

// writeKey prints a value so that values that mean the same print the same: the
// order of an object's fields does not matter.
func writeKey(b *strings.Builder, value *ast.Value) {
	if value.Kind != ast.ListValue && value.Kind != ast.ObjectValue {
		if value.Kind == ast.StringValue || value.Kind == ast.BlockValue {
			b.WriteString(strconv.Quote(value.Raw))
			return
		}
		b.WriteString(value.String())
		return
	}
	children := value.Children
	if value.Kind == ast.ObjectValue {
		children = slices.Clone(children)
		slices.SortStableFunc(children, func(a, b *ast.ChildValue) int { return strings.Compare(a.Name, b.Name) })
	}
	b.WriteString(strconv.Itoa(int(value.Kind)) + "(")
	for _, child := range children {
		b.WriteString(child.Name + ":")
		writeKey(b, child.Value)
		b.WriteByte(',')
	}
	b.WriteByte(')')
}

func hasVariable(value *ast.Value) bool {
	if value.Kind == ast.Variable {
		return true
	}
	return slices.ContainsFunc(value.Children, func(c *ast.ChildValue) bool { return hasVariable(c.Value) })
}
