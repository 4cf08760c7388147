package graph

import (
	"cmp"
	"slices"
)

// Life is a time during which the store held a fact in the same words.
type Life struct {
	Fact  Fact
	Since Revision // which put it
	Until Revision // which replaced or retracted it; 0 when it stands
}

// RecordLife is a [Life] of an entity, a fact or a source.
type RecordLife struct {
	Record Record
	Since  Revision
	Until  Revision
}

// Historian is a [Snapshot] that knows what was and what became. What it reads
// costs the same at every revision: it makes no topology. Its errors are those
// of a snapshot.
type Historian interface {
	Snapshot

	// FactLives lists the lives of the fact of this id, oldest first, those
	// after the snapshot's revision included; none when there never was one.
	FactLives(id string) ([]Life, error)

	// Lives is FactLives for whatever a ref names. It charges the budget for
	// what it reads, as the methods below do.
	Lives(r Ref, b *Budget) ([]RecordLife, error)

	// RecordAt returns what stood under the ref at any revision of the store.
	RecordAt(r Ref, rev Revision, b *Budget) (Record, error)

	// Touched lists what the changes after one revision up to another may have
	// made different, each once, in the order of [CompareRefs]. It reads the
	// log between the two or, where that is longer than the graph, the rows.
	Touched(after, upTo Revision, b *Budget) ([]Ref, error)

	// FactsEver lists the ids of the facts that had the entity at one end at
	// some revision up to the snapshot's, sorted.
	FactsEver(entity string, b *Budget) ([]string, error)
}

// historian returns the view's snapshot as one that knows the past.
func (v *View) historian() (Historian, error) {
	if h, ok := v.Snapshot.(Historian); ok {
		return h, nil
	}
	return nil, Errorf(Unavailable, "this store keeps no history")
}

// LookupRef returns what a text means: the id of something that is there or
// was at an earlier revision, else what [Lookup] finds, whose errors it has.
func LookupRef(v *View, text string) (Ref, error) {
	h, err := v.historian()
	if err != nil {
		return Ref{}, err
	}
	for _, r := range Refs(text) {
		lives, err := h.Lives(r, v.Budget)
		if err != nil {
			return Ref{}, err
		}
		if len(lives) > 0 && lives[0].Since <= v.Revision() {
			return r, nil
		}
	}
	n, err := Lookup(v, text)
	if err != nil {
		return Ref{}, err
	}
	return Ref{EntitySort, v.topology.Node(n).ID}, nil
}

// Event is what one revision did to something.
type Event struct {
	Revision    Revision
	Differences []Difference // to the revision before; by [CompareRefs], at least one
}

// History lists what happened to an entity and the facts that had it at one
// end, to a fact, or to a source, up to the view's revision, newest first. The
// lens hides nothing.
func History(v *View, r Ref) ([]Event, error) {
	h, err := v.historian()
	if err != nil {
		return nil, err
	}
	refs := []Ref{r}
	if r.Sort == EntitySort {
		facts, err := h.FactsEver(r.ID, v.Budget)
		if err != nil {
			return nil, err
		}
		for _, id := range facts {
			refs = append(refs, Ref{FactSort, id})
		}
	}
	at := map[Revision][]Difference{}
	for _, ref := range refs {
		lives, err := h.Lives(ref, v.Budget)
		if err != nil {
			return nil, err
		}
		events(ref, lives, v.Revision(), func(rev Revision, d Difference) {
			if r.Sort != EntitySort || d.Before.About(r.ID) || d.After.About(r.ID) {
				at[rev] = append(at[rev], d)
			}
		})
	}
	list := make([]Event, 0, len(at))
	for rev, differences := range at {
		list = append(list, Event{rev, differences})
	}
	slices.SortFunc(list, func(a, b Event) int { return cmp.Compare(b.Revision, a.Revision) })
	return list, nil
}

// events tells the differences that lives make, up to a revision.
func events(ref Ref, lives []RecordLife, upTo Revision, yield func(Revision, Difference)) {
	var before Record
	until := Revision(0) // of before
	tell := func(rev Revision, before, after Record) {
		if rev <= upTo {
			yield(rev, Difference{Ref: ref, From: rev - 1, To: rev, Before: before, After: after, Fields: FieldChanges(before, after)})
		}
	}
	for _, l := range lives {
		if before.Exists() && until != l.Since {
			tell(until, before, Record{})
			before = Record{}
		}
		tell(l.Since, before, l.Record)
		before, until = l.Record, l.Until
	}
	if before.Exists() && until != 0 {
		tell(until, before, Record{})
	}
}
