package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"missiongraph/graph"
)

// Values of every type, also of those that no property of the ontology has.
func TestPropertyValues(t *testing.T) {
	text := func(of graph.ValueType, s string) graph.Value { return graph.Value{Type: of, Text: s} }
	for _, test := range []struct {
		name       string
		list       bool
		item       graph.ValueType
		input      any
		want       graph.Value
		wantedPath string
	}{
		{"string", false, graph.String, "x", text(graph.String, "x"), ""},
		{"text", false, graph.Text, "x\ny", text(graph.Text, "x\ny"), ""},
		{"code", false, graph.Coded, "STATED", text(graph.Coded, "STATED"), ""},
		{"URL", false, graph.URL, "https://example.org/", text(graph.URL, "https://example.org/"), ""},
		{"date", false, graph.Date, "2018-12-04", text(graph.Date, "2018-12-04"), ""},
		{"no date", false, graph.Date, "2018-13-04", text(graph.Date, ""), "x.value"},
		{"integer", false, graph.Integer, int32(-7), graph.Value{Type: graph.Integer, Integer: -7}, ""},
		{"decimal", false, graph.Decimal, 0.25, graph.Value{Type: graph.Decimal, Number: 0.25}, ""},
		{"whole decimal", false, graph.Decimal, int32(3), graph.Value{Type: graph.Decimal, Number: 3}, ""},
		{"yes", false, graph.Boolean, true, graph.Value{Type: graph.Boolean, Integer: 1}, ""},
		{"no", false, graph.Boolean, false, graph.Value{Type: graph.Boolean}, ""},
		{"quantity", false, graph.Quantity, map[string]any{"number": int32(20), "unit": "people"}, graph.Value{Type: graph.Quantity, Number: 20, Unit: "people"}, ""},
		{"a list", true, graph.Integer, []any{int32(1), int32(2)},
			graph.Value{Type: graph.List, List: []graph.Value{{Type: graph.Integer, Integer: 1}, {Type: graph.Integer, Integer: 2}}}, ""},
		{"a list of one", true, graph.Coded, "STATED", graph.Value{Type: graph.List, List: []graph.Value{text(graph.Coded, "STATED")}}, ""},
		{"a list with what is none", true, graph.Date, []any{"2018-12-04", "x"},
			graph.Value{Type: graph.List, List: []graph.Value{text(graph.Date, "2018-12-04"), text(graph.Date, "")}}, "x.value[1]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &graph.Property{Name: "x", Type: test.item}
			if test.list {
				p.Type = graph.List
			}
			r := &editReader{changeReader: &changeReader{}}
			got := r.propertyValue(p, test.item, object{"x", map[string]any{"value": test.input}})
			assert.True(t, test.want.Equal(got), "%+v", got)
			if test.wantedPath == "" {
				assert.Empty(t, r.problems)
			} else if assert.Len(t, r.problems, 1) {
				assert.Equal(t, test.wantedPath, r.problems[0].Path)
			}
		})
	}
}
