package schema

import (
	"cmp"
	"math"
	"slices"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
)

// SourceResolver answers Source.
type SourceResolver struct {
	v   *view
	row graph.Source
}

// bytesPerRow is the length of a long text that counts as one row of the work
// budget, so that the budget bounds the size of an answer, too.
const bytesPerRow = 160

// findSource returns a stored document, or nil. A request reads each of them
// once.
func (v *view) findSource(id string) (*SourceResolver, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if r := v.sources[id]; r != nil {
		return r, nil
	}
	if err := v.Budget.Spend(1); err != nil {
		return nil, err
	}
	s, ok, err := v.Source(id)
	if err != nil || !ok {
		return nil, err
	}
	if err := v.Budget.Spend(len(s.Text) / bytesPerRow); err != nil {
		return nil, err
	}
	if v.sources == nil {
		v.sources = map[string]*SourceResolver{}
	}
	r := &SourceResolver{v, s}
	v.sources[id] = r
	return r, nil
}

// source returns a document that something quotes; it panics when the store
// has lost it.
func (v *view) source(id string) *SourceResolver {
	r, err := v.findSource(id)
	must(err)
	if r == nil {
		must(graph.Errorf(graph.Internal, "the source of a quote is missing"))
	}
	return r
}

// nearSource returns a hint naming the source whose id is close to one that
// none has, or "".
func (v *view) nearSource(id string) (hint string, err error) {
	ids, err := v.SourceIDs()
	if err != nil {
		return "", err
	}
	return graph.DidYouMean(id, ids), nil
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
func (r *SourceResolver) Text() string {
	r.v.charge(len(r.row.Text) / bytesPerRow)
	return r.row.Text
}

// Sha256 returns the text's hash.
func (r *SourceResolver) Sha256() string { return r.row.SHA256 }

// Facts returns a page of the facts that quote the source and that the lens
// shows, in order of their first quote in it.
func (r *SourceResolver) Facts(args factArgs) (*FactConnection, error) {
	numbers, _, err := r.v.FactsOfSource(r.row.ID)
	if err != nil {
		return nil, err
	}
	quotes, err := r.quotes(numbers)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(quotes, func(a, b quote) int {
		return cmp.Or(cmp.Compare(a.start(), b.start()), cmp.Compare(a.at.edge.Fact, b.at.edge.Fact))
	})
	return factPage(r.v, func(yield func(factAt) bool) {
		for _, q := range quotes {
			if !yield(q.at) {
				return
			}
		}
	}, args, listKey("facts of source", r.row.ID))
}

// quote is a fact with its places in a source.
type quote struct {
	at    factAt
	spans []graph.Evidence // its quotes in this source, at least one
}

// start returns the place of the first quote.
func (q *quote) start() int {
	first := math.MaxInt
	for _, e := range q.spans {
		first = min(first, e.Start)
	}
	return first
}

// quotes returns the visible facts among those of the given numbers, in their
// order.
func (r *SourceResolver) quotes(numbers []graph.FactNum) ([]quote, error) {
	if err := r.v.Budget.Spend(1 + len(numbers)); err != nil {
		if graph.CodeOf(err) == graph.Limit {
			err = graph.Errorf(graph.Limit, "%s", err.Error()).
				WithHint("the root field facts(filter: {source: %q}) pages the facts of a long source", r.row.ID)
		}
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
