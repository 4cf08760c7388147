package feed

import (
	"sync"

	"missiongraph/graph"
)

// Event is what one revision did.
type Event struct {
	graph.Entry      // as the log holds it
	Ops         []Op // as many as the entry has, in its order

	once   sync.Once // of the event as JSON, with all ops and no values
	plain  []byte
	failed error
}

// Op says what an op did to what.
type Op struct {
	Action Action
	Target Target
	ID     string // of the entity, fact or source

	Kind string // of an entity; empty for others
	Name string // of an entity, the title of a source; empty for a fact

	Type    string // of a fact: a relation type or property; empty for others
	Subject string // of a fact: an entity's id
	Object  string // of a relation: an entity's id; empty for others

	index int // of the op in the entry
}

// Action is what an op does.
type Action string

// The actions.
const (
	Put     Action = "put"     // creates or replaces
	Retract Action = "retract" // takes away; older revisions keep it
)

// Target is what an op does it to.
type Target string

// The targets.
const (
	Entity Target = "entity"
	Fact   Target = "fact"
	Source Target = "source"
)

// describe says what each op of an entry did.
func (f *Feed) describe(entry *graph.Entry) ([]Op, error) {
	ops := make([]Op, len(entry.Change.Ops))
	var past former
	defer past.close()
	for i := range entry.Change.Ops {
		op := &ops[i]
		var err error
		switch x := &entry.Change.Ops[i]; {
		case x.Entity != nil:
			*op = entityOp(Put, x.Entity)
		case x.Fact != nil:
			*op = factOp(Put, x.Fact)
		case x.Source != nil:
			*op = Op{Action: Put, Target: Source, ID: x.Source.ID, Name: x.Source.Title}
		case x.RetractEntity != "":
			*op, err = past.entity(f.store, entry, i, x.RetractEntity)
		case x.RetractFact != "":
			*op, err = past.fact(f.store, entry, i, x.RetractFact)
		default:
			*op = Op{Action: Retract, Target: Source, ID: x.RetractSource}
		}
		if err != nil {
			return nil, err
		}
		op.index = i
	}
	return ops, nil
}

func entityOp(a Action, e *graph.Entity) Op {
	return Op{Action: a, Target: Entity, ID: e.ID, Kind: e.Kind, Name: e.Name}
}

func factOp(a Action, f *graph.Fact) Op {
	return Op{Action: a, Target: Fact, ID: f.ID, Type: f.Type, Subject: f.Subject, Object: f.Object}
}

// former finds what was retracted: among the ops before, or in the history,
// from a snapshot that is opened when first needed.
type former struct {
	snapshot graph.Snapshot
	history  graph.Historian
}

func (p *former) close() {
	if p.snapshot != nil {
		_ = p.snapshot.Close() // a read transaction: nothing to lose
	}
}

// open makes p.history ready, where the store has one.
func (p *former) open(store Store) (err error) {
	if p.snapshot == nil {
		if p.snapshot, err = store.Snapshot(graph.AnyRevision); err != nil {
			return err
		}
		p.history, _ = p.snapshot.(graph.Historian)
	}
	return nil
}

func (p *former) entity(store Store, entry *graph.Entry, i int, id string) (Op, error) {
	for i--; i >= 0; i-- {
		if e := entry.Change.Ops[i].Entity; e != nil && e.ID == id {
			return entityOp(Retract, e), nil
		}
	}
	op := Op{Action: Retract, Target: Entity, ID: id}
	if err := p.open(store); err != nil || p.history == nil {
		return op, err
	}
	lives, err := p.history.Lives(graph.Ref{Sort: graph.EntitySort, ID: id}, nil)
	for _, l := range lives {
		if held(l.Since, l.Until, entry.Revision) {
			op = entityOp(Retract, l.Record.Entity)
		}
	}
	return op, err
}

func (p *former) fact(store Store, entry *graph.Entry, i int, id string) (Op, error) {
	for i--; i >= 0; i-- {
		if x := entry.Change.Ops[i].Fact; x != nil && x.ID == id {
			return factOp(Retract, x), nil
		}
	}
	op := Op{Action: Retract, Target: Fact, ID: id}
	if err := p.open(store); err != nil || p.history == nil {
		return op, err
	}
	lives, err := p.history.FactLives(id)
	for _, l := range lives {
		if held(l.Since, l.Until, entry.Revision) {
			op = factOp(Retract, &l.Fact)
		}
	}
	return op, err
}

// held reports whether a life is the one before a revision. Its end may be later
// than that: what is put again in the same words has one life.
func held(since, until, rev graph.Revision) bool {
	return since < rev && (until == 0 || until >= rev)
}
