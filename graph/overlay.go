package graph

import (
	"maps"
	"slices"
)

// Overlay returns the graph as it would be if the ops were committed to base:
// what to ask "what if" of. The ops must be those of a change in which
// [Validate] finds nothing wrong, and must not be changed after. Its revision
// is the base's; where base is a [Historian] it is one too, of what has been:
// the ops are not in its history.
//
// An overlay copies what the ops touch and reads the rest from base, so it
// costs as much as the ops do, whatever the size of the graph. It shares
// nothing of its own with the store: entities, facts and names that the ops
// bring get numbers that only the overlay's readers see, after all that exist,
// and what is derived from it is kept for it alone and dropped with it. What
// comes back after a retraction has its number again where base can tell it
// (see [Numberer]); else it sorts behind facts that are otherwise equal.
//
// The overlay is safe for concurrent use and reads base until it is no longer
// needed: who opened base closes it after. Closing the overlay does nothing.
//
// The error has code BAD_INPUT for an op that makes no sense, LIMIT for more
// names than can be numbered, or is the base's.
func Overlay(base Snapshot, ops []Op) (Snapshot, error) {
	e, err := newOverlayEdit(base, ops)
	if err != nil {
		return nil, err
	}
	for i := range ops {
		e.at = i
		if err := e.apply(&ops[i]); err != nil {
			return nil, err
		}
	}
	o := e.done()
	if past, ok := base.(Historian); ok {
		return &overlayHistorian{o, past}, nil
	}
	return o, nil
}

// Overlaid lists the entities that the ops of an overlay put or retract, or
// give or take facts, in order of number; none of a snapshot that is no
// overlay. Those retracted are not in its topology.
func Overlaid(s Snapshot) []Node {
	var o *overlay
	switch s := s.(type) {
	case *overlay:
		o = s
	case *overlayHistorian:
		o = s.overlay
	default:
		return nil
	}
	list := slices.AppendSeq(Overlaid(o.base), maps.Keys(o.changed))
	slices.Sort(list)
	return slices.Compact(list)
}

// Numberer is a [Snapshot] that knows the number of a fact which is not there,
// but was at some revision of the store; 0 when it never was.
type Numberer interface {
	FactNumber(id string) (FactNum, error)
}

// overlay is a base with what the ops put and retract over it. It is immutable.
type overlay struct {
	base     Snapshot
	topology *Topology
	entities map[Node]*Entity        // by number: as put; nil for retracted
	facts    map[FactNum]*Fact       // the same
	factIDs  map[string]*overlayFact // the same facts, by id
	sources  map[string]*Source      // by id: as put; nil for retracted
	changed  map[Node]bool           // entities put or retracted, or at an end of facts that are
}

// overlayFact is a fact that the ops touch.
type overlayFact struct {
	num  FactNum // 0 until it has one
	fact *Fact   // as it stands; nil for none
}

func (o *overlay) Revision() Revision { return o.base.Revision() }

func (o *overlay) Topology() *Topology { return o.topology }

func (o *overlay) Entity(n Node) (Entity, error) {
	switch e, ok := o.entities[n]; {
	case !ok:
		return o.base.Entity(n)
	case e == nil:
		return Entity{}, Errorf(NotFound, "there is no entity of number %d", n)
	default:
		return *e, nil
	}
}

func (o *overlay) Fact(n FactNum) (Fact, error) {
	switch f, ok := o.facts[n]; {
	case !ok:
		return o.base.Fact(n)
	case f == nil:
		return Fact{}, Errorf(NotFound, "there is no fact of number %d", n)
	default:
		return *f, nil
	}
}

func (o *overlay) FactByID(id string) (FactNum, bool, error) {
	switch x, ok := o.factIDs[id]; {
	case !ok:
		return o.base.FactByID(id)
	case x.fact == nil:
		return 0, false, nil
	default:
		return x.num, true, nil
	}
}

// FactNumber implements [Numberer].
func (o *overlay) FactNumber(id string) (FactNum, error) {
	if x := o.factIDs[id]; x != nil {
		return x.num, nil
	}
	return factNumber(o.base, id)
}

func (o *overlay) Source(id string) (Source, bool, error) {
	switch s, ok := o.sources[id]; {
	case !ok:
		return o.base.Source(id)
	case s == nil:
		return Source{}, false, nil
	default:
		return *s, true, nil
	}
}

func (o *overlay) SourceIDs() ([]string, error) {
	ids, err := o.base.SourceIDs()
	if err != nil || len(o.sources) == 0 {
		return ids, err
	}
	list := make([]string, 0, len(ids)+len(o.sources))
	for _, id := range ids {
		if _, ok := o.sources[id]; !ok {
			list = append(list, id)
		}
	}
	for id, s := range o.sources {
		if s != nil {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list, nil
}

func (o *overlay) FactsOfSource(id string) ([]FactNum, []Node, error) {
	facts, nodes, err := o.base.FactsOfSource(id)
	if err != nil {
		return nil, nil, err
	}
	return quoting(facts, o.facts, func(f *Fact) bool { return cites(f.Evidence, id) }),
		quoting(nodes, o.entities, func(e *Entity) bool { return cites(e.Evidence, id) }), nil
}

// quoting lists, of the numbers of what quotes a source in the base, those not
// put or retracted since, with those put that quote it.
func quoting[N ~uint32, T any](base []N, put map[N]*T, quotes func(*T) bool) []N {
	var list []N
	for _, n := range base {
		if _, ok := put[n]; !ok {
			list = append(list, n)
		}
	}
	for n, x := range put {
		if x != nil && quotes(x) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

func cites(list []Evidence, source string) bool {
	return slices.ContainsFunc(list, func(e Evidence) bool { return e.Source == source })
}

func (o *overlay) Close() error { return nil }

// overlayHistorian is an overlay over a base that knows the past.
type overlayHistorian struct {
	*overlay
	past Historian
}

func (o *overlayHistorian) FactLives(id string) ([]Life, error) { return o.past.FactLives(id) }

func (o *overlayHistorian) Lives(r Ref, b *Budget) ([]RecordLife, error) { return o.past.Lives(r, b) }

func (o *overlayHistorian) RecordAt(r Ref, rev Revision, b *Budget) (Record, error) {
	return o.past.RecordAt(r, rev, b)
}

func (o *overlayHistorian) Touched(after, upTo Revision, b *Budget) ([]Ref, error) {
	return o.past.Touched(after, upTo, b)
}

func (o *overlayHistorian) FactsEver(entity string, b *Budget) ([]string, error) {
	return o.past.FactsEver(entity, b)
}
