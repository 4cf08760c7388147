package graph_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// sound is a random graph without a flaw: a tree of units, each named in two
// sources whose every line is quoted. What is added before make is a flaw.
type sound struct {
	t       *rapid.T
	texts   [2]strings.Builder
	lines   [2]int
	ops     []graph.Op
	parents []int // by unit; -1 for the root
}

var soundNames = []string{"Alder", "Birch", "Cedar", "Damson", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Kelp", "Larch"}

func soundOntology(t require.TestingT) *graph.Ontology {
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "Body", Abstract: true}, {Name: "Unit", IsA: []string{"Body"}}, {Name: "Team", IsA: []string{"Body"}}, {Name: "Place", MapsTo: []string{"schema:Place"}}},
		[]*graph.Property{{Name: graph.AliasProperty, Type: graph.String, Many: true}, {Name: "size", Type: graph.Integer}},
		[]*graph.RelationType{
			{Name: "partOf", Domain: []string{"Body"}, Range: []string{"Body"}, Acyclic: true, Transitive: true},
			{Name: "helps", Domain: []string{"Body"}, Range: []string{"Body"}},
			{Name: "headedBy", Domain: []string{"Unit"}, Range: []string{"Unit"}, Single: true},
			{Name: "in", Domain: []string{"Body"}, Range: []string{"Place"}},
		},
	)
	require.NoError(t, err)
	return o
}

// quote adds a line to sources and returns the quotes of it.
func (g *sound) quote(text string, sources ...int) []graph.Evidence {
	var list []graph.Evidence
	for _, s := range sources {
		start := len([]rune(g.texts[s].String()))
		g.lines[s]++
		fmt.Fprintf(&g.texts[s], "%s\n", text)
		list = append(list, graph.Evidence{
			Source: fmt.Sprint("source-", s), Quote: text, Start: start, End: start + len([]rune(text)), Line: g.lines[s], Grade: graph.Stated,
		})
	}
	return list
}

func (g *sound) entity(id, kind, name string, sources ...int) *graph.Entity {
	e := &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Stated, Evidence: g.quote("There is "+name, sources...)}
	g.ops = append(g.ops, graph.Op{Entity: e})
	return e
}

func (g *sound) fact(f graph.Fact, sources ...int) *graph.Fact {
	f.Grade = graph.Stated
	if f.ID == "" {
		f.ID = graph.RelationID(f.Subject, f.Type, "", f.Object)
	}
	f.Evidence = g.quote("It says "+f.ID, sources...)
	g.ops = append(g.ops, graph.Op{Fact: &f})
	return &f
}

func drawSound(t *rapid.T) *sound {
	g := &sound{t: t}
	n := rapid.IntRange(3, len(soundNames)).Draw(t, "units")
	for i := range n {
		kind := rapid.SampledFrom([]string{"Unit", "Team"}).Draw(t, "kind")
		if i < 2 {
			kind = "Unit"
		}
		g.entity(unit(i), kind, soundNames[i], 0, 1)
		g.parents = append(g.parents, -1)
		if i > 0 {
			g.parents[i] = rapid.IntRange(0, i-1).Draw(t, "parent")
			g.fact(graph.Fact{Subject: unit(i), Type: "partOf", Object: unit(g.parents[i])}, 0, 1)
		}
	}
	helps := map[[2]int]bool{}
	for range rapid.IntRange(0, 6).Draw(t, "helps") {
		a, b := g.unit("helper"), g.unit("helped")
		if helps[[2]int{a, b}] {
			continue
		}
		helps[[2]int{a, b}] = true
		g.fact(graph.Fact{ID: fmt.Sprintf("%s/helps/%s", unit(a), unit(b)), Subject: unit(a), Type: "helps", Object: unit(b)}, 0, 1)
	}
	// Of one name, and told apart by where they lie or what they are part of.
	g.entity("north", "Place", "North", 0, 1)
	g.entity("south", "Place", "South", 0, 1)
	for _, end := range []string{"north", "south"} {
		g.entity("twin-"+end, "Unit", "Twin", 0, 1)
		g.fact(graph.Fact{Subject: "twin-" + end, Type: "in", Object: end}, 0, 1)
	}
	// Two values, but not at a time.
	g.fact(graph.Fact{ID: "u0/size", Subject: "u0", Type: "size", Value: whole(1), ValidTo: "2020-01-01"}, 0, 1)
	g.fact(graph.Fact{ID: "u0/size/now", Subject: "u0", Type: "size", Value: whole(2), ValidFrom: "2020-01-01"}, 0, 1)
	return g
}

