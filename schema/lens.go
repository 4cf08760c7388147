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
	Changes    *[]changeInput // read by [Session.scenario]
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
		for i, r := range *in.Readings {
			reading := graph.Reading(strings.TrimSpace(r))
			if reading.Group() == "" || reading.Choice() == "" {
				return l, graph.Errorf(graph.BadInput, "lens.readings[%d]: %.60q is not a reading", i, r).WithHint("a group and a choice, as attache/A")
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
	inner, err := v.session.scenario(l, args.Lens.Changes)
	if err != nil {
		return nil, err
	}
	for _, r := range l.Readings {
		if inner.Term(string(r)) == 0 {
			return nil, graph.Errorf(graph.NotFound, "lens.readings: no fact has the reading %.60q", string(r)).
				WithHint("%s", graph.DidYouMean(string(r), readings(inner)))
		}
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
// Types that the store has never used match nothing.
func (v *view) relationTerms(names *[]string) []graph.Term {
	if names == nil {
		return nil
	}
	return v.terms(*names)
}

// kindTerms returns the store's numbers of the concrete kinds that kinds stand
// for; nil for all. Kinds without entities match nothing.
func (v *view) kindTerms(names *[]string) []graph.Term {
	if names == nil {
		return nil
	}
	return v.terms(v.Ontology.Concrete(*names))
}

// terms returns the store's numbers of names.
func (v *view) terms(names []string) []graph.Term {
	numbers := make([]graph.Term, 0, len(names))
	for _, name := range names {
		numbers = append(numbers, v.Term(name))
	}
	return used(numbers)
}

// used drops the numbers of names the store has never used. When none is left
// one 0 is, which matches nothing where an empty list would match all.
func used(numbers []graph.Term) []graph.Term {
	numbers = slices.DeleteFunc(numbers, func(n graph.Term) bool { return n == 0 })
	if len(numbers) == 0 {
		return []graph.Term{0}
	}
	return numbers
}
