package graph_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// A change of any field of an entity, a fact or a source, and of nothing else,
// is found under the field's name.
func TestFieldChangesMissesNoField(t *testing.T) {
	record := func(x any) graph.Record {
		switch x := x.(type) {
		case *graph.Entity:
			return graph.Record{Entity: x}
		case *graph.Fact:
			return graph.Record{Fact: x}
		default:
			return graph.Record{Source: x.(*graph.Source)}
		}
	}
	for _, zero := range []any{&graph.Entity{}, &graph.Fact{}, &graph.Source{}} {
		assert.Empty(t, graph.FieldChanges(record(zero), record(zero)))
		typ := reflect.TypeOf(zero).Elem()
		for i := range typ.NumField() {
			field := typ.Field(i)
			if field.Name == "ID" {
				continue
			}
			changed := reflect.New(typ)
			set(t, changed.Elem().Field(i))
			found := graph.FieldChanges(record(zero), record(changed.Interface()))
			require.Len(t, found, 1, "%s.%s", typ.Name(), field.Name)
			assert.Equal(t, strings.ToLower(field.Name), strings.ToLower(found[0].Name))
			assert.Len(t, graph.FieldChanges(record(changed.Interface()), record(zero)), 1)
		}
	}
	assert.Empty(t, graph.FieldChanges(graph.Record{}, record(&graph.Entity{Name: "a"})))
}

// set gives a field some value that is not zero.
func set(t *testing.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Uint8:
		v.SetUint(2)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Struct:
		v.Set(reflect.ValueOf(graph.Value{Type: graph.Boolean, Integer: 1}))
	default:
		t.Fatalf("a field of kind %s", v.Kind())
	}
}

func TestSummary(t *testing.T) {
	quote := func(source, text string) graph.Evidence { return graph.Evidence{Source: source, Quote: text} }
	for _, c := range []struct {
		name          string
		before, after graph.Record
		want          string
	}{
		{"a grade", graph.Record{Fact: &graph.Fact{Grade: graph.Contextual}}, graph.Record{Fact: &graph.Fact{Grade: graph.Stated}},
			"grade went from CONTEXTUAL to STATED"},
		{"a rank with its reason", graph.Record{Fact: &graph.Fact{}}, graph.Record{Fact: &graph.Fact{Rank: graph.Deprecated, Reason: "disproved"}},
			"rank went from NORMAL to DEPRECATED; reason was set to disproved"},
		{"a date taken away", graph.Record{Fact: &graph.Fact{ValidFrom: "2020-01-01"}}, graph.Record{Fact: &graph.Fact{}},
			"valid from 2020-01-01 was removed"},
		{"quotes", graph.Record{Entity: &graph.Entity{Evidence: []graph.Evidence{quote("p", "a"), quote("p", "b")}}},
			graph.Record{Entity: &graph.Entity{Evidence: []graph.Evidence{quote("p", "b"), quote("q", "a"), quote("q", "b")}}},
			"2 quotes were added and 1 quote was removed"},
		{"the same quotes in another order", graph.Record{Entity: &graph.Entity{Evidence: []graph.Evidence{quote("p", "a"), quote("p", "b")}}},
			graph.Record{Entity: &graph.Entity{Evidence: []graph.Evidence{quote("p", "b"), quote("p", "a")}}},
			"its quotes were placed, graded or ordered anew"},
		{"a text", graph.Record{Source: &graph.Source{Text: "a", SHA256: "1"}}, graph.Record{Source: &graph.Source{Text: "b", SHA256: "2"}},
			"text was replaced"},
		{"a long note", graph.Record{Entity: &graph.Entity{}}, graph.Record{Entity: &graph.Entity{Note: strings.Repeat("ä", 81)}},
			"note was set to " + strings.Repeat("ä", 80) + "…"},
		{"added", graph.Record{}, graph.Record{Entity: &graph.Entity{Note: "n"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := graph.Difference{Before: c.before, After: c.after, Fields: graph.FieldChanges(c.before, c.after)}
			assert.Equal(t, c.want, d.Summary())
		})
	}
}

// A snapshot that keeps no history says so.
func TestHistoryOfWhatKeepsNone(t *testing.T) {
	m, err := graphtest.NewMemory()
	require.NoError(t, err)
	v := graph.NewView(m, nil, graph.Lens{}, nil)
	_, err = graph.Diff(v, graph.DiffQuery{})
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	_, err = graph.History(v, graph.Ref{ID: "a"})
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	_, err = graph.LookupRef(v, "a")
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
}