func whole(n int64) graph.Value { return graph.Value{Type: graph.Integer, Integer: n} }

func unit(i int) string { return fmt.Sprint("u", i) }

func (g *sound) unit(label string) int { return rapid.IntRange(0, len(g.parents)-1).Draw(g.t, label) }

// flaws returns what is found of the graph.
func (g *sound) flaws(rules ...graph.FlawRule) (*graph.View, *graph.Flaws) {
	for s := range g.texts {
		g.ops = append(g.ops, graph.Op{Source: &graph.Source{ID: fmt.Sprint("source-", s), Text: g.texts[s].String()}})
	}
	m, err := graphtest.NewMemory(g.ops...)
	require.NoError(g.t, err)
	v := graph.NewView(m, soundOntology(g.t), graph.Lens{}, graph.NewBudget(context.Background(), 1<<30))
	found, err := graph.FindFlaws(v, rules)
	require.NoError(g.t, err)
	return v, found
}

// plants put one flaw of each rule into a sound graph, and return the entity and
// the fact that it is about.
var plants = map[graph.FlawRule]func(*sound) (entity, fact string){
	graph.FlawDangling: func(g *sound) (string, string) {
		f := g.fact(graph.Fact{ID: "u1/size", Subject: "u1", Type: "size", Value: whole(1)}, 0, 1)
		f.Evidence = append(f.Evidence, graph.Evidence{Source: "nowhere", Quote: "x", End: 1, Line: 1, Grade: graph.Stated})
		return "u1", f.ID
	},
	graph.FlawMisquote: func(g *sound) (string, string) {
		f := g.fact(graph.Fact{ID: "u1/size", Subject: "u1", Type: "size", Value: whole(1)}, 0, 1)
		wrong := f.Evidence[0]
		wrong.Start++
		f.Evidence = append(f.Evidence, wrong)
		return "u1", f.ID
	},
	graph.FlawMisfit: func(g *sound) (string, string) {
		f := graph.Fact{ID: "u1/size/large", Subject: "u1", Type: "size", Value: graph.Value{Type: graph.String, Text: "large"}}
		if rapid.Bool().Draw(g.t, "relation") {
			f = graph.Fact{Subject: "u1", Type: rapid.SampledFrom([]string{"in", "hinders"}).Draw(g.t, "type"), Object: "u0"}
		}
		return "u1", g.fact(f, 0, 1).ID
	},
	graph.FlawUnsourced: func(g *sound) (string, string) {
		f := g.fact(graph.Fact{ID: "u1/size", Subject: "u1", Type: "size", Value: whole(1)})
		if rapid.Bool().Draw(g.t, "quotes nothing") {
			f.Evidence = []graph.Evidence{{Source: "source-0", Grade: graph.Stated}}
		}
		return "u1", f.ID
	},
	graph.FlawConflict: func(g *sound) (string, string) {
		if rapid.Bool().Draw(g.t, "relation") {
			g.fact(graph.Fact{Subject: "u1", Type: "headedBy", Object: "u0"}, 0, 1)
			return "u1", g.fact(graph.Fact{Subject: "u1", Type: "headedBy", Object: "twin-north"}, 0, 1).ID
		}
		return "u0", g.fact(graph.Fact{ID: "u0/size/other", Subject: "u0", Type: "size", Value: whole(3), ValidFrom: "2021-01-01"}, 0, 1).ID
	},
	graph.FlawCycle: func(g *sound) (string, string) {
		from := 1 + rapid.IntRange(0, len(g.parents)-2).Draw(g.t, "from")
		g.fact(graph.Fact{Subject: "u0", Type: "partOf", Object: unit(from)}, 0, 1)
		return "u0", "u0/partOf/" + unit(from)
	},
	graph.FlawParents: func(g *sound) (string, string) {
		g.entity("left", "Unit", "Left", 0, 1)
		g.entity("right", "Unit", "Right", 0, 1)
		for _, end := range []string{"left", "right"} {
			g.fact(graph.Fact{Subject: end, Type: "partOf", Object: "u0"}, 0, 1)
		}
		g.entity("shared", "Team", "Shared", 0, 1)
		// Also of the whole of both: that follows anyway.
		g.fact(graph.Fact{Subject: "shared", Type: "partOf", Object: "u0"}, 0, 1)
		g.fact(graph.Fact{Subject: "shared", Type: "partOf", Object: "left"}, 0, 1)
		return "shared", g.fact(graph.Fact{Subject: "shared", Type: "partOf", Object: "right"}, 0, 1).ID
	},
	graph.FlawSameName: func(g *sound) (string, string) {
		g.entity("again", "Team", rapid.SampledFrom([]string{"Alder", "ALDER", "al-der"}).Draw(g.t, "name"), 0, 1)
		g.fact(graph.Fact{Subject: "again", Type: "helps", Object: "u1"}, 0, 1)
		return "again", ""
	},
	graph.FlawSameAcronym: func(g *sound) (string, string) {
		for _, id := range []string{"u0", "u1"} {
			g.fact(graph.Fact{ID: graph.AttributeID(id, graph.AliasProperty, "AB"), Subject: id, Type: graph.AliasProperty, Value: graph.Value{Type: graph.String, Text: "AB"}}, 0, 1)
		}
		return "u0", ""
	},
	graph.FlawOrphan: func(g *sound) (string, string) {
		g.entity("alone", "Unit", "Alone", 0, 1)
		g.fact(graph.Fact{ID: "alone/size", Subject: "alone", Type: "size", Value: whole(1)}, 0, 1)
		return "alone", ""
	},
	graph.FlawSimilarName: func(g *sound) (string, string) {
		names := rapid.SampledFrom([][2]string{
			{"Office of Research", "Research Office"}, {"Forest Service", "Forets Service"}, {"Forest Service", "Forest Servce"},
			{"Forest Service", "Forrest Service"}, {"Bureau of Labor", "Bureau of Lavor"}, {"Threat actor", "Threat actors"},
		}).Draw(g.t, "names")
		for i, id := range []string{"like-a", "like-b"} {
			g.entity(id, "Unit", names[i], 0, 1)
			g.fact(graph.Fact{Subject: id, Type: "partOf", Object: "u0"}, 0, 1)
		}
		return "like-a", ""
	},
	graph.FlawOneSource: func(g *sound) (string, string) {
		g.entity("obscure", "Unit", "Obscure", 1)
		g.fact(graph.Fact{Subject: "obscure", Type: "partOf", Object: "u0"}, 1)
		return "obscure", ""
	},
	graph.FlawUnused: func(g *sound) (string, string) {
		g.quote("Nobody reads this.", 1)
		return "", ""
	},
}

