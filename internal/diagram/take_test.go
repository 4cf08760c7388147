package diagram_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/diagram"
	"missiongraph/internal/graphtest"
)

func smallOntology(t *testing.T) *graph.Ontology {
	t.Helper()
	o, err := graph.NewOntology([]*graph.Kind{
		{Name: "Body", Label: "Body", Abstract: true},
		{Name: "Agency", Label: "Agency", IsA: []string{"Body"}, Shape: "RECTANGLE", Color: "#1f4e79"},
		{Name: "Directorate", Label: "Directorate", IsA: []string{"Body"}, Shape: "ROUNDED", Color: "#2e75b6"},
		{Name: "Partner", Label: "Partner", Shape: "HEXAGON", Color: "#7b4f9d"},
		{Name: "Threat", Label: "Threat", Shape: "DIAMOND", Color: "#b3261e"},
	}, nil, []*graph.RelationType{
		{Name: "partOf", Inverse: "hasPart", Domain: []string{"Body"}, Range: []string{"Body"}, Acyclic: true, Sentence: "{s} is part of {o}"},
		{Name: "worksWith", Inverse: "worksWith", Domain: []string{"Body", "Partner"}, Range: []string{"Body", "Partner"}, Symmetric: true, Sentence: "{s} works with {o}",
			Verbs: []graph.Verb{{Name: "coordinates with", Sentence: "{s} coordinates with {o}"}}},
		{Name: "leverages", Inverse: "leveragedBy", Domain: []string{"Body"}, Range: []string{"Partner"}, Sentence: "{s} leverages {o}"},
		{Name: "actsFor", Inverse: "servedBy", Domain: []string{"Body"}, Range: []string{"Body"}, Sentence: "{s} acts for {o}"},
		{Name: "counters", Inverse: "counteredBy", Domain: []string{"Body"}, Range: []string{"Threat"}, Sentence: "{s} counters {o}"},
	})
	require.NoError(t, err)
	return o
}

func smallView(t *testing.T, lens graph.Lens) *graph.View {
	t.Helper()
	ops := []graph.Op{{Source: &graph.Source{ID: "page", Title: "What We Do", Publisher: "DHS", ReviewedOn: "2018-12-04", Text: "ERO"}}}
	for _, e := range []graph.Entity{
		{ID: "ice", Kind: "Agency", Name: "ICE"}, {ID: "ero", Kind: "Directorate", Name: "ERO"},
		{ID: "interpol", Kind: "Partner", Name: "INTERPOL"}, {ID: "community", Kind: "Partner", Name: "community"},
		{ID: "fraud", Kind: "Threat", Name: "fraud"},
	} {
		e.Grade = graph.Stated
		ops = append(ops, graph.Op{Entity: &e})
	}
	for i, f := range []graph.Fact{
		{Subject: "ero", Type: "partOf", Object: "ice", Grade: graph.Contextual},
		{Subject: "ero", Type: "actsFor", Object: "ice", Grade: graph.Stated},
		{Subject: "ero", Type: "worksWith", Object: "interpol", Grade: graph.Stated},
		{Subject: "interpol", Type: "worksWith", Verb: "coordinates with", Object: "ero", Grade: graph.Stated},
		{Subject: "ero", Type: "leverages", Object: "interpol", Grade: graph.Stated},
		{Subject: "ice", Type: "leverages", Object: "interpol", Grade: graph.Editorial},
		{Subject: "ice", Type: "worksWith", Object: "interpol", Grade: graph.Stated, Rank: graph.Deprecated},
		{Subject: "ero", Type: "counters", Object: "fraud", Grade: graph.Stated},
	} {
		f.ID = string(rune('a' + i))
		f.Evidence = []graph.Evidence{{Source: "page", Quote: "ERO", End: 3, Line: 1, Grade: f.Grade}}
		ops = append(ops, graph.Op{Fact: &f})
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	return graph.NewView(m, smallOntology(t), lens, nil)
}

var smallColumns = []diagram.Column{{Heading: "Bodies", Kinds: []string{"Body"}}, {Heading: "Partners", Kinds: []string{"Partner"}}}

func TestFromKinds(t *testing.T) {
	s, err := diagram.FromKinds(smallView(t, graph.Lens{}), diagram.Query{Title: "Small", Columns: smallColumns})
	require.NoError(t, err)
	var names []string
	for _, n := range s.Nodes {
		names = append(names, n.Kind+" "+n.Label)
	}
	assert.Equal(t, []string{"Agency ICE", "Directorate ERO", "Partner community", "Partner INTERPOL"}, names)
	assert.ElementsMatch(t, []diagram.Edge{
		{ID: "a", Type: "partOf", Facts: []string{"a"}, From: 1, To: 0, Label: "part of", Grade: graph.Contextual, Below: true, Tells: []string{"ERO is part of ICE (contextual)"}},
		{ID: "b", Type: "actsFor", Facts: []string{"b"}, From: 1, To: 0, Label: "acts for", Grade: graph.Stated, Tells: []string{"ERO acts for ICE (stated)"}},
		{ID: "c", Type: "worksWith", Facts: []string{"c", "d"}, From: 1, To: 3, Label: "works with, coordinates with", Grade: graph.Stated, Both: true,
			Tells: []string{"ERO works with INTERPOL (stated)", "INTERPOL coordinates with ERO (stated)"}},
		{ID: "e", Type: "leverages", Facts: []string{"e"}, From: 1, To: 3, Label: "leverages", Grade: graph.Stated, Tells: []string{"ERO leverages INTERPOL (stated)"}},
	}, s.Edges, "parallel relations of one direction and grade are one edge")
	assert.Equal(t, []string{
		"Shown: 4 of 5 entities, with all 5 relations among them of grade contextual or better. Revision 1. 1 of them have no relation to the others.",
		"Source: What We Do, DHS, page reviewed 4 December 2018.",
	}, s.Footer)
}

func TestFromKindsSaysWhatIsLeftOut(t *testing.T) {
	s, err := diagram.FromKinds(smallView(t, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}),
		diagram.Query{Columns: smallColumns, Types: []string{"leverages"}})
	require.NoError(t, err)
	assert.Len(t, s.Edges, 2)
	assert.Contains(t, s.Footer[0], "with 2 of 7 relations among them of grade editorial or better")
}

func TestFromKindsOfAnEmptyGraph(t *testing.T) {
	m, err := graphtest.NewMemory()
	require.NoError(t, err)
	s, err := diagram.FromKinds(graph.NewView(m, smallOntology(t), graph.Lens{}, nil), diagram.Query{Title: "Small", Columns: smallColumns})
	require.NoError(t, err)
	assert.Empty(t, s.Nodes)
	assert.Contains(t, string(diagram.Layered(s).SVG(diagram.Look{Theme: diagram.Light})), "There is nothing of these kinds in the graph yet.")
}

func TestFromKindsRefusesUnknownNames(t *testing.T) {
	v := smallView(t, graph.Lens{})
	for _, q := range []diagram.Query{
		{Columns: []diagram.Column{{Kinds: []string{"Agncy"}}}},
		{Columns: smallColumns, Types: []string{"leads"}},
	} {
		_, err := diagram.FromKinds(v, q)
		assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	}
}
