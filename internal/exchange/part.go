package exchange

import (
	"slices"

	"missiongraph/graph"
)

// Parts cuts a plan of more than most ops into changes that can be made one after
// the other, each of which holds by itself: what is quoted and joined comes before
// what quotes and joins it, and what is retracted goes before what would clash with
// it. Planned again after some were made, the file comes to the rest, so that an
// import that was interrupted goes on where it was. A plan that gives entities
// another kind is one part: their facts must change with them.
func (p *Plan) Parts(most int) [][]graph.Op {
	if len(p.Ops) <= most || p.rekinds {
		return [][]graph.Op{p.Ops}
	}
	ops := slices.Clone(p.Ops)
	slices.SortStableFunc(ops, func(a, b graph.Op) int { return turn(&a) - turn(&b) })
	return slices.Collect(slices.Chunk(ops, most))
}

// turn is when an op is made among those of several parts.
func turn(op *graph.Op) int {
	switch {
	case op.Source != nil:
		return 0
	case op.RetractFact != "":
		return 1
	case op.Entity != nil:
		return 2
	case op.Fact != nil:
		return 3
	case op.RetractEntity != "":
		return 4
	}
	return 5
}
