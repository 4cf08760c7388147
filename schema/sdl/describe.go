package sdl

import (
	"strings"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// relationDescription describes the field that reads a relation type from one
// end: what it means, its sentence, and which end of it this is.
func relationDescription(r *graph.RelationType, d graph.Direction) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(r.Description, "."))
	switch d {
	case graph.Out:
		b.WriteString(". Sentence: " + r.Sentence + "; this is {s}.")
	case graph.In:
		b.WriteString(". Sentence: " + r.Passive + "; this is {o}.")
	default:
		b.WriteString(". Sentence: " + r.Sentence + "; this is either.")
	}
	if len(r.Verbs) > 0 {
		verbs := make([]string, len(r.Verbs))
		for i, v := range r.Verbs {
			verbs[i] = v.Name
		}
		b.WriteString(" Verbs: " + strings.Join(verbs, ", ") + ".")
	}
	return b.String()
}

// inherit returns a definition whose fields and arguments without a
// description have that of the interface they come from, or what their name
// means in every connection.
func (m *Model) inherit(def *ast.Definition) *ast.Definition {
	full := *def
	full.Fields = make(ast.FieldList, len(def.Fields))
	for i, f := range def.Fields {
		x := *f
		above := m.inherited(def, f.Name)
		if x.Description == "" && above != nil {
			x.Description = above.Description
		}
		if x.Description == "" && (strings.HasSuffix(def.Name, "Connection") || strings.HasSuffix(def.Name, "Edge")) {
			x.Description = connectionFields[f.Name]
		}
		x.Arguments = make(ast.ArgumentDefinitionList, len(f.Arguments))
		for j, a := range f.Arguments {
			y := *a
			if y.Description == "" && above != nil {
				if z := above.Arguments.ForName(a.Name); z != nil {
					y.Description = z.Description
				}
			}
			if y.Description == "" && pageArguments[a.Name].typ != "" {
				y.Description = pageArguments[a.Name].description
			}
			x.Arguments[j] = &y
		}
		full.Fields[i] = &x
	}
	return &full
}

func (m *Model) inherited(def *ast.Definition, field string) *ast.FieldDefinition {
	for _, name := range def.Interfaces {
		above := m.document.types[name]
		if above == nil {
			continue
		}
		if f := above.Fields.ForName(field); f != nil && f.Description != "" {
			return f
		}
	}
	return nil
}
