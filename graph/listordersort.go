package graph

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// sortBatch is how many entities are sorted between two looks at the deadline.
var sortBatch = 1 << 18

// sortKey stands for an entity while a long list is sorted: numbers that come
// with it, in place of texts that lie elsewhere in memory, decide nearly always.
type sortKey struct {
	lead uint64    // never less for what comes later by the first key
	id   [2]uint64 // likewise by id
	at   uint32    // place in the list
}

// sort returns entities in order, in lists of at most [sortBatch]. The error has
// code TIMEOUT.
func (o *order) sort(list []placed) ([][]placed, error) {
	var lists [][]placed
	for batch := range slices.Chunk(list, sortBatch) {
		if err := o.v.Budget.Err(); err != nil {
			return nil, err
		}
		lists = append(lists, o.sortBatch(batch))
	}
	return lists, nil
}

func (o *order) sortBatch(list []placed) []placed {
	leads, exact := o.leads(list)
	ids := commonPrefix(list, func(p *placed) string { return p.info.ID })
	keys := make([]sortKey, len(list))
	for i := range list {
		id := list[i].info.ID[ids:]
		keys[i] = sortKey{leads[i], [2]uint64{textDigest(id), textDigest(id[min(8, len(id)):])}, uint32(i)}
	}
	exact = exact && len(o.keys) == 1
	slices.SortFunc(keys, func(a, b sortKey) int {
		if a.lead != b.lead {
			return cmp.Compare(a.lead, b.lead)
		}
		if !exact {
			if c := o.compareKeys(list[a.at].values, list[b.at].values); c != 0 {
				return c
			}
		}
		if a.id[0] != b.id[0] {
			return cmp.Compare(a.id[0], b.id[0])
		}
		if a.id[1] != b.id[1] {
			return cmp.Compare(a.id[1], b.id[1])
		}
		return cmp.Compare(list[a.at].info.ID, list[b.at].info.ID)
	})
	sorted := make([]placed, len(list))
	for i := range keys {
		sorted[i] = list[keys[i].at]
	}
	return sorted
}

// leads returns for each entity a number that is never less for what comes
// later by the first key; exact says that equal numbers are equal values.
func (o *order) leads(list []placed) (leads []uint64, exact bool) {
	k := &o.keys[0]
	var first *orderValue
	exact, numbers := true, false
	for i := range list {
		x := &list[i].values[0]
		if x.null {
			continue
		}
		if first == nil {
			first = x
		}
		exact = exact && x.text == ""
		numbers = numbers || x.number != first.number
	}
	prefix := 0
	if !exact && !numbers {
		prefix = commonPrefix(list, func(p *placed) string { return p.values[0].text })
	}
	leads = make([]uint64, len(list))
	for i := range list {
		x := &list[i].values[0]
		switch {
		case x.null && k.nullsFirst:
			continue
		case x.null:
			leads[i] = math.MaxUint64
			continue
		case !exact && !numbers:
			leads[i] = textDigest(x.text[prefix:])
		default:
			leads[i] = numberDigest(x.number)
		}
		if k.descending {
			leads[i] = ^leads[i]
		}
	}
	return leads, exact
}

// commonPrefix returns the number of bytes with which all texts begin.
func commonPrefix(list []placed, text func(*placed) string) int {
	common := ""
	for i := range list {
		x := text(&list[i])
		switch {
		case x == "":
			return 0
		case i == 0:
			common = x
		}
		n := 0
		for n < len(common) && n < len(x) && common[n] == x[n] {
			n++
		}
		common = common[:n]
	}
	return len(common)
}

// textDigest returns the first eight bytes as a number, which is in the order of
// texts but equal for some that are not.
func textDigest(s string) uint64 {
	if len(s) >= 8 {
		return binary.BigEndian.Uint64([]byte(s[:8]))
	}
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// numberDigest returns a number in the order of float64, equal only for equal
// ones.
func numberDigest(x float64) uint64 {
	if x == 0 {
		return 1 << 63 // of -0, too
	}
	bits := math.Float64bits(x)
	if bits>>63 != 0 {
		return ^bits
	}
	return bits | 1<<63
}
