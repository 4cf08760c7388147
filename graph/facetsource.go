package graph

import (
	"slices"
	"strings"
)

// quotes tells which sources each fact and each entity's name quotes. It is
// made from the lists that the store keeps by source, so that no row is
// decoded.
type quotes struct {
	ids   []string
	facts quoteLists // by FactNum
	names quoteLists // by Node
}

// quoteLists are the sources, as places in ids, of each number:
// to[begin[n]:begin[n+1]].
type quoteLists struct {
	begin []uint32
	to    []uint16
}

func (q *quoteLists) of(n uint32) []uint16 {
	if int(n)+1 >= len(q.begin) {
		return nil
	}
	return q.to[q.begin[n]:q.begin[n+1]]
}

// maxSources is the number of sources that quoteLists can tell apart.
const maxSources = 1 << 16

// readQuotes costs a unit of budget for each source and for every 64 facts and
// entities that quote it.
func (v *View) readQuotes() (*quotes, error) {
	ids, err := v.SourceIDs()
	if err != nil {
		return nil, err
	}
	if len(ids) > maxSources {
		return nil, Errorf(Limit, "there are more than %d sources", maxSources).WithHint("count by something else")
	}
	facts, names := make([][]uint32, len(ids)), make([][]uint32, len(ids))
	for i, id := range ids {
		f, n, err := v.FactsOfSource(id)
		if err == nil {
			err = v.Budget.Spend(1 + (len(f)+len(n))/perUnit)
		}
		if err != nil {
			return nil, err
		}
		facts[i], names[i] = numbers(f), numbers(n)
	}
	return &quotes{ids, turn(facts), turn(names)}, nil
}

func numbers[T ~uint32](list []T) []uint32 {
	plain := make([]uint32, len(list))
	for i, x := range list {
		plain[i] = uint32(x)
	}
	return plain
}

// turn makes lists of sources by number out of lists of numbers by source,
// each in order.
func turn(lists [][]uint32) quoteLists {
	size, most := 0, uint32(0)
	for _, list := range lists {
		size += len(list)
		if len(list) > 0 {
			most = max(most, list[len(list)-1])
		}
	}
	q := quoteLists{make([]uint32, most+3), make([]uint16, size)}
	for _, list := range lists {
		for _, n := range list {
			q.begin[n+2]++
		}
	}
	for n := 2; n < len(q.begin); n++ {
		q.begin[n] += q.begin[n-1]
	}
	for i, list := range lists {
		for _, n := range list {
			q.to[q.begin[n+1]] = uint16(i)
			q.begin[n+1]++
		}
	}
	return q
}

// sources counts by the sources quoted.
func (c *facetCount) sources(t *tally) (*facetField, error) {
	if c.quotes == nil {
		var err error
		if c.quotes, err = c.v.readQuotes(); err != nil {
			return nil, err
		}
	}
	q := c.quotes
	t.room(len(q.ids))
	return &facetField{
		node: func(n Node, _ *NodeInfo) error {
			for _, source := range q.names.of(uint32(n)) {
				t.add(uint32(source), n, 0)
			}
			return nil
		},
		edge: func(n Node, e *Edge, facts uint32) {
			for _, source := range q.facts.of(uint32(e.Fact)) {
				t.add(uint32(source), n, facts)
			}
		},
		has: func(e *Edge, bucket uint32) bool {
			return slices.Contains(q.facts.of(uint32(e.Fact)), uint16(bucket))
		},
		ends:    Out,
		value:   func(bucket uint32) FacetValue { return FacetValue{Value: q.ids[bucket], Label: q.ids[bucket]} },
		compare: func(a, b uint32) int { return strings.Compare(q.ids[a], q.ids[b]) },
	}, nil
}
