package schema

import (
	"slices"

	"missiongraph/graph"
)

// listOf returns the entities of a kind at the far end of relations of some
// types: complete, each once, in order of name. It is what a plain list field
// answers; beyond the work budget it panics with LIMIT, naming the field to use
// instead.
func listOf[T any, P resolver[T]](r *EntityResolver, connection string, kind kindIndex, d graph.Direction, types ...relationIndex) []P {
	if err := r.v.Budget.Spend(1); err != nil {
		panic(listTooLong(err, connection))
	}
	var buffer [64]graph.Node
	dst := buffer[:0]
	for _, t := range types {
		dst = r.v.Neighbors(dst, r.n, r.v.names.relations[t], d)
	}
	if len(types) > 1 {
		dst = r.v.SortNodes(dst)
	}
	if err := r.v.Budget.Spend(len(dst)); err != nil {
		panic(listTooLong(err, connection))
	}
	if kind != anyKind {
		kept := dst[:0]
		for _, n := range dst {
			if r.v.isKind(r.v.Topology().Node(n).Kind, kind) {
				kept = append(kept, n)
			}
		}
		dst = kept
	}
	return wrapAll[T, P](r.v, dst)
}

// listTooLong tells what to use instead of a plain list that is too long.
func listTooLong(err error, connection string) error {
	if graph.CodeOf(err) != graph.Limit {
		return err
	}
	return graph.Errorf(graph.Limit, "%s", err.Error()).WithHint("page with %s(first:), or ask for less at once", connection)
}

// isKind reports whether a kind's number stands for a kind, abstract or not.
func (v *view) isKind(number graph.Term, kind kindIndex) bool {
	return slices.Contains(v.names.concrete[kind], number)
}

// connectionOf returns a page of the same list, with the relation on each edge.
func connectionOf[T any, P resolver[T]](r *EntityResolver, args relationArgs, kind kindIndex, d graph.Direction, types ...relationIndex) (*RelationConnection[P], error) {
	q := relationQuery{r: r, direction: d, kind: kind, list: listKey("relations", string(r.ID), kind, d, types)}
	for _, t := range types {
		q.types = append(q.types, r.v.names.relations[t])
	}
	q.types = used(q.types)
	if kind != anyKind {
		q.kinds = used(r.v.names.concrete[kind])
	}
	return relationPage[T, P](q, args)
}
