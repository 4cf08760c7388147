package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

func TestStringFilter(t *testing.T) {
	text := func(s string) *string { return &s }
	list := func(s ...string) *[]string { return &s }
	for _, test := range []struct {
		name    string
		filter  stringFilter
		matches []string
		refuses []string
	}{
		{"eq", stringFilter{Eq: text("287(G)")}, []string{"287(g)", "287 g"}, []string{"287(g) program", ""}},
		{"eq nothing", stringFilter{Eq: text("")}, []string{""}, []string{"x"}},
		{"in", stringFilter{In: list("ICE", "État")}, []string{"ice", "etat"}, []string{"ic", ""}},
		{"in nothing", stringFilter{In: list()}, nil, []string{"ice", ""}},
		{"contains", stringFilter{Contains: text("MUGG")}, []string{"smuggling"}, []string{"mug"}},
		{"startsWith", stringFilter{StartsWith: text("human ")}, []string{"Human smuggling", "human"}, []string{"inhuman"}},
		{"all must hold", stringFilter{StartsWith: text("a"), Contains: text("b"), In: list("ab", "cb")}, []string{"AB"}, []string{"cb", "abc", "a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			matches := test.filter.compile()
			require.NotNil(t, matches)
			for _, s := range test.matches {
				assert.True(t, matches(s), s)
			}
			for _, s := range test.refuses {
				assert.False(t, matches(s), s)
			}
		})
	}
	assert.Nil(t, (*stringFilter)(nil).compile())
	assert.Nil(t, (&stringFilter{}).compile())
}

// Lists that are each in order of name are merged into one, of which any part
// can be taken.
func TestMerge(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	v, err := s.view(graph.Lens{})
	require.NoError(t, err)
	lists, err := v.selectNodes(nil, anyKind)
	require.NoError(t, err)
	require.Len(t, lists, 2)
	want := []string{"FBI", "ICE", "INTERPOL"}
	for from := 0; from <= len(want); from++ {
		for to := from; to <= len(want); to++ {
			var names []string
			for _, n := range v.merge(lists, from, to) {
				names = append(names, v.Topology().Node(n).Name)
			}
			assert.Equal(t, want[from:to], append([]string{}, names...))
		}
	}
	again, err := v.selectNodes(nil, anyKind)
	require.NoError(t, err)
	assert.Equal(t, lists, again, "the lists are shared and stay")
}