// A sound graph has no flaw, and what is planted is found, and nothing else.
func TestFlawsArePlantedAndFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, found := drawSound(t).flaws()
		assert.Empty(t, found.Page(0, math.MaxInt))
	})
	for _, rule := range graph.FlawRules() {
		t.Run(rule.String(), func(t *testing.T) {
			require.Contains(t, plants, rule)
			rapid.Check(t, func(t *rapid.T) {
				g := drawSound(t)
				entity, fact := plants[rule](g)
				v, found := g.flaws()
				list := found.Page(0, math.MaxInt)
				require.Len(t, list, 1)
				f := list[0]
				assert.Equal(t, rule, f.Rule, f.Message)
				assert.Equal(t, fact, f.Fact)
				if info := v.Topology().Node(f.Node); info != nil {
					assert.Equal(t, entity, info.ID)
				} else {
					assert.Empty(t, entity)
				}
				assert.NotEmpty(t, f.Message)
				assert.Equal(t, found.AtLeast(rule.Severity()), 1)
			})
		})
	}
}

func TestFlawsArePaged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawSound(t)
		for _, rule := range []graph.FlawRule{graph.FlawOrphan, graph.FlawCycle, graph.FlawUnused, graph.FlawOneSource} {
			plants[rule](g)
		}
		_, found := g.flaws()
		all := found.Page(0, math.MaxInt)
		require.Len(t, all, 4)
		assert.Equal(t, 4, found.Len())
		from := rapid.IntRange(-1, 5).Draw(t, "from")
		to := rapid.IntRange(from, 6).Draw(t, "to")
		assert.Equal(t, all[min(max(from, 0), 4):min(max(to, 0), 4)], append([]*graph.Flaw{}, found.Page(from, to)...))
		_, only := g.flaws(graph.FlawOrphan, graph.FlawUnused)
		assert.Equal(t, []graph.FlawCount{{Rule: graph.FlawOrphan, Count: 1}, {Rule: graph.FlawUnused, Count: 1}}, only.Counts)
	})
}

