package commit_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// crowd asks that no more than some entities are there.
type crowd struct {
	most     int
	blocking bool
	asked    *int
}

func (q crowd) Check(_ context.Context, before, after graph.Snapshot) ([]commit.Finding, error) {
	*q.asked++
	f := commit.Finding{Question: "crowd", Blocking: q.blocking, Held: before.Topology().Len() <= q.most, Holds: after.Topology().Len() <= q.most}
	if f.Held && f.Holds {
		return nil, nil
	}
	return []commit.Finding{f}, nil
}

func (q crowd) CheckSheet(id, text string) graph.Problems {
	if id != "questions.crowd" || text == pageText {
		return nil
	}
	return graph.Problems{{Path: id + ":1:2", Code: graph.BadInput, Msg: "is no question"}}
}

func (q crowd) Blocks(graph.Snapshot) (bool, error) { return q.blocking, nil }

func TestQuestionsBlock(t *testing.T) {
	tests := []struct {
		name     string
		most     int
		blocking bool
		override bool
		applied  bool
		findings int
	}{
		{"holds", 9, true, false, true, 0},
		{"would fail", 3, true, false, false, 1},
		{"would fail, and an admin insists", 3, true, true, true, 1},
		{"would fail, and is told only", 3, false, false, true, 1},
		{"failed before", 2, true, false, true, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked := 0
			s, _ := open(t, nil)
			g := commit.New(s, ontology(t), crowd{test.most, test.blocking, &asked})
			r := fixed(entity("delta", "Delta"))
			r.Override, r.DryRun = test.override, true
			ctx := as("eve", graph.AdminRole)
			out, err := g.Commit(ctx, r)
			require.NoError(t, err)
			assert.Len(t, out.Findings, test.findings)
			assert.False(t, out.Applied)
			r.DryRun = false
			out, err = g.Commit(ctx, r)
			require.NoError(t, err)
			assert.Equal(t, test.applied, out.Applied)
			assert.Equal(t, !test.applied, out.Refused(test.override))
			assert.Len(t, out.Findings, test.findings)
			assert.Equal(t, 2, asked)
		})
	}
	assert.True(t, commit.Finding{Blocking: true, New: true}.Stops(), "a new question that fails")
}

func TestSheetsAreChecked(t *testing.T) {
	s, _ := open(t, nil)
	asked := 0
	g := commit.New(s, ontology(t), crowd{9, true, &asked})
	sheet := page("questions.crowd")
	sheet.Source.Text = "?"
	sheet.Source.SHA256 = graph.TextHash("?")
	out, err := g.Commit(editor, commit.Request{Message: "m", Plan: commit.Fixed(commit.Draft{Ops: []graph.Op{sheet}, Paths: []string{"changes[0].source"}})})
	require.NoError(t, err)
	require.Len(t, out.Problems, 1)
	assert.Equal(t, "changes[0].source.text: 1:2: is no question", out.Problems[0].Error())
	out, err = g.Commit(editor, fixed(page("questions.crowd")))
	require.NoError(t, err)
	assert.True(t, out.Applied, "made in a turn alone")
}

// recorder is a store that keeps what it was asked to append, and finds it by
// its key.
type recorder struct {
	graph.Store
	basis   [][]graph.Ref
	entries map[string]graph.Entry
	appends int
}

func (r *recorder) Append(ctx context.Context, c graph.Change, expect graph.Revision, basis ...graph.Ref) (graph.Entry, error) {
	r.appends++
	r.basis = append(r.basis, basis)
	e, err := r.Store.Append(ctx, c, expect, basis...)
	if err == nil && c.Key != "" {
		r.entries[c.Key] = e
	}
	return e, err
}

func (r *recorder) EntryByKey(key string) (graph.Entry, bool, error) {
	e, ok := r.entries[key]
	return e, ok, nil
}

