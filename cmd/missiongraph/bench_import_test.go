package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/exchange/own"
	"missiongraph/internal/graphtest"
)

// BenchmarkOwn imports agencies that act for each other from missiongraph's own
// format into an empty data file, and exports them. An item is an entity or a
// relation.
func BenchmarkOwn(b *testing.B) {
	size := graphtest.BenchSize()
	file := filepath.Join(b.TempDir(), "graph.jsonl")
	writeOwn(b, file, size)
	items := float64(size.Entities + size.Relations)
	folder, data := b.TempDir(), ""
	b.Run("import/"+size.String(), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var err error
			data, err = os.MkdirTemp(folder, "")
			require.NoError(b, err)
			require.Zero(b, execute(context.Background(), []string{"--data", data, "import", file}, nil, io.Discard, os.Stderr))
		}
		b.ReportMetric(items*float64(b.N)/b.Elapsed().Seconds(), "items/s")
	})
	if data == "" {
		return
	}
	b.Run("export/"+size.String(), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.Zero(b, execute(context.Background(), []string{"--data", data, "export", "--format", "jsonl"}, nil, io.Discard, os.Stderr))
		}
		b.ReportMetric(items*float64(b.N)/b.Elapsed().Seconds(), "items/s")
	})
}

// writeOwn writes a file of a size whose facts the ontology allows.
func writeOwn(b *testing.B, file string, size graphtest.Size) {
	f, err := os.Create(file)
	require.NoError(b, err)
	w := bufio.NewWriter(f)
	const text = "One agency acts for another."
	require.NoError(b, own.Begin(w, "synthetic"))
	require.NoError(b, own.Put(w, graph.Op{Source: &graph.Source{ID: "text", Title: "Text", Publisher: "P", Text: text, SHA256: graph.TextHash(text)}}))
	evidence, _ := graph.NewSourceText(text).Cut(0, 10)
	evidence.Source, evidence.Grade = "text", graph.Stated
	list := []graph.Evidence{evidence}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range size.Entities {
		require.NoError(b, own.Put(w, graph.Op{Entity: &graph.Entity{ID: fmt.Sprintf("agency-%d", i), Kind: "Agency", Name: fmt.Sprintf("Agency %d", i), Grade: graph.Stated, Evidence: list}}))
	}
	for i := range size.Relations {
		subject, object := fmt.Sprintf("agency-%d", i%size.Entities), fmt.Sprintf("agency-%d", random.IntN(size.Entities))
		require.NoError(b, own.Put(w, graph.Op{Fact: &graph.Fact{ID: graph.RelationID(subject, "actsFor", "", object) + fmt.Sprintf("/%d", i), Subject: subject, Type: "actsFor", Object: object, Grade: graph.Stated, Evidence: list}}))
	}
	require.NoError(b, w.Flush())
	require.NoError(b, f.Close())
}
