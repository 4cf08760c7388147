package training_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
)

func BenchmarkBuild(b *testing.B) {
	m := seeded(b)
	for _, count := range []int{50, 200} {
		b.Run(fmt.Sprintf("graph=seed/questions=%d", count), func(b *testing.B) {
			b.ReportAllocs()
			asked := 0
			for b.Loop() {
				v := viewOf(m)
				p, err := training.Build(v, training.Request{Scope: everything(v), Seed: 1, Count: count, Fewer: true})
				require.NoError(b, err)
				asked = len(p.Questions)
			}
			b.ReportMetric(float64(asked), "asked")
		})
	}
	b.Run("graph=seed/course", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			v := viewOf(m)
			p, err := training.Build(v, request(v, 1))
			require.NoError(b, err)
			for _, format := range training.Formats() {
				_, err := training.Write(p, format)
				require.NoError(b, err)
			}
		}
	})
	v := viewOf(m)
	p, err := training.Build(v, request(v, 1))
	require.NoError(b, err)
	for _, format := range training.Formats() {
		b.Run("graph=seed/format="+format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, err := training.Write(p, format)
				require.NoError(b, err)
				b.SetBytes(int64(len(f.Data)))
			}
		})
	}
	b.Run("graph=seed/check", func(b *testing.B) {
		b.ReportAllocs()
		v := viewOf(m)
		p, err := training.Build(v, request(v, 1))
		require.NoError(b, err)
		for b.Loop() {
			_, err := training.Check(viewOf(m), p)
			require.NoError(b, err)
		}
	})
}

func BenchmarkBuildLarge(b *testing.B) {
	var ops []graph.Op
	for c := range graphtest.Synthetic(graphtest.Large) {
		ops = append(ops, c.Ops...)
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(b, err)
	b.Run("entities=100k/questions=1000", func(b *testing.B) {
		b.ReportAllocs()
		asked := 0
		for b.Loop() {
			v := viewOf(m)
			p, err := training.Build(v, training.Request{Scope: everything(v), Seed: 1, Count: 1000, Fewer: true})
			require.NoError(b, err)
			asked = len(p.Questions)
		}
		b.ReportMetric(float64(asked), "asked")
	})
}
