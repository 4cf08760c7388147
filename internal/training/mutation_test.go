package training_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
)

// On any graph, whatever happens to one fact, exactly the items that rest on it
// are found.
func TestOneFactFlippedOnRandomGraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := randomOps(t)
		m, err := graphtest.NewMemory(ops...)
		require.NoError(t, err)
		v := viewOf(m)
		p, err := training.Build(v, request(v, rapid.Uint64().Draw(t, "seed")))
		require.NoError(t, err)
		facts := slices.DeleteFunc(slices.Clone(ops), func(op graph.Op) bool { return op.Fact == nil })
		if len(facts) == 0 {
			return
		}
		f := rapid.SampledFrom(facts).Draw(t, "flipped").Fact
		changed := *f
		expected := training.Unproven
		op := graph.Op{Fact: &changed}
		switch rapid.IntRange(0, 4).Draw(t, "how") {
		case 0:
			op = graph.Op{RetractFact: f.ID}
		case 1:
			changed.Rank, changed.Reason = graph.Deprecated, "wrong"
		case 2:
			changed.Grade--
		case 3:
			changed.Grade++
			expected = training.Better
		case 4:
			changed.ValidTo = "2030-01-01"
		}
		if changed.Grade < graph.Editorial || changed.Grade > graph.Stated || !shown(f) {
			return
		}
		next, err := m.Apply(op)
		require.NoError(t, err)
		found, err := training.Check(viewOf(next), p)
		require.NoError(t, err)
		have := map[string]training.Status{}
		for _, x := range found {
			have[x.Item] = x.Status
		}
		require.Equal(t, resting(p, f.ID, expected), have, f.ID)
	})
}

// Words that come to stand elsewhere make the questions about where they stand
// false, and no others.
func TestWordsMove(t *testing.T) {
	m := seeded(t)
	p := packOfSeed(t, m)
	ops := seedOps(t)
	source := *ops[slices.IndexFunc(ops, func(op graph.Op) bool { return op.Source != nil && strings.Contains(op.Source.Text, "INTERPOL") })].Source
	asked := 0
	for _, q := range p.Questions {
		for _, u := range q.Receipt.Under {
			asked++
			moved := source
			moved.Text = strings.Replace(source.Text, "\nImmigration Enforcement\n", "\nHere are "+u.Words+".\n\nImmigration Enforcement\n", 1)
			if u.Heading == "What We Do Overview" {
				moved.Text = source.Text + "\nHere are " + u.Words + "."
			}
			next, err := m.Apply(graph.Op{Source: &moved})
			require.NoError(t, err)
			expected := map[string]training.Status{}
			for _, other := range p.Questions {
				for _, x := range other.Receipt.Under {
					if strings.Contains(" "+graph.Fold(u.Words)+" ", " "+graph.Fold(x.Words)+" ") && (x.Heading == u.Heading || x.Heading != "What We Do Overview" && u.Heading != "What We Do Overview") {
						expected["question "+other.ID] = training.False
					}
				}
			}
			assert.Equal(t, expected, items(t, next, p), u.Words)
		}
	}
	assert.Greater(t, asked, 20)
}

// A sentence that is shown with a gap makes the question unproven when it is gone.
func TestSentenceIsGone(t *testing.T) {
	m := seeded(t)
	v := viewOf(m)
	r := request(v, 2)
	r.Count, r.Forms = 30, []training.Form{training.Choice}
	p, err := training.Build(v, r)
	require.NoError(t, err)
	tested := 0
	ops := seedOps(t)
	for _, q := range p.Questions {
		for _, x := range q.Receipt.Says {
			tested++
			source := *ops[slices.IndexFunc(ops, func(op graph.Op) bool { return op.Source != nil && op.Source.ID == x.Source })].Source
			source.Text = strings.Replace(source.Text, x.Text, strings.TrimSuffix(x.Text, ".")+"!", 1)
			next, err := m.Apply(graph.Op{Source: &source})
			require.NoError(t, err)
			assert.Equal(t, training.Unproven, items(t, next, p)["question "+q.ID])
		}
	}
	assert.Positive(t, tested)
}

