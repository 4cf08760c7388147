package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// valued returns the resolver of an entity with one attribute of each given
// value, of property count unless the fact names another.
func valued(t *testing.T, values ...graph.Fact) *EntityResolver {
	ops := []graph.Op{{Entity: &graph.Entity{ID: "law", Kind: "Authority", Name: "a law", Grade: graph.Stated}}}
	for i, f := range values {
		if f.Type == "" {
			f.Type = "count"
		}
		f.ID, f.Subject, f.Grade = graph.AttributeID("law", f.Type, string(rune('a'+i))), "law", graph.Stated
		ops = append(ops, graph.Op{Fact: &f})
	}
	memory, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	v, err := begin(t, &memoryStore{revisions: []*graphtest.Memory{memory}}, DefaultLimits()).view(graph.Lens{})
	require.NoError(t, err)
	return v.entity(v.Topology().Lookup("law"))
}

func value(v graph.Value) graph.Fact { return graph.Fact{Value: v} }

// Each type of property reads values of its own type and no others.
func TestPropertiesByType(t *testing.T) {
	const huge = int64(1) << 40
	whole := valued(t, value(graph.Value{Type: graph.Integer, Integer: 7}))
	assert.Equal(t, int32(7), *whole.integerProperty(propCount))
	assert.Equal(t, []int32{7}, *whole.integersProperty(propCount))
	assert.Equal(t, "7", *whole.stringProperty(propCount))
	assert.Equal(t, 7.0, whole.quantityProperty(propCount).Number)
	assert.Nil(t, whole.decimalProperty(propCount))
	assert.Nil(t, whole.booleanProperty(propCount))
	assert.Nil(t, whole.dateProperty(propCount))
	assert.Nil(t, whole.urlProperty(propCount))
	assert.Nil(t, valued(t, value(graph.Value{Type: graph.Integer, Integer: huge})).integerProperty(propCount), "more than the engine's Int holds")

	assert.Equal(t, 0.5, *valued(t, value(graph.Value{Type: graph.Decimal, Number: 0.5})).decimalProperty(propCount))
	assert.Equal(t, []float64{0.5}, *valued(t, value(graph.Value{Type: graph.Decimal, Number: 0.5})).decimalsProperty(propCount))
	assert.True(t, *valued(t, value(graph.Value{Type: graph.Boolean, Integer: 1})).booleanProperty(propCount))
	assert.Equal(t, []bool{false}, *valued(t, value(graph.Value{Type: graph.Boolean})).booleansProperty(propCount))
	day := valued(t, value(graph.Value{Type: graph.Date, Text: "2018-12-04"}))
	assert.Equal(t, Date("2018-12-04"), *day.dateProperty(propCount))
	assert.Equal(t, []Date{"2018-12-04"}, *day.datesProperty(propCount))
	page := valued(t, value(graph.Value{Type: graph.URL, Text: "https://example.org/"}))
	assert.Equal(t, URL("https://example.org/"), *page.urlProperty(propCount))
	assert.Equal(t, []URL{"https://example.org/"}, *page.urlsProperty(propCount))
	hedged := valued(t, value(graph.Value{Type: graph.Quantity, Number: 400, Comparator: "more than"}))
	assert.Equal(t, "more than 400", hedged.quantityProperty(propCount).Text)
	assert.Len(t, *hedged.quantitiesProperty(propCount), 1)
}

// A list property takes a list apart.
func TestListProperties(t *testing.T) {
	word := func(s string) graph.Value { return graph.Value{Type: graph.String, Text: s} }
	list := valued(t, value(graph.Value{Type: graph.List, List: []graph.Value{word("federal"), word("state")}}))
	assert.Equal(t, []string{"federal", "state"}, *list.stringsProperty(propCount))
	assert.Nil(t, list.stringsProperty(propLevels), "a property without facts")
	assert.Nil(t, list.stringProperty(propLevels))
}

// A property that may have several values has them all.
func TestManyProperties(t *testing.T) {
	word := func(s string, r graph.Rank) graph.Fact {
		return graph.Fact{Type: "label", Value: graph.Value{Type: graph.String, Text: s}, Rank: r}
	}
	labels := valued(t, word("a", graph.Normal), word("b", graph.Preferred), word("c", graph.Deprecated))
	assert.Equal(t, []string{"a", "b"}, *labels.stringsProperty(propLabel))
}

// Of several facts of one property the preferred one answers, and deprecated
// ones do not.
func TestPreferredProperty(t *testing.T) {
	word := func(s string, r graph.Rank) graph.Fact {
		return graph.Fact{Value: graph.Value{Type: graph.String, Text: s}, Rank: r}
	}
	assert.Equal(t, "b", *valued(t, word("a", graph.Normal), word("b", graph.Preferred)).stringProperty(propCount))
	assert.Equal(t, "b", *valued(t, word("a", graph.Deprecated), word("b", graph.Normal)).stringProperty(propCount))
	assert.Nil(t, valued(t, word("a", graph.Deprecated)).stringProperty(propCount))
}
