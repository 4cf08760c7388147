package schema

import "missiongraph/graph"

// factFacetBy is the input FactFacetBy.
type factFacetBy struct {
	Field string
	Then  *factFacetBy
}

// factFacetArgs are the arguments of the facets of a connection of facts.
type factFacetArgs struct {
	By    []factFacetBy
	First int32
}

// factFacetFields are the values of the enum FactFacetField.
var factFacetFields = map[string]graph.FactFacetField{
	"type": graph.FactFacetType, "verb": graph.FactFacetVerb, "grade": graph.FactFacetGrade,
	"rank": graph.FactFacetRank, "reading": graph.FactFacetReading, "source": graph.FactFacetSource,
	"subject": graph.FactFacetSubject, "object": graph.FactFacetObject,
	"subjectKind": graph.FactFacetSubjectKind, "objectKind": graph.FactFacetObjectKind,
}

// FactConnection answers FactConnection.
type FactConnection struct {
	Connection[*FactResolver]
	each func(yield func(graph.FactAt) bool) error // the whole list
}

// Facets counts the facts of the whole list.
func (c *FactConnection) Facets(args factFacetArgs) ([]*FactFacetResolver, error) {
	first, err := bounded("first", args.First, 1, c.v.session.svc.limits.PageSize)
	if err != nil {
		return nil, err
	}
	by := make([]graph.FactFacetBy, len(args.By))
	for i := range args.By {
		by[i] = *args.By[i].by()
	}
	found, err := graph.FindFactFacets(c.v.View, c.each, by, first)
	if err != nil {
		return nil, err
	}
	list := make([]*FactFacetResolver, len(found))
	for i := range found {
		if list[i], err = c.v.factFacet(&found[i], &args.By[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (in *factFacetBy) by() *graph.FactFacetBy {
	if in == nil {
		return nil
	}
	return &graph.FactFacetBy{Field: factFacetFields[in.Field], Then: in.Then.by()}
}

// FactFacetResolver answers FactFacet.
type FactFacetResolver struct {
	By          string
	Values      []*FactFacetValueResolver
	TotalValues int32
	Total       int32
	Missing     int32
	OtherCount  int32
}

// FactFacetValueResolver answers FactFacetValue.
type FactFacetValueResolver struct {
	Value string
	Count int32
	Then  *FactFacetResolver

	v     *view
	found *graph.FacetValue
	by    string
}

func (v *view) factFacet(f *graph.Facet, by *factFacetBy) (*FactFacetResolver, error) {
	if err := v.Budget.Spend(len(f.Values)); err != nil {
		return nil, err
	}
	r := &FactFacetResolver{
		By: by.Field, Values: make([]*FactFacetValueResolver, len(f.Values)), TotalValues: int32(f.TotalValues),
		Total: int32(f.Total), Missing: int32(f.Missing), OtherCount: int32(f.Other),
	}
	for i := range f.Values {
		value := &f.Values[i]
		x := &FactFacetValueResolver{Value: value.Value, Count: int32(value.Count), v: v, found: value, by: by.Field}
		if value.Then != nil {
			var err error
			if x.Then, err = v.factFacet(value.Then, by.Then); err != nil {
				return nil, err
			}
		}
		r.Values[i] = x
	}
	return r, nil
}

// Label returns the value for people.
func (r *FactFacetValueResolver) Label() string {
	if r.by == "source" {
		return r.v.source(r.Value).Title()
	}
	return r.found.Label
}

// Entity returns the entity that is the value, or nil.
func (r *FactFacetValueResolver) Entity() *EntityResolver { return r.v.entity(r.found.Node) }
