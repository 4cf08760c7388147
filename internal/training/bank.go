package training

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"missiongraph/graph"
)

// bank is what material is drawn from: the view, what was read of it, and the
// proofs that something is not in it.
type bank struct {
	v      *graph.View
	t      *graph.Topology
	scope  Scope
	within map[graph.Node]bool
	random *rand.Rand // of the questions being drawn

	up, down map[graph.Term]bool // relation types that lead from the narrower to the wider, and back
	kins     map[graph.Node][]graph.Node
	nears    map[graph.Node]map[graph.Node]bool
	asks     map[graph.Node][]prompt
	said     map[said][]string // long words of a template, as stems
	facts    map[graph.FactNum]*graph.Fact
	texts    map[string]*text
	sources  map[string]graph.Source
	cut      map[string][]graph.Sentence
	parts    map[string][]headed
	names    map[graph.Node][]string // folded, a space around each
	types    map[graph.Term]*graph.RelationType
}

// said is a template of a relation type.
type said struct {
	typ, verb graph.Term
	passive   bool
}

// text is a source as sentences, folded, to see which entities one names.
type text struct {
	sentences []string
	naming    map[graph.Node][]int // the sentences that name an entity
}

func newBank(v *graph.View, s Scope) *bank {
	b := &bank{
		v: v, t: v.Topology(), scope: s, within: map[graph.Node]bool{},
		up: map[graph.Term]bool{}, down: map[graph.Term]bool{}, kins: map[graph.Node][]graph.Node{}, nears: map[graph.Node]map[graph.Node]bool{}, asks: map[graph.Node][]prompt{}, said: map[said][]string{}, facts: map[graph.FactNum]*graph.Fact{},
		texts: map[string]*text{}, sources: map[string]graph.Source{}, cut: map[string][]graph.Sentence{}, parts: map[string][]headed{}, names: map[graph.Node][]string{}, types: map[graph.Term]*graph.RelationType{},
	}
	for _, n := range s.Nodes {
		b.within[n] = true
	}
	for _, r := range v.Ontology.Relations {
		term := v.Term(r.Name)
		if term == 0 {
			continue
		}
		b.types[term] = r
		if r.Transitive {
			b.up[term] = true
		}
		if slices.Contains([]string{"org:hasMember", "org:hasUnit", "org:purpose"}, r.MapsTo) {
			b.down[term] = true
		}
	}
	return b
}

// fact reads a row, once.
func (b *bank) fact(n graph.FactNum) (*graph.Fact, error) {
	if f := b.facts[n]; f != nil {
		return f, nil
	}
	if err := b.v.Budget.Spend(1); err != nil {
		return nil, err
	}
	f, err := b.v.Fact(n)
	if err != nil {
		return nil, err
	}
	b.facts[n] = &f
	return &f, nil
}

func (b *bank) source(id string) (graph.Source, error) {
	if s, ok := b.sources[id]; ok {
		return s, nil
	}
	if err := b.v.Budget.Spend(1); err != nil {
		return graph.Source{}, err
	}
	s, ok, err := b.v.Source(id)
	if err == nil && !ok {
		err = graph.Errorf(graph.NotFound, "there is no source %q", id)
	}
	if err == nil {
		b.sources[id] = s
	}
	return s, err
}

func (b *bank) name(n graph.Node) string { return b.t.Node(n).Name }
func (b *bank) id(n graph.Node) string   { return b.t.Node(n).ID }

// proof cites a fact. Evidence that is editorial is left out.
func (b *bank) proof(f *graph.Fact) (Proof, error) {
	p := Proof{Fact: f.ID, Grade: f.Grade.String(), Sentence: b.sentence(f), From: f.ValidFrom, Until: f.ValidTo}
	var err error
	p.Citations, err = b.citations(f.Evidence)
	return p, err
}

func (b *bank) citations(list []graph.Evidence) ([]Citation, error) {
	var found []Citation
	for i := range list {
		e := &list[i]
		if e.Grade == graph.Editorial && len(list) > 1 {
			continue
		}
		s, err := b.source(e.Source)
		if err != nil {
			return nil, err
		}
		found = append(found, Citation{Source: e.Source, Title: s.Title, Line: e.Line, Quote: e.Quote})
	}
	return found, nil
}

func (b *bank) sentence(f *graph.Fact) string {
	name := func(id string) string {
		if n := b.t.Lookup(id); n != 0 {
			return b.name(n)
		}
		return id
	}
	object := ""
	if f.IsRelation() {
		object = name(f.Object)
	}
	return graph.EndSentence(graph.SentenceCase(b.v.Ontology.Sentence(f, name(f.Subject), object)))
}

// receipt proves an item by facts.
func (b *bank) receipt(facts ...*graph.Fact) (Receipt, error) {
	r := Receipt{Revision: b.v.Revision(), Lens: lensOf(&b.v.Lens), Proofs: []Proof{}}
	facts = slices.Clone(facts)
	slices.SortFunc(facts, func(x, y *graph.Fact) int { return strings.Compare(x.ID, y.ID) })
	facts = slices.CompactFunc(facts, func(x, y *graph.Fact) bool { return x.ID == y.ID })
	for _, f := range facts {
		p, err := b.proof(f)
		if err != nil {
			return r, err
		}
		r.Proofs = append(r.Proofs, p)
	}
	r.Query = r.query()
	return r, nil
}

// query writes the GraphQL that answers the facts of a receipt, as it was.
func (r *Receipt) query() string {
	ids := make([]string, len(r.Proofs))
	for i, p := range r.Proofs {
		ids[i] = quoted(p.Fact)
	}
	lens := fmt.Sprintf("revision: %d, minGrade: %s", r.Revision, r.Lens.MinGrade)
	if r.Lens.ValidAt != "" {
		lens += ", validAt: " + quoted(r.Lens.ValidAt)
	}
	if len(r.Lens.Readings) > 0 {
		readings := make([]string, len(r.Lens.Readings))
		for i, x := range r.Lens.Readings {
			readings[i] = quoted(x)
		}
		lens += ", readings: [" + strings.Join(readings, ", ") + "]"
	}
	if r.Lens.Deprecated {
		lens += ", deprecated: true"
	}
	return "{ view(lens: {" + lens + "}) { nodes(ids: [" + strings.Join(ids, ", ") +
		"]) { id ... on Fact { sentence grade evidence { quote line source { id } } } } } }"
}

// quoted writes a string as GraphQL does.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}
