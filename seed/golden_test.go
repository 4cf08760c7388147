package seed

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"missiongraph/graph"
	"missiongraph/schema"
)

// golden is testdata/golden.yaml. Its questions are asked over HTTP where the
// whole program is tested; here they are held against the schema and the
// facts.
type golden struct {
	Questions []struct {
		Ask, Grade, Query string
		Pick              any
		Expect            []string
		Also              map[string]any
	}
	Paths []struct {
		From, To, Grade, Query string
		Nodes, Steps           []string
	}
}

func readGolden(t *testing.T) golden {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.yaml")
	require.NoError(t, err)
	var g golden
	require.NoError(t, yaml.UnmarshalWithOptions(data, &g, yaml.Strict()))
	require.Len(t, g.Questions, 24)
	require.Len(t, g.Paths, 6)
	return g
}

func TestGoldenQueriesAreValid(t *testing.T) {
	served, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: schema.SDL()})
	require.NoError(t, err)
	g := readGolden(t)
	entities := at(t, graph.Editorial)
	check := func(query, grade string, ids []string) {
		_, errs := gqlparser.LoadQueryWithRules(served, query, rules.NewDefaultRules())
		assert.Empty(t, errs, query)
		assert.Contains(t, query, "view(lens: {minGrade: "+grade+"})")
		for _, id := range ids {
			entities.entity(t, id)
		}
	}
	for _, q := range g.Questions {
		check(q.Query, q.Grade, q.Expect)
		assert.True(t, slices.IsSorted(q.Expect), q.Ask)
		for _, id := range q.Expect {
			assert.NotContains(t, q.Query, `"`+id+`"`, "%s: the query names its answer", q.Ask)
		}
	}
	for _, p := range g.Paths {
		check(p.Query, p.Grade, p.Nodes)
		for _, id := range p.Nodes[1 : len(p.Nodes)-1] {
			assert.NotContains(t, p.Query, `"`+id+`"`, "the query names its answer")
		}
	}
}

// Each step of a golden path is a fact that a reader sees at the path's grade,
// and no way is shorter: a breadth-first search over the facts themselves.
func TestGoldenPathsAreShortest(t *testing.T) {
	o := testOntology(t)
	for _, p := range readGolden(t).Paths {
		t.Run(p.From+" to "+p.To, func(t *testing.T) {
			grade, ok := graph.ParseGrade(p.Grade)
			require.True(t, ok)
			s := at(t, grade)
			next, steps := map[string][]string{}, map[string]bool{}
			for _, f := range s.facts {
				if !f.IsRelation() {
					continue
				}
				typ := f.Type
				if len(o.Relation(typ).Verbs) > 0 {
					typ += ":" + f.Verb
				}
				next[f.Subject] = append(next[f.Subject], f.Object)
				next[f.Object] = append(next[f.Object], f.Subject)
				steps[f.Subject+" -"+typ+"-> "+f.Object] = true
				steps[f.Object+" <-"+typ+"- "+f.Subject] = true
			}
			require.Equal(t, len(p.Nodes), len(p.Steps)+1)
			for i, step := range p.Steps {
				assert.True(t, steps[p.Nodes[i]+" "+step], step)
				assert.True(t, strings.HasSuffix(step, " "+p.Nodes[i+1]), step)
			}
			depth, ring := map[string]int{p.From: 0}, []string{p.From}
			for len(ring) > 0 {
				n := ring[0]
				ring = ring[1:]
				for _, m := range next[n] {
					if _, ok := depth[m]; !ok {
						depth[m] = depth[n] + 1
						ring = append(ring, m)
					}
				}
			}
			assert.Equal(t, depth[p.To], len(p.Steps))
			assert.Equal(t, []string{p.From, p.To}, []string{p.Nodes[0], p.Nodes[len(p.Nodes)-1]})
		})
	}
}
