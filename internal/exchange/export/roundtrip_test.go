package export

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/exchange/own"
	"missiongraph/internal/graphtest"
	"missiongraph/schema"
)

// TestRoundTrip: what the formats of our own write of any graph is read to an
// equal one: entities, facts, sources and evidence.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := graphtest.NewMemory(anyGraph(t)...)
		require.NoError(t, err)
		want, err := graph.Content(m)
		require.NoError(t, err)
		view := graph.NewView(m, schema.Ontology(), graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, nil)
		for _, name := range []string{"jsonl", "yaml"} {
			f, ok := Named(name)
			require.True(t, ok)
			var b bytes.Buffer
			require.NoError(t, f.Write(&b, Graph{View: view}))
			var ops []graph.Op
			most := rapid.IntRange(1, 50).Draw(t, "most")
			require.NoError(t, own.Read("f", bytes.NewReader(b.Bytes()), most, func(c *own.Change) error {
				require.LessOrEqual(t, len(c.Ops), most)
				for i := range c.Ops {
					require.Positive(t, c.At(i))
				}
				ops = append(ops, c.Ops...)
				return nil
			}), "%s", b.String())
			again, err := graphtest.NewMemory(ops...)
			require.NoError(t, err)
			got, err := graph.Content(again)
			require.NoError(t, err)
			require.ElementsMatch(t, want, got, "%s\n%s", name, b.String())
		}
	})
}

// anyGraph draws sources, entities and facts with every field they can have.
func anyGraph(t *rapid.T) []graph.Op {
	line := rapid.OneOf(rapid.SampledFrom(hard), rapid.StringMatching(`[A-Za-zäß東 :#{}\[\]"'&*!|>%@-][A-Za-z0-9äß東 :#{}\[\]"',&*!|>%@\\-]{0,20}`))
	often := func(x string) string {
		if rapid.Bool().Draw(t, "there") {
			return x
		}
		return ""
	}
	text := "§ " + pageText
	ops := []graph.Op{{Source: &graph.Source{ID: "page", Title: line.Draw(t, "title"), Publisher: line.Draw(t, "publisher"), ReviewedOn: often("2024-02-29"), Text: text, SHA256: graph.TextHash(text)}}}
	evidence := func() []graph.Evidence {
		list := make([]graph.Evidence, rapid.IntRange(1, 3).Draw(t, "evidence"))
		for i := range list {
			start := rapid.IntRange(0, 20).Draw(t, "start")
			e, ok := graph.NewSourceText(text).Cut(start, start+rapid.IntRange(1, 20).Draw(t, "length"))
			require.True(t, ok)
			e.Source, e.Grade, e.Note = "page", graph.Stated, often(line.Draw(t, "note"))
			list[i] = e
		}
		return list
	}
	entities := rapid.IntRange(1, 5).Draw(t, "entities")
	id := func() string { return fmt.Sprintf("e-%d", rapid.IntRange(0, entities-1).Draw(t, "id")) }
	for i := range entities {
		ops = append(ops, graph.Op{Entity: &graph.Entity{ID: fmt.Sprintf("e-%d", i), Kind: "Agency", Form: often("AGENCY"), Name: line.Draw(t, "name"), Note: often(line.Draw(t, "note")), Grade: graph.Construed, Evidence: evidence()}})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "facts") {
		f := &graph.Fact{Subject: id(), Grade: graph.Contextual, Evidence: evidence(), ValidFrom: often("2020-01-01"), ValidTo: often("2021-01-01"), Note: often(line.Draw(t, "note"))}
		if rapid.Bool().Draw(t, "relation") {
			f.Type, f.Object, f.Verb = "worksWith", id(), often("works with")
		} else {
			f.Type, f.Value = "alias", anyValue(t, line)
		}
		f.ID = fmt.Sprintf("%s/%s/%d", f.Subject, f.Type, i)
		if rapid.Bool().Draw(t, "deprecated") {
			f.Rank, f.Reason = graph.Deprecated, line.Draw(t, "reason")
		}
		for _, name := range []string{"how", "since", "Über: was"}[:rapid.IntRange(0, 3).Draw(t, "qualifiers")] {
			f.Qualifiers = append(f.Qualifiers, graph.Qualifier{Name: name, Value: line.Draw(t, "qualifier")})
		}
		ops = append(ops, graph.Op{Fact: f})
	}
	return ops
}

func anyValue(t *rapid.T, line *rapid.Generator[string]) graph.Value {
	return rapid.SampledFrom([]graph.Value{
		{Type: graph.String, Text: line.Draw(t, "text")},
		{Type: graph.Text, Text: line.Draw(t, "text") + "\n\n" + line.Draw(t, "more")},
		{Type: graph.Integer, Integer: 9007199254740993},
		{Type: graph.Integer, Integer: -5},
		{Type: graph.Decimal, Number: 0.1},
		{Type: graph.Boolean, Integer: 1},
		{Type: graph.Date, Text: "2024-01-31"},
		{Type: graph.URL, Text: "https://example.org/?a=b#c"},
		{Type: graph.Quantity, Number: 6000, Comparator: "more than", Unit: "people"},
		{Type: graph.List, List: []graph.Value{{Type: graph.String, Text: line.Draw(t, "item")}, {Type: graph.String, Text: line.Draw(t, "item")}}},
	}).Draw(t, "value")
}
