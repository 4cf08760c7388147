package graph

import (
	"fmt"
	"slices"
)

// rowFinder finds what takes the rows to see.
type rowFinder struct {
	*flawFinder
	check   validator // of one row at a time, against the ontology
	single  termSet   // types and properties of which an entity has one at a time
	wholes  termSet   // types that lead to what an entity is part of
	sources map[string]*flawSource
	known   []uint32 // by node: 1 + the place of the one source that tells of it, several for more
	quoted  []string // sources, by place
	run     []Fact   // those of one entity and type
}

const several = ^uint32(0)

// rows goes over all rows once.
func (f *flawFinder) rows() error {
	p := &rowFinder{
		flawFinder: f,
		check:      validator{o: f.v.Ontology, base: f.v},
		sources:    map[string]*flawSource{},
		known:      make([]uint32, f.t.Cap()),
	}
	p.terms()
	for n, info := range f.t.All {
		if err := p.entity(n, info); err != nil {
			return err
		}
	}
	if err := p.unused(); err != nil {
		return err
	}
	return p.oneSource()
}

func (p *rowFinder) terms() {
	var single, wholes []Term
	for _, x := range p.v.Ontology.Properties {
		if term := p.v.Term(x.Name); !x.Many && term != 0 {
			single = append(single, term)
		}
	}
	for _, r := range p.v.Ontology.Relations {
		switch term := p.v.Term(r.Name); {
		case term == 0:
		case r.Single:
			single = append(single, term)
		case r.isWhole():
			wholes = append(wholes, term)
		}
	}
	p.single, p.wholes = newTermSet(single), newTermSet(wholes)
}

// isWhole reports whether relations of the type lead to what an entity is part
// of. Those that join entities of one kind lead to broader notions, of which
// there may be many.
func (r *RelationType) isWhole() bool { return r.Acyclic && r.Transitive && !r.SameKind }

// entity looks at an entity and the facts it is the subject of.
func (p *rowFinder) entity(n Node, info *NodeInfo) error {
	e, err := p.v.Entity(n)
	if err != nil {
		return err
	}
	p.check.kind(&e)
	if err := p.misfits(n, nil, e.Evidence); err != nil {
		return err
	}
	if err := p.evidence(n, nil, e.Evidence); err != nil {
		return err
	}
	p.run = p.run[:0]
	for i := range info.Out {
		edge := &info.Out[i]
		if i > 0 && edge.Type != info.Out[i-1].Type {
			if err := p.several(n, info.Out[i-1].Type); err != nil {
				return err
			}
		}
		if err := p.fact(n, info, edge); err != nil {
			return err
		}
	}
	if len(info.Out) > 0 {
		if err := p.several(n, info.Out[len(info.Out)-1].Type); err != nil {
			return err
		}
	}
	return p.worked()
}

func (p *rowFinder) fact(n Node, info *NodeInfo, edge *Edge) error {
	fact, err := p.v.Fact(edge.Fact)
	if err != nil {
		return err
	}
	if !p.v.plain(edge) && !p.v.Shows(edge) {
		return p.hidden(&fact)
	}
	kind := p.t.terms.Name(info.Kind)
	switch {
	case !fact.IsRelation():
		p.check.attribute(&fact, kind)
	case p.t.Node(edge.Other) == nil:
		x := p.add(FlawDangling, n, fmt.Sprintf("%s leads to %q, which is not there", fact.Type, fact.Object))
		if err := p.place(x, &fact); err != nil {
			return err
		}
	default:
		p.check.relation(&fact, kind)
	}
	if err := p.misfits(n, &fact, fact.Evidence); err != nil {
		return err
	}
	if err := p.evidence(n, &fact, fact.Evidence); err != nil {
		return err
	}
	if other := edge.Other; p.t.Node(other) != nil {
		for i := range fact.Evidence {
			p.tells(other, &fact.Evidence[i])
		}
	}
	if edge.Rank != Deprecated && (p.single.has(edge.Type) || p.wholes.has(edge.Type)) {
		p.run = append(p.run, fact)
	}
	return p.worked()
}

// misfits notes what the ontology does not allow of an entity, or of a fact.
func (p *rowFinder) misfits(n Node, fact *Fact, list []Evidence) error {
	for _, problem := range p.check.found {
		x := p.add(FlawMisfit, n, problem.Msg)
		x.Hint = problem.Hint
		if fact != nil {
			x.Fact = fact.ID
		}
		if err := p.placeAt(x, list); err != nil {
			return err
		}
	}
	p.check.found = p.check.found[:0]
	return nil
}