func TestKeyIsMadeOnce(t *testing.T) {
	s, _ := open(t, nil)
	log := &recorder{Store: s, entries: map[string]graph.Entry{}}
	g := commit.New(log, ontology(t), nil)
	r := fixed(graph.Op{RetractFact: "beta/worksWith/gamma"})
	r.Key = "k1"
	first, err := g.Commit(editor, r)
	require.NoError(t, err)
	assert.Equal(t, []string{"gamma"}, first.Unreachable)
	_, err = g.Commit(editor, fixed(size("alpha", 1)))
	require.NoError(t, err)
	again, err := g.Commit(editor, r) // which would not be valid any more
	require.NoError(t, err)
	assert.True(t, again.Replayed)
	first.Replayed = true
	assert.Equal(t, first, again)
	assert.Equal(t, 2, log.appends)

	r.Message = "another"
	_, err = g.Commit(editor, r)
	assert.Equal(t, graph.Conflict, graph.CodeOf(err))
	assert.EqualError(t, err, `the key "k1" was used for another change, which is revision 2`)
	r.Message = "a change"
	_, err = g.Commit(as("bob", graph.EditorRole), r)
	assert.Equal(t, graph.Conflict, graph.CodeOf(err), "nor may another author use it")
	assert.EqualValues(t, 3, s.Head())
}

func TestWhatAChangeHangsOn(t *testing.T) {
	partner := entity("gamma", "Gamma")
	partner.Entity.Kind = "Partner"
	reading := relation("alpha", "funds", "gamma")
	reading.Fact.Reading = "g/A"
	leaflet, edited := page("leaflet"), page("leaflet")
	edited.Source.Text = "other"
	edited.Source.SHA256 = graph.TextHash("other")
	alias := graph.Op{Fact: &graph.Fact{ID: graph.AttributeID("alpha", graph.AliasProperty, "A"), Subject: "alpha", Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: "A"}, Grade: graph.Stated, Evidence: evidence()}}
	tests := []struct {
		name string
		op   graph.Op
		want []string // nil for all
	}{
		{"relation", relation("alpha", "funds", "beta"), []string{"alpha", "beta", "alpha/funds/beta", "page"}},
		{"alias", alias, []string{"alpha", alias.Fact.ID, "page"}},
		{"entity", entity("delta", "Delta"), []string{"delta", "delta", "page"}},
		{"name", entity("alpha", "Alfa"), []string{"alpha", "alpha", "page"}},
		{"retraction", graph.Op{RetractFact: "beta/worksWith/gamma"}, []string{"beta/worksWith/gamma"}},
		{"source", leaflet, []string{"leaflet", "leaflet"}},
		{"acyclic", relation("gamma", "partOf", "beta"), nil},
		{"reading", reading, nil},
		{"only value", size("alpha", 1), nil},
		{"kind", partner, nil},
		{"text", edited, nil},
		{"gone source", graph.Op{RetractSource: "leaflet"}, nil},
		{"gone entity", graph.Op{RetractEntity: "delta"}, nil},
	}
	s, _ := open(t, nil)
	log := &recorder{Store: s}
	g := commit.New(log, ontology(t), nil)
	for _, test := range tests {
		log.basis = nil
		out, err := g.Commit(editor, fixed(test.op))
		require.NoError(t, err, test.name)
		require.True(t, out.Applied, "%s: %v", test.name, out.Problems)
		var got []string
		for _, r := range log.basis[0] {
			got = append(got, r.ID)
		}
		assert.Equal(t, test.want, got, test.name)
	}
	// A condition is a part of it; a blocking question asks about all.
	_, err := g.Commit(editor, commit.Request{Message: "m", Plan: commit.Fixed(commit.Draft{
		Ops: []graph.Op{{RetractFact: alias.Fact.ID}}, If: []commit.Condition{{Ref: ref("beta"), Revision: 1}}})})
	require.NoError(t, err)
	assert.Equal(t, []graph.Ref{ref("beta"), ref(alias.Fact.ID)}, log.basis[len(log.basis)-1])
	asked := 0
	for _, blocking := range []bool{true, false} {
		g = commit.New(log, ontology(t), crowd{9, blocking, &asked})
		note := relation("alpha", "funds", "beta")
		note.Fact.Note = map[bool]string{true: "x", false: "y"}[blocking]
		_, err = g.Commit(editor, fixed(note))
		require.NoError(t, err)
		assert.Equal(t, blocking, len(log.basis[len(log.basis)-1]) == 0)
	}
}
