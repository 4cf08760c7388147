package graph

import (
	"fmt"
	"slices"
)

// FacetField is what entities are counted by.
type FacetField uint8

// The fields. The first two are of the entity itself, the others of its facts.
const (
	FacetKind     FacetField = iota + 1 // its kind
	FacetForm                           // its form
	FacetType                           // types of its relations, from either end
	FacetVerb                           // verbs of the relations whose subject it is
	FacetGrade                          // grades of the facts whose subject it is
	FacetSource                         // sources quoted for its name or for a fact whose subject it is
	FacetProperty                       // values of FacetBy.Property
	FacetRelated                        // entities at the far end of some of its relations
)

// FacetBy says by what to count.
type FacetBy struct {
	Field    FacetField
	Property string // for FacetProperty

	// For FacetRelated: the relations followed, as in [Relations].
	Types     []Term
	Direction Direction
	Kinds     []Term // concrete

	// Then counts the entities of each value listed once more. Where the outer
	// field is FacetType, FacetVerb, FacetGrade or FacetSource and the inner one
	// is, too, only the facts of the outer value are looked at. nil for no more;
	// one level.
	Then *FacetBy
}

// FacetQuery says which entities are counted, by what, and how much of the
// result is wanted.
type FacetQuery struct {
	// What is counted: Relations, else Nodes, else what Kinds and Where select.
	Relations []Rel // as [Relations] lists those of one entity: their far ends, with these relations as their only facts
	Nodes     []Node
	Kinds     []Term    // concrete; empty for all
	Where     Condition // nil for all

	By      []FacetBy
	First   int // values listed by each facet; 0 for all
	Members int // entities listed under each value; 0 for none
}

// Facet is how many entities have which values of a field, or how many facts: in
// what [FindFactFacets] answers, entity stands for fact below.
type Facet struct {
	Field       FacetField   // 0 of facts
	Values      []FacetValue // most entities first, then by label, of entities by name and id, of sources by id
	TotalValues int          // values there are, listed or not
	Total       int          // entities looked at
	Missing     int          // of them, those without any value
	Other       int          // the counts of the values not listed, added up: an entity with several counts for each
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value string // name of a kind, form, type, verb or grade; id of a source or entity; text of a property's value
	Label string // for people; a source's is its id
	Node  Node   // the entity, with FacetRelated; else 0
	Count int    // entities that have the value, each once

	// Facts are the visible facts by which they have it, each once: relations
	// of the type or leading to the entity, facts of the grade. 0 for kinds and
	// forms, which no fact says.
	Facts   int
	Members []Node // the first FacetQuery.Members in order of name, then id
	Then    *Facet // with FacetBy.Then
}

// FindFacets counts entities by each of q.By. A facet costs one unit of budget
// for every 64 entities and edges it goes over; what a property has costs is
// said at [rowsPerUnit]. Facets of whole kinds are counted once for a revision
// and lens, and cost nothing as long as they are kept. The error has code
// BAD_INPUT, naming the place in q.By; LIMIT or TIMEOUT; or is the store's or
// the condition's. A facet is whole or not at all; it is shared and must not be
// changed.
func FindFacets(v *View, q FacetQuery) ([]Facet, error) {
	for i := range q.By {
		if err := q.By[i].check(v, i); err != nil {
			return nil, err
		}
	}
	if q.Relations == nil && q.Nodes == nil && q.Where == nil {
		return keptFacets(v, &q)
	}
	return countFacets(v, &q)
}

// keptFacets answers facets of whole kinds.
func keptFacets(v *View, q *FacetQuery) ([]Facet, error) {
	t := v.topology
	found := make([]Facet, len(q.By))
	for i := range q.By {
		one := *q
		one.By = q.By[i : i+1]
		made, err := t.derived.get(v.Budget, one.key(v), t, func(*earlier) (any, int, error) {
			counted, err := countFacets(v, &one)
			if err != nil {
				return nil, 0, err
			}
			return counted[0], counted[0].bytes(), nil
		})
		if err != nil {
			return nil, err
		}
		found[i] = made.(Facet)
	}
	return found, nil
}

// key tells what a query about whole kinds asks of a view.
func (q *FacetQuery) key(v *View) string {
	key := fmt.Sprintf("facet %s|%d|%d|%d", v.lensKey(), q.Kinds, q.First, q.Members)
	for by := &q.By[0]; by != nil; by = by.Then {
		key += fmt.Sprintf("|%d|%q|%d|%d|%d", by.Field, by.Property, by.Types, by.Direction, by.Kinds)
	}
	return key
}

// bytes is about what the facet takes.
func (f *Facet) bytes() int {
	const value = 128
	size := value
	for i := range f.Values {
		x := &f.Values[i]
		size += value + 4*len(x.Members)
		if x.Then != nil {
			size += x.Then.bytes()
		}
	}
	return size
}

