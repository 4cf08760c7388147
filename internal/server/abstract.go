package server

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// The engine follows a fragment on an interface into fragments on the types that
// implement it one level deep only: below that it panics, or leaves out what
// should be there. Such fragments are therefore printed once for each object type
// they can apply to, with what that type has of them.

// nested tells whether a fragment on condition, in a set of type parent, is one
// that the engine cannot follow.
func (w *writer) nested(parent *ast.Definition, condition string, set ast.SelectionSet) bool {
	if condition == "" || parent != nil && condition == parent.Name || !w.front.schema.Types[condition].IsAbstractType() {
		return false
	}
	return slices.ContainsFunc(set, func(selection ast.Selection) bool {
		_, field := selection.(*ast.Field)
		return !field
	})
}

// unfold prints a fragment for each object type that both parent and condition
// can be. Nothing is printed where none of them has anything of it.
func (w *writer) unfold(parent *ast.Definition, condition string, directives ast.DirectiveList, set ast.SelectionSet) {
	schema := w.front.schema
	for _, typ := range schema.GetPossibleTypes(schema.Types[condition]) {
		if parent != nil && !w.canBe(typ, parent.Name) {
			continue
		}
		if inner := w.print(func() { w.of(typ, set) }); inner != "" {
			w.text.WriteString("...on " + typ.Name)
			w.directives(directives)
			w.text.WriteString("{" + inner + "}")
		}
	}
}

// of prints what an object type has of a set.
func (w *writer) of(typ *ast.Definition, set ast.SelectionSet) {
	w.each(set, func(selection ast.Selection) {
		switch selection := selection.(type) {
		case *ast.Field:
			w.field(selection)
		case *ast.InlineFragment:
			w.part(typ, selection.TypeCondition, selection.Directives, selection.SelectionSet)
		case *ast.FragmentSpread:
			w.part(typ, selection.Definition.TypeCondition, selection.Directives, selection.Definition.SelectionSet)
		}
	})
}

func (w *writer) part(typ *ast.Definition, condition string, directives ast.DirectiveList, set ast.SelectionSet) {
	if condition != "" && !w.canBe(typ, condition) {
		return
	}
	if inner := w.print(func() { w.of(typ, set) }); inner != "" {
		w.text.WriteString("...")
		w.directives(directives)
		w.text.WriteString("{" + inner + "}")
	}
}

// canBe tells whether an object of the type satisfies a condition.
func (w *writer) canBe(typ *ast.Definition, condition string) bool {
	schema := w.front.schema
	return slices.Contains(schema.GetPossibleTypes(schema.Types[condition]), typ)
}
