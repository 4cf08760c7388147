package graph_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
)

// Folding letter by letter is folding words apart: what is between them does
// not matter, nor does case.
func TestFoldOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("aZ9é É(-\u0301\t")))).Draw(t, "text")
		words := strings.FieldsFunc(s, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
		})
		for i := range words {
			words[i] = graph.Fold(words[i])
		}
		folded := graph.Fold(s)
		require.Equal(t, strings.Fields(strings.Join(words, " ")), strings.Fields(folded))
		require.Equal(t, strings.Join(strings.Fields(folded), " "), folded)
		require.Equal(t, folded, graph.Fold(folded))
	})
}

func TestTextTests(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "Café 287(g) Program"))
	p := func(s string) *string { return &s }
	for _, tt := range []struct {
		name string
		test graph.TextTest
		want bool
	}{
		{"without accents", graph.TextTest{Eq: p("CAFE 287 g program")}, true},
		{"exact", graph.TextTest{Eq: p("CAFE 287 g program"), Exact: true}, false},
		{"a part across punctuation", graph.TextTest{Contains: p("287-G prog")}, true},
		{"a part, exact", graph.TextTest{Contains: p("287(g)"), Exact: true}, true},
		{"the beginning", graph.TextTest{StartsWith: p("café")}, true},
		{"the end", graph.TextTest{EndsWith: p("PROGRAM")}, true},
		{"more than the whole", graph.TextTest{EndsWith: p("the café 287(g) program")}, false},
		{"one of", graph.TextTest{In: []string{"ICE", "Cafe 287(g) program"}}, true},
		{"one of none", graph.TextTest{In: []string{}}, false},
		{"a pattern for the text as it stands", graph.TextTest{Matches: pattern(`é 287\(G\)`)}, true},
		{"a pattern without accents", graph.TextTest{Matches: pattern("^cafe ")}, true},
		{"a pattern, exact", graph.TextTest{Matches: pattern("^cafe "), Exact: true}, false},
		{"two at once", graph.TextTest{StartsWith: p("cafe"), EndsWith: p("office")}, false},
		{"not empty", graph.TextTest{NotEmpty: true}, true},
		{"nothing asked", graph.TextTest{}, true},
		{"a part of no letters", graph.TextTest{Contains: p(" (")}, false},
		{"a part of no letters that is there", graph.TextTest{Contains: p(") ")}, true},
		{"a beginning of no letters", graph.TextTest{StartsWith: p("(")}, false},
		{"an end of no letters, beside a part", graph.TextTest{Contains: p("287"), EndsWith: p(")")}, false},
		{"equal to no letters", graph.TextTest{Eq: p("(")}, false},
		{"one of no letters", graph.TextTest{In: []string{"(", ""}}, false},
		{"an empty part", graph.TextTest{Contains: p("")}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			holds, err := v.Condition(&graph.Filter{Name: &tt.test})
			require.NoError(t, err)
			got, err := holds(1)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

// What folds to nothing is compared as it stands, with texts that do so, too.
func TestTextOfNoLetters(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, entity("x", "K", "(?)"))
	p := func(s string) *string { return &s }
	for _, tt := range []struct {
		name string
		test graph.TextTest
		want bool
	}{
		{"equal", graph.TextTest{Eq: p("(?)")}, true},
		{"another", graph.TextTest{Eq: p("(!)")}, false},
		{"empty", graph.TextTest{Eq: p("")}, false},
		{"a part", graph.TextTest{Contains: p("?")}, true},
		{"one of", graph.TextTest{In: []string{"x", "(?)"}}, true},
		{"one of others", graph.TextTest{In: []string{"", "(!)"}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			holds, err := v.Condition(&graph.Filter{Name: &tt.test})
			require.NoError(t, err)
			got, err := holds(1)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}
