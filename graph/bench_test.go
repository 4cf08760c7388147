package graph_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// benchSize is what the benchmarks are over; their names say it.
var benchSize = graphtest.BenchSize()

var benchView = sync.OnceValue(func() *graph.View {
	p := graphtest.NewPowerLaw(benchSize.Entities, benchSize.Relations)
	o, err := graph.NewOntology(nil, nil, nil)
	if err != nil {
		panic(err)
	}
	return graph.NewView(p, o, graph.Lens{}, graph.NewBudget(context.Background(), math.MaxInt32))
})

// benchPairs are a thousand pairs of entities drawn evenly.
func benchPairs(v *graph.View) [][2]graph.Node {
	random := rand.New(rand.NewPCG(3, 4))
	pairs := make([][2]graph.Node, 1000)
	for i := range pairs {
		for j := range 2 {
			pairs[i][j] = graph.Node(1 + random.IntN(v.Topology().Len()))
		}
	}
	return pairs
}

// hub returns the entity with the most relations.
func hub(v *graph.View) graph.Node {
	best, most := graph.Node(0), 0
	for n, info := range v.Topology().All {
		if d := len(info.Out) + len(info.In); d > most {
			best, most = n, d
		}
	}
	return best
}

func BenchmarkTraverse(b *testing.B) {
	v := benchView()
	pairs := benchPairs(v)
	arrays := newArrays(v)
	top := []graph.Node{hub(v)}

	// The stated limit: plain integer arrays, no lens, types or budget.
	run(b, "count3hops-arrays", func(i int) { arrays.count(pairs[i%1000][0], 3) })
	run(b, "count3hops", func(i int) {
		_, err := graph.CountSubgraph(v, graph.SubgraphQuery{Roots: pairs[i%1000][:1], Depth: 3})
		require.NoError(b, err)
	})
	run(b, "count3hops-out", func(i int) {
		_, err := graph.CountSubgraph(v, graph.SubgraphQuery{Roots: pairs[i%1000][:1], Depth: 3, Direction: graph.Out})
		require.NoError(b, err)
	})
	run(b, "count3hops-hub", func(i int) {
		_, err := graph.CountSubgraph(v, graph.SubgraphQuery{Roots: top, Depth: 3})
		require.NoError(b, err)
	})
	run(b, "distance-arrays", func(i int) { arrays.distance(pairs[i%1000][0], pairs[i%1000][1]) })
	for _, first := range []int{1, 3} {
		run(b, "paths/first="+string(rune('0'+first)), func(i int) {
			p := pairs[i%1000]
			_, err := graph.Paths(v, graph.PathQuery{From: p[0], To: p[1], MaxLength: 6, First: first})
			require.NoError(b, err)
		})
	}
	for _, first := range []int{1, 3} {
		run(b, fmt.Sprintf("paths-by-grade/first=%d", first), func(i int) {
			p := pairs[i%1000]
			_, err := graph.Paths(v, graph.PathQuery{From: p[0], To: p[1], MaxLength: 6, First: first, Weight: graph.ByGrade})
			require.NoError(b, err)
		})
	}
	run(b, "paths-via/via=1/first=1", func(i int) {
		p, via := pairs[i%1000], pairs[(i+1)%1000][:1]
		_, err := graph.Paths(v, graph.PathQuery{From: p[0], To: p[1], MaxLength: 20, Via: via})
		require.NoError(b, err)
	})
	run(b, "subgraph/depth=2/limit=500", func(i int) {
		_, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: pairs[i%1000][:1], Depth: 2, Limit: 500})
		require.NoError(b, err)
	})
	run(b, "collapse/nodes=500", func(i int) {
		g, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: pairs[i%1000][:1], Depth: 3, Limit: 500})
		require.NoError(b, err)
		_, err = graph.Collapse(v, g, graph.CollapseQuery{Through: []graph.Term{v.Term("r0")}})
		require.NoError(b, err)
	})
	run(b, "common", func(i int) {
		_, err := graph.CommonNeighbors(v, graph.CommonQuery{Nodes: pairs[i%1000][:]})
		require.NoError(b, err)
	})
	run(b, "neighbors", func(i int) {
		_, err := graph.Relations(v, pairs[i%1000][0], nil, graph.Both, nil)
		require.NoError(b, err)
	})
	run(b, "neighbors-hub/first=50", func(i int) {
		_, err := graph.ListRelations(v, graph.RelationListQuery{Node: top[0], First: 50})
		require.NoError(b, err)
	})
	run(b, "descendants/depth=3", func(i int) {
		_, err := graph.FindTree(v, graph.TreeQuery{Root: pairs[i%1000][0], Types: []graph.Term{v.Term("r0")}, Direction: graph.In, MaxDepth: 3})
		require.NoError(b, err)
	})
	run(b, "stats", func(int) {
		_, err := graph.FindStats(v)
		require.NoError(b, err)
	})
}

