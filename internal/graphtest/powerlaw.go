package graphtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"missiongraph/graph"
)

// PowerLaw is a synthetic graph of a given size in which few entities have
// very many relations and most have few, as in real graphs: a
// [graph.Snapshot] over a topology with the least of rows, for tests and
// benchmarks of size. The same sizes give the same graph.
//
// It has 8 kinds (K0 to K7), 12 relation types (r0 to r11), all grades, one
// relation in 50 deprecated, names of three words and a number, and another
// name for every tenth entity. Relations begin anywhere; where they end falls
// off with the power 0.75 of an entity's place.
type PowerLaw struct {
	topology *graph.Topology
	facts    []powerFact // by FactNum
}

type powerFact struct {
	subject, object graph.Node
	edge            graph.Edge
}

// NewPowerLaw makes a graph of that many entities and relations.
func NewPowerLaw(entities, relations int) *PowerLaw {
	return PowerLawShape{Entities: entities, Relations: relations}.Make()
}

// SizeProperty is the property of [PowerLawShape.Values].
const SizeProperty = "size"

// PowerLawShape says more about a [PowerLaw].
type PowerLawShape struct {
	Entities, Relations int
	Kinds               [8]int // how many in the sum of these are of each kind; zero for alike
	Values              bool   // every entity has a quantity of [SizeProperty], from 0 to 999
}

// Make makes the graph. Equal shapes make equal graphs.
func (s PowerLawShape) Make() *PowerLaw {
	entities, relations := s.Entities, s.Relations
	terms := graph.NewTerms()
	var kinds, types []graph.Term
	for i := range 8 {
		kinds = append(kinds, terms.Add(fmt.Sprint("K", i)))
	}
	for i := range 12 {
		types = append(types, terms.Add(fmt.Sprint("r", i)))
	}
	drawn := kinds
	if s.Kinds != ([8]int{}) {
		drawn = nil
		for i, share := range s.Kinds {
			drawn = append(drawn, slices.Repeat(kinds[i:i+1], share)...)
		}
	}
	aliasType, sizeType := terms.Add(graph.AliasProperty), graph.Term(0)
	if s.Values {
		sizeType = terms.Add(SizeProperty)
	}
	random := rand.New(rand.NewPCG(1, 2))
	p := &PowerLaw{facts: make([]powerFact, 1, relations+entities/10+1)}
	e := graph.NewTopology(terms).Edit()
	for i := 1; i <= entities; i++ {
		n := graph.Node(i)
		e.PutNode(n, fmt.Sprintf("e%07d", i), powerName(random, i), drawn[random.IntN(len(drawn))], 0)
		if i%10 == 0 {
			e.AddName(n, powerAlias(n))
			p.put(e, n, 0, graph.Edge{Type: aliasType, Grade: graph.Stated})
		}
		if s.Values {
			p.put(e, n, 0, graph.Edge{Type: sizeType, Grade: graph.Stated})
		}
	}
	place := falling(entities, 0.75, 5)
	for range relations {
		subject := graph.Node(1 + random.IntN(entities))
		object := graph.Node(1 + place(random.Float64())*7919%entities)
		edge := graph.Edge{Type: types[random.IntN(len(types))], Grade: graph.Stated}
		switch random.IntN(10) {
		case 0:
			edge.Grade = graph.Contextual
		case 1, 2, 3:
			edge.Grade = graph.Construed
		}
		if random.IntN(50) == 0 {
			edge.Rank = graph.Deprecated
		}
		p.put(e, subject, object, edge)
	}
	p.topology = e.Done(1)
	return p
}

// falling returns a function from [0, 1) to places 0 to n-1 of which the
// chance falls off with (place+offset)^-power, power < 1: the inverse of its
// integral.
func falling(n int, power, offset float64) func(float64) int {
	q := 1 - power
	low, high := math.Pow(offset, q), math.Pow(float64(n)+offset, q)
	return func(u float64) int {
		return min(int(math.Pow(low+u*(high-low), 1/q)-offset), n-1)
	}
}

