package search

import (
	"cmp"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// place is a position of a word in one value of a field: the value's number
// and the position.
type place struct{ value, pos uint64 }

// candidate is a document that may have a phrase, and where its first part may
// begin there.
type candidate struct {
	doc    uint64
	norm   float64
	begins []place // sorted
}

// phrase adds up the documents that have the clause's parts one after another
// in a field.
func (r *run) phrase(f *field, bit fieldSet, c *clause) error {
	slots, err := r.slots(f, c)
	if err != nil {
		return err
	}
	var found []candidate
	for i, s := range slots {
		if s.count == 0 {
			return nil
		}
		next, err := r.places(f, s.terms, s.offset, found, i == 0)
		if err != nil {
			return err
		}
		if i > 0 {
			next = both(found, next)
		}
		if found = next; len(found) == 0 {
			return nil
		}
	}
	for _, x := range found {
		r.tally.add(x.doc, f.weight*exactWeight*float64(len(x.begins))/f.damp(length(x.norm)), bit)
	}
	return nil
}

// slot is what may stand at one position of a phrase.
type slot struct {
	terms  []string
	offset uint64 // from the phrase's beginning
	count  uint64 // documents that have a term, counted once for each
}

// slots returns the positions of a phrase, the one with the rarest terms first,
// so that of the others only few documents need be read.
func (r *run) slots(f *field, c *clause) ([]slot, error) {
	slots := make([]slot, len(c.parts))
	for i, part := range c.parts {
		s := slot{terms: []string{part}, offset: uint64(i)}
		if i == len(c.parts)-1 && c.prefix && long(part) {
			more, err := r.expand(f, part)
			if err != nil {
				return nil, err
			}
			s.terms = append(s.terms, slices.DeleteFunc(more, func(t string) bool { return t == part })...)
		}
		for _, term := range s.terms {
			list, err := r.reader.TermFieldReader(r.ctx, []byte(term), f.name, false, false, false)
			if err != nil {
				return nil, err
			}
			s.count += list.Count()
			if err := list.Close(); err != nil {
				return nil, err
			}
		}
		slots[i] = s
	}
	slices.SortStableFunc(slots, func(a, b slot) int { return cmp.Compare(a.count, b.count) })
	return slots, nil
}

// places returns the documents that have any of the terms, and the places
// offset positions before them. Unless all are wanted, only the documents
// among the given ones are read.
func (r *run) places(f *field, terms []string, offset uint64, among []candidate, all bool) ([]candidate, error) {
	var found []candidate
	for _, term := range terms {
		list, err := r.reader.TermFieldReader(r.ctx, []byte(term), f.name, true, true, true)
		if err != nil {
			return nil, err
		}
		err = r.scan(list, offset, among, all, &found)
		if closing := list.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return nil, err
		}
	}
	if len(terms) > 1 {
		slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.doc, b.doc) })
		kept := found[:0]
		for _, x := range found {
			if n := len(kept); n > 0 && kept[n-1].doc == x.doc {
				kept[n-1].begins = append(kept[n-1].begins, x.begins...)
				continue
			}
			kept = append(kept, x)
		}
		found = kept
	}
	for i := range found {
		slices.SortFunc(found[i].begins, comparePlaces)
		found[i].begins = slices.Compact(found[i].begins)
	}
	return found, nil
}

func (r *run) scan(list index.TermFieldReader, offset uint64, among []candidate, all bool, found *[]candidate) error {
	var memory index.TermFieldDoc
	var id index.IndexInternalID
	next, err := list.Next(memory.Reset())
	for i := 0; ; i++ {
		if err != nil {
			return err
		}
		if next == nil {
			return nil
		}
		if i%512 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		doc := next.ID.Value()
		if !all {
			for len(among) > 0 && among[0].doc < doc {
				among = among[1:]
			}
			if len(among) == 0 {
				return nil
			}
			if among[0].doc > doc {
				id = index.NewIndexInternalID(id, among[0].doc)
				next, err = list.Advance(id, memory.Reset())
				continue
			}
		}
		x := candidate{doc: doc, norm: next.Norm}
		for _, v := range next.Vectors {
			if v.Pos > offset {
				p := place{pos: v.Pos - offset}
				if len(v.ArrayPositions) > 0 {
					p.value = v.ArrayPositions[0]
				}
				x.begins = append(x.begins, p)
			}
		}
		*found = append(*found, x)
		next, err = list.Next(memory.Reset())
	}
}

// both keeps in a, which it returns, the documents of both and the places in
// both.
func both(a, b []candidate) []candidate {
	kept := a[:0]
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].doc < b[0].doc:
			a = a[1:]
		case a[0].doc > b[0].doc:
			b = b[1:]
		default:
			x := a[0]
			x.begins = slices.DeleteFunc(x.begins, func(p place) bool {
				_, ok := slices.BinarySearchFunc(b[0].begins, p, comparePlaces)
				return !ok
			})
			if len(x.begins) > 0 {
				kept = append(kept, x)
			}
			a, b = a[1:], b[1:]
		}
	}
	return kept
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.pos, b.pos))
}
