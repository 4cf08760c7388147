package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clusters is a graph of clusters whose entities are joined at random; entity 1
// alone joins the clusters.
func clusters(t testing.TB, count, size int, budget *Budget) *View {
	terms := NewTerms("K", "r")
	e := NewTopology(terms).Edit()
	fact := FactNum(0)
	join := func(a, b int) {
		fact++
		e.PutEdge(Node(a), Edge{Other: Node(b), Fact: fact, Type: 2, Grade: Stated})
	}
	for i := 1; i <= 1+count*size; i++ {
		e.PutNode(Node(i), fmt.Sprintf("n%05d", i), fmt.Sprint("Node ", i), 1, 0)
	}
	random := rand.New(rand.NewPCG(7, 8))
	for c := range count {
		first := 2 + c*size
		join(1, first)
		for i := 1; i < size; i++ {
			join(first+random.IntN(i), first+i)
			join(first+random.IntN(size), first+random.IntN(size))
		}
	}
	o, err := NewOntology(nil, nil, nil)
	require.NoError(t, err)
	top := e.Done(1)
	return &View{Ontology: o, Budget: budget, topology: top, filter: compile(&Lens{}, terms)}
}

// A sample says what is exact in the whole: about, and the same every time.
func TestSampledBetweenness(t *testing.T) {
	v := clusters(t, 8, 60, nil)
	exact, err := betweenness(v, nil, betweennessVisits)
	require.NoError(t, err)
	require.Equal(t, exact.of, exact.sample)
	s, err := newShape(v, nil, eitherWay)
	require.NoError(t, err)
	sampled, err := betweenness(v, nil, 100*2*len(s.to))
	require.NoError(t, err)
	require.InDelta(t, 100, sampled.sample, 1)
	require.Equal(t, exact.of, sampled.of)

	assert.InEpsilon(t, exact.scores[0], sampled.scores[0], 0.05, "the one that joins the clusters")
	wrong := 0.0
	for i := range exact.scores {
		wrong += max(exact.scores[i]-sampled.scores[i], sampled.scores[i]-exact.scores[i])
	}
	assert.Less(t, wrong/float64(len(exact.scores)), 0.005, "mean error")
	again, err := betweenness(v, nil, 100*2*len(s.to))
	require.NoError(t, err)
	assert.Equal(t, sampled.scores, again.scores)

	few, err := betweenness(v, nil, 1)
	require.NoError(t, err)
	assert.Equal(t, leastPivots, few.sample)
}

// What a request cannot pay it does not begin, and says so; what takes too long
// says how far it came.
func TestAnalysesWithinLimits(t *testing.T) {
	for _, tt := range []struct {
		name string
		find func(*View) error
	}{
		{"degree", func(v *View) error { _, err := FindCentrality(v, CentralityQuery{First: 1}); return err }},
		{"pagerank", func(v *View) error {
			_, err := FindCentrality(v, CentralityQuery{Measure: MeasurePageRank, First: 1})
			return err
		}},
		{"betweenness", func(v *View) error {
			_, err := FindCentrality(v, CentralityQuery{Measure: MeasureBetweenness, First: 1})
			return err
		}},
		{"weak points", func(v *View) error { _, err := FindWeakPoints(v, nil, 1); return err }},
		{"components", func(v *View) error { _, err := FindComponents(v, nil, 1); return err }},
		{"cut", func(v *View) error { _, err := FindCut(v, CutQuery{Nodes: []Node{1}, First: 1}); return err }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := clusters(t, 20, 200, NewBudget(t.Context(), 3))
			assert.Equal(t, Limit, CodeOf(tt.find(v)))

			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			v.Budget = NewBudget(ctx, 1<<20)
			assert.Equal(t, Timeout, CodeOf(tt.find(v)))

			// Neither is kept.
			v.Budget = NewBudget(t.Context(), 1<<20)
			require.NoError(t, tt.find(v))
			first := v.Budget.Spent()
			assert.Positive(t, first)
			require.NoError(t, tt.find(v))
			assert.Equal(t, 2*first, v.Budget.Spent(), "the price is flat")
		})
	}
}

func TestSimilarWithinLimits(t *testing.T) {
	v := clusters(t, 50, 20, NewBudget(t.Context(), 1<<20))
	whole, err := FindSimilar(v, SimilarQuery{Node: 2, First: 5})
	require.NoError(t, err)
	require.Equal(t, ReasonLimit, whole.Reason)
	v.Budget = NewBudget(t.Context(), 12)
	part, err := FindSimilar(v, SimilarQuery{Node: 2, First: 5})
	require.NoError(t, err)
	require.True(t, part.Truncated)
	require.Equal(t, ReasonBudget, part.Reason)
	for _, x := range part.Found { // scores are complete in any case
		v.Budget = nil
		all, err := FindSimilar(v, SimilarQuery{Node: 2, First: 1000})
		require.NoError(t, err)
		assert.Contains(t, all.Found, x)
	}
	v.Budget = NewBudget(t.Context(), 0)
	_, err = FindSimilar(v, SimilarQuery{Node: 1, First: 5})
	assert.Equal(t, Limit, CodeOf(err))
}
