package pattern

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// office is a small graph with one of everything that a pattern can ask for.
func office(t testing.TB, lens graph.Lens) *small {
	g := &small{}
	var ops []graph.Op
	put := func(id, kind, form, name string) {
		e := &graph.Entity{ID: id, Kind: kind, Form: form, Name: name, Grade: graph.Construed, Note: "note of " + name}
		g.entities = append(g.entities, *e)
		ops = append(ops, graph.Op{Entity: e})
	}
	fact := func(f graph.Fact) {
		if f.Grade == 0 {
			f.Grade = graph.Stated
		}
		if f.ID == "" {
			f.ID = f.Subject + "-" + f.Type + "-" + f.Object + f.Value.String()
		}
		ops = append(ops, graph.Op{Fact: &f})
	}
	put("north", "K", "F", "North Office")
	put("south", "K", "G", "South Office")
	put("sea", "L", "", "Séa")
	put("air", "L", "", "Air")
	put("land", "L", "", "land")
	fact(graph.Fact{Subject: "north", Type: "b", Object: "sea", Verb: "v", Qualifiers: []graph.Qualifier{{Name: "rank", Value: "first"}, {Name: "through", Value: "a Treaty"}}})
	fact(graph.Fact{Subject: "north", Type: "b", Object: "air", Grade: graph.Contextual, ValidFrom: "2020-01-01", ValidTo: "2021-01-01", Note: "noted"})
	fact(graph.Fact{Subject: "south", Type: "b", Object: "air", Grade: graph.Editorial})
	fact(graph.Fact{Subject: "north", Type: "s", Object: "south", Rank: graph.Preferred, Reason: "why", Reading: "r/A"})
	fact(graph.Fact{Subject: "sea", Type: "a", Object: "air"})
	fact(graph.Fact{Subject: "air", Type: "a", Object: "land"})
	fact(graph.Fact{Subject: "sea", Type: "a", Object: "sea"})
	for _, alias := range []string{"N.O.", "Nord"} {
		fact(graph.Fact{Subject: "north", Type: graph.AliasProperty, Value: graph.Value{Type: graph.String, Text: alias}})
	}
	fact(graph.Fact{Subject: "north", Type: "size", Value: graph.Value{Type: graph.Integer, Integer: 5}})
	fact(graph.Fact{Subject: "sea", Type: "size", Value: graph.Value{Type: graph.Integer, Integer: 3}})
	fact(graph.Fact{Subject: "sea", Type: "since", Value: graph.Value{Type: graph.Date, Text: "2019-05-01"}})
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	g.view = graph.NewView(m, testOntology(t), lens, graph.NewBudget(context.Background(), 100_000))
	return g
}

