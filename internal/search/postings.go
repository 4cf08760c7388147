package search

import (
	"context"
	"math"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// The constants of BM25 (Robertson and Zaragoza 2009, section 3.5): how soon
// more occurrences stop to matter, and how much a field's length does.
const (
	k1 = 1.2
	b  = 0.75
)

// The weight of an occurrence by how it matches a query word. A word that is
// typed in full matches in each of the ways, and counts for their sum.
const (
	exactWeight  = 1.0
	stemWeight   = 0.5
	prefixWeight = 0.5
	fuzzyWeight  = 0.25
)

// run evaluates one query on one reader.
type run struct {
	ctx    context.Context
	reader *scorch.IndexSnapshot
	parts  []part
	memo   *memo
	tally  *tally
	like   segment.Automaton // of the clause's misspellings
	docs   float64           // in the index
}

// lookup is a term of a field to read.
type lookup struct {
	term   string
	weight float64
}

// begin prepares a run. The caller calls end.
func (m *memo) begin(ctx context.Context, reader *scorch.IndexSnapshot) (*run, error) {
	docs, err := reader.DocCount()
	if err != nil {
		return nil, err
	}
	r := &run{ctx: ctx, reader: reader, parts: m.parts(reader), memo: m, docs: float64(docs)}
	if r.tally, _ = m.pool.Get().(*tally); r.tally == nil {
		r.tally = &tally{}
	}
	if n := len(r.parts); n > 0 {
		r.tally.resize(int(r.parts[n-1].end()))
	}
	return r, nil
}

// end gives back what the run used, unless it was stopped half way.
func (r *run) end() {
	if r.tally.count == 0 {
		r.memo.pool.Put(r.tally)
	}
}

// wanted returns the documents that all wanted clauses match, with their
// scores, and those of them that an excluded clause matches too; both sorted by
// document. Neither must be changed.
func (r *run) wanted(query []clause) (found, excluded []posting, err error) {
	first := true
	for i := range query {
		if query[i].exclude || !first && len(found) == 0 {
			continue
		}
		matched, err := r.clause(&query[i])
		if err != nil {
			return nil, nil, err
		}
		if first {
			found, first = matched, false
			continue
		}
		found = intersect(found, matched)
	}
	for i := range query {
		if !query[i].exclude || len(found) == 0 {
			continue
		}
		matched, err := r.clause(&query[i])
		if err != nil {
			return nil, nil, err
		}
		for _, p := range intersect(found, matched) {
			r.tally.add(uint64(p.doc), 0, p.fields)
		}
	}
	return found, r.tally.drain(), nil
}

// score turns weighted occurrences into BM25 scores, the clause standing for
// one term that all its documents have.
func (r *run) score(matched []posting) {
	n := float64(len(matched))
	idf := math.Log(1 + (r.docs-n+0.5)/(n+0.5))
	for i := range matched {
		tf := matched[i].value
		matched[i].value = idf * tf * (k1 + 1) / (k1 + tf)
	}
}

// clause returns the documents a clause matches, scored. It means exactly what
// [clause.find] means of a text. The result must not be changed.
func (r *run) clause(c *clause) ([]posting, error) {
	key := c.key()
	if found, ok := r.memo.clause(r.reader, key); ok {
		return found, nil
	}
	if err := r.learn(c); err != nil {
		return nil, err
	}
	for i, f := range fields {
		if c.scope != nil && c.scope != f {
			continue
		}
		var err error
		bit := fieldSet(1) << i
		switch {
		case f.keyword:
			err = r.terms(f, bit, []lookup{{c.id, exactWeight}})
		case len(c.parts) == 1:
			err = r.word(f, bit, c)
		default:
			err = r.compound(f, bit, c)
		}
		if err != nil {
			return nil, err
		}
	}
	found := r.tally.drain()
	r.score(found)
	r.memo.keep(r.reader, key, found)
	return found, r.ctx.Err()
}

// word reads a single word: as it is, by its stem, as the beginning of others
// and as others misspelt.
func (r *run) word(f *field, bit fieldSet, c *clause) error {
	word := c.parts[0]
	terms := []lookup{{word, exactWeight}}
	if c.quoted {
		return r.terms(f, bit, terms)
	}
	if c.stem != word {
		terms = append(terms, lookup{c.stem, stemWeight})
	}
	terms = append(terms, lookup{stemMark + c.stem, stemWeight})
	if c.prefix && !long(word) && f.short {
		terms = append(terms, lookup{shortMark + word, prefixWeight})
	}
	terms, err := r.others(terms, f, word, c)
	if err != nil {
		return err
	}
	return r.terms(f, bit, terms)
}

// compound reads a word of several parts or a quoted phrase.
func (r *run) compound(f *field, bit fieldSet, c *clause) error {
	if c.joined != "" {
		terms, err := r.others([]lookup{{c.joined, exactWeight}}, f, c.joined, c)
		if err != nil {
			return err
		}
		if err := r.terms(f, bit, terms); err != nil {
			return err
		}
	}
	return r.phrase(f, bit, c)
}

// terms adds up the postings of some terms of a field, length and weights
// taken into account.
func (r *run) terms(f *field, bit fieldSet, terms []lookup) error {
	for i := range r.parts {
		if err := r.termsOf(&r.parts[i], f, bit, terms); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) termsOf(p *part, f *field, bit fieldSet, terms []lookup) error {
	dict, err := p.Segment().Dictionary(f.name)
	if err != nil {
		return err
	}
	var list segment.PostingsList
	var postings segment.PostingsIterator
	for _, l := range terms {
		if l.term == "" {
			continue
		}
		if list, err = dict.PostingsList([]byte(l.term), p.Deleted(), list); err != nil {
			return err
		}
		postings = list.Iterator(true, true, false, postings)
		for i := 0; ; i++ {
			if i%512 == 0 && r.ctx.Err() != nil {
				return r.ctx.Err()
			}
			next, err := postings.Next()
			if err != nil {
				return err
			}
			if next == nil {
				break
			}
			r.tally.add(p.base+next.Number(), f.weight*l.weight*float64(next.Frequency())/f.damp(lengthOf(next)), bit)
		}
	}
	return nil
}

// lengthOf returns the number of terms of a posting's field; 0 when not known.
// A segment keeps it as it is.
func lengthOf(p segment.Posting) float64 {
	if kept, ok := p.(interface{ NormUint64() uint64 }); ok {
		return float64(kept.NormUint64())
	}
	return length(p.Norm())
}

// length is the length of a field of which bleve gives 1/sqrt(length).
func length(norm float64) float64 {
	if norm <= 0 {
		return 0
	}
	return 1 / (norm * norm)
}

// damp returns the factor by which a field's length lessens an occurrence in
// it.
func (f *field) damp(length float64) float64 {
	if f.keyword || length <= 0 {
		return 1
	}
	return 1 - b + b*length/f.pivot
}
