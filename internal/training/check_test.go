package training_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
	"missiongraph/schema"
)

// items checks a pack against another graph: each item found, with its status.
func items(t *testing.T, m *graphtest.Memory, p *training.Pack) map[string]training.Status {
	t.Helper()
	found, err := training.Check(viewOf(m), p)
	require.NoError(t, err)
	list := map[string]training.Status{}
	for _, f := range found {
		require.NotContains(t, list, f.Item, "an item is listed once")
		require.NotEmpty(t, f.Reason)
		list[f.Item] = f.Status
	}
	return list
}

// resting lists the items that rest on a fact.
func resting(p *training.Pack, fact string, status training.Status) map[string]training.Status {
	list := map[string]training.Status{}
	for _, item := range p.Items() {
		if slices.ContainsFunc(item.Receipt.Proofs, func(x training.Proof) bool { return x.Fact == fact }) {
			list[item.Name] = status
		}
	}
	return list
}

func packOfSeed(t *testing.T, m *graphtest.Memory) *training.Pack {
	t.Helper()
	v := viewOf(m)
	p, err := training.Build(v, request(v, 3))
	require.NoError(t, err)
	data, err := training.Write(p, "json")
	require.NoError(t, err)
	read, err := training.ReadPack(data.Data)
	require.NoError(t, err, "a pack survives being written")
	require.Equal(t, p, read)
	return read
}

// Whatever happens to one fact, exactly the items that rest on it are found.
func TestOneFactFlipped(t *testing.T) {
	m := seeded(t)
	p := packOfSeed(t, m)
	dependent := 0
	for _, op := range seedOps(t) {
		if op.Fact == nil {
			continue
		}
		id := op.Fact.ID
		expected := resting(p, id, training.Unproven)
		dependent += len(expected)

		gone, err := m.Apply(graph.Op{RetractFact: id})
		require.NoError(t, err)
		assert.Equal(t, expected, items(t, gone, p), "%s is retracted", id)

		if shown(op.Fact) && op.Fact.Rank == graph.Normal {
			changed := *op.Fact
			changed.Rank, changed.Reason = graph.Deprecated, "wrong"
			next, err := m.Apply(graph.Op{Fact: &changed})
			require.NoError(t, err)
			assert.Equal(t, expected, items(t, next, p), "%s is deprecated", id)
		}
		if op.Fact.Grade == graph.Construed && shown(op.Fact) {
			better := *op.Fact
			better.Grade = graph.Stated
			next, err := m.Apply(graph.Op{Fact: &better})
			require.NoError(t, err)
			assert.Equal(t, resting(p, id, training.Better), items(t, next, p), "%s is stated", id)
		}
		if shown(op.Fact) {
			other := *op.Fact
			other.Evidence = slices.Clone(other.Evidence)
			other.Evidence[0].Quote = other.Evidence[0].Quote[:len(other.Evidence[0].Quote)-1]
			next, err := m.Apply(graph.Op{Fact: &other})
			require.NoError(t, err)
			assert.Equal(t, expected, items(t, next, p), "the quote of %s is another", id)
		}
	}
	assert.Greater(t, dependent, 500)
}

