package orgchart

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"missiongraph/graph"
)

// Query says what of a graph to draw.
type Query struct {
	Title   string
	Columns []Column // from the left
	Types   []string // relation types to draw; empty for all
}

// Column takes the entities of some kinds, which may be abstract. An entity
// stands in the first column that takes it.
type Column struct {
	Heading string
	Kinds   []string
}

// FromView returns the entities of the columns with the relations among them
// that the view shows. Relations of the same direction and grade between the
// same two entities become one edge. The footer says how much of the graph
// that is and what it rests on. The error has code BAD_INPUT for a kind or
// relation type that the ontology does not have, or is the snapshot's.
func FromView(v *graph.View, q Query) (*Scene, error) {
	if err := known(v.Ontology, &q); err != nil {
		return nil, err
	}
	t := &taker{v: v, q: &q, scene: &Scene{Title: q.Title}, index: map[graph.Node]int{}, edges: map[edgeKey]int{}, sources: map[string]bool{}}
	for c := range q.Columns {
		t.scene.Columns = append(t.scene.Columns, q.Columns[c].Heading)
		if err := t.column(c); err != nil {
			return nil, err
		}
	}
	for _, n := range t.nodes {
		if err := t.relations(n); err != nil {
			return nil, err
		}
	}
	if err := t.footer(); err != nil {
		return nil, err
	}
	return t.scene, nil
}

func known(o *graph.Ontology, q *Query) error {
	for _, c := range q.Columns {
		for _, k := range c.Kinds {
			if o.Kind(k) == nil {
				return graph.Errorf(graph.BadInput, "unknown kind %q", k)
			}
		}
	}
	for _, name := range q.Types {
		if o.Relation(name) == nil {
			return graph.Errorf(graph.BadInput, "unknown relation type %q", name)
		}
	}
	return nil
}

// taker collects a scene from a view.
type taker struct {
	v       *graph.View
	q       *Query
	scene   *Scene
	nodes   []graph.Node // by index of scene.Nodes
	index   map[graph.Node]int
	edges   map[edgeKey]int // index of scene.Edges
	sources map[string]bool // ids of those the drawn relations rest on

	drawn, among int // relations among the nodes: drawn, and all
}

// edgeKey is what relations must share to be one edge.
type edgeKey struct {
	from, to int
	grade    graph.Grade
	both     bool
}

func (t *taker) column(c int) error {
	top := t.v.Topology()
	for _, name := range t.v.Ontology.Concrete(t.q.Columns[c].Kinds) {
		kind := t.v.Ontology.Kind(name)
		for _, n := range top.OfKind(t.v.Term(name)) {
			if _, ok := t.index[n]; ok {
				continue
			}
			e, err := t.v.Entity(n)
			if err != nil {
				return err
			}
			t.index[n] = len(t.nodes)
			t.nodes = append(t.nodes, n)
			t.scene.Nodes = append(t.scene.Nodes, Node{
				ID: e.ID, Label: e.Name, Kind: kind.Label, Shape: kind.Shape, Color: kind.Color, Column: c, Grade: e.Grade,
			})
		}
	}
	return nil
}

// relations adds those of which n is the subject.
func (t *taker) relations(n graph.Node) error {
	top := t.v.Topology()
	info := top.Node(n)
	for i := range info.Out {
		e := &info.Out[i]
		to, ok := t.index[e.Other]
		if e.Other == 0 || !ok || !t.v.Shows(e) {
			continue
		}
		t.among++
		typ := t.v.Ontology.Relation(top.Terms().Name(e.Type))
		if typ == nil || e.Other == n || len(t.q.Types) > 0 && !slices.Contains(t.q.Types, typ.Name) {
			continue
		}
		t.drawn++
		f, err := t.v.Fact(e.Fact)
		if err != nil {
			return err
		}
		for i := range f.Evidence {
			t.sources[f.Evidence[i].Source] = true
		}
		t.add(t.index[n], to, typ, &f)
	}
	return nil
}

func (t *taker) add(from, to int, typ *graph.RelationType, f *graph.Fact) {
	key := edgeKey{from, to, f.Grade, typ.Symmetric}
	if typ.Symmetric && from > to {
		key.from, key.to = to, from
	}
	at, ok := t.edges[key]
	if !ok {
		at = len(t.scene.Edges)
		t.edges[key] = at
		t.scene.Edges = append(t.scene.Edges, Edge{From: from, To: to, Grade: f.Grade, Both: typ.Symmetric, Below: true})
	}
	e := &t.scene.Edges[at]
	e.Below = e.Below && typ.Acyclic
	label := label(typ, f.Verb)
	if !slices.Contains(strings.Split(e.Label, ", "), label) {
		if e.Label != "" {
			e.Label += ", "
		}
		e.Label += label
	}
	nodes := t.scene.Nodes
	e.Tells = append(e.Tells, fmt.Sprintf("%s (%s)", typ.Render(f.Verb, nodes[from].Label, nodes[to].Label, false), strings.ToLower(f.Grade.String())))
}

// label is the verb, or else the type's name in words: "partOf" as "part of".
func label(typ *graph.RelationType, verb string) string {
	if verb != "" {
		return verb
	}
	var b strings.Builder
	for _, r := range typ.Name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func (t *taker) footer() error {
	relations := fmt.Sprintf("all %s", count(t.among, "relation"))
	if t.drawn != t.among {
		relations = fmt.Sprintf("%d of %s", t.drawn, count(t.among, "relation"))
	}
	shown := fmt.Sprintf("Shown: %d of %s, with %s among them of grade %s or better. Revision %d.",
		len(t.nodes), count2(t.v.Topology().Len(), "entity", "entities"), relations,
		strings.ToLower(t.v.Lens.Grade().String()), t.v.Revision())
	if alone := t.alone(); alone > 0 {
		shown += fmt.Sprintf(" %d of them have no relation to the others.", alone)
	}
	t.scene.Footer = append(t.scene.Footer, shown)
	ids := make([]string, 0, len(t.sources))
	for id := range t.sources {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		s, ok, err := t.v.Source(id)
		if err != nil {
			return err
		}
		if ok {
			t.scene.Footer = append(t.scene.Footer, cite(&s))
		}
	}
	return nil
}

// alone counts the nodes without an edge.
func (t *taker) alone() int {
	joined := make([]bool, len(t.nodes))
	sum := len(joined)
	for i := range t.scene.Edges {
		for _, n := range []int{t.scene.Edges[i].From, t.scene.Edges[i].To} {
			if !joined[n] {
				joined[n] = true
				sum--
			}
		}
	}
	return sum
}

func cite(s *graph.Source) string {
	parts := []string{"Source: " + s.Title}
	if s.Publisher != "" {
		parts = append(parts, s.Publisher)
	}
	if day, err := time.Parse(time.DateOnly, s.ReviewedOn); err == nil {
		parts = append(parts, "page reviewed "+day.Format("2 January 2006"))
	}
	return strings.Join(parts, ", ") + "."
}

func count(n int, noun string) string { return count2(n, noun, noun+"s") }

func count2(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
