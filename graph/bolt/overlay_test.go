package bolt_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// overlayLenses are what the law looks through.
var overlayLenses = []graph.Lens{
	{},
	{MinGrade: graph.Editorial, Deprecated: true},
	{MinGrade: graph.Stated},
	{Readings: []graph.Reading{"g/A"}},
	{MinGrade: graph.Editorial, ValidAt: "2023-01-01"},
}

// TestOverlayIsTheCommit is the law of overlays: whatever is read of an overlay
// is what is read after its ops are committed, through any lens; and the base,
// before and after, is what it was.
func TestOverlayIsTheCommit(t *testing.T) {
	dir := t.TempDir()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		path, err := os.MkdirTemp(dir, "")
		require.NoError(t, err)
		s, err := bolt.Open(filepath.Join(path, "graph.db"), bolt.Options{NoSync: true})
		require.NoError(t, err)
		defer func() { s.Close() }()
		model := graphtest.NewModel()
		require.True(t, model.Apply(start()))
		_, err = s.Append(t.Context(), start(), graph.AnyRevision)
		require.NoError(t, err)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			c := drawChange(t, model)
			if !model.Apply(c) {
				continue
			}
			base, err := s.Snapshot(graph.AnyRevision)
			require.NoError(t, err)
			was := answers(t, base)
			over, err := graph.Overlay(base, c.Ops)
			require.NoError(t, err)
			first := rapid.IntRange(0, len(c.Ops)).Draw(t, "in the first of two")
			half, err := graph.Overlay(base, c.Ops[:first])
			require.NoError(t, err)
			two, err := graph.Overlay(half, c.Ops[first:])
			require.NoError(t, err)
			before, beforeTwo := answers(t, over), answers(t, two)
			require.Equal(t, base.Revision(), over.Revision())

			_, err = s.Append(t.Context(), c, graph.AnyRevision)
			require.NoError(t, err)
			committed, err := s.Snapshot(graph.AnyRevision)
			require.NoError(t, err)
			want := answers(t, committed)
			requireSame(t, want, before, "the overlay")
			requireSame(t, want, beforeTwo, "an overlay of an overlay")
			requireSame(t, want, answers(t, over), "the overlay after the commit")
			requireSame(t, was, answers(t, base), "the base")
			compared++
			require.NoError(t, base.Close())
			require.NoError(t, committed.Close())
		}
	})
	require.Greater(t, compared, 10, "too few changes were allowed for this test to say anything")
}

func overlayOntology(t require.TestingT) *graph.Ontology {
	o, err := graph.NewOntology([]*graph.Kind{{Name: "Agency"}, {Name: "Program"}},
		[]*graph.Property{{Name: "alias", Type: graph.String, Many: true}, {Name: "size", Type: graph.String}},
		[]*graph.RelationType{{Name: "partOf"}, {Name: "uses"}})
	require.NoError(t, err)
	return o
}

// requireSame shows the first answer that differs.
func requireSame(t require.TestingT, want, got, what string) {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		require.Equal(t, a[i], b[i], "%s, answer %d", what, i)
	}
	require.Len(t, b, len(a), what)
}

// answers asks a snapshot all there is to ask. The answers are in ids and
// names, as numbers may differ.
func answers(t require.TestingT, s graph.Snapshot) string {
	var b strings.Builder
	content, err := graph.Content(s)
	require.NoError(t, err)
	for _, op := range content {
		fmt.Fprintln(&b, tell(s, op))
	}
	for _, id := range []string{"p", "q", "a"} {
		facts, nodes, err := s.FactsOfSource(id)
		require.NoError(t, err)
		fmt.Fprintln(&b, id, tell(s, facts), tell(s, nodes))
	}
	for _, id := range []string{"fixed/id", "a/alias", "b/uses/c"} {
		n, ok, err := s.FactByID(id)
		require.NoError(t, err)
		if ok {
			fmt.Fprintln(&b, id, tell(s, n))
		}
	}
	for _, info := range s.Topology().All {
		fmt.Fprintln(&b, tell(s, *info))
	}
	o := overlayOntology(t)
	for _, lens := range overlayLenses {
		v := graph.NewView(s, o, lens, nil)
		for _, ask := range questions(v) {
			answer, err := ask()
			fmt.Fprintln(&b, tell(s, answer), err)
		}
	}
	return b.String()
}

