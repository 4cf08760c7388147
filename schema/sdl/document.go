package sdl

import (
	"errors"
	"fmt"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// The names the files and this package agree on.
const (
	entityType   = "Entity"
	nodeType     = "Node"
	queryType    = "Query"
	mutationType = "Mutation"
	kindEnum     = "Kind"
	formEnum     = "Form"
	relationEnum = "RelationType"
)

// document is all sources parsed and merged, with the problems found so far.
type document struct {
	*ast.SchemaDocument
	types      map[string]*ast.Definition
	directives map[string]*ast.DirectiveDefinition
	kinds      []*ast.Definition // types and interfaces with @kind, in order
	problems   graph.Problems
	unstyled   map[string]bool // by name of the source: its kinds need no style
}

// parse reads every source, so that one syntax error does not hide those of
// other files.
func parse(sources []Source) *document {
	d := &document{
		SchemaDocument: &ast.SchemaDocument{},
		types:          map[string]*ast.Definition{},
		directives:     map[string]*ast.DirectiveDefinition{},
		unstyled:       map[string]bool{},
	}
	for _, s := range sources {
		d.unstyled[s.Name] = s.extension
		parsed, err := parser.ParseSchema(&ast.Source{Name: s.Name, Input: s.Text})
		if err != nil {
			d.syntax(s.Name, err)
			continue
		}
		d.Merge(parsed)
	}
	for _, def := range d.Definitions {
		if first := d.types[def.Name]; first != nil {
			d.problem(def.Position, "type %s is declared twice", def.Name).Hint = "first at " + at(first.Position)
			continue
		}
		d.types[def.Name] = def
		if def.Directives.ForName("kind") != nil {
			d.kinds = append(d.kinds, def)
		}
	}
	d.extend()
	for _, def := range d.Directives {
		d.directives[def.Name] = def
	}
	return d
}

func (d *document) syntax(file string, err error) {
	path, msg := file, err.Error()
	var e *gqlerror.Error
	if errors.As(err, &e) {
		msg = e.Message
		if len(e.Locations) > 0 {
			path = fmt.Sprintf("%s:%d:%d", file, e.Locations[0].Line, e.Locations[0].Column)
		}
	}
	d.problems.Add(path, graph.BadInput, "syntax error: %s", msg)
}

// problem notes one thing wrong at a position.
func (d *document) problem(p *ast.Position, format string, args ...any) *graph.Problem {
	return d.problems.Add(at(p), graph.BadInput, format, args...)
}

// at renders a position as file:line:column, both from 1.
func at(p *ast.Position) string {
	if p == nil || p.Src == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.Src.Name, p.Line, p.Column)
}

// kind returns the definition of a kind, or nil.
func (d *document) kind(name string) *ast.Definition {
	if def := d.types[name]; def != nil && def.Directives.ForName("kind") != nil {
		return def
	}
	return nil
}

// names returns the values an enum allows. Those of Kind are the kinds
// themselves: the enum is made from them.
func (d *document) names(enum string) []string {
	var found []string
	if enum == kindEnum {
		for _, k := range d.kinds {
			found = append(found, k.Name)
		}
		return found
	}
	if def := d.types[enum]; def != nil {
		for _, v := range def.EnumValues {
			found = append(found, v.Name)
		}
	}
	return found
}
