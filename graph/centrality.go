package graph

import (
	"cmp"
	"math"
)

// Measure is a way to say how central an entity is.
type Measure uint8

// The measures.
const (
	// MeasureDegree counts an entity's relations; one to itself counts twice.
	MeasureDegree Measure = iota
	// MeasurePageRank is the share of time that a walk along relations spends
	// there; see [PageRankDamping].
	MeasurePageRank
	// MeasureBetweenness is the share of shortest paths that pass through; see
	// [Centrality].
	MeasureBetweenness
)

// CentralityQuery asks for the most central entities. Which are ranked (Kinds,
// Where) does not change what is measured: the whole graph along Types.
type CentralityQuery struct {
	Measure Measure
	Types   []Term    // relation types that count; empty for all
	Kinds   []Term    // concrete kinds that are ranked; empty for all
	Where   Condition // which of them are; nil for all
	First   int       // how many are returned
}

// Centrality is the answer to a [CentralityQuery].
//
// Parallel relations are one link for PageRank and betweenness, and relations
// of an entity to itself none. PageRank follows them from subject to object,
// symmetric types both ways; betweenness goes both ways along all. Scores are
// those of networkx: pagerank of a DiGraph, betweenness_centrality (normalised
// by the pairs of other entities, endpoints left out) of a Graph.
type Centrality struct {
	Ranked []Score // highest first; equals by name, then id
	Total  int     // entities of the kinds that meet the condition

	// Betweenness is exact where that takes at most [betweennessVisits] visits
	// of an edge, as for 2,000 entities and 10,000 relations. Above, the paths
	// from Sample of the Of entities that have relations are counted and scaled
	// up (U. Brandes and C. Pich, "Centrality Estimation in Large Networks",
	// 2007); which are taken is the same every time.
	Exact      bool
	Sample, Of int // 0 for the other measures
}

// Score is an entity with how central it is.
type Score struct {
	Node  Node
	Score float64
}

// FindCentrality ranks entities by a measure. PageRank and betweenness are
// computed once for a topology and lens and kept, as degrees are, at a flat
// price: that of a pass over the topology, and for betweenness a unit for every
// 16,384 visits. The error has code LIMIT or TIMEOUT, or is the condition's.
func FindCentrality(v *View, q CentralityQuery) (Centrality, error) {
	m, err := measure(v, &q)
	if err != nil {
		return Centrality{}, err
	}
	t := v.topology
	kinds := newTermSet(q.Kinds)
	found := best[Score]{k: q.First, compare: func(a, b Score) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), t.compare(a.Node, b.Node))
	}}
	for i, n := range m.nodes {
		if len(q.Kinds) > 0 && !kinds.has(t.Node(n).Kind) {
			continue
		}
		if q.Where != nil {
			meets, err := q.Where(n)
			if err != nil {
				return Centrality{}, err
			}
			if !meets {
				continue
			}
		}
		found.add(Score{n, m.scores[i]})
	}
	return Centrality{
		Ranked: found.sorted(), Total: found.given,
		Exact: m.sample == m.of, Sample: m.sample, Of: m.of,
	}, nil
}

// measured is a measure of all entities.
type measured struct {
	nodes      []Node
	scores     []float64 // by place in nodes
	sample, of int
}

func measure(v *View, q *CentralityQuery) (*measured, error) {
	switch q.Measure {
	case MeasurePageRank:
		return wholeGraph(v, "PageRank", q.Types, 0, func(types []Term) (*measured, error) { return pageRank(v, types) })
	case MeasureBetweenness:
		return wholeGraph(v, "betweenness", q.Types, betweennessPrice(v.topology), func(types []Term) (*measured, error) {
			return betweenness(v, types, betweennessVisits)
		})
	default:
		return wholeGraph(v, "degree", q.Types, 0, func(types []Term) (*measured, error) { return degrees(v, types) })
	}
}

// degrees counts each entity's relations.
func degrees(v *View, types []Term) (*measured, error) {
	t := v.topology
	follows := newTermSet(types)
	count := make([]uint32, t.Cap())
	p := newPass(v)
	err := p.each(&population{all: true}, Out, func(n Node, info *NodeInfo) error {
		for i := range info.Out {
			e := &info.Out[i]
			if e.Other != 0 && (len(types) == 0 || follows.has(e.Type)) && v.Shows(e) {
				count[n]++
				count[e.Other]++
			}
		}
		if n%1024 == 1 {
			return v.Budget.Err()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m := &measured{nodes: make([]Node, 0, t.Len()), scores: make([]float64, 0, t.Len())}
	for n := range t.All {
		m.nodes, m.scores = append(m.nodes, n), append(m.scores, float64(count[n]))
	}
	return m, nil
}

// even rounds a score so that entities that stand alike in the graph, whose
// sums were made in another order, score alike.
func even(x float64) float64 { return math.Round(x*1e12) / 1e12 }
