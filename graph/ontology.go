package graph

import (
	"slices"
)

// Ontology says what may be in the graph: kinds of entity, their properties,
// and the types of relation between them. It is immutable once built and safe
// for concurrent use.
type Ontology struct {
	Kinds      []*Kind         // abstract ones included, in order of declaration
	Properties []*Property     // in order of declaration; names unique
	Relations  []*RelationType // in order of declaration; names unique

	kinds      map[string]*Kind
	properties map[string]*Property
	relations  map[string]*RelationType
}

// Kind is a class of entities.
type Kind struct {
	Name        string // as "MissionArea"
	Label       string // as "Mission area"
	Plural      string // as "Mission areas"
	Description string
	Abstract    bool     // has no entities of its own
	IsA         []string // abstract kinds it belongs to
	Forms       []Form   // coded subdivisions; empty when there are none
	MapsTo      []string // terms of public vocabularies, as "org:OrganizationalUnit"
	Color       string   // "#rrggbb" of diagrams
	Shape       string   // of diagrams, as "hexagon"
}

// Form is a coded subdivision of a kind.
type Form struct {
	Name        string // as "TASK_FORCE"
	Description string
}

// Property is a kind of attribute.
type Property struct {
	Name        string
	Description string
	Type        ValueType
	Many        bool     // several facts may hold at once, as for aliases
	Codes       []string // of a Coded property
	Kinds       []string // kinds that may have it; empty for all
	Sentence    string   // "{s} has a workforce of {v}"; may be empty
}

// RelationType is a kind of relation.
type RelationType struct {
	Name        string // as "leads"
	Inverse     string // as "ledBy"; the name itself when symmetric
	Description string
	Domain      []string // kinds, abstract ones allowed
	Range       []string
	Symmetric   bool
	Transitive  bool
	Acyclic     bool
	SameKind    bool    // both ends must be of the same concrete kind
	Single      bool    // an entity has one such relation at a time, seen from the subject
	Sentence    string  // "{s} leads {o}", in the singular; see Render
	Passive     string  // the same read from the other end: "{o} is led by {s}"
	Verbs       []Verb  // the narrower words it covers; empty when there are none
	MapsTo      string  // term of a public vocabulary; may be empty
	Grades      []Grade // grades a fact of this type may have; empty for all
}

// Verb is a narrower word for a relation type, with its own sentences.
type Verb struct {
	Name     string // as "investigates"
	Sentence string
	Passive  string
}

// NewOntology indexes kinds, properties and relation types. All problems are
// returned at once: duplicate names, unknown kinds in domains and ranges.
func NewOntology(kinds []*Kind, properties []*Property, relations []*RelationType) (*Ontology, error) {
	o := &Ontology{
		Kinds: kinds, Properties: properties, Relations: relations,
		kinds:      make(map[string]*Kind, len(kinds)),
		properties: make(map[string]*Property, len(properties)),
		relations:  make(map[string]*RelationType, len(relations)),
	}
	var found Problems
	for _, k := range kinds {
		if o.kinds[k.Name] != nil {
			found.Add(k.Name, BadInput, "kind is declared twice")
		}
		o.kinds[k.Name] = k
	}
	known := func(where string, names []string) {
		for _, name := range names {
			if o.kinds[name] == nil {
				found.Add(where, BadInput, "unknown kind %q", name).Hint = DidYouMean(name, o.kindNames())
			}
		}
	}
	for _, k := range kinds {
		known(k.Name, k.IsA)
	}
	for _, p := range properties {
		if o.properties[p.Name] != nil {
			found.Add(p.Name, BadInput, "property is declared twice")
		}
		o.properties[p.Name] = p
		known(p.Name, p.Kinds)
	}
	for _, r := range relations {
		if o.relations[r.Name] != nil || o.properties[r.Name] != nil {
			found.Add(r.Name, BadInput, "name is declared twice")
		}
		o.relations[r.Name] = r
		known(r.Name, r.Domain)
		known(r.Name, r.Range)
	}
	return o, found.Err()
}

// Kind returns the kind of that name, or nil.
func (o *Ontology) Kind(name string) *Kind { return o.kinds[name] }

// Property returns the property of that name, or nil.
func (o *Ontology) Property(name string) *Property { return o.properties[name] }

// Relation returns the relation type of that name, or nil. Inverse names are
// not found.
func (o *Ontology) Relation(name string) *RelationType { return o.relations[name] }

// Is reports whether the concrete kind is one of kinds, abstract ones
// standing for all that belong to them.
func (o *Ontology) Is(kind string, kinds []string) bool {
	if slices.Contains(kinds, kind) {
		return true
	}
	if k := o.kinds[kind]; k != nil {
		for _, parent := range k.IsA {
			if o.Is(parent, kinds) {
				return true
			}
		}
	}
	return false
}

// Concrete expands kinds to the concrete kinds they stand for, in order of
// declaration.
func (o *Ontology) Concrete(kinds []string) []string {
	var found []string
	for _, k := range o.Kinds {
		if !k.Abstract && o.Is(k.Name, kinds) {
			found = append(found, k.Name)
		}
	}
	return found
}

// joins reports whether a relation of the type may lead from an entity of some
// kinds to one of others. Abstract kinds stand for theirs; nil is any kind.
func (o *Ontology) joins(r *RelationType, from, to []string) bool {
	subjects, objects := o.within(from, r.Domain), o.within(to, r.Range)
	if r.SameKind {
		return slices.ContainsFunc(subjects, func(k string) bool { return slices.Contains(objects, k) })
	}
	return len(subjects) > 0 && len(objects) > 0
}

// JoinsEither reports whether a relation of the type may join an entity of the
// near kinds to one of the far kinds, in a direction seen from the near ones. A
// symmetric type has no direction; abstract kinds stand for theirs; nil is any
// kind.
func (o *Ontology) JoinsEither(r *RelationType, near, far []string, d Direction) bool {
	if r.Symmetric || d&Both == 0 {
		d = Both
	}
	return d&Out != 0 && o.joins(r, near, far) || d&In != 0 && o.joins(r, far, near)
}

// within returns the concrete kinds that belong to both lists; nil is any kind.
func (o *Ontology) within(kinds, allowed []string) []string {
	var found []string
	for _, k := range o.Kinds {
		if !k.Abstract && (kinds == nil || o.Is(k.Name, kinds)) && (len(allowed) == 0 || o.Is(k.Name, allowed)) {
			found = append(found, k.Name)
		}
	}
	return found
}

func (o *Ontology) kindNames() []string {
	names := make([]string, len(o.Kinds))
	for i, k := range o.Kinds {
		names[i] = k.Name
	}
	return names
}

func (o *Ontology) propertyNames() []string {
	names := make([]string, len(o.Properties))
	for i, p := range o.Properties {
		names[i] = p.Name
	}
	return names
}

// Form returns the form of that name, or nil.
func (k *Kind) Form(name string) *Form {
	for i := range k.Forms {
		if k.Forms[i].Name == name {
			return &k.Forms[i]
		}
	}
	return nil
}

// Verb returns the verb of that name, or nil.
func (r *RelationType) Verb(name string) *Verb {
	for i := range r.Verbs {
		if r.Verbs[i].Name == name {
			return &r.Verbs[i]
		}
	}
	return nil
}
