package schema

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
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
	if len(ops) > maxScenario {
		return nil, graph.Errorf(graph.Limit, "lens.changes: %d changes, at most %d are allowed", len(ops), maxScenario).
			WithHint("the changes of the views around this one count, too")
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

// scenario returns the session's view through a lens with more changes on top.
// paths are their places in the input, as "lens.changes[2].fact".
func (s *Session) scenario(l graph.Lens, ops []graph.Op, paths []string) (*view, error) {
	outer := len(l.Changes)
	l.Changes = append(l.Changes[:outer:outer], ops...)
	v, err := s.view(l)
	problems, ok := err.(graph.Problems)
	if !ok {
		return v, err
	}
	for i := range problems {
		problems[i].Path = placeInLens(problems[i].Path, outer, paths)
	}
	return nil, problems
}

// placeInLens says where in a lens the problem of an op stands. The first outer
// ops are those of the views around it, which may fit another revision only.
func placeInLens(path string, outer int, paths []string) string {
	number, rest, ok := strings.Cut(strings.TrimPrefix(path, "ops["), "]")
	i, err := strconv.Atoi(number)
	switch {
	case !ok || err != nil || i-outer >= len(paths):
		return path
	case i < outer:
		return fmt.Sprintf("the outer view's lens.changes[%d]%s", i, rest)
	}
	rest = strings.TrimPrefix(rest, ".")
	if end := strings.IndexAny(rest, ".["); end >= 0 {
		return paths[i-outer] + rest[end:] // the first name is in the place already
	}
	return paths[i-outer]
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
