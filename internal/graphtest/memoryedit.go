package graphtest

import "missiongraph/graph"

// memoryEdit is a Memory in the making.
type memoryEdit struct {
	Memory
	editor *graph.Editor
	terms  *graph.Terms
}

func (m *memoryEdit) apply(op *graph.Op) error {
	switch {
	case op.Entity != nil:
		return m.putEntity(op.Entity)
	case op.Fact != nil:
		return m.putFact(op.Fact)
	case op.Source != nil:
		m.sources[op.Source.ID] = *op.Source
		return nil
	case op.RetractEntity != "":
		return m.retractEntity(op.RetractEntity)
	case op.RetractFact != "":
		return m.retractFact(op.RetractFact)
	case op.RetractSource != "":
		if _, ok := m.sources[op.RetractSource]; !ok {
			return absent("source", op.RetractSource)
		}
		delete(m.sources, op.RetractSource)
		return nil
	default:
		return graph.Errorf(graph.BadInput, "op puts and retracts nothing")
	}
}

func absent(what, id string) error {
	return graph.Errorf(graph.NotFound, "no %s %q", what, id)
}

func (m *memoryEdit) putEntity(e *graph.Entity) error {
	if !graph.IsEntityID(e.ID) {
		return graph.Errorf(graph.BadInput, "%q is not an entity id", e.ID)
	}
	n := m.nodeNum[e.ID]
	if n == 0 {
		n = graph.Node(len(m.nodeNum) + 1)
		m.nodeNum[e.ID] = n
	}
	m.entities[n] = *e
	m.editor.PutNode(n, e.ID, e.Name, m.terms.Add(e.Kind), m.terms.Add(e.Form))
	return nil
}

func (m *memoryEdit) retractEntity(id string) error {
	n := m.nodeNum[id]
	if _, ok := m.entities[n]; !ok {
		return absent("entity", id)
	}
	if info := m.editor.Node(n); len(info.Out)+len(info.In) > 0 {
		return graph.Errorf(graph.BadInput, "entity %q still has facts", id)
	}
	delete(m.entities, n)
	m.editor.DropNode(n)
	return nil
}

func (m *memoryEdit) putFact(f *graph.Fact) error {
	subject, object := m.editor.Lookup(f.Subject), graph.Node(0)
	if subject == 0 {
		return graph.Errorf(graph.BadInput, "fact %q: no entity %q", f.ID, f.Subject)
	}
	if f.IsRelation() {
		if object = m.editor.Lookup(f.Object); object == 0 {
			return graph.Errorf(graph.BadInput, "fact %q: no entity %q", f.ID, f.Object)
		}
	}
	num := m.factNum[f.ID]
	if num == 0 {
		num = graph.FactNum(len(m.factNum) + 1)
		m.factNum[f.ID] = num
	} else if old, ok := m.facts[num]; ok {
		m.drop(num, &old)
	}
	m.facts[num] = *f
	m.editor.PutEdge(subject, graph.Edge{
		Other: object, Fact: num,
		Type: m.terms.Add(f.Type), Verb: m.terms.Add(f.Verb), Reading: m.terms.Add(string(f.Reading)),
		Grade: f.Grade, Rank: f.Rank, Dated: f.ValidFrom != "" || f.ValidTo != "",
	})
	if f.Type == graph.AliasProperty {
		m.editor.AddName(subject, f.Value.Text)
	}
	return nil
}

func (m *memoryEdit) retractFact(id string) error {
	num := m.factNum[id]
	old, ok := m.facts[num]
	if !ok {
		return absent("fact", id)
	}
	m.drop(num, &old)
	delete(m.facts, num)
	return nil
}

func (m *memoryEdit) drop(num graph.FactNum, f *graph.Fact) {
	object := graph.Node(0)
	if f.IsRelation() {
		object = m.nodeNum[f.Object]
	}
	m.editor.DropEdge(m.nodeNum[f.Subject], object, m.terms.Lookup(f.Type), num)
}
