package diagram

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"missiongraph/graph"
)

// Source is a part of a graph to draw.
type Source struct {
	Title     string // of the diagram; empty for the names of the roots
	Roots     []graph.Node
	Subgraph  *graph.Subgraph
	Collapsed *graph.Collapsed // of the subgraph; nil when nothing is rolled up
	Hidden    map[string]bool  // ids of entities not to draw; may be nil
	Committed time.Time        // when the revision was, for the footer; zero when that is not known
}

// mostTold is how many sentences an implied edge tells.
const mostTold = 8

// FromSubgraph returns the scene of a subgraph found in the view. The error is
// the snapshot's or the budget's.
func FromSubgraph(v *graph.View, from Source) (*Scene, error) {
	t := newTaker(v, from.Title)
	t.committed = from.Committed
	if t.scene.Title == "" {
		t.scene.Title = cmp.Or(t.named(from.Roots), "No entities")
	}
	nodes, edges := from.Subgraph.Nodes, from.Subgraph.Edges
	if from.Collapsed != nil {
		nodes, edges = from.Collapsed.Nodes, from.Collapsed.Plain
	}
	top := v.Topology()
	for _, n := range nodes {
		if from.Hidden[top.Node(n.Node).ID] {
			continue
		}
		if err := t.node(n.Node, 0); err != nil {
			return nil, err
		}
	}
	for i := range edges {
		if !t.has(edges[i].From) || !t.has(edges[i].To) {
			continue
		}
		if err := t.relation(edges[i].From, &edges[i].Edge); err != nil {
			return nil, err
		}
	}
	if from.Collapsed != nil {
		if err := t.rollUp(from.Collapsed); err != nil {
			return nil, err
		}
	}
	for _, n := range from.Roots {
		if i, ok := t.index[n]; ok {
			t.scene.Focus = append(t.scene.Focus, i)
		}
	}
	if g := from.Subgraph; g.Truncated {
		of := thousands(g.TotalCount)
		if !g.TotalIsExact {
			of = "at least " + of
		}
		t.scene.Truncated = fmt.Sprintf("%s of %s", thousands(len(g.Nodes)), of)
	}
	if err := t.hidden(); err != nil {
		return nil, err
	}
	columns(t)
	return t.done()
}

func (t *taker) has(n graph.Node) bool {
	_, ok := t.index[n]
	return ok
}

// named makes a title of some entities' names.
func (t *taker) named(nodes []graph.Node) string {
	var names []string
	for _, n := range nodes {
		if info := t.v.Topology().Node(n); info != nil {
			names = append(names, info.Name)
		}
	}
	if more := len(names) - 3; more > 0 {
		return strings.Join(names[:3], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}

// rollUp adds what stands for others.
func (t *taker) rollUp(c *graph.Collapsed) error {
	terms := t.v.Topology().Terms()
	for _, g := range c.Groups {
		if !t.has(g.Head) {
			continue
		}
		group := Group{Head: t.index[g.Head], Inside: g.Inside}
		for _, m := range g.Members {
			group.Members = append(group.Members, t.v.Topology().Node(m).ID)
		}
		others := len(g.Members)
		for _, m := range g.Members {
			if m == g.Head {
				others--
			}
		}
		t.scene.Nodes[group.Head].Note = fmt.Sprintf("%d rolled up", others)
		t.scene.Groups = append(t.scene.Groups, group)
	}
	for _, x := range c.Implied {
		if !t.has(x.From) || !t.has(x.To) {
			continue
		}
		from, to := t.index[x.From], t.index[x.To]
		e := Edge{ID: t.scene.Nodes[from].ID + ">" + t.scene.Nodes[to].ID, From: from, To: to, Implied: true, Below: true}
		for i := range x.Facts {
			if err := t.imply(&e, &x.Facts[i]); err != nil {
				return err
			}
		}
		e.Label = "implied: " + e.Label
		if more := len(x.Facts) - mostTold; more > 0 {
			e.Tells = append(e.Tells, fmt.Sprintf("and %d more", more))
		}
		e.Type = terms.Name(x.Types[0])
		t.scene.Edges = append(t.scene.Edges, e)
	}
	return nil
}

// imply adds a relation to an implied edge, whose grade is the best of its
// relations'.
func (t *taker) imply(e *Edge, x *graph.SubEdge) error {
	typ := t.v.Ontology.Relation(t.v.Topology().Terms().Name(x.Edge.Type))
	t.among++
	if typ == nil {
		return nil
	}
	t.drawn++
	f, err := t.fact(x.Edge.Fact)
	if err != nil {
		return err
	}
	t.drawnAt[e.From]++
	t.drawnAt[e.To]++
	e.Facts = append(e.Facts, f.ID)
	e.Grade = max(e.Grade, f.Grade)
	e.Below = e.Below && typ.Acyclic
	e.say(label(typ, f.Verb))
	if top := t.v.Topology(); len(e.Tells) < mostTold {
		e.Tells = append(e.Tells, fmt.Sprintf("%s (%s)", typ.Render(f.Verb, top.Node(x.From).Name, top.Node(x.To).Name, false), strings.ToLower(f.Grade.String())))
	}
	return nil
}

// hidden counts the relations of each node that are not drawn. A node that
// stands for others has none: what is not drawn of it is inside.
func (t *taker) hidden() error {
	stands := map[int]bool{}
	for i := range t.scene.Groups {
		stands[t.scene.Groups[i].Head] = true
	}
	for i, n := range t.nodes {
		if stands[i] {
			continue
		}
		info := t.v.Topology().Node(n)
		if err := t.v.Budget.Spend((len(info.Out) + len(info.In)) / 32); err != nil {
			return err
		}
		all := 0
		for _, edges := range [][]graph.Edge{info.Out, info.In} {
			for j := range edges {
				if e := &edges[j]; e.Other != 0 && e.Other != n && t.v.Shows(e) {
					all++
				}
			}
		}
		t.scene.Nodes[i].Hidden = max(0, all-t.drawnAt[i])
	}
	return nil
}

// usual are the columns of the layered layout: what is done for whom reads
// from the left to the right.
var usual = []Column{
	{"Authorities", []string{"Authority", "Document"}},
	{"Mission areas", []string{"MissionArea", "Mission"}},
	{"Agencies and directorates", []string{"Agency", "Directorate", "Office"}},
	{"Programs", []string{"Program"}},
	{"Partners", []string{"Partner"}},
	{"Activities and means", []string{"Activity", "Capability", "Role", "Channel"}},
	{"Threats", []string{"Threat"}},
	{"Subjects and interests", nil}, // and every other kind
}

// columns puts the nodes into the usual columns, without those that stay empty.
func columns(t *taker) {
	of := make([]int, len(t.nodes))
	used := make([]bool, len(usual))
	for i, n := range t.nodes {
		kind := t.v.Topology().Terms().Name(t.v.Topology().Node(n).Kind)
		of[i] = len(usual) - 1
		for c := range usual {
			if t.v.Ontology.Is(kind, usual[c].Kinds) {
				of[i] = c
				break
			}
		}
		used[of[i]] = true
	}
	place := make([]int, len(usual))
	for c := range usual {
		if place[c] = len(t.scene.Columns); used[c] {
			t.scene.Columns = append(t.scene.Columns, usual[c].Heading)
		}
	}
	for i := range t.scene.Nodes {
		t.scene.Nodes[i].Column = place[of[i]]
	}
}
