package sdl

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// checkClashes notes fields and types that would be made twice. Names are
// compared without regard to case, as the engine finds resolver methods.
func (m *Model) checkClashes() {
	d := m.document
	for _, k := range m.Kinds {
		if k.Abstract {
			continue // its fields are those of its kinds
		}
		seen := names{d: d, of: k.Name}
		if entity := d.types[entityType]; entity != nil {
			for _, f := range entity.Fields {
				seen.add(f.Name, "Entity."+f.Name, f.Position)
			}
		}
		for _, other := range m.Kinds {
			seen.add("to"+other.Name, "the conversion to "+other.Name, nil)
		}
		for _, f := range k.Fields {
			seen.add(f.Name, f.origin, f.at)
			if len(f.Relations) > 0 {
				seen.add(f.Connection(), "the connection of "+f.origin, f.at)
			}
		}
	}
	m.checkFilterClashes()
	m.checkRootClashes()
	m.checkEditingClashes()
	m.checkTypeClashes()
}

// checkFilterClashes notes fields that the filter of their kind has already,
// but for those of Entity, which are found above.
func (m *Model) checkFilterClashes() {
	entity := m.document.types[entityType]
	for _, k := range m.Kinds {
		seen := names{d: m.document, of: k.Name + "Filter"}
		for _, f := range append(filter(k.Name, "").Fields, input("kinds", "Kind", ""), input("forms", "Form", "")) {
			if entity == nil || entity.Fields.ForName(f.Name) == nil {
				seen.add(f.Name, "every filter", nil)
			}
		}
		for _, f := range k.Fields {
			seen.add(f.Name, f.origin, f.at)
		}
		if k.Abstract {
			for _, name := range m.Ontology.Concrete([]string{k.Name}) {
				seen.add(lowerFirst(name), "kind "+name, m.document.types[name].Position)
			}
		}
	}
}

func (m *Model) checkRootClashes() {
	query := m.document.types[queryType]
	if query == nil {
		return
	}
	seen := names{d: m.document, of: queryType}
	for _, f := range query.Fields {
		seen.add(f.Name, "Query."+f.Name, f.Position)
	}
	for _, k := range m.Kinds {
		if !k.Abstract {
			p := m.document.types[k.Name].Position
			seen.add(k.One, "kind "+k.Name, p)
			seen.add(k.Many, "the plural of kind "+k.Name, p)
		}
	}
}

func (m *Model) checkTypeClashes() {
	d := m.document
	for _, t := range m.generatedTypes() {
		if def := d.types[t]; def != nil {
			d.problem(def.Position, "type %s is generated and cannot be declared", t).Hint = "rename it, or the kind it clashes with"
		}
	}
}

// names finds names taken twice on one type.
type names struct {
	d     *document
	of    string
	taken map[string]string // by the name in lower case: what took it
}

func (n *names) add(name, origin string, p *ast.Position) {
	if n.taken == nil {
		n.taken = map[string]string{}
	}
	key := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	if first, ok := n.taken[key]; ok {
		n.d.problem(p, "%s would have the field %s twice: by %s and by %s", n.of, name, first, origin).Hint = "rename one of them"
		return
	}
	n.taken[key] = origin
}
