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
}

// MaxPathLength bounds [PathQuery.MaxLength].
const MaxPathLength = 31

// PathResult is the answer to a [PathQuery].
type PathResult struct {
	// Paths are the shortest first, of these the ones with the strongest
	// weakest grade, of these in order of the ids of their nodes, compared one
	// after the other.
	Paths []Path

	Exhausted bool   // these are all there are of at most MaxLength steps
	Apart     bool   // known: there is no path of any length, with these types and nodes avoided
	Reason    string // when not Exhausted: ReasonLimit (First were found) or ReasonBudget
}

// Path is a way from one node to another that passes no node twice. Two paths
// of one result differ in their nodes.
type Path struct {
	Nodes        []Node // both ends included
	Steps        []Step // one less than Nodes
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
// MaxLength out of bounds, TIMEOUT or LIMIT.
//
// The search grows from both ends, the smaller side first, so that a shortest
// path costs two neighbourhoods of half its length. For each length it keeps
// the nodes that can stand at each place of a walk of that length, and then
// lists paths among these only, once for each grade from STATED down.
func Paths(v *View, q PathQuery) (PathResult, error) {
	t := v.topology
	if t.Node(q.From) == nil || t.Node(q.To) == nil {
		return PathResult{}, Errorf(NotFound, "no such entity")
	}
	if q.MaxLength < 0 || q.MaxLength > MaxPathLength {
		return PathResult{}, Errorf(BadInput, "length is %d, expected 0 to %d", q.MaxLength, MaxPathLength)
	}
	q.First = max(q.First, 1)
	if slices.Contains(q.Avoid, q.From) || slices.Contains(q.Avoid, q.To) {
		return PathResult{Exhausted: true, Apart: true}, nil
	}
	if q.From == q.To {
		return PathResult{Paths: []Path{{Nodes: []Node{q.From}}}, Exhausted: true}, nil
	}
	s := newPathSearch(v, &q)
	result := s.run()
	if err := s.end(); err != nil {
		return PathResult{}, err
	}
	return result, nil
}

func (s *pathSearch) run() PathResult {
	length, apart := s.distance()
	result := PathResult{Apart: apart}
	if length > 0 {
		for ; length <= s.q.MaxLength && !s.full() && !s.over; length++ {
			s.ofLength(length)
		}
	}
	result.Paths = s.found
	switch {
	case s.full():
		result.Reason = ReasonLimit
	case s.over:
		result.Reason = ReasonBudget
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
func (s *pathSearch) emit(weakest Grade) {
	p := Path{Nodes: slices.Clone(s.path), Steps: make([]Step, len(s.path)-1), WeakestGrade: weakest}
	for i := range p.Steps {
		all := s.between(s.path[i], s.path[i+1])
		p.Steps[i] = Step{Rel: all[0]}
		if len(all) > 1 {
			p.Steps[i].Parallel = all[1:]
		}
	}
	s.found = append(s.found, p)
}
