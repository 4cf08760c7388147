package schema

import "missiongraph/graph"

// Coverage returns which sentences support which facts.
func (r *SourceResolver) Coverage() (*CoverageResolver, error) {
	numbers, entities, err := r.v.FactsOfSource(r.row.ID)
	if err != nil {
		return nil, err
	}
	quotes, err := r.quotes(numbers)
	if err != nil {
		return nil, err
	}
	if err := r.v.Budget.Spend(len(entities)); err != nil {
		return nil, err
	}
	var all []graph.Evidence // of facts, then of entities
	var of []int             // by evidence: the quote's place in quotes; -1 for an entity's
	for i, q := range quotes {
		for _, e := range q.spans {
			all, of = append(all, e), append(of, i)
		}
	}
	for _, n := range entities {
		e, err := r.v.Entity(n)
		if err != nil {
			return nil, err
		}
		for _, x := range e.Evidence {
			if x.Source == r.row.ID {
				all, of = append(all, x), append(of, -1)
			}
		}
	}
	sentences := graph.Sentences(r.row.Text)
	if err := r.v.Budget.Spend(len(sentences)); err != nil {
		return nil, err
	}
	c := &CoverageResolver{Total: int32(len(sentences))}
	for i, touching := range graph.Coverage(sentences, all) {
		s := sentences[i]
		x := &SentenceResolver{Text: s.Text, Line: int32(s.Line), Start: int32(s.Start), End: int32(s.End), Used: len(touching) > 0, v: r.v}
		last := -1
		for _, e := range touching {
			if of[e] >= 0 && of[e] != last {
				last = of[e]
				x.facts = append(x.facts, quotes[last].at)
			}
		}
		if x.Used {
			c.Used++
		}
		c.Sentences = append(c.Sentences, x)
	}
	return c, nil
}

// CoverageResolver answers Coverage.
type CoverageResolver struct {
	Total, Used int32
	Sentences   []*SentenceResolver
}

// SentenceResolver answers Sentence.
type SentenceResolver struct {
	Text             string
	Line, Start, End int32
	Used             bool

	v     *view
	facts []factAt
}

// Facts returns the facts whose quotes touch the sentence.
func (r *SentenceResolver) Facts() []*FactResolver {
	r.v.charge(len(r.facts))
	list := make([]*FactResolver, len(r.facts))
	for i, f := range r.facts {
		list[i] = &FactResolver{&factResolver{v: r.v, subject: f.subject, edge: f.edge}}
	}
	return list
}
