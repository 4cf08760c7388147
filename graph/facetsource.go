package graph

import (
	"slices"
	"strings"
)

// quotes tells which sources facts and names of entities quote, as places in
// ids.
type quotes struct {
	ids   []string
	facts func(FactNum) []uint16
	names func(Node) []uint16
}

// maxSources is the number of sources that quotes can tell apart.
const maxSources = 1 << 16

// rowCost is the number of places in the store's lists that are read in the time
// of decoding one row.
var rowCost = 32

// quotesOf tells what the entities in and their facts quote: from the rows of
// few, else from the lists that the store keeps by source, so that no row is
// decoded. The lists are read once a revision; they take some 8 bytes a fact.
func (c *facetCount) quotesOf(in *population, ends Direction) (*quotes, error) {
	t := c.v.topology
	if q, ok := t.derived.peek("quotes", t).(*quotes); ok {
		return q, nil
	}
	ids, err := c.v.countedSources()
	if err != nil {
		return nil, err
	}
	if c.rows(in, ends)*rowCost < t.Facts() {
		return c.quotesInRows(in, ends, ids)
	}
	return c.v.allQuotes(ids)
}

// countedSources returns the ids of all sources, in order, or the error LIMIT
// when there are too many to count by.
func (v *View) countedSources() ([]string, error) {
	ids, err := v.SourceIDs()
	if err == nil && len(ids) > maxSources {
		return nil, Errorf(Limit, "there are more than %d sources", maxSources).WithHint("count by something else")
	}
	return ids, err
}

// allQuotes tells what all entities and facts quote. ids are all sources.
func (v *View) allQuotes(ids []string) (*quotes, error) {
	t := v.topology
	made, err := t.derived.get(v.Budget, "quotes", t, func(*earlier) (any, int, error) {
		return v.quotesInLists(ids)
	})
	if err != nil {
		return nil, err
	}
	return made.(*quotes), nil
}

// rows returns the number of rows that may quote something.
func (c *facetCount) rows(in *population, ends Direction) int {
	if in.all {
		return c.v.topology.Facts()
	}
	sum := len(in.set.list) + len(c.q.Relations)
	for _, n := range in.set.list {
		info := c.v.topology.Node(n)
		sum += len(info.Out)
		if ends&In != 0 {
			sum += len(info.In)
		}
	}
	return sum
}

// quotesInRows costs a unit of budget for each row.
func (c *facetCount) quotesInRows(in *population, ends Direction, ids []string) (*quotes, error) {
	facts, names := map[FactNum][]uint16{}, map[Node][]uint16{}
	places := func(list []Evidence) (places []uint16) {
		for i, e := range list {
			at, ok := slices.BinarySearch(ids, e.Source)
			if ok && !slices.ContainsFunc(list[:i], func(x Evidence) bool { return x.Source == e.Source }) {
				places = append(places, uint16(at))
			}
		}
		return places
	}
	read := func(e *Edge) error {
		if _, done := facts[e.Fact]; done || !c.shows(e) {
			return nil
		}
		if err := c.v.Budget.Spend(1); err != nil {
			return err
		}
		f, err := c.v.Fact(e.Fact)
		facts[e.Fact] = places(f.Evidence)
		return err
	}
	for i := range c.q.Relations {
		if err := read(&c.q.Relations[i].Edge); err != nil {
			return nil, err
		}
	}
	err := c.each(in, 0, func(n Node, info *NodeInfo) error {
		if c.q.Relations != nil {
			return nil
		}
		for i := range info.Out {
			if err := read(&info.Out[i]); err != nil {
				return err
			}
		}
		for i := 0; ends&In != 0 && i < len(info.In); i++ {
			if err := read(&info.In[i]); err != nil {
				return err
			}
		}
		if err := c.v.Budget.Spend(1); err != nil {
			return err
		}
		e, err := c.v.Entity(n)
		names[n] = places(e.Evidence)
		return err
	})
	return &quotes{
		ids:   ids,
		facts: func(f FactNum) []uint16 { return facts[f] },
		names: func(n Node) []uint16 { return names[n] },
	}, err
}

// quotesInLists costs a unit of budget for each source and for every 64 facts
// and entities that quote it. bytes is the size of the result.
func (v *View) quotesInLists(ids []string) (q *quotes, bytes int, err error) {
	facts, names := make([][]FactNum, len(ids)), make([][]Node, len(ids))
	for i, id := range ids {
		if facts[i], names[i], err = v.FactsOfSource(id); err != nil {
			return nil, 0, err
		}
		if err := v.Budget.Spend(1 + (len(facts[i])+len(names[i]))/scannedPerUnit); err != nil {
			return nil, 0, err
		}
	}
	ofFact, ofName := turn(facts), turn(names)
	return &quotes{ids, ofFact.of, ofName.of}, ofFact.bytes() + ofName.bytes(), nil
}

// sourceLists are the places of sources by number: to[begin[n]:begin[n+1]].
type sourceLists[N ~uint32] struct {
	begin []uint32
	to    []uint16
}

func (q *sourceLists[N]) of(n N) []uint16 {
	if int(n)+1 >= len(q.begin) {
		return nil
	}
	return q.to[q.begin[n]:q.begin[n+1]]
}

func (q *sourceLists[N]) bytes() int { return 4*len(q.begin) + 2*len(q.to) }

// turn makes lists of sources by number out of lists of numbers by source,
// each in order.
func turn[N ~uint32](lists [][]N) *sourceLists[N] {
	size, most := 0, N(0)
	for _, list := range lists {
		size += len(list)
		if len(list) > 0 {
			most = max(most, list[len(list)-1])
		}
	}
	q := &sourceLists[N]{make([]uint32, most+3), make([]uint16, size)}
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
func (c *facetCount) sources(t *tally, in *population, within *facetWithin) (*facetField, error) {
	ends := Out
	if within != nil {
		ends = within.field.ends
	}
	q, err := c.quotesOf(in, ends)
	if err != nil {
		return nil, err
	}
	t.room(len(q.ids))
	return &facetField{
		node: func(n Node, _ *NodeInfo) error {
			for _, source := range q.names(n) {
				t.add(uint32(source), n, 0)
			}
			return nil
		},
		edge: func(n Node, e *Edge, facts uint32) {
			for _, source := range q.facts(e.Fact) {
				t.add(uint32(source), n, facts)
			}
		},
		has: func(e *Edge, bucket uint32) bool {
			return slices.Contains(q.facts(e.Fact), uint16(bucket))
		},
		ends:        Out,
		facetValues: sourceValues(q.ids),
	}, nil
}

func sourceValues(ids []string) facetValues {
	return facetValues{
		value:   func(bucket uint32) FacetValue { return FacetValue{Value: ids[bucket], Label: ids[bucket]} },
		compare: func(a, b uint32) int { return strings.Compare(ids[a], ids[b]) },
	}
}
