package search_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/search"
)

// largeEnv gives the number of entities of BenchmarkIndex, 10,000 when unset.
const largeEnv = "MISSIONGRAPH_SEARCH_ENTITIES"

// synthetic is a graph of n entities, n/2 attributes and n relations, whose
// words are as unevenly common as those of a language (Zipf).
func synthetic(b testing.TB, n int) *memory {
	rng := rand.New(rand.NewPCG(7, 7))
	zipf := rand.NewZipf(rng, 1.1, 4, 20000)
	words := func(n int) string {
		found := make([]string, n)
		for i := range found {
			found[i] = madeUp(zipf.Uint64())
		}
		return strings.Join(found, " ")
	}
	id := func(i int) string { return fmt.Sprintf("entity-%d", i) }
	var ops []graph.Op
	for i := range n {
		ops = append(ops, entity(id(i), "Program", words(3), "", words(10)))
	}
	for i := range n / 2 {
		ops = append(ops, alias(id(rng.IntN(n)), words(2)+strconv.Itoa(i), graph.Construed))
	}
	for i := range n {
		op := relation(id(rng.IntN(n)), "leads", id(rng.IntN(n)), graph.Stated, words(8))
		op.Fact.ID = strconv.Itoa(i)
		ops = append(ops, op)
	}
	m := newMemory()
	commit(b, m, ops...)
	return m
}

// madeUp writes a number as a word of syllables.
func madeUp(n uint64) string {
	word := ""
	for n = n*7919%64007 + 1; n > 0; n /= 40 {
		word += string("bcdfghjk"[n%8]) + string("aeiou"[n/8%5])
	}
	return word
}

func size(dir string) (bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if info, e := d.Info(); err == nil && e == nil && !d.IsDir() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

func entities() int {
	if n, err := strconv.Atoi(os.Getenv(largeEnv)); err == nil {
		return n
	}
	return 10_000
}

func BenchmarkIndex(b *testing.B) {
	n := entities()
	m := synthetic(b, n)
	b.Run(fmt.Sprintf("entities=%d", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			dir := b.TempDir()
			x, err := search.Open(dir, m, search.Options{})
			require.NoError(b, err)
			require.NoError(b, x.CatchUp(context.Background()))
			require.NoError(b, x.Close())
			b.ReportMetric(float64(size(dir))/1e6, "MB-on-disk")
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "entities/s")
	})
}

func BenchmarkSearch(b *testing.B) {
	m := synthetic(b, entities())
	dir := b.TempDir()
	x := open(b, dir, m)
	name := m.heads[1].entities[m.nodes["entity-77"]].Name
	for _, bench := range []struct {
		name, text string
		anew       bool // nothing is remembered of the query before
		facets     bool
	}{
		{name: "word=rare", text: madeUp(3000) + " "},
		{name: "word=common", text: madeUp(0) + " "},
		{name: "word=common/anew", text: madeUp(0) + " ", anew: true},
		{name: "word=common/facets", text: madeUp(0) + " ", facets: true},
		{name: "words=3", text: name + " "},
		{name: "words=3/anew", text: name + " ", anew: true},
		{name: "prefix=2", text: "ba"},
		{name: "prefix=2/anew", text: "ba", anew: true},
		{name: "prefix=3", text: "bab"},
		{name: "prefix=3/anew", text: "bab", anew: true},
		{name: "fuzzy/anew", text: madeUp(3000) + "x~", anew: true},
		{name: "phrase", text: `"` + name + `"`},
	} {
		b.Run(fmt.Sprintf("entities=%d/%s", entities(), bench.name), func(b *testing.B) {
			v := view(b, m, graph.Lens{})
			q := search.Query{Text: bench.text, Facets: bench.facets}
			r, err := x.Search(context.Background(), v, q)
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if bench.anew {
					x.Forget()
				}
				_, _ = x.Search(context.Background(), v, q)
			}
			b.ReportMetric(float64(r.Total), "hits")
		})
	}
	b.Run("reopen", func(b *testing.B) {
		require.NoError(b, x.Close())
		b.ReportAllocs()
		for b.Loop() {
			x, err := search.Open(dir, m, search.Options{})
			require.NoError(b, err)
			require.NoError(b, x.Close())
		}
	})
}

func BenchmarkFollow(b *testing.B) {
	m := synthetic(b, 2000)
	x := open(b, b.TempDir(), m)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		commit(b, m, entity(fmt.Sprintf("new-%d", i), "Program", "a new program", "", "of some words"))
		b.StartTimer()
		require.NoError(b, x.CatchUp(context.Background()))
	}
}
