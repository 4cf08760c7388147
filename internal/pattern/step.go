package pattern

import "missiongraph/graph"

// stepOp is what a step of a plan does.
type stepOp uint8

const (
	stepFilter   stepOp = iota // lets what is bound pass, or not
	stepSeek                   // binds an entity to each of some that are known
	stepScan                   // binds an entity to each of some kinds
	stepExpand                 // follows one relation
	stepWalk                   // follows a chain of relations
	stepOptional               // goes through the steps up to end, or past them with nothing bound
	stepEnd                    // where the steps of an optional group end
)

// step is a step of a plan. A run has counters for each.
type step struct {
	op    stepOp
	node  int // slot that is bound
	from  int // slot that is followed from
	edge  int // slot
	back  bool
	into  bool         // node is bound already
	seek  []graph.Node // stepSeek
	kinds []graph.Term // stepScan; nil for all
	ways  []way        // stepExpand, stepWalk; nil for all types
	any   graph.Direction
	other []int // edges that must be other relations
	conds []cond
	group *group // stepOptional
	end   int    // stepOptional: the place of its stepEnd
	used  *expr  // the condition that seek comes from
	rows  float64
	edges float64 // that an expansion touches
	place int     // among the counters
}

// way is how relations of a type are followed.
type way struct {
	typ graph.Term
	dir graph.Direction
}

// cond is a condition of a step with its own counter.
type cond struct {
	*expr
	place int
}

// program is a list of steps and how many rows may come of them.
type program struct {
	steps []*step
	cost  float64
	rows  float64
}
