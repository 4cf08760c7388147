package search

import (
	"missiongraph/graph"
)

// maxFacts bounds the facts of one entity whose quotes are searched: the first
// so many in the topology's order. Without it one fact more about an entity
// that everything relates to would cost a reading of all the others.
const maxFacts = 4096

// field is a field of a document.
type field struct {
	name    string
	weight  float64 // of an occurrence, against one in a quote
	pivot   float64 // usual number of terms: where length neither adds nor takes
	short   bool    // the first one and two letters are indexed
	keyword bool    // one term: the whole text
}

var (
	nameField  = &field{name: "name", weight: 6, pivot: 8, short: true}
	idField    = &field{name: "id", weight: 6, pivot: 1, keyword: true}
	aliasField = &field{name: "alias", weight: 5, pivot: 8, short: true}
	noteField  = &field{name: "note", weight: 1.5, pivot: 20}
	quoteField = &field{name: "quote", weight: 1, pivot: 60}

	fields = []*field{nameField, idField, aliasField, noteField, quoteField}
)

// text is something searched: a value of a field of an entity.
type text struct {
	field *field
	value string
}

// material is what an entity's document is made of.
type material struct {
	texts []text
	facts []string // ids of the facts read
}

// gather reads the texts of an entity, of those of its facts that shows lets
// through: its name, id and other names, its note, and the quotes of its
// evidence and its facts', each once. spend is told of each row read.
func gather(s graph.Snapshot, t *graph.Topology, n graph.Node, shows func(*graph.Edge) bool, spend func(int) error) (material, error) {
	info := t.Node(n)
	if info == nil {
		return material{}, graph.Errorf(graph.NotFound, "no such entity")
	}
	if err := spend(1); err != nil {
		return material{}, err
	}
	e, err := s.Entity(n)
	if err != nil {
		return material{}, err
	}
	m := material{texts: []text{{nameField, e.Name}, {idField, e.ID}}}
	var quotes []string
	known := map[string]bool{}
	quote := func(evidence []graph.Evidence) {
		for i := range evidence {
			if q := evidence[i].Quote; q != "" && !known[q] {
				known[q] = true
				quotes = append(quotes, q)
			}
		}
	}
	quote(e.Evidence)
	alias, label := t.Terms().Lookup(graph.AliasProperty), t.Terms().Lookup(graph.LabelProperty)
	for _, edges := range [...][]graph.Edge{info.Out, info.In} {
		for i := range edges {
			x := &edges[i]
			if len(m.facts) == maxFacts {
				break
			}
			if !shows(x) {
				continue
			}
			if err := spend(1); err != nil {
				return material{}, err
			}
			f, err := s.Fact(x.Fact)
			if err != nil {
				return material{}, err
			}
			m.facts = append(m.facts, f.ID)
			if x.Other == 0 && x.Type != 0 && (x.Type == alias || x.Type == label) {
				m.texts = appendValues(m.texts, f.Value)
			}
			quote(f.Evidence)
		}
	}
	if e.Note != "" {
		m.texts = append(m.texts, text{noteField, e.Note})
	}
	for _, q := range quotes {
		m.texts = append(m.texts, text{quoteField, q})
	}
	return m, nil
}

func appendValues(texts []text, v graph.Value) []text {
	if v.Type == graph.List {
		for _, x := range v.List {
			texts = appendValues(texts, x)
		}
		return texts
	}
	if s := v.String(); s != "" {
		texts = append(texts, text{aliasField, s})
	}
	return texts
}

func everything(*graph.Edge) bool { return true }

func free(int) error { return nil }
