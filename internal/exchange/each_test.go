package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/exchange"
	"missiongraph/schema"
)

const eachMapping = `mapping: m
source: {publisher: P}
each: {column: Partners, split: ";"}
entities:
- {as: program, id: "p-{Program|slug}", kind: Program, name: "{Program}"}
- {as: partner, when: {Partners: present}, id: "o-{Partners|slug}", kind: Partner, name: "{Partners}"}
relations:
- {subject: program, type: worksWith, verb: works with, object: partner}
`

func eachFile(t *testing.T, name, text string) (names map[string]string, facts []string, rows, refused int) {
	t.Helper()
	m, err := exchange.LoadMapping("m.yaml", []byte(eachMapping), schema.Ontology())
	require.NoError(t, err)
	w := seeded(t)
	s, _ := w.load(m, name, []byte(text), false)
	names = map[string]string{}
	for _, e := range s.Entities {
		names[e.Name] = e.Evidence[0].Quote
	}
	for _, f := range s.Facts {
		facts = append(facts, f.ID)
	}
	return names, facts, s.Rows, len(s.Refused)
}

// TestEach: a row counts once for each value of a cell, and each value is quoted
// where it stands.
func TestEach(t *testing.T) {
	names, facts, rows, refused := eachFile(t, "f.csv", "Program,Partners\nAlpha,\"Red Cross; Caritas;;Red Cross\"\nBeta,\n")
	assert.Equal(t, map[string]string{"Alpha": "Alpha", "Beta": "Beta", "Red Cross": "Red Cross", "Caritas": "Caritas"}, names)
	assert.Equal(t, []string{"p-alpha/worksWith:works-with/o-red-cross", "p-alpha/worksWith:works-with/o-caritas"}, facts)
	assert.Equal(t, 2, rows)
	assert.Zero(t, refused)

	names, facts, _, _ = eachFile(t, "f.json", `[{"Program": "Alpha", "Partners": ["Red Cross", "Caritas"]}, {"Program": "Beta", "Partners": []}]`)
	assert.Equal(t, `["Red Cross", "Caritas"]`, names["Caritas"], "of a list the whole is quoted")
	assert.Len(t, facts, 2)
}
