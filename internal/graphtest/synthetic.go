package graphtest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"

	"missiongraph/graph"
)

// Size is how large a synthetic graph is.
type Size struct {
	Entities  int // at least 1000
	Relations int // about 0.4 of Entities or more
}

// Large is the size that the project's stated speeds are about.
var Large = Size{Entities: 100_000, Relations: 500_000}

// SyntheticDirectorate is the id of a directorate that operates exactly
// [SyntheticPrograms] programs, each of which works with exactly
// [SyntheticPartners] partners, no partner twice: 171 nodes in all.
const (
	SyntheticDirectorate = "directorate-0"
	SyntheticPrograms    = 10
	SyntheticPartners    = 16
)

const (
	factsPerSource = 100
	opsPerChange   = 20_000
)

// Synthetic yields the changes that make a graph of the given size, shaped
// like organisations: agencies with directorates, which operate programs,
// which work with partners; and beyond that relations between random entities,
// few of which have very many. Each fact quotes a line of a synthetic source,
// and each change has about 20,000 ops. Equal sizes give equal changes.
func Synthetic(size Size) iter.Seq[graph.Change] {
	return func(yield func(graph.Change) bool) {
		g := &generator{size: size, rand: rand.New(rand.NewPCG(1, uint64(size.Entities))), seen: map[string]bool{}, yield: yield}
		g.count()
		if g.entities() && g.structure() && g.random() && g.flushFacts() {
			g.flush()
		}
	}
}

// kinds of the synthetic graph, with the share of all entities each has; the
// last takes the rest. Programs are ten for each directorate.
var syntheticKinds = []struct {
	kind, slug string
	share      float64
}{
	{"Agency", "agency", 0.0005}, {"Directorate", "directorate", 0.002}, {"Program", "program", 0.02},
	{"Partner", "partner", 0.32}, {"MissionArea", "mission-area", 0.002}, {"Threat", "threat", 0.15},
	{"Place", "place", 0.2}, {"Activity", "activity", 0},
}

// Places in syntheticKinds.
const (
	agency = iota
	directorate
	program
	partner
	missionArea
	threat
	place
	activity
)

// patterns of the random relations.
var syntheticRelations = []struct {
	from, to int
	typ      string
	verbs    []string
}{
	{partner, place, "locatedIn", nil},
	{program, missionArea, "supports", nil},
	{program, threat, "counters", []string{"investigates", "disrupts", "detects"}},
	{partner, activity, "performs", nil},
	{agency, partner, "worksWith", nil},
	{partner, partner, "worksWith", nil},
	{threat, place, "locatedIn", nil},
	{activity, missionArea, "supports", nil},
	{activity, threat, "counters", []string{"prevents", "combats"}},
	{activity, activity, "contributesTo", nil},
}

type generator struct {
	size      Size
	rand      *rand.Rand
	counts    [activity + 1]int
	relations int
	seen      map[string]bool // relation ids
	facts     []graph.Op      // waiting for their source
	lines     strings.Builder // the source's text so far
	sources   int
	change    graph.Change
	changes   int
	yield     func(graph.Change) bool
}

func (g *generator) count() {
	rest := g.size.Entities
	for i, k := range syntheticKinds {
		n := max(1, int(k.share*float64(g.size.Entities)))
		switch i {
		case program:
			n = SyntheticPrograms * g.counts[directorate]
		case activity:
			n = rest
		}
		g.counts[i] = n
		rest -= n
	}
}

func syntheticID(kind, i int) string { return fmt.Sprintf("%s-%d", syntheticKinds[kind].slug, i) }

var nameWords = []string{"Border", "Cyber", "Trade", "Human", "Financial", "Maritime", "Rural", "Joint", "Special", "National"}

func syntheticName(kind, i int) string {
	return fmt.Sprintf("%s %s %d", nameWords[(i*7+kind)%len(nameWords)], syntheticKinds[kind].kind, i)
}

func (g *generator) entities() bool {
	for kind, n := range g.counts {
		for i := range n {
			e := &graph.Entity{ID: syntheticID(kind, i), Kind: syntheticKinds[kind].kind, Name: syntheticName(kind, i), Grade: graph.Stated}
			if !g.add(graph.Op{Entity: e}) {
				return false
			}
		}
	}
	return true
}