func BenchmarkResolve(b *testing.B) {
	v := benchView()
	info := v.Topology().Node(4711 * 3)
	typo := info.Name[:5] + "q" + info.Name[5:]
	words := strings.Fields(info.Name)
	slices.Reverse(words)
	reordered := strings.Join(words, " ")
	for _, tt := range []struct {
		name, text string
		first      int
	}{
		{"exact-name", info.Name, 1},
		{"exact-id", info.ID, 1},
		{"reordered", reordered, 10},
		{"reordered-misspelt", "q" + reordered, 10},
		{"some-words-misspelt", words[0] + " q" + words[1], 10},
		{"prefix", "Northern Har", 10},
		{"prefix-one-letter", "s", 10},
		{"word", "airp off", 10},
		{"fuzzy", typo, 10},
		{"nothing", "zyxwvuts", 10},
	} {
		run(b, tt.name, func(int) {
			_, err := graph.Resolve(v, tt.text, nil, tt.first)
			require.NoError(b, err)
		})
	}
	run(b, "lookup-misspelt", func(int) {
		_, err := graph.Lookup(v, typo)
		require.Equal(b, graph.NotFound, graph.CodeOf(err))
	})
}

func run(b *testing.B, name string, f func(i int)) {
	b.Run(name+"/"+benchSize.String(), func(b *testing.B) {
		b.ReportAllocs()
		before := cpuTime()
		i := 0
		for ; b.Loop(); i++ {
			f(i)
		}
		b.ReportMetric(float64(cpuTime()-before)/float64(i), "cpu-ns/op")
	})
}

// arrays is the graph as plain compressed adjacency: the neighbours of n, both
// ways, are to[begin[n]:begin[n+1]].
type arrays struct {
	begin, to   []uint32
	seen        []uint32 // by node: the search that saw it
	search      uint32
	queue, back []uint32
}

func newArrays(v *graph.View) *arrays {
	t := v.Topology()
	a := &arrays{begin: make([]uint32, t.Cap()+1), seen: make([]uint32, t.Cap())}
	for n := range graph.Node(t.Cap()) {
		a.begin[n] = uint32(len(a.to))
		info := t.Node(n)
		if info == nil {
			continue
		}
		for _, list := range [][]graph.Edge{info.Out, info.In} {
			for i := range list {
				if list[i].Other != 0 && v.Shows(&list[i]) {
					a.to = append(a.to, uint32(list[i].Other))
				}
			}
		}
	}
	a.begin[t.Cap()] = uint32(len(a.to))
	return a
}

func (a *arrays) count(root graph.Node, depth int) int {
	a.search++
	a.queue = append(a.queue[:0], uint32(root))
	a.seen[root] = a.search
	for begin := 0; depth > 0 && begin < len(a.queue); depth-- {
		end := len(a.queue)
		for ; begin < end; begin++ {
			n := a.queue[begin]
			for _, to := range a.to[a.begin[n]:a.begin[n+1]] {
				if a.seen[to] != a.search {
					a.seen[to] = a.search
					a.queue = append(a.queue, to)
				}
			}
		}
	}
	return len(a.queue)
}

