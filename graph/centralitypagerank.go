package graph

import "math"

// PageRank walks on along a relation with this chance, and otherwise begins
// anew at any entity, as it does at one that no relation leads on from (a
// dangling one). L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank
// Citation Ranking: Bringing Order to the Web" (1999).
const PageRankDamping = 0.85

// The scores, which sum to 1, are iterated until they change by less than the
// tolerance in sum. As each iteration takes away at least the damping's share
// of the error, that many iterations always suffice.
const (
	pageRankTolerance  = 1e-8
	pageRankIterations = 120
)

// pageRank computes everyone's PageRank by power iteration. Each iteration
// pulls: an entity sums up what those that lead to it pass on.
func pageRank(v *View, types []Term) (*measured, error) {
	s, err := newShape(v, types, inward)
	if err != nil {
		return nil, err
	}
	n := len(s.nodes)
	leads := make([]float64, n) // by place: how many it leads to
	for _, from := range s.to {
		leads[from]++
	}
	score, pass := make([]float64, n), make([]float64, n)
	for i := range score {
		score[i] = 1 / float64(n)
	}
	for done := range pageRankIterations {
		if err := v.Budget.Err(); err != nil {
			return nil, halted(err, "%d iterations of PageRank were done", done)
		}
		dangling := 0.0
		for i, x := range score {
			if leads[i] == 0 {
				dangling += x
			} else {
				pass[i] = x / leads[i]
			}
		}
		base := (1 - PageRankDamping + PageRankDamping*dangling) / float64(n)
		change := 0.0
		for i := range score {
			sum := 0.0
			for _, from := range s.of(uint32(i)) {
				sum += pass[from]
			}
			next := base + PageRankDamping*sum
			change += math.Abs(next - score[i])
			score[i] = next
		}
		if change < pageRankTolerance {
			break
		}
	}
	for i, x := range score {
		score[i] = even(x)
	}
	return &measured{nodes: s.nodes, scores: score}, nil
}