// structure makes the organisation: partOf, operates, and the partners of each
// program.
func (g *generator) structure() bool {
	for d := range g.counts[directorate] {
		if !g.relate(directorate, d, "partOf", "", agency, d%g.counts[agency]) {
			return false
		}
		for i := range SyntheticPrograms {
			p := d*SyntheticPrograms + i
			if !g.relate(directorate, d, "operates", "", program, p) || !g.alias(program, p) {
				return false
			}
			for j := range SyntheticPartners {
				if !g.relate(program, p, "worksWith", "", partner, (p*SyntheticPartners+j)%g.counts[partner]) {
					return false
				}
			}
		}
	}
	return true
}

func (g *generator) random() bool {
	for g.relations < g.size.Relations {
		r := syntheticRelations[g.rand.IntN(len(syntheticRelations))]
		verb := ""
		if len(r.verbs) > 0 {
			verb = r.verbs[g.rand.IntN(len(r.verbs))]
		}
		if !g.relate(r.from, g.pick(r.from), r.typ, verb, r.to, g.pick(r.to)) {
			return false
		}
	}
	return true
}

// pick chooses one of a kind; low numbers far more often than high ones.
func (g *generator) pick(kind int) int {
	return int(float64(g.counts[kind]) * math.Pow(g.rand.Float64(), 2))
}

func (g *generator) relate(from, i int, typ, verb string, to, j int) bool {
	f := &graph.Fact{Subject: syntheticID(from, i), Type: typ, Verb: verb, Object: syntheticID(to, j)}
	f.ID = graph.RelationID(f.Subject, typ, verb, f.Object)
	if g.seen[f.ID] || f.Subject == f.Object || g.relations >= g.size.Relations {
		return true
	}
	g.seen[f.ID] = true
	g.relations++
	word := typ
	if verb != "" {
		word = verb
	}
	return g.assert(f, syntheticName(from, i)+" "+word+" "+syntheticName(to, j)+".")
}

func (g *generator) alias(kind, i int) bool {
	text := fmt.Sprintf("P%dX", i)
	id := syntheticID(kind, i)
	return g.assert(&graph.Fact{ID: graph.AttributeID(id, graph.AliasProperty, text), Subject: id, Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: text}}, syntheticName(kind, i)+" ("+text+").")
}

// assert adds a fact that quotes a line of its own.
func (g *generator) assert(f *graph.Fact, line string) bool {
	start := g.lines.Len() // all is ASCII
	f.Grade = graph.Stated
	f.Evidence = []graph.Evidence{{Source: fmt.Sprintf("report-%d", g.sources), Quote: line, Start: start, End: start + len(line),
		Line: len(g.facts) + 1, Grade: graph.Stated}}
	g.lines.WriteString(line)
	g.lines.WriteByte('\n')
	g.facts = append(g.facts, graph.Op{Fact: f})
	return len(g.facts) < factsPerSource || g.flushFacts()
}

// flushFacts adds the source that the waiting facts quote, then the facts.
func (g *generator) flushFacts() bool {
	text := g.lines.String()
	ok := g.add(graph.Op{Source: &graph.Source{ID: fmt.Sprintf("report-%d", g.sources), Title: fmt.Sprintf("Report %d", g.sources),
		Publisher: "A synthetic publisher", Text: text, SHA256: graph.TextHash(text)}})
	for _, op := range g.facts {
		ok = ok && g.add(op)
	}
	g.sources++
	g.facts = nil
	g.lines.Reset()
	return ok
}

func (g *generator) add(op graph.Op) bool {
	g.change.Ops = append(g.change.Ops, op)
	return len(g.change.Ops) < opsPerChange || g.flush()
}

func (g *generator) flush() bool {
	if len(g.change.Ops) == 0 {
		return true
	}
	g.changes++
	c := g.change
	c.Author, c.Message = "generator", fmt.Sprintf("synthetic graph, part %d", g.changes)
	g.change = graph.Change{}
	return g.yield(c)
}
