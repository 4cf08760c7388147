package search_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

var ontology = func() *graph.Ontology {
	o, err := graph.NewOntology(
		[]*graph.Kind{
			{Name: "Organization", Abstract: true},
			{Name: "Agency", IsA: []string{"Organization"}},
			{Name: "Directorate", IsA: []string{"Organization"}},
			{Name: "Partner", IsA: []string{"Organization"}},
			{Name: "Program"}, {Name: "Threat"}, {Name: "Authority"},
		},
		[]*graph.Property{{Name: graph.AliasProperty, Type: graph.String, Many: true}, {Name: graph.LabelProperty, Type: graph.String}},
		[]*graph.RelationType{{Name: "leads"}, {Name: "enhances"}, {Name: "partOf"}, {Name: "counters"}, {Name: "worksWith"}},
	)
	if err != nil {
		panic(err)
	}
	return o
}()

func entity(id, kind, name, note string, quotes ...string) graph.Op {
	return graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Name: name, Note: note, Grade: graph.Stated, Evidence: evidence(graph.Stated, quotes)}}
}

func evidence(g graph.Grade, quotes []string) []graph.Evidence {
	var found []graph.Evidence
	for _, q := range quotes {
		found = append(found, graph.Evidence{Source: "ice-what-we-do", Quote: q, Grade: g})
	}
	return found
}

func relation(subject, typ, object string, g graph.Grade, quotes ...string) graph.Op {
	return graph.Op{Fact: &graph.Fact{ID: graph.RelationID(subject, typ, "", object), Subject: subject, Type: typ, Object: object, Grade: g, Evidence: evidence(g, quotes)}}
}

func alias(subject, value string, g graph.Grade) graph.Op {
	return graph.Op{Fact: &graph.Fact{ID: graph.AttributeID(subject, graph.AliasProperty, value), Subject: subject, Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: value}, Grade: g}}
}

// seedOps is a part of the seed page: its names, quotes and traps.
func seedOps() []graph.Op {
	const forces = "the FBI-led Joint Terrorism Task Forces"
	attache := relation("foreign-partners", "worksWith", "ice-attache-corps", graph.Construed, "foreign law enforcement partners including INTERPOL and the ICE Attaché corps")
	attache.Fact.Rank, attache.Fact.Reading = graph.Deprecated, "attache/A"
	return []graph.Op{
		{Source: &graph.Source{ID: "ice-what-we-do", Title: "What We Do"}},
		entity("dhs", "Agency", "Department of Homeland Security", "", "Official Website of the Department of Homeland Security"),
		entity("ice", "Agency", "ICE", "the text never spells ICE out", "ICE'S mission"),
		entity("ero", "Directorate", "ERO", "", "Immigration enforcement is the largest single area of responsibility for ERO"),
		entity("hsi", "Directorate", "HSI", "", "Combating cross-border criminal activity is the largest single area of responsibility of HSI"),
		entity("fbi", "Agency", "FBI", ""),
		entity("law-enforcement-support-center", "Program", "Law Enforcement Support Center", "", "ICE's Law Enforcement Support Center"),
		entity("ice-attache-corps", "Program", "ICE Attaché corps", "", "the ICE Attaché corps"),
		entity("joint-terrorism-task-forces", "Program", "Joint Terrorism Task Forces", "plural in the text", forces),
		entity("multi-agency-task-forces", "Program", "multi-agency task forces", "", "ERO also enhances the impact of multi-agency task forces"),
		entity("287g", "Program", "287(g) Program", "", "the 287(g) Program"),
		entity("interpol", "Partner", "INTERPOL", "", "foreign law enforcement partners including INTERPOL"),
		entity("foreign-partners", "Partner", "foreign law enforcement partners", ""),
		entity("u.s-interests", "Threat", "threats to U.S. interests", ""),
		alias("dhs", "DHS", graph.Construed),
		alias("law-enforcement-support-center", "LESC", graph.Editorial),
		alias("joint-terrorism-task-forces", "JTTF", graph.Editorial),
		relation("fbi", "leads", "joint-terrorism-task-forces", graph.Stated, forces),
		relation("ero", "partOf", "ice", graph.Contextual, "Enforcement and removal"),
		relation("ero", "enhances", "multi-agency-task-forces", graph.Stated, "ERO also enhances the impact of multi-agency task forces"),
		attache,
	}
}

func newStore(t testing.TB, changes ...[]graph.Op) *memory {
	t.Helper()
	m := newMemory()
	for _, ops := range changes {
		commit(t, m, ops...)
	}
	return m
}

func commit(t testing.TB, m *memory, ops ...graph.Op) graph.Revision {
	t.Helper()
	e, err := m.Append(context.Background(), graph.Change{Ops: ops, Author: "test"}, graph.AnyRevision)
	require.NoError(t, err)
	return e.Revision
}

// open opens an index of a store, brings it to the head and closes it after
// the test.
func open(t testing.TB, dir string, m graph.Store) *search.Index {
	t.Helper()
	x, err := search.Open(dir, m, search.Options{Wait: -1})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, x.Close()) })
	require.NoError(t, x.CatchUp(context.Background()))
	require.Equal(t, m.Head(), x.Applied())
	return x
}

func view(t testing.TB, m graph.Store, l graph.Lens) *graph.View {
	t.Helper()
	rev := graph.AnyRevision
	if l.Revision != 0 {
		rev = l.Revision
	}
	s, err := m.Snapshot(rev)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return graph.NewView(s, ontology, l, nil)
}

func find(t testing.TB, x *search.Index, v *graph.View, text string, kinds ...string) search.Result {
	t.Helper()
	r, err := x.Search(context.Background(), v, search.Query{Text: text, Kinds: kinds, First: 100})
	require.NoError(t, err, "search %q", text)
	return r
}

func ids(r search.Result) []string {
	found := []string{}
	for _, h := range r.Hits {
		found = append(found, h.ID)
	}
	return found
}
