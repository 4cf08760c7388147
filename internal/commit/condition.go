package commit

import (
	"slices"

	"missiongraph/graph"
)

// conditions compares what the draft's author has seen with what there is.
func (a *attempt) conditions() error {
	if len(a.draft.If) == 0 {
		return nil
	}
	h, ok := a.base.Snapshot.(graph.Historian)
	if !ok {
		return graph.Errorf(graph.Unavailable, "this store keeps no history, and conditions ask for it")
	}
	for _, c := range a.draft.If {
		theirs, err := graph.RecordOf(a.base, c.Ref)
		if err != nil {
			return err
		}
		if c.Revision == 0 && !theirs.Exists() {
			continue
		}
		last, err := graph.LastTouched(h, c.Ref, nil)
		if err != nil {
			return err
		}
		if c.Revision != last {
			a.out.Conflicts = append(a.out.Conflicts, Conflict{Condition: c, Actual: last, Theirs: theirs, Ours: a.ours(c.Ref)})
		}
	}
	return nil
}

// ours returns a thing as the draft would make it.
func (a *attempt) ours(r graph.Ref) graph.Record {
	for i := len(a.draft.Ops) - 1; i >= 0; i-- {
		op := &a.draft.Ops[i]
		if op.Problem() == "" && op.Touches() == r {
			return graph.Record{Entity: op.Entity, Fact: op.Fact, Source: op.Source}
		}
	}
	return graph.Record{}
}

// moved is the conflict of a request that asks for a revision of the whole
// graph.
func (a *attempt) moved(head graph.Revision) Conflict {
	return Conflict{Condition: Condition{Revision: *a.IfRevision, Path: "ifRevision"}, Actual: head}
}

// basis returns the things that the change was checked against, so that it
// holds as long as they are as they are; none where it hangs on the whole graph.
func (a *attempt) basis() ([]graph.Ref, error) {
	if a.IfRevision != nil || a.draft.Whole {
		return nil, nil
	}
	if a.questions != nil {
		b, ok := a.questions.(Blocker)
		if !ok {
			return nil, nil
		}
		if blocks, err := b.Blocks(a.base.Snapshot); blocks || err != nil {
			return nil, err
		}
	}
	refs := make([]graph.Ref, 0, 3*len(a.draft.Ops)+len(a.draft.If))
	for _, c := range a.draft.If {
		refs = append(refs, c.Ref)
	}
	for i := range a.draft.Ops {
		op := &a.draft.Ops[i]
		if a.hangsOnAll(op) {
			return nil, nil
		}
		refs = append(refs, op.Touches())
		switch {
		case op.Entity != nil:
			refs = quoted(append(refs, graph.Ref{Sort: graph.SourceSort, ID: op.Entity.ID}), op.Entity.Evidence)
		case op.Source != nil:
			refs = append(refs, graph.Ref{Sort: graph.EntitySort, ID: op.Source.ID})
		case op.Fact != nil:
			refs = append(refs, graph.Ref{Sort: graph.EntitySort, ID: op.Fact.Subject})
			if op.Fact.IsRelation() {
				refs = append(refs, graph.Ref{Sort: graph.EntitySort, ID: op.Fact.Object})
			}
			refs = quoted(refs, op.Fact.Evidence)
		}
	}
	slices.SortFunc(refs, graph.CompareRefs)
	return slices.Compact(refs), nil
}

func quoted(refs []graph.Ref, list []graph.Evidence) []graph.Ref {
	for i := range list {
		refs = append(refs, graph.Ref{Sort: graph.SourceSort, ID: list[i].Source})
	}
	return refs
}

// hangsOnAll reports whether an op is right or wrong by more than the things it
// names: a relation that must not lead back, what is one of several readings,
// the only value of a property, another kind, another text, what is taken out
// and must be used by nobody.
func (a *attempt) hangsOnAll(op *graph.Op) bool {
	switch {
	case op.RetractEntity != "" || op.RetractSource != "":
		return true
	case op.Entity != nil:
		t := a.base.Topology()
		info := t.Node(t.Lookup(op.Entity.ID))
		return info != nil && t.Terms().Name(info.Kind) != op.Entity.Kind
	case op.Source != nil:
		was, ok, err := a.base.Source(op.Source.ID)
		return err != nil || ok && was.Text != op.Source.Text
	case op.Fact != nil:
		if op.Fact.Reading != "" {
			return true
		}
		if r := a.ontology.Relation(op.Fact.Type); r != nil {
			return r.Acyclic
		}
		p := a.ontology.Property(op.Fact.Type)
		return p == nil || !p.Many
	}
	return false
}
