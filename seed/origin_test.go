package seed

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// origin is the list of facts the seed was made from. It is not part of the
// repository.
type origin struct {
	Entities []struct {
		Row      `yaml:",inline"`
		ID, Kind string
		Name     string
		Aliases  []struct {
			Row  `yaml:",inline"`
			Text string
		}
	}
	Attributes []struct {
		Row    `yaml:",inline"`
		Entity string
		Name   string
		Value  any
	}
	Relations []struct {
		Row        `yaml:",inline"`
		S, P, O    string
		Qualifiers map[string]string
		Reading    string
		Rank       string
	}
}

// Row is what all rows have.
type Row struct {
	Line    int
	Bytes   []int
	Quote   string
	Support string
	Note    string
}

func readOrigin(t *testing.T) origin {
	const name = "../../shared/seed/facts.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Skipf("the list of facts that the seed was made from is not here; put it at %s to compare row by row", name)
	}
	var o origin
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(data, -1) {
		require.NoError(t, yaml.Unmarshal(block[1], &o))
	}
	require.Len(t, o.Entities, 127)
	require.Len(t, o.Attributes, 12)
	require.Len(t, o.Relations, 232)
	return o
}

// matches checks a piece of evidence against the row it was made from.
func (row *Row) matches(t *testing.T, text string, e graph.Evidence, what string) {
	t.Helper()
	assert.Equal(t, row.Quote, e.Quote, what)
	assert.Equal(t, row.Line, e.Line, what)
	assert.Equal(t, strings.ToUpper(row.Support), e.Grade.String(), what)
	if len(row.Bytes) == 2 {
		assert.Equal(t, utf8.RuneCountInString(text[:row.Bytes[0]]), e.Start, what)
		assert.Equal(t, utf8.RuneCountInString(text[:row.Bytes[1]]), e.End, what)
	}
}

func TestRowByRowAgainstTheOrigin(t *testing.T) {
	o, d := readOrigin(t), loaded(t)
	text := d.Sources[0].Text
	kinds, relations := map[string]fold{}, map[string]fold{}
	for _, f := range folding(t) {
		switch f.what {
		case "kind":
			kinds[f.was] = f
		case "relation":
			relations[f.was] = f
		}
	}
	entities, facts := map[string]graph.Entity{}, map[string]graph.Fact{}
	for _, e := range d.Entities {
		entities[e.ID] = e
	}
	for _, f := range d.Facts {
		facts[f.ID] = f
	}
	for _, row := range o.Entities {
		e, ok := entities[row.ID]
		require.True(t, ok, row.ID)
		k := kinds[row.Kind]
		assert.Equal(t, []string{k.name, k.form, row.Name, row.Note}, []string{e.Kind, e.Form, e.Name, e.Note}, row.ID)
		require.Len(t, e.Evidence, 1)
		row.matches(t, text, e.Evidence[0], row.ID)
		for _, a := range row.Aliases {
			f, ok := facts[graph.AttributeID(row.ID, graph.AliasProperty, a.Text)]
			require.True(t, ok, a.Text)
			assert.Equal(t, a.Text, f.Value.Text)
			a.matches(t, text, f.Evidence[0], a.Text)
		}
	}
	for _, row := range o.Attributes {
		f, ok := facts[graph.AttributeID(row.Entity, row.Name, "")]
		require.True(t, ok, row.Name)
		row.matches(t, text, f.Evidence[0], f.ID)
		assert.Equal(t, words(row.Value), f.Value.String(), f.ID)
	}
	used := map[string]int{}
	for _, row := range o.Relations {
		fold := relations[row.P]
		verb, own := "", row.Qualifiers["verb"]
		switch {
		case len(fold.verbs) == 1:
			verb = fold.verbs[0]
		case len(fold.verbs) > 1:
			verb = own
		}
		id := graph.RelationID(row.S, fold.name, verb, row.O)
		f, ok := facts[id]
		require.True(t, ok, id)
		if verb == "" {
			verb = own
		}
		assert.Equal(t, verb, f.Verb, id)
		delete(row.Qualifiers, "verb")
		qualifiers := map[string]string{}
		for _, q := range f.Qualifiers {
			qualifiers[q.Name] = q.Value
		}
		if len(row.Qualifiers) > 0 || len(qualifiers) > 0 {
			assert.Equal(t, row.Qualifiers, qualifiers, id)
		}
		rank, ok := graph.ParseRank(row.Rank)
		assert.Equal(t, ok, row.Rank != "")
		assert.Equal(t, rank, f.Rank, id)
		assert.Equal(t, row.Rank != "", f.Reason != "", id)
		assert.Equal(t, row.Reading, string(f.Reading), id)
		require.Greater(t, len(f.Evidence), used[id], id)
		e := f.Evidence[used[id]]
		row.matches(t, text, e, id)
		assert.Equal(t, row.Note, e.Note, id)
		used[id]++
	}
	for id, n := range used {
		assert.Len(t, facts[id].Evidence, n, id)
	}
}

// words renders a value of the origin as graph.Value does.
func words(v any) string {
	switch x := v.(type) {
	case map[string]any:
		return words(x["comparator"]) + " " + words(x["value"])
	case []any:
		items := make([]string, len(x))
		for i := range x {
			items[i] = words(x[i])
		}
		return strings.Join(items, ", ")
	case string:
		return x
	case uint64:
		return graph.Value{Type: graph.Integer, Integer: int64(x)}.String()
	}
	return "?"
}
