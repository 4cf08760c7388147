package graph

import "slices"

// Difference is one thing that two revisions hold differently. At least one of
// Before and After exists.
type Difference struct {
	Ref
	From, To      Revision
	Before, After Record        // at From, and at To
	Fields        []FieldChange // when both exist: at least one
}

// Effect says what became of a thing from one revision to another.
type Effect uint8

// The effects.
const (
	Added Effect = iota
	Retracted
	Changed
)

// String returns "ADDED", "RETRACTED" or "CHANGED".
func (e Effect) String() string {
	switch e {
	case Added:
		return "ADDED"
	case Retracted:
		return "RETRACTED"
	default:
		return "CHANGED"
	}
}

// Effect returns what became of it.
func (d *Difference) Effect() Effect {
	switch {
	case !d.Before.Exists():
		return Added
	case !d.After.Exists():
		return Retracted
	}
	return Changed
}

// DiffQuery asks what turns one revision into another.
type DiffQuery struct {
	From, To Revision // of the store, up to the view's; From may be the later one
	Scope    *Ref     // an entity with the facts that have it at one end, a fact, or a source; nil for all
	Kinds    []string // only entities of these kinds, which may be abstract, and facts with one at an end; nil for all
}

// Changes is the answer to a [DiffQuery].
type Changes struct {
	From, To    Revision
	Differences []Difference                     // by [CompareRefs]
	Counts      [SourceSort + 1][Changed + 1]int // by [Sort] and [Effect]
}

// Diff compares two revisions: what they hold, whatever the lens shows of it.
// A thing that was put and retracted between them, or changed and changed
// back, does not appear. Revision 0 is the empty graph. The work is that of
// what was touched between the two, not that of the graph. Errors: NOT_FOUND
// for a revision after the view's, LIMIT, TIMEOUT, and those of the snapshot.
func Diff(v *View, q DiffQuery) (Changes, error) {
	c := Changes{From: q.From, To: q.To}
	h, err := v.historian()
	if err != nil {
		return c, err
	}
	if last := max(q.From, q.To); last > v.Revision() {
		return c, Errorf(NotFound, "there is no revision %d", last).WithHint("the last one to be seen is %d", v.Revision())
	}
	refs, err := q.candidates(v, h)
	if err != nil {
		return c, err
	}
	d := &differ{v: v, h: h, q: &q, concrete: v.Ontology.Concrete(q.Kinds), kinds: map[end]string{}}
	for _, ref := range refs {
		x, ok, err := d.compare(ref)
		if err != nil {
			return c, err
		}
		if ok {
			c.Differences = append(c.Differences, x)
			c.Counts[x.Sort][x.Effect()]++
		}
	}
	return c, nil
}

// nearby is how many revisions apart two may be for the log between them to be
// read for one entity, too. It is mostly shorter than what the entity ever was.
const nearby = 8

// candidates returns what may be different, in order.
func (q *DiffQuery) candidates(v *View, h Historian) ([]Ref, error) {
	first, last := min(q.From, q.To), max(q.From, q.To)
	switch {
	case first == last:
		return nil, nil
	case q.Scope == nil || q.Scope.Sort == EntitySort && last-first <= nearby:
		return h.Touched(first, last, v.Budget)
	case q.Scope.Sort != EntitySort:
		return []Ref{*q.Scope}, nil
	}
	facts, err := h.FactsEver(q.Scope.ID, v.Budget)
	refs := make([]Ref, 0, 1+len(facts))
	refs = append(refs, *q.Scope)
	for _, id := range facts {
		refs = append(refs, Ref{FactSort, id})
	}
	return refs, err
}

// differ compares records at the two revisions of a query.
type differ struct {
	v        *View
	h        Historian
	q        *DiffQuery
	concrete []string       // kinds asked for
	kinds    map[end]string // of the entities looked at
}

// end is an entity at a revision.
type end struct {
	id  string
	rev Revision
}

// compare returns the difference at a ref; false when there is none, or it is
// out of scope.
func (d *differ) compare(ref Ref) (x Difference, ok bool, err error) {
	x = Difference{Ref: ref, From: d.q.From, To: d.q.To}
	if x.Before, err = d.h.RecordAt(ref, x.From, d.v.Budget); err != nil {
		return x, false, err
	}
	if x.After, err = d.h.RecordAt(ref, x.To, d.v.Budget); err != nil {
		return x, false, err
	}
	if !x.Before.Exists() && !x.After.Exists() {
		return x, false, nil
	}
	x.Fields = FieldChanges(x.Before, x.After)
	if x.Effect() == Changed && len(x.Fields) == 0 {
		return x, false, nil
	}
	if s := d.q.Scope; s != nil && s.Sort == EntitySort && !x.Before.About(s.ID) && !x.After.About(s.ID) {
		return x, false, nil
	}
	if d.q.Kinds != nil {
		before, err := d.isKind(x.Before, x.From)
		if before || err != nil {
			return x, before, err
		}
		after, err := d.isKind(x.After, x.To)
		return x, after, err
	}
	return x, true, nil
}

// isKind reports whether a record is an entity of a kind asked for, or a fact
// with one at an end.
func (d *differ) isKind(r Record, rev Revision) (bool, error) {
	switch {
	case r.Entity != nil:
		return slices.Contains(d.concrete, r.Entity.Kind), nil
	case r.Fact != nil:
		is, err := d.endIsKind(end{r.Fact.Subject, rev})
		if is || err != nil || r.Fact.Object == "" {
			return is, err
		}
		return d.endIsKind(end{r.Fact.Object, rev})
	}
	return false, nil
}

func (d *differ) endIsKind(e end) (bool, error) {
	kind, ok := d.kinds[e]
	if !ok {
		r, err := d.h.RecordAt(Ref{EntitySort, e.id}, e.rev, d.v.Budget)
		if err != nil {
			return false, err
		}
		if r.Entity != nil {
			kind = r.Entity.Kind
		}
		d.kinds[e] = kind
	}
	return slices.Contains(d.concrete, kind), nil
}
