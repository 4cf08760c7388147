package graph

import (
	"fmt"
	"slices"
)

// Validate returns every problem of a change: against the ontology, within
// itself, and, where base is not nil, against the graph it is to be applied
// to. Ops count in their order: a fact may name an entity that an earlier op
// puts. Paths are as "ops[3].fact.object". The base is read as it is stored,
// whatever its lens; what cannot be read from it is a problem, too.
//
// A change without problems keeps the graph consistent: kinds, forms,
// properties, relation types and verbs are declared; domains, ranges, values,
// grades, ids and dates are right; quotes stand in their sources; nothing is
// left that names what is gone; a property that has one value has one at a
// time; acyclic relation types have no cycle; and of the readings of one
// sentence at most one is shown by default.
func Validate(o *Ontology, base *View, c Change) Problems {
	entities, facts := 0, 0
	for i := range c.Ops {
		if c.Ops[i].Entity != nil {
			entities++
		} else if c.Ops[i].Fact != nil {
			facts++
		}
	}
	v := &validator{
		o: o, base: base,
		entities: make(map[string]entityPut, entities),
		facts:    make(map[string]factPut, facts),
		sources:  map[string]*sourcePut{},
		texts:    map[string]*SourceText{},
		touches:  make([]touch, 0, 2*facts),
	}
	for i := range c.Ops {
		v.op(i, &c.Ops[i])
	}
	v.checkKindChanges()
	v.checkTexts()
	v.checkSingle()
	v.checkCycles()
	v.checkReadings()
	return v.found
}

// validator applies a change in thought.
type validator struct {
	o     *Ontology
	base  *View
	found Problems
	sort  string // of the op at hand, as ".fact"
	at    int    // its index
	hints int    // ids suggested so far

	entities map[string]entityPut // by id: what the change puts or retracts
	facts    map[string]factPut
	sources  map[string]*sourcePut
	texts    map[string]*SourceText // of sources as the change sees them
	touches  []touch                // of facts put or retracted, in order
	folded   int                    // of touches, how many are in byEntity
	byEntity map[string][]string    // see touched
}

// touch says that a fact of the change has an entity at an end.
type touch struct{ entity, fact string }

// A put is the last word of the change on an id; nil means retracted.
type (
	entityPut struct {
		entity *Entity
		op     int
	}
	factPut struct {
		fact *Fact
		op   int
	}
	sourcePut struct {
		source *Source
		op     int
	}
)

func (v *validator) add(field, format string, args ...any) *Problem {
	return v.found.Add(v.path()+field, BadInput, format, args...)
}

// path names the op at hand, as "ops[3].fact".
func (v *validator) path() string { return fmt.Sprintf("ops[%d]%s", v.at, v.sort) }

func (v *validator) op(i int, op *Op) {
	v.sort, v.at = "", i
	if p := op.Problem(); p != "" {
		v.add("", "%s", p)
		return
	}
	switch {
	case op.Entity != nil:
		v.sort = ".entity"
		v.entity(op.Entity)
		if was := v.entities[op.Entity.ID]; was.entity != nil && !was.entity.Equal(op.Entity) {
			v.twice(op.Entity.ID)
		}
		v.entities[op.Entity.ID] = entityPut{op.Entity, i}
	case op.Fact != nil:
		v.sort = ".fact"
		v.fact(op.Fact)
		if was := v.facts[op.Fact.ID]; was.fact != nil && !was.fact.Equal(op.Fact) {
			v.twice(op.Fact.ID)
		}
		v.putFact(op.Fact)
	case op.Source != nil:
		v.sort = ".source"
		v.source(op.Source)
		if was := v.sources[op.Source.ID]; was != nil && was.source != nil && *was.source != *op.Source {
			v.twice(op.Source.ID)
		}
		v.sources[op.Source.ID] = &sourcePut{op.Source, i}
		v.texts[op.Source.ID] = NewSourceText(op.Source.Text)
	case op.RetractEntity != "":
		v.retractEntity(op.RetractEntity)
	case op.RetractFact != "":
		v.retractFact(op.RetractFact)
	default:
		v.retractSource(op.RetractSource)
	}
}

