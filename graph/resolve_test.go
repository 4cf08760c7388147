package graph_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

func alias(subject, text string, grade graph.Grade, rank graph.Rank) graph.Op {
	return graph.Op{Fact: &graph.Fact{
		ID: graph.AttributeID(subject, graph.AliasProperty, text), Subject: subject, Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: text}, Grade: grade, Rank: rank,
	}}
}

// named is a handful of entities with names as the seed has them.
func named() []graph.Op {
	return []graph.Op{
		entity("ero", "K", "ERO"),
		entity("hsi", "K", "HSI"),
		entity("ice", "K", "ICE"),
		entity("dhs", "K", "Department of Homeland Security"),
		entity("287g", "L", "287(g) program"),
		entity("interpol", "K", "INTERPOL"),
		entity("ice-attache-corps", "L", "ICE Attaché corps"),
		entity("law-enforcement-support-center", "L", "Law Enforcement Support Center"),
		entity("immigration-enforcement", "K", "Immigration Enforcement"),
		entity("united-states", "K", "United States"),
		entity("old-program", "L", "Old program"),
		alias("dhs", "DHS", graph.Construed, graph.Normal),
		alias("287g", "287(g)", graph.Stated, graph.Normal),
		alias("united-states", "U.S.", graph.Stated, graph.Normal),
		alias("law-enforcement-support-center", "LESC", graph.Editorial, graph.Normal),
		alias("old-program", "Chief investigators", graph.Stated, graph.Normal),
		alias("old-program", "Gone", graph.Stated, graph.Deprecated),
	}
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		kinds []string
		lens  graph.Lens
		want  string // id of the first match, "" for none at all
		how   graph.How
		match string
		grade graph.Grade
	}{
		{name: "id", text: "ero", want: "ero", how: graph.ByID, match: "ero", grade: graph.Stated},
		{name: "id in capitals", text: "ERO", want: "ero", how: graph.ByID, match: "ero", grade: graph.Stated},
		{name: "spaces around", text: "  ero ", want: "ero", how: graph.ByID, match: "ero", grade: graph.Stated},
		{name: "name", text: "immigration enforcement", want: "immigration-enforcement", how: graph.ByName, match: "Immigration Enforcement", grade: graph.Stated},
		{name: "acronym", text: "dhs", want: "dhs", how: graph.ByID, match: "dhs", grade: graph.Stated},
		{name: "other name", text: "287(g)", want: "287g", how: graph.ByAlias, match: "287(g)", grade: graph.Stated},
		{name: "other name by dots", text: "us", want: "united-states", how: graph.ByAlias, match: "U.S.", grade: graph.Stated},
		{name: "id before other name", text: "287g", want: "287g", how: graph.ByID, match: "287g", grade: graph.Stated},
		{name: "name spaced otherwise", text: "287 G program", want: "287g", how: graph.ByName, match: "287(g) program", grade: graph.Stated},
		{name: "name in other case", text: "Interpol", want: "interpol", how: graph.ByID, match: "interpol", grade: graph.Stated},
		{name: "accent left out", text: "ICE Attache Corps", want: "ice-attache-corps", how: graph.ByName, match: "ICE Attaché corps", grade: graph.Stated},
		{name: "accent as a combining mark", text: "ICE Attache\u0301 corps", want: "ice-attache-corps", how: graph.ByName, match: "ICE Attaché corps", grade: graph.Stated},
		{name: "words within", text: "attache corps", want: "ice-attache-corps", how: graph.ByWord, match: "ICE Attaché corps", grade: graph.Stated},
		{name: "words the other way round", text: "corps att", want: "ice-attache-corps", how: graph.ByWord, match: "ICE Attaché corps", grade: graph.Stated},
		{name: "all words the other way round", text: "security homeland department", want: "dhs", how: graph.ByWords, match: "Department of Homeland Security", grade: graph.Stated},
		{name: "a catalogue's order", text: "HOMELAND SECURITY, DEPARTMENT OF", want: "dhs", how: graph.ByWords, match: "Department of Homeland Security", grade: graph.Stated},
		{name: "small word left out", text: "Department Homeland Security", want: "dhs", how: graph.ByWords, match: "Department of Homeland Security", grade: graph.Stated},
		{name: "small word too many", text: "the INTERPOL", want: "interpol", how: graph.ByWords, match: "INTERPOL", grade: graph.Stated},
		{name: "small word among beginnings", text: "the homeland dep", want: "dhs", how: graph.ByWord, match: "Department of Homeland Security", grade: graph.Stated},
		{name: "other order, misspelt", text: "securty homland department", want: "dhs", how: graph.ByFuzzy, match: "Department of Homeland Security", grade: graph.Stated},
		{name: "some words, one misspelt", text: "homland secur", want: "dhs", how: graph.ByFuzzy, match: "Department of Homeland Security", grade: graph.Stated},
		{name: "beginning", text: "inter", want: "interpol", how: graph.ByPrefix, match: "INTERPOL", grade: graph.Stated},
		{name: "beginning over a space", text: "lawenf", want: "law-enforcement-support-center", how: graph.ByPrefix, match: "Law Enforcement Support Center", grade: graph.Stated},
		{name: "one letter too many", text: "interpool", want: "interpol", how: graph.ByFuzzy, match: "INTERPOL", grade: graph.Stated},
		{name: "letters swapped", text: "intepro l", want: "interpol", how: graph.ByFuzzy, match: "INTERPOL", grade: graph.Stated},
		{name: "a word misspelt", text: "enforcment", want: "immigration-enforcement", how: graph.ByFuzzy, match: "Immigration Enforcement", grade: graph.Stated},
		{name: "words alike for eight letters", text: "investigation", want: "old-program", how: graph.ByFuzzy, match: "Chief investigators", grade: graph.Stated},
		{name: "editorial acronym", text: "LESC", want: "law-enforcement-support-center", how: graph.ByAlias, match: "LESC", grade: graph.Editorial},
		{name: "editorial acronym where a grade is asked for", text: "LESC", lens: graph.Lens{MinGrade: graph.Contextual}},
		{name: "editorial acronym where it is enough", text: "LESC", lens: graph.Lens{MinGrade: graph.Editorial}, want: "law-enforcement-support-center", how: graph.ByAlias, match: "LESC", grade: graph.Editorial},
		{name: "construed name where stated is asked for", text: "dh", lens: graph.Lens{MinGrade: graph.Stated}},
		{name: "deprecated name", text: "gone"},
		{name: "deprecated name wanted", text: "gone", lens: graph.Lens{Deprecated: true}, want: "old-program", how: graph.ByAlias, match: "Gone", grade: graph.Stated},
		{name: "kind", text: "ice", kinds: []string{"L"}, want: "ice-attache-corps", how: graph.ByPrefix, match: "ICE Attaché corps", grade: graph.Stated},
		{name: "abstract kind", text: "ero", kinds: []string{"Thing"}, want: "ero", how: graph.ByID, match: "ero", grade: graph.Stated},
		{name: "unknown kind", text: "ero", kinds: []string{"Nothing"}},
		{name: "nothing close", text: "zebra crossing"},
		{name: "empty", text: ""},
		{name: "no letters", text: " -- (  ) "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := mustBuild(t, tt.lens, named()...)
			got, err := graph.Resolve(v, tt.text, tt.kinds, 10)
			require.NoError(t, err)
			if tt.want == "" {
				assert.Empty(t, got)
				return
			}
			require.NotEmpty(t, got)
			m := got[0]
			assert.Equal(t, tt.want, v.Topology().Node(m.Node).ID)
			assert.Equal(t, tt.how.String(), m.How.String())
			assert.Equal(t, tt.match, m.Matched)
			assert.Equal(t, tt.grade, m.Grade)
			seen := map[graph.Node]bool{}
			for i, m := range got {
				assert.False(t, seen[m.Node], "each entity once")
				seen[m.Node] = true
				assert.True(t, m.Score > 0 && m.Score <= 1)
				assert.True(t, i == 0 || got[i-1].Score >= m.Score, "best first")
				assert.Equal(t, m.How <= graph.ByAlias, m.Score == 1)
			}
		})
	}
}

