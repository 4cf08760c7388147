package diagram

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"missiongraph/graph"
)

// Query says what of a graph to draw by kind.
type Query struct {
	Title   string
	Columns []Column // from the left
	Types   []string // relation types to draw; empty for all
	// Committed is when the revision was, for the footer; zero when that is not known.
	Committed time.Time
}

// Column takes the entities of some kinds, which may be abstract. An entity
// stands in the first column that takes it.
type Column struct {
	Heading string
	Kinds   []string
}

// FromKinds returns the entities of the columns with the relations among them
// that the view shows. Relations of the same direction and grade between the
// same two entities become one edge. The footer says how much of the graph
// that is and what it rests on. The error has code BAD_INPUT for a kind or
// relation type that the ontology does not have, or is the snapshot's or the
// budget's.
func FromKinds(v *graph.View, q Query) (*Scene, error) {
	if err := known(v.Ontology, &q); err != nil {
		return nil, err
	}
	t := newTaker(v, q.Title)
	t.types, t.committed = q.Types, q.Committed
	top := v.Topology()
	for c := range q.Columns {
		t.scene.Columns = append(t.scene.Columns, q.Columns[c].Heading)
		for _, kind := range v.Ontology.Concrete(q.Columns[c].Kinds) {
			for _, n := range top.OfKind(v.Term(kind)) {
				if err := t.node(n, c); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, n := range t.nodes {
		info := top.Node(n)
		for i := range info.Out {
			e := &info.Out[i]
			if _, ok := t.index[e.Other]; e.Other != 0 && ok && v.Shows(e) {
				if err := t.relation(n, e); err != nil {
					return nil, err
				}
			}
		}
	}
	return t.done()
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
	types   []string // relation types to draw; empty for all
	scene   *Scene
	nodes   []graph.Node // by index of scene.Nodes
	index   map[graph.Node]int
	edges   map[edgeKey]int // index of scene.Edges
	sources map[string]bool // ids of those the drawn relations rest on
	drawnAt []int           // by index of scene.Nodes: relations drawn at it

	committed time.Time // of the revision; may be zero

	drawn, among int // relations among the nodes: drawn, and all
}

// edgeKey is what relations must share to be one edge.
type edgeKey struct {
	from, to int
	grade    graph.Grade
	both     bool
}

func newTaker(v *graph.View, title string) *taker {
	return &taker{v: v, scene: &Scene{Title: title, Revision: v.Revision()}, index: map[graph.Node]int{},
		edges: map[edgeKey]int{}, sources: map[string]bool{}}
}

// node adds a node, once.
func (t *taker) node(n graph.Node, column int) error {
	if _, ok := t.index[n]; ok {
		return nil
	}
	if err := t.v.Budget.Spend(1); err != nil {
		return err
	}
	e, err := t.v.Entity(n)
	if err != nil {
		return err
	}
	node := Node{ID: e.ID, Label: e.Name, Kind: e.Kind, Form: e.Form, Column: column, Grade: e.Grade}
	if kind := t.v.Ontology.Kind(e.Kind); kind != nil {
		node.Kind, node.Shape, node.Color = kind.Label, kind.Shape, kind.Color
	}
	t.index[n] = len(t.nodes)
	t.nodes = append(t.nodes, n)
	t.scene.Nodes = append(t.scene.Nodes, node)
	t.drawnAt = append(t.drawnAt, 0)
	return nil
}

// relation adds a relation between two of the nodes to the edge that tells it.
func (t *taker) relation(from graph.Node, e *graph.Edge) error {
	t.among++
	typ := t.v.Ontology.Relation(t.v.Topology().Terms().Name(e.Type))
	if typ == nil || e.Other == from || len(t.types) > 0 && !slices.Contains(t.types, typ.Name) {
		return nil
	}
	t.drawn++
	f, err := t.fact(e.Fact)
	if err != nil {
		return err
	}
	a, b := t.index[from], t.index[e.Other]
	t.drawnAt[a]++
	t.drawnAt[b]++
	t.add(a, b, typ, &f)
	return nil
}

// fact reads a fact and notes what it rests on.
func (t *taker) fact(n graph.FactNum) (graph.Fact, error) {
	if err := t.v.Budget.Spend(1); err != nil {
		return graph.Fact{}, err
	}
	f, err := t.v.Fact(n)
	for i := range f.Evidence {
		t.sources[f.Evidence[i].Source] = true
	}
	return f, err
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
		t.scene.Edges = append(t.scene.Edges, Edge{ID: f.ID, From: from, To: to, Type: typ.Name, Verb: f.Verb,
			Grade: f.Grade, Both: typ.Symmetric, Below: true})
	}
	e := &t.scene.Edges[at]
	e.Below = e.Below && typ.Acyclic
	e.say(label(typ, f.Verb))
	e.Facts = append(e.Facts, f.ID)
	nodes := t.scene.Nodes
	e.Tells = append(e.Tells, fmt.Sprintf("%s (%s)", typ.Render(f.Verb, nodes[from].Label, nodes[to].Label, false), strings.ToLower(f.Grade.String())))
}

// say adds words to an edge's label, once.
func (e *Edge) say(words string) {
	switch {
	case e.Label == "":
		e.Label = words
	case !slices.Contains(strings.Split(e.Label, ", "), words):
		e.Label += ", " + words
	}
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
