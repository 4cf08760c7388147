package graph

// quoteSet is the facts and entities that quote some sources.
type quoteSet struct{ facts, nodes bitSet }

// quotes returns a function that finds, at its first call, what quotes the
// sources whose id meets the test. The store's index of quotes gives them, so
// that no row is decoded.
func (c *compiler) quotes(x *TextTest) func() (*quoteSet, error) {
	var found *quoteSet
	return func() (*quoteSet, error) {
		if found != nil {
			return found, nil
		}
		q, test := &quoteSet{}, x.compile()
		ids, err := c.v.SourceIDs()
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !test.holds(id) {
				continue
			}
			facts, nodes, err := c.v.FactsOfSource(id)
			if err != nil {
				return nil, err
			}
			for _, f := range facts {
				q.facts.add(uint32(f))
			}
			for _, n := range nodes {
				q.nodes.add(uint32(n))
			}
			if err := c.meter.touch(1 + len(facts) + len(nodes)); err != nil {
				return nil, err
			}
		}
		found = q
		return q, nil
	}
}

// entitySource tests the sources of an entity's name and of the visible facts
// whose subject it is.
func (c *compiler) entitySource(x *TextTest) func(Node) (bool, error) {
	quotes := c.quotes(x)
	return func(n Node) (bool, error) {
		q, err := quotes()
		info := c.t.Node(n)
		if err != nil || info == nil {
			return false, err
		}
		if q.nodes.has(uint32(n)) {
			return true, nil
		}
		for i := range info.Out {
			if e := &info.Out[i]; q.facts.has(uint32(e.Fact)) && c.v.Shows(e) {
				return true, c.meter.touch(1 + i)
			}
		}
		return false, c.meter.touch(1 + len(info.Out))
	}
}
