package graph

import "fmt"

// FactFacetField is what facts are counted by.
type FactFacetField uint8

// The fields. A fact has one value of each, or none; but of sources as many as
// it quotes.
const (
	FactFacetType        FactFacetField = iota + 1 // its relation type or property
	FactFacetVerb                                  // its verb
	FactFacetGrade                                 // its grade
	FactFacetRank                                  // its rank
	FactFacetReading                               // its reading
	FactFacetSource                                // the sources it quotes
	FactFacetSubject                               // the entity it is about
	FactFacetObject                                // the entity it leads to; an attribute has none
	FactFacetSubjectKind                           // the kind of its subject
	FactFacetObjectKind                            // the kind of its object
)

// FactFacetBy says by what to count facts.
type FactFacetBy struct {
	Field FactFacetField
	Then  *FactFacetBy // counts the facts of each value listed once more; nil for no more; one level
}

// FindFactFacets counts facts by each of by; each facet lists the values that
// most have, first of them or all when it is 0. facts calls its argument for
// every fact to be counted, as [EachFact] does. Beside what facts charges, a
// facet costs a unit of budget for every 256 values that there could be and
// facts that it counts, for every 64 facts where it has a Then. The error has
// code BAD_INPUT, naming the place in by; LIMIT or TIMEOUT; or is that of facts
// or the store. A facet is whole or not at all.
func FindFactFacets(v *View, facts func(yield func(FactAt) bool) error, by []FactFacetBy, first int) ([]Facet, error) {
	counts := make([]*factCount, len(by))
	for i := range by {
		var err error
		if counts[i], err = newFactCount(v, &by[i], i); err != nil {
			return nil, err
		}
	}
	meter := edgeMeter{budget: v.Budget, rate: factsCounted}
	total, spent, touched := 0, error(nil), 0
	for _, c := range counts {
		touched += c.touched()
	}
	err := facts(func(f FactAt) bool {
		total++
		for _, c := range counts {
			c.add(f)
		}
		spent = meter.touch(touched)
		return spent == nil
	})
	if err == nil {
		err = spent
	}
	if CodeOf(err) == Limit && err == spent {
		err = &Error{Code: Limit, Hint: HintOf(err), Err: err, Msg: fmt.Sprintf("%v: %d facts were counted", err, total)}
	}
	if err != nil {
		return nil, err
	}
	found := make([]Facet, len(counts))
	for i, c := range counts {
		found[i] = c.facet(total, first)
	}
	return found, nil
}

// factsCounted is the number of facts counted for one unit of [Budget].
const factsCounted = 256

// factField is a field of facts made ready.
type factField struct {
	of   func(values []uint32, f FactAt) []uint32 // appends the values of a fact
	size int                                      // they are less
	facetValues
}

func newFactField(v *View, field FactFacetField) (*factField, error) {
	t := v.topology
	name := func(label func(string) string, term func(FactAt) Term) *factField {
		return &factField{
			of: func(values []uint32, f FactAt) []uint32 {
				if x := term(f); x != 0 {
					values = append(values, uint32(x))
				}
				return values
			},
			size: t.terms.Len() + 1, facetValues: nameValues(t.terms, label),
		}
	}
	small := func(size int, values facetValues, number func(FactAt) uint32) *factField {
		return &factField{
			of:   func(values []uint32, f FactAt) []uint32 { return append(values, number(f)) },
			size: size, facetValues: values,
		}
	}
	switch field {
	case FactFacetType:
		return name(spaced, func(f FactAt) Term { return f.Edge.Type }), nil
	case FactFacetVerb:
		return name(spaced, func(f FactAt) Term { return f.Edge.Verb }), nil
	case FactFacetGrade:
		return small(int(Stated)+1, gradeValues, func(f FactAt) uint32 { return uint32(min(f.Edge.Grade, Stated)) }), nil
	case FactFacetRank:
		return small(len(rankOrder), rankValues, func(f FactAt) uint32 { return uint32(f.Edge.Rank) }), nil
	case FactFacetReading:
		return name(asIs, func(f FactAt) Term { return f.Edge.Reading }), nil
	case FactFacetSource:
		return newSourceField(v)
	case FactFacetSubject:
		return small(t.Cap(), t.entityValues(), func(f FactAt) uint32 { return uint32(f.Subject) }), nil
	case FactFacetSubjectKind:
		return name(v.kindLabel, func(f FactAt) Term { return t.Node(f.Subject).Kind }), nil
	case FactFacetObjectKind:
		return name(v.kindLabel, func(f FactAt) Term {
			if f.Edge.Other == 0 {
				return 0
			}
			return t.Node(f.Edge.Other).Kind
		}), nil
	default:
		return &factField{
			of: func(values []uint32, f FactAt) []uint32 {
				if f.Edge.Other != 0 {
					values = append(values, uint32(f.Edge.Other))
				}
				return values
			},
			size: t.Cap(), facetValues: t.entityValues(),
		}, nil
	}
}

func newSourceField(v *View) (*factField, error) {
	ids, err := v.countedSources()
	if err != nil {
		return nil, err
	}
	quotes, err := v.allQuotes(ids)
	if err != nil {
		return nil, err
	}
	return &factField{
		of: func(values []uint32, f FactAt) []uint32 {
			for _, source := range quotes.facts(f.Edge.Fact) {
				values = append(values, uint32(source))
			}
			return values
		},
		size: len(ids), facetValues: sourceValues(ids),
	}, nil
}

func asIs(name string) string { return name }

var rankValues = facetValues{
	value: func(bucket uint32) FacetValue {
		name := Rank(bucket).String()
		return FacetValue{Value: name, Label: capital(name)}
	},
	compare: func(a, b uint32) int { return rankOrder[a] - rankOrder[b] },
}
