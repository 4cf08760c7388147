package graph_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

func reasons(found []graph.AbsenceFinding) []string {
	var list []string
	for _, f := range found {
		if x := f.Reason.String(); !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

// What whyNot says of a relation that is in the graph is what the lens does.
func TestWhyNotAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		subject, object := g.drawNode(t, "subject"), g.drawNode(t, "object")
		typ := rapid.SampledFrom([]string{"a", "b", "s"}).Draw(t, "type")
		found, err := graph.WhyNot(g.view, graph.AbsenceQuery{Subject: subject, Type: typ, Object: object})
		require.NoError(t, err)
		require.NotEmpty(t, found)

		from, to := g.id(subject), g.id(object)
		joins := func(f *graph.Fact, a, b string) bool {
			return f.Subject == a && f.Object == b || f.Type == "s" && f.Subject == b && f.Object == a
		}
		want := map[string]int{} // by reason: findings
		for i := range g.facts {
			f := &g.facts[i]
			switch {
			case f.Type == typ && joins(f, from, to):
				if g.shown(f) {
					want["PRESENT"]++
				}
				if f.Grade < g.lens.Grade() {
					want["BELOW_GRADE"]++
				}
				if f.Rank == graph.Deprecated && !g.lens.Deprecated {
					want["DEPRECATED"]++
				}
			case f.Type == typ && joins(f, to, from) && from != to && g.shown(f):
				want["REVERSED"]++
			case f.Type != typ && (joins(f, from, to) || joins(f, to, from)) && from != to && g.shown(f):
				want["OTHERWISE_RELATED"]++
			}
		}
		if n := want["PRESENT"]; n > 0 {
			want = map[string]int{"PRESENT": n}
		} else if want["BELOW_GRADE"]+want["DEPRECATED"] == 0 {
			want["SILENT"] = 1
		}
		got := map[string]int{}
		for _, f := range found {
			got[f.Reason.String()]++
		}
		require.Equal(t, want, got)
		require.True(t, slices.IsSortedFunc(found, func(a, b graph.AbsenceFinding) int { return int(a.Reason) - int(b.Reason) }),
			"the chief reason first")
	})
}

func TestWhyNotImplied(t *testing.T) {
	o, err := graph.NewOntology([]*graph.Kind{{Name: "K"}}, nil, []*graph.RelationType{{Name: "in", Transitive: true}, {Name: "by"}})
	require.NoError(t, err)
	m, err := graphtest.NewMemory(entity("a", "K", "A"), entity("b", "K", "B"), entity("c", "K", "C"),
		relation("a", "in", "b"), relation("b", "in", "c"), relation("a", "by", "b"), relation("b", "by", "c"))
	require.NoError(t, err)
	for _, tt := range []struct {
		subject, typ, object string
		want                 []string
	}{
		{"a", "in", "c", []string{"IMPLIED", "SILENT"}},
		{"a", "in", "b", []string{"PRESENT"}},
		{"c", "in", "a", []string{"SILENT"}},
		{"b", "in", "a", []string{"REVERSED", "SILENT", "OTHERWISE_RELATED"}},
		{"a", "by", "c", []string{"SILENT"}},
		{"a", "in", "a", []string{"SILENT"}},
	} {
		t.Run(tt.subject+" "+tt.typ+" "+tt.object, func(t *testing.T) {
			v := graph.NewView(m, o, graph.Lens{}, nil)
			found, err := graph.WhyNot(v, graph.AbsenceQuery{
				Subject: v.Topology().Lookup(tt.subject), Type: tt.typ, Object: v.Topology().Lookup(tt.object)})
			require.NoError(t, err)
			assert.Equal(t, tt.want, reasons(found))
			if found[0].Reason == graph.AbsenceImplied {
				assert.Len(t, found[0].Path.Steps, 2)
			}
		})
	}
}

