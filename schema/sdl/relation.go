package sdl

import (
	"slices"
	"strings"

	"missiongraph/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

func (d *document) readRelations(properties []*graph.Property) []*graph.RelationType {
	var found []*graph.RelationType
	taken := map[string]string{}
	for _, p := range properties {
		taken[p.Name] = "a property"
	}
	enum := d.types[relationEnum]
	if enum == nil {
		d.problems.Add("", graph.BadInput, "there is no enum %s", relationEnum)
		return nil
	}
	for _, v := range enum.EnumValues {
		d.described(v.Description, v.Position, "relation type "+v.Name)
		if other := taken[v.Name]; other != "" {
			d.problem(v.Position, "relation type %s has the name of %s", v.Name, other).Hint = "rename one of them"
		}
		taken[v.Name] = "another relation type"
		if !d.checkDirectives(v.Directives) {
			continue
		}
		use := v.Directives.ForName("relationType")
		if use == nil {
			d.problem(v.Position, "relation type %s needs @relationType", v.Name)
			continue
		}
		r := &graph.RelationType{
			Name:        v.Name,
			Inverse:     text(use, "inverse"),
			Description: v.Description,
			Domain:      list(use, "domain"),
			Range:       list(use, "range"),
			Symmetric:   flag(use, "symmetric"),
			Transitive:  flag(use, "transitive"),
			Acyclic:     flag(use, "acyclic"),
			SameKind:    flag(use, "sameKind"),
			Single:      flag(use, "single"),
			Sentence:    text(use, "sentence"),
			Passive:     text(use, "passive"),
			MapsTo:      text(use, "mapsTo"),
		}
		for _, name := range list(use, "grades") {
			g, _ := graph.ParseGrade(name)
			r.Grades = append(r.Grades, g)
		}
		d.readVerbs(r, use)
		d.checkSentence(use.Position, r.Name, r.Sentence, "{s", "{o")
		d.checkSentence(use.Position, r.Name, r.Passive, "{s", "{o")
		d.checkInverse(r, use.Position)
		found = append(found, r)
	}
	return found
}

func (d *document) readVerbs(r *graph.RelationType, use *ast.Directive) {
	arg := use.Arguments.ForName("verbs")
	if arg == nil {
		return
	}
	for _, x := range arg.Value.Children {
		v := graph.Verb{
			Name:     member(x.Value, "name"),
			Sentence: member(x.Value, "sentence"),
			Passive:  member(x.Value, "passive"),
		}
		if r.Verb(v.Name) != nil {
			d.problem(x.Value.Position, "verb %q of %s is declared twice", v.Name, r.Name)
		}
		d.checkSentence(x.Value.Position, v.Name, v.Sentence, "{s", "{o")
		d.checkSentence(x.Value.Position, v.Name, v.Passive, "{s", "{o")
		r.Verbs = append(r.Verbs, v)
	}
}

// checkSentence checks that each hole, as "{s", is there once; a colon and how
// it is filled may follow its letter.
func (d *document) checkSentence(p *ast.Position, name, s string, holes ...string) {
	for _, hole := range holes {
		sum := strings.Count(s, hole+"}")
		for _, how := range []string{":one}", ":a}", ":name}"} {
			sum += strings.Count(s, hole+how)
		}
		if sum != 1 {
			d.problem(p, "the sentence %q of %s must contain %s} once", s, name, hole)
		}
	}
}

func (d *document) checkInverse(r *graph.RelationType, p *ast.Position) {
	switch {
	case r.Symmetric && r.Inverse != r.Name:
		d.problem(p, "%s is symmetric, so its inverse must be %s", r.Name, r.Name)
	case !r.Symmetric && r.Inverse == r.Name:
		d.problem(p, "the inverse of %s has its own name", r.Name).Hint = "only a symmetric type is its own inverse"
	case !isName(r.Inverse):
		d.problem(p, "the inverse %q of %s is not a field name", r.Inverse, r.Name)
	}
	if r.Symmetric && r.Acyclic {
		d.problem(p, "%s cannot be symmetric and acyclic", r.Name)
	}
	if r.Symmetric && r.Single {
		d.problem(p, "%s cannot be symmetric and single", r.Name).Hint = "a symmetric type is read from both ends"
	}
}

// isName reports whether s can be the name of a field: lower camel case, as
// generated Go and GraphQL need it.
func isName(s string) bool {
	for i, r := range s {
		lower, upper, digit := r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9'
		if i == 0 && !lower || !lower && !upper && !digit {
			return false
		}
	}
	return s != ""
}

// checkRelations checks what needs all kinds to be known.
func (d *document) checkRelations(o *graph.Ontology) {
	for _, r := range o.Relations {
		p := d.types[relationEnum].EnumValues.ForName(r.Name).Position
		domain, far := o.Concrete(r.Domain), o.Concrete(r.Range)
		switch {
		case !isName(r.Name):
			d.problem(p, "%s is not a field name", r.Name).Hint = "begin with a lower-case letter"
		case len(domain) == 0 || len(far) == 0:
			d.problem(p, "no entity can have %s: its domain or range has no concrete kind", r.Name)
		case r.Symmetric && !slices.Equal(domain, far):
			d.problem(p, "%s is symmetric, so its domain and range must be the same", r.Name)
		case r.SameKind && !slices.Equal(domain, far):
			d.problem(p, "%s joins entities of one kind, so its domain and range must be the same", r.Name)
		}
	}
}

// checkConveniences checks that each relation type a convenience field names
// can lead from the field's kind to the field's type.
func (d *document) checkConveniences(o *graph.Ontology) {
	for _, def := range d.kinds {
		for _, f := range def.Fields {
			use := f.Directives.ForName("relation")
			if use == nil {
				continue
			}
			d.described(f.Description, f.Position, "field "+def.Name+"."+f.Name)
			far := f.Type.Name()
			if d.kind(far) == nil && far != entityType || f.Type.String() != "["+far+"!]!" || len(f.Arguments) > 0 {
				d.problem(f.Position, "field %s.%s must be a list of a kind", def.Name, f.Name).Hint = "as [Program!]!"
				continue
			}
			types := list(use, "types")
			if len(types) == 0 {
				d.problem(use.Position, "%s.%s follows no relation type", def.Name, f.Name)
			}
			for i, name := range types {
				if slices.Contains(types[:i], name) {
					d.problem(use.Position, "%s.%s names %s twice", def.Name, f.Name, name)
				}
				if r := o.Relation(name); !leads(o, r, def.Name, far, direction(use)) {
					d.problem(use.Position, "%s.%s: %s never joins %s and %s that way", def.Name, f.Name, name, def.Name, far).Hint = "see its domain and range"
				}
			}
		}
	}
}

// leads reports whether a relation type can lead from one kind to another.
func leads(o *graph.Ontology, r *graph.RelationType, from, to string, d graph.Direction) bool {
	meets := func(kind string, kinds []string) bool {
		if kind == entityType {
			return true
		}
		own, others := o.Concrete([]string{kind}), o.Concrete(kinds)
		return slices.ContainsFunc(own, func(k string) bool { return slices.Contains(others, k) })
	}
	if r.Symmetric {
		d = graph.Both
	}
	return d&graph.Out != 0 && meets(from, r.Domain) && meets(to, r.Range) ||
		d&graph.In != 0 && meets(from, r.Range) && meets(to, r.Domain)
}

// direction reads @relation(direction:).
func direction(use *ast.Directive) graph.Direction {
	switch text(use, "direction") {
	case "OUT":
		return graph.Out
	case "IN":
		return graph.In
	default:
		return graph.Both
	}
}