func countFacets(v *View, q *FacetQuery) ([]Facet, error) {
	c := &facetCount{pass: newPass(v), q: q, scratch: facetScratches.Get().(*facetScratch)}
	defer c.release()
	in, err := c.choose()
	if err != nil {
		return nil, err
	}
	found := make([]Facet, len(q.By))
	for i := range q.By {
		if err := c.facet(&found[i], in, &q.By[i], nil, 0); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// check refuses what no view could answer.
func (b *FacetBy) check(v *View, i int) error {
	for at, by := "", b; by != nil; at, by = at+".then", by.Then {
		switch {
		case at == ".then.then":
			return Errorf(BadInput, "by[%d]%s: facets are nested one level", i, at).WithHint("leave this then out")
		case by.Field < FacetKind || by.Field > FacetRelated:
			return Errorf(BadInput, "by[%d]%s: nothing to count by", i, at)
		case by.Field == FacetProperty && v.Ontology != nil && v.Ontology.Property(by.Property) == nil:
			return Errorf(BadInput, "by[%d]%s: no property is called %.60q", i, at, by.Property).
				WithHint("%s", DidYouMean(by.Property, v.Ontology.propertyNames()))
		}
	}
	return nil
}

// choose returns the entities that the query selects.
func (c *facetCount) choose() (*population, error) {
	t := c.v.topology
	in := &c.scratch.populations[0]
	in.begin(t)
	switch {
	case c.q.Relations != nil:
		for i := range c.q.Relations {
			in.set.add(c.q.Relations[i].Edge.Other)
		}
	case c.q.Nodes != nil:
		for _, n := range c.q.Nodes {
			if t.Node(n) != nil {
				in.set.add(n)
			}
		}
	case c.q.Where == nil && len(c.q.Kinds) == 0:
		in.all = true
	default:
		return in, c.selectNodes(in)
	}
	return in, nil
}

func (c *facetCount) selectNodes(in *population) error {
	t, kinds := c.v.topology, c.q.Kinds
	if len(kinds) == 0 {
		kinds = t.KindTerms()
	}
	for _, kind := range kinds {
		for _, n := range t.OfKind(kind) {
			if c.q.Where != nil {
				if ok, err := c.q.Where(n); err != nil {
					return err
				} else if !ok {
					continue
				}
			}
			in.set.add(n)
		}
	}
	return nil
}

// facet counts the entities in by one field into f. Of a fact only those that
// within keeps are looked at; nil for all.
func (c *facetCount) facet(f *Facet, in *population, by *FacetBy, within *facetWithin, level int) error {
	t := &c.scratch.tallies[level]
	t.keep = c.q.Members > 0 || by.Then != nil
	defer t.reset()
	field, err := c.field(by, t, in, within)
	if err != nil {
		return err
	}
	if f.Total, f.Missing, err = c.scan(in, field, within, t); err != nil {
		return err
	}
	f.Field, f.TotalValues = by.Field, len(t.used)
	sum := 0
	for _, b := range t.used {
		sum += int(t.cells[b].entities)
	}
	first := len(t.used)
	if c.q.First > 0 {
		first = min(first, c.q.First)
	}
	t.order = append(t.order[:0], t.used...)
	listed := firstOf(t.order, first, func(a, b uint32) int {
		if x, y := t.cells[a].entities, t.cells[b].entities; x != y {
			return int(y) - int(x)
		}
		return field.compare(a, b)
	})
	f.Values = make([]FacetValue, len(listed))
	for i, b := range listed {
		value, cell := field.value(b), &t.cells[b]
		value.Count, value.Facts = int(cell.entities), int(cell.facts)
		sum -= value.Count
		f.Values[i] = value
	}
	f.Other = sum
	if t.keep {
		return c.within(f, listed, by, field, t, level)
	}
	return nil
}

// within fills in what is asked of the entities that have each value listed.
func (c *facetCount) within(f *Facet, listed []uint32, by *FacetBy, field *facetField, t *tally, level int) error {
	members := t.membersOf(listed)
	for i := range f.Values {
		value := &f.Values[i]
		if by.Then != nil {
			in := &c.scratch.populations[level+1]
			in.begin(c.v.topology)
			for _, n := range members[i] {
				in.set.add(n)
			}
			var only *facetWithin
			if field.edge != nil {
				only = &facetWithin{field, listed[i]}
			}
			value.Then = new(Facet)
			if err := c.facet(value.Then, in, by.Then, only, level+1); err != nil {
				return err
			}
		}
		value.Members = slices.Clone(c.v.firstByName(members[i], c.q.Members))
	}
	return nil
}
