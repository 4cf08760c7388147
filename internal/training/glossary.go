package training

import (
	"slices"
	"strings"

	"missiongraph/graph"
)

// Term is an entry of a glossary.
type Term struct {
	Entity     string   `json:"entity"`
	Term       string   `json:"term"`
	Kind       string   `json:"kind"` // its label, as "Mission area"
	Aliases    []Alias  `json:"aliases"`
	Definition string   `json:"definition"` // the sentence of the source that names it
	Citation   Citation `json:"citation"`   // of the definition
	Receipt    Receipt  `json:"receipt"`
}

// Alias is another name, and where it comes from.
type Alias struct {
	Text      string     `json:"text"`
	Grade     string     `json:"grade"`
	Citations []Citation `json:"citations"`
}

func (b *bank) glossary() ([]Term, error) {
	list := make([]Term, 0, len(b.scope.Nodes))
	for _, n := range b.scope.Nodes {
		t, err := b.term(n)
		if err != nil {
			return nil, err
		}
		if t != nil {
			list = append(list, *t)
		}
	}
	return list, nil
}

// term returns nil for an entity that no source names.
func (b *bank) term(n graph.Node) (*Term, error) {
	if err := b.v.Budget.Spend(1); err != nil {
		return nil, err
	}
	e, err := b.v.Entity(n)
	if err != nil || e.Grade < graph.Contextual || len(e.Evidence) == 0 {
		return nil, err
	}
	t := &Term{Entity: e.ID, Term: e.Name, Kind: b.label(e.Kind), Aliases: []Alias{}}
	var facts []*graph.Fact
	for _, edge := range graph.OfType(b.t.Node(n).Out, b.v.Term(graph.AliasProperty)) {
		if edge.Grade < graph.Contextual || !b.v.Shows(&edge) {
			continue
		}
		f, err := b.fact(edge.Fact)
		if err != nil {
			return nil, err
		}
		c, err := b.citations(f.Evidence)
		if err != nil {
			return nil, err
		}
		facts = append(facts, f)
		t.Aliases = append(t.Aliases, Alias{f.Value.Text, f.Grade.String(), c})
	}
	if t.Receipt, err = b.receipt(facts...); err != nil {
		return nil, err
	}
	named, err := b.citations(e.Evidence)
	if err != nil {
		return nil, err
	}
	t.Receipt.Proofs = append(t.Receipt.Proofs, Proof{Fact: e.ID, Grade: e.Grade.String(), Sentence: e.Name, Citations: named})
	slices.SortFunc(t.Receipt.Proofs, func(x, y Proof) int { return strings.Compare(x.Fact, y.Fact) })
	t.Receipt.Query = t.Receipt.query()
	return t, b.define(t, n, e.Evidence)
}

// define takes the first sentence around the evidence that says more than the
// name, or else around that of what is stated of the entity.
func (b *bank) define(t *Term, n graph.Node, evidence []graph.Evidence) error {
	for _, e := range b.t.Node(n).Out {
		if e.Grade == graph.Stated && e.Other != 0 && b.v.Shows(&e) && len(evidence) < 8 {
			f, err := b.fact(e.Fact)
			if err != nil {
				return err
			}
			evidence = append(slices.Clip(evidence), f.Evidence...)
		}
	}
	for i := range evidence {
		e := &evidence[i]
		sentence, line, err := b.sentenceAround(e)
		if err != nil {
			return err
		}
		says := len(strings.Fields(sentence)) >= len(strings.Fields(t.Term))+3
		if t.Definition == "" || says {
			s, err := b.source(e.Source)
			if err != nil {
				return err
			}
			t.Definition, t.Citation = sentence, Citation{e.Source, s.Title, line, sentence}
		}
		if says {
			return nil
		}
	}
	return nil
}

// sentenceAround returns the sentence of the source in which a quote begins.
func (b *bank) sentenceAround(e *graph.Evidence) (string, int, error) {
	s, err := b.source(e.Source)
	if err != nil {
		return "", 0, err
	}
	for _, x := range b.parted(&s) {
		if x.Start <= e.Start && e.Start < x.End {
			return x.Text, x.Line, nil
		}
	}
	return e.Quote, e.Line, nil
}

func (b *bank) parted(s *graph.Source) []graph.Sentence {
	if b.cut[s.ID] == nil {
		b.cut[s.ID] = graph.Sentences(s.Text)
	}
	return b.cut[s.ID]
}

func (b *bank) label(kind string) string {
	if k := b.v.Ontology.Kind(kind); k != nil && k.Label != "" {
		return k.Label
	}
	return kind
}
