package search

import (
	"errors"
	"slices"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// others appends the terms of a field that begin with a word, or are near it,
// where the clause asks for them.
func (r *run) others(terms []lookup, f *field, word string, c *clause) ([]lookup, error) {
	if c.prefix && long(word) {
		found, err := r.expand(f, word)
		if err != nil {
			return nil, err
		}
		for _, term := range found {
			terms = append(terms, lookup{term, prefixWeight})
		}
	}
	if c.fuzzy > 0 {
		found, err := r.near(f)
		if err != nil {
			return nil, err
		}
		for _, term := range found {
			terms = append(terms, lookup{term, fuzzyWeight})
		}
	}
	return terms, nil
}

// learn makes the automaton of a clause's misspellings, which takes longer than
// to run it through the dictionary of a field: one does for all. bleve gives it
// with its first use, here on the field of ids.
func (r *run) learn(c *clause) error {
	if c.fuzzy == 0 {
		return nil
	}
	dict, a, err := r.reader.FieldDictFuzzyAutomaton(idField.name, c.whole(), c.fuzzy, "")
	if err != nil {
		return err
	}
	var ok bool
	if r.like, ok = a.(segment.Automaton); !ok {
		return errors.New("bleve's automaton is not one of its segments'")
	}
	return dict.Close()
}

// near returns the surface forms of a field that the automaton takes, in order.
func (r *run) near(f *field) ([]string, error) {
	var found []string
	for i := range r.parts {
		dict, err := r.parts[i].Segment().Dictionary(f.name)
		if err != nil {
			return nil, err
		}
		for terms := dict.AutomatonIterator(r.like, nil, nil); ; {
			if len(found)%512 == 0 && r.ctx.Err() != nil {
				return nil, r.ctx.Err()
			}
			entry, err := terms.Next()
			if err != nil {
				return nil, err
			}
			if entry == nil {
				break
			}
			if isForm(entry.Term) {
				found = append(found, entry.Term)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// isForm reports whether a term is a surface form.
func isForm(term string) bool {
	return !strings.HasPrefix(term, stemMark) && !strings.HasPrefix(term, shortMark)
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
		if len(found)%512 == 0 && r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		entry, err := dict.Next()
		if entry == nil || err != nil {
			return found, err
		}
		found = append(found, entry.Term)
	}
}
