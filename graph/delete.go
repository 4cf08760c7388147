package graph

// Delete returns the ops that take out an entity with the facts it is the
// subject of. Facts of others that lead to it are named in the error,
// [Problems], or go with it when it cascades; so do relations that hold both
// ways and are kept with the other. The error may also be LIMIT, TIMEOUT, or
// the snapshot's.
func Delete(v *View, id string, cascade bool) ([]Op, error) {
	var found Problems
	if v.Topology().Lookup(id) == 0 {
		found.Add("id", NotFound, "there is no entity %q", id).Hint = closestTo(v, id)
		return nil, found
	}
	facts, err := factsAbout(v, id)
	if err != nil {
		return nil, err
	}
	ops := make([]Op, 0, len(facts)+1)
	for i := range facts {
		f := &facts[i]
		if f.Subject != id && !cascade {
			found.Add("id", BadInput, "fact %q of %s leads to it", f.ID, f.Subject).Hint = "retract it first, or with cascade: true"
		}
		ops = append(ops, Op{RetractFact: f.ID})
	}
	return append(ops, Op{RetractEntity: id}), found.Err()
}
