package pattern

import (
	"math"

	"missiongraph/graph"
)

// edgesPerUnit is the number of edges touched for one unit of budget, as in
// package graph.
const edgesPerUnit = 16

// run is one execution of a plan. It is for one goroutine.
type run struct {
	p     *plan
	v     *graph.View
	t     *graph.Topology
	nodes []graph.Node // by slot; 0 for null
	rels  []rel        // by slot; the zero value for null
	paths []walked     // by slot
	open  []bool       // by place of a stepOptional: whether it has matched
	stack []rel        // the relations of the paths under way
	rows  []int        // by counter
	emit  func() bool  // for each match; false ends the run

	left  int  // edges that may still be touched
	due   int  // edges touched and not charged yet
	over  bool // the budget ran out
	err   error
	cache map[cacheKey]Value // properties read so far
	buf   []byte             // a text being folded
	found int                // matches so far
}

func newRun(p *plan) *run {
	x := &run{p: p, v: p.v, t: p.t}
	x.nodes = make([]graph.Node, len(p.s.nodes))
	x.rels = make([]rel, len(p.s.edges))
	x.paths = make([]walked, len(p.s.edges))
	x.rows = make([]int, p.counter)
	x.open = make([]bool, p.counter)
	x.left = p.v.Budget.Left()
	if x.left -= x.left / 4; x.left < math.MaxInt/edgesPerUnit {
		x.left *= edgesPerUnit
	}
	return x
}

// do runs the plan to its end; the error has code LIMIT or TIMEOUT or is the
// store's. A run that only ran out of its share of the budget has none.
func (x *run) do() error {
	x.next(&x.p.main, 0)
	x.settle()
	return x.err
}

// charge takes edges before they are touched and reports whether they may be.
func (x *run) charge(edges int) bool {
	if x.over {
		return false
	}
	if edges > x.left {
		x.over = true
		return false
	}
	x.left -= edges
	if x.due += edges; x.due >= 256*edgesPerUnit {
		x.settle()
	}
	return !x.over
}

func (x *run) settle() {
	if x.due == 0 || x.v == nil {
		return
	}
	err := x.v.Budget.Spend((x.due + edgesPerUnit - 1) / edgesPerUnit)
	x.due = 0
	if err != nil {
		x.fail(err)
	}
}

func (x *run) fail(err error) {
	x.over = true
	if x.err == nil {
		x.err = err
	}
}

// next runs the steps from i on for what is bound; false ends the run.
func (x *run) next(p *program, i int) bool {
	if i == len(p.steps) {
		if p == &x.p.main {
			x.found++
		}
		return x.emit()
	}
	switch s := p.steps[i]; s.op {
	case stepSeek:
		for _, n := range s.seek {
			if !x.arrive(p, i, s, n) {
				return false
			}
		}
		return true
	case stepScan:
		return x.scan(p, i, s)
	case stepExpand:
		return x.expand(at{p, i, s, 0}, x.nodes[s.from])
	case stepWalk:
		return x.walk(at{p, i, s, len(x.stack)}, x.nodes[s.from])
	case stepOptional:
		return x.optional(p, i, s)
	case stepEnd:
		x.open[s.place] = true
		x.rows[s.place]++
		return x.next(p, i+1)
	default:
		return x.pass(p, i, s)
	}
}

// arrive binds a step's entity and goes on when it can be that.
func (x *run) arrive(p *program, i int, s *step, n graph.Node) bool {
	if !s.into {
		info := x.t.Node(n)
		if info == nil {
			return true // an index may know what is no longer there
		}
		if accept := x.p.accept[s.node]; accept != nil && !accept[info.Kind] {
			return true
		}
		x.nodes[s.node] = n
	}
	return x.pass(p, i, s)
}

// pass goes on when the step's conditions hold.
func (x *run) pass(p *program, i int, s *step) bool {
	x.rows[s.place]++
	for _, c := range s.conds {
		if !x.holds(c.expr) {
			return !x.over
		}
		x.rows[c.place]++
	}
	return x.next(p, i+1)
}

func (x *run) scan(p *program, i int, s *step) bool {
	if s.kinds == nil {
		for n := range x.t.All {
			if !x.charge(1) || !x.arrive(p, i, s, n) {
				return false
			}
		}
		return true
	}
	for _, k := range s.kinds {
		for _, n := range x.t.OfKind(k) {
			if !x.charge(1) || !x.arrive(p, i, s, n) {
				return false
			}
		}
	}
	return true
}

// optional matches the steps up to the end of the group, or leaves what they
// bind null.
func (x *run) optional(p *program, i int, s *step) bool {
	end := p.steps[s.end]
	x.open[end.place] = false
	x.rows[s.place]++
	if !x.next(p, i+1) {
		return false
	}
	if x.open[end.place] {
		return true
	}
	for _, n := range s.group.nodes {
		x.nodes[n] = 0
	}
	for _, e := range s.group.edges {
		x.rels[e], x.paths[e] = rel{}, walked{}
	}
	x.rows[end.place]++
	return x.next(p, s.end+1)
}

// exists reports whether a group matches what is bound.
func (x *run) exists(g *group) bool {
	emit, found := x.emit, false
	x.emit = func() bool { found = true; return false }
	x.next(x.p.subs[g], 0)
	x.emit = emit
	return found
}

// name returns a number's name as a text value, null for none.
func (x *run) name(t graph.Term) Value { return textValue(x.t.Terms().Name(t)) }
