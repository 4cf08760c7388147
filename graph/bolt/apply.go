package bolt

import (
	"fmt"
	"slices"

	"missiongraph/graph"
)

// applier applies the ops of one change to a batch and collects what is wrong.
type applier struct {
	*batch
	problems graph.Problems
	full     bool           // the term numbers ran out
	err      error          // the file is damaged
	edited   map[uint32]int // sources whose text this change replaced, and the op
	i        int            // the op at hand
	body     []byte         // and what it puts, encoded
}

// apply applies a change, which [verify] has passed, to b. On an error b is as
// before. The caller sets the revision's entry and calls seal.
func (b *batch) apply(c *graph.Change, ops *encodedOps) error {
	b.begin()
	a := &applier{batch: b, edited: map[uint32]int{}}
	b.reserve(c.Ops)
	for i := range c.Ops {
		if a.i = i; len(a.problems) >= maxProblems || a.full || a.err != nil {
			break
		}
		a.body = ops.body(i)
		switch op := &c.Ops[i]; {
		case op.Entity != nil:
			a.putEntity(op.Entity)
		case op.Fact != nil:
			a.putFact(op.Fact)
		case op.Source != nil:
			a.putSource(op.Source)
		case op.RetractEntity != "":
			a.retractEntity(op.RetractEntity)
		case op.RetractFact != "":
			a.retractFact(op.RetractFact)
		default:
			a.retractSource(op.RetractSource)
		}
	}
	if len(a.problems) == 0 && !a.full {
		a.checkEdited()
	}
	if a.err != nil {
		b.drop()
		return a.err
	}
	if a.full {
		b.drop()
		return graph.Errorf(graph.Limit, "the graph would use more than %d different names of kinds, forms, types, verbs and readings",
			graph.MaxTerms)
	}
	if err := a.problems.Err(); err != nil {
		b.drop()
		return err
	}
	return nil
}

func (a *applier) add(field, format string, args ...any) *graph.Problem {
	return a.problems.Add(fmt.Sprintf("ops[%d]%s", a.i, field), graph.BadInput, format, args...)
}

func (a *applier) useTerm(name string) graph.Term {
	n, ok := a.term(name)
	a.full = a.full || !ok
	return n
}

func (a *applier) putEntity(e *graph.Entity) {
	if a.number(sourceIDTable, e.ID) != 0 {
		a.add(".entity.id", "%q is or was the id of a source", e.ID)
		return
	}
	if !a.checkEvidence(".entity", e.Evidence) {
		return
	}
	n := a.give(entityIDTable, e.ID, &a.state.entity)
	key := a.numString(n)
	old := a.batch.body(entityTable, key)
	if old == nil {
		a.state.entities++
	}
	a.useTerm(e.Kind)
	a.useTerm(e.Form)
	a.put(entityTable, key, a.body)
	a.requote(quotedByEntity, n, evidenceOf(entityTable, old), e.Evidence)
}

func (a *applier) retractEntity(id string) {
	n := a.node(id)
	if n == 0 {
		a.add(".retractEntity", "there is no entity %q", id)
		return
	}
	if d := a.degree(n); d > 0 {
		a.add(".retractEntity", "%q still has %d facts", id, d).Hint = "retract its facts first"
		return
	}
	key := numString(uint32(n))
	a.requote(quotedByEntity, uint32(n), evidenceOf(entityTable, a.batch.body(entityTable, key)), nil)
	a.del(entityTable, key)
	a.state.entities--
}

func (a *applier) putFact(f *graph.Fact) {
	subject, object := a.node(f.Subject), graph.Node(0)
	ok := true
	if subject == 0 {
		a.add(".fact.subject", "there is no entity %q", f.Subject)
		ok = false
	}
	if f.Object != "" {
		if object = a.node(f.Object); object == 0 {
			a.add(".fact.object", "there is no entity %q", f.Object)
			ok = false
		}
	}
	if !a.checkEvidence(".fact", f.Evidence) || !ok {
		return
	}
	last := a.state.fact
	n := a.give(factIDTable, f.ID, &a.state.fact)
	rowKey := a.numString(n)
	key := edgeKey{subject: subject, typ: a.useTerm(f.Type), object: object, fact: graph.FactNum(n)}
	value := a.edgeBody(f)
	if a.full {
		return
	}
	var oldEvidence []graph.Evidence
	put := a.put
	if n > last { // given just now
		put = a.putNew
		a.state.facts++
		a.join(subject, object, 1)
	} else if old := a.batch.body(factTable, rowKey); old == nil {
		a.state.facts++
		a.join(subject, object, 1)
	} else {
		d := decoder{s: string(old)}
		was := d.fact()
		if d.end() != nil {
			a.err = damaged("a fact's row is malformed")
			return
		}
		if was.Subject != f.Subject {
			a.add(".fact.subject", "fact %q is about %q, and a fact keeps its subject", f.ID, was.Subject).
				Hint = "retract it and put one with another id"
			return
		}
		oldEvidence = was.Evidence
		if oldKey := a.keyOf(&was, graph.FactNum(n)); oldKey != key {
			a.del(edgeTable, oldKey.String())
			a.join(oldKey.subject, oldKey.object, -1)
			a.join(subject, object, 1)
		}
	}
	put(factTable, rowKey, a.body)
	put(edgeTable, a.edgeString(key), value[:])
	a.requote(quotedByFact, n, oldEvidence, f.Evidence)
	if object == 0 && f.Type == graph.AliasProperty {
		for _, s := range aliasTexts(&f.Value) {
			a.set(nameTable, nameKey(subject, s), []byte{})
		}
	}
}

