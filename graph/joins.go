package graph

import "slices"

// Joins reports whether a relation of the type may lead from an entity of some
// kinds to one of others. Abstract kinds stand for theirs; nil is any kind.
func (o *Ontology) Joins(r *RelationType, from, to []string) bool {
	subjects, objects := o.within(from, r.Domain), o.within(to, r.Range)
	if r.SameKind {
		return slices.ContainsFunc(subjects, func(k string) bool { return slices.Contains(objects, k) })
	}
	return len(subjects) > 0 && len(objects) > 0
}

// JoinsEither is Joins in a direction seen from the near kinds; a symmetric
// type has none.
func (o *Ontology) JoinsEither(r *RelationType, near, far []string, d Direction) bool {
	if r.Symmetric || d&Both == 0 {
		d = Both
	}
	return d&Out != 0 && o.Joins(r, near, far) || d&In != 0 && o.Joins(r, far, near)
}

// within returns the concrete kinds that belong to both lists; nil is any kind.
func (o *Ontology) within(kinds, allowed []string) []string {
	var found []string
	for _, k := range o.Kinds {
		if !k.Abstract && (kinds == nil || o.Is(k.Name, kinds)) && (len(allowed) == 0 || o.Is(k.Name, allowed)) {
			found = append(found, k.Name)
		}
	}
	return found
}
