package feed

import (
	"slices"

	"missiongraph/graph"
)

// Filter says which ops a consumer wants. A list left empty asks nothing. With
// Kinds or Types, only entities of these kinds and facts of these types pass;
// Entities asks of all of them that they are, begin or end at one of these.
type Filter struct {
	Kinds    []string // of entities; an abstract kind stands for those that belong to it
	Types    []string // of facts: relation types and properties
	Entities []string // ids; one that no entity has matches nothing until one has it
}

// Selection is a filter made ready. A nil one takes all.
type Selection struct {
	kinds, types, entities map[string]bool // nil when not asked
}

// Select makes a filter ready, nil when it asks nothing. Unknown kinds and types
// are BAD_INPUT; the error's ID is the list's name: kind or type.
func (f *Feed) Select(x Filter) (*Selection, error) {
	if len(x.Kinds)+len(x.Types)+len(x.Entities) == 0 {
		return nil, nil
	}
	s := &Selection{entities: set(x.Entities)}
	for _, kind := range x.Kinds {
		if f.ontology.Kind(kind) == nil {
			return nil, unknown("kind", kind, names(f.ontology.Kinds, func(k *graph.Kind) string { return k.Name }))
		}
	}
	if len(x.Kinds) > 0 {
		s.kinds = set(f.ontology.Concrete(x.Kinds))
	}
	for _, typ := range x.Types {
		if f.ontology.Relation(typ) == nil && f.ontology.Property(typ) == nil {
			return nil, unknown("type", typ, append(
				names(f.ontology.Relations, func(r *graph.RelationType) string { return r.Name }),
				names(f.ontology.Properties, func(p *graph.Property) string { return p.Name })...))
		}
	}
	s.types = set(x.Types)
	return s, nil
}

func names[T any](list []T, name func(T) string) []string {
	found := make([]string, len(list))
	for i, x := range list {
		found[i] = name(x)
	}
	return found
}

func unknown(list, name string, known []string) error {
	return &graph.Error{Code: graph.BadInput, ID: list, Msg: "there is no " + list + " " + name,
		Hint: graph.DidYouMean(name, known)}
}

func set(list []string) map[string]bool {
	if len(list) == 0 {
		return nil
	}
	found := make(map[string]bool, len(list))
	for _, x := range list {
		found[x] = true
	}
	return found
}

// Ops returns those ops of an event that are wanted, in order. The slice may be
// the event's own.
func (s *Selection) Ops(e *Event) []Op {
	if s == nil {
		return e.Ops
	}
	first := slices.IndexFunc(e.Ops, s.wants)
	if first < 0 {
		return nil
	}
	var found []Op
	for _, op := range e.Ops[first:] {
		if s.wants(op) {
			found = append(found, op)
		}
	}
	return found
}

func (s *Selection) wants(op Op) bool {
	if s.kinds != nil || s.types != nil {
		if !(op.Target == Entity && s.kinds[op.Kind] || op.Target == Fact && s.types[op.Type]) {
			return false
		}
	}
	return s.entities == nil || op.Target == Entity && s.entities[op.ID] ||
		op.Target == Fact && (s.entities[op.Subject] || s.entities[op.Object])
}
