package pattern

import (
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// plan is a statement made ready for one view.
type plan struct {
	s       *Statement
	v       *graph.View
	t       *graph.Topology
	accept  [][]bool // by node slot, then Term: the kinds it can be; nil for all
	size    []float64
	main    program
	subs    map[*group]*program // of EXISTS
	both    []bool              // by Term: symmetric types
	counter int
	start   int // slot to begin with, or -1 for the best
}

// planFor plans a statement. start is the slot to begin with where the planner
// may choose, -1 for the one with the fewest entities.
func planFor(s *Statement, v *graph.View, start int) *plan {
	p := &plan{s: s, v: v, t: v.Topology(), subs: map[*group]*program{}, start: start}
	terms := p.t.Terms().Len() + 1
	p.both = make([]bool, terms)
	for _, r := range s.o.Relations {
		if r.Symmetric {
			p.both[v.Term(r.Name)] = true
		}
	}
	p.accept, p.size = make([][]bool, len(s.nodes)), make([]float64, len(s.nodes))
	for i := range s.nodes {
		set := s.nodes[i].kinds
		if set == nil {
			p.size[i] = float64(p.t.Len())
			continue
		}
		p.accept[i] = make([]bool, terms)
		for j, in := range set {
			if term := v.Term(s.concrete[j]); in && term != 0 {
				p.accept[i][term] = true
				p.size[i] += float64(len(p.t.OfKind(term)))
			}
		}
	}
	bound := binding{nodes: make([]bool, len(s.nodes)), edges: make([]bool, len(s.edges))}
	p.main = p.best(&s.must, bound, 1)
	for _, g := range s.optional {
		open := &step{op: stepOptional, group: g, rows: p.main.rows, place: p.count()}
		inner := p.best(g, bound, p.main.rows)
		p.main.steps = append(append(p.main.steps, open), inner.steps...)
		open.end = len(p.main.steps)
		p.main.rows = max(p.main.rows, inner.rows)
		p.main.steps = append(p.main.steps, &step{op: stepEnd, rows: p.main.rows, place: p.count()})
	}
	for _, e := range s.columns {
		p.prepare(e, bound)
	}
	for _, k := range s.order {
		if k.expr != nil {
			p.prepare(k.expr, bound)
		}
	}
	return p
}

func (p *plan) count() int { p.counter++; return p.counter - 1 }

// binding says which slots have something in them.
type binding struct{ nodes, edges []bool }

func (b binding) clone() binding { return binding{slices.Clone(b.nodes), slices.Clone(b.edges)} }

// best plans a group and marks what it binds.
func (p *plan) best(g *group, bound binding, rows float64) program {
	var found program
	starts := []int{-1}
	if !slices.ContainsFunc(g.edges, func(i int) bool {
		return bound.nodes[p.s.edges[i].from] || bound.nodes[p.s.edges[i].to]
	}) {
		if starts = g.nodes; slices.Contains(starts, p.start) {
			starts = []int{p.start}
		}
	}
	if len(starts) == 0 {
		starts = []int{-1}
	}
	for i, start := range starts {
		if tried := p.order(g, bound.clone(), start, rows); i == 0 || tried.cost < found.cost {
			found = tried
		}
	}
	for _, s := range found.steps {
		switch s.op {
		case stepExpand, stepWalk:
			bound.edges[s.edge] = true
			fallthrough
		case stepSeek, stepScan:
			bound.nodes[s.node] = true
		}
		for _, c := range s.conds {
			p.prepare(c.expr, bound)
		}
	}
	return found
}

// order plans a group from a start: always the edge that makes the fewest rows
// comes next, and where there is none, the scan that does.
func (p *plan) order(g *group, bound binding, start int, rows float64) program {
	made := program{rows: rows}
	left := slices.Clone(g.conds)
	put := func(s *step) {
		s.place = p.count()
		made.rows = s.rows
		for i := 0; i < len(left); i++ {
			if e := left[i]; p.ready(e, bound) {
				if e != s.used {
					made.rows *= selectivity(e)
				}
				if e != s.used || !exactID(e) {
					s.conds = append(s.conds, cond{e, p.count()})
				}
				left = slices.Delete(left, i, i+1)
				i--
			}
		}
		made.cost += s.rows + s.edges
		made.steps = append(made.steps, s)
	}
	if first := (&step{op: stepFilter, rows: rows}); g.never || slices.ContainsFunc(left, func(e *expr) bool { return p.ready(e, bound) }) {
		if g.never {
			left = append(left, constant(lexer.Position{}, boolean(false)))
		}
		put(first)
	}
	done := map[int]bool{}
	for {
		var next *step
		for _, i := range g.edges {
			if !done[i] && start < 0 {
				if s := p.expand(i, bound, &made); s != nil && (next == nil || s.rows < next.rows) {
					next = s
				}
			}
		}
		if next != nil {
			done[next.edge] = true
			next.other = p.others(next.edge, bound)
			bound.edges[next.edge] = true
			bound.nodes[next.node] = true
			put(next)
			continue
		}
		for _, n := range g.nodes {
			if !bound.nodes[n] && (start < 0 || start == n) {
				if s := p.access(n, left, made.rows); next == nil || s.rows < next.rows {
					next = s
				}
			}
		}
		if next == nil {
			return made
		}
		start = -1
		bound.nodes[next.node] = true
		put(next)
	}
}

// others are the edges of the same clause that are bound already and may be
// the same relation.
func (p *plan) others(edge int, bound binding) []int {
	var found []int
	e := &p.s.edges[edge]
	for i := range p.s.edges {
		o := &p.s.edges[i]
		if i != edge && bound.edges[i] && o.clause == e.clause && (e.types == nil || o.types == nil ||
			slices.ContainsFunc(e.types, func(t string) bool { return slices.Contains(o.types, t) })) {
			found = append(found, i)
		}
	}
	return found
}

// expand is the step that follows an edge from an end that is bound, the one
// that makes fewer rows; nil when none is.
func (p *plan) expand(edge int, bound binding, made *program) *step {
	e := &p.s.edges[edge]
	var found *step
	for _, back := range []bool{false, true} {
		from, to := e.from, e.to
		if back {
			from, to = to, from
		}
		if !bound.nodes[from] {
			continue
		}
		s := &step{op: stepExpand, node: to, from: from, edge: edge, back: back, into: bound.nodes[to], any: e.dir}
		if e.path {
			s.op = stepWalk
		}
		if back {
			s.any = e.dir.Reverse()
		}
		if e.types != nil {
			s.ways = []way{}
			for _, name := range e.types {
				term := p.v.Term(name)
				switch {
				case term == 0: // no relation is of this type
				case p.both[term]:
					s.ways = append(s.ways, way{term, graph.Both})
				default:
					s.ways = append(s.ways, way{term, s.any})
				}
			}
		}
		edges, rows := p.fan(s, e, made)
		s.edges, s.rows = made.rows*edges, made.rows*rows
		if found == nil || s.rows < found.rows {
			found = s
		}
	}
	return found
}

// ready reports whether all that an expression speaks of is bound.
func (p *plan) ready(e *expr, bound binding) bool {
	switch e.op {
	case opNode, opNodePart:
		return bound.nodes[e.slot]
	case opEdge, opEdgePart, opLength:
		return bound.edges[e.slot]
	case opExists:
		inner := bound.clone()
		for _, n := range e.sub.nodes {
			inner.nodes[n] = true
		}
		for _, i := range e.sub.edges {
			inner.edges[i] = true
		}
		for _, i := range e.sub.edges {
			if !inner.nodes[p.s.edges[i].from] || !inner.nodes[p.s.edges[i].to] {
				return false
			}
		}
		return !slices.ContainsFunc(e.sub.conds, func(x *expr) bool { return !p.ready(x, inner) })
	}
	return !slices.ContainsFunc(e.args, func(x *expr) bool { return !p.ready(x, bound) })
}

// prepare plans the groups of each EXISTS in an expression.
func (p *plan) prepare(e *expr, bound binding) {
	if e.op == opExists {
		inner := p.best(e.sub, bound.clone(), 1)
		p.subs[e.sub] = &inner
	}
	for _, arg := range e.args {
		p.prepare(arg, bound)
	}
}
