package graph

import (
	"fmt"
	"slices"
	"strings"
)

// The qualifiers by which a fact that [Merge] moved remembers the entity it was
// about: the ids in the order of the merges, with commas between.
const (
	FormerSubject = "formerSubject"
	FormerObject  = "formerObject"
)

// Merge returns the ops after which the entity from is into. Each fact of from
// is put about into, under a new id, for a fact keeps its subject, with its
// rank, reading, period and qualifiers; a qualifier, [FormerSubject] or
// [FormerObject], remembers where it was. Where into has the same fact already,
// it gets the quotes of both, as it does where a symmetric relation says the
// same from the other end. A relation between the two is retracted: of one
// thing it says nothing. The name of from becomes an alias of into, with the
// quotes that name it.
//
// The error is [Problems] when one of the two is not there or a fact would not
// fit, with the paths "from" and "into"; LIMIT, TIMEOUT, or the snapshot's.
func Merge(v *View, from, into string) ([]Op, error) {
	m := &merger{v: v, from: from, into: into, facts: map[string]*Fact{}, put: map[string]bool{}}
	if err := m.ends(); err != nil {
		return nil, err
	}
	moving, err := factsAbout(v, from)
	if err != nil {
		return nil, err
	}
	p := &planner{}
	for i := range moving {
		f := &moving[i]
		p.dropped = append(p.dropped, Op{RetractFact: f.ID})
		if f.IsRelation() && f.Subject != f.Object && (f.Subject == into || f.Object == into) {
			continue
		}
		moved := m.move(f)
		m.fits(moved)
		if err := m.add(moved); err != nil {
			return nil, err
		}
	}
	if err := m.alias(); err != nil {
		return nil, err
	}
	if err := m.found.Err(); err != nil {
		return nil, err
	}
	for _, id := range m.order {
		p.facts = append(p.facts, Op{Fact: m.facts[id]})
	}
	p.goneEntities = []Op{{RetractEntity: from}}
	return p.ops(), nil
}

// factsAbout reads the facts with the entity at an end, each once, in order of
// number.
func factsAbout(v *View, id string) ([]Fact, error) {
	info := v.Topology().Node(v.Topology().Lookup(id))
	var nums []FactNum
	for _, edges := range [...][]Edge{info.Out, info.In} {
		for i := range edges {
			nums = append(nums, edges[i].Fact)
		}
	}
	slices.Sort(nums)
	nums = slices.Compact(nums)
	if err := v.Budget.Spend(len(nums)); err != nil {
		return nil, err
	}
	list := make([]Fact, len(nums))
	for i, n := range nums {
		f, err := v.Fact(n)
		if err != nil {
			return nil, err
		}
		list[i] = f
	}
	return list, nil
}

// merger makes one entity of two.
type merger struct {
	v          *View
	from, into string
	old, other Entity // from and into
	facts      map[string]*Fact
	put        map[string]bool
	order      []string // ids of facts to put
	found      Problems
}

