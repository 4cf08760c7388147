package graph

import "slices"

// Undo returns the ops that take back what one revision did, as git revert
// does: what it added is retracted, what it changed or retracted is put as it
// was. What was changed back since needs nothing; where all was, there are no
// ops. What was changed otherwise since is in the error, [Clashes]: so are
// facts that were put since about an entity that would go, and quotes of a
// source that would. Other errors: NOT_FOUND for a revision that is not there,
// LIMIT, TIMEOUT, and those of the snapshot.
func Undo(v *View, rev Revision) ([]Op, error) {
	h, did, err := v.did(rev)
	if err != nil {
		return nil, err
	}
	p := &planner{v: v, h: h, rev: rev}
	for i := range did.Differences {
		d := &did.Differences[i]
		now, err := h.RecordAt(d.Ref, v.Revision(), v.Budget)
		if err != nil {
			return nil, err
		}
		switch {
		case now.Equal(d.Before):
		case now.Equal(d.After):
			p.turn(d.Ref, now, d.Before)
		default:
			if err := p.clash(d.Ref, now, d.Before); err != nil {
				return nil, err
			}
		}
	}
	return p.done()
}

// did returns what one revision did, with who knows the past.
func (v *View) did(rev Revision) (h Historian, did Changes, err error) {
	if h, err = v.historian(); err != nil {
		return nil, did, err
	}
	if rev == 0 || rev > v.Revision() {
		return nil, did, v.noRevision(rev)
	}
	did, err = Diff(v, DiffQuery{From: rev - 1, To: rev})
	return h, did, err
}

func (v *View) noRevision(rev Revision) error {
	return Errorf(NotFound, "there is no revision %d", rev).WithHint("the last one is %d", v.Revision())
}

// Restore returns the ops that make the graph what it was at a revision,
// whatever happened since; none where it is so already. Errors: NOT_FOUND for
// a revision that is not there, LIMIT, TIMEOUT, and those of the snapshot.
func Restore(v *View, rev Revision) ([]Op, error) {
	if rev > v.Revision() {
		return nil, v.noRevision(rev)
	}
	back, err := Diff(v, DiffQuery{From: v.Revision(), To: rev})
	if err != nil {
		return nil, err
	}
	p := &planner{v: v, rev: rev}
	for i := range back.Differences {
		d := &back.Differences[i]
		p.turn(d.Ref, d.Before, d.After)
	}
	return p.ops(), nil
}

// planner gathers what is to become of things, one op or two a thing, and
// orders it.
type planner struct {
	v   *View
	h   Historian
	rev Revision // what the plan is about

	sources, entities, dropped, facts []Op // dropped: facts that go
	goneEntities, goneSources         []Op
	touched                           map[Ref]bool
	clashes                           Clashes
}

// turn makes what is into what shall be; one of the two exists.
func (p *planner) turn(r Ref, is, shall Record) {
	if p.touched == nil {
		p.touched = map[Ref]bool{}
	}
	p.touched[r] = true
	switch {
	case shall.Entity != nil:
		p.entities = append(p.entities, Op{Entity: shall.Entity})
	case shall.Fact != nil:
		if is.Fact != nil && is.Fact.Subject != shall.Fact.Subject { // a fact keeps its subject
			p.dropped = append(p.dropped, Op{RetractFact: r.ID})
		}
		p.facts = append(p.facts, Op{Fact: shall.Fact})
	case shall.Source != nil:
		p.sources = append(p.sources, Op{Source: shall.Source})
	case r.Sort == EntitySort:
		p.goneEntities = append(p.goneEntities, Op{RetractEntity: r.ID})
	case r.Sort == FactSort:
		p.dropped = append(p.dropped, Op{RetractFact: r.ID})
	default:
		p.goneSources = append(p.goneSources, Op{RetractSource: r.ID})
	}
}

// ops returns all in an order in which each op is allowed where the outcome
// is: texts before the quotes from them, entities before the facts about them,
// and what goes after what named it.
func (p *planner) ops() []Op {
	return slices.Concat(p.sources, p.entities, p.dropped, p.facts, p.goneEntities, p.goneSources)
}

// done returns the ops, unless something is at odds.
func (p *planner) done() ([]Op, error) {
	for _, check := range [...]func() error{p.checkGoneEntities, p.checkGoneSources, p.checkFacts} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	if len(p.clashes) > 0 {
		slices.SortFunc(p.clashes, func(a, b Clash) int { return CompareRefs(a.Ref, b.Ref) })
		return nil, slices.CompactFunc(p.clashes, func(a, b Clash) bool { return a.Ref == b.Ref })
	}
	return p.ops(), nil
}

func (p *planner) clash(r Ref, theirs, ours Record) error {
	last, err := LastTouched(p.h, r, p.v.Budget)
	p.clashes = append(p.clashes, Clash{Ref: r, Revision: p.rev, Actual: last, Theirs: theirs, Ours: ours})
	return err
}

// checkGoneEntities finds facts about an entity that goes, which the plan does
// not know of.
func (p *planner) checkGoneEntities() error {
	t := p.v.Topology()
	for _, op := range p.goneEntities {
		info := t.Node(t.Lookup(op.RetractEntity))
		if info == nil {
			continue
		}
		for _, edges := range [...][]Edge{info.Out, info.In} {
			if err := p.v.Budget.Spend(len(edges)); err != nil {
				return err
			}
			for i := range edges {
				f, err := p.v.Fact(edges[i].Fact)
				if err != nil {
					return err
				}
				if r := (Ref{FactSort, f.ID}); !p.touched[r] {
					if err := p.clash(r, Record{Fact: &f}, Record{}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// checkGoneSources finds what quotes a source that goes, and the plan does not
// know of.
func (p *planner) checkGoneSources() error {
	for _, op := range p.goneSources {
		facts, nodes, err := p.v.FactsOfSource(op.RetractSource)
		if err == nil {
			err = p.v.Budget.Spend(len(facts) + len(nodes))
		}
		if err != nil {
			return err
		}
		for _, n := range facts {
			f, err := p.v.Fact(n)
			if err != nil {
				return err
			}
			if r := (Ref{FactSort, f.ID}); !p.touched[r] {
				if err := p.clash(r, Record{Fact: &f}, Record{}); err != nil {
					return err
				}
			}
		}
		for _, n := range nodes {
			e, err := p.v.Entity(n)
			if err != nil {
				return err
			}
			if r := (Ref{EntitySort, e.ID}); !p.touched[r] {
				if err := p.clash(r, Record{Entity: &e}, Record{}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkFacts finds entities and sources that what is put needs, and that went
// since.
func (p *planner) checkFacts() error {
	need := func(r Ref) error {
		if r.ID == "" || p.touched[r] {
			return nil
		}
		now, err := RecordOf(p.v, r)
		if err != nil || now.Exists() {
			return err
		}
		then, err := p.h.RecordAt(r, p.rev, p.v.Budget)
		if err != nil {
			return err
		}
		return p.clash(r, Record{}, then)
	}
	for i := range p.facts {
		f := p.facts[i].Fact
		for _, r := range append([]Ref{{EntitySort, f.Subject}, {EntitySort, f.Object}}, sourcesOf(f.Evidence)...) {
			if err := need(r); err != nil {
				return err
			}
		}
	}
	for i := range p.entities {
		for _, r := range sourcesOf(p.entities[i].Entity.Evidence) {
			if err := need(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// sourcesOf returns the sources that evidence quotes, each once.
func sourcesOf(list []Evidence) []Ref {
	var refs []Ref
	for i := range list {
		if r := (Ref{SourceSort, list[i].Source}); !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	return refs
}
