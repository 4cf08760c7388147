package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
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
)

// posting is a document and, first, its weighted number of occurrences of a
// clause; later its score.
type posting struct {
	doc   uint64
	order uint32 // of reading, so that sums are of the same terms in the same order
	value float64
}

// run evaluates one query on one reader.
type run struct {
	ctx    context.Context
	reader index.IndexReader
	docs   float64 // in the index
}

// lookup is a term of a field to read.
type lookup struct {
	term   string
	weight float64
}

// wanted returns the documents that all wanted clauses match, with their
// scores, and those of them that an excluded clause matches too; both sorted by
// document.
func (r *run) wanted(query []clause) (found []posting, excluded []uint64, err error) {
	first := true
	for i := range query {
		if query[i].exclude || !first && len(found) == 0 {
			continue
		}
		matched, err := r.clause(&query[i])
		if err != nil {
			return nil, nil, err
		}
		r.score(matched)
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
		for _, p := range intersect(slices.Clone(found), matched) {
			excluded = append(excluded, p.doc)
		}
	}
	slices.Sort(excluded)
	return found, slices.Compact(excluded), nil
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

// intersect keeps in a, which it returns, what is in both, with summed values.
func intersect(a, b []posting) []posting {
	kept := a[:0]
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].doc < b[0].doc:
			a = a[1:]
		case a[0].doc > b[0].doc:
			b = b[1:]
		default:
			p := a[0]
			p.value += b[0].value
			kept = append(kept, p)
			a, b = a[1:], b[1:]
		}
	}
	return kept
}

// clause returns the documents a clause matches. It means exactly what
// [clause.find] means of a text.
func (r *run) clause(c *clause) ([]posting, error) {
	var all []posting
	lists := 0
	for _, f := range fields {
		before := len(all)
		var err error
		switch {
		case f.keyword:
			all, err = r.terms(all, f, []lookup{{c.id, exactWeight}})
		case len(c.parts) == 1:
			all, err = r.word(all, f, c)
		default:
			all, err = r.compound(all, f, c)
		}
		if err != nil {
			return nil, err
		}
		if len(all) > before {
			lists++
		}
	}
	return sum(all), r.ctx.Err()
}

// sum sorts postings by document and adds up those of the same.
func sum(all []posting) []posting {
	for i := range all {
		all[i].order = uint32(i)
	}
	byDoc := func(a, b posting) int {
		return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.order, b.order))
	}
	if !slices.IsSortedFunc(all, byDoc) {
		slices.SortFunc(all, byDoc)
	}
	kept := all[:0]
	for _, p := range all {
		if n := len(kept); n > 0 && kept[n-1].doc == p.doc {
			kept[n-1].value += p.value
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// word reads a single word: as it is, by its stem, and as the beginning of
// others.
func (r *run) word(all []posting, f *field, c *clause) ([]posting, error) {
	word := c.parts[0]
	terms := []lookup{{word, exactWeight}}
	if !c.quoted {
		if c.stem != word {
			terms = append(terms, lookup{c.stem, stemWeight})
		}
		terms = append(terms, lookup{stemMark + c.stem, stemWeight})
		if c.prefix {
			switch {
			case long(word):
				found, err := r.expand(f, word)
				if err != nil {
					return nil, err
				}
				for _, term := range found {
					terms = append(terms, lookup{term, prefixWeight})
				}
			case f.short:
				terms = append(terms, lookup{shortMark + word, prefixWeight})
			}
		}
	}
	return r.terms(all, f, terms)
}

// compound reads a word of several parts or a quoted phrase.
func (r *run) compound(all []posting, f *field, c *clause) ([]posting, error) {
	if c.joined != "" {
		terms := []lookup{{c.joined, exactWeight}}
		if c.prefix && long(c.joined) {
			found, err := r.expand(f, c.joined)
			if err != nil {
				return nil, err
			}
			for _, term := range found {
				terms = append(terms, lookup{term, prefixWeight})
			}
		}
		var err error
		if all, err = r.terms(all, f, terms); err != nil {
			return nil, err
		}
	}
	return r.phrase(all, f, c)
}

// expand returns the terms of a field that begin with prefix, in order.
func (r *run) expand(f *field, prefix string) ([]string, error) {
	dict, err := r.reader.FieldDictPrefix(f.name, []byte(prefix))
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	var found []string
	for {
		entry, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return found, nil
		}
		found = append(found, entry.Term)
	}
}

// terms appends the postings of some terms of a field, length and weights
// taken into account.
func (r *run) terms(all []posting, f *field, terms []lookup) ([]posting, error) {
	var doc index.TermFieldDoc
	for _, l := range terms {
		if l.term == "" {
			continue
		}
		list, err := r.reader.TermFieldReader(r.ctx, []byte(l.term), f.name, true, true, false)
		if err != nil {
			return nil, err
		}
		all = slices.Grow(all, int(list.Count()))
		for i := 0; ; i++ {
			if i%512 == 0 && r.ctx.Err() != nil {
				_ = list.Close()
				return nil, r.ctx.Err()
			}
			next, err := list.Next(doc.Reset())
			if err != nil {
				_ = list.Close()
				return nil, err
			}
			if next == nil {
				break
			}
			all = append(all, posting{doc: next.ID.Value(), value: f.weight * l.weight * float64(next.Freq) / f.damp(next.Norm)})
		}
		if err := list.Close(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// damp returns the factor by which a field's length, which bleve stores as
// 1/sqrt(length), lessens an occurrence in it.
func (f *field) damp(norm float64) float64 {
	if f.keyword || norm <= 0 {
		return 1
	}
	return 1 - b + b/(norm*norm)/f.pivot
}
