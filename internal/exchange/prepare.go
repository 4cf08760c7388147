package exchange

import (
	"fmt"

	"missiongraph/graph"
	"missiongraph/internal/exchange/table"
)

// rounds bounds how often a file is read again without what the ontology does
// not allow: what is refused may have held up something else.
const rounds = 8

// Prepare reads a file and sets it beside the graph, as [Assemble] and [Compare]
// do. A row that says what the ontology does not allow is refused with its place,
// or loaded without that where the rule says else: skip, and the others are
// loaded. What is wrong and comes of no row is left in the ops, for who validates
// them.
func Prepare(m *Mapping, f *table.File, base *graph.View, decisions *Decisions, retain bool, progress func(done, total int)) (*Statements, *Plan, error) {
	banned := map[string]graph.Problem{}
	for round := 1; ; round++ {
		s, err := assemble(m, f, base, decisions, banned, progress)
		if err != nil {
			return nil, nil, err
		}
		p, err := Compare(s, base, retain)
		if err != nil || round == rounds || !ban(s, p, base, banned) {
			return s, p, err
		}
	}
}

// ban adds what the ontology does not allow of what a file says; false for
// nothing more.
func ban(s *Statements, p *Plan, base *graph.View, banned map[string]graph.Problem) bool {
	said := make(map[string]bool, len(s.Entities)+len(s.Facts))
	for _, e := range s.Entities {
		said[e.ID] = true
	}
	for _, f := range s.Facts {
		said[f.ID] = true
	}
	more := false
	for _, problem := range graph.Validate(base.Ontology, base, graph.Change{Ops: p.Ops}) {
		var n int
		if _, err := fmt.Sscanf(problem.Path, "ops[%d]", &n); err != nil || n >= len(p.Ops) {
			continue
		}
		id := ""
		switch op := &p.Ops[n]; {
		case op.Entity != nil:
			id = op.Entity.ID
		case op.Fact != nil:
			id = op.Fact.ID
		}
		if _, known := banned[id]; said[id] && !known {
			banned[id] = problem
			more = true
		}
	}
	return more
}
