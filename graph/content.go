package graph

import "slices"

// Content returns the puts that would make a snapshot's graph from nothing:
// its sources by id, then entities and facts by number. It decodes every row.
func Content(s Snapshot) ([]Op, error) {
	t := s.Topology()
	ids, err := s.SourceIDs()
	if err != nil {
		return nil, err
	}
	ops := make([]Op, 0, len(ids)+t.Len()+t.Facts())
	for _, id := range ids {
		source, ok, err := s.Source(id)
		if err != nil {
			return nil, err
		}
		if ok {
			ops = append(ops, Op{Source: &source})
		}
	}
	facts := make([]FactNum, 0, t.Facts())
	for n, info := range t.All {
		e, err := s.Entity(n)
		if err != nil {
			return nil, err
		}
		ops = append(ops, Op{Entity: &e})
		for i := range info.Out {
			facts = append(facts, info.Out[i].Fact)
		}
	}
	slices.Sort(facts)
	for _, n := range facts {
		f, err := s.Fact(n)
		if err != nil {
			return nil, err
		}
		ops = append(ops, Op{Fact: &f})
	}
	return ops, nil
}
