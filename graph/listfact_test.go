package graph_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

func TestFactListsAgreeWithPlainEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		var q graph.FactListQuery
		q.Filter = maybe(t, 1, "filter", func() graph.FactFilter { return drawFactFilter(t, 1) })
		q.SubjectFilter = maybe(t, 3, "subject filter", func() graph.Filter { return drawFilter(t, 0) })
		q.ObjectFilter = maybe(t, 3, "object filter", func() graph.Filter { return drawFilter(t, 0) })
		id := rapid.Map(rapid.SampledFrom(g.entities), func(e graph.Entity) string { return e.ID })
		subject, object := "", ""
		if rapid.IntRange(0, 3).Draw(t, "of a subject") == 0 {
			subject = id.Draw(t, "subject")
			q.Subject = g.node(subject)
		}
		if rapid.IntRange(0, 3).Draw(t, "of an object") == 0 {
			object = id.Draw(t, "object")
			q.Object = g.node(object)
		}
		for range rapid.IntRange(0, 2).Draw(t, "keys") {
			q.Order = append(q.Order, graph.FactOrderKey{
				By:         graph.FactOrderBy(rapid.IntRange(0, int(graph.FactByRank)).Draw(t, "by")),
				Descending: rapid.Bool().Draw(t, "descending"),
				NullsFirst: rapid.Bool().Draw(t, "nulls first"),
			})
		}
		var facts []graph.Fact
		for _, f := range g.facts {
			if g.shown(&f) && factMeets(q.Filter, &f) && (subject == "" || f.Subject == subject) && (object == "" || f.Object == object) &&
				g.meets(q.SubjectFilter, g.entity(f.Subject)) && (q.ObjectFilter == nil || f.Object != "" && g.meets(q.ObjectFilter, g.entity(f.Object))) {
				facts = append(facts, f)
			}
		}
		slices.SortFunc(facts, func(a, b graph.Fact) int { return g.compareFacts(q.Order, &a, &b) })
		want := []string{}
		for i := range facts {
			want = append(want, facts[i].ID)
		}
		total, exact, err := graph.CountFactList(g.view, q)
		require.NoError(t, err)
		require.True(t, exact)
		require.Equal(t, len(want), total)
		g.factPages(t, q, want)
		if len(g.facts) == 0 {
			return
		}
		for range 3 { // between any two, in the list or not
			after := rapid.SampledFrom(g.facts).Draw(t, "after")
			before := rapid.SampledFrom(g.facts).Draw(t, "before")
			q.After, q.Before = g.factPlace(t, &after), g.factPlace(t, &before)
			q.First, q.Last = rapid.IntRange(0, 3).Draw(t, "first"), 0
			if rapid.Bool().Draw(t, "backward") {
				q.First, q.Last = 0, q.First+1
			}
			between := []string{}
			for i := range facts {
				if g.compareFacts(q.Order, &facts[i], &after) > 0 && g.compareFacts(q.Order, &facts[i], &before) < 0 {
					between = append(between, facts[i].ID)
				}
			}
			if q.Last > 0 {
				between = between[max(len(between)-q.Last, 0):]
			} else {
				between = between[:min(q.First, len(between))]
			}
			p, err := graph.ListFacts(g.view, q)
			require.NoError(t, err)
			require.Equal(t, between, g.factIDs(t, p.Facts))
			if len(between) > 0 {
				require.Equal(t, between[0] != want[0], p.HasPrevious)
				require.Equal(t, between[len(between)-1] != want[len(want)-1], p.HasNext)
			}
		}
	})
}

func (g *rich) factPlace(t require.TestingT, f *graph.Fact) graph.FactPlace {
	n, ok, err := g.view.FactByID(f.ID)
	require.NoError(t, err)
	require.True(t, ok)
	return graph.FactPlace{Subject: g.node(f.Subject), Fact: n}
}

func (g *rich) factIDs(t require.TestingT, facts []graph.FactAt) []string {
	ids := []string{}
	for i := range facts {
		require.Equal(t, g.factID(t, facts[i].Place().Fact), g.factID(t, facts[i].Edge.Fact))
		ids = append(ids, g.factID(t, facts[i].Edge.Fact))
	}
	return ids
}

func (g *rich) compareFacts(keys []graph.FactOrderKey, a, b *graph.Fact) int {
	ends := func(x, y string) int {
		if x == "" || y == "" {
			return strings.Compare(x, y)
		}
		return cmp.Or(strings.Compare(strings.ToLower(g.entity(x).Name), strings.ToLower(g.entity(y).Name)), strings.Compare(x, y))
	}
	place := map[graph.Rank]int{graph.Preferred: 0, graph.Normal: 1, graph.Deprecated: 2}
	for _, k := range keys {
		c, null := 0, [2]bool{}
		switch k.By {
		case graph.FactBySubject:
			c = ends(a.Subject, b.Subject)
		case graph.FactByType:
			c = strings.Compare(a.Type, b.Type)
		case graph.FactByVerb:
			c, null = strings.Compare(a.Verb, b.Verb), [2]bool{a.Verb == "", b.Verb == ""}
		case graph.FactByObject:
			c, null = ends(a.Object, b.Object), [2]bool{a.Object == "", b.Object == ""}
		case graph.FactByGrade:
			c = cmp.Compare(b.Grade, a.Grade)
		case graph.FactByRank:
			c = cmp.Compare(place[a.Rank], place[b.Rank])
		}
		if k.Descending {
			c = -c
		}
		if null[0] != null[1] {
			if c = 1; null[0] == k.NullsFirst {
				c = -1
			}
		}
		if c != 0 && null != [2]bool{true, true} {
			return c
		}
	}
	return cmp.Or(ends(a.Subject, b.Subject), cmp.Compare(g.view.Term(a.Type), g.view.Term(b.Type)),
		ends(a.Object, b.Object), factNumberOrder(a, b))
}

func (g *rich) factPages(t *rapid.T, q graph.FactListQuery, want []string) {
	readPages(t, want, func(first, last int, after, before *graph.FactPlace) ([]string, []graph.FactPlace, bool, bool) {
		q.First, q.Last, q.After, q.Before = first, last, orZero(after), orZero(before)
		p, err := graph.ListFacts(g.view, q)
		require.NoError(t, err)
		places := make([]graph.FactPlace, len(p.Facts))
		for i := range p.Facts {
			places[i] = p.Facts[i].Place()
		}
		return g.factIDs(t, p.Facts), places, p.HasPrevious, p.HasNext
	})
}
