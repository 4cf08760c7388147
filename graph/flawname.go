package graph

import (
	"fmt"
	"slices"
	"strings"
)

// called is a name or acronym of an entity.
type called struct {
	node   Node
	family Term // see familyOf
	alias  bool
	text   string
}

// nameFinder finds entities that may be one. Names are compared only where they
// are equal in some form, so that the work grows with the names and not with
// their pairs.
type nameFinder struct {
	*flawFinder
	families map[Term]Term
	apart    termSet           // relation types whose ends tell entities apart
	pairs    map[[2]int32]bool // names compared, by place
}

// names looks at the names that the lens shows.
func (f *flawFinder) names() error {
	p := &nameFinder{flawFinder: f, families: map[Term]Term{}, pairs: map[[2]int32]bool{}}
	p.terms()
	list, err := p.read()
	if err != nil {
		return err
	}
	if err := p.groups(list, Squeeze, p.same); err != nil {
		return err
	}
	own := slices.DeleteFunc(slices.Clone(list), func(c called) bool { return c.alias })
	if err := p.groups(own, p.bag, p.reordered); err != nil {
		return err
	}
	return p.misspelt(own)
}

// terms finds the types that lead to what an entity is part of, or to places
// alone.
func (p *nameFinder) terms() {
	var apart []Term
	for _, r := range p.v.Ontology.Relations {
		places := len(r.Range) > 0
		for _, name := range p.v.Ontology.Concrete(r.Range) {
			places = places && slices.Contains(p.v.Ontology.Kind(name).MapsTo, "schema:Place")
		}
		if r.isWhole() || places {
			apart = append(apart, p.v.Term(r.Name))
		}
	}
	p.apart = newTermSet(apart)
}

// familyOf returns the kind that stands for a kind where names are compared:
// the abstract one it belongs to, or itself.
func (p *nameFinder) familyOf(kind Term) Term {
	if family, ok := p.families[kind]; ok {
		return family
	}
	family := kind
	for k := p.v.Ontology.Kind(p.t.terms.Name(kind)); k != nil && len(k.IsA) > 0; k = p.v.Ontology.Kind(k.IsA[0]) {
		if term := p.t.terms.Lookup(k.IsA[0]); term != 0 {
			family = term
		} else {
			family = p.firstOf(k.IsA[0], kind)
		}
	}
	p.families[kind] = family
	return family
}

// firstOf returns the first kind in use that belongs to an abstract one, which
// a store has no number for.
func (p *nameFinder) firstOf(abstract string, otherwise Term) Term {
	for _, name := range p.v.Ontology.Concrete([]string{abstract}) {
		if term := p.t.terms.Lookup(name); term != 0 {
			return term
		}
	}
	return otherwise
}

