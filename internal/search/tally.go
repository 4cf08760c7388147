package search

import "math/bits"

// posting is a document that matches, its weighted number of occurrences of a
// clause, later its score, and the fields they are in.
type posting struct {
	value  float64
	doc    uint32
	fields fieldSet
}

// fieldSet has a bit for each of [fields].
type fieldSet uint8

// tally adds up occurrences by document. Its size is that of the index; what
// it costs to read out is that of what was added, and of a bit for each
// document.
type tally struct {
	seen   []uint64 // a bit for each document added to
	value  []float64
	fields []fieldSet
	count  int
}

// resize makes an empty tally fit for documents numbered below docs.
func (t *tally) resize(docs int) {
	if docs > len(t.value) {
		t.seen = make([]uint64, (docs+63)/64)
		t.value = make([]float64, docs)
		t.fields = make([]fieldSet, docs)
	}
}

func (t *tally) add(doc uint64, value float64, f fieldSet) {
	if bit := uint64(1) << (doc % 64); t.seen[doc/64]&bit == 0 {
		t.seen[doc/64] |= bit
		t.value[doc], t.fields[doc] = 0, 0
		t.count++
	}
	t.value[doc] += value
	t.fields[doc] |= f
}

// drain returns what was added, in order of document, and empties the tally.
func (t *tally) drain() []posting {
	if t.count == 0 {
		return nil
	}
	found := make([]posting, 0, t.count)
	for i, word := range t.seen {
		for ; word != 0; word &= word - 1 {
			doc := 64*i + bits.TrailingZeros64(word)
			found = append(found, posting{t.value[doc], uint32(doc), t.fields[doc]})
		}
		t.seen[i] = 0
	}
	t.count = 0
	return found
}

// intersect returns what is in both, with summed values.
func intersect(a, b []posting) []posting {
	found := make([]posting, 0, min(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].doc < b[0].doc:
			a = a[1:]
		case a[0].doc > b[0].doc:
			b = b[1:]
		default:
			found = append(found, posting{a[0].value + b[0].value, a[0].doc, a[0].fields | b[0].fields})
			a, b = a[1:], b[1:]
		}
	}
	return found
}