// ends reads the two entities.
func (m *merger) ends() error {
	if m.from == m.into {
		m.found.Add("into", BadInput, "%q cannot become itself", m.from)
	}
	for path, id := range map[string]string{"from": m.from, "into": m.into} {
		r, err := RecordOf(m.v, Ref{EntitySort, id})
		switch {
		case err != nil:
			return err
		case r.Entity == nil:
			m.found.Add(path, NotFound, "there is no entity %q", id).Hint = closestTo(m.v, id)
		case id == m.from:
			m.old = *r.Entity
		default:
			m.other = *r.Entity
		}
	}
	slices.SortFunc(m.found, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	return m.found.Err()
}

// closestTo returns a hint naming a similar entity id, or "".
func closestTo(v *View, id string) string {
	var ids []string
	for _, info := range v.Topology().All {
		ids = append(ids, info.ID)
	}
	slices.Sort(ids)
	return DidYouMean(id, ids)
}

// move returns the fact as it is about into.
func (m *merger) move(f *Fact) *Fact {
	moved := *f
	moved.Qualifiers = slices.Clone(f.Qualifiers)
	if f.Subject == m.from {
		moved.Subject = m.into
		moved.Qualifiers = remember(moved.Qualifiers, FormerSubject, m.from)
	}
	if f.Object == m.from {
		moved.Object = m.into
		moved.Qualifiers = remember(moved.Qualifiers, FormerObject, m.from)
	}
	rest, _ := strings.CutPrefix(f.ID, tripleID(m.v.Ontology, f))
	if rest != "" && rest[0] != '/' {
		rest = "" // an id that says something else
	}
	moved.ID = tripleID(m.v.Ontology, &moved) + rest
	return &moved
}

// tripleID returns how the ids of facts that say the same begin.
func tripleID(o *Ontology, f *Fact) string {
	if !f.IsRelation() {
		return AttributeID(f.Subject, f.Type, "")
	}
	verb := ""
	if r := o.Relation(f.Type); r != nil && len(r.Verbs) > 0 {
		verb = f.Verb
	}
	return RelationID(f.Subject, f.Type, verb, f.Object)
}

// remember sets a qualifier, or adds to what it remembers.
func remember(list []Qualifier, name, id string) []Qualifier {
	i, ok := slices.BinarySearchFunc(list, name, func(q Qualifier, name string) int { return strings.Compare(q.Name, name) })
	if ok {
		list[i].Value += ", " + id
		return list
	}
	return slices.Insert(list, i, Qualifier{name, id})
}

// fits reports a moved fact that into, being of its kind, cannot have.
func (m *merger) fits(f *Fact) {
	o, kinds := m.v.Ontology, [2]string{m.other.Kind, ""}
	if r := o.Relation(f.Type); r != nil && f.IsRelation() {
		t := m.v.Topology()
		for i, id := range [...]string{f.Subject, f.Object} {
			if info := t.Node(t.Lookup(id)); info != nil {
				kinds[i] = t.Terms().Name(info.Kind)
			}
		}
		switch {
		case f.Subject == m.into && !o.Is(kinds[0], r.Domain):
			m.found.Add("into", BadInput, "%s is of kind %s, and %s, as %s has it, starts from %s", m.into, kinds[0], f.ID, m.from, OneOf(r.Domain))
		case f.Object == m.into && !o.Is(kinds[1], r.Range):
			m.found.Add("into", BadInput, "%s is of kind %s, and %s, as %s has it, leads to %s", m.into, kinds[1], f.ID, m.from, OneOf(r.Range))
		case r.SameKind && kinds[0] != kinds[1]:
			m.found.Add("into", BadInput, "the ends of %s must be of one kind: %s is of kind %s, %s of kind %s", f.ID, f.Subject, kinds[0], f.Object, kinds[1])
		}
	}
	if p := o.Property(f.Type); p != nil && !f.IsRelation() && len(p.Kinds) > 0 && !o.Is(m.other.Kind, p.Kinds) {
		m.found.Add("into", BadInput, "%s is of kind %s, and %s, which %s has, is a property of %s", m.into, m.other.Kind, p.Name, m.from, OneOf(p.Kinds))
	}
}

// add puts a fact: joined with the one that says the same, or else under an id
// that is free.
func (m *merger) add(f *Fact) error {
	ids := []string{f.ID}
	if r := m.v.Ontology.Relation(f.Type); r != nil && r.Symmetric && f.Object != "" {
		flipped := *f
		flipped.Subject, flipped.Object = f.Object, f.Subject
		rest := strings.TrimPrefix(f.ID, tripleID(m.v.Ontology, f))
		ids = append(ids, tripleID(m.v.Ontology, &flipped)+rest)
	}
	for _, id := range ids {
		is, err := m.fact(id)
		if err != nil {
			return err
		}
		if is != nil && is.Subject != m.from && is.Object != m.from && sameAssertion(m.v.Ontology, is, f) {
			m.set(withQuotesOf(is, f))
			return nil
		}
	}
	base := f.ID
	for n := 1; ; n++ {
		is, err := m.fact(f.ID)
		if err != nil {
			return err
		}
		if is == nil || is.Subject == m.from {
			break
		}
		if m.collides(is, f) {
			return nil
		}
		f.ID = base + "/" + m.from
		if n > 1 {
			f.ID += fmt.Sprint("-", n)
		}
	}
	m.set(f)
	return nil
}

// collides reports values of a property that has but one at a time, and says
// so.
func (m *merger) collides(is, f *Fact) bool {
	p := m.v.Ontology.Property(f.Type)
	if f.IsRelation() || p == nil || p.Many || is.Rank == Deprecated || f.Rank == Deprecated || is.Reading != f.Reading || !overlap(is, f) {
		return false
	}
	m.found.Add("from", BadInput, "%s and %s have a %s each, and only one can hold: %s, and %s",
		m.from, m.into, f.Type, f.Value, is.Value).Hint = "retract or deprecate one of the two first"
	return true
}

// overlap reports whether there is a day on which both facts hold.
func overlap(a, b *Fact) bool {
	return (a.ValidTo == "" || b.ValidFrom < a.ValidTo) && (b.ValidTo == "" || a.ValidFrom < b.ValidTo)
}

// fact returns the fact of an id as it will be, or nil.
func (m *merger) fact(id string) (*Fact, error) {
	if f, ok := m.facts[id]; ok {
		return f, nil
	}
	r, err := RecordOf(m.v, Ref{FactSort, id})
	if err == nil {
		m.facts[id] = r.Fact
	}
	return r.Fact, err
}

func (m *merger) set(f *Fact) {
	m.facts[f.ID] = f
	if !m.put[f.ID] {
		m.put[f.ID] = true
		m.order = append(m.order, f.ID)
	}
}

// alias makes from's name another name of into.
func (m *merger) alias() error {
	if m.old.Name == m.other.Name || len(m.old.Evidence) == 0 || m.v.Ontology.Property(AliasProperty) == nil {
		return nil
	}
	f := &Fact{
		ID:      AttributeID(m.into, AliasProperty, m.old.Name),
		Subject: m.into, Type: AliasProperty, Value: Value{Type: String, Text: m.old.Name},
		Grade: m.old.Grade, Qualifiers: []Qualifier{{FormerSubject, m.from}}, Evidence: m.old.Evidence,
	}
	return m.add(f)
}

// sameAssertion reports whether two facts say the same of the same, whatever
// it rests on and wherever it was before.
func sameAssertion(o *Ontology, a, b *Fact) bool {
	if a.Type != b.Type || a.Verb != b.Verb || !a.Value.Equal(b.Value) || a.Rank != b.Rank || a.Reading != b.Reading ||
		a.ValidFrom != b.ValidFrom || a.ValidTo != b.ValidTo || !slices.Equal(unmoved(a.Qualifiers), unmoved(b.Qualifiers)) {
		return false
	}
	if a.Subject == b.Subject && a.Object == b.Object {
		return true
	}
	r := o.Relation(a.Type)
	return r != nil && r.Symmetric && a.Subject == b.Object && a.Object == b.Subject
}

// unmoved returns the qualifiers but for those of merges.
func unmoved(list []Qualifier) []Qualifier {
	return slices.DeleteFunc(slices.Clone(list), func(q Qualifier) bool { return q.Name == FormerSubject || q.Name == FormerObject })
}

// withQuotesOf returns a with the quotes of b that it lacks.
func withQuotesOf(a, b *Fact) *Fact {
	f := *a
	f.Evidence = slices.Clone(a.Evidence)
	for _, e := range b.Evidence {
		if !slices.Contains(f.Evidence, e) {
			f.Evidence = append(f.Evidence, e)
		}
	}
	f.Grade = max(a.Grade, b.Grade)
	switch {
	case f.Note == "":
		f.Note = b.Note
	case b.Note != "" && b.Note != f.Note:
		f.Note += "; " + b.Note
	}
	return &f
}
