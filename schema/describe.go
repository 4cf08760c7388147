package schema

import (
	"context"

	"missiongraph/graph"
)

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

// StatsResolver answers Stats.
type StatsResolver struct {
	Entities, Relations, Attributes, Sources int32
	Kinds, RelationTypes, Grades             []*CountResolver
	Components, Isolated                     int32
	Degrees                                  []*DegreeResolver
}

// CountResolver answers Count.
type CountResolver struct {
	Name  string
	Count int32
}

// DegreeResolver answers DegreeCount.
type DegreeResolver struct{ Degree, Entities int32 }

// Stats answers counts of what the lens shows.
func (q *Query) Stats(ctx context.Context) (*StatsResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	s, err := graph.FindStats(v.View)
	if err != nil {
		return nil, err
	}
	ids, err := v.SourceIDs()
	if err != nil {
		return nil, err
	}
	return statsOf(v, s, len(ids)), nil
}

func statsOf(v *view, s graph.Stats, sources int) *StatsResolver {
	r := &StatsResolver{
		Entities: int32(s.Entities), Relations: int32(s.Relations), Attributes: int32(s.Attributes),
		Sources: int32(sources), Kinds: v.counts(s.Kinds), RelationTypes: v.counts(s.Types),
		Components: int32(s.Components), Isolated: int32(s.Orphans),
	}
	for _, g := range graph.Grades() {
		r.Grades = append(r.Grades, &CountResolver{g.String(), int32(s.Grades[g])})
	}
	r.Degrees = make([]*DegreeResolver, len(s.Degrees))
	for i, d := range s.Degrees {
		r.Degrees[i] = &DegreeResolver{int32(d.Degree), int32(d.Entities)}
	}
	return r
}

func (v *view) counts(list []graph.TermCount) []*CountResolver {
	found := make([]*CountResolver, len(list))
	for i, c := range list {
		found[i] = &CountResolver{v.termName(c.Term), int32(c.Count)}
	}
	return found
}