// twice reports a thing that the change puts in two versions.
func (v *validator) twice(id string) {
	v.add(".id", "%q is put twice by this change, in two versions", id).Hint = "put it once"
}

func (v *validator) putFact(f *Fact) {
	if was, ok := v.factOf(f.ID); ok && was.Subject != f.Subject {
		v.add(".subject", "fact %q is about %q, and a fact keeps its subject", f.ID, was.Subject).
			Hint = "retract it and put one with another id"
	}
	v.facts[f.ID] = factPut{f, v.at}
	v.touch(f.ID, f)
}

func (v *validator) touch(id string, f *Fact) {
	for _, end := range [...]string{f.Subject, f.Object} {
		if end != "" {
			v.touches = append(v.touches, touch{end, id})
		}
	}
}

// touched returns the facts of the change that have an entity at either end,
// or had, sorted. Few changes ask for any.
func (v *validator) touched(entity string) []string {
	if v.byEntity == nil {
		v.byEntity = map[string][]string{}
	}
	for _, t := range v.touches[v.folded:] {
		v.byEntity[t.entity] = append(v.byEntity[t.entity], t.fact)
	}
	v.folded = len(v.touches)
	list := v.byEntity[entity]
	if !slices.IsSorted(list) {
		slices.Sort(list)
	}
	list = slices.Compact(list)
	v.byEntity[entity] = list
	return list
}

func (v *validator) retractEntity(id string) {
	if _, ok := v.kindOf(id); !ok {
		v.add(".retractEntity", "there is no entity %q", id).Hint = v.closestEntity(id)
		return
	}
	if n := v.countFacts(id); n > 0 {
		v.add(".retractEntity", "%q still has %d facts", id, n).Hint = "retract its facts first"
	}
	v.entities[id] = entityPut{op: v.at}
}

func (v *validator) retractFact(id string) {
	f, ok := v.factOf(id)
	if !ok {
		v.add(".retractFact", "there is no fact %q", id)
		return
	}
	v.facts[id] = factPut{op: v.at}
	v.touch(id, f)
}

func (v *validator) retractSource(id string) {
	if v.text(id) == nil {
		v.add(".retractSource", "there is no source %q", id).Hint = v.closestSource(id)
		return
	}
	n := 0
	v.quotesOf(id, func(string, []Evidence) { n++ })
	if n > 0 {
		v.add(".retractSource", "%q is still quoted by %d entities and facts", id, n).Hint = "retract what quotes it first"
	}
	v.sources[id] = &sourcePut{op: v.at}
	v.texts[id] = nil
}

// kindOf returns the kind of an entity that exists at this point.
func (v *validator) kindOf(id string) (string, bool) {
	if put, ok := v.entities[id]; ok {
		if put.entity == nil {
			return "", false
		}
		return put.entity.Kind, true
	}
	if v.base == nil {
		return "", false
	}
	t := v.base.Topology()
	info := t.Node(t.Lookup(id))
	if info == nil {
		return "", false
	}
	return t.Terms().Name(info.Kind), true
}

// factOf returns the fact of an id as it is at this point.
func (v *validator) factOf(id string) (*Fact, bool) {
	if put, ok := v.facts[id]; ok {
		return put.fact, put.fact != nil
	}
	if v.base == nil {
		return nil, false
	}
	n, ok, err := v.base.FactByID(id)
	if err != nil || !ok {
		v.unreadable(err)
		return nil, false
	}
	f, err := v.base.Fact(n)
	v.unreadable(err)
	return &f, err == nil
}

func (v *validator) unreadable(err error) {
	if err != nil {
		v.found.Add(v.path(), CodeOf(err), "the graph cannot be read to check this")
	}
}