func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"by name, accents and signs aside", `(x {name: "sea"}) RETURN x`, []string{"sea"}},
		{"by one of the other names", `(x {alias: "no"}) RETURN x`, []string{}},
		{"by one of the other names, with a sign", `(x {alias: "n o"}) RETURN x`, []string{"north"}},
		{"no other name is it", `(x:K) WHERE x.alias <> "nord" RETURN x`, []string{}},
		{"names in a list", `(x) WHERE x.name IN ["AIR", "Land"] RETURN x`, []string{"air", "land"}},
		{"ids are exact", `(x) WHERE x.id = "SEA" OR x.id IN ["AIR"] OR x.kind <> x.kind RETURN x`, []string{}},
		{"order of texts", `(x) WHERE x.name < "land" RETURN x.name`, []string{"Air"}},
		{"order by kind, then name", `(x) RETURN x.kind AS k, x ORDER BY k DESC`, []string{"L air", "L land", "L sea", "K north", "K south"}},
		{"order by what is not returned", `(x:L) RETURN x ORDER BY x.size, x.name DESC`, []string{"sea", "land", "air"}},
		{"null is last", `(x:L) RETURN x ORDER BY x.size DESC`, []string{"sea", "air", "land"}},
		{"skip and limit", `(x) RETURN x SKIP 1 LIMIT 2`, []string{"land", "north"}},
		{"nothing", `(x) RETURN x LIMIT 0`, []string{}},
		{"distinct", `(x)-[:a]->() RETURN DISTINCT x.kind`, []string{"L"}},
		{"groups", `(x) RETURN x.kind, count(*), count(x.form), sum(x.size), avg(x.size), min(x.name), max(x.name)`,
			[]string{"K 2 2 5 5 North Office South Office", "L 3 0 3 3 Air Séa"}},
		{"collected", `(x) RETURN collect(x.form)`, []string{"[F, G]"}},
		{"collected, of several values", `(x:K) RETURN x, collect(x.alias), count(x.alias)`, []string{"north [N.O., Nord] 2", "south [] 0"}},
		{"one group of nothing", `(x {id: "no"}) RETURN count(*), collect(x), min(x.size)`, []string{"0 [] "}},
		{"no group of nothing", `(x {id: "no"}) RETURN x, count(*)`, []string{}},
		{"distinct in a group", `(x)-[:a]->(y) RETURN count(x), count(DISTINCT x)`, []string{"3 2"}},
		{"groups ordered by a part", `(x)-[:a]->(y) RETURN x, count(*) ORDER BY x.name DESC`, []string{"sea 2", "air 1"}},
		{"grades", `(x)-[r:b]->(y) RETURN r.grade ORDER BY r.grade`, []string{"STATED", "CONTEXTUAL"}},
		{"greatest grade", `(x)-[r:b]->(y) RETURN max(r.grade), min(r.grade)`, []string{"STATED CONTEXTUAL"}},
		{"at least a grade", `(x)-[r:b]->(y) WHERE r.grade > "CONTEXTUAL" RETURN y`, []string{"sea"}},
		{"parts of a relation", `(x)-[r:b {verb: "v"}]->(y) RETURN r.type, r.verb, r.rank, r.qualifiers.rank, r.through, r.reading, r.reason`,
			[]string{"b v NORMAL first a Treaty  "}},
		{"reading and reason", `()-[r:s]->() RETURN DISTINCT r.reading, r.rank, r.reason`, []string{"r/A PREFERRED why"}},
		{"dates", `(x)-[r:b]->(y) WHERE r.validFrom >= "2020-01-01" AND r.validTo < "2022-01-01" RETURN y, r.validFrom, r.note`, []string{"air 2020-01-01 noted"}},
		{"a date property", `(x) WHERE x.since < "2020-01-01" RETURN x.since`, []string{"2019-05-01"}},
		{"rows of entities", `(x:K) WHERE x.grade = "CONSTRUED" AND x.note ENDS WITH "office" RETURN x`, []string{"north", "south"}},
		{"degree", `(x) RETURN x.degree, x`, []string{"1 land", "1 south", "3 air", "3 north", "3 sea"}},
		{"symmetric, whatever the arrow", `(x)<-[:s]-(y) RETURN x, y`, []string{"north south", "south north"}},
		{"to itself", `(x)-[:a]->(x) RETURN x`, []string{"sea"}},
		{"to itself, either way, once", `(x)-[:a]-(x) RETURN x`, []string{"sea"}},
		{"two names, one entity", `(x)-[:a]->(y), (z {id: "sea"}) WHERE x = z AND y = z RETURN x`, []string{"sea"}},
		{"a relation only once", `(x {id: "north"})-[:b]->()<-[:b]-(y) RETURN y`, []string{}},
		{"a relation again in another MATCH", `MATCH (x {id: "north"})-[:b]->(z) MATCH (z)<-[:b]-(y) RETURN y`, []string{"north", "north"}},
		{"none of it", `(x:L) WHERE x.size IS NULL RETURN x`, []string{"air", "land"}},
		{"a null is neither", `(x:L) WHERE x.size = 3 OR NOT x.size = 3 RETURN x`, []string{"sea"}},
		{"contradiction", `(x) WHERE x.id = "sea" AND x.id = "air" RETURN x`, []string{}},
		{"always", `(x:K) WHERE 1 < 2 AND NOT FALSE RETURN x`, []string{"north", "south"}},
		{"never", `(x:K) WHERE 1 > 2 RETURN x`, []string{}},
		{"a condition as a column", `(x:K) RETURN x, x.size > 3, EXISTS {(x)-[:b]->()} ORDER BY x`, []string{"north true true", "south  false"}},
		{"no steps at all", `(x {id: "sea"})-[r:a*0..1]->(y) RETURN length(r), y`, []string{"0 sea", "1 air"}},
		{"steps as GQL writes them", `(x {id: "sea"})-[r:a]->{2}(y) RETURN y`, []string{"land"}},
		{"a chain backwards", `(y {id: "land"})<-[r:a*2]-(x) RETURN x, r`, []string{"sea [air-a-land,sea-a-air]"}},
		{"all", `(x:K)-[r:b]->(y)`, []string{"north air north-b-air", "north sea north-b-sea"}},
		{"star", `(x:K)-[:b]->(y) RETURN *`, []string{"north air", "north sea"}},
		{"quoted names and comments", "(`x y`:K) /* here */ RETURN `x y`.id AS `the id` // there", []string{"north", "south"}},
		{"optional after optional", `MATCH (x:K) OPTIONAL MATCH (x)-[:b]->(y {id: "sea"}) OPTIONAL MATCH (y)-[:a]->(z:L {id: "air"}) RETURN x, y, z`, []string{"north sea air", "south  "}},
		{"optional with a label for what is there", `MATCH (x) OPTIONAL MATCH (x:K)-[:b]->(y) RETURN x, count(y)`, []string{"air 0", "land 0", "north 2", "south 0", "sea 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := office(t, graph.Lens{})
			table, err := Match(g.view, tt.text, nil)
			require.NoError(t, err)
			got := g.lines(t, table.Rows)
			if len(tt.want) == 0 {
				assert.Empty(t, got)
				return
			}
			assert.Equal(t, tt.want, got, PlanText(table.Plan()))
		})
	}
}

