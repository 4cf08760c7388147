package commit_test

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
	"missiongraph/internal/graphtest"
)

// BenchmarkCommit puts one relation anew, over and over, into a large graph:
// bare, through the gate, and through the gate where the whole graph says
// whether it may be. Nothing is synced, so that what remains is work.
func BenchmarkCommit(b *testing.B) {
	size := graphtest.BenchSize()
	s, err := bolt.Open(filepath.Join(b.TempDir(), "graph.db"), bolt.Options{NoSync: true})
	require.NoError(b, err)
	defer s.Close()
	for c := range graphtest.Synthetic(size) {
		_, err := s.Append(context.Background(), c, graph.AnyRevision)
		require.NoError(b, err)
	}
	g := commit.New(s, benchOntology(b), nil)
	run := func(name, typ string, once func(b *testing.B, f *graph.Fact)) {
		b.Run(name+"/"+size.String(), func(b *testing.B) {
			f := factToPut(b, s, typ)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				f.Note = strconv.Itoa(i)
				once(b, &f)
			}
		})
	}
	through := func(dry bool) func(b *testing.B, f *graph.Fact) {
		return func(b *testing.B, f *graph.Fact) {
			r := fixed(graph.Op{Fact: f})
			r.DryRun = dry
			out, err := g.Commit(editor, r)
			require.NoError(b, err)
			require.Empty(b, out.Problems)
			require.Equal(b, !dry, out.Applied)
		}
	}
	plain, acyclic := "contributesTo", "partOf"
	run("bare", plain, func(b *testing.B, f *graph.Fact) {
		_, err := s.Append(context.Background(), graph.Change{Ops: []graph.Op{{Fact: f}}, Author: "ann", Message: "m"}, graph.AnyRevision)
		require.NoError(b, err)
	})
	run("gate", plain, through(false))
	run("gate/dry", plain, through(true))
	run("gate/acyclic", acyclic, through(false))
	run("gate/reading", plain, func(b *testing.B, f *graph.Fact) {
		f.Reading = "bench/A"
		through(false)(b, f)
	})
}

// benchOntology allows the relations that are put.
func benchOntology(b *testing.B) *graph.Ontology {
	var kinds []*graph.Kind
	var names []string
	for _, name := range []string{"Agency", "Directorate", "Activity", "MissionArea"} {
		kinds, names = append(kinds, &graph.Kind{Name: name}), append(names, name)
	}
	o, err := graph.NewOntology(kinds, nil, []*graph.RelationType{
		{Name: "partOf", Domain: names, Range: names, Acyclic: true},
		{Name: "contributesTo", Domain: names, Range: names},
	})
	require.NoError(b, err)
	return o
}

// factToPut reads the first relation of a type and completes the context of its
// quote, which the synthetic graph leaves out.
func factToPut(b *testing.B, s graph.Store, typ string) graph.Fact {
	snapshot, err := s.Snapshot(graph.AnyRevision)
	require.NoError(b, err)
	defer snapshot.Close()
	t := snapshot.Topology()
	var f graph.Fact
	for _, info := range t.All {
		if edges := graph.OfType(info.Out, t.Terms().Lookup(typ)); len(edges) > 0 {
			f, err = snapshot.Fact(edges[0].Fact)
			break
		}
	}
	require.NoError(b, err)
	require.NotEmpty(b, f.ID)
	e := &f.Evidence[0]
	source, _, err := snapshot.Source(e.Source)
	require.NoError(b, err)
	cut, ok := graph.NewSourceText(source.Text).Cut(e.Start, e.End)
	require.True(b, ok)
	cut.Source, cut.Grade = e.Source, e.Grade
	*e = cut
	return f
}