func TestResolveWhy(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, append(named(), alias("hsi", "special agents", graph.Construed, graph.Normal))...)
	for text, want := range map[string]string{
		"hsi":                                 `It is the id.`,
		"HSI":                                 `It is the id, but for case, accents, spaces or punctuation.`,
		"287(g) program":                      `It is the name "287(g) program".`,
		"ice attache corps":                   `It is the name "ICE Attaché corps", but for case, accents, spaces or punctuation.`,
		"LESC":                                `It is the editorial acronym "LESC".`,
		"special agents":                      `It is the other name "special agents".`,
		"security homeland department":        `It has the words of the name "Department of Homeland Security", in another order.`,
		"the department of homeland security": `It has the words of the name "Department of Homeland Security", but for small words.`,
		"inter":                               `It begins the name "INTERPOL".`,
		"corps att":                           `Its words begin words of the name "ICE Attaché corps".`,
		"interpool":                           `It is like the name "INTERPOL": one letter differs.`,
		"enforcmet":                           `It is like the word "enforcement" of the name "Immigration Enforcement": 2 letters differ.`,
		"homland security":                    `Its words are like words of the name "Department of Homeland Security": one letter differs.`,
		"securty homland department":          `Its words are like those of the name "Department of Homeland Security": 2 letters differ.`,
	} {
		got, err := graph.Resolve(v, text, nil, 1)
		require.NoError(t, err)
		require.NotEmpty(t, got, text)
		assert.Equal(t, want, got[0].Why(), text)
	}
}