func TestWhyNotForbidden(t *testing.T) {
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "K"}, {Name: "L"}}, nil,
		[]*graph.RelationType{
			{Name: "toL", Domain: []string{"K"}, Range: []string{"L"}},
			{Name: "alike", Domain: []string{"K", "L"}, Range: []string{"K", "L"}, SameKind: true},
			{Name: "does", Verbs: []graph.Verb{{Name: "digs"}, {Name: "drives"}}},
		})
	require.NoError(t, err)
	m, err := graphtest.NewMemory(entity("k", "K", "K"), entity("l", "L", "L"))
	require.NoError(t, err)
	v := graph.NewView(m, o, graph.Lens{}, nil)
	k, l := v.Topology().Lookup("k"), v.Topology().Lookup("l")
	for _, tt := range []struct {
		name            string
		q               graph.AbsenceQuery
		reasons         []string
		domain, between []string
	}{
		{"may be", graph.AbsenceQuery{Subject: k, Type: "toL", Object: l}, []string{"SILENT"}, nil, nil},
		{"wrong way", graph.AbsenceQuery{Subject: l, Type: "toL", Object: k}, []string{"FORBIDDEN"}, []string{"K"}, []string{"does"}},
		{"not of one kind", graph.AbsenceQuery{Subject: k, Type: "alike", Object: l}, []string{"FORBIDDEN"}, nil, []string{"toL", "does"}},
		{"of one kind", graph.AbsenceQuery{Subject: k, Type: "alike", Object: k}, []string{"SILENT"}, nil, nil},
		{"a type of data alone", graph.AbsenceQuery{Subject: k, Type: "odd", Object: l}, []string{"SILENT"}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := graph.WhyNot(v, tt.q)
			require.NoError(t, err)
			assert.Equal(t, tt.reasons, reasons(found))
			assert.Equal(t, tt.domain, found[0].Domain)
			assert.Equal(t, tt.between, found[0].Allowed)
		})
	}
	_, err = graph.WhyNot(v, graph.AbsenceQuery{Subject: k, Type: "does", Object: l, Verb: "dig"})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.Contains(t, graph.HintOf(err), "digs")
	_, err = graph.WhyNot(v, graph.AbsenceQuery{Subject: k, Type: "toL", ObjectID: "gone"})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
}

// A sentence names an entity by any of its names, whole words only.
func TestMentions(t *testing.T) {
	alias := graph.Op{Fact: &graph.Fact{ID: "x", Subject: "bureau", Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: "F.B.I."}, Grade: graph.Editorial}}
	source := func(id, text string) graph.Op { return graph.Op{Source: &graph.Source{ID: id, Text: text}} }
	v := mustBuild(t, graph.Lens{}, entity("bureau", "K", "Federal Bureau"), entity("port", "K", "Pórt"), alias,
		source("b", "The federal bureau, at the port.\nReport of the federal bureau.\n"),
		source("a", "The port has none. The F.B.I. guards the Port!\nA Port.\n"))
	m, err := graph.FindMentions(v, v.Topology().Lookup("bureau"), v.Topology().Lookup("port"))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, m.Searched)
	require.Len(t, m.List, 2)
	assert.Equal(t, "The F.B.I. guards the Port!", m.List[0].Text)
	assert.Equal(t, "The federal bureau, at the port.", m.List[1].Text)
	assert.Equal(t, 1, m.List[1].Line)
	assert.False(t, m.More)

	v.Budget = graph.NewBudget(t.Context(), 3)
	m, err = graph.FindMentions(v, v.Topology().Lookup("bureau"), v.Topology().Lookup("port"))
	require.NoError(t, err)
	assert.Equal(t, 1, m.Unread, "half of the budget left after the alias reads one source")
}

func TestThrough(t *testing.T) {
	with := func(op graph.Op, value string) graph.Op {
		op.Fact.Qualifiers = []graph.Qualifier{{Name: "through", Value: value}}
		return op
	}
	v := mustBuild(t, graph.Lens{}, entity("p", "K", "Program P"), entity("x", "K", "X"), entity("y", "K", "Y"), entity("z", "K", "Z"),
		relation("p", "a", "x"), relation("p", "b", "y"), with(relation("p", "b", "x"), "p"),
		with(relation("x", "a", "y"), "p"), with(relation("z", "b", "x"), "Program P"), with(relation("x", "b", "y"), "Program"),
		with(relation("z", "a", "z"), "p"))
	found, err := graph.FindThrough(v, []graph.Node{v.Topology().Lookup("p"), 99})
	require.NoError(t, err)
	var list []string
	for _, e := range found {
		f, err := v.Fact(e.Edge.Fact)
		require.NoError(t, err)
		assert.Equal(t, v.Topology().Lookup(f.Subject), e.From)
		assert.Equal(t, v.Topology().Lookup(f.Object), e.To)
		list = append(list, f.ID)
	}
	assert.Equal(t, []string{"x/a/y", "z/b/x"}, list, "z/a/z is at no neighbour")
	v.Budget = graph.NewBudget(t.Context(), 2)
	_, err = graph.FindThrough(v, []graph.Node{v.Topology().Lookup("p")})
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}
