package graph

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReduce(t *testing.T) {
	base := hold(t, heldOps())
	renamed := withEntity(entity("alpha", "Agency"), func(e *Entity) { e.Name = "Alpha" })
	doubted := with(relation("alpha", "partOf", "", "beta"), func(f *Fact) { f.Note = "doubtful" })
	listed := attribute("alpha", "tags", Value{Type: List, List: []Value{{Type: String, Text: "a"}}})
	tests := []struct {
		name string
		ops  []Op
		kept []int
	}{
		{"the same again", heldOps(), nil},
		{"nothing", nil, nil},
		{"an edited entity", append(heldOps(), renamed), []int{8}},
		{"an edited fact", []Op{entity("alpha", "Agency"), doubted}, []int{1}},
		{"a new fact", []Op{listed, relation("alpha", "partOf", "", "beta")}, []int{0}},
		{"another text", []Op{heldSource("page", heldText+"."), heldSource("page", heldText)}, []int{0, 1}},
		{"there and back", []Op{renamed, entity("alpha", "Agency")}, []int{0, 1}},
		{"retractions stay", []Op{{RetractFact: "alpha/partOf/beta"}, relation("alpha", "partOf", "", "beta")}, []int{0, 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kept, err := Reduce(base, test.ops)
			require.NoError(t, err)
			var want []Op
			for _, i := range test.kept {
				want = append(want, test.ops[i])
			}
			assert.Equal(t, want, kept)
		})
	}
}

func TestEqualIgnoresNilAndEmpty(t *testing.T) {
	a := *relation("alpha", "partOf", "", "beta").Fact
	b := a
	b.Qualifiers, b.Value.List = []Qualifier{}, []Value{}
	assert.True(t, a.Equal(&b))
	b.Qualifiers = []Qualifier{{"a", "b"}}
	assert.False(t, a.Equal(&b))
}
