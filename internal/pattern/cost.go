package pattern

import (
	"math"
	"slices"

	"missiongraph/graph"
)

// access is the cheapest way to all that a slot can be.
func (p *plan) access(slot int, conds []*expr, rows float64) *step {
	s := &step{op: stepScan, node: slot, rows: rows * p.size[slot]}
	if set := p.s.nodes[slot].kinds; set != nil {
		s.kinds = []graph.Term{}
		for i, in := range set {
			if term := p.v.Term(p.s.concrete[i]); in && term != 0 {
				s.kinds = append(s.kinds, term)
			}
		}
	}
	for _, e := range conds {
		if nodes, ok := p.seek(slot, e); ok && (s.op != stepSeek || len(nodes) < len(s.seek)) {
			s = &step{op: stepSeek, node: slot, seek: nodes, used: e, rows: rows * float64(len(nodes))}
		}
	}
	return s
}

// seek returns the entities that may meet a condition, when an index tells.
func (p *plan) seek(slot int, e *expr) ([]graph.Node, bool) {
	if e.op != opEq && e.op != opIn || e.args[0].op != opNodePart || e.args[0].slot != slot || e.args[1].op != opConst {
		return nil, false
	}
	part := e.args[0]
	byID := part.part == partID
	if !byID && part.part != partName && (part.part != partProperty || part.name != graph.AliasProperty) {
		return nil, false
	}
	texts := e.args[1].value.List
	if e.op == opEq {
		texts = []Value{e.args[1].value}
	}
	nodes := []graph.Node{}
	for _, v := range texts {
		switch {
		case v.Type != Text:
		case byID:
			if n := p.t.Lookup(v.Text); n != 0 {
				nodes = append(nodes, n)
			}
		case graph.Squeeze(v.Text) == "":
			return nil, false // no index holds what folds to nothing
		default:
			nodes = append(nodes, p.t.Named(v.Text)...)
		}
	}
	slices.Sort(nodes)
	return slices.Compact(nodes), true
}

// exactID reports whether a condition is about an id: a seek leaves nothing of
// it to check.
func exactID(e *expr) bool { return e.args[0].part == partID }

// fan estimates how many edges an expansion of one row touches, and how many
// rows it makes.
func (p *plan) fan(s *step, e *edgeVar, made *program) (edges, rows float64) {
	one := p.degree(s, made)
	if e.path {
		sum, term := 0.0, 1.0
		for i := 0; i <= e.max; i++ {
			if i >= e.min {
				sum += term
			}
			term = min(term*one, 1e12)
		}
		one = sum
	}
	all := max(float64(p.t.Len()), 1)
	if s.into {
		return one, one / max(p.size[s.node], 1)
	}
	// Kinds that the types imply anyway say nothing; half is a guess for both.
	if p.accept[s.node] != nil && e.types == nil {
		return one, one * p.size[s.node] / all
	}
	return one, one
}

// mostCounted is the most entities whose relations a plan counts.
const mostCounted = 64

// degree estimates the relations that a step follows from one entity: what
// they are where few entities come into question, the average for others.
func (p *plan) degree(s *step, made *program) float64 {
	for _, before := range made.steps {
		if before.node == s.from && (before.op == stepSeek || before.op == stepScan) {
			if known := p.known(before); len(known) > 0 {
				sum := 0
				for _, n := range known {
					sum += p.edges(s, n)
				}
				return float64(sum) / float64(len(known))
			}
		}
	}
	count := 0.0
	if s.ways == nil { // which begin at entities of any kind
		if count = float64(p.t.Facts()); s.any == graph.Both {
			count *= 2
		}
		return count / max(float64(p.t.Len()), 1)
	}
	for _, w := range s.ways {
		facts := float64(p.t.FactsOf(w.typ))
		if w.dir == graph.Both {
			facts *= 2
		}
		count += facts
	}
	return count / max(p.size[s.from], 1)
}

// known returns the entities that a step binds, where they are few; of many
// that are sought the first.
func (p *plan) known(s *step) []graph.Node {
	if s.op == stepSeek {
		return s.seek[:min(len(s.seek), mostCounted)]
	}
	if s.kinds == nil || p.size[s.node] > mostCounted {
		return nil
	}
	var nodes []graph.Node
	for _, k := range s.kinds {
		nodes = append(nodes, p.t.OfKind(k)...)
	}
	return nodes
}

// edges counts the edges a step looks at from an entity.
func (p *plan) edges(s *step, n graph.Node) int {
	info := p.t.Node(n)
	if info == nil {
		return 0
	}
	if s.ways == nil {
		return len(info.Out) + len(info.In)
	}
	sum := 0
	for _, w := range s.ways {
		if w.dir&graph.Out != 0 {
			sum += len(graph.OfType(info.Out, w.typ))
		}
		if w.dir&graph.In != 0 {
			sum += len(graph.OfType(info.In, w.typ))
		}
	}
	return sum
}

// selectivity guesses the share of rows that meet a condition.
func selectivity(e *expr) float64 {
	switch e.op {
	case opEq, opNull, opStart, opEnd:
		return 0.1
	case opAnd:
		return math.Pow(0.4, float64(len(e.args)))
	case opConst:
		return 0
	default:
		return 0.4
	}
}
