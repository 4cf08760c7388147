package graph

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// facetField is a field made ready to count by in one view: how entities and
// facts come by values, which are small numbers, and what these stand for.
type facetField struct {
	node func(n Node, info *NodeInfo) error  // adds the values of an entity itself; nil for none
	edge func(n Node, e *Edge, facts uint32) // adds the values that a fact gives n; nil for none
	has  func(e *Edge, bucket uint32) bool   // whether it gives the value; with edge
	ends Direction                           // of the edges looked at; those of the facts, with edge

	facetValues
}

// facetValues are what the small numbers of a field stand for.
type facetValues struct {
	value   func(bucket uint32) FacetValue
	compare func(a, b uint32) int // order of values that equally many have
}

// field makes a field ready that counts the entities in with t, looking only at
// facts that within keeps; nil for all.
func (c *facetCount) field(by *FacetBy, t *tally, in *population, within *facetWithin) (*facetField, error) {
	switch by.Field {
	case FacetKind:
		return c.ofEntity(t, func(info *NodeInfo) Term { return info.Kind }, c.v.kindLabel), nil
	case FacetForm:
		return c.ofEntity(t, func(info *NodeInfo) Term { return info.Form }, capital), nil
	case FacetType:
		return c.types(t), nil
	case FacetVerb:
		return c.verbs(t), nil
	case FacetGrade:
		return c.grades(t), nil
	case FacetSource:
		return c.sources(t, in, within)
	case FacetProperty:
		return c.values(t, c.v.Term(by.Property)), nil
	default:
		return c.related(t, by), nil
	}
}

// ofEntity counts by a name that an entity has or has not.
func (c *facetCount) ofEntity(t *tally, term func(*NodeInfo) Term, label func(string) string) *facetField {
	f := c.named(t, label)
	f.node = func(n Node, info *NodeInfo) error {
		if x := term(info); x != 0 {
			t.add(uint32(x), n, 0)
		}
		return nil
	}
	return f
}

func (c *facetCount) types(t *tally) *facetField {
	f := c.named(t, spaced)
	f.ends = Both
	f.edge = func(n Node, e *Edge, facts uint32) {
		if e.Other != 0 {
			t.add(uint32(e.Type), n, facts)
		}
	}
	f.has = func(e *Edge, bucket uint32) bool { return uint32(e.Type) == bucket && e.Other != 0 }
	return f
}

func (c *facetCount) verbs(t *tally) *facetField {
	f := c.named(t, spaced)
	f.ends = Out
	f.edge = func(n Node, e *Edge, facts uint32) {
		if e.Verb != 0 {
			t.add(uint32(e.Verb), n, facts)
		}
	}
	f.has = func(e *Edge, bucket uint32) bool { return uint32(e.Verb) == bucket }
	return f
}

// named is a field whose values are names of the ontology.
func (c *facetCount) named(t *tally, label func(string) string) *facetField {
	terms := c.v.topology.terms
	t.room(terms.Len() + 1)
	return &facetField{facetValues: nameValues(terms, label)}
}

func nameValues(terms *Terms, label func(string) string) facetValues {
	labelOf := func(bucket uint32) string { return label(terms.Name(Term(bucket))) }
	return facetValues{
		value: func(bucket uint32) FacetValue {
			return FacetValue{Value: terms.Name(Term(bucket)), Label: labelOf(bucket)}
		},
		compare: func(a, b uint32) int { return strings.Compare(labelOf(a), labelOf(b)) },
	}
}

func (v *View) kindLabel(name string) string {
	if v.Ontology != nil {
		if k := v.Ontology.Kind(name); k != nil && k.Label != "" {
			return k.Label
		}
	}
	return name
}