// Every name is compared with every other, to hold the blocking to it.
func TestSimilarNamesAgreeWithTryingAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &sound{t: t}
		names := rapid.SliceOfN(rapid.StringMatching(`(Bureau|Bureaus|Burau) of (Trade|Trades|Trode|Labor|Labour|Lavor) (East|West)?`), 2, 12).Draw(t, "names")
		for i, name := range names {
			g.entity(unit(i), "Unit", strings.TrimSpace(name), 0)
		}
		v, found := g.flaws(graph.FlawSimilarName, graph.FlawSameName)
		joined := map[[2]string]bool{}
		for _, f := range found.Page(0, math.MaxInt) {
			nodes := append([]graph.Node{f.Node}, f.Others...)
			for _, a := range nodes {
				for _, b := range nodes {
					joined[[2]string{v.Topology().Node(a).ID, v.Topology().Node(b).ID}] = true
				}
			}
		}
		for i, a := range names {
			for j, b := range names {
				if i == j {
					continue
				}
				a, b := graph.Fold(strings.TrimSpace(a)), graph.Fold(strings.TrimSpace(b))
				want := a == b || graph.EditDistance(a, b, 1) == 1 && strings.Count(a, " ") == strings.Count(b, " ")
				if want {
					assert.True(t, joined[[2]string{unit(i), unit(j)}], "%q and %q", a, b)
				}
			}
		}
	})
}

func TestFlawRules(t *testing.T) {
	worst := graph.SeverityError
	for _, r := range graph.FlawRules() {
		assert.LessOrEqual(t, r.Severity(), worst, "the worst rules come first")
		worst = r.Severity()
		assert.NotEmpty(t, r.Summary())
		assert.NotEmpty(t, r.Help())
		for _, name := range []string{r.String(), r.Name()} {
			parsed, ok := graph.ParseFlawRule(name)
			assert.True(t, ok)
			assert.Equal(t, r, parsed)
		}
	}
	_, ok := graph.ParseFlawRule("nonsense")
	assert.False(t, ok)
}

func TestFlawsBudget(t *testing.T) {
	v := benchView()
	small := graph.NewView(v.Snapshot, v.Ontology, graph.Lens{}, graph.NewBudget(context.Background(), 10))
	_, err := graph.FindFlaws(small, nil)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = graph.FindFlaws(graph.NewView(v.Snapshot, v.Ontology, graph.Lens{MinGrade: graph.Stated}, graph.NewBudget(ended, math.MaxInt)), nil)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
}
