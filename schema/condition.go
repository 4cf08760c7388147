package schema

import "missiongraph/graph"

// condition returns the condition on entities that a filter sets; nil when all
// meet it.
func (v *view) condition(f *entityFilter) (graph.Condition, error) {
	if f == nil {
		return nil, nil
	}
	named, forms := f.Name.compile(), v.termSet(f.Forms)
	kinds := map[graph.Term]bool{}
	if f.Kinds != nil {
		for _, k := range v.kindTerms(f.Kinds) {
			kinds[k] = true
		}
	}
	return func(n graph.Node) (bool, error) {
		info := v.Topology().Node(n)
		ok := (f.Kinds == nil || kinds[info.Kind]) && (f.Forms == nil || forms[info.Form]) && (named == nil || named(info.Name))
		return ok, v.Budget.Spend(1)
	}, nil
}