func (p *PowerLaw) put(e *graph.Editor, subject, object graph.Node, edge graph.Edge) {
	edge.Fact, edge.Other = graph.FactNum(len(p.facts)), object
	p.facts = append(p.facts, powerFact{subject, object, edge})
	e.PutEdge(subject, edge)
}

var powerWords = [3][]string{
	{"Northern", "Southern", "Coastal", "Federal", "Joint", "Border", "Inland", "Central", "United", "Regional", "Special", "Mobile"},
	{"Harbor", "Customs", "Airport", "Cargo", "Currency", "Document", "Transport", "Maritime", "Records", "Training", "Liaison", "Response"},
	{"Office", "Division", "Task Force", "Program", "Center", "Partnership", "Network", "Unit", "Council", "Directorate", "Laboratory", "Exchange"},
}

func powerName(random *rand.Rand, i int) string {
	return fmt.Sprintf("%s %s %s %d",
		powerWords[0][random.IntN(12)], powerWords[1][random.IntN(12)], powerWords[2][random.IntN(12)], i)
}

func powerAlias(n graph.Node) string { return fmt.Sprintf("PL-%X", uint32(n)*2654435761) }

// Revision implements [graph.Snapshot].
func (p *PowerLaw) Revision() graph.Revision { return p.topology.Revision() }

// Topology implements [graph.Snapshot].
func (p *PowerLaw) Topology() *graph.Topology { return p.topology }

// Entity implements [graph.Snapshot].
func (p *PowerLaw) Entity(n graph.Node) (graph.Entity, error) {
	info := p.topology.Node(n)
	if info == nil {
		return graph.Entity{}, graph.Errorf(graph.NotFound, "no entity number %d", n)
	}
	kind := p.topology.Terms().Name(info.Kind)
	return graph.Entity{ID: info.ID, Kind: kind, Name: info.Name, Grade: graph.Stated}, nil
}

// Fact implements [graph.Snapshot].
func (p *PowerLaw) Fact(f graph.FactNum) (graph.Fact, error) {
	if f == 0 || int(f) >= len(p.facts) {
		return graph.Fact{}, graph.Errorf(graph.NotFound, "no fact number %d", f)
	}
	row := &p.facts[f]
	fact := graph.Fact{
		ID:      fmt.Sprintf("f%07d", f),
		Subject: p.topology.Node(row.subject).ID,
		Type:    p.topology.Terms().Name(row.edge.Type),
		Grade:   row.edge.Grade,
		Rank:    row.edge.Rank,
	}
	if row.object == 0 && fact.Type == SizeProperty {
		fact.Value = graph.Value{Type: graph.Quantity, Number: float64(uint32(row.subject) * 2654435761 >> 7 % 1000)}
	} else if row.object == 0 {
		fact.Value = graph.Value{Type: graph.String, Text: powerAlias(row.subject)}
	} else {
		fact.Object = p.topology.Node(row.object).ID
	}
	return fact, nil
}

// FactByID implements [graph.Snapshot].
func (p *PowerLaw) FactByID(id string) (graph.FactNum, bool, error) {
	var f graph.FactNum
	if n, err := fmt.Sscanf(id, "f%d", &f); n != 1 || err != nil || f == 0 || int(f) >= len(p.facts) {
		return 0, false, nil
	}
	return f, true, nil
}

// Source implements [graph.Snapshot]; there is none.
func (p *PowerLaw) Source(string) (graph.Source, bool, error) { return graph.Source{}, false, nil }

// SourceIDs implements [graph.Snapshot]; there is none.
func (p *PowerLaw) SourceIDs() ([]string, error) { return nil, nil }

// FactsOfSource implements [graph.Snapshot]; there is none.
func (p *PowerLaw) FactsOfSource(string) ([]graph.FactNum, []graph.Node, error) {
	return nil, nil, nil
}

// Close implements [graph.Snapshot]; there is nothing to give back.
func (p *PowerLaw) Close() error { return nil }
