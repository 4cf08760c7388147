package graphtest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"missiongraph/graph"
)

// Model is the graph kept the naive way: whole maps for each revision, copied
// on each change. It says what a store must hold and shares no code with one.
type Model struct {
	states    []State // by revision; the first is empty
	entityIDs map[string]bool
	sourceIDs map[string]bool
}

// State is the graph at one revision, by id. It must not be changed.
type State struct {
	Entities map[string]graph.Entity
	Facts    map[string]graph.Fact
	Sources  map[string]graph.Source
}

// NewModel returns the model of the empty graph.
func NewModel() *Model {
	return &Model{states: []State{{map[string]graph.Entity{}, map[string]graph.Fact{}, map[string]graph.Source{}}},
		entityIDs: map[string]bool{}, sourceIDs: map[string]bool{}}
}

// Head returns the last revision.
func (m *Model) Head() graph.Revision { return graph.Revision(len(m.states) - 1) }

// At returns the state at a revision up to the head.
func (m *Model) At(rev graph.Revision) State { return m.states[rev] }

// Apply makes the change the next revision, or returns false and changes
// nothing when the rules of the graph forbid it.
func (m *Model) Apply(c graph.Change) bool {
	head := m.states[len(m.states)-1]
	next := State{maps.Clone(head.Entities), maps.Clone(head.Facts), maps.Clone(head.Sources)}
	entityIDs, sourceIDs := maps.Clone(m.entityIDs), maps.Clone(m.sourceIDs)
	if len(c.Ops) == 0 || !utf8.ValidString(c.Author) || !utf8.ValidString(c.Message) {
		return false
	}
	for _, op := range c.Ops {
		if !next.apply(op, entityIDs, sourceIDs) {
			return false
		}
	}
	for _, e := range next.Entities {
		if !next.quoted(e.Evidence) {
			return false
		}
	}
	for _, f := range next.Facts {
		if !next.quoted(f.Evidence) {
			return false
		}
	}
	m.states = append(m.states, next)
	m.entityIDs, m.sourceIDs = entityIDs, sourceIDs
	return true
}

var modelID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,199}$`)

func (s State) apply(op graph.Op, entityIDs, sourceIDs map[string]bool) bool {
	fields := 0
	for _, set := range []bool{op.Entity != nil, op.Fact != nil, op.Source != nil,
		op.RetractEntity != "", op.RetractFact != "", op.RetractSource != ""} {
		if set {
			fields++
		}
	}
	switch {
	case fields != 1:
		return false
	case op.Entity != nil:
		e := *op.Entity
		if !modelID.MatchString(e.ID) || e.Kind == "" || e.Name == "" || sourceIDs[e.ID] || !s.quoted(e.Evidence) {
			return false
		}
		entityIDs[e.ID] = true
		s.Entities[e.ID] = e
	case op.Fact != nil:
		return s.putFact(*op.Fact)
	case op.Source != nil:
		if !modelID.MatchString(op.Source.ID) || entityIDs[op.Source.ID] {
			return false
		}
		sourceIDs[op.Source.ID] = true
		s.Sources[op.Source.ID] = *op.Source
	case op.RetractEntity != "":
		return s.retractEntity(op.RetractEntity)
	case op.RetractFact != "":
		if _, ok := s.Facts[op.RetractFact]; !ok {
			return false
		}
		delete(s.Facts, op.RetractFact)
	default:
		return s.retractSource(op.RetractSource)
	}
	return true
}

func (s State) putFact(f graph.Fact) bool {
	if was, ok := s.Facts[f.ID]; ok && was.Subject != f.Subject {
		return false
	}
	if _, ok := s.Entities[f.Subject]; !ok {
		return false
	}
	if f.Object != "" {
		if _, ok := s.Entities[f.Object]; !ok || f.Value.Type != graph.NoValue {
			return false
		}
	} else if f.Value.Type == graph.NoValue {
		return false
	}
	names := make([]string, len(f.Qualifiers))
	for i, q := range f.Qualifiers {
		names[i] = q.Name
	}
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(f.Qualifiers) {
		return false
	}
	for _, date := range []string{f.ValidFrom, f.ValidTo} {
		if _, err := time.Parse("2006-01-02", date); date != "" && err != nil {
			return false
		}
	}
	if !strings.Contains(f.ID, "/") || f.Type == "" || f.Grade == 0 || len(f.Evidence) == 0 || !s.quoted(f.Evidence) {
		return false
	}
	s.Facts[f.ID] = f
	return true
}

func (s State) retractEntity(id string) bool {
	if _, ok := s.Entities[id]; !ok {
		return false
	}
	for _, f := range s.Facts {
		if f.Subject == id || f.Object == id {
			return false
		}
	}
	delete(s.Entities, id)
	return true
}

func (s State) retractSource(id string) bool {
	if _, ok := s.Sources[id]; !ok {
		return false
	}
	for _, f := range s.Facts {
		if cites(f.Evidence, id) {
			return false
		}
	}
	for _, e := range s.Entities {
		if cites(e.Evidence, id) {
			return false
		}
	}
	delete(s.Sources, id)
	return true
}

func cites(list []graph.Evidence, source string) bool {
	for _, e := range list {
		if e.Source == source {
			return true
		}
	}
	return false
}

// quoted reports whether each quote is in its source, counting code points the
// slow way.
func (s State) quoted(list []graph.Evidence) bool {
	for _, e := range list {
		source, ok := s.Sources[e.Source]
		if !ok {
			return false
		}
		runes := []rune(source.Text)
		if e.Quote == "" {
			if e.Start != 0 || e.End != 0 || e.Line != 0 {
				return false
			}
			continue
		}
		if e.Start < 0 || e.Start > e.End || e.End > len(runes) || string(runes[e.Start:e.End]) != e.Quote ||
			!strings.HasSuffix(string(runes[:e.Start]), e.Prefix) || !strings.HasPrefix(string(runes[e.End:]), e.Suffix) ||
			len(strings.Split(string(runes[:e.Start]), "\n")) != e.Line {
			return false
		}
	}
	return true
}
