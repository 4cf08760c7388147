package exchange

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// MatchReport tells of an entity of a file and one of the graph.
type MatchReport struct {
	Place string // of the row, "file:line:column"
	ID    string // of the entity as the mapping makes it
	Text  string // by which the graph was asked
	Is    string // the entity of the graph
	Name  string // of that
	How   string // "DECISION", or as the graph's matches are
	Score float64
	Why   string // why it was not joined; "" for one that was
}

// join returns the entity that a rule's entity is: one of the graph by a
// decision or by the rule's match, else the one with the mapping's own id.
func (r *rowReader) join(e *EntityRule, id string) (string, error) {
	if joined, ok := r.joined[id]; ok {
		return joined, nil
	}
	is := id
	defer func() { r.joined[id] = is }()
	t := r.base.Topology()
	if decided, ok := r.decided[id]; ok {
		if decided == own {
			return id, nil
		}
		n := t.Node(t.Lookup(decided))
		if n == nil {
			return "", graph.Errorf(graph.NotFound, "the decisions say that %s is %q, and the graph has no entity of that id", id, decided)
		}
		if other, ok := r.taken[decided]; ok {
			return "", graph.Errorf(graph.BadInput, "the decisions say that both %s and %s are %s", other, id, decided)
		}
		is = decided
		r.accept(id, MatchReport{Place: r.where(r.row.Start), ID: id, Is: decided, Name: n.Name, How: "DECISION", Score: 1})
		return is, nil
	}
	if e.Match == nil || t.Lookup(id) != 0 {
		return id, nil
	}
	found, err := r.alike(e, id)
	if err != nil {
		return "", err
	}
	sure := slices.DeleteFunc(slices.Clone(found), func(m MatchReport) bool { return m.Score < e.Match.Score })
	if len(sure) == 1 && r.taken[sure[0].Is] == "" {
		is = sure[0].Is
		r.accept(id, sure[0])
		return is, nil
	}
	for _, m := range found {
		switch {
		case m.Score < e.Match.Score:
			m.Why = fmt.Sprintf("alike, and below the score %g", e.Match.Score)
		case len(sure) > 1:
			m.Why = fmt.Sprintf("one of %d that are as good", len(sure))
		default:
			m.Why = "joined to " + r.taken[m.Is] + " already"
		}
		r.out.Near = append(r.out.Near, m)
	}
	return is, nil
}

func (r *rowReader) accept(id string, m MatchReport) {
	r.taken[m.Is] = id
	r.out.Joined[m.Is] = true
	r.out.Matches = append(r.out.Matches, m)
}

// alike lists the entities of the graph that a rule's entity may be, each once,
// with its best score, the best first. What only this family says is not among
// them: a second import would find other entities than the first.
func (r *rowReader) alike(e *EntityRule, id string) ([]MatchReport, error) {
	kinds := make([]string, len(e.Match.Kinds))
	for i, k := range e.Match.Kinds {
		kinds[i] = k.Value
	}
	var found []MatchReport
	for _, t := range e.Match.names {
		text, _, problem := t.text(r)
		if problem != nil || text == "" {
			continue
		}
		matches, err := graph.Resolve(r.base, text, kinds, 5)
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			if m.Score < e.Match.Near || m.Score < e.Match.Score && !near(text, &m) {
				continue
			}
			info := r.base.Topology().Node(m.Node)
			entity, err := r.base.Entity(m.Node)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(entity.Evidence, func(x graph.Evidence) bool { return !strings.HasPrefix(x.Source, r.out.Family) }) {
				continue
			}
			report := MatchReport{Place: r.where(r.row.Start), ID: id, Text: text, Is: info.ID, Name: info.Name, How: m.How.String(), Score: m.Score}
			if i := slices.IndexFunc(found, func(x MatchReport) bool { return x.Is == info.ID }); i < 0 {
				found = append(found, report)
			} else if found[i].Score < m.Score {
				found[i] = report
			}
		}
	}
	slices.SortStableFunc(found, func(a, b MatchReport) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return found, nil
}

// near reports whether a match is alike enough to be looked at by a person: it
// has the words of the name, or nearly its letters. That a short acronym begins
// some name says nothing.
func near(text string, m *graph.Match) bool {
	asked, name := len(graph.Squeeze(text)), len(graph.Squeeze(m.Matched))
	switch m.How {
	case graph.ByWords:
		return true
	case graph.ByPrefix, graph.ByWord:
		return asked >= 6 && 3*asked >= 2*name
	case graph.ByFuzzy:
		return asked >= 6 && m.Edits <= 2
	}
	return true
}
