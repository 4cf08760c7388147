package schema

import "context"

// OntologyResolver answers Ontology.
type OntologyResolver struct{ v *view }

// Ontology answers what may be in the graph.
func (q *Query) Ontology(ctx context.Context) (*OntologyResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	return &OntologyResolver{v}, nil
}

// KindInfoResolver answers KindInfo.
type KindInfoResolver struct {
	Name, Label, Plural, Description string
	Abstract                         bool
	IsA, MapsTo                      []string
	Forms                            []*FormInfoResolver
	Color, Shape                     *string
	Count                            int32
}

// FormInfoResolver answers FormInfo.
type FormInfoResolver struct{ Name, Description string }

// Kinds returns the kinds in order of declaration.
func (r *OntologyResolver) Kinds() []*KindInfoResolver {
	list := make([]*KindInfoResolver, len(r.v.Ontology.Kinds))
	t := r.v.Topology()
	for i, k := range r.v.Ontology.Kinds {
		x := &KindInfoResolver{
			Name: k.Name, Label: k.Label, Plural: k.Plural, Description: k.Description,
			Abstract: k.Abstract, IsA: k.IsA, MapsTo: k.MapsTo,
			Forms: make([]*FormInfoResolver, len(k.Forms)), Color: optional(k.Color), Shape: optional(k.Shape),
		}
		for j, f := range k.Forms {
			x.Forms[j] = &FormInfoResolver{f.Name, f.Description}
		}
		for _, name := range r.v.Ontology.Concrete([]string{k.Name}) {
			if term := r.v.Term(name); term != 0 {
				x.Count += int32(len(t.OfKind(term)))
			}
		}
		list[i] = x
	}
	return list
}

// PropertyInfoResolver answers PropertyInfo.
type PropertyInfoResolver struct {
	Name, Description, Type string
	Many                    bool
	Kinds                   []string
}

// Properties returns the properties in order of declaration.
func (r *OntologyResolver) Properties() []*PropertyInfoResolver {
	list := make([]*PropertyInfoResolver, len(r.v.Ontology.Properties))
	for i, p := range r.v.Ontology.Properties {
		list[i] = &PropertyInfoResolver{p.Name, p.Description, p.Type.String(), p.Many, p.Kinds}
	}
	return list
}

// RelationTypeInfoResolver answers RelationTypeInfo.
type RelationTypeInfoResolver struct {
	Name, Inverse, Description     string
	Domain, Range, Verbs           []string
	Symmetric, Transitive, Acyclic bool
	Sentence, InverseSentence      string
	MapsTo                         *string
	Count                          int32
}

// RelationTypes returns the relation types in order of declaration.
func (r *OntologyResolver) RelationTypes() []*RelationTypeInfoResolver {
	list := make([]*RelationTypeInfoResolver, len(r.v.Ontology.Relations))
	for i, t := range r.v.Ontology.Relations {
		x := &RelationTypeInfoResolver{
			Name: t.Name, Inverse: t.Inverse, Description: t.Description,
			Domain: t.Domain, Range: t.Range,
			Symmetric: t.Symmetric, Transitive: t.Transitive, Acyclic: t.Acyclic,
			Sentence: t.Sentence, InverseSentence: t.Passive, MapsTo: optional(t.MapsTo),
			Count: int32(r.v.Topology().FactsOf(r.v.Term(t.Name))),
		}
		for _, verb := range t.Verbs {
			x.Verbs = append(x.Verbs, verb.Name)
		}
		list[i] = x
	}
	return list
}
