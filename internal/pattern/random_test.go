package pattern

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

func testOntology(t require.TestingT) *graph.Ontology {
	thing := []string{"Thing"}
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "Thing", Abstract: true}, {Name: "K", IsA: thing, Forms: []graph.Form{{Name: "F"}, {Name: "G"}}}, {Name: "L", IsA: thing}},
		[]*graph.Property{{Name: graph.AliasProperty, Type: graph.String, Many: true}, {Name: "size", Type: graph.Integer}, {Name: "since", Type: graph.Date, Kinds: []string{"L"}}},
		[]*graph.RelationType{
			{Name: "a", Inverse: "aOf", Domain: thing, Range: thing, Verbs: []graph.Verb{{Name: "v"}, {Name: "w"}}},
			{Name: "b", Inverse: "bOf", Domain: []string{"K"}, Range: []string{"L"}},
			{Name: "s", Inverse: "s", Domain: thing, Range: thing, Symmetric: true},
			{Name: "same", Inverse: "sameOf", Domain: thing, Range: thing, SameKind: true},
		},
	)
	require.NoError(t, err)
	return o
}

// small is a random graph as lists, and the same as a view. The reference
// reads only the lists.
type small struct {
	entities []graph.Entity
	facts    []graph.Fact // relations
	sizes    map[string]int64
	lens     graph.Lens
	view     *graph.View
}

func drawSmall(t *rapid.T) *small {
	g := &small{sizes: map[string]int64{}}
	n := rapid.IntRange(1, 5).Draw(t, "nodes")
	var ops []graph.Op
	for i := range n {
		g.entities = append(g.entities, graph.Entity{
			ID: string(rune('z' - i)), Kind: rapid.SampledFrom([]string{"K", "L"}).Draw(t, "kind"),
			Name: rapid.SampledFrom([]string{"Ann", "änn", "Bob-Cid", "Cid"}).Draw(t, "name"), Grade: graph.Stated,
		})
		ops = append(ops, graph.Op{Entity: &g.entities[i]})
	}
	kind := func(id string) string { return g.entities['z'-id[0]].Kind }
	id := rapid.Map(rapid.IntRange(0, n-1), func(i int) string { return g.entities[i].ID })
	for i := range rapid.IntRange(0, 12).Draw(t, "facts") {
		f := graph.Fact{
			ID: fmt.Sprint("f", i), Subject: id.Draw(t, "subject"), Object: id.Draw(t, "object"),
			Type:  rapid.SampledFrom([]string{"b", "s", "a", "same"}).Draw(t, "type"),
			Verb:  rapid.SampledFrom([]string{"", "w", "v"}).Draw(t, "verb"),
			Grade: rapid.SampledFrom(graph.Grades()).Draw(t, "grade"),
		}
		if f.Type == "b" && (kind(f.Subject) != "K" || kind(f.Object) != "L") || f.Type == "same" && kind(f.Subject) != kind(f.Object) {
			continue
		}
		g.facts = append(g.facts, f)
	}
	for i := range g.facts {
		ops = append(ops, graph.Op{Fact: &g.facts[i]})
	}
	for _, e := range g.entities {
		if size := int64(rapid.IntRange(0, 3).Draw(t, "size")); size > 0 {
			g.sizes[e.ID] = size
			ops = append(ops, graph.Op{Fact: &graph.Fact{ID: "size" + e.ID, Subject: e.ID, Type: "size",
				Value: graph.Value{Type: graph.Integer, Integer: size}, Grade: graph.Stated}})
		}
	}
	g.lens.MinGrade = graph.Grade(rapid.IntRange(0, 4).Draw(t, "minimum grade"))
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	g.view = graph.NewView(m, testOntology(t), g.lens, graph.NewBudget(context.Background(), 1<<30))
	return g
}

func (g *small) entity(id string) *graph.Entity { return &g.entities['z'-id[0]] }

// spec is a random pattern: its text, and what the reference reads.
type spec struct {
	must, optional *specGroup // optional may be nil
}

type specGroup struct {
	nodes []specNode
	edges []specEdge
	conds []specCond
}

type specNode struct{ name, label string }

type specEdge struct {
	name, from, to string
	types          []string // nil for all
	dir            graph.Direction
	min, max       int // 0 and 0 for one relation
}

