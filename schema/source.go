package schema

import (
	"sync"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// SourceResolver answers Source.
type SourceResolver struct {
	v   *view
	row graph.Source
}

// source returns a stored document that something quotes; it panics when the
// store has lost it.
func (v *view) source(id string) *SourceResolver {
	s, ok, err := v.Source(id)
	must(err)
	if !ok {
		must(graph.Errorf(graph.Internal, "the source of a quote is missing"))
	}
	return &SourceResolver{v, s}
}

// ID returns the source's id.
func (r *SourceResolver) ID() graphql.ID { return graphql.ID(r.row.ID) }

// Title returns the document's title.
func (r *SourceResolver) Title() string { return r.row.Title }

// Publisher returns who published it.
func (r *SourceResolver) Publisher() string { return r.row.Publisher }

// ReviewedOn returns the day it was reviewed, or nil.
func (r *SourceResolver) ReviewedOn() *Date { return optionalDate(r.row.ReviewedOn) }

// URL returns where it was found, or nil.
func (r *SourceResolver) URL() *URL { return optionalURL(r.row.URL) }

// Text returns the document in full.
func (r *SourceResolver) Text() string { return r.row.Text }

// Sha256 returns the text's hash.
func (r *SourceResolver) Sha256() string { return r.row.SHA256 }

// Facts returns a page of the facts that quote the source and that the lens
// shows.
func (r *SourceResolver) Facts(args pageArgs) (*FactConnection, error) {
	quotes, err := r.quotes()
	if err != nil {
		return nil, err
	}
	found := make([]factAt, len(quotes))
	for i, q := range quotes {
		found[i] = q.at
	}
	return factPage(r.v, found, args, listKey("facts of source", r.row.ID))
}

// quote is a fact with its first place in a source.
type quote struct {
	at    factAt
	spans []graph.Evidence // its quotes in this source
}

// quotes returns the visible facts that quote the source, in order of number.
func (r *SourceResolver) quotes() ([]quote, error) {
	numbers, _, err := r.v.FactsOfSource(r.row.ID)
	if err != nil {
		return nil, err
	}
	if err := r.v.Budget.Spend(1 + len(numbers)); err != nil {
		return nil, err
	}
	found := make([]quote, 0, len(numbers))
	for _, n := range numbers {
		f, err := r.v.Fact(n)
		if err != nil {
			return nil, err
		}
		at, ok := r.v.locate(&f, n)
		if !ok {
			continue
		}
		q := quote{at: at}
		for _, e := range f.Evidence {
			if e.Source == r.row.ID {
				q.spans = append(q.spans, e)
			}
		}
		found = append(found, q)
	}
	return found, nil
}

// locate finds a decoded fact in the topology; false when the lens hides it.
func (v *view) locate(f *graph.Fact, n graph.FactNum) (factAt, bool) {
	subject := v.Topology().Lookup(f.Subject)
	if subject == 0 {
		return factAt{}, false
	}
	edges := graph.OfType(v.Topology().Node(subject).Out, v.Term(f.Type))
	for i := range edges {
		if edges[i].Fact == n {
			return factAt{subject, edges[i]}, v.Shows(&edges[i])
		}
	}
	return factAt{}, false
}

// Coverage returns which sentences support which facts.
func (r *SourceResolver) Coverage() (*CoverageResolver, error) {
	quotes, err := r.quotes()
	if err != nil {
		return nil, err
	}
	_, entities, err := r.v.FactsOfSource(r.row.ID)
	if err != nil {
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
	list := make([]*FactResolver, len(r.facts))
	for i, f := range r.facts {
		list[i] = &FactResolver{&factResolver{v: r.v, subject: f.subject, edge: f.edge}}
	}
	return list
}

// EvidenceResolver answers Evidence.
type EvidenceResolver struct {
	Quote, Prefix, Suffix string
	Line, Start, End      int32
	Grade                 graph.Grade
	Note                  *string

	v    *view
	id   string
	once sync.Once
	from *SourceResolver
}

func (v *view) evidence(list []graph.Evidence) []*EvidenceResolver {
	found := make([]*EvidenceResolver, len(list))
	for i, e := range list {
		found[i] = &EvidenceResolver{
			Quote: e.Quote, Prefix: e.Prefix, Suffix: e.Suffix,
			Line: int32(e.Line), Start: int32(e.Start), End: int32(e.End),
			Grade: e.Grade, Note: optional(e.Note), v: v, id: e.Source,
		}
	}
	return found
}

// Source returns the document quoted.
func (r *EvidenceResolver) Source() *SourceResolver {
	r.once.Do(func() { r.from = r.v.source(r.id) })
	return r.from
}
