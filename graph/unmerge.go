package graph

import "slices"

// Unmerge returns the ops that take back what [Merge] did at a revision. The
// entity that became another is put as it was, and each of its facts goes home
// as it is by now: what was edited since stays edited, and what was retracted
// stays retracted. A fact that both had keeps with each the quotes it had. What
// was said of the other entity since stays with it.
//
// The error is BAD_INPUT when the revision made no merge; [Clashes] when one of
// the two entities is not what it was then: the id of the former is in use
// again, or the other is gone, as after another merge, which is to be taken
// back first; else as of [Undo].
func Unmerge(v *View, rev Revision) ([]Op, error) {
	h, did, err := v.did(rev)
	if err != nil {
		return nil, err
	}
	u := &unmerger{planner: planner{v: v, h: h, rev: rev, touched: map[Ref]bool{}}}
	if !u.read(&did) {
		return nil, Errorf(BadInput, "revision %d merged nothing", rev).WithHint("a revision of another sort is taken back with revert")
	}
	if err := u.plan(); err != nil {
		return nil, err
	}
	return u.done()
}

// unmerger takes a merge back.
type unmerger struct {
	planner
	from *Entity
	into string
	old  []*Fact       // of from, as the merge found them
	made []*Difference // what it made of them
}

// read finds what was merged in what a revision did; false when that is no
// merge.
func (u *unmerger) read(did *Changes) bool {
	for i := range did.Differences {
		d := &did.Differences[i]
		switch {
		case d.Sort == EntitySort && d.Effect() == Retracted && u.from == nil:
			u.from = d.Before.Entity
		case d.Sort == FactSort && d.Effect() == Retracted:
			u.old = append(u.old, d.Before.Fact)
		case d.Sort == FactSort:
			u.made = append(u.made, d)
		default:
			return false
		}
	}
	if u.from == nil || len(u.made) == 0 {
		return false
	}
	for _, f := range u.old {
		if !(Record{Fact: f}).About(u.from.ID) {
			return false
		}
	}
	for _, d := range u.made { // each of these is about the one entity
		for _, id := range [...]string{d.After.Fact.Subject, d.After.Fact.Object} {
			if id != "" && u.isMerge(id) {
				u.into = id
				return true
			}
		}
	}
	return false
}

// isMerge reports whether all that the revision did is explained by from
// having become into.
func (u *unmerger) isMerge(into string) bool {
	m := &merger{v: u.v, from: u.from.ID, into: into}
	explained := make([]bool, len(u.made))
	for _, f := range u.old {
		i := u.became(m, f)
		if i >= 0 {
			explained[i] = true
		} else if !(Record{Fact: f}).About(into) {
			return false
		}
	}
	for i, d := range u.made {
		f := d.After.Fact
		explained[i] = explained[i] || f.Subject == into && f.Type == AliasProperty && f.Value.Text == u.from.Name
	}
	return !slices.Contains(explained, false)
}

// became returns the place in made of what became of a fact, -1 for nothing.
func (u *unmerger) became(m *merger, f *Fact) int {
	moved := m.move(f)
	found := -1
	for i, d := range u.made {
		now := d.After.Fact
		if !sameAssertion(u.v.Ontology, now, moved) || !holdsAll(now.Evidence, f.Evidence) {
			continue
		}
		if slices.Equal(now.Qualifiers, moved.Qualifiers) && now.Note == moved.Note {
			return i
		}
		found = i
	}
	return found
}

func holdsAll(list, part []Evidence) bool {
	for _, e := range part {
		if !slices.Contains(list, e) {
			return false
		}
	}
	return true
}

func (u *unmerger) plan() error {
	for _, end := range [...]struct {
		id   string
		here bool
		ours Record
	}{{u.from.ID, false, Record{Entity: u.from}}, {u.into, true, Record{}}} {
		r := Ref{EntitySort, end.id}
		now, err := RecordOf(u.v, r)
		if err == nil && now.Exists() != end.here {
			err = u.clash(r, now, end.ours)
		}
		if err != nil {
			return err
		}
	}
	if len(u.clashes) > 0 {
		return nil
	}
	u.turn(Ref{EntitySort, u.from.ID}, Record{}, Record{Entity: u.from})
	now := make([]*Fact, len(u.made)) // nil where it was retracted since
	for i, d := range u.made {
		r, err := RecordOf(u.v, d.Ref)
		if err != nil {
			return err
		}
		if now[i] = r.Fact; now[i] == nil {
			continue
		}
		if before := d.Before.Fact; before != nil {
			u.turn(d.Ref, r, Record{Fact: edited(before, d.After.Fact, now[i])})
		} else {
			u.turn(d.Ref, r, Record{})
		}
	}
	m := &merger{v: u.v, from: u.from.ID, into: u.into}
	for _, f := range u.old {
		home := f
		if i := u.became(m, f); i >= 0 && now[i] == nil {
			continue
		} else if i >= 0 {
			home = u.home(f, u.made[i], now[i])
		}
		r := Ref{FactSort, f.ID}
		if len(home.Evidence) == 0 {
			if err := u.clash(r, Record{}, Record{Fact: f}); err != nil {
				return err
			}
			continue
		}
		u.turn(r, Record{}, Record{Fact: home})
	}
	return nil
}

// home returns what a fact is by now, where it was before the merge. Of one
// that was joined to another of the same words, only what happened to its own
// quotes comes home: the rest was said of the other.
func (u *unmerger) home(f *Fact, d *Difference, now *Fact) *Fact {
	if d.Before.Fact == nil {
		return edited(f, d.After.Fact, now)
	}
	home := *f
	home.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e Evidence) bool { return !slices.Contains(now.Evidence, e) })
	if len(home.Evidence) != len(f.Evidence) {
		home.Grade = strongest(home.Evidence)
	}
	return &home
}

// edited returns the fact with the edits that turned one version of it, made
// by the merge, into what it is now. Its ends and id are its own.
func edited(f, made, now *Fact) *Fact {
	e := *f
	if !made.Value.Equal(now.Value) {
		e.Value = now.Value
	}
	pick(&e.Rank, made.Rank, now.Rank)
	pick(&e.Reason, made.Reason, now.Reason)
	pick(&e.Reading, made.Reading, now.Reading)
	pick(&e.ValidFrom, made.ValidFrom, now.ValidFrom)
	pick(&e.ValidTo, made.ValidTo, now.ValidTo)
	pick(&e.Note, made.Note, now.Note)
	if !slices.Equal(made.Qualifiers, now.Qualifiers) {
		e.Qualifiers = unmoved(now.Qualifiers)
		for _, q := range f.Qualifiers {
			if q.Name == FormerSubject || q.Name == FormerObject {
				e.Qualifiers = remember(e.Qualifiers, q.Name, q.Value)
			}
		}
	}
	if slices.Equal(made.Evidence, now.Evidence) {
		return &e
	}
	e.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(x Evidence) bool {
		return slices.Contains(made.Evidence, x) && !slices.Contains(now.Evidence, x)
	})
	for _, x := range now.Evidence {
		if !slices.Contains(made.Evidence, x) && !slices.Contains(e.Evidence, x) {
			e.Evidence = append(e.Evidence, x)
		}
	}
	e.Grade = strongest(e.Evidence)
	return &e
}

// pick takes an edit over.
func pick[T comparable](field *T, made, now T) {
	if made != now {
		*field = now
	}
}

func strongest(list []Evidence) Grade {
	grade := Grade(0)
	for i := range list {
		grade = max(grade, list[i].Grade)
	}
	return grade
}
