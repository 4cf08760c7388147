package graph

import "slices"

// PathQuery asks how two entities are connected.
type PathQuery struct {
	From, To  Node
	MaxLength int       // steps; at most MaxPathLength
	First     int       // paths wanted; 0 for one
	Types     []Term    // relation types followed; empty for all
	Direction Direction // in which they are followed; 0 for both ways
	Avoid     []Node    // nodes that no path may contain
	Via       []Node    // nodes that every path must contain, in any order; at most MaxVia
	Where     Condition // what the nodes on the way must meet; From, To and Via need not
	Weight    Weight    // what makes a path better than another
}

// Weight says what a step of a path costs: the least total comes first.
type Weight uint8

// The weights.
const (
	ByStep  Weight = iota // 1: the fewest steps
	ByGrade               // 1 for STATED, 2 for CONSTRUED, 3 for CONTEXTUAL, 4 for EDITORIAL: the least doubt
)

// cost returns what a step costs whose best relation has the grade.
func (w Weight) cost(g Grade) int {
	if w == ByStep {
		return 1
	}
	return int(Stated-g) + 1
}

// MaxVia bounds [PathQuery.Via].
const MaxVia = 6

// MaxPathLength bounds [PathQuery.MaxLength].
const MaxPathLength = 31

// PathResult is the answer to a [PathQuery].
type PathResult struct {
	// Paths are in order of weight: by step the shortest first, of these the
	// ones with the strongest weakest grade; by grade the least total first, of
	// these the shortest. What is then equal is in order of the ids of the
	// nodes, compared one after the other.
	Paths []Path

	Exhausted bool   // these are all there are of at most MaxLength steps
	Apart     bool   // known: there is no path of any length, with these types and nodes avoided
	Reason    string // when not Exhausted: ReasonLimit (First were found) or ReasonBudget
	Tried     int    // when the Reason is ReasonBudget: Paths has all whose Weight is at most this
}

// Path is a way from one node to another that passes no node twice. Two paths
// of one result differ in their nodes.
type Path struct {
	Nodes        []Node // both ends included
	Steps        []Step // one less than Nodes
	Weight       int    // total cost of the steps
	WeakestGrade Grade  // of the steps' relations; 0 when there is no step
}

// Step is one step of a path.
type Step struct {
	Rel            // the best supported relation followed; Edge.Other is where the step arrives
	Parallel []Rel // the others between the same two nodes that might be followed, best first
}

// Paths finds the first paths between two nodes. The order does not depend on
// how the search goes, nor on First. A path from a node to itself has no
// steps. The error has code NOT_FOUND for an unknown end, BAD_INPUT for a
// MaxLength out of bounds, LIMIT for more than MaxVia nodes to pass, TIMEOUT or
// LIMIT of the budget, or is q.Where's.
//
// By step and without Via the search grows from both ends, the smaller side
// first, so that a shortest path costs two neighbourhoods of half its length.
// For each length it keeps the nodes that can stand at each place of a walk of
// that length, and then lists paths among these only, once for each grade from
// STATED down. Other paths are found by routeSearch.
func Paths(v *View, q PathQuery) (PathResult, error) {
	t := v.topology
	if t.Node(q.From) == nil || t.Node(q.To) == nil {
		return PathResult{}, Errorf(NotFound, "no such entity")
	}
	if q.MaxLength < 0 || q.MaxLength > MaxPathLength {
		return PathResult{}, Errorf(BadInput, "length is %d, expected 0 to %d", q.MaxLength, MaxPathLength)
	}
	q.First = max(q.First, 1)
	if err := q.clean(t); err != nil {
		return PathResult{}, err
	}
	avoided := func(n Node) bool { return slices.Contains(q.Avoid, n) }
	if avoided(q.From) || avoided(q.To) || slices.ContainsFunc(q.Via, avoided) {
		return PathResult{Exhausted: true, Apart: true}, nil
	}
	switch {
	case q.From == q.To && len(q.Via) > 0:
		return PathResult{Exhausted: true, Apart: true}, nil
	case q.From == q.To:
		return PathResult{Paths: []Path{{Nodes: []Node{q.From}}}, Exhausted: true}, nil
	case q.Weight != ByStep || len(q.Via) > 0:
		return findRoutes(v, &q)
	}
	s := newPathSearch(v, &q)
	result := s.run()
	if err := s.end(); err != nil {
		return PathResult{}, err
	}
	return result, nil
}

// clean drops the ends and doubles from Via and checks it.
func (q *PathQuery) clean(t *Topology) error {
	var via []Node
	for _, n := range q.Via {
		if t.Node(n) == nil {
			return Errorf(NotFound, "no such entity")
		}
		if n != q.From && n != q.To && !slices.Contains(via, n) {
			via = append(via, n)
		}
	}
	if q.Via = via; len(via) > MaxVia {
		return Errorf(Limit, "%d entities to pass, more than %d", len(via), MaxVia).WithHint("at most %d", MaxVia)
	}
	return nil
}

func (s *pathSearch) run() PathResult {
	length, apart := s.distance()
	result := PathResult{Apart: apart}
	if length > 0 {
		for ; length <= s.q.MaxLength && !s.full() && !s.over; length++ {
			s.ofLength(length)
			if !s.over {
				s.tried = length
			}
		}
	}
	result.Paths = s.found
	switch {
	case s.full():
		result.Reason = ReasonLimit
	case s.over:
		result.Reason, result.Tried = ReasonBudget, s.tried
	default:
		result.Exhausted = true
	}
	return result
}

func (s *pathSearch) full() bool { return len(s.found) >= s.q.First }

// ofLength appends the paths of exactly that length, in order, until there are
// enough.
func (s *pathSearch) ofLength(length int) {
	if !s.reach(length) {
		return
	}
	for _, grade := range Grades() {
		if grade < s.v.filter.minGrade || s.full() || s.over {
			return
		}
		if s.restrict(length, grade) {
			s.path = append(s.path[:0], s.q.From)
			s.descend(length, grade, Stated)
		}
	}
}

// emit adds the path walked.
func (s *pathSearch) emit() {
	s.found = append(s.found, s.pathAlong(slices.Clone(s.path), s.q.Weight))
}

// pathAlong is the path whose nodes these are, each of which the walk may
// follow to the next.
func (w *walk) pathAlong(nodes []Node, weight Weight) Path {
	p := Path{Nodes: nodes, Steps: make([]Step, len(nodes)-1), WeakestGrade: Stated}
	for i := range p.Steps {
		all := w.between(nodes[i], nodes[i+1])
		p.Steps[i] = Step{Rel: all[0]}
		if len(all) > 1 {
			p.Steps[i].Parallel = all[1:]
		}
		grade := all[0].Edge.Grade
		p.Weight += weight.cost(grade)
		p.WeakestGrade = min(p.WeakestGrade, grade)
	}
	return p
}