// A wrong answer that comes to be called so makes the question false.
func TestWrongAnswerIsCalledSo(t *testing.T) {
	m, p := dated(t)
	tested := 0
	for _, q := range p.Questions {
		for _, u := range q.Receipt.Uncalled {
			tested++
			f := alias(u.Entity, u.Name)
			next, err := m.Apply(graph.Op{Fact: f})
			require.NoError(t, err)
			assert.Equal(t, map[string]training.Status{"question " + q.ID: training.False}, items(t, next, p))
		}
	}
	assert.Positive(t, tested)
}

// A day that moves makes unproven what is asked or told about it.
func TestDaysMove(t *testing.T) {
	m, p := dated(t)
	orderings := 0
	for _, q := range p.Questions {
		if q.Form == training.Ordering {
			orderings++
			assert.Contains(t, q.Stem, "the earliest first")
			assert.Len(t, q.Options, 5)
		}
	}
	require.Positive(t, orderings)
	for i := range counties {
		f := agreement(i)
		f.ValidFrom = "2031-01-01"
		next, err := m.Apply(graph.Op{Fact: f})
		require.NoError(t, err)
		assert.Equal(t, resting(p, f.ID, training.Unproven), items(t, next, p), f.ID)
	}
}

var counties = []string{"Adams", "Benton", "Clark", "Dawson", "Elmore", "Fulton", "Grant"}

// dated is a graph of offices that take part in a program, each from another day,
// with a pack about it.
func dated(t *testing.T) (*graphtest.Memory, *training.Pack) {
	t.Helper()
	ops := []graph.Op{
		{Source: datedSource()},
		{Entity: &graph.Entity{ID: "delegation", Kind: "Program", Name: "delegation program", Grade: graph.Stated, Evidence: quoted("delegation program")}},
	}
	for i, name := range counties {
		ops = append(ops,
			graph.Op{Entity: &graph.Entity{ID: strings.ToLower(name), Kind: "Agency", Name: name + " County Sheriff", Grade: graph.Stated, Evidence: quoted(name)}},
			graph.Op{Fact: agreement(i)}, graph.Op{Fact: alias(strings.ToLower(name), "unit "+fmt.Sprint(i+1))})
	}
	m, err := graphtest.NewMemory(ops...)
	require.NoError(t, err)
	v := viewOf(m)
	p, err := training.Build(v, request(v, 1))
	require.NoError(t, err)
	worldOf(ops).holds(t, p)
	return m, p
}

func datedSource() *graph.Source {
	text := "The delegation program.\n"
	for i, name := range counties {
		text += fmt.Sprintf("%s joined the delegation program in 20%02d as unit %d.\n", name, 10+i, i+1)
	}
	return &graph.Source{ID: "list", Title: "Agreements", Publisher: "p", Text: text, SHA256: graph.TextHash(text)}
}

func quoted(text string) []graph.Evidence {
	s := datedSource()
	before, _, _ := strings.Cut(s.Text, text)
	return []graph.Evidence{{Source: s.ID, Quote: text, Start: len(before), End: len(before) + len(text), Line: strings.Count(before, "\n") + 1, Grade: graph.Stated}}
}

func agreement(i int) *graph.Fact {
	f := &graph.Fact{Subject: strings.ToLower(counties[i]), Type: "participatesIn", Object: "delegation", Grade: graph.Stated, ValidFrom: fmt.Sprintf("20%02d-03-01", 10+i), Evidence: quoted(counties[i] + " joined")}
	f.ID = graph.RelationID(f.Subject, f.Type, "", f.Object)
	return f
}

func alias(entity, name string) *graph.Fact {
	return &graph.Fact{ID: graph.AttributeID(entity, graph.AliasProperty, name), Subject: entity, Type: graph.AliasProperty, Value: graph.Value{Type: graph.String, Text: name}, Grade: graph.Stated, Evidence: quoted(name)}
}
