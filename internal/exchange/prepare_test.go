package exchange_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/table"
	"missiongraph/schema"
)

// prepare imports a text by a mapping and checks that what is left is allowed.
func (w *world) prepare(mapping, name, text string) (*exchange.Statements, *exchange.Plan) {
	w.t.Helper()
	m, err := exchange.LoadMapping("m.yaml", []byte(mapping), schema.Ontology())
	require.NoError(w.t, err)
	f, err := table.Read(name, bytes.NewReader([]byte(text)), m.Options())
	require.NoError(w.t, err)
	view := w.view()
	s, p, err := exchange.Prepare(m, f, view, nil, false, nil)
	require.NoError(w.t, err)
	assert.Equal(w.t, s.Rows, s.Loaded+len(s.Refused), "every row is accounted for")
	require.Empty(w.t, graph.Validate(schema.Ontology(), view, graph.Change{Ops: p.Ops, Author: "test", Message: "m"}))
	if len(p.Ops) > 0 {
		_, err = w.store.Append(context.Background(), graph.Change{Ops: p.Ops, Author: "test", Message: name}, view.Revision())
		require.NoError(w.t, err)
	}
	return s, p
}

const unitMapping = `mapping: units
source: {publisher: P}
entities:
- {as: unit, id: "unit-{Name|slug}", key: "{Name}", kind: Agency, name: "{Name}"}
relations:
- {subject: unit, type: partOf, object: {entity: unit, key: "{Above}"}ELSE}
`

// TestRowsThatBreakTheOntology are refused as rows, with their place, and the
// others are loaded.
func TestRowsThatBreakTheOntology(t *testing.T) {
	text := "Name,Above\nTop,\nA,Top\nB,C\nC,B\nD,D\nE,Top\n"
	tests := []struct {
		name, otherwise  string
		refused, skipped []string
		facts            int
	}{
		{"the row", "", []string{
			"f.csv:4:1: unit-b/partOf/unit-c: partOf must not lead back to where it started: unit-b -> unit-c -> unit-b",
			"f.csv:6:1: unit-d/partOf/unit-d: partOf cannot join unit-d to itself",
		}, []string{"f.csv:5:1: the relation unit-c/partOf/unit-b was left out: an end of it was refused"}, 2},
		{"what breaks it", ", else: skip", nil, []string{
			"f.csv:4:1: unit-b/partOf/unit-c: partOf must not lead back to where it started: unit-b -> unit-c -> unit-b",
			"f.csv:6:1: unit-d/partOf/unit-d: partOf cannot join unit-d to itself",
		}, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, _ := seeded(t).prepare(string(bytes.Replace([]byte(unitMapping), []byte("ELSE"), []byte(test.otherwise), 1)), "f.csv", text)
			texts := func(list graph.Problems) (found []string) {
				for i := range list {
					found = append(found, list[i].Error())
				}
				return found
			}
			assert.Equal(t, test.refused, texts(s.Refused))
			assert.Equal(t, test.skipped, texts(s.Skipped))
			assert.Len(t, s.Facts, test.facts)
		})
	}
}
