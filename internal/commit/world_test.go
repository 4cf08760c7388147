package commit_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
)

// A small world: bodies that are part of each other and work together.

const pageText = "Alpha is part of Beta. Beta fights crime.\nGamma?"

func ontology(t testing.TB) *graph.Ontology {
	t.Helper()
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "Agency"}, {Name: "Partner"}},
		[]*graph.Property{
			{Name: graph.AliasProperty, Type: graph.String, Many: true},
			{Name: "size", Type: graph.Integer},
		},
		[]*graph.RelationType{
			{Name: "partOf", Inverse: "hasPart", Domain: []string{"Agency", "Partner"}, Range: []string{"Agency"}, Acyclic: true},
			{Name: "worksWith", Inverse: "worksWith", Domain: []string{"Agency", "Partner"}, Range: []string{"Agency", "Partner"}, Symmetric: true},
			{Name: "funds", Inverse: "fundedBy", Domain: []string{"Agency"}, Range: []string{"Partner", "Agency"}},
		})
	require.NoError(t, err)
	return o
}

func page(id string) graph.Op {
	return graph.Op{Source: &graph.Source{ID: id, Title: "A page", Publisher: "P", Text: pageText, SHA256: graph.TextHash(pageText)}}
}

func evidence() []graph.Evidence {
	e, _ := graph.NewSourceText(pageText).Cut(0, 22)
	e.Source, e.Grade = "page", graph.Stated
	return []graph.Evidence{e}
}

func entity(id, name string) graph.Op {
	return graph.Op{Entity: &graph.Entity{ID: id, Kind: "Agency", Name: name, Grade: graph.Stated, Evidence: evidence()}}
}

func relation(subject, typ, object string) graph.Op {
	return graph.Op{Fact: &graph.Fact{ID: graph.RelationID(subject, typ, "", object), Subject: subject, Type: typ, Object: object,
		Grade: graph.Stated, Evidence: evidence()}}
}

func size(id string, n int64) graph.Op {
	return graph.Op{Fact: &graph.Fact{ID: graph.AttributeID(id, "size", ""), Subject: id, Type: "size",
		Value: graph.Value{Type: graph.Integer, Integer: n}, Grade: graph.Stated, Evidence: evidence()}}
}

func openStore(t testing.TB) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// open returns a store at revision 1 and its gate.
func open(t testing.TB, questions commit.Questions) (*bolt.Store, *commit.Gate) {
	t.Helper()
	s := openStore(t)
	g := commit.New(s, ontology(t), questions)
	out, err := g.Commit(as("ann", graph.EditorRole), commit.Request{Message: "begin", Plan: commit.Fixed(commit.Draft{Ops: []graph.Op{
		page("page"), entity("alpha", "Alpha"), entity("beta", "Beta"), entity("gamma", "Gamma"),
		relation("alpha", "partOf", "beta"), relation("beta", "worksWith", "gamma"),
	}})})
	require.NoError(t, err)
	require.True(t, out.Applied, "%v", out.Problems)
	return s, g
}

func as(name string, role graph.Role) context.Context {
	return graph.WithPrincipal(context.Background(), graph.Principal{Name: name, Role: role})
}

var editor = as("ann", graph.EditorRole)

func fixed(ops ...graph.Op) commit.Request {
	return commit.Request{Message: "a change", Plan: commit.Fixed(commit.Draft{Ops: ops})}
}

func ref(id string) graph.Ref { return graph.Refs(id)[0] }