// text returns the text of a source that exists at this point, or nil.
func (v *validator) text(id string) *SourceText {
	if t, ok := v.texts[id]; ok || v.base == nil {
		return t
	}
	var t *SourceText
	s, ok, err := v.base.Source(id)
	v.unreadable(err)
	if ok && err == nil {
		t = NewSourceText(s.Text)
	}
	v.texts[id] = t
	return t
}

// replaced returns the numbers of the base's facts that the change puts anew
// or retracts.
func (v *validator) replaced(ids []string) map[FactNum]bool {
	gone := map[FactNum]bool{}
	if v.base != nil {
		for _, id := range ids {
			if n, ok, err := v.base.FactByID(id); ok && err == nil {
				gone[n] = true
			}
		}
	}
	return gone
}

// countFacts returns how many facts an entity has at this point, at either end.
func (v *validator) countFacts(id string) int {
	count := 0
	for _, fact := range v.touched(id) {
		if f := v.facts[fact].fact; f != nil && (f.Subject == id || f.Object == id) {
			count++
		}
	}
	if v.base == nil {
		return count
	}
	t := v.base.Topology()
	info := t.Node(t.Lookup(id))
	if info == nil {
		return count
	}
	gone := v.replaced(v.touched(id))
	for _, edges := range [...][]Edge{info.Out, info.In} {
		for i := range edges {
			if !gone[edges[i].Fact] {
				count++
			}
		}
	}
	return count
}

// quotesOf calls yield with the evidence of each entity and fact that quotes a
// source at this point.
func (v *validator) quotesOf(source string, yield func(id string, list []Evidence)) {
	quotes := func(list []Evidence) bool {
		return slices.ContainsFunc(list, func(e Evidence) bool { return e.Source == source })
	}
	for id, put := range v.entities {
		if put.entity != nil && quotes(put.entity.Evidence) {
			yield(id, put.entity.Evidence)
		}
	}
	for id, put := range v.facts {
		if put.fact != nil && quotes(put.fact.Evidence) {
			yield(id, put.fact.Evidence)
		}
	}
	if v.base == nil {
		return
	}
	facts, nodes, err := v.base.FactsOfSource(source)
	v.unreadable(err)
	for _, n := range facts {
		f, err := v.base.Fact(n)
		v.unreadable(err)
		if _, ok := v.facts[f.ID]; !ok && err == nil {
			yield(f.ID, f.Evidence)
		}
	}
	for _, n := range nodes {
		e, err := v.base.Entity(n)
		v.unreadable(err)
		if _, ok := v.entities[e.ID]; !ok && err == nil {
			yield(e.ID, e.Evidence)
		}
	}
}

// maxIDHints bounds the search for similar ids, which looks at all of them.
const maxIDHints = 20

// closestEntity returns a hint naming a similar entity id, or "".
func (v *validator) closestEntity(id string) string {
	if put, ok := v.entities[id]; ok && put.entity == nil {
		return retractedBefore
	}
	if v.hints++; v.hints > maxIDHints {
		return ""
	}
	var ids []string
	for known, put := range v.entities {
		if put.entity != nil {
			ids = append(ids, known)
		}
	}
	if v.base != nil {
		for _, info := range v.base.Topology().All {
			if _, ok := v.entities[info.ID]; !ok {
				ids = append(ids, info.ID)
			}
		}
	}
	slices.Sort(ids)
	return DidYouMean(id, ids)
}

// retractedBefore is the hint for what the change itself has taken away.
const retractedBefore = "this change retracts it before"

// closestSource returns a hint naming a similar source id, or "".
func (v *validator) closestSource(id string) string {
	if put := v.sources[id]; put != nil && put.source == nil {
		return retractedBefore
	}
	return DidYouMean(id, v.sourceIDs())
}

func (v *validator) sourceIDs() []string {
	var ids []string
	for id, put := range v.sources {
		if put.source != nil {
			ids = append(ids, id)
		}
	}
	if v.base != nil {
		known, err := v.base.SourceIDs()
		v.unreadable(err)
		ids = append(ids, known...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
