package graph_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

func drawOrder(t *rapid.T) []graph.OrderKey {
	var keys []graph.OrderKey
	for range rapid.IntRange(0, 3).Draw(t, "keys") {
		k := graph.OrderKey{
			By:         graph.OrderBy(rapid.IntRange(0, int(graph.OrderCount)).Draw(t, "by")),
			Descending: rapid.Bool().Draw(t, "descending"),
			NullsFirst: rapid.Bool().Draw(t, "nulls first"),
		}
		switch k.By {
		case graph.OrderProperty:
			k.Property = rapid.SampledFrom(richValues).Draw(t, "property").Name
		case graph.OrderCount:
			r := drawSelection(t, 1)
			k.Relations = &r
		}
		keys = append(keys, k)
	}
	return keys
}

func TestListsAgreeWithPlainEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		q := graph.ListQuery{Order: drawOrder(t)}
		f := maybe(t, 1, "filter", func() graph.Filter { return drawFilter(t, 1) })
		q.Filter = f
		kinds := rapid.SampledFrom([][]string{nil, {"K"}, {"L", "K"}}).Draw(t, "kinds")
		warm := rapid.IntRange(0, 3).Draw(t, "columns") == 0
		for range 2 { // the second time, of an index carried on
			for _, k := range kinds {
				if term := g.view.Term(k); term != 0 {
					q.Kinds = append(q.Kinds, term)
				}
			}
			if warm {
				g.warm(t)
			}
			var want []string
			for i := range g.entities {
				e := &g.entities[i]
				if g.meets(f, e) && (len(q.Kinds) == 0 || slices.Contains(kinds, e.Kind)) {
					want = append(want, e.ID)
				}
			}
			slices.SortFunc(want, func(a, b string) int { return g.ordered(q.Order, g.entity(a), g.entity(b)) })
			total, exact, err := graph.CountList(g.view, q)
			require.NoError(t, err)
			require.True(t, exact)
			require.Equal(t, len(want), total)
			g.walkPages(t, q, want)
			g.windows(t, q, want)
			g.change(t)
			q.Kinds = nil
		}
	})
}

// walkPages reads a list page by page from both ends.
func (g *rich) walkPages(t *rapid.T, q graph.ListQuery, want []string) {
	size := rapid.IntRange(1, 4).Draw(t, "page size")
	q.First = size
	for at := 0; ; {
		p, err := graph.ListEntities(g.view, q)
		require.NoError(t, err)
		end := min(at+size, len(want))
		require.Equal(t, append([]string{}, want[at:end]...), g.ids(p.Nodes))
		require.Equal(t, at > 0, p.HasPrevious)
		require.Equal(t, end < len(want), p.HasNext)
		if at = end; !p.HasNext {
			break
		}
		q.After = p.Nodes[len(p.Nodes)-1]
	}
	q.First, q.Last, q.After = 0, size, 0
	for to := len(want); ; {
		p, err := graph.ListEntities(g.view, q)
		require.NoError(t, err)
		from := max(to-size, 0)
		require.Equal(t, append([]string{}, want[from:to]...), g.ids(p.Nodes))
		require.Equal(t, from > 0, p.HasPrevious)
		require.Equal(t, to < len(want), p.HasNext)
		if to = from; !p.HasPrevious {
			break
		}
		q.Before = p.Nodes[0]
	}
}

// windows asks for pages between any two entities, in the list or not.
func (g *rich) windows(t *rapid.T, q graph.ListQuery, want []string) {
	for range 3 {
		after := rapid.SampledFrom(g.entities).Draw(t, "after")
		before := rapid.SampledFrom(g.entities).Draw(t, "before")
		q.After, q.Before = g.node(after.ID), g.node(before.ID)
		q.First, q.Last = rapid.IntRange(0, 3).Draw(t, "first"), 0
		if rapid.Bool().Draw(t, "backward") {
			q.First, q.Last = 0, q.First+1
		}
		between := []string{}
		for _, id := range want {
			if g.ordered(q.Order, g.entity(id), &after) > 0 && g.ordered(q.Order, g.entity(id), &before) < 0 {
				between = append(between, id)
			}
		}
		if q.Last > 0 {
			between = between[max(len(between)-q.Last, 0):]
		} else {
			between = between[:min(q.First, len(between))]
		}
		p, err := graph.ListEntities(g.view, q)
		require.NoError(t, err)
		require.Equal(t, between, g.ids(p.Nodes))
		if len(between) > 0 {
			require.Equal(t, between[0] != want[0], p.HasPrevious)
			require.Equal(t, between[len(between)-1] != want[len(want)-1], p.HasNext)
		}
	}
}

func TestRelationListsAgreeWithPlainEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawRich(t)
		r := drawSelection(t, 1)
		near := rapid.SampledFrom(g.entities).Draw(t, "node").ID
		q := graph.RelationListQuery{Node: g.node(near), Direction: r.Direction, Far: r.Node, Fact: r.Fact}
		if rapid.Bool().Draw(t, "ordered") {
			q.Order = drawOrder(t)
		}
		for _, name := range r.Types {
			q.Types = append(q.Types, g.view.Term(name))
		}
		if r.Kinds = nil; g.view.Term("L") != 0 && rapid.Bool().Draw(t, "far kind") {
			r.Kinds, q.Kinds = []string{"L"}, []graph.Term{g.view.Term("L")}
		}
		hops := g.selected(&r, near)
		slices.SortFunc(hops, func(a, b hop) int {
			return cmp.Or(g.ordered(q.Order, g.entity(a.to), g.entity(b.to)), factNumberOrder(a.fact, b.fact))
		})
		want := []string{}
		for _, h := range hops {
			want = append(want, h.fact.ID)
		}
		total, exact, err := graph.CountRelationList(g.view, q)
		require.NoError(t, err)
		require.True(t, exact)
		require.Equal(t, len(want), total)

		all := graph.RelationListQuery{Node: q.Node}
		all.First = 1000
		everything, err := graph.ListRelations(g.view, all)
		require.NoError(t, err)
		relationPages(t, g, q, want)
		if len(everything.Relations) == 0 {
			return
		}
		for range 3 { // between any two, in the list or not
			rel := rapid.SampledFrom(everything.Relations)
			q.After, q.Before = rel.Draw(t, "after"), rel.Draw(t, "before")
			q.First, q.Last = rapid.IntRange(0, 3).Draw(t, "first"), 0
			if rapid.Bool().Draw(t, "backward") {
				q.First, q.Last = 0, q.First+1
			}
			compare := func(h hop, r graph.Rel) int {
				id := g.factID(t, r.Edge.Fact)
				i := slices.IndexFunc(g.facts, func(f graph.Fact) bool { return f.ID == id })
				return cmp.Or(g.ordered(q.Order, g.entity(h.to), g.entity(g.id(r.Edge.Other))), factNumberOrder(h.fact, &g.facts[i]))
			}
			between := []string{}
			for _, h := range hops {
				if compare(h, q.After) > 0 && compare(h, q.Before) < 0 {
					between = append(between, h.fact.ID)
				}
			}
			if q.Last > 0 {
				between = between[max(len(between)-q.Last, 0):]
			} else {
				between = between[:min(q.First, len(between))]
			}
			p, err := graph.ListRelations(g.view, q)
			require.NoError(t, err)
			require.Equal(t, between, g.relIDs(t, p.Relations))
			if len(between) > 0 {
				require.Equal(t, between[0] != want[0], p.HasPrevious)
				require.Equal(t, between[len(between)-1] != want[len(want)-1], p.HasNext)
			}
		}
	})
}

func factNumberOrder(a, b *graph.Fact) int { return cmp.Compare(factNumber(a), factNumber(b)) }

func (g *rich) relIDs(t require.TestingT, rels []graph.Rel) []string {
	ids := []string{}
	for _, r := range rels {
		ids = append(ids, g.factID(t, r.Edge.Fact))
	}
	return ids
}

func relationPages(t *rapid.T, g *rich, q graph.RelationListQuery, want []string) {
	size := rapid.IntRange(1, 4).Draw(t, "page size")
	q.First = size
	for at := 0; ; {
		p, err := graph.ListRelations(g.view, q)
		require.NoError(t, err)
		end := min(at+size, len(want))
		require.Equal(t, append([]string{}, want[at:end]...), g.relIDs(t, p.Relations))
		require.Equal(t, at > 0, p.HasPrevious)
		require.Equal(t, end < len(want), p.HasNext)
		if at = end; !p.HasNext {
			break
		}
		q.After = p.Relations[len(p.Relations)-1]
	}
	q.First, q.Last, q.After = 0, size, graph.Rel{}
	for to := len(want); ; {
		p, err := graph.ListRelations(g.view, q)
		require.NoError(t, err)
		from := max(to-size, 0)
		require.Equal(t, append([]string{}, want[from:to]...), g.relIDs(t, p.Relations))
		require.Equal(t, from > 0, p.HasPrevious)
		require.Equal(t, to < len(want), p.HasNext)
		if to = from; !p.HasPrevious {
			break
		}
		q.Before = p.Relations[0]
	}
}

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
	size := rapid.IntRange(1, 4).Draw(t, "page size")
	q.First = size
	for at := 0; ; {
		p, err := graph.ListFacts(g.view, q)
		require.NoError(t, err)
		end := min(at+size, len(want))
		require.Equal(t, append([]string{}, want[at:end]...), g.factIDs(t, p.Facts))
		require.Equal(t, at > 0, p.HasPrevious)
		require.Equal(t, end < len(want), p.HasNext)
		if at = end; !p.HasNext {
			break
		}
		q.After = p.Facts[len(p.Facts)-1].Place()
	}
	q.First, q.Last, q.After = 0, size, graph.FactPlace{}
	for to := len(want); ; {
		p, err := graph.ListFacts(g.view, q)
		require.NoError(t, err)
		from := max(to-size, 0)
		require.Equal(t, append([]string{}, want[from:to]...), g.factIDs(t, p.Facts))
		require.Equal(t, from > 0, p.HasPrevious)
		require.Equal(t, to < len(want), p.HasNext)
		if to = from; !p.HasPrevious {
			break
		}
		q.Before = p.Facts[0].Place()
	}
}

