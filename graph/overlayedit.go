package graph

// overlayEdit makes an overlay, op by op.
type overlayEdit struct {
	overlay
	edit     *Editor
	terms    *Terms
	at       int // the op at hand
	lastNode Node
	lastFact FactNum
}

// newOverlayEdit begins an overlay. It looks up what the ops name before the
// first is applied, so that the numbers of what is new come after all of it.
func newOverlayEdit(base Snapshot, ops []Op) (*overlayEdit, error) {
	t := base.Topology()
	e := &overlayEdit{
		overlay: overlay{base: base, entities: map[Node]*Entity{}, facts: map[FactNum]*Fact{},
			factIDs: map[string]*overlayFact{}, sources: map[string]*Source{}, changed: map[Node]bool{}},
		lastNode: Node(max(t.Cap()-1, 0)), lastFact: t.lastFact,
	}
	named := map[string]bool{} // names without a number
	for i := range ops {
		e.at = i
		op := &ops[i]
		if p := op.Problem(); p != "" {
			return nil, e.wrong("%s", p)
		}
		switch {
		case op.Entity != nil:
			e.lastNode = max(e.lastNode, t.ids.lookup(op.Entity.ID))
			newNames(named, t.terms, op.Entity.Kind, op.Entity.Form)
		case op.Fact != nil:
			if err := e.lookUp(op.Fact.ID); err != nil {
				return nil, err
			}
			newNames(named, t.terms, op.Fact.Type, op.Fact.Verb, string(op.Fact.Reading))
		case op.RetractFact != "":
			if err := e.lookUp(op.RetractFact); err != nil {
				return nil, err
			}
		}
	}
	e.terms = t.terms
	if len(named) > 0 {
		e.terms = t.terms.over()
	}
	if e.terms.Len()+len(named) > MaxTerms {
		return nil, Errorf(Limit, "the graph would use more than %d different names of kinds, forms, types, verbs and readings", MaxTerms)
	}
	e.edit = t.editOver(e.terms, e.lastNode+1)
	return e, nil
}

// editOver begins an overlay's topology: with registries of its own over t's,
// whose own numbers of entities begin at first, and nothing kept for others.
func (t *Topology) editOver(terms *Terms, first Node) *Editor {
	e := t.Edit()
	e.next.terms = terms
	e.next.ids = newIDs()
	e.next.ids.base, e.next.ids.until = t.ids, first
	e.next.derived = &derived{base: t.derived}
	return e
}

func newNames(found map[string]bool, terms *Terms, names ...string) {
	for _, name := range names {
		if name != "" && terms.Lookup(name) == 0 {
			found[name] = true
		}
	}
}

// lookUp notes a fact that the ops touch as it stands in the base.
func (e *overlayEdit) lookUp(id string) error {
	if e.factIDs[id] != nil {
		return nil
	}
	x := &overlayFact{}
	n, ok, err := e.base.FactByID(id)
	switch {
	case err != nil:
		return err
	case ok:
		f, err := e.base.Fact(n)
		if err != nil {
			return err
		}
		x.num, x.fact = n, &f
	default:
		if x.num, err = factNumber(e.base, id); err != nil {
			return err
		}
	}
	e.lastFact = max(e.lastFact, x.num)
	e.factIDs[id] = x
	return nil
}

// factNumber returns the number of a fact that is not there but was, where the
// snapshot knows it, else 0.
func factNumber(s Snapshot, id string) (FactNum, error) {
	if numbers, ok := s.(Numberer); ok {
		return numbers.FactNumber(id)
	}
	return 0, nil
}

func (e *overlayEdit) wrong(format string, args ...any) error {
	return Errorf(BadInput, "ops[%d]: %s", e.at, Errorf(BadInput, format, args...).Msg)
}

func (e *overlayEdit) apply(op *Op) error {
	switch {
	case op.Entity != nil:
		return e.putEntity(op.Entity)
	case op.Fact != nil:
		return e.putFact(op.Fact)
	case op.Source != nil:
		return e.putSource(op.Source)
	case op.RetractEntity != "":
		return e.retractEntity(op.RetractEntity)
	case op.RetractFact != "":
		return e.retractFact(op.RetractFact)
	default:
		return e.retractSource(op.RetractSource)
	}
}

// done returns the overlay. The edit must not be used after.
func (e *overlayEdit) done() *overlay {
	for _, x := range e.factIDs {
		if x.num != 0 {
			e.facts[x.num] = x.fact
		}
	}
	e.topology = e.edit.Done(e.base.Revision())
	o := e.overlay
	return &o
}