// specCond is a condition as text and as a function.
type specCond struct {
	text string
	test func(*small, match) truth
}

// match is what a pattern bound: ids of entities, and of facts joined by commas.
type match map[string]string

func drawGroup(t *rapid.T, prefix string, outer []string) *specGroup {
	x := &specGroup{}
	names := slices.Clone(outer)
	for i := range rapid.IntRange(1-min(len(outer), 1), 3-len(prefix)).Draw(t, "variables") {
		n := specNode{fmt.Sprint("n", prefix, i), rapid.SampledFrom([]string{"", "", "K", "L", "Thing"}).Draw(t, "label")}
		x.nodes = append(x.nodes, n)
		names = append(names, n.name)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "edges") {
		e := specEdge{
			name: fmt.Sprint("r", prefix, i),
			from: rapid.SampledFrom(names).Draw(t, "from"), to: rapid.SampledFrom(names).Draw(t, "to"),
			dir: rapid.SampledFrom([]graph.Direction{graph.Out, graph.In, graph.Both}).Draw(t, "direction"),
		}
		e.types = rapid.SampledFrom([][]string{nil, {"a"}, {"b"}, {"s"}, {"same"}, {"a", "s"}, {"b", "a"}}).Draw(t, "types")
		if rapid.IntRange(0, 3).Draw(t, "long") == 0 {
			e.min = rapid.IntRange(0, 2).Draw(t, "least")
			e.max = max(e.min+rapid.IntRange(0, 2).Draw(t, "more"), 1)
		}
		x.edges = append(x.edges, e)
	}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		x.conds = append(x.conds, drawCond(t, x, names, 2))
	}
	return x
}

func drawCond(t *rapid.T, x *specGroup, names []string, depth int) specCond {
	n := rapid.SampledFrom(names).Draw(t, "of")
	of := func(test func(*small, *graph.Entity) bool) func(*small, match) truth {
		return func(g *small, m match) truth {
			if m[n] == "" {
				return unknown
			}
			return truthOf(boolean(test(g, g.entity(m[n]))))
		}
	}
	kinds := 9
	if depth == 0 {
		kinds = 6
	}
	switch rapid.IntRange(0, kinds).Draw(t, "condition") {
	case 0:
		return specCond{n + `.name = "Ann"`, of(func(_ *small, e *graph.Entity) bool { return e.Name == "Ann" || e.Name == "änn" })}
	case 1:
		return specCond{n + `.id IN ["z", "x", "none"]`, of(func(_ *small, e *graph.Entity) bool { return e.ID == "z" || e.ID == "x" })}
	case 2:
		return specCond{n + `.id = "y"`, of(func(_ *small, e *graph.Entity) bool { return e.ID == "y" })}
	case 3:
		return specCond{n + `.name CONTAINS "CID"`, of(func(_ *small, e *graph.Entity) bool { return strings.Contains(e.Name, "Cid") })}
	case 4:
		return specCond{n + `.size >= 2`, func(g *small, m match) truth {
			size, ok := g.sizes[m[n]]
			if !ok {
				return unknown
			}
			return truthOf(boolean(size >= 2))
		}}
	case 5:
		other := rapid.SampledFrom(names).Draw(t, "other")
		return specCond{n + ".id < " + other + ".id", func(_ *small, m match) truth {
			if m[n] == "" || m[other] == "" {
				return unknown
			}
			return truthOf(boolean(m[n] < m[other]))
		}}
	case 6:
		typ := rapid.SampledFrom([]string{"a", "s"}).Draw(t, "type")
		return specCond{"EXISTS {(" + n + ")-[:" + typ + "]->(inner) WHERE inner.id <> \"w\"}", func(g *small, m match) truth {
			found := false
			for _, h := range g.hops(m[n], []string{typ}, graph.Out) {
				found = found || h.to != "w"
			}
			return truthOf(boolean(found))
		}}
	case 7:
		inner := drawCond(t, x, names, depth-1)
		return specCond{"NOT (" + inner.text + ")", func(g *small, m match) truth {
			return [...]truth{no: yes, yes: no, unknown: unknown}[inner.test(g, m)]
		}}
	default:
		a, b := drawCond(t, x, names, depth-1), drawCond(t, x, names, depth-1)
		word := rapid.SampledFrom([]string{"AND", "OR", "XOR"}).Draw(t, "word")
		return specCond{"(" + a.text + ") " + word + " (" + b.text + ")", func(g *small, m match) truth {
			return join(word, a.test(g, m), b.test(g, m))
		}}
	}
}

