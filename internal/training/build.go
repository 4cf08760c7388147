package training

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// Request says what to make.
type Request struct {
	Title    string // "" for the scope in words
	Audience string
	Scope    Scope
	Seed     uint64
	Count    int    // questions; at most MaxQuestions
	Forms    []Form // in which they are asked; nil for all
	Fewer    bool   // as many as there are will do, where there are not Count

	Glossary bool
	Sheets   bool
	Timeline bool
	Compare  []graph.Node // two or more; nil for none
}

// Limits of a request.
const (
	MaxQuestions = 5000
	maxSheets    = 2000 // entities with a glossary or fact sheets
)

// Build makes a pack. Equal requests of one revision make equal packs. The
// error has code BAD_INPUT when the scope carries fewer questions than Count:
// it says how many and why; LIMIT for too large a scope or the budget's.
func Build(v *graph.View, r Request) (*Pack, error) {
	m := NewMaker(v, r.Scope)
	p := &Pack{
		Format: Format, Title: r.Title, Audience: r.Audience, Scope: r.Scope.Words, Revision: v.Revision(), Lens: lensOf(&v.Lens), Seed: r.Seed,
		Glossary: []Term{}, Sheets: []Sheet{}, Comparisons: []Comparison{}, Timeline: []Event{}, Questions: []Question{}, Sources: []Source{},
	}
	if p.Title == "" {
		p.Title = graph.SentenceCase(r.Scope.Words)
	}
	return p, m.fill(p, &r)
}

func (m *Maker) fill(p *Pack, r *Request) error {
	var err error
	if r.Glossary {
		if p.Glossary, err = m.Glossary(); err != nil {
			return err
		}
	}
	if r.Sheets {
		if p.Sheets, err = m.Sheets(); err != nil {
			return err
		}
	}
	if r.Timeline {
		if p.Timeline, err = m.Timeline(); err != nil {
			return err
		}
	}
	if len(r.Compare) > 1 {
		c, err := m.Comparison(r.Compare)
		if err != nil {
			return err
		}
		p.Comparisons = append(p.Comparisons, *c)
	}
	if p.Questions, err = m.Questions(r.Count, r.Seed, r.Forms, r.Fewer); err != nil {
		return err
	}
	p.Sources = m.bank.cited(p)
	return nil
}

// cited lists the sources that the items cite.
func (b *bank) cited(p *Pack) []Source {
	seen := map[string]bool{}
	list := []Source{}
	add := func(c *Citation) {
		if s, ok := b.sources[c.Source]; ok && !seen[s.ID] {
			seen[s.ID] = true
			list = append(list, Source{s.ID, s.Title, s.Publisher, s.ReviewedOn, s.URL, s.SHA256})
		}
	}
	for _, item := range p.Items() {
		for i := range item.Receipt.Proofs {
			for j := range item.Receipt.Proofs[i].Citations {
				add(&item.Receipt.Proofs[i].Citations[j])
			}
		}
	}
	for i := range p.Glossary {
		add(&p.Glossary[i].Citation)
	}
	slices.SortFunc(list, func(x, y Source) int { return strings.Compare(x.ID, y.ID) })
	return list
}

// tooFew says how many questions a scope carries, and why not more.
func (b *bank) tooFew(found, count int) error {
	relations, values, uncertain := map[graph.FactNum]bool{}, map[graph.FactNum]bool{}, map[graph.FactNum]bool{}
	for _, n := range b.scope.Nodes {
		info := b.t.Node(n)
		for _, edges := range [][]graph.Edge{info.Out, info.In} {
			for i := range edges {
				e := &edges[i]
				p := b.v.Ontology.Property(b.t.Terms().Name(e.Type))
				switch {
				case b.askable(e):
					relations[e.Fact] = true
				case p != nil && (b.askableValue(e, p) || p.Name == graph.AliasProperty && b.v.Shows(e)):
					values[e.Fact] = true
				case e.Other != 0:
					uncertain[e.Fact] = true
				}
			}
		}
	}
	if len(b.scope.Nodes) == 0 {
		return graph.Errorf(graph.BadInput, "the scope %s has no entities, %d questions were asked for", b.scope.Words, count)
	}
	return graph.Errorf(graph.BadInput, "the scope %s carries %s, %d were asked for: %d of its relations and %d of its values and names can be asked, each once; %d relations are hidden by the lens, editorial, or hold under one reading only; the others lack wrong answers that are proven wrong",
		b.scope.Words, questions(found), count, len(relations), len(values), len(uncertain)).WithHint("ask for %d, for more forms, or about a wider scope", found)
}

func questions(n int) string {
	if n == 1 {
		return "1 question"
	}
	return fmt.Sprintf("%d questions", n)
}