// When a wrong answer becomes true, exactly the items that call it wrong are
// found.
func TestWrongAnswerComesTrue(t *testing.T) {
	m := seeded(t)
	p := packOfSeed(t, m)
	ops := seedOps(t)
	denials := map[training.Denial]bool{}
	for _, q := range p.Questions {
		for _, d := range q.Receipt.False {
			denials[d] = true
		}
	}
	require.Greater(t, len(denials), 60)
	text := ops[slices.IndexFunc(ops, func(op graph.Op) bool { return op.Source != nil && strings.Contains(op.Source.Text, "INTERPOL") })].Source
	list := slices.SortedFunc(maps.Keys(denials), func(x, y training.Denial) int {
		return strings.Compare(x.Subject+" "+x.Object, y.Subject+" "+y.Object)
	})
	for i, d := range list {
		if i%4 != 0 { // a quarter: the reference is slow
			continue
		}
		f := &graph.Fact{
			Subject: d.Subject, Type: "targets", Object: d.Object, Grade: graph.Editorial,
			Evidence: []graph.Evidence{{Source: text.ID, Quote: "INTERPOL", Line: 31, Grade: graph.Editorial}},
		}
		f.ID = graph.RelationID(f.Subject, f.Type, "", f.Object)
		next, err := m.Apply(graph.Op{Fact: f})
		require.NoError(t, err)
		w := worldOf(append(slices.Clone(ops), graph.Op{Fact: f}))
		expected := map[string]training.Status{}
		for _, item := range p.Items() {
			for _, x := range item.Receipt.False {
				switch {
				case ordered(x) == ordered(d):
					expected[item.Name] = training.False
				case expected[item.Name] == "" && w.supported(x.Subject, x.Object):
					expected[item.Name] = training.Unproven
				}
			}
			for _, s := range item.Receipt.Sole {
				if s.Type == f.Type && (!s.Passive && s.Entity == f.Subject || s.Passive && s.Entity == f.Object) {
					expected[item.Name] = training.False
				}
			}
		}
		assert.Equal(t, expected, items(t, next, p), "%v", d)
	}
}

func TestRenamedEntity(t *testing.T) {
	m := seeded(t)
	p := packOfSeed(t, m)
	ops := seedOps(t)
	hsi := *ops[slices.IndexFunc(ops, func(op graph.Op) bool { return op.Entity != nil && op.Entity.ID == "interpol" })].Entity
	hsi.Name = "Interpol"
	next, err := m.Apply(graph.Op{Entity: &hsi})
	require.NoError(t, err)
	expected := map[string]training.Status{}
	for _, item := range p.Items() {
		for _, x := range item.Receipt.Proofs {
			if x.Fact == "interpol" || strings.Contains(x.Sentence, "INTERPOL") {
				expected[item.Name] = training.Unproven
			}
		}
	}
	require.NotEmpty(t, expected)
	assert.Equal(t, expected, items(t, next, p))
}

func TestBuildRefuses(t *testing.T) {
	v := viewOf(seeded(t))
	scope := func(r training.ScopeRequest) training.Scope {
		s, err := r.Find(v)
		require.NoError(t, err)
		return s
	}
	_, err := training.Build(v, training.Request{Scope: scope(training.ScopeRequest{Entity: "FBI"}), Count: 9})
	require.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.ErrorContains(t, err, "the scope FBI carries 2 questions, 9 were asked for: 1 of its relations and 0 of its values and names can be asked")
	_, err = training.Build(v, training.Request{Scope: everything(v), Count: training.MaxQuestions + 1})
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	for _, tt := range []struct {
		name string
		r    training.ScopeRequest
		code graph.Code
	}{
		{"nothing", training.ScopeRequest{}, graph.BadInput},
		{"two", training.ScopeRequest{Entity: "ice", Kind: "Agency"}, graph.BadInput},
		{"unknown", training.ScopeRequest{Entity: "nobody at all"}, graph.NotFound},
		{"unknown kind", training.ScopeRequest{Kind: "Agncy"}, graph.NotFound},
		{"not an area", training.ScopeRequest{MissionArea: "ice"}, graph.NotFound},
		{"too deep", training.ScopeRequest{Around: []string{"ice"}, Depth: 9}, graph.BadInput},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.r.Find(v)
			assert.Equal(t, tt.code, graph.CodeOf(err), "%v", err)
		})
	}
}

// EDITORIAL is not asked through a lens that shows it.
func TestEditorialIsNotAsked(t *testing.T) {
	v := graph.NewView(seeded(t), schema.Ontology(), graph.Lens{MinGrade: graph.Editorial}, nil)
	p, err := training.Build(v, request(v, 1))
	require.NoError(t, err)
	worldOf(seedOps(t)).holds(t, p)
}
