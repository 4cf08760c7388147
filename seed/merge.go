package seed

import (
	"slices"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// assertion is a fact as the files assert it so far.
type assertion struct {
	fact   graph.Fact
	places places
}

// assert adds a fact with one piece of evidence. Asserted again, it is the
// same fact with one more piece; what else the two say must agree.
func (l *loader) assert(f graph.Fact, at places) {
	f.Grade = f.Evidence[0].Grade
	before, ok := l.facts[f.ID]
	if !ok {
		l.facts[f.ID] = &assertion{f, at}
		return
	}
	differs := func(key string, same bool, said, says string) {
		if !same {
			l.problems().Add(at[key], graph.BadInput, "%s of %s is %s here and %s at %s", key, f.ID, says, said, before.places[key]).
				Hint = "several quotes may support one fact, but they must agree on it"
		}
	}
	was := &before.fact
	differs("verb", was.Verb == f.Verb, strconv.Quote(was.Verb), strconv.Quote(f.Verb))
	differs("rank", was.Rank == f.Rank, was.Rank.String(), f.Rank.String())
	differs("reason", was.Reason == f.Reason, strconv.Quote(was.Reason), strconv.Quote(f.Reason))
	differs("reading", was.Reading == f.Reading, strconv.Quote(string(was.Reading)), strconv.Quote(string(f.Reading)))
	differs("qualifiers", slices.Equal(was.Qualifiers, f.Qualifiers), describe(was.Qualifiers), describe(f.Qualifiers))
	differs("validFrom", was.ValidFrom == f.ValidFrom, strconv.Quote(was.ValidFrom), strconv.Quote(f.ValidFrom))
	differs("validTo", was.ValidTo == f.ValidTo, strconv.Quote(was.ValidTo), strconv.Quote(f.ValidTo))
	differs("value", was.Value.String() == f.Value.String() && was.Value.Type == f.Value.Type,
		strconv.Quote(was.Value.String()), strconv.Quote(f.Value.String()))
	e := f.Evidence[0]
	if slices.ContainsFunc(was.Evidence, func(x graph.Evidence) bool {
		return x.Source == e.Source && x.Start == e.Start && x.End == e.End
	}) {
		l.problems().Add(at[""], graph.BadInput, "%s rests on this quote already, at %s", f.ID, before.places[""])
		return
	}
	n := "evidence[" + strconv.Itoa(len(was.Evidence)) + "]"
	for path, where := range at {
		if rest, ok := strings.CutPrefix(path, "evidence[0]"); ok {
			before.places[n+rest] = where
		}
	}
	was.Evidence = append(was.Evidence, e)
	was.Grade = max(was.Grade, e.Grade)
}

func describe(list []graph.Qualifier) string {
	if len(list) == 0 {
		return "none"
	}
	s := ""
	for i, q := range list {
		if i > 0 {
			s += ", "
		}
		s += q.Name + ": " + strconv.Quote(q.Value)
	}
	return s
}
