package graph

import "math/rand/v2"

const (
	// betweennessVisits bounds how often betweenness visits an edge from one of
	// its ends: about half a second.
	betweennessVisits = 100_000_000
	// visitsPerUnit is the number of visits that cost a unit of budget: a
	// thousandth of what a traversal pays for edges, as the result is kept.
	visitsPerUnit = 1024 * edgesPerUnit
	// leastPivots is how many pivots are taken however large the graph is.
	leastPivots = 5
)

// betweennessPrice returns what the visits cost: those of all, or the bound.
func betweennessPrice(t *Topology) int {
	return int(min(betweennessVisits, 4*float64(t.Len())*float64(t.Facts()))) / visitsPerUnit
}

// betweenness computes everyone's betweenness from as many pivots as the visits
// allow.
func betweenness(v *View, types []Term, visits int) (*measured, error) {
	s, err := newShape(v, types, eitherWay)
	if err != nil {
		return nil, err
	}
	pivots := s.pivots(visits)
	n := len(s.nodes)
	p := &passage{shape: s, score: make([]float64, n), at: make([]stop, n), order: make([]uint32, 0, n)}
	for i := range p.at {
		p.at[i].depth = -1
	}
	for done, i := range pivots.chosen {
		if err := v.Budget.Err(); err != nil {
			return nil, halted(err, "shortest paths from %d of %d entities were counted", done, len(pivots.chosen))
		}
		p.from(i)
	}
	// Each pair of ends is met from both; there are (n-1)(n-2) ordered ones.
	scale := 0.0
	if n > 2 && len(pivots.chosen) > 0 {
		scale = float64(pivots.of) / float64(len(pivots.chosen)) / float64(n-1) / float64(n-2)
	}
	for i, x := range p.score {
		p.score[i] = even(x * scale)
	}
	return &measured{nodes: s.nodes, scores: p.score, sample: len(pivots.chosen), of: pivots.of}, nil
}

// pivots are the places that betweenness begins at, and of how many.
type pivots struct {
	chosen []uint32
	of     int
}

// pivots chooses among the entities that have relations: all, or as many as
// the visits allow, drawn evenly and the same way every time.
func (s *shape) pivots(visits int) pivots {
	var joined []uint32
	for i := range s.nodes {
		if s.begin[i] != s.begin[i+1] {
			joined = append(joined, uint32(i))
		}
	}
	p := pivots{joined, len(joined)}
	if most := max(visits/(2*len(s.to)+1), leastPivots); most < len(joined) {
		random := rand.New(rand.NewPCG(1, 2))
		for i := range most {
			j := i + random.IntN(len(joined)-i)
			joined[i], joined[j] = joined[j], joined[i]
		}
		p.chosen = joined[:most]
	}
	return p
}

// passage counts the shortest paths that pass through each entity: U. Brandes,
// "A Faster Algorithm for Betweenness Centrality" (2001). The predecessors of
// an entity are its neighbours one step nearer; they are found again rather
// than kept.
type passage struct {
	*shape
	score []float64 // by place
	at    []stop    // by place
	order []uint32  // what the pivot leads to, nearest first
}

// stop is what is known of a place: together, as each is a wait for memory.
type stop struct {
	paths float64 // shortest paths from the pivot
	share float64 // of shortest paths from the pivot to others, those through here
	depth int32   // steps from the pivot; -1 where it does not lead
}

// from adds the shortest paths from one pivot.
func (p *passage) from(pivot uint32) {
	p.order = append(p.order[:0], pivot)
	p.at[pivot] = stop{paths: 1}
	for next := 0; next < len(p.order); next++ {
		i := p.order[next]
		below, paths := p.at[i].depth+1, p.at[i].paths
		for _, j := range p.of(i) {
			s := &p.at[j]
			if s.depth < 0 {
				s.depth = below
				p.order = append(p.order, j)
			}
			if s.depth == below {
				s.paths += paths
			}
		}
	}
	for last := len(p.order) - 1; last > 0; last-- {
		i := p.order[last]
		above, each := p.at[i].depth-1, (1+p.at[i].share)/p.at[i].paths
		for _, j := range p.of(i) {
			if s := &p.at[j]; s.depth == above {
				s.share += s.paths * each
			}
		}
		p.score[i] += p.at[i].share
	}
	for _, i := range p.order {
		p.at[i] = stop{depth: -1}
	}
}