func TestResolveWhere(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, named()...)
	where := func(n graph.Node) (bool, error) { return v.Topology().Node(n).ID != "ice", nil }
	got, err := graph.ResolveWhere(v, "ice", nil, where, 1)
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, "ice-attache-corps", v.Topology().Node(got[0].Node).ID)
	_, err = graph.ResolveWhere(v, "ice", nil, func(graph.Node) (bool, error) { return false, graph.Errorf(graph.Limit, "enough") }, 1)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}

func TestResolveOrder(t *testing.T) {
	v := mustBuild(t, graph.Lens{},
		entity("x1", "K", "Port"), entity("port", "K", "Harbor"), entity("x2", "K", "Quay"),
		alias("x2", "PORT", graph.Stated, graph.Normal), alias("x2", "Portal", graph.Stated, graph.Normal),
		entity("x3", "K", "Portage"), entity("x4", "K", "Ports"), entity("x5", "K", "Old Port"),
		entity("x7", "K", "Airport"), entity("x6", "K", "Pert"), entity("x8", "K", "Pört"), entity("a8", "K", "Port."),
	)
	ids := func(first int) (list []string) {
		got, err := graph.Resolve(v, "port", nil, first)
		require.NoError(t, err)
		for _, m := range got {
			list = append(list, m.How.String()+" "+v.Topology().Node(m.Node).ID)
		}
		return list
	}
	all := []string{"ID port", "NAME x1", "NAME a8", "NAME x8", "ALIAS x2", "PREFIX x4", "PREFIX x3", "WORD x5", "FUZZY x6"}
	assert.Equal(t, all, ids(100))
	for n := range len(all) {
		assert.Equal(t, all[:n], append([]string{}, ids(n)...), "the first %d", n)
	}
}

func TestResolveAtEachRevision(t *testing.T) {
	first, err := graphtest.NewMemory(named()...)
	require.NoError(t, err)
	id := graph.AttributeID("dhs", graph.AliasProperty, "DHS")
	second, err := first.Apply(
		graph.Op{RetractFact: id}, entity("hsi", "K", "Investigations"), graph.Op{RetractEntity: "interpol"},
		alias("ice", "Homeland", graph.Stated, graph.Normal))
	require.NoError(t, err)
	third, err := second.Apply(alias("dhs", "DHS", graph.Stated, graph.Normal), entity("interpol", "L", "INTERPOL"))
	require.NoError(t, err)

	count := func(m *graphtest.Memory, text string, how graph.How) (n int) {
		v := graph.NewView(m, testOntology(t), graph.Lens{}, nil)
		got, err := graph.Resolve(v, text, nil, 10)
		require.NoError(t, err)
		for _, m := range got {
			if m.How == how {
				n++
			}
		}
		return n
	}
	tests := []struct {
		text string
		how  graph.How
		want [3]int // at each revision
	}{
		{"d.h.s.", graph.ByAlias, [3]int{1, 0, 1}},
		{"h-s-i", graph.ByName, [3]int{1, 0, 0}},
		{"investigations", graph.ByName, [3]int{0, 1, 1}},
		{"inter", graph.ByPrefix, [3]int{1, 0, 1}},
		{"homeland", graph.ByAlias, [3]int{0, 1, 1}},
		{"homeland", graph.ByWord, [3]int{1, 1, 1}},
	}
	for _, tt := range tests {
		for i, m := range []*graphtest.Memory{first, second, third} {
			assert.Equal(t, tt.want[i], count(m, tt.text, tt.how), "%s at revision %d", tt.text, i+1)
		}
	}
}

