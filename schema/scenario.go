package schema

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// maxScenario bounds the changes of a lens, those of the views around it
// included.
const maxScenario = 1000

// scenarioCost is what a change of a lens costs, beside the sources it reads:
// it is checked as a commit's is, and applied.
const scenarioCost = 4

// overlay returns a snapshot with the lens's changes over it. What is wrong
// with them is told as [graph.Problems] whose paths name ops.
func (s *Session) overlay(base graph.Snapshot, ops []graph.Op) (graph.Snapshot, error) {
	if err := boundScenario(len(ops)); err != nil {
		return nil, err
	}
	if err := s.budget.Spend(scenarioCost * len(ops)); err != nil {
		return nil, err
	}
	for i := range ops {
		if ref := ops[i].Touches(); ref.Sort == graph.SourceSort { // all that quotes it is read
			facts, nodes, err := base.FactsOfSource(ref.ID)
			if err == nil {
				err = s.budget.Spend(len(facts) + len(nodes))
			}
			if err != nil {
				return nil, err
			}
		}
	}
	everything := graph.NewView(base, s.svc.ontology, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, s.budget)
	if err := graph.Validate(s.svc.ontology, everything, graph.Change{Ops: ops}).Err(); err != nil {
		return nil, err
	}
	return graph.Overlay(base, ops)
}

// scenario returns the session's view through a lens with the changes of an
// input on top, if any. What is wrong with them is told as [graph.Problems].
func (s *Session) scenario(l graph.Lens, in *[]changeInput) (*view, error) {
	var ops []graph.Op
	var paths []string
	for i := range l.Changes { // which may fit another revision only
		paths = append(paths, fmt.Sprintf("the outer view's lens.changes[%d]", i))
	}
	if in != nil && len(*in) > 0 {
		if err := boundScenario(len(l.Changes) + len(*in)); err != nil {
			return nil, err
		}
		base, err := s.base(l)
		if err != nil {
			return nil, placed(err, paths)
		}
		draft, err := readChanges(base, "lens.changes", *in)
		if err != nil {
			return nil, err
		}
		for _, c := range draft.If {
			return nil, graph.Errorf(graph.BadInput, "%s: is for a commit only", c.Path).WithHint("leave it out of a lens")
		}
		ops, paths = draft.Ops, append(paths, draft.Paths...)
	}
	l.Changes = append(slices.Clip(l.Changes), ops...)
	v, err := s.view(l)
	return v, placed(err, paths)
}

func boundScenario(changes int) error {
	if changes <= maxScenario {
		return nil
	}
	return graph.Errorf(graph.Limit, "lens.changes: %d changes, at most %d are allowed", changes, maxScenario).
		WithHint("the changes of the views around this one count, too")
}

// base returns the graph that changes in a view through a lens come on top of.
func (s *Session) base(l graph.Lens) (*graph.View, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, graph.Errorf(graph.Unavailable, "the request is over")
	}
	snapshot, err := s.snapshot(l)
	if err == nil && len(l.Changes) > 0 {
		snapshot, err = s.overlay(snapshot, l.Changes)
	}
	if err != nil {
		return nil, err
	}
	return graph.NewView(snapshot, s.svc.ontology, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, s.budget), nil
}

// placed returns an error whose problems name the places of ops.
func placed(err error, paths []string) error {
	problems, ok := err.(graph.Problems)
	for i := range problems {
		problems[i].Path = placeOf(problems[i].Path, paths)
	}
	if ok {
		return problems
	}
	return err
}

// scenarioKey tells lists of changes apart; "" for none.
func scenarioKey(ops []graph.Op) string {
	if len(ops) == 0 {
		return ""
	}
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(ops); err != nil {
		return fmt.Sprintf("%p", ops) // a number that JSON has not: apart from all others
	}
	return string(h.Sum(nil))
}

// scenarioNumbers writes the numbers an overlay gives to what its ops put. They
// are the same each time as long as the store's base is, and make part of
// cursors, so that one never leads to another place.
func scenarioNumbers(s graph.Snapshot, ops []graph.Op) (string, error) {
	var b strings.Builder
	for i := range ops {
		switch op := &ops[i]; {
		case op.Entity != nil:
			fmt.Fprint(&b, s.Topology().Lookup(op.Entity.ID), " ")
		case op.Fact != nil:
			n, _, err := s.FactByID(op.Fact.ID)
			if err != nil {
				return "", err
			}
			fmt.Fprint(&b, n, " ")
		}
	}
	return b.String(), nil
}
