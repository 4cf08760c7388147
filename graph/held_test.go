package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// held is a snapshot made of puts: just enough of a store to validate and
// reduce against.
type held struct {
	topology *Topology
	entities map[Node]Entity
	facts    map[FactNum]Fact
	ids      map[string]FactNum
	sources  map[string]Source
}

func hold(t *testing.T, ops []Op) *held {
	t.Helper()
	terms := NewTerms()
	h := &held{entities: map[Node]Entity{}, facts: map[FactNum]Fact{}, ids: map[string]FactNum{}, sources: map[string]Source{}}
	edit := NewTopology(terms).Edit()
	for _, op := range ops {
		switch {
		case op.Entity != nil:
			n := Node(len(h.entities) + 1)
			h.entities[n] = *op.Entity
			edit.PutNode(n, op.Entity.ID, op.Entity.Name, terms.Add(op.Entity.Kind), terms.Add(op.Entity.Form))
		case op.Fact != nil:
			f, n := op.Fact, FactNum(len(h.facts)+1)
			h.facts[n], h.ids[f.ID] = *f, n
			edit.PutEdge(edit.Lookup(f.Subject), Edge{
				Other: edit.Lookup(f.Object), Fact: n, Type: terms.Add(f.Type), Verb: terms.Add(f.Verb),
				Reading: terms.Add(string(f.Reading)), Grade: f.Grade, Rank: f.Rank,
			})
		case op.Source != nil:
			h.sources[op.Source.ID] = *op.Source
		default:
			require.Fail(t, "held things are put")
		}
	}
	h.topology = edit.Done(1)
	return h
}

func (h *held) Revision() Revision            { return 1 }
func (h *held) Topology() *Topology           { return h.topology }
func (h *held) Entity(n Node) (Entity, error) { return h.entities[n], nil }
func (h *held) Fact(n FactNum) (Fact, error)  { return h.facts[n], nil }
func (h *held) Close() error                  { return nil }
func (h *held) Source(id string) (Source, bool, error) {
	s, ok := h.sources[id]
	return s, ok, nil
}

func (h *held) FactByID(id string) (FactNum, bool, error) {
	n, ok := h.ids[id]
	return n, ok, nil
}

func (h *held) SourceIDs() ([]string, error) {
	var ids []string
	for id := range h.sources {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

func (h *held) FactsOfSource(id string) (facts []FactNum, nodes []Node, err error) {
	quotes := func(list []Evidence) bool {
		return slices.ContainsFunc(list, func(e Evidence) bool { return e.Source == id })
	}
	for n := FactNum(1); int(n) <= len(h.facts); n++ {
		if quotes(h.facts[n].Evidence) {
			facts = append(facts, n)
		}
	}
	for n := Node(1); int(n) <= len(h.entities); n++ {
		if quotes(h.entities[n].Evidence) {
			nodes = append(nodes, n)
		}
	}
	return facts, nodes, nil
}

// A small world: bodies that are part of each other, countering threats.

const heldText = "Alpha is part of Beta. Beta fights crime.\nGamma?"

func heldOntology(t *testing.T) *Ontology {
	t.Helper()
	o, err := NewOntology(
		[]*Kind{
			{Name: "Organization", Abstract: true},
			{Name: "Agency", IsA: []string{"Organization"}, Forms: []Form{{Name: "BUREAU"}}},
			{Name: "Partner", IsA: []string{"Organization"}},
			{Name: "Threat"},
		},
		[]*Property{
			{Name: AliasProperty, Type: String, Many: true},
			{Name: "size", Type: Quantity, Kinds: []string{"Organization"}},
			{Name: "level", Type: Coded, Codes: []string{"HIGH", "LOW"}},
			{Name: "site", Type: URL},
			{Name: "tags", Type: List},
		},
		[]*RelationType{
			{Name: "partOf", Inverse: "hasPart", Domain: []string{"Organization"}, Range: []string{"Organization"}, Acyclic: true, Transitive: true},
			{Name: "kindOf", Inverse: "hasKind", Domain: []string{"Organization", "Threat"}, Range: []string{"Organization", "Threat"}, Acyclic: true, SameKind: true},
			{Name: "counters", Inverse: "counteredBy", Domain: []string{"Organization"}, Range: []string{"Threat"}, Verbs: []Verb{{Name: "fights"}, {Name: "prevents"}}},
			{Name: "seeks", Inverse: "soughtBy", Domain: []string{"Threat"}, Range: []string{"Threat"}, Grades: []Grade{Construed, Contextual}},
		})
	require.NoError(t, err)
	return o
}

func heldSource(id, text string) Op {
	sum := sha256.Sum256([]byte(text))
	return Op{Source: &Source{ID: id, Title: "A page", Publisher: "P", Text: text, SHA256: hex.EncodeToString(sum[:])}}
}

// quote returns evidence from the small world's page.
func quote(start, end int) []Evidence {
	e, ok := NewSourceText(heldText).Cut(start, end)
	if !ok {
		panic("no such quote")
	}
	e.Source, e.Grade = "page", Stated
	return []Evidence{e}
}

func entity(id, kind string) Op {
	return Op{Entity: &Entity{ID: id, Kind: kind, Name: id, Grade: Stated, Evidence: quote(0, 5)}}
}

func relation(subject, typ, verb, object string) Op {
	return Op{Fact: &Fact{
		ID: RelationID(subject, typ, verb, object), Subject: subject, Type: typ, Verb: verb, Object: object,
		Grade: Stated, Evidence: quote(0, 22),
	}}
}

func attribute(subject, property string, v Value) Op {
	return Op{Fact: &Fact{ID: AttributeID(subject, property, ""), Subject: subject, Type: property, Value: v, Grade: Stated, Evidence: quote(0, 22)}}
}

func heldOps() []Op {
	return []Op{
		heldSource("page", heldText),
		entity("alpha", "Agency"), entity("beta", "Agency"), entity("gamma", "Partner"), entity("crime", "Threat"),
		relation("alpha", "partOf", "", "beta"), relation("beta", "counters", "fights", "crime"),
		attribute("alpha", "size", Value{Type: Quantity, Number: 3}),
	}
}