func TestLens(t *testing.T) {
	g := office(t, graph.Lens{MinGrade: graph.Editorial})
	table, err := Match(g.view, `(x:K)-[:b]->(y) RETURN count(*)`, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"3"}, g.lines(t, table.Rows))
	g = office(t, graph.Lens{ValidAt: "2022-01-01"})
	table, err = Match(g.view, `(x:K)-[:b]->(y) RETURN y`, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"sea"}, g.lines(t, table.Rows))
}

func TestParameters(t *testing.T) {
	g := office(t, graph.Lens{})
	table, err := Match(g.view, `(x) WHERE x.id IN $ids AND x.size >= $least AND TRUE = $on AND $none IS NULL RETURN x LIMIT $n`,
		map[string]any{"ids": []any{"sea", "north"}, "least": 4.0, "on": true, "none": nil, "n": 1.0})
	require.NoError(t, err)
	assert.Equal(t, []string{"north"}, g.lines(t, table.Rows))
	_, err = Match(g.view, `(x {id: $id})`, map[string]any{"idd": "sea"})
	assert.ErrorContains(t, err, `pattern:1:1: the pattern does not use the parameter $idd (did you mean "id"?)`)
	assert.ErrorContains(t, err, `pattern:1:9: the parameter $id is not given (did you mean "idd"?)`)
}

func TestBound(t *testing.T) {
	g := office(t, graph.Lens{})
	q, err := Parse(`(x:K)-[:b]->(y)-[:a*1..2]->(z) WHERE EXISTS {(x)-[:s]-()} RETURN count(*) LIMIT 0`)
	require.NoError(t, err)
	s, err := Compile(q, g.view.Ontology, nil, lookupIn(g.view))
	require.NoError(t, err)
	bound, err := s.Bound(g.view, 10)
	require.NoError(t, err)
	var ids []string
	for _, n := range bound.Nodes {
		ids = append(ids, g.view.Topology().Node(n.Node).ID)
	}
	assert.Equal(t, []string{"air", "land", "north", "sea"}, ids)
	assert.Len(t, bound.Edges, 4)
	assert.True(t, bound.TotalIsExact)
	bound, err = s.Bound(g.view, 2)
	require.NoError(t, err)
	assert.True(t, bound.Truncated)
	assert.Equal(t, graph.ReasonLimit, bound.Reason)
	assert.Len(t, bound.Nodes, 2)
}

