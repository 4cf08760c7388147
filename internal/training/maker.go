package training

import (
	"sync"

	"missiongraph/graph"
)

// Maker makes the parts of a pack, each when it is asked for; what one has read
// of the graph serves the others. It is good for as long as its view, and safe
// for concurrent use.
type Maker struct {
	mu   sync.Mutex
	bank *bank
}

// NewMaker returns what makes material about a scope.
func NewMaker(v *graph.View, s Scope) *Maker { return &Maker{bank: newBank(v, s)} }

// Glossary returns a term an entity, by name; an entity that no source names has
// none. The error has code LIMIT or TIMEOUT.
func (m *Maker) Glossary() ([]Term, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.narrow(); err != nil {
		return nil, err
	}
	return m.bank.glossary()
}

// Sheets returns a fact sheet an entity, by name; an entity of which nothing can
// be told has none. The error has code LIMIT or TIMEOUT.
func (m *Maker) Sheets() ([]Sheet, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.narrow(); err != nil {
		return nil, err
	}
	return m.bank.sheets()
}

// narrow refuses a scope of too many entities.
func (m *Maker) narrow() error {
	if n := len(m.bank.scope.Nodes); n > maxSheets {
		return graph.Errorf(graph.Limit, "the scope has %d entities; a glossary or fact sheets are made of at most %d", n, maxSheets).
			WithHint("narrow the scope, or ask for questions only")
	}
	return nil
}

// Timeline returns what has a date, by date. The error has code LIMIT or TIMEOUT.
func (m *Maker) Timeline() ([]Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bank.timeline()
}

// Comparison compares entities, of the scope or not. The error has code BAD_INPUT
// for fewer than two, LIMIT or TIMEOUT.
func (m *Maker) Comparison(list []graph.Node) (*Comparison, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(list) < 2 {
		return nil, graph.Errorf(graph.BadInput, "one entity cannot be compared").WithHint("name at least two")
	}
	return m.bank.compare(list)
}

// Questions draws count questions in some forms, nil for all; of one revision
// equal arguments draw equal questions. Where the scope carries fewer, they are
// returned when fewer will do; else the error has code BAD_INPUT and says how many
// there are and why. Other codes are LIMIT and TIMEOUT.
func (m *Maker) Questions(count int, seed uint64, forms []Form, fewer bool) ([]Question, error) {
	if count < 0 || count > MaxQuestions {
		return nil, graph.Errorf(graph.BadInput, "count is %d, expected 0 to %d", count, MaxQuestions)
	}
	if count == 0 {
		return []Question{}, nil
	}
	if len(forms) == 0 {
		forms = Forms()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	found, err := m.bank.ask(count, seed, forms)
	if err == nil && len(found) < count && !fewer {
		err = m.bank.tooFew(len(found), count)
	}
	if err != nil {
		return nil, err
	}
	if found == nil {
		found = []Question{}
	}
	return found, nil
}