// join is the table of three-valued logic.
func join(word string, a, b truth) truth {
	has := func(t truth) bool { return a == t || b == t }
	switch {
	case word == "AND" && has(no), word == "OR" && !has(yes) && !has(unknown):
		return no
	case word == "OR" && has(yes), word == "AND" && !has(unknown):
		return yes
	case has(unknown):
		return unknown
	}
	return truthOf(boolean(a != b)) // XOR
}

func (x *specGroup) text() string {
	var parts []string
	for _, n := range x.nodes {
		label := ""
		if n.label != "" {
			label = ":" + n.label
		}
		parts = append(parts, "("+n.name+label+")")
	}
	for _, e := range x.edges {
		left, right := "-", "-"
		switch e.dir {
		case graph.Out:
			right = "->"
		case graph.In:
			left = "<-"
		}
		inner := e.name
		if e.types != nil {
			inner += ":" + strings.Join(e.types, "|")
		}
		if e.max > 0 {
			inner += fmt.Sprintf("*%d..%d", e.min, e.max)
		}
		parts = append(parts, "("+e.from+")"+left+"["+inner+"]"+right+"("+e.to+")")
	}
	text := strings.Join(parts, ", ")
	for i, c := range x.conds {
		text += []string{" WHERE ", " AND "}[min(i, 1)] + "(" + c.text + ")"
	}
	return text
}

// hop is a relation followed from one end.
type hop struct {
	fact, to string
}

// hops lists the visible relations to follow from an entity.
func (g *small) hops(from string, types []string, d graph.Direction) []hop {
	var list []hop
	for i := range g.facts {
		f := &g.facts[i]
		if f.Grade < g.lens.Grade() || types != nil && !slices.Contains(types, f.Type) {
			continue
		}
		both := f.Type == "s" || d == graph.Both
		switch {
		case f.Subject == from && (both || d == graph.Out):
			list = append(list, hop{f.ID, f.Object})
		case f.Object == from && (both || d == graph.In):
			list = append(list, hop{f.ID, f.Subject})
		}
	}
	return list
}

// chains lists the chains of an edge from an entity: the facts and the end.
func (g *small) chains(e specEdge, from string) (found []hop) {
	if e.max == 0 {
		return g.hops(from, e.types, e.dir)
	}
	var walk func(facts, passed []string)
	walk = func(facts, passed []string) {
		at := passed[len(passed)-1]
		if len(facts) >= e.min {
			found = append(found, hop{"[" + strings.Join(facts, ",") + "]", at})
		}
		if len(facts) == e.max {
			return
		}
		for _, h := range g.hops(at, e.types, e.dir) {
			if !slices.Contains(passed, h.to) {
				walk(append(slices.Clone(facts), h.fact), append(slices.Clone(passed), h.to))
			}
		}
	}
	walk(nil, []string{from})
	return found
}

// matches tries everything: each entity for each variable, each chain for each
// edge.
func (g *small) matches(x *specGroup, given match) (found []match) {
	var edges func(m match, i int)
	edges = func(m match, i int) {
		if i == len(x.edges) {
			var facts []string
			for _, e := range x.edges {
				facts = append(facts, strings.FieldsFunc(m[e.name], func(r rune) bool { return strings.ContainsRune("[],", r) })...)
			}
			slices.Sort(facts)
			if len(slices.Compact(slices.Clone(facts))) < len(facts) {
				return // a relation twice
			}
			for _, c := range x.conds {
				if c.test(g, m) != yes {
					return
				}
			}
			found = append(found, clone(m))
			return
		}
		e := x.edges[i]
		if m[e.from] == "" || m[e.to] == "" {
			return // null
		}
		for _, h := range g.chains(e, m[e.from]) {
			if h.to == m[e.to] {
				m[e.name] = h.fact
				edges(m, i+1)
			}
		}
		delete(m, e.name)
	}
	var nodes func(m match, i int)
	nodes = func(m match, i int) {
		if i == len(x.nodes) {
			edges(m, 0)
			return
		}
		for _, e := range g.entities {
			if label := x.nodes[i].label; label == "" || label == "Thing" || label == e.Kind {
				m[x.nodes[i].name] = e.ID
				nodes(m, i+1)
			}
		}
		delete(m, x.nodes[i].name)
	}
	nodes(clone(given), 0)
	return found
}