func TestResolveValidAt(t *testing.T) {
	op := alias("hsi", "Customs", graph.Stated, graph.Normal)
	op.Fact.ValidTo = "2003-03-01"
	for date, want := range map[string]int{"": 1, "2003-02-28": 1, "2003-03-01": 0} {
		v := mustBuild(t, graph.Lens{ValidAt: date}, append(named(), op)...)
		got, err := graph.Resolve(v, "customs", nil, 10)
		require.NoError(t, err)
		assert.Len(t, got, want, "on %q", date)
	}
}

func TestLookup(t *testing.T) {
	ops := append(named(), entity("twin-b", "K", "Twin"), entity("twin-a", "L", "TWIN"),
		entity("third", "K", "Third"), alias("third", "Twin", graph.Stated, graph.Normal),
		entity("fourth", "K", "Fourth"), alias("fourth", "Acme", graph.Stated, graph.Normal),
		alias("third", "ACME", graph.Stated, graph.Normal))
	for i := range 8 {
		ops = append(ops, entity(fmt.Sprint("many-", i), "K", "Many"))
	}
	v := mustBuild(t, graph.Lens{}, ops...)
	tests := []struct {
		name string
		text string
		want string
		code graph.Code
		hint string
	}{
		{name: "id", text: "hsi", want: "hsi"},
		{name: "name", text: "Department of Homeland-Security", want: "dhs"},
		{name: "other name", text: "LESC", want: "law-enforcement-support-center"},
		{name: "several by name", text: "twin", code: graph.Ambiguous, hint: "ask by id: twin-a, twin-b"},
		{name: "several by other name", text: "acme", code: graph.Ambiguous, hint: "ask by id: fourth, third"},
		{name: "more than are listed", text: "many", code: graph.Ambiguous, hint: "ask by id: many-0, many-1, many-2, many-3, many-4, …"},
		{name: "close to an id", text: "hsii", code: graph.NotFound, hint: `did you mean "hsi"?`},
		{name: "misspelt name", text: "Law Enforcment Support Centre", code: graph.NotFound, hint: `did you mean "law-enforcement-support-center" (Law Enforcement Support Center)?`},
		{name: "part of a name", text: "homeland", code: graph.NotFound, hint: `did you mean "dhs" (Department of Homeland Security)?`},
		{name: "nothing close", text: "zebra crossing", code: graph.NotFound},
		{name: "empty", text: " ", code: graph.NotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := graph.Lookup(v, tt.text)
			assert.Equal(t, tt.code, graph.CodeOf(err))
			assert.Equal(t, tt.hint, graph.HintOf(err))
			if tt.want != "" {
				require.NoError(t, err)
				assert.Equal(t, tt.want, v.Topology().Node(n).ID)
			}
		})
	}
}

func TestResolveBudget(t *testing.T) {
	v := mustBuild(t, graph.Lens{}, named()...)
	v.Budget = graph.NewBudget(context.Background(), 5)
	_, err := graph.Resolve(v, "zebra", nil, 10)
	assert.NoError(t, err)
	_, err = graph.Resolve(v, "zebra", nil, 10)
	assert.Equal(t, graph.Limit, graph.CodeOf(err))
}

// Names are registered while others resolve: a search sees a part of the
// registry that no longer changes.
func TestResolveWhileNamesAreAdded(t *testing.T) {
	m, err := graphtest.NewMemory(named()...)
	require.NoError(t, err)
	o := testOntology(t)
	done := make(chan error)
	go func() {
		next := m
		var err error
		for i := 0; i < 300 && err == nil; i++ {
			next, err = next.Apply(entity(fmt.Sprint("new-", i), "K", fmt.Sprint("Interpreter ", i)))
		}
		done <- err
	}()
	for running := true; running; {
		select {
		case err := <-done:
			require.NoError(t, err)
			running = false
		default:
		}
		v := graph.NewView(m, o, graph.Lens{}, nil)
		got, err := graph.Resolve(v, "inter", nil, 50)
		require.NoError(t, err)
		require.Len(t, got, 1, "this revision has none of the new ones")
		require.Equal(t, "interpol", v.Topology().Node(got[0].Node).ID)
	}
}
