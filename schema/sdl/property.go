package sdl

import (
	"slices"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// builtin properties are not fields: aliases and attributes show them.
func builtin() []*graph.Property {
	return []*graph.Property{
		{Name: graph.AliasProperty, Description: "Another name or an acronym", Type: graph.String, Many: true},
		{Name: graph.LabelProperty, Description: "A word for what it is, as a heading or an editor uses it", Type: graph.String, Many: true},
	}
}

func (d *document) readProperties() []*graph.Property {
	found := builtin()
	index := map[string]*graph.Property{}
	for _, p := range found {
		index[p.Name] = p
	}
	for _, def := range d.kinds {
		for _, f := range def.Fields {
			if d.placeholder(f) || !d.checkDirectives(f.Directives) {
				continue
			}
			use := f.Directives.ForName("property")
			if use == nil {
				if f.Directives.ForName("relation") == nil {
					d.problem(f.Position, "field %s.%s is neither a @property nor a @relation", def.Name, f.Name)
				}
				continue
			}
			d.described(f.Description, f.Position, "property "+f.Name)
			p := d.readProperty(f, flag(use, "many"))
			if sentence := text(use, "sentence"); p != nil && sentence != "" {
				p.Sentence = sentence
				d.checkSentence(use.Position, p.Name, sentence, "{s", "{v")
			}
			first := index[f.Name]
			switch {
			case p == nil:
			case first == nil:
				p.Kinds = []string{def.Name}
				index[p.Name] = p
				found = append(found, p)
			case len(first.Kinds) == 0:
				d.problem(f.Position, "every entity has the property %s already", f.Name)
			case first.Type != p.Type || first.Many != p.Many || !slices.Equal(first.Codes, p.Codes):
				d.problem(f.Position, "property %s has another type here than on %s", f.Name, first.Kinds[0]).Hint = "one property has one type on all kinds"
			default:
				first.Kinds = append(first.Kinds, def.Name)
				if first.Sentence == "" {
					first.Sentence = p.Sentence
				}
			}
		}
	}
	return found
}

// placeholder reports whether a field repeats one of Entity's, as "id: ID!"
// in a kind with no fields of its own: GraphQL has no empty types.
func (d *document) placeholder(f *ast.FieldDefinition) bool {
	entity := d.types[entityType]
	if entity == nil {
		return f.Name == "id"
	}
	above := entity.Fields.ForName(f.Name)
	return above != nil && above.Type.String() == f.Type.String() && len(f.Directives) == 0
}

// readProperty reads a property from a field, or notes why it cannot be one.
func (d *document) readProperty(f *ast.FieldDefinition, many bool) *graph.Property {
	p := &graph.Property{Name: f.Name, Description: f.Description, Many: many}
	t := f.Type
	if t.NonNull {
		d.problem(f.Position, "property %s cannot be non-null", f.Name).Hint = "an entity may lack it: leave out the last !"
		return nil
	}
	if len(f.Arguments) > 0 {
		d.problem(f.Position, "property %s cannot have arguments", f.Name)
		return nil
	}
	if many && t.Elem == nil {
		d.problem(f.Position, "property %s may have many values, so its type must be a list", f.Name).Hint = "as [" + t.NamedType + "!]"
		return nil
	}
	if t.Elem != nil {
		if t = t.Elem; t.Elem != nil || !t.NonNull {
			d.problem(f.Position, "property %s must be a list of non-null values", f.Name).Hint = "as [" + t.Name() + "!]"
			return nil
		}
	}
	switch def := d.types[t.NamedType]; {
	case scalars[t.NamedType] != graph.NoValue:
		p.Type = scalars[t.NamedType]
	case def != nil && def.Kind == ast.Enum:
		p.Type, p.Codes = graph.Coded, d.names(def.Name)
	default:
		known := append([]string{"String", "Int", "Float", "Boolean", "Date", "URL", "Quantity"}, d.enums()...)
		d.problem(f.Position, "property %s cannot be of type %s", f.Name, t.NamedType).Hint = graph.DidYouMean(t.NamedType, known)
		return nil
	}
	if f.Type.Elem != nil && !many {
		p.Type = graph.List
	}
	return p
}

// scalars maps GraphQL types to value types.
var scalars = map[string]graph.ValueType{
	"String":   graph.String,
	"Text":     graph.Text,
	"Int":      graph.Integer,
	"Float":    graph.Decimal,
	"Boolean":  graph.Boolean,
	"Date":     graph.Date,
	"URL":      graph.URL,
	"Quantity": graph.Quantity,
}

func (d *document) enums() []string {
	var found []string
	for _, def := range d.Definitions {
		if def.Kind == ast.Enum {
			found = append(found, def.Name)
		}
	}
	return found
}