// capital turns TASK_FORCE into "Task force".
func capital(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, "_", " "))
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// spaced turns partOf into "part of".
func spaced(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (c *facetCount) grades(t *tally) *facetField {
	t.room(int(Stated) + 1)
	return &facetField{
		edge:        func(n Node, e *Edge, facts uint32) { t.add(uint32(min(e.Grade, Stated)), n, facts) },
		has:         func(e *Edge, bucket uint32) bool { return uint32(e.Grade) == bucket },
		ends:        Out,
		facetValues: gradeValues,
	}
}

var gradeValues = facetValues{
	value: func(bucket uint32) FacetValue {
		name := Grade(bucket).String()
		return FacetValue{Value: name, Label: capital(name)}
	},
	compare: func(a, b uint32) int { return int(b) - int(a) }, // strongest first
}

// related counts by the entities at the far end of relations. A relation of an
// entity to itself is taken once, as [Relations] does.
func (c *facetCount) related(t *tally, by *FacetBy) *facetField {
	w := newWalk(c.v, by.Types, by.Direction)
	types, ways, kinds := w.types, slices.Clone(w.ways), slices.Clone(w.kindSet(by.Kinds))
	_ = w.done() // nothing was walked
	top := c.v.topology
	t.room(top.Cap())
	take := func(n Node, edges []Edge, way Direction) {
		for i := range edges {
			e := &edges[i]
			if e.Other == 0 || ways[e.Type]&way == 0 || e.Other == n && way == In && ways[e.Type]&Out != 0 ||
				kinds != nil && !kinds[top.Node(e.Other).Kind] || !c.shows(e) {
				continue
			}
			t.add(uint32(e.Other), n, 1)
		}
	}
	list := func(n Node, edges []Edge, way Direction) {
		if types == nil || len(edges) <= 32 {
			take(n, edges, way)
			return
		}
		for _, typ := range types {
			take(n, OfType(edges, typ), way)
		}
	}
	return &facetField{
		ends: Both,
		node: func(n Node, info *NodeInfo) error {
			list(n, info.Out, Out)
			list(n, info.In, In)
			return nil
		},
		facetValues: top.entityValues(),
	}
}

func (t *Topology) entityValues() facetValues {
	return facetValues{
		value: func(bucket uint32) FacetValue {
			info := t.Node(Node(bucket))
			return FacetValue{Value: info.ID, Label: info.Name, Node: Node(bucket)}
		},
		compare: func(a, b uint32) int { return t.compare(Node(a), Node(b)) },
	}
}

// values counts by the values of a property, each element of a list for
// itself.
func (c *facetCount) values(t *tally, property Term) *facetField {
	texts := textBuckets{}
	column := newPropertyValues(c.v, property)
	return &facetField{
		ends: Out,
		node: func(n Node, info *NodeInfo) error {
			if property == 0 {
				return nil
			}
			values, err := column.of(n)
			if err != nil {
				return err
			}
			for i := range values {
				if values[i].edge.Other != 0 || !c.shows(&values[i].edge) {
					continue
				}
				elements := []Value{values[i].value}
				if values[i].value.Type == List {
					elements = values[i].value.List
				}
				for j, x := range elements {
					if !slices.ContainsFunc(elements[:j], func(y Value) bool { return y.String() == x.String() }) {
						t.add(texts.bucket(t, x.String()), n, 1)
					}
				}
			}
			return nil
		},
		facetValues: facetValues{
			value: func(bucket uint32) FacetValue {
				return FacetValue{Value: texts.list[bucket], Label: texts.list[bucket]}
			},
			compare: func(a, b uint32) int { return strings.Compare(texts.list[a], texts.list[b]) },
		},
	}
}

// textBuckets numbers texts.
type textBuckets struct {
	list   []string
	number map[string]uint32
}

func (b *textBuckets) bucket(t *tally, text string) uint32 {
	if n, ok := b.number[text]; ok {
		return n
	}
	if b.number == nil {
		b.number = map[string]uint32{}
	}
	n := uint32(len(b.list))
	b.list, b.number[text] = append(b.list, text), n
	t.room(len(b.list))
	return n
}
