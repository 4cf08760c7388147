package graph

// FactCondition makes a condition on facts ready for the view, under the terms
// of [View.Condition]; nil for nil. What the topology knows of a fact decides
// first; its row is decoded, once, only where that leaves a question.
func (v *View) FactCondition(f *FactFilter) (FactCondition, error) {
	if f == nil {
		return nil, nil
	}
	c := newCompiler(v)
	p := c.fact(nil, f)
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	if p.holds == nil {
		p.holds = func(*Edge) (bool, error) { return true, nil }
	}
	return p.holds, nil
}

// factRow is the row of the fact looked at last.
type factRow struct {
	v    *View
	num  FactNum
	fact Fact
}

func (r *factRow) read(n FactNum) (*Fact, error) {
	if r.num == n {
		return &r.fact, nil
	}
	if err := r.v.Budget.Spend(1); err != nil {
		return nil, err
	}
	f, err := r.v.Fact(n)
	if err != nil {
		return nil, err
	}
	r.num, r.fact = n, f
	return &r.fact, nil
}

// fact compiles a condition on facts; nil always holds.
func (c *compiler) fact(at *inputPlace, f *FactFilter) part[*Edge] {
	if f == nil || c.size > maxConditions {
		return part[*Edge]{}
	}
	c.grow(at)
	var parts []part[*Edge]
	shape := func(holds func(*Edge) bool) {
		parts = append(parts, part[*Edge]{cost: byShape, holds: func(e *Edge) (bool, error) { return holds(e), nil }})
	}
	row := func(holds func(*Fact) bool) {
		parts = append(parts, part[*Edge]{cost: byRow, holds: func(e *Edge) (bool, error) {
			f, err := c.row.read(e.Fact)
			return err == nil && holds(f), err
		}})
	}
	for i := range f.And {
		parts = append(parts, c.fact(at.item("and", i), &f.And[i]))
	}
	if f.Or != nil {
		var either []part[*Edge]
		for i := range f.Or {
			either = append(either, c.fact(at.item("or", i), &f.Or[i]))
		}
		parts = append(parts, anyOf(either))
	}
	if f.Not != nil {
		parts = append(parts, negated(c.fact(at.in("not"), f.Not)))
	}
	if f.Types != nil {
		types := c.factTypes(at, f.Types)
		shape(func(e *Edge) bool { return types.has(e.Type) })
	}
	if f.Grade != nil {
		shape(func(e *Edge) bool { return f.Grade.holds(e.Grade) })
	}
	if f.Rank != nil {
		var ranks [Deprecated + 1]bool
		for _, r := range f.Rank {
			ranks[r] = true
		}
		shape(func(e *Edge) bool { return ranks[e.Rank] })
	}
	if x := newTermTest(c.t.terms, f.Verb); x != nil {
		shape(func(e *Edge) bool { return x.holds(e.Verb) })
	}
	if x := newTermTest(c.t.terms, f.Reading); x != nil {
		shape(func(e *Edge) bool { return x.holds(e.Reading) })
	}
	if f.Source != nil {
		quotes := c.quotes(f.Source)
		parts = append(parts, part[*Edge]{cost: byEdges, holds: func(e *Edge) (bool, error) {
			q, err := quotes()
			return err == nil && q.facts.has(uint32(e.Fact)), err
		}})
	}
	if x := f.Quote.compile(); x != nil {
		row(func(f *Fact) bool {
			for i := range f.Evidence {
				if x.holds(f.Evidence[i].Quote) {
					return true
				}
			}
			return false
		})
	}
	if x := f.Note.compile(); x != nil {
		row(func(f *Fact) bool { return x.holds(f.Note) })
	}
	for i := range f.Qualifiers {
		c.grow(at)
		q := &f.Qualifiers[i]
		value := q.Value.compile()
		row(func(f *Fact) bool { return q.holds(f, value) })
	}
	return allOf(append(parts, c.validity(at, f)...))
}

// validity compiles the tests of valid time, which a fact without any passes
// or not without its row.
func (c *compiler) validity(at *inputPlace, f *FactFilter) []part[*Edge] {
	if f.ValidAt == "" && f.ValidFrom == nil && f.ValidTo == nil {
		return nil
	}
	if f.ValidAt != "" {
		c.checkDate(at.in("validAt"), f.ValidAt)
	}
	f.ValidFrom.check(c, at.in("validFrom"))
	f.ValidTo.check(c, at.in("validTo"))
	holds := func(x *Fact) bool {
		return (f.ValidAt == "" || x.ValidAt(f.ValidAt)) && f.ValidFrom.holds(x.ValidFrom) && f.ValidTo.holds(x.ValidTo)
	}
	undated := holds(&Fact{})
	return []part[*Edge]{{cost: byRow, holds: func(e *Edge) (bool, error) {
		if !e.Dated {
			return undated, nil
		}
		x, err := c.row.read(e.Fact)
		return err == nil && holds(x), err
	}}}
}

func (q *QualifierTest) holds(f *Fact, value *textTest) bool {
	exists, met := false, false
	for i := range f.Qualifiers {
		if f.Qualifiers[i].Name == q.Name {
			exists = true
			met = met || value == nil || value.holds(f.Qualifiers[i].Value)
		}
	}
	if q.Exists == nil {
		return met
	}
	return exists == *q.Exists && (value == nil || met)
}

// termTest tests the names of terms, each once.
type termTest struct {
	terms *Terms
	text  *textTest
	known []verdict // by Term; byRank where not known yet
}

// newTermTest returns nil for nil.
func newTermTest(terms *Terms, x *TextTest) *termTest {
	if x == nil {
		return nil
	}
	return &termTest{terms: terms, text: x.compile(), known: make([]verdict, terms.Len()+1)}
}

func (x *termTest) holds(t Term) bool {
	if int(t) >= len(x.known) { // named since
		return x.text.holds(x.terms.Name(t))
	}
	if x.known[t] == byRank {
		x.known[t] = refused
		if x.text.holds(x.terms.Name(t)) {
			x.known[t] = chosen
		}
	}
	return x.known[t] == chosen
}
