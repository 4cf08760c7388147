package bolt_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// BenchmarkOverlay makes overlays over the synthetic graph; list reads the first
// page of all entities by name, over such an overlay and without one.
func BenchmarkOverlay(b *testing.B) {
	s := openBench(b, graphtest.Size{Entities: 100_000, Relations: 200_000})
	base := snapshot(b, s, graph.AnyRevision)
	top := base.Topology()
	kind := top.KindTerms()[0]
	nodes := top.OfKind(kind)
	ops := func(n int) []graph.Op {
		list := make([]graph.Op, n)
		for i := range list {
			e := entity(fmt.Sprint("what-if-", i), top.Terms().Name(kind), fmt.Sprint("What if ", i))
			if i%2 == 1 {
				row, err := base.Entity(nodes[i*len(nodes)/n])
				require.NoError(b, err)
				e = &row
				e.Name += " renamed"
			}
			list[i].Entity = e
		}
		return list
	}
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprintf("entities=%d/ops=%d", top.Len(), n), func(b *testing.B) {
			list := ops(n)
			b.ReportAllocs()
			for b.Loop() {
				_, err := graph.Overlay(base, list)
				require.NoError(b, err)
			}
		})
	}
	over, err := graph.Overlay(base, ops(1))
	require.NoError(b, err)
	for name, read := range map[string]graph.Snapshot{"none": base, "one": over} {
		b.Run("list/overlay="+name, func(b *testing.B) {
			v := graph.NewView(read, overlayOntology(b), graph.Lens{}, nil)
			b.ReportAllocs()
			for b.Loop() {
				_, err := graph.ListEntities(v, graph.ListQuery{Kinds: []graph.Term{kind}, First: 50})
				require.NoError(b, err)
			}
		})
	}
}
