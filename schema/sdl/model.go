package sdl

import (
	"slices"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// Model is what follows from the ontology for the served schema and its
// resolvers: the fields of every kind.
type Model struct {
	Ontology *graph.Ontology
	Kinds    []*Kind // abstract ones included, in order of declaration

	document *document
}

// Kind is a kind with its fields and the root fields that find it.
type Kind struct {
	*graph.Kind
	One    string  // root field for one entity, as "missionArea"; empty when abstract
	Many   string  // root field for a page of them, as "missionAreas"; empty when abstract
	Fields []Field // beyond those of Entity; of an abstract kind those that all its kinds share
}

// Field is a property, or the far ends of some relation types. The latter are
// served twice: as the plain list Name, and as the connection Name+"Connection".
type Field struct {
	Name        string
	Description string

	Property *graph.Property // nil for relations
	Type     *ast.Type       // of the property's field

	Relations []string        // relation types followed; empty for a property
	Direction graph.Direction // from which end
	Target    string          // kind of the far ends, which may be abstract, or "Entity"

	Own    bool // declared as a field, not made from a relation type
	origin string
	field  *ast.FieldDefinition
	at     *ast.Position
}

// Connection returns the name of a relation field's connection.
func (f *Field) Connection() string { return f.Name + "Connection" }

// ValueType returns the type of a property's values; of a list, that of its
// items.
func (f *Field) ValueType() graph.ValueType {
	if t := scalars[f.Type.Name()]; t != graph.NoValue {
		return t
	}
	return graph.Coded
}

// Describe reads the sources and works out every kind's fields. The error is
// [graph.Problems], as from [ParseOntology]; two things that make the same
// field are among them.
func Describe(sources ...Source) (*Model, error) {
	d := parse(sources)
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	m := &Model{Ontology: d.ontology(), document: d}
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	for _, k := range m.Ontology.Kinds {
		kind := &Kind{Kind: k}
		if !k.Abstract {
			kind.One, kind.Many = lowerFirst(k.Name), lowerCamel(k.Plural)
			kind.Fields = append(m.ownFields(k), m.relationFields(k)...)
		}
		m.Kinds = append(m.Kinds, kind)
	}
	for _, k := range m.Kinds {
		if k.Abstract {
			k.Fields = m.sharedFields(k)
		}
	}
	m.checkClashes()
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// Kind returns the kind of that name, or nil.
func (m *Model) Kind(name string) *Kind {
	for _, k := range m.Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Targets returns the types relation fields lead to: "Entity" first, then
// kinds in order of declaration.
func (m *Model) Targets() []string {
	used := map[string]bool{}
	for _, k := range m.Kinds {
		for _, f := range k.Fields {
			used[f.Target] = true
		}
	}
	found := []string{entityType} // neighbors needs it in any case
	for _, k := range m.Kinds {
		if used[k.Name] {
			found = append(found, k.Name)
		}
	}
	return found
}

// ownFields returns the declared fields of a kind, those of its abstract
// kinds first.
func (m *Model) ownFields(k *graph.Kind) []Field {
	var found []Field
	for _, name := range append(slices.Clone(k.IsA), k.Name) {
		for _, f := range m.document.types[name].Fields {
			if m.document.placeholder(f) {
				continue
			}
			x := Field{
				Name: f.Name, Description: f.Description, Own: true,
				origin: "field " + name + "." + f.Name, field: f, at: f.Position,
			}
			if use := f.Directives.ForName("relation"); use != nil {
				x.Relations, x.Direction, x.Target = list(use, "types"), direction(use), f.Type.Name()
			} else {
				x.Property, x.Type = m.Ontology.Property(f.Name), f.Type
			}
			found = append(found, x)
		}
	}
	return found
}

// relationFields returns the fields that relation types give a kind: one under
// the type's name when its domain has the kind, one under the inverse name
// when its range has. A symmetric type gives one.
func (m *Model) relationFields(k *graph.Kind) []Field {
	var found []Field
	for _, r := range m.Ontology.Relations {
		p := m.document.types[relationEnum].EnumValues.ForName(r.Name).Position
		if m.Ontology.Is(k.Name, r.Domain) {
			d := graph.Out
			if r.Symmetric {
				d = graph.Both
			}
			found = append(found, Field{
				Name: r.Name, Description: relationDescription(r, d),
				Relations: []string{r.Name}, Direction: d, Target: m.target(k, r, r.Range),
				origin: "relation type " + r.Name, at: p,
			})
		}
		if m.Ontology.Is(k.Name, r.Range) && !r.Symmetric {
			found = append(found, Field{
				Name: r.Inverse, Description: relationDescription(r, graph.In),
				Relations: []string{r.Name}, Direction: graph.In, Target: m.target(k, r, r.Domain),
				origin: "the inverse of relation type " + r.Name, at: p,
			})
		}
	}
	return found
}

// target returns the narrowest type that covers the far ends: a concrete kind,
// an abstract one, or Entity.
func (m *Model) target(k *graph.Kind, r *graph.RelationType, far []string) string {
	if r.SameKind {
		return k.Name
	}
	kinds := m.Ontology.Concrete(far)
	if len(kinds) == 1 {
		return kinds[0]
	}
	best, size := entityType, 0
	for _, a := range m.Ontology.Kinds {
		if !a.Abstract {
			continue
		}
		covered := m.Ontology.Concrete([]string{a.Name})
		all := !slices.ContainsFunc(kinds, func(x string) bool { return !slices.Contains(covered, x) })
		if all && (size == 0 || len(covered) < size) {
			best, size = a.Name, len(covered)
		}
	}
	return best
}

// sharedFields returns the fields that all concrete kinds of an abstract kind
// have with the same type.
func (m *Model) sharedFields(k *Kind) []Field {
	kinds := m.Ontology.Concrete([]string{k.Name})
	if len(kinds) == 0 {
		return nil
	}
	var found []Field
	for _, f := range m.Kind(kinds[0]).Fields {
		shared := true
		for _, name := range kinds[1:] {
			i := slices.IndexFunc(m.Kind(name).Fields, func(x Field) bool { return x.Name == f.Name })
			shared = shared && i >= 0 && same(&f, &m.Kind(name).Fields[i])
		}
		if shared {
			found = append(found, f)
		}
	}
	return found
}

func same(a, b *Field) bool {
	if a.Property != nil || b.Property != nil {
		return a.Property == b.Property && a.Type.String() == b.Type.String()
	}
	return a.Target == b.Target && a.Direction == b.Direction && slices.Equal(a.Relations, b.Relations)
}