// evidence looks at the quotes of an entity, or of one of its facts.
func (p *rowFinder) evidence(n Node, fact *Fact, list []Evidence) error {
	note := func(r FlawRule, message string) *Flaw {
		x := p.add(r, n, message)
		if fact != nil {
			x.Fact = fact.ID
		}
		return x
	}
	quotes := 0
	for i := range list {
		e := &list[i]
		if e.Quote != "" {
			quotes++
		}
		s, err := p.source(e.Source)
		if err != nil {
			return err
		}
		p.tells(n, e)
		if s == nil {
			note(FlawDangling, fmt.Sprintf("a quote is said to be of the source %q, which is not there", e.Source))
			continue
		}
		if wrong := s.text.Misquote(e); wrong != "" {
			x := note(FlawMisquote, wrong)
			x.Source, x.Quote = e.Source, e.Quote
			if line, column, ok := s.text.Position(e.Start); ok {
				x.Start, x.End, x.Line, x.Column = e.Start, min(max(e.End, e.Start), s.text.Len()), line, column
			}
			if len(p.found[FlawMisquote]) <= maxIDHints {
				x.Hint = s.text.Whereabouts(e.Quote)
			}
			continue
		}
		s.use(e)
	}
	if quotes == 0 {
		note(FlawUnsourced, "nothing is quoted for it")
	}
	return nil
}

// several looks at the facts of one entity and type of which there should be
// one at a time.
func (p *rowFinder) several(n Node, term Term) (err error) {
	if len(p.run) > 1 {
		if p.wholes.has(term) {
			err = p.parents(n, term)
		} else {
			err = p.conflicts(n)
		}
	}
	p.run = p.run[:0]
	return err
}

func (p *rowFinder) conflicts(n Node) error {
	for i := range p.run {
		for j := range p.run[:i] {
			a, b := &p.run[j], &p.run[i]
			if a.Reading != b.Reading || !overlap(a, b) {
				continue
			}
			x := p.add(FlawConflict, n, fmt.Sprintf("%s has one %s at a time, and two are given: %s and %s", b.Subject, b.Type, a.end(), b.end()))
			x.Hint = "the other is " + a.ID
			if err := p.place(x, b); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// end is what a fact gives its subject, for messages.
func (f *Fact) end() string {
	if f.IsRelation() {
		return f.Object
	}
	return f.Value.String()
}

// parents notes the first two wholes of an entity that have nothing to do with
// each other.
func (p *rowFinder) parents(n Node, term Term) error {
	for i := range p.run {
		for j := range p.run[:i] {
			a, b := &p.run[j], &p.run[i]
			first, second := p.t.Lookup(a.Object), p.t.Lookup(b.Object)
			if first == second || a.Reading != b.Reading || !overlap(a, b) || p.leadsTo(first, second, term) || p.leadsTo(second, first, term) {
				continue
			}
			x := p.add(FlawParents, n, fmt.Sprintf("%s is in two at a time: %s and %s", b.Type, a.Object, b.Object))
			x.Others = []Node{first, second}
			return p.place(x, b)
		}
	}
	return nil
}

// leadsTo reports whether relations of a type lead from one entity to another.
func (p *rowFinder) leadsTo(from, to Node, term Term) bool {
	list := []Node{from}
	for i := 0; i < len(list); i++ {
		info := p.t.Node(list[i])
		if info == nil {
			continue
		}
		for _, e := range OfType(info.Out, term) {
			if !p.holds(&e) {
				continue
			}
			if e.Other == to {
				return true
			}
			if !slices.Contains(list, e.Other) {
				list = append(list, e.Other)
			}
		}
	}
	return false
}

// hidden notes only what a fact quotes that the lens hides: its sentences have
// been read.
func (p *rowFinder) hidden(fact *Fact) error {
	for i := range fact.Evidence {
		e := &fact.Evidence[i]
		s, err := p.source(e.Source)
		if err != nil {
			return err
		}
		if s != nil && s.text.Misquote(e) == "" {
			s.use(e)
		}
	}
	return p.worked()
}

// tells notes that a source tells of an entity, as one that an editor quotes for
// what it does not say does not.
func (p *rowFinder) tells(n Node, e *Evidence) {
	s := p.sources[e.Source]
	if p.known[n] == several || s == nil || e.Grade == Editorial {
		return
	}
	if s.number == 0 {
		p.quoted = append(p.quoted, e.Source)
		s.number = uint32(len(p.quoted))
	}
	switch p.known[n] {
	case 0, s.number:
		p.known[n] = s.number
	default:
		p.known[n] = several
	}
}

// oneSource notes the entities that one source alone tells of, where there are
// several.
func (p *rowFinder) oneSource() error {
	if len(p.quoted) < 2 {
		return nil
	}
	for n, info := range p.t.All {
		if err := p.worked(); err != nil {
			return err
		}
		if one := p.known[n]; one != 0 && one != several {
			x := p.add(FlawOneSource, n, "all that is known of "+info.ID+" comes from "+p.quoted[one-1])
			x.Source = p.quoted[one-1]
		}
	}
	return nil
}
