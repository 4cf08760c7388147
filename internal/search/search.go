package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"missiongraph/graph"
)

// The sizes of a page of hits.
const (
	DefaultFirst = 20
	MaxFirst     = 1000
)

const (
	maxChecked    = 2000   // entities matched again against their texts, in one search
	maxTested     = 2000   // entities that Query.Where is asked about only to be counted
	maxCounted    = 10_000 // hits, when no facets are asked for
	maxHighlights = 100    // of one hit
	perUnit       = 16     // hits counted for a unit of work
)

// Query asks for entities by words.
type Query struct {
	// Text is words that must all match, in any order, anywhere among an
	// entity's texts: "quoted phrases" as they stand, -excluded words and
	// phrases, beginnings* of words, misspelt~ words, words of a field:only,
	// other words in any English form. The last word may be the beginning of
	// one, unless a space follows it. No character is an error.
	Text  string
	Kinds []string // concrete or abstract; empty for all
	First int      // hits wanted; 0 for DefaultFirst, at most MaxFirst
	After string   // cursor of the hit before the first wanted; may be empty

	Where    graph.Condition // on the entities found; may be nil
	WhereKey string          // tells conditions apart: a cursor is good for one
	Changed  []graph.Node    // see [graph.Overlaid]: what the index does not know as the view shows it
	Facets   bool            // whether to count the hits by what they are, all of them
}

// Result is one page of hits.
type Result struct {
	Hits    []Hit          // by falling score, then by id
	Total   int            // hits on all pages; see Exact
	Exact   bool           // false when Total is a lower bound
	HasNext bool           // whether more hits follow
	Applied graph.Revision // of the index
	Warning string         // why hits may be missing, a sentence; "" when none can
	Facets  []Facet        // over the hits counted in Total; nil when not asked for
}

// Facet counts hits by one property of theirs.
type Facet struct {
	Name   string  // "kind", "form" or "field"
	Values []Count // the most frequent first, then by value
}

// Count is how many hits have a value.
type Count struct {
	Value string // name of a kind, a form, or a field as in [Highlight]
	Hits  int
}

// Hit is an entity that matches.
type Hit struct {
	Node       graph.Node
	ID         string
	Score      float64 // BM25F; comparable within one search
	Cursor     string
	Highlights []Highlight // best field first; at most 100
}

// Highlight is a text in which words were found.
type Highlight struct {
	Field string // "name", "id", "alias", "note" or "quote"
	Text  string // in full
	Spans []Span // sorted, apart from each other; at least one
}

// Span is a part of a text, in Unicode code points.
type Span struct {
	Start int
	End   int // the code point after it
}

// hit is an entity that may match.
type hit struct {
	score    float64
	node     graph.Node
	fields   fieldSet // where a wanted word is, among the texts in the index
	excluded bool     // by a word of some text of it, which the view may hide
	done     bool     // it is counted, or is none
}

// Search returns the entities that match a query among the texts a view shows.
// When the index has not reached the view's revision it waits a little (see
// [Options]); what may be missing then, and at a revision older than the
// index, which holds the newest texts only, is said in [Result.Warning].
//
// Errors: BAD_INPUT for a text without words, an unknown kind, a negative
// First or a foreign cursor; CONFLICT for a cursor of another revision; LIMIT;
// TIMEOUT; those of Query.Where; UNAVAILABLE when the index is closed or found damaged: it is then
// made anew in the background. The rows read are spent from v's budget.
func (x *Index) Search(ctx context.Context, v *graph.View, q Query) (Result, error) {
	query, err := check(v, &q)
	if err != nil {
		return Result{}, err
	}
	x.await(ctx, v.Revision())
	hits, st, err := x.candidates(ctx, v, query, &q)
	if err != nil {
		return Result{}, err
	}
	if err := v.Budget.Spend(1 + len(hits)/1024); err != nil {
		return Result{}, err
	}
	b := bind(v, &q, st.revision)
	var after *position
	if q.After != "" {
		p, err := b.position(q.After)
		if err != nil {
			return Result{}, err
		}
		after = &p
	}
	p := page{view: v, topology: v.Topology(), query: query, binding: b, hits: hits, same: st.fits(v), where: q.Where}
	if err := p.overlay(&q); err != nil {
		return Result{}, err
	}
	if q.Facets {
		p.facets = newFacets(v.Topology().Terms())
	}
	if err := p.fill(after, q.First); err != nil {
		return Result{}, err
	}
	p.result.Facets = p.facets.list(v)
	p.result.Applied = st.revision
	p.result.Warning = x.warning(v, st, &p)
	return p.result, nil
}

