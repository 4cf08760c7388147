package schema

import (
	"context"
	"fmt"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// facetBy is the input FacetBy.
type facetBy struct {
	Field    *string
	Property *string
	Relation *facetRelation
	Then     *facetBy
}

// facetRelation is the input FacetRelation.
type facetRelation struct {
	Types     *[]string
	Direction string
	Kinds     *[]string
}

// facetArgs are the arguments of every field that answers facets.
type facetArgs struct {
	By      []facetBy
	First   int32
	Members int32
}

// facetFields are the values of the enum FacetField.
var facetFields = map[string]graph.FacetField{
	"kind": graph.FacetKind, "form": graph.FacetForm, "relationType": graph.FacetType,
	"verb": graph.FacetVerb, "grade": graph.FacetGrade, "source": graph.FacetSource,
}

// Facets answers facets of the entities a filter selects.
func (q *Query) Facets(ctx context.Context, args struct {
	Filter filterInput
	Of     *graphql.ID
	facetArgs
}) ([]*FacetResolver, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	if args.Of == nil {
		where, kinds, err := v.selection("filter", args.Filter)
		if err != nil {
			return nil, err
		}
		return v.facetsOf(where, kinds, args.facetArgs)
	}
	r, err := v.mustFind(string(*args.Of))
	if err != nil {
		return nil, err
	}
	f, err := v.entityCondition("filter", anyKind, args.Filter)
	if err != nil {
		return nil, err
	}
	return v.facetsOfRelations(graph.RelationListQuery{Node: r.n, Far: f}, args.facetArgs)
}

// selection reads the filter at a place of the input: what it asks of an
// entity, nil for nothing more than a kind, and the concrete kinds it is limited
// to, nil for all.
func (v *view) selection(at string, in filterInput) (graph.Condition, []graph.Term, error) {
	f, err := v.entityCondition(at, anyKind, in)
	if f == nil || err != nil {
		return nil, nil, err
	}
	var kinds []graph.Term
	if f.Kinds != nil {
		kinds = v.kindTerms(&f.Kinds)
	}
	if f.OnlyKinds() {
		return nil, kinds, nil
	}
	where, err := v.Condition(f)
	return where, kinds, err
}

// facetsOf answers facets of the entities of some concrete kinds, nil for all,
// that meet a condition, nil for all.
func (v *view) facetsOf(where graph.Condition, kinds []graph.Term, args facetArgs) ([]*FacetResolver, error) {
	return v.facets(graph.FacetQuery{Where: where, Kinds: kinds}, args)
}

// facetsOfRelations answers facets of the far ends of a list of relations, which
// are then the only facts.
func (v *view) facetsOfRelations(q graph.RelationListQuery, args facetArgs) ([]*FacetResolver, error) {
	relations, err := graph.AllRelations(v.View, q)
	if err != nil {
		return nil, err
	}
	if relations == nil {
		relations = []graph.Rel{}
	}
	return v.facets(graph.FacetQuery{Relations: relations, Kinds: q.Kinds}, args)
}

// facets answers the facets that args ask for of what q selects.
func (v *view) facets(q graph.FacetQuery, args facetArgs) ([]*FacetResolver, error) {
	var err error
	limit := v.session.svc.limits.PageSize
	if q.First, err = bounded("first", args.First, 1, limit); err != nil {
		return nil, err
	}
	if q.Members, err = bounded("members", args.Members, 0, limit); err != nil {
		return nil, err
	}
	q.By = make([]graph.FacetBy, len(args.By))
	for i := range args.By {
		if q.By[i], err = v.facetBy(&args.By[i], fmt.Sprintf("by[%d]", i), q.Kinds); err != nil {
			return nil, err
		}
	}
	found, err := graph.FindFacets(v.View, q)
	if err != nil {
		return nil, err
	}
	list := make([]*FacetResolver, len(found))
	for i := range found {
		if list[i], err = v.facet(&found[i], &args.By[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// facetBy reads one FacetBy, which stands at a place of the input and is about
// entities of some concrete kinds.
func (v *view) facetBy(in *facetBy, at string, kinds []graph.Term) (graph.FacetBy, error) {
	by := graph.FacetBy{}
	given := 0
	if in.Field != nil {
		by.Field = facetFields[*in.Field]
		given++
	}
	if in.Property != nil {
		by.Field, by.Property = graph.FacetProperty, *in.Property
		given++
	}
	if r := in.Relation; r != nil {
		by.Field, by.Direction = graph.FacetRelated, directionOf(r.Direction)
		by.Types, by.Kinds = v.relationTerms(r.Types), v.kindTerms(r.Kinds)
		if err := v.checkJoined(at+".relation.types", v.kindNamesOf(kinds), namesIn(r.Kinds), r.Types, by.Direction); err != nil {
			return by, err
		}
		given++
	}
	if given != 1 {
		return by, graph.Errorf(graph.BadInput, "%s has %d of field, property and relation", at, given).WithHint("give exactly one of them")
	}
	if in.Then != nil {
		then, err := v.facetBy(in.Then, at+".then", kinds)
		if err != nil {
			return by, err
		}
		by.Then = &then
	}
	return by, nil
}

// kindNamesOf returns the names of concrete kinds that the store has entities
// of, nil for all or none.
func (v *view) kindNamesOf(kinds []graph.Term) []string {
	var names []string
	for _, k := range kinds {
		if k != 0 {
			names = append(names, v.termName(k))
		}
	}
	return names
}

// namesIn returns the names of an argument; nil when it was left out.
func namesIn(names *[]string) []string {
	if names == nil {
		return nil
	}
	return *names
}

// FacetResolver answers Facet.
type FacetResolver struct {
	By          string
	Values      []*FacetValueResolver
	TotalValues int32
	Total       int32
	Missing     int32
	OtherCount  int32
}

// FacetValueResolver answers FacetValue.
type FacetValueResolver struct {
	Value string
	Count int32
	Facts *int32
	Then  *FacetResolver

	v     *view
	found *graph.FacetValue
	field graph.FacetField
}

func (v *view) facet(f *graph.Facet, by *facetBy) (*FacetResolver, error) {
	if err := v.Budget.Spend(len(f.Values)); err != nil {
		return nil, err
	}
	r := &FacetResolver{
		By: by.String(), Values: make([]*FacetValueResolver, len(f.Values)), TotalValues: int32(f.TotalValues),
		Total: int32(f.Total), Missing: int32(f.Missing), OtherCount: int32(f.Other),
	}
	array := make([]FacetValueResolver, len(f.Values))
	for i := range f.Values {
		value, x := &f.Values[i], &array[i]
		*x = FacetValueResolver{Value: value.Value, Count: int32(value.Count), v: v, found: value, field: f.Field}
		if f.Field != graph.FacetKind && f.Field != graph.FacetForm {
			facts := int32(value.Facts)
			x.Facts = &facts
		}
		if value.Then != nil {
			var err error
			if x.Then, err = v.facet(value.Then, by.Then); err != nil {
				return nil, err
			}
		}
		r.Values[i] = x
	}
	return r, nil
}

// String names what is counted by.
func (in *facetBy) String() string {
	switch {
	case in.Field != nil:
		return *in.Field
	case in.Property != nil:
		return "property " + *in.Property
	case in.Relation.Types == nil:
		return "relation"
	}
	return "relation " + strings.Join(*in.Relation.Types, ", ")
}

// Label returns the value for people.
func (r *FacetValueResolver) Label() string {
	if r.field == graph.FacetSource {
		return r.v.source(r.Value).Title()
	}
	return r.found.Label
}

// Entity returns the entity that is the value, or nil.
func (r *FacetValueResolver) Entity() *EntityResolver { return r.v.entity(r.found.Node) }

// Nodes returns the entities listed under the value.
func (r *FacetValueResolver) Nodes() []*EntityResolver {
	r.v.charge(len(r.found.Members))
	return r.v.entities(r.found.Members)
}