func (a *applier) retractFact(id string) {
	n := a.number(factIDTable, id)
	rowKey := numString(n)
	var old []byte
	if n != 0 {
		old = a.batch.body(factTable, rowKey)
	}
	if old == nil {
		a.add(".retractFact", "there is no fact %q", id)
		return
	}
	d := decoder{s: string(old)}
	was := d.fact()
	if d.end() != nil {
		a.err = damaged("a fact's row is malformed")
		return
	}
	key := a.keyOf(&was, graph.FactNum(n))
	a.del(factTable, rowKey)
	a.del(edgeTable, key.String())
	a.requote(quotedByFact, n, was.Evidence, nil)
	a.join(key.subject, key.object, -1)
	a.state.facts--
}

// keyOf returns the edge key of a fact that the graph holds.
func (a *applier) keyOf(f *graph.Fact, n graph.FactNum) edgeKey {
	k := edgeKey{subject: a.node(f.Subject), typ: a.useTerm(f.Type), fact: n}
	if f.Object != "" {
		k.object = a.node(f.Object)
	}
	return k
}

func (a *applier) join(subject, object graph.Node, by int) {
	a.undo[subject] += by
	if object != 0 {
		a.undo[object] += by
	}
}

func (a *applier) putSource(s *graph.Source) {
	if a.number(entityIDTable, s.ID) != 0 {
		a.add(".source.id", "%q is or was the id of an entity", s.ID)
		return
	}
	n := a.give(sourceIDTable, s.ID, &a.state.source)
	if old := a.text(n); old == nil {
		a.state.sources++
	} else if old.String() != s.Text {
		a.edited[n] = a.i
	}
	a.put(sourceTable, numString(n), a.body)
	a.change.texts[n] = graph.NewSourceText(s.Text)
}

func (a *applier) retractSource(id string) {
	n := a.number(sourceIDTable, id)
	if n == 0 || a.text(n) == nil {
		a.add(".retractSource", "there is no source %q", id)
		return
	}
	if quotes := a.quotes(n); len(quotes) > 0 {
		a.add(".retractSource", "%q is still quoted by %d entities and facts", id, len(quotes)).
			Hint = "retract what quotes it first"
		return
	}
	a.del(sourceTable, numString(n))
	a.change.texts[n] = nil
	delete(a.edited, n)
	a.state.sources--
}

// checkEvidence reports whether each source exists and has the quote at the
// stated place.
func (a *applier) checkEvidence(field string, list []graph.Evidence) bool {
	ok := true
	for i := range list {
		e := &list[i]
		t := a.text(a.source(e.Source))
		if t == nil {
			a.add(fmt.Sprintf("%s.evidence[%d].source", field, i), "there is no source %q", e.Source)
			ok = false
			continue
		}
		if p := t.Misquote(e); p != "" {
			a.add(fmt.Sprintf("%s.evidence[%d]", field, i), "%s", p)
			ok = false
		}
	}
	return ok
}

// checkEdited proves that whatever quotes a source whose text this change
// replaced is still in it. It runs at the end of the change, so that a change
// may replace a text and then put what has moved.
func (a *applier) checkEdited() {
	for _, n := range sortedKeys(a.edited) {
		a.i = a.edited[n]
		broken := 0
		t := a.text(n)
		for _, key := range a.quotes(n) {
			for _, e := range a.evidenceBy(key) {
				if a.source(e.Source) != n {
					continue
				}
				if p := t.Misquote(&e); p != "" {
					if broken++; broken == 1 {
						a.add(".source.text", "breaks a quote that is kept: %.60q: %s", e.Quote, p).
							Hint = "put the facts and entities that quote it with their new places in the same change"
					}
				}
			}
		}
	}
}

func sortedKeys(m map[uint32]int) []uint32 {
	keys := make([]uint32, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// aliasTexts returns the names that an alias fact's value gives.
func aliasTexts(v *graph.Value) []string {
	var texts []string
	add := func(s string) {
		if s != "" && len(s) <= maxNameText {
			texts = append(texts, s)
		}
	}
	add(v.Text)
	for i := range v.List {
		add(v.List[i].Text)
	}
	return texts
}