func check(v *graph.View, q *Query) ([]clause, error) {
	if q.First < 0 {
		return nil, graph.Errorf(graph.BadInput, "first is %d, it must not be negative", q.First)
	}
	if q.First > MaxFirst {
		return nil, graph.Errorf(graph.Limit, "first is %d, at most %d are allowed", q.First, MaxFirst).
			WithHint("page with after")
	}
	if q.First == 0 {
		q.First = DefaultFirst
	}
	for _, k := range q.Kinds {
		if v.Ontology.Kind(k) == nil {
			names := make([]string, len(v.Ontology.Kinds))
			for i, known := range v.Ontology.Kinds {
				names[i] = known.Name
			}
			return nil, graph.Errorf(graph.BadInput, "unknown kind %q", k).WithHint("%s", graph.DidYouMean(k, names))
		}
	}
	return parse(q.Text)
}

// await gives a follower that lags a little time.
func (x *Index) await(ctx context.Context, rev graph.Revision) {
	x.progress.Lock()
	wait := x.applied < rev && x.following > 0 && x.opts.Wait > 0
	x.progress.Unlock()
	if wait {
		ctx, cancel := context.WithTimeout(ctx, x.opts.Wait)
		defer cancel()
		_ = x.WaitFor(ctx, rev) // the warning says when it did not
	}
}

// candidates asks the index, and returns what exists in the view and is of the
// kinds, in no order.
func (x *Index) candidates(ctx context.Context, v *graph.View, query []clause, q *Query) (hits []hit, st state, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.scorch == nil {
		return nil, state{}, errClosed()
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("bleve: %v", r) // it trusts the bytes of its files
		}
		var coded *graph.Error
		switch {
		case err == nil || errors.As(err, &coded):
		case ctx.Err() != nil:
			err = &graph.Error{Code: graph.Timeout, Msg: "the search took too long", Err: err}
		default:
			x.damaged.Store(true)
			x.Notify()
			err = &graph.Error{Code: graph.Unavailable, Err: err, Msg: "the search index is damaged and is being made anew",
				Hint: "try again in a little while"}
		}
	}()
	reader, err := x.scorch.Reader()
	if err != nil {
		return nil, state{}, err
	}
	defer reader.Close()
	if st, _, err = stateOf(reader); err != nil {
		return nil, state{}, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, state{}, errors.New("not an index of scorch")
	}
	r, err := x.memo.begin(ctx, snapshot)
	if err != nil {
		return nil, state{}, err
	}
	defer r.end()
	found, excluded, err := r.wanted(query)
	if err != nil {
		return nil, state{}, err
	}
	hits, err = r.see(v, found, excluded, q.Kinds, st.fits(v) && q.Changed == nil)
	return hits, st, err
}

// see looks the documents found up in the view. same says that all there are
// exist there.
func (r *run) see(v *graph.View, found, excluded []posting, kinds []string, same bool) ([]hit, error) {
	hits := make([]hit, 0, len(found))
	t := v.Topology()
	var terms []graph.Term // of the kinds
	if len(kinds) > 0 {
		for _, name := range v.Ontology.Concrete(kinds) {
			terms = append(terms, v.Term(name))
		}
	}
	at := 0 // of the segment
	for i, p := range found {
		if i%512 == 0 && r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		doc := uint64(p.doc)
		for doc >= r.parts[at].end() {
			at++
		}
		n, err := r.parts[at].node(t, doc)
		if err != nil {
			return nil, err
		}
		if !same || len(kinds) > 0 {
			info := t.Node(n)
			if info == nil || len(kinds) > 0 && !slices.Contains(terms, info.Kind) {
				continue
			}
		}
		for len(excluded) > 0 && excluded[0].doc < p.doc {
			excluded = excluded[1:]
		}
		hits = append(hits, hit{score: p.value, node: n, fields: p.fields,
			excluded: len(excluded) > 0 && excluded[0].doc == p.doc})
	}
	return hits, nil
}

// warning says what a result may lack.
func (x *Index) warning(v *graph.View, st state, p *page) string {
	var said string
	switch {
	case st.revision < v.Revision():
		said = fmt.Sprintf("The search index is at revision %d and still reading up to revision %d: what was written since may be missing.", st.revision, v.Revision())
	case st.revision > v.Revision():
		said = fmt.Sprintf("Search looks words up in the newest revision, %d: words that revision %d had and the newest has no more are not found.", st.revision, v.Revision())
	case !st.exact && st.revision > 0:
		said = "The search index is reading changes made this moment: words just removed may not be found."
	}
	if p.changed != nil {
		if said != "" {
			said += " "
		}
		said += "The search index follows what is committed: entities that the scenario changes and the index does not find are matched by their texts alone and come last."
	}
	if p.skipped {
		if said != "" {
			said += " "
		}
		said += fmt.Sprintf("Only %d entities were checked against what this view shows: the total is a lower bound. Search for more words to see all.", maxChecked)
	}
	return said
}
