package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/golden"
	"missiongraph/internal/server"
)

// askedSeed is the seed with the example sheet, stored.
type askedSeed struct {
	book     *golden.Book
	snapshot graph.Snapshot
	sheet    graph.Source
}

func askSeed(t testing.TB) *askedSeed {
	t.Helper()
	text, err := os.ReadFile("../../seed/questions/ice.yaml")
	require.NoError(t, err)
	store, err := bolt.OpenTemp(bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, store.Close()) })
	_, err = loadSeed(t.Context(), store)
	require.NoError(t, err)
	source := graph.Source{ID: "questions.ice", Title: "Questions", Publisher: "test", Text: string(text), SHA256: graph.TextHash(string(text))}
	_, err = store.Append(t.Context(), graph.Change{Ops: []graph.Op{{Source: &source}}, Author: "test", Message: "questions"}, 1)
	require.NoError(t, err)
	parts := startParts(server.Limits{}, zerolog.Nop())
	_, err = parts.server(store, nil, nil)
	require.NoError(t, err)
	snapshot, err := store.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, snapshot.Close()) })
	return &askedSeed{parts.book, snapshot, source}
}

// failing names the questions that would no longer hold after ops.
func (a *askedSeed) failing(t testing.TB, ops ...graph.Op) []golden.Finding {
	t.Helper()
	after, err := graph.Overlay(a.snapshot, ops)
	require.NoError(t, err)
	found, err := a.book.Check(t.Context(), a.snapshot, after)
	require.NoError(t, err)
	return found
}

func TestTheExampleSheetHoldsOverTheSeed(t *testing.T) {
	a := askSeed(t)
	sheets, err := a.book.Sheets(a.snapshot)
	require.NoError(t, err)
	require.Len(t, sheets, 1)
	require.Empty(t, sheets[0].Problems)
	require.Len(t, sheets[0].Questions, 10)
	for _, r := range a.book.Ask(t.Context(), a.snapshot, sheets[0].Questions, nil) {
		assert.True(t, r.Holds, "%s: %s %v", r.Name, r.Problem, r.Differences)
	}
	assert.Empty(t, a.failing(t), "no change, no finding")
}

// A fact taken away fails the questions that depend on it, and no others.
func TestAFactTakenAwayFailsWhatDependsOnIt(t *testing.T) {
	a := askSeed(t)
	var failed []string
	for _, f := range a.failing(t, graph.Op{RetractFact: "fbi/leads/joint-terrorism-task-forces"}) {
		assert.True(t, f.Held)
		assert.False(t, f.Holds)
		assert.Empty(t, f.Problem)
		failed = append(failed, fmt.Sprintf("%s %t", f.Question, f.Blocking))
	}
	assert.Equal(t, []string{
		"ice/who leads the JTTF true", "ice/on what words that rests true", "ice/nobody else leads anything false",
	}, failed)
}

func TestABlockingQuestionDoesNotVanishInSilence(t *testing.T) {
	a := askSeed(t)
	put := func(text string) graph.Op {
		s := a.sheet
		s.Text, s.SHA256 = text, graph.TextHash(text)
		return graph.Op{Source: &s}
	}
	blocking := func(found []golden.Finding) (names []string) {
		for _, f := range found {
			if f.Blocking && !f.Holds {
				names = append(names, f.Question)
			}
		}
		return names
	}
	t.Run("retracted", func(t *testing.T) {
		assert.Len(t, blocking(a.failing(t, graph.Op{RetractSource: a.sheet.ID})), 4)
	})
	const led = "- name: who leads the JTTF\n  pattern: (a)-[:leads]->(b) RETURN a\n"
	t.Run("unblocked", func(t *testing.T) {
		assert.Contains(t, blocking(a.failing(t, put(led+"  expect: [fbi]\n"))), "ice/who leads the JTTF")
	})
	t.Run("mended together with the graph", func(t *testing.T) {
		found := a.failing(t, put(led+"  expect: []\n  block: true\n"), graph.Op{RetractFact: "fbi/leads/joint-terrorism-task-forces"})
		assert.NotContains(t, blocking(found), "ice/who leads the JTTF")
		assert.Contains(t, blocking(found), "ice/who leads the JTTF (as it was)")
	})
	t.Run("weakened", func(t *testing.T) { // so that another change could get past it
		text := strings.Replace(a.sheet.Text, "    program: {id: joint-terrorism-task-forces, ledBy: [{name: FBI}]}\n  block", "    program: {id: joint-terrorism-task-forces}\n  block", 1)
		text = strings.Replace(text, "{ id ledBy { name } }", "{ id }", 1)
		require.NotEqual(t, a.sheet.Text, text)
		found := a.failing(t, put(text))
		require.Len(t, found, 1)
		assert.Equal(t, "ice/who leads the JTTF (as it was)", found[0].Question)
		assert.True(t, found[0].Blocking && found[0].Held && !found[0].Holds)
		assert.Equal(t, "the change words this blocking question anew", found[0].Problem)
	})
}

// What a change is found to do is what asking before and after it tells.
func TestFindingsAreWhatAskingTells(t *testing.T) {
	a := askSeed(t)
	sheets, err := a.book.Sheets(a.snapshot)
	require.NoError(t, err)
	var facts []string
	for n := graph.FactNum(1); int(n) <= a.snapshot.Topology().Facts(); n++ {
		if f, err := a.snapshot.Fact(n); err == nil {
			facts = append(facts, f.ID)
		}
	}
	require.NotEmpty(t, facts)
	rapid.Check(t, func(rt *rapid.T) {
		var ops []graph.Op
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(facts), 1, 40, rapid.ID[string]).Draw(rt, "retracted") {
			ops = append(ops, graph.Op{RetractFact: id})
		}
		after, err := graph.Overlay(a.snapshot, ops)
		require.NoError(rt, err)
		found, err := a.book.Check(t.Context(), a.snapshot, after)
		require.NoError(rt, err)
		var want []golden.Finding
		for _, q := range sheets[0].Questions {
			b := a.book.Ask(t.Context(), a.snapshot, []*golden.Question{q}, nil)[0]
			r := a.book.Ask(t.Context(), after, []*golden.Question{q}, nil)[0]
			if !b.Holds || !r.Holds {
				want = append(want, golden.Finding{Question: q.ID(), Blocking: q.Block, Held: b.Holds, Holds: r.Holds,
					Expected: r.Expected(), Actual: r.Actual, Problem: r.Problem})
			}
		}
		assert.Equal(rt, want, found)
	})
}

// Where there are no sheets, a commit pays for the list of sources.
func BenchmarkCheckQuestions(b *testing.B) {
	a := askSeed(b)
	b.Run("questions=10", func(b *testing.B) {
		b.ReportAllocs()
		after, err := graph.Overlay(a.snapshot, []graph.Op{{RetractFact: "fbi/leads/joint-terrorism-task-forces"}})
		require.NoError(b, err)
		for b.Loop() {
			_, err := a.book.Check(b.Context(), a.snapshot, after)
			require.NoError(b, err)
		}
	})
	b.Run("questions=0", func(b *testing.B) {
		b.ReportAllocs()
		none, err := graph.Overlay(a.snapshot, []graph.Op{{RetractSource: a.sheet.ID}})
		require.NoError(b, err)
		for b.Loop() {
			_, err := a.book.Check(b.Context(), none, none)
			require.NoError(b, err)
		}
	})
}