// distance searches from both ends, the side with the smaller queue first.
func (a *arrays) distance(from, to graph.Node) int {
	if from == to {
		return 0
	}
	a.search += 2
	sides := [2][]uint32{append(a.queue[:0], uint32(from)), append(a.back[:0], uint32(to))}
	defer func() { a.queue, a.back = sides[0], sides[1] }()
	a.seen[from], a.seen[to] = a.search, a.search-1
	begins := [2]int{}
	for length := 1; ; length++ {
		side := 0
		if len(sides[1])-begins[1] < len(sides[0])-begins[0] {
			side = 1
		}
		own, other := a.search-uint32(side), a.search-uint32(1-side)
		end := len(sides[side])
		if begins[side] == end {
			return -1
		}
		for ; begins[side] < end; begins[side]++ {
			n := sides[side][begins[side]]
			for _, x := range a.to[a.begin[n]:a.begin[n+1]] {
				if a.seen[x] == other {
					return length
				}
				if a.seen[x] != own {
					a.seen[x] = own
					sides[side] = append(sides[side], x)
				}
			}
		}
	}
}

func TestTraversalsAgreeWithArrays(t *testing.T) {
	p := graphtest.NewPowerLaw(3000, 9000)
	v := graph.NewView(p, testOntology(t), graph.Lens{}, nil)
	a := newArrays(v)
	random := rand.New(rand.NewPCG(5, 6))
	lengths := map[int]int{}
	for range 300 {
		from, to := graph.Node(1+random.IntN(3000)), graph.Node(1+random.IntN(3000))
		depth := random.IntN(5)
		count, err := graph.CountSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{from}, Depth: depth})
		require.NoError(t, err)
		require.Equal(t, a.count(from, depth), count.Nodes)

		want := a.distance(from, to)
		got, err := graph.Paths(v, graph.PathQuery{From: from, To: to, MaxLength: graph.MaxPathLength, First: 4})
		require.NoError(t, err)
		lengths[want]++
		if want < 0 {
			require.Empty(t, got.Paths)
			require.True(t, got.Apart)
			continue
		}
		require.Len(t, got.Paths[0].Steps, want)
		require.True(t, slices.IsSortedFunc(got.Paths, func(a, b graph.Path) int {
			return len(a.Steps) - len(b.Steps)
		}))
	}
	require.Greater(t, len(lengths), 3, "distances of several lengths were tried")
}

// Long lists are narrowed to the types asked for before they are read.
func TestTypesOnLongLists(t *testing.T) {
	p := graphtest.NewPowerLaw(2000, 20000)
	v := graph.NewView(p, testOntology(t), graph.Lens{}, nil)
	n := hub(v)
	types := []graph.Term{v.Term("r7"), v.Term("r2"), v.Term("r7"), 0}
	near := map[graph.Node]bool{n: true}
	for i, list := range [][]graph.Edge{v.Topology().Node(n).Out, v.Topology().Node(n).In} {
		for j := range list {
			if e := &list[j]; slices.Contains(types, e.Type) && v.Shows(e) {
				near[e.Other] = true
			}
		}
		require.True(t, i == 0 || len(list) > 100, "the list is long")
	}
	got, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{n}, Depth: 1, Types: types})
	require.NoError(t, err)
	require.Len(t, got.Nodes, len(near))
	want := 0
	for from := range near {
		for _, e := range v.Topology().Node(from).Out {
			if near[e.Other] && e.Other != 0 && slices.Contains(types, e.Type) && v.Shows(&e) {
				want++
			}
		}
	}
	require.Len(t, got.Edges, want)
	require.Greater(t, want, 20)
}
