package schema

import (
	"context"
	"slices"
	"strings"
	"time"

	"missiongraph/graph"
)

// lensInput is the input type Lens.
type lensInput struct {
	Revision   *Revision
	Time       *DateTime
	ValidAt    *Date
	MinGrade   *string
	Readings   *[]string
	Deprecated bool
}

// lens reads the input on top of the lens already in force: a view within a
// view refines it.
func (in lensInput) lens(l graph.Lens) (graph.Lens, error) {
	if in.Revision != nil && in.Time != nil {
		return l, graph.Errorf(graph.BadInput, "lens has both revision and time").WithHint("give one of them")
	}
	if in.Revision != nil {
		if *in.Revision == 0 {
			return l, graph.Errorf(graph.NotFound, "revision 0 is the empty graph").WithHint("the first revision is 1")
		}
		l.Revision, l.Time = graph.Revision(*in.Revision), time.Time{}
	}
	if in.Time != nil {
		l.Time, l.Revision = in.Time.Time, 0
		if l.Time.IsZero() {
			l.Time = l.Time.Add(1) // the zero time means none
		}
	}
	if in.ValidAt != nil {
		l.ValidAt = string(*in.ValidAt)
	}
	if in.MinGrade != nil {
		l.MinGrade, _ = graph.ParseGrade(*in.MinGrade)
	}
	if in.Readings != nil {
		l.Readings = nil
		for _, r := range *in.Readings {
			reading := graph.Reading(strings.TrimSpace(r))
			if reading.Group() == "" || reading.Choice() == "" {
				return l, graph.Errorf(graph.BadInput, "%.60q is not a reading", r).WithHint("a group and a choice, as attache/A")
			}
			l.Readings = append(l.Readings, reading)
		}
		slices.Sort(l.Readings)
		l.Readings = slices.Compact(l.Readings)
	}
	l.Deprecated = l.Deprecated || in.Deprecated
	return l, nil
}

// View returns the query surface seen through a lens.
func (q *Query) View(ctx context.Context, args struct{ Lens lensInput }) (*Query, error) {
	v, err := q.on(ctx)
	if err != nil {
		return nil, err
	}
	l, err := args.Lens.lens(v.Lens)
	if err != nil {
		return nil, err
	}
	for _, r := range l.Readings {
		if v.Term(string(r)) == 0 {
			return nil, graph.Errorf(graph.NotFound, "no fact has the reading %.60q", string(r)).
				WithHint("%s", graph.DidYouMean(string(r), readings(v)))
		}
	}
	inner, err := v.session.view(l)
	if err != nil {
		return nil, err
	}
	return &Query{view: inner}, nil
}

// readings lists the readings the store knows.
func readings(v *view) []string {
	var found []string
	terms := v.Topology().Terms()
	for n := 1; n <= terms.Len(); n++ {
		if name := terms.Name(graph.Term(n)); graph.Reading(name).Choice() != "" {
			found = append(found, name)
		}
	}
	return found
}

// directionOf reads the enum Direction.
func directionOf(s string) graph.Direction {
	switch s {
	case "OUT":
		return graph.Out
	case "IN":
		return graph.In
	default:
		return graph.Both
	}
}

// relationTerms returns the store's numbers of relation types; nil for all.
// known is false when types were named and the store has used none of them.
func (v *view) relationTerms(names *[]string) (terms []graph.Term, known bool) {
	if names == nil {
		return nil, true
	}
	for _, name := range *names {
		if t := v.Term(name); t != 0 {
			terms = append(terms, t)
		}
	}
	return terms, len(terms) > 0
}

// kindTerms returns the store's numbers of the concrete kinds that kinds stand
// for; nil for all. A kind without entities gets a number no entity has.
func (v *view) kindTerms(names *[]string) []graph.Term {
	if names == nil {
		return nil
	}
	var terms []graph.Term
	for _, name := range v.Ontology.Concrete(*names) {
		if t := v.Term(name); t != 0 {
			terms = append(terms, t)
		}
	}
	if len(terms) == 0 {
		return []graph.Term{graph.MaxTerms}
	}
	return terms
}
