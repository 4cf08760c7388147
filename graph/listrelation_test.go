package graph_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

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
	readPages(t, want, func(first, last int, after, before *graph.Rel) ([]string, []graph.Rel, bool, bool) {
		q.First, q.Last, q.After, q.Before = first, last, orZero(after), orZero(before)
		p, err := graph.ListRelations(g.view, q)
		require.NoError(t, err)
		return g.relIDs(t, p.Relations), p.Relations, p.HasPrevious, p.HasNext
	})
}
