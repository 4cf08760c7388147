package schema

import "missiongraph/graph"

// nameTable holds the numbers a store gives the ontology's names, by the
// indexes that generated code uses; 0 where the store has not used a name.
type nameTable struct {
	terms      *graph.Terms
	len        int
	typed      []graph.Term   // concrete kinds that have types of their own
	concrete   [][]graph.Term // by kind: its own number, or those of the kinds an abstract one stands for
	relations  []graph.Term
	properties []graph.Term
}

// namesOf returns the table for a registry, made anew when it has grown.
func (svc *Service) namesOf(terms *graph.Terms) *nameTable {
	if t := svc.names.Load(); t != nil && t.terms == terms && t.len == terms.Len() {
		return t
	}
	t := svc.newNames(terms)
	svc.names.Store(t)
	return t
}

func (svc *Service) newNames(terms *graph.Terms) *nameTable {
	t := &nameTable{terms: terms, len: terms.Len()}
	number := func(names []string) []graph.Term {
		list := make([]graph.Term, len(names))
		for i, name := range names {
			list[i] = terms.Lookup(name)
		}
		return list
	}
	t.concrete = make([][]graph.Term, len(kindNames))
	for i, name := range kindNames {
		for _, term := range number(svc.ontology.Concrete([]string{name})) {
			if term != 0 {
				t.concrete[i] = append(t.concrete[i], term)
			}
		}
	}
	for i, name := range kindNames {
		if k := svc.ontology.Kind(name); k != nil && !k.Abstract && len(t.concrete[i]) > 0 {
			t.typed = append(t.typed, t.concrete[i][0])
		}
	}
	t.relations = number(relationNames[:])
	t.properties = number(propertyNames[:])
	return t
}