// questions are the reads that the law compares.
func questions(v *graph.View) []func() (any, error) {
	top := v.Topology()
	word, yes := "beta", true
	aliased := graph.Filter{Alias: &graph.TextTest{Eq: &word}}
	related := graph.Filter{Relations: []graph.RelationTest{{Types: []string{"partOf"}, Direction: graph.Out}}, Not: &graph.Filter{Kinds: []string{"Program"}}}
	sized := graph.Filter{Properties: []graph.PropertyTest{{Property: "size", Exists: &yes}}}
	list := []func() (any, error){
		func() (any, error) { return graph.FindStats(v) },
		func() (any, error) { return graph.FindComponents(v, nil, 10) },
		func() (any, error) { return graph.ListRelations(v, graph.RelationListQuery{First: 100}) },
		func() (any, error) { return graph.ListFacts(v, graph.FactListQuery{First: 100}) },
		func() (any, error) {
			return graph.FindFacets(v, graph.FacetQuery{By: []graph.FacetBy{{Field: graph.FacetKind}, {Field: graph.FacetType},
				{Field: graph.FacetGrade}, {Field: graph.FacetVerb}, {Field: graph.FacetSource}, {Field: graph.FacetProperty, Property: "size"}}})
		},
	}
	for _, text := range append(lawNames, "a", "alpa", "bet", "d", "fixed", "nothing like it") {
		list = append(list,
			func() (any, error) { return graph.Resolve(v, text, nil, 10) },
			func() (any, error) { return graph.Lookup(v, text) })
	}
	for _, filter := range []*graph.Filter{nil, &aliased, &related, &sized} {
		for _, key := range []graph.OrderKey{{}, {By: graph.OrderDegree, Descending: true}, {By: graph.OrderKind},
			{By: graph.OrderProperty, Property: "alias"}, {By: graph.OrderGrade}} {
			list = append(list, func() (any, error) {
				return graph.ListEntities(v, graph.ListQuery{Filter: filter, Order: []graph.OrderKey{key}, First: 3})
			})
		}
		list = append(list, func() (any, error) {
			n, exact, err := graph.CountList(v, graph.ListQuery{Filter: filter})
			return []any{n, exact}, err
		})
	}
	for _, id := range []string{"a", "b", "d"} {
		n := top.Lookup(id)
		if n == 0 {
			continue
		}
		list = append(list,
			func() (any, error) { return graph.Relations(v, n, nil, graph.Both, nil) },
			func() (any, error) { return v.Neighbors(nil, n, v.Term("partOf"), graph.Both), nil },
			func() (any, error) {
				return graph.FindSubgraph(v, graph.SubgraphQuery{Roots: []graph.Node{n}, Depth: 2})
			})
		if c := top.Lookup("c"); c != 0 {
			list = append(list, func() (any, error) {
				return graph.Paths(v, graph.PathQuery{From: n, To: c, First: 5, MaxLength: 4})
			})
		}
	}
	return list
}

// tell writes a value with the ids and names that its numbers stand for.
func tell(s graph.Snapshot, x any) string {
	var b strings.Builder
	teller{s, &b}.tell(reflect.ValueOf(x))
	return b.String()
}

type teller struct {
	s graph.Snapshot
	b *strings.Builder
}

func (w teller) tell(x reflect.Value) {
	if !x.IsValid() {
		return
	}
	switch y := x.Interface().(type) {
	case graph.Node:
		if info := w.s.Topology().Node(y); info != nil {
			fmt.Fprintf(w.b, "%q", info.ID)
		}
		return
	case graph.FactNum:
		if y != 0 {
			f, err := w.s.Fact(y)
			fmt.Fprintf(w.b, "%q %v", f.ID, err)
		}
		return
	case graph.Term:
		fmt.Fprintf(w.b, "%q", w.s.Topology().Terms().Name(y))
		return
	}
	switch x.Kind() {
	case reflect.Pointer, reflect.Interface:
		w.tell(x.Elem())
	case reflect.Slice, reflect.Array:
		w.b.WriteByte('[')
		for i := range x.Len() {
			w.tell(x.Index(i))
			w.b.WriteByte(' ')
		}
		w.b.WriteByte(']')
	case reflect.Struct:
		w.b.WriteByte('{')
		for i := range x.NumField() {
			if f := x.Type().Field(i); f.IsExported() {
				w.b.WriteString(f.Name + ":")
				w.tell(x.Field(i))
				w.b.WriteByte(' ')
			}
		}
		w.b.WriteByte('}')
	default:
		fmt.Fprint(w.b, x.Interface())
	}
}

