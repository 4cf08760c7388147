package training

import (
	"fmt"
	"slices"
	"strings"

	"missiongraph/graph"
)

// ScopeRequest says what the material is about: exactly one field is set.
type ScopeRequest struct {
	Entity      string   // id or name
	Kind        string   // abstract kinds stand for theirs
	MissionArea string   // id or name: the area and what is joined to it
	Around      []string // ids or names: these and what is within Depth steps
	Depth       int      // of Around; 0 for 1
	Types       []string // of Around: relation types followed; nil for all
	Entities    []string // ids or names
	Pattern     string   // a graph pattern, whose entities Match finds
	Match       Match
}

// Match finds the entities of a graph pattern, in no order; [graph.BadInput] and
// the like for a pattern that is wrong.
type Match func(v *graph.View, pattern string) ([]graph.Node, error)

// Scope is a set of entities that material is about.
type Scope struct {
	Words string       // for people, as "ERO" or "kind Program"
	Nodes []graph.Node // by name, then id
}

// maxScope bounds the ids of a request.
const maxScope = 1000

// Find resolves a request. The error has code BAD_INPUT, also for a name
// of several entities, NOT_FOUND for an unknown entity or kind, LIMIT or TIMEOUT.
func (r *ScopeRequest) Find(v *graph.View) (Scope, error) {
	set := 0
	for _, is := range []bool{r.Entity != "", r.Kind != "", r.MissionArea != "", len(r.Around) > 0, len(r.Entities) > 0, r.Pattern != ""} {
		if is {
			set++
		}
	}
	if set != 1 {
		return Scope{}, graph.Errorf(graph.BadInput, "a scope has %d of entity, kind, missionArea, around, entities and pattern", set).WithHint("give exactly one")
	}
	if r.Depth < 0 || r.Depth > 4 {
		return Scope{}, graph.Errorf(graph.BadInput, "depth is %d, expected 1 to 4", r.Depth)
	}
	if len(r.Types) > 0 && len(r.Around) == 0 {
		return Scope{}, graph.Errorf(graph.BadInput, "types belong to a scope that is around something")
	}
	switch {
	case r.Pattern != "":
		return r.matched(v)
	case r.Kind != "":
		return kindScope(v, r.Kind)
	case r.Entity != "":
		return r.around(v, []string{r.Entity}, nil, 0)
	case r.MissionArea != "":
		return r.around(v, []string{r.MissionArea}, []string{"MissionArea"}, 1)
	case len(r.Entities) > 0:
		return r.around(v, r.Entities, nil, 0)
	}
	return r.around(v, r.Around, nil, max(r.Depth, 1))
}

func kindScope(v *graph.View, kind string) (Scope, error) {
	if v.Ontology.Kind(kind) == nil {
		var names []string
		for _, k := range v.Ontology.Kinds {
			names = append(names, k.Name)
		}
		return Scope{}, graph.Errorf(graph.NotFound, "unknown kind %.60q", kind).WithHint("%s", graph.DidYouMean(kind, names))
	}
	s := Scope{Words: "kind " + kind}
	for _, name := range v.Ontology.Concrete([]string{kind}) {
		s.Nodes = append(s.Nodes, v.Topology().OfKind(v.Term(name))...)
	}
	s.Nodes = v.SortNodes(slices.Clone(s.Nodes))
	return s, v.Budget.Spend(len(s.Nodes) / 16)
}

func (r *ScopeRequest) matched(v *graph.View) (Scope, error) {
	nodes, err := r.Match(v, r.Pattern)
	if err != nil {
		return Scope{}, err
	}
	if len(nodes) == 0 {
		return Scope{}, graph.Errorf(graph.NotFound, "the pattern of the scope matches no entity").WithHint("RETURN entities, as a in MATCH (a:Agency) RETURN a")
	}
	words := strings.Join(strings.Fields(r.Pattern), " ")
	return Scope{Words: "what the pattern “" + words + "” finds", Nodes: v.SortNodes(slices.Clone(nodes))}, v.Budget.Spend(len(nodes) / 16)
}

// types returns the relation types to follow.
func (r *ScopeRequest) types(v *graph.View) ([]graph.Term, error) {
	var list []graph.Term
	for _, name := range r.Types {
		if v.Ontology.Relation(name) == nil {
			var names []string
			for _, known := range v.Ontology.Relations {
				names = append(names, known.Name)
			}
			return nil, graph.Errorf(graph.NotFound, "there is no relation type %.60q", name).WithHint("%s", graph.DidYouMean(name, names))
		}
		if term := v.Term(name); term != 0 {
			list = append(list, term)
		}
	}
	return list, nil
}

func (r *ScopeRequest) around(v *graph.View, names, kinds []string, depth int) (Scope, error) {
	if len(names) > maxScope {
		return Scope{}, graph.Errorf(graph.Limit, "a scope of %d entities; at most %d", len(names), maxScope)
	}
	var s Scope
	for _, name := range names {
		n, err := find(v, name, kinds)
		if err != nil {
			return s, err
		}
		s.Nodes = append(s.Nodes, n)
	}
	s.Words = v.Topology().Node(s.Nodes[0]).Name
	if len(s.Nodes) > 1 {
		s.Words += fmt.Sprintf(" and %d more", len(s.Nodes)-1)
	}
	if depth > 0 {
		types, err := r.types(v)
		if err != nil {
			return s, err
		}
		if len(r.Types) > 0 && len(types) == 0 { // known, but no fact is of one of them
			depth = 0
		}
		sub, err := graph.FindSubgraph(v, graph.SubgraphQuery{Roots: s.Nodes, Depth: depth, Types: types, Direction: graph.Both})
		if err != nil {
			return s, err
		}
		if sub.Truncated {
			return s, graph.Errorf(graph.Limit, "the scope around %s is too large", s.Words).WithHint("use a smaller depth")
		}
		s.Nodes = s.Nodes[:0]
		for _, x := range sub.Nodes {
			s.Nodes = append(s.Nodes, x.Node)
		}
		s.Words = "around " + s.Words
	}
	s.Nodes = slices.Compact(v.SortNodes(s.Nodes))
	return s, nil
}

// find returns the entity of an id or of a name in full.
func find(v *graph.View, text string, kinds []string) (graph.Node, error) {
	t := v.Topology()
	if n := t.Lookup(text); n != 0 && (kinds == nil || v.Ontology.Is(t.Terms().Name(t.Node(n).Kind), kinds)) {
		return n, nil
	}
	matches, err := graph.Resolve(v, text, kinds, 2)
	if err != nil {
		return 0, err
	}
	if len(matches) > 0 && matches[0].Score == 1 {
		if len(matches) > 1 && matches[1].Score == 1 && matches[1].How == matches[0].How {
			return 0, graph.Errorf(graph.BadInput, "%.60q is the name of several entities", text).
				WithHint("give an id, as %s or %s", t.Node(matches[0].Node).ID, t.Node(matches[1].Node).ID)
		}
		return matches[0].Node, nil
	}
	what := "entity"
	if kinds != nil {
		what = "mission area"
	}
	failed := graph.Errorf(graph.NotFound, "there is no %s %.60q", what, text)
	if len(matches) > 0 {
		return 0, failed.WithHint("did you mean %q?", t.Node(matches[0].Node).ID)
	}
	return 0, failed
}
