package search

import (
	"context"
	"errors"
	"maps"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"missiongraph/graph"
)

// touched lists the ids of the entities that the entries after st up to head
// bear on, sorted; of all entities where that is less work or st is nothing.
func (x *Index) touched(ctx context.Context, st state, head graph.Revision) ([]string, error) {
	ids := map[string]bool{}
	var facts []string
	if st.revision == 0 {
		return x.all(ids)
	}
	s, err := x.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	most := max(fullAfter, s.Topology().Len())
	if err := s.Close(); err != nil {
		return nil, err
	}
	ops := 0
	for entry, err := range x.store.Tail(ctx, st.revision) {
		if err != nil {
			return nil, err
		}
		if entry.Revision > head {
			break
		}
		ops += len(entry.Ops)
		for i := range entry.Ops {
			switch op := &entry.Ops[i]; {
			case op.Entity != nil:
				ids[op.Entity.ID] = true
			case op.RetractEntity != "":
				ids[op.RetractEntity] = true
			case op.Fact != nil:
				ids[op.Fact.Subject] = true
				if op.Fact.Object != "" {
					ids[op.Fact.Object] = true
				}
				facts = append(facts, op.Fact.ID)
			case op.RetractFact != "":
				facts = append(facts, op.RetractFact)
			}
		}
		if ops > most {
			facts = nil // every document is made again, so none need be found
		}
	}
	if ops > most {
		return x.all(ids)
	}
	if err := x.holding(facts, ids); err != nil {
		return nil, damage(err)
	}
	return slices.Sorted(maps.Keys(ids)), nil
}

// all adds every entity at the head.
func (x *Index) all(ids map[string]bool) ([]string, error) {
	s, err := x.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	for _, info := range s.Topology().All {
		ids[info.ID] = true
	}
	return slices.Sorted(maps.Keys(ids)), s.Close()
}

// holding adds the ids of the documents made of any of the facts.
func (x *Index) holding(facts []string, ids map[string]bool) error {
	if len(facts) == 0 {
		return nil
	}
	reader, err := x.scorch.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, f := range facts {
		postings, err := reader.TermFieldReader(context.Background(), markOf(f), factField, false, false, false)
		if err != nil {
			return err
		}
		for {
			doc, err := postings.Next(nil)
			if err != nil {
				return errors.Join(err, postings.Close())
			}
			if doc == nil {
				break
			}
			id, err := reader.ExternalID(doc.ID)
			if err != nil {
				return errors.Join(err, postings.Close())
			}
			ids[id] = true
		}
		if err := postings.Close(); err != nil {
			return err
		}
	}
	return nil
}

// batch makes the documents of some entities anew, from the store's head, the
// revision it returns. The snapshot is closed before bleve begins its work.
func (x *Index) batch(ids []string) (*index.Batch, graph.Revision, error) {
	s, err := x.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, 0, err
	}
	defer s.Close()
	t := s.Topology()
	batch := index.NewBatch()
	for _, id := range ids {
		n := t.Lookup(id)
		if n == 0 {
			batch.Delete(id)
			continue
		}
		m, err := gather(s, t, n, everything, free)
		if err != nil {
			return nil, 0, err
		}
		batch.Update(newDocument(id, m))
	}
	return batch, s.Revision(), nil
}