func (p *nameFinder) read() ([]called, error) {
	var list []called
	alias := p.v.Term(AliasProperty)
	for n, info := range p.t.All {
		family := p.familyOf(info.Kind)
		list = append(list, called{n, family, false, info.Name})
		if alias == 0 {
			continue
		}
		run := OfType(info.Out, alias)
		for i := range run {
			if !p.holds(&run[i]) {
				continue
			}
			fact, err := p.v.Fact(run[i].Fact)
			if err != nil {
				return nil, err
			}
			list = append(list, called{n, family, true, strings.Clone(fact.Value.Text)})
		}
		if err := p.worked(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// groups calls found with the names that are equal in some form, where several
// entities of one family have them; "" is no form.
func (p *nameFinder) groups(list []called, form func(string) string, found func([]called) error) error {
	type key struct {
		family Term
		form   string
	}
	groups := make(map[key][]int32, len(list))
	var order []key
	for i, c := range list {
		k := key{c.family, form(c.text)}
		if k.form == "" {
			continue
		}
		if len(groups[k]) == 1 {
			order = append(order, k)
		}
		groups[k] = append(groups[k], int32(i))
		if err := p.worked(); err != nil {
			return err
		}
	}
	for _, k := range order {
		group := make([]called, len(groups[k]))
		for i, at := range groups[k] {
			group[i] = list[at]
		}
		if err := found(group); err != nil {
			return err
		}
	}
	return nil
}

// bag is the telling words of a name in order.
func (p *nameFinder) bag(name string) string {
	var words []string
	return string(sortedWords(nil, &words, Fold(name)))
}

// same notes entities with one name, or one acronym.
func (p *nameFinder) same(group []called) error {
	acronym := slices.ContainsFunc(group, func(c called) bool { return c.alias && isAcronym(c.text) })
	rule, what := FlawSameName, "the name"
	if acronym {
		rule, what = FlawSameAcronym, "the acronym"
	}
	for _, nodes := range p.clusters(group) {
		text := group[0].text
		x := p.add(rule, nodes[0], fmt.Sprintf("%s have %s %q", p.all(nodes), what, text))
		x.Others = nodes[1:]
		if err := p.placeEntity(x); err != nil {
			return err
		}
	}
	return nil
}

// reordered notes entities whose names have the same telling words.
func (p *nameFinder) reordered(group []called) error {
	slices.SortStableFunc(group, func(a, b called) int { return strings.Compare(Squeeze(a.text), Squeeze(b.text)) })
	group = slices.CompactFunc(group, func(a, b called) bool { return Squeeze(a.text) == Squeeze(b.text) })
	for _, nodes := range p.clusters(group) {
		if err := p.similar(nodes, "have the same words"); err != nil {
			return err
		}
	}
	return nil
}

func (p *nameFinder) similar(nodes []Node, why string) error {
	var names []string
	for _, n := range nodes {
		names = append(names, fmt.Sprintf("%q (%s)", p.t.Node(n).Name, p.id(n)))
	}
	x := p.add(FlawSimilarName, nodes[0], Enumerate(names)+" "+why)
	x.Others = nodes[1:]
	return p.placeEntity(x)
}

func (p *nameFinder) all(nodes []Node) string {
	const most = 12
	var ids []string
	for _, n := range nodes[:min(len(nodes), most)] {
		ids = append(ids, p.id(n))
	}
	if more := len(nodes) - most; more > 0 {
		ids = append(ids, fmt.Sprintf("%d more", more))
	}
	return Enumerate(ids)
}

// clusters parts the entities of a group by what they belong to or lie in: those
// of one cluster share such an end, or have none. Each cluster has several
// entities, in order of id.
func (p *nameFinder) clusters(group []called) [][]Node {
	var nodes []Node
	for _, c := range group {
		nodes = append(nodes, c.node)
	}
	slices.SortFunc(nodes, func(a, b Node) int { return strings.Compare(p.id(a), p.id(b)) })
	if nodes = slices.Compact(nodes); len(nodes) < 2 {
		return nil
	}
	parts := make(forest, len(nodes))
	byEnd := map[Edge]uint32{} // by type and far end: the first with it
	nowhere := -1              // the first without
	for i, n := range nodes {
		parts[i] = uint32(i)
		told := false
		out := p.t.Node(n).Out
		for j := range out {
			e := &out[j]
			if e.Other == 0 || !p.apart.has(e.Type) || !p.holds(e) {
				continue
			}
			told = true
			end := Edge{Type: e.Type, Other: e.Other}
			if first, ok := byEnd[end]; ok {
				parts.join(first, uint32(i))
			} else {
				byEnd[end] = uint32(i)
			}
		}
		if !told {
			nowhere = max(nowhere, i)
		}
	}
	if nowhere >= 0 { // it may be any of them
		for i := range nodes {
			parts.join(uint32(nowhere), uint32(i))
		}
	}
	by := make([][]Node, len(nodes))
	for i, n := range nodes {
		root := parts.find(uint32(i))
		by[root] = append(by[root], n)
	}
	return slices.DeleteFunc(by, func(c []Node) bool { return len(c) < 2 })
}