func clone(m match) match {
	made := match{}
	for k, v := range m {
		made[k] = v
	}
	return made
}

// reference lists the rows of all variables, sorted.
func (g *small) reference(x spec, columns []Column) []string {
	rows := g.matches(x.must, match{})
	if x.optional != nil {
		var with []match
		for _, m := range rows {
			more := g.matches(x.optional, m)
			if more == nil {
				more = []match{m}
			}
			with = append(with, more...)
		}
		rows = with
	}
	var lines []string
	for _, m := range rows {
		var cells []string
		for _, c := range columns {
			cells = append(cells, m[c.Name])
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	slices.Sort(lines)
	return lines
}

// lines prints rows as the reference does, in their order.
func (g *small) lines(t require.TestingT, rows [][]Value) []string {
	var lines []string
	var cell func(v Value) string
	cell = func(v Value) string {
		switch v.Type {
		case Any:
			return ""
		case Entity:
			return g.view.Topology().Node(v.Node).ID
		case Relation:
			f, err := g.view.Fact(v.Edge.Fact)
			require.NoError(t, err)
			require.Equal(t, f.Subject, g.view.Topology().Node(v.Node).ID, "a relation is seen from its subject")
			require.Equal(t, f.Object, g.view.Topology().Node(v.Edge.Other).ID)
			return f.ID
		case Path:
			var parts []string
			for _, x := range v.List {
				parts = append(parts, cell(x))
			}
			return "[" + strings.Join(parts, ",") + "]"
		}
		return v.String()
	}
	for _, row := range rows {
		var cells []string
		for _, v := range row {
			cells = append(cells, cell(v))
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return lines
}

// Whatever the plan, what comes out is what trying everything finds.
func TestAgreesWithTryingEverything(t *testing.T) {
	rows, refused, optional := 0, 0, 0
	check := func(t *rapid.T, g *small) {
		x := spec{must: drawGroup(t, "", nil)}
		text := "MATCH " + x.must.text()
		if rapid.Bool().Draw(t, "optional") {
			var names []string
			for _, n := range x.must.nodes {
				names = append(names, n.name)
			}
			x.optional = drawGroup(t, "o", names)
			if len(x.optional.nodes)+len(x.optional.edges) > 0 {
				text += " OPTIONAL MATCH " + x.optional.text()
				optional++
			} else {
				x.optional = nil
			}
		}
		q, err := Parse(text)
		require.NoError(t, err, text)
		again, err := Parse(q.String())
		require.NoError(t, err, q.String())
		require.Equal(t, q.String(), again.String())

		s, err := Compile(q, g.view.Ontology, nil, lookupIn(g.view))
		if err != nil {
			require.Equal(t, graph.BadInput, graph.CodeOf(err))
			if x.optional == nil && !strings.Contains(text, "EXISTS") {
				require.Empty(t, g.matches(x.must, match{}), "%s\n%v", text, err)
			}
			refused++
			return
		}
		want := g.reference(x, s.Columns)
		rows += len(want)
		first, err := s.Run(g.view)
		require.NoError(t, err)
		require.False(t, first.Truncated)
		got := g.lines(t, first.Rows)
		for _, start := range s.must.nodes {
			other, err := s.runFrom(g.view, start)
			require.NoError(t, err)
			require.Equal(t, got, g.lines(t, other.Rows), "%s from %s", text, s.nodes[start].name)
		}
		slices.Sort(got)
		require.Equal(t, want, got, "%s\n%s", text, PlanText(first.Plan()))
	}
	rapid.Check(t, func(t *rapid.T) {
		g := drawSmall(t)
		for range 10 {
			check(t, g)
		}
	})
	t.Logf("%d rows, %d patterns refused, %d with an optional part", rows, refused, optional)
}