func (e *overlayEdit) putEntity(x *Entity) error {
	if !IsEntityID(x.ID) || x.Kind == "" || x.Name == "" {
		return e.wrong("an entity needs an id, a kind and a name")
	}
	n := e.edit.Lookup(x.ID)
	if n == 0 { // it may have been there before, or earlier among the ops
		n = max(e.edit.pending[x.ID], e.edit.next.ids.lookup(x.ID))
	}
	if n == 0 {
		e.lastNode++
		n = e.lastNode
	}
	put := *x
	e.entities[n], e.changed[n] = &put, true
	kind := e.terms.Add(x.Kind)
	e.edit.PutNode(n, x.ID, x.Name, kind, e.terms.Add(x.Form))
	return nil
}

func (e *overlayEdit) retractEntity(id string) error {
	n := e.edit.Lookup(id)
	if n == 0 {
		return e.wrong("there is no entity %q", id)
	}
	if info := e.edit.Node(n); len(info.Out)+len(info.In) > 0 {
		return e.wrong("entity %q still has facts", id)
	}
	e.entities[n], e.changed[n] = nil, true
	e.edit.DropNode(n)
	return nil
}

func (e *overlayEdit) putFact(f *Fact) error {
	if f.ID == "" || f.Type == "" {
		return e.wrong("a fact needs an id and a type")
	}
	subject, object := e.edit.Lookup(f.Subject), Node(0)
	if subject == 0 {
		return e.wrong("there is no entity %q", f.Subject)
	}
	if f.Object != "" {
		if object = e.edit.Lookup(f.Object); object == 0 {
			return e.wrong("there is no entity %q", f.Object)
		}
	}
	x := e.factIDs[f.ID]
	if x.fact != nil {
		if x.fact.Subject != f.Subject {
			return e.wrong("fact %q is about %q, and a fact keeps its subject", f.ID, x.fact.Subject)
		}
		if err := e.drop(x); err != nil {
			return err
		}
	}
	if x.num == 0 {
		e.lastFact++
		x.num = e.lastFact
	}
	put := *f
	x.fact = &put
	edge := Edge{Other: object, Fact: x.num, Type: e.terms.Add(f.Type)}
	edge.Verb, edge.Reading = e.terms.Add(f.Verb), e.terms.Add(string(f.Reading))
	edge.Grade, edge.Rank, edge.Dated = f.Grade, f.Rank, f.ValidFrom != "" || f.ValidTo != ""
	e.edit.PutEdge(subject, edge)
	e.touch(subject, object)
	if object == 0 && f.Type == AliasProperty {
		e.addNames(subject, &f.Value)
	}
	return nil
}

// addNames makes the other names known that an alias gives.
func (e *overlayEdit) addNames(n Node, v *Value) {
	if v.Text != "" {
		e.edit.AddName(n, v.Text)
	}
	for i := range v.List {
		e.addNames(n, &v.List[i])
	}
}

func (e *overlayEdit) retractFact(id string) error {
	x := e.factIDs[id]
	if x.fact == nil {
		return e.wrong("there is no fact %q", id)
	}
	return e.drop(x)
}

// drop takes a fact that stands out of the topology.
func (e *overlayEdit) drop(x *overlayFact) error {
	f := x.fact
	subject, object := e.edit.Lookup(f.Subject), Node(0)
	if f.Object != "" {
		object = e.edit.Lookup(f.Object)
	}
	if subject == 0 || f.Object != "" && object == 0 {
		return Errorf(Internal, "fact %q names what is not there", f.ID)
	}
	e.edit.DropEdge(subject, object, e.terms.Lookup(f.Type), x.num)
	e.touch(subject, object)
	x.fact = nil
	return nil
}

// touch notes the ends of a fact; an attribute has no object.
func (e *overlayEdit) touch(subject, object Node) {
	e.changed[subject] = true
	if object != 0 {
		e.changed[object] = true
	}
}

func (e *overlayEdit) putSource(s *Source) error {
	if !IsEntityID(s.ID) {
		return e.wrong("%q is not an id of a source", s.ID)
	}
	put := *s
	e.sources[s.ID] = &put
	return nil
}

func (e *overlayEdit) retractSource(id string) error {
	s, ok := e.sources[id]
	if !ok {
		_, found, err := e.base.Source(id)
		if err != nil {
			return err
		}
		ok = found
	} else {
		ok = s != nil
	}
	if !ok {
		return e.wrong("there is no source %q", id)
	}
	e.sources[id] = nil
	return nil
}
