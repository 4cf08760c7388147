package seed

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// fold is a line of testdata/folding.txt: a kind, relation type or property of
// the first data set, what it became, and its number of rows.
type fold struct {
	what, was string
	name      string   // kind, relation type or property it became
	form      string   // of a kind
	verbs     []string // of a relation type; none where the type declares none
	rows      int
}

func folding(t testing.TB) []fold {
	t.Helper()
	data, err := os.ReadFile("testdata/folding.txt")
	require.NoError(t, err)
	var table []fold
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		require.Len(t, cells, 5, line)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		f := fold{what: cells[0], was: cells[1], name: cells[2]}
		if f.name != "abstract" {
			f.rows, err = strconv.Atoi(cells[4])
			require.NoError(t, err, line)
		}
		if cells[3] != "-" && cells[3] != "" {
			if f.what == "kind" {
				f.form = cells[3]
			} else {
				f.verbs = strings.Split(cells[3], ", ")
			}
		}
		table = append(table, f)
	}
	return table
}

// imported are the relation types that only files of other organizations use.
var imported = map[string]bool{"participatesIn": true, "covers": true}

func TestFoldingLosesNothing(t *testing.T) {
	d, o, table := loaded(t), testOntology(t), folding(t)
	type key struct{ what, name, form string }
	rows := map[key]int{}
	for _, e := range d.Entities {
		rows[key{"kind", e.Kind, e.Form}]++
	}
	for _, f := range d.Facts {
		verb := ""
		if r := o.Relation(f.Type); r != nil && len(r.Verbs) > 0 {
			verb = f.Verb
		}
		what := "property"
		if f.IsRelation() {
			what = "relation"
		}
		for _, e := range f.Evidence {
			if e.Grade != graph.Editorial {
				rows[key{what, f.Type, verb}]++
			}
		}
	}
	total, originals := map[string]int{}, map[string]int{}
	folded := map[string]map[string]bool{"kind": {}, "relation": {}, "property": {}}
	for _, f := range table {
		originals[f.what]++
		total[f.what] += f.rows
		if f.name == "abstract" {
			continue
		}
		folded[f.what][f.name] = true
		parts := f.verbs
		if len(parts) == 0 {
			parts = []string{f.form}
		}
		found := 0
		for _, part := range parts {
			found += rows[key{f.what, f.name, part}]
			delete(rows, key{f.what, f.name, part})
		}
		assert.Equal(t, f.rows, found, "%s %s", f.what, f.was)
	}
	assert.Empty(t, rows, "rows that no line of the table accounts for")
	assert.Equal(t, map[string]int{"kind": 27, "relation": 62, "property": 13}, originals)
	assert.Equal(t, map[string]int{"kind": 127, "relation": 232, "property": 12 + 9}, total)
	assert.Len(t, o.Relations, 38+len(imported))
	assert.Len(t, slices.DeleteFunc(slices.Clone(o.Kinds), func(k *graph.Kind) bool { return k.Abstract }), 18)
	for _, r := range o.Relations {
		assert.True(t, folded["relation"][r.Name] || imported[r.Name], "no row has the relation type %s", r.Name)
	}
}

func TestEveryEntityHasARelation(t *testing.T) {
	d := loaded(t)
	joined := map[string]bool{}
	for _, f := range d.Facts {
		if f.IsRelation() {
			joined[f.Subject], joined[f.Object] = true, true
		}
	}
	for _, e := range d.Entities {
		assert.True(t, joined[e.ID], e.ID)
	}
}