// TestOverlaysAreApart: overlays of one base that bring the same number of new
// things do not see each other's, nor what the store brings meanwhile under the
// same numbers, while all are read at once.
func TestOverlaysAreApart(t *testing.T) {
	s := openNew(t)
	commit(t, s, start())
	base := snapshot(t, s, graph.AnyRevision)
	was := answers(t, base)
	brings := func(id string) []graph.Op {
		f := relation(t, id, "kind of "+id, "a", "ICE")
		f.Evidence = nil
		other := alias(t, id, "also "+id)
		other.Evidence = nil
		return put(entity(id, "Kind"+id, "The name of "+id), f, other, graph.Op{RetractEntity: "d"}).Ops
	}
	ids := []string{"x", "y", "z"}
	var wait sync.WaitGroup
	for _, id := range ids {
		over, err := graph.Overlay(base, brings(id))
		require.NoError(t, err)
		for range 2 {
			wait.Go(func() {
				v := graph.NewView(over, overlayOntology(t), graph.Lens{}, nil)
				for range 20 {
					for _, other := range ids {
						for _, text := range []string{other, "the name of " + other, "also " + other} {
							n, err := graph.Lookup(v, text)
							if other == id {
								assert.NoError(t, err)
								assert.Equal(t, id, over.Topology().Node(n).ID)
							} else {
								assert.Equal(t, graph.NotFound, graph.CodeOf(err), "%s in the overlay of %s", text, id)
							}
						}
						known := v.Term("kind of "+other) != 0
						assert.Equal(t, other == id, known)
					}
					answers(t, over)
				}
			})
		}
	}
	wait.Go(func() {
		for _, id := range append(ids, "w") {
			c := put(source("page", pageText), entity(id, "New"+id, "Newly "+id), relation(t, id, "new "+id, "a", "ICE"))
			_, err := s.Append(t.Context(), c, graph.AnyRevision)
			assert.NoError(t, err)
		}
	})
	wait.Wait()
	assert.Equal(t, was, answers(t, base))
	head := snapshot(t, s, graph.AnyRevision)
	assert.Zero(t, head.Topology().Terms().Lookup("Kindx"))
	v := graph.NewView(head, overlayOntology(t), graph.Lens{}, nil)
	found, err := graph.Resolve(v, "the name of x", nil, 5)
	require.NoError(t, err)
	for _, m := range found {
		assert.NotEqual(t, "The name of x", m.Matched)
	}
}

// TestOverlayOfThePast: an overlay of an old revision takes nothing of what came
// after it, not even when it brings a thing of the same id.
func TestOverlayOfThePast(t *testing.T) {
	s := openNew(t)
	commit(t, s, start())
	commit(t, s, put(source("page", pageText), entity("e", "Later", "Epsilon"), entity("f", "Later", "Phi"), relation(t, "e", "partOf", "a", "ICE")))
	past := snapshot(t, s, 1)
	over, err := graph.Overlay(past, put(entity("g", "Agency", "Gamma two"), entity("f", "Agency", "Other")).Ops)
	require.NoError(t, err)
	top := over.Topology()
	assert.Zero(t, top.Lookup("e"))
	assert.Equal(t, "Other", top.Node(top.Lookup("f")).Name)
	assert.Equal(t, "g", top.Node(top.Lookup("g")).ID)
	v := graph.NewView(over, overlayOntology(t), graph.Lens{}, nil)
	_, err = graph.Lookup(v, "phi")
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	history, err := graph.History(v, graph.Ref{Sort: graph.EntitySort, ID: "a"})
	require.NoError(t, err)
	assert.Len(t, history, 1)
	require.NoError(t, over.Close())
	_, err = past.Entity(past.Topology().Lookup("a"))
	require.NoError(t, err, "closing an overlay closed its base")
}

func TestOverlayRefuses(t *testing.T) {
	s := openNew(t)
	fact := relation(t, "ero", "partOf", "ice", "ERO")
	commit(t, s, put(source("page", pageText), entity("ice", "Agency", "ICE"), entity("ero", "Directorate", "ERO"), fact))
	base := snapshot(t, s, graph.AnyRevision)
	moved := *fact
	moved.Subject = "ice"
	adrift := relation(t, "ero", "partOf", "nobody", "ERO")
	for _, test := range []struct {
		name string
		op   graph.Op
		want string
	}{
		{"nothing", graph.Op{}, "exactly one"},
		{"two things", graph.Op{RetractEntity: "ice", RetractFact: fact.ID}, "exactly one"},
		{"no id", graph.Op{Entity: entity("", "Agency", "x")}, "needs an id"},
		{"no kind", graph.Op{Entity: entity("x", "", "x")}, "needs an id, a kind"},
		{"no fact id", graph.Op{Fact: &graph.Fact{}}, "needs an id"},
		{"object unknown", graph.Op{Fact: adrift}, `no entity "nobody"`},
		{"subject moved", graph.Op{Fact: &moved}, "keeps its subject"},
		{"entity unknown", graph.Op{RetractEntity: "nobody"}, `no entity "nobody"`},
		{"entity with facts", graph.Op{RetractEntity: "ice"}, "still has facts"},
		{"fact unknown", graph.Op{RetractFact: "a/b/c"}, `no fact "a/b/c"`},
		{"source unknown", graph.Op{RetractSource: "nothing"}, `no source "nothing"`},
		{"source of no id", graph.Op{Source: source("", "")}, "id of a source"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := graph.Overlay(base, []graph.Op{{Entity: entity("x", "Agency", "x")}, test.op})
			assert.Equal(t, graph.BadInput, graph.CodeOf(err))
			assert.ErrorContains(t, err, "ops[1]: ")
			assert.ErrorContains(t, err, test.want)
		})
	}
}