// What costs too much ends at the budget: with the rows found so far, or with
// LIMIT where some of them would be a wrong answer.
func TestBudget(t *testing.T) {
	o := benchView().Ontology
	p := graphtest.NewPowerLaw(3000, 20_000)
	for _, tt := range []struct {
		name, text string
		partial    bool
	}{
		{"matches", `(a)--(b)--(c)--(d)`, true},
		{"everything with everything", `(a), (b), (c)`, true},
		{"chains", `(a)-[*]-(b) RETURN a`, true},
		{"distinct", `(a)--(b)--(c)--(d) RETURN DISTINCT a, d`, true},
		{"an order", `(a)--(b)--(c)--(d) RETURN a ORDER BY a.id`, false},
		{"an aggregate", `(a)--(b)--(c)--(d) RETURN count(*)`, false},
		{"what is skipped", `(a)--(b)--(c)--(d) RETURN a SKIP 10`, false},
		{"rows that are read", `(a)-[r]-(b) WHERE r.note IS NULL AND b.note IS NULL RETURN count(*)`, false},
		{"EXISTS", `(a) WHERE NOT EXISTS {(a)-[*3..10]-(x {id: "none"})} RETURN count(*)`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			budget := graph.NewBudget(context.Background(), 5_000)
			v := graph.NewView(p, o, graph.Lens{}, budget)
			start := time.Now()
			table, err := Match(v, tt.text, nil)
			assert.Less(t, time.Since(start), 20*time.Second)
			assert.LessOrEqual(t, budget.Spent(), 5_000)
			assert.Positive(t, budget.Left(), "something is left to read the rows with")
			if !tt.partial {
				require.Equal(t, graph.Limit, graph.CodeOf(err))
				assert.Contains(t, err.Error(), "the request's work budget ran out after ")
				return
			}
			require.NoError(t, err)
			assert.True(t, table.Truncated)
			assert.Equal(t, graph.ReasonBudget, table.Reason)
			assert.NotEmpty(t, table.Rows)
		})
	}
}

func TestRowsAreBounded(t *testing.T) {
	v := graph.NewView(graphtest.NewPowerLaw(1000, 2000), benchView().Ontology, graph.Lens{}, graph.NewBudget(context.Background(), math.MaxInt32))
	table, err := Match(v, `(a), (b)`, nil)
	require.NoError(t, err)
	assert.Len(t, table.Rows, MaxRows)
	assert.Equal(t, graph.ReasonLimit, table.Reason)
	_, err = Match(v, `(a), (b) RETURN a, b, count(*)`, nil)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}

func TestDeadline(t *testing.T) {
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer stop()
	v := graph.NewView(graphtest.NewPowerLaw(1000, 5000), benchView().Ontology, graph.Lens{}, graph.NewBudget(ctx, math.MaxInt32))
	start := time.Now()
	_, err := Match(v, `(a)-[*]-(b) RETURN count(*)`, nil)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
	assert.Contains(t, err.Error(), "the request took too long after ")
	assert.Less(t, time.Since(start), 3*time.Second)
}

// The search begins at the end with the fewest entities.
func TestPlanBeginsWhereLittleIs(t *testing.T) {
	for _, tt := range []struct{ text, first string }{
		{`(a:K1)-[:r1]->(b {id: "e0000042"})`, "(b)"},
		{`(a:K1)-[:r1]->(b:K2)-[:r2]->(c {name: "Joint Airport Unit 77"})`, "(c)"},
		{`(a)-[:r1]->(b:K2)`, "(b:K2)"},
	} {
		v := benchView()
		table, err := Match(v, tt.text, nil)
		require.NoError(t, err)
		assert.Contains(t, table.Plan()[0].Details, tt.first)
	}
}