func TestListsThatAreWrong(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "X"))
	for _, tt := range []struct {
		name  string
		order graph.OrderKey
		want  string
	}{
		{"property", graph.OrderKey{By: graph.OrderProperty, Property: "alais"},
			`order[0].property: no property is called "alais" (did you mean "alias"?)`},
		{"no relations", graph.OrderKey{By: graph.OrderCount}, "order[0]: an order by count names no relations"},
		{"relation type", graph.OrderKey{By: graph.OrderCount, Relations: &graph.RelationTest{Types: []string{"c"}}},
			`order[0].relations.types[0]: no relation type is called "c" (did you mean "a"?)`},
		{"condition", graph.OrderKey{By: graph.OrderCount, Relations: &graph.RelationTest{Some: &graph.Filter{}}},
			"order[0].relations: an order by count counts relations, and these are conditions on an entity " +
				"(say which relations count with types, direction, kinds, fact and node)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := graph.ListEntities(v, graph.ListQuery{First: 1, Order: []graph.OrderKey{tt.order}})
			require.Error(t, err)
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.Equal(t, tt.want, err.Error())
		})
	}
	_, err := graph.ListEntities(v, graph.ListQuery{First: 1, After: 7})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	_, err = graph.ListRelations(v, graph.RelationListQuery{Node: 1, First: 1, After: graph.Rel{Edge: graph.Edge{Other: 7}}})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	_, err = graph.ListFacts(v, graph.FactListQuery{First: 1, After: graph.FactPlace{Subject: 1, Fact: 9}})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
}

// Orders of some size, with columns and indexes, and again after each of some
// changes, which carry them on.
func TestListsOfSize(t *testing.T) {
	p := graphtest.PowerLawShape{Entities: 3000, Relations: 9000, Values: true}.Make()
	o, err := graph.NewOntology(nil, nil, nil)
	require.NoError(t, err)
	orders := map[string][]graph.OrderKey{
		"name":     nil,
		"kind":     {{By: graph.OrderKind, Descending: true}, {By: graph.OrderName, Descending: true}},
		"degree":   {{By: graph.OrderDegree, Descending: true}},
		"count":    {{By: graph.OrderCount, Relations: &graph.RelationTest{Types: []string{"r1"}, Kinds: []string{"K2"}}}},
		"property": {{By: graph.OrderProperty, Property: graphtest.SizeProperty}, {By: graph.OrderDegree}},
	}
	snapshot := changed{p, p.Topology()}
	for revision := range 4 {
		v := graph.NewView(snapshot, o, graph.Lens{}, nil)
		for name, keys := range orders {
			all := fullList(t, v, graph.ListQuery{Order: keys})
			require.Len(t, all, v.Topology().Len(), name)
			one := keys
			if name == "name" {
				one = []graph.OrderKey{{By: graph.OrderName}}
			}
			// Another spelling of the order has an index of its own, made anew.
			anew := fullList(t, graph.NewView(snapshot, o, graph.Lens{Deprecated: false, ValidAt: "2020-01-0" + string(rune('1'+revision))}, nil),
				graph.ListQuery{Order: append(slices.Clone(one), graph.OrderKey{By: graph.OrderID, NullsFirst: revision%2 == 0})})
			require.Equal(t, anew, all, name)
		}
		e := snapshot.topology.Edit()
		for i := range 40 {
			n := graph.Node(1 + (i*733+revision*97)%3000)
			info := e.Node(n)
			edge := graph.Edge{Other: n%7 + 1, Fact: graph.FactNum(len(orders)*100_000 + revision*100 + i), Type: v.Term("r1"), Grade: graph.Stated}
			e.PutNode(n, info.ID, "changed "+info.Name, v.Term("K2"), 0)
			e.PutEdge(n, edge)
		}
		e.PutNode(graph.Node(5000+revision), "new-"+string(rune('a'+revision)), "A new one", v.Term("K1"), 0)
		snapshot.topology = e.Done(graph.Revision(revision + 2))
	}
}

func fullList(t *testing.T, v *graph.View, q graph.ListQuery) []graph.Node {
	q.First = 1 << 20
	p, err := graph.ListEntities(v, q)
	require.NoError(t, err)
	require.False(t, p.HasPrevious || p.HasNext)
	return p.Nodes
}
