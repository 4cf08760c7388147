package graph_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// The plans are tested over a store, for they read its history: each state is
// compared as a whole with what was there before.

const planText = "Ann leads Bob. Bob works with Cid. Cid knows Dan. Dan is Eve."

func planOntology(t require.TestingT) *graph.Ontology {
	o, err := graph.NewOntology(
		[]*graph.Kind{{Name: "K"}, {Name: "L"}},
		[]*graph.Property{{Name: graph.AliasProperty, Type: graph.String, Many: true}, {Name: "size", Type: graph.Integer}, {Name: "kOnly", Type: graph.Integer, Kinds: []string{"K"}}},
		[]*graph.RelationType{
			{Name: "a", Domain: []string{"K", "L"}, Range: []string{"K", "L"}},
			{Name: "k", Domain: []string{"K"}, Range: []string{"K", "L"}},
			{Name: "s", Symmetric: true, Domain: []string{"K", "L"}, Range: []string{"K", "L"}},
			{Name: "v", Domain: []string{"K", "L"}, Range: []string{"K", "L"}, Verbs: []graph.Verb{{Name: "does"}, {Name: "makes"}}},
			{Name: "p", Domain: []string{"K", "L"}, Range: []string{"K", "L"}, Acyclic: true},
		})
	require.NoError(t, err)
	return o
}

func planQuote(start int) graph.Evidence {
	e, ok := graph.NewSourceText(planText).Cut(start, start+3)
	if !ok {
		panic("no such quote")
	}
	e.Source, e.Grade = "page", graph.Stated
	return e
}

// planWorld is a store with the texts of all its revisions.
type planWorld struct {
	t        require.TestingT
	store    *bolt.Store
	ontology *graph.Ontology
	states   []string // by revision
}

func newPlanWorld(t require.TestingT, dir string) *planWorld {
	dir, err := os.MkdirTemp(dir, "")
	require.NoError(t, err)
	s, err := bolt.Open(filepath.Join(dir, "graph.db"), bolt.Options{NoSync: true})
	require.NoError(t, err)
	w := &planWorld{t: t, store: s, ontology: planOntology(t), states: []string{""}}
	page := &graph.Source{ID: "page", Title: "Page", Publisher: "P", Text: planText, SHA256: graph.TextHash(planText)}
	require.Empty(t, w.commit(graph.Op{Source: page}))
	return w
}

// read calls f with a view of the head.
func (w *planWorld) read(f func(v *graph.View)) {
	snapshot, err := w.store.Snapshot(graph.AnyRevision)
	require.NoError(w.t, err)
	defer snapshot.Close()
	f(graph.NewView(snapshot, w.ontology, graph.Lens{}, nil))
}

// commit makes a change that is valid; else it returns what is wrong.
func (w *planWorld) commit(ops ...graph.Op) (found graph.Problems) {
	c := graph.Change{Ops: ops, Author: "ann", Message: "m"}
	w.read(func(v *graph.View) { found = graph.Validate(w.ontology, v, c) })
	if len(found) > 0 {
		return found
	}
	_, err := w.store.Append(context.Background(), c, graph.AnyRevision)
	require.NoError(w.t, err)
	w.states = append(w.states, w.content())
	return nil
}

// content is all that the head holds, in the order of the store.
func (w *planWorld) content() (text string) {
	w.read(func(v *graph.View) {
		ops, err := graph.Content(v)
		require.NoError(w.t, err)
		for _, op := range ops {
			text += fmt.Sprintf("%+v %+v %+v\n", op.Source, op.Entity, op.Fact)
		}
	})
	return text
}

// plan commits what a plan says; a plan without ops changes nothing.
func (w *planWorld) plan(plan func(v *graph.View) ([]graph.Op, error)) error {
	var ops []graph.Op
	var err error
	w.read(func(v *graph.View) { ops, err = plan(v) })
	if err != nil || len(ops) == 0 {
		return err
	}
	return w.commit(ops...).Err()
}

func (w *planWorld) head() graph.Revision { return w.store.Head() }

func (w *planWorld) undo(rev graph.Revision) error {
	return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.Undo(v, rev) })
}

func (w *planWorld) restore(rev graph.Revision) error {
	return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.Restore(v, rev) })
}

func (w *planWorld) merge(from, into string) error {
	return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.Merge(v, from, into) })
}

func (w *planWorld) unmerge(rev graph.Revision) error {
	return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.Unmerge(v, rev) })
}

// fact reads a fact, nil when it is not there.
func (w *planWorld) fact(id string) (f *graph.Fact) {
	w.read(func(v *graph.View) {
		r, err := graph.RecordOf(v, graph.Ref{Sort: graph.FactSort, ID: id})
		require.NoError(w.t, err)
		f = r.Fact
	})
	return f
}

func planEntity(id, kind, name string) graph.Op {
	return graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Stated, Evidence: []graph.Evidence{planQuote(0)}}}
}

func planRelation(subject, typ, verb, object string, quotes ...int) graph.Op {
	f := &graph.Fact{ID: graph.RelationID(subject, typ, verb, object), Subject: subject, Type: typ, Verb: verb, Object: object, Grade: graph.Stated}
	for _, at := range append(quotes, 0)[:max(1, len(quotes))] {
		f.Evidence = append(f.Evidence, planQuote(at))
	}
	return graph.Op{Fact: f}
}

func planSize(id string, n int64) graph.Op {
	return graph.Op{Fact: &graph.Fact{ID: id + "/size", Subject: id, Type: "size", Value: graph.Value{Type: graph.Integer, Integer: n},
		Grade: graph.Stated, Evidence: []graph.Evidence{planQuote(0)}}}
}

var planIDs = []string{"ann", "bob", "cid", "dan"}

// drawPlanOp draws an op that is often valid.
func drawPlanOp(t *rapid.T, facts []string) graph.Op {
	id := rapid.SampledFrom(planIDs)
	switch rapid.SampledFrom([]string{"entity", "relation", "relation", "relation", "attribute", "alias", "-fact", "-fact", "-entity", "source"}).Draw(t, "op") {
	case "entity":
		return planEntity(id.Draw(t, "id"), rapid.SampledFrom([]string{"K", "K", "L"}).Draw(t, "kind"), rapid.SampledFrom([]string{"Ann", "Bob", "Cid", "Eve"}).Draw(t, "name"))
	case "relation":
		typ := rapid.SampledFrom([]string{"a", "k", "s", "v", "p"}).Draw(t, "type")
		verb := ""
		if typ == "v" {
			verb = rapid.SampledFrom([]string{"does", "makes"}).Draw(t, "verb")
		}
		op := planRelation(id.Draw(t, "subject"), typ, verb, id.Draw(t, "object"),
			rapid.SliceOfNDistinct(rapid.SampledFrom([]int{0, 4, 10, 20}), 1, 2, rapid.ID).Draw(t, "quotes")...)
		f := op.Fact
		switch rapid.IntRange(0, 5).Draw(t, "more") {
		case 0:
			f.Rank, f.Reason = graph.Deprecated, "old"
		case 1:
			f.ID, f.ValidFrom, f.ValidTo = f.ID+"/then", "1990-01-01", "1991-01-01"
		case 2:
			f.Qualifiers = []graph.Qualifier{{Name: "how", Value: "well"}, {Name: "zeal", Value: "much"}}
		case 3:
			f.Reading = "g/A"
		}
		return op
	case "attribute":
		return planSize(id.Draw(t, "id"), int64(rapid.IntRange(1, 2).Draw(t, "size")))
	case "alias":
		s, name := id.Draw(t, "id"), rapid.SampledFrom([]string{"Ann", "Al"}).Draw(t, "alias")
		return graph.Op{Fact: &graph.Fact{ID: graph.AttributeID(s, graph.AliasProperty, name), Subject: s, Type: graph.AliasProperty,
			Value: graph.Value{Type: graph.String, Text: name}, Grade: graph.Stated, Evidence: []graph.Evidence{planQuote(4)}}}
	case "-fact":
		if len(facts) > 0 {
			return graph.Op{RetractFact: rapid.SampledFrom(facts).Draw(t, "fact")}
		}
	case "-entity":
		return graph.Op{RetractEntity: id.Draw(t, "id")}
	}
	extra := &graph.Source{ID: "extra", Title: "Extra", Publisher: "P", Text: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "text")}
	extra.SHA256 = graph.TextHash(extra.Text)
	return graph.Op{Source: extra}
}

// grow makes up to n random changes, of those that are allowed.
func (w *planWorld) grow(t *rapid.T, n int) {
	for range rapid.IntRange(1, n).Draw(t, "changes") {
		var facts []string
		w.read(func(v *graph.View) {
			ops, err := graph.Content(v)
			require.NoError(t, err)
			for _, op := range ops {
				if op.Fact != nil {
					facts = append(facts, op.Fact.ID)
				}
			}
		})
		var ops []graph.Op
		for range rapid.IntRange(1, 4).Draw(t, "ops") {
			op := drawPlanOp(t, facts)
			w.read(func(v *graph.View) {
				if graph.Validate(w.ontology, v, graph.Change{Ops: append(slices.Clone(ops), op)}) == nil {
					ops = append(ops, op)
				}
			})
		}
		if len(ops) > 0 {
			require.Empty(t, w.commit(ops...))
		}
	}
}

func (w *planWorld) start() {
	var ops []graph.Op
	for i, id := range planIDs {
		ops = append(ops, planEntity(id, "K", []string{"Ann", "Bob", "Cid", "Dan"}[i]))
	}
	require.Empty(w.t, w.commit(ops...))
}

// Undo(N) right after N brings back N-1, to the byte; Restore(r) brings back r
// from anywhere.
func TestUndoAndRestoreBringBack(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := newPlanWorld(t, dir)
		defer w.store.Close()
		w.start()
		w.grow(t, 8)
		n := w.head()
		require.NoError(t, w.undo(n))
		require.Equal(t, w.states[n-1], w.content())
		r := rapid.IntRange(0, int(w.head())).Draw(t, "revision")
		require.NoError(t, w.restore(graph.Revision(r)))
		require.Equal(t, w.states[r], w.content())
	})
}

// Undo of any revision either names what changed since, or leaves a graph in
// which nothing but what the revision touched is different, and that is as it
// was before.
func TestUndoOfAnyRevision(t *testing.T) {
	dir := t.TempDir()
	undone, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newPlanWorld(t, dir)
		defer w.store.Close()
		w.start()
		w.grow(t, 8)
		rev := graph.Revision(rapid.IntRange(1, int(w.head())).Draw(t, "revision"))
		head := w.head()
		err := w.undo(rev)
		if err != nil {
			refused++
			if graph.CodeOf(err) == graph.Conflict {
				var clashes graph.Clashes
				require.ErrorAs(t, err, &clashes)
				for _, c := range clashes {
					require.Greater(t, c.Actual, rev, "%+v", c)
				}
			}
			return
		}
		undone++
		w.read(func(v *graph.View) {
			did, err := graph.Diff(v, graph.DiffQuery{From: rev - 1, To: rev})
			require.NoError(t, err)
			now, err := graph.Diff(v, graph.DiffQuery{From: head, To: v.Revision()})
			require.NoError(t, err)
			touched := map[graph.Ref]graph.Record{}
			for _, d := range did.Differences {
				touched[d.Ref] = d.Before
				is, err := graph.RecordOf(v, d.Ref)
				require.NoError(t, err)
				require.True(t, is.Equal(d.Before))
			}
			for _, d := range now.Differences {
				require.Contains(t, touched, d.Ref)
			}
		})
	})
	require.Greater(t, undone, 10)
	require.Greater(t, refused, 10)
}

// Unmerge right after Merge brings back what was before, to the byte; and a
// merge loses nothing that was said of anything else.
func TestUnmergeBringsBack(t *testing.T) {
	dir := t.TempDir()
	merged := 0
	rapid.Check(t, func(t *rapid.T) {
		w := newPlanWorld(t, dir)
		defer w.store.Close()
		w.start()
		w.grow(t, 8)
		from, into := rapid.SampledFrom(planIDs).Draw(t, "from"), rapid.SampledFrom(planIDs).Draw(t, "into")
		before := w.head()
		err := w.merge(from, into)
		if err != nil {
			var problems graph.Problems
			require.ErrorAs(t, err, &problems)
			return
		}
		merged++
		requireMerged(t, w, before, from, into)
		rev := w.head()
		err = w.unmerge(rev)
		if graph.CodeOf(err) == graph.BadInput { // both of one name, and nothing to tell of
			err = w.undo(rev)
		}
		require.NoError(t, err)
		require.Equal(t, w.states[before], w.content())
	})
	require.Greater(t, merged, 20)
}

// said is a fact without what a merge may change of it.
func said(f *graph.Fact, from, into string) string {
	end := func(id string) string {
		if id == from {
			return into
		}
		return id
	}
	ends := []string{end(f.Subject), end(f.Object)}
	if f.Type == "s" {
		slices.Sort(ends)
	}
	var quals []graph.Qualifier
	for _, q := range f.Qualifiers {
		if q.Name != graph.FormerSubject && q.Name != graph.FormerObject {
			quals = append(quals, q)
		}
	}
	return fmt.Sprint(ends, f.Type, f.Verb, f.Value, f.Rank, f.Reading, f.ValidFrom, f.ValidTo, quals)
}

// requireMerged compares what each quote supports before and after.
func requireMerged(t require.TestingT, w *planWorld, before graph.Revision, from, into string) {
	supports := func(rev graph.Revision) map[string]bool {
		s, err := w.store.Snapshot(rev)
		require.NoError(t, err)
		defer s.Close()
		require.True(t, rev == before || s.Topology().Lookup(from) == 0)
		ops, err := graph.Content(s)
		require.NoError(t, err)
		all := map[string]bool{}
		for _, op := range ops {
			f := op.Fact
			if f == nil || f.IsRelation() && f.Subject != f.Object && said(f, from, into) != said(f, "", "") && (f.Subject == into || f.Object == into) {
				continue // between the two
			}
			for _, e := range f.Evidence {
				all[said(f, from, into)+fmt.Sprint(e)] = true
			}
		}
		return all
	}
	was, is := supports(before), supports(w.head())
	for _, s := range slices.Sorted(maps.Keys(was)) {
		require.Contains(t, is, s)
	}
	extra := 0
	for s := range is {
		if !was[s] {
			extra++
		}
	}
	require.LessOrEqual(t, extra, 1, "but for the name")
}

// A fact that was moved keeps what was edited since when it goes home, and what
// was added to the other entity stays there.
func TestUnmergeKeepsLaterEdits(t *testing.T) {
	w := newPlanWorld(t, t.TempDir())
	defer w.store.Close()
	w.start()
	require.Empty(t, w.commit(planRelation("ann", "a", "", "cid", 0), planRelation("bob", "a", "", "cid", 4), planRelation("dan", "s", "", "ann", 10),
		planRelation("ann", "k", "", "dan"), planRelation("ann", "p", "", "bob"), planSize("ann", 7)))
	before := w.head()
	require.NoError(t, w.merge("ann", "bob"))
	merge := w.head()
	both := w.fact("bob/a/cid")
	assert.Len(t, both.Evidence, 2)
	assert.Empty(t, both.Qualifiers)
	moved := w.fact("dan/s/bob")
	assert.Equal(t, []graph.Qualifier{{Name: graph.FormerObject, Value: "ann"}}, moved.Qualifiers)
	assert.Nil(t, w.fact("bob/p/bob"), "of one thing it says nothing")
	assert.Equal(t, "Ann", w.fact(graph.AttributeID("bob", graph.AliasProperty, "Ann")).Value.Text)

	edited := *moved
	edited.Note, edited.Rank = "certain", graph.Preferred
	edited.Reason = "two sources"
	require.Empty(t, w.commit(graph.Op{Fact: &edited}, graph.Op{RetractFact: "bob/k/dan"}, planRelation("bob", "v", "does", "cid")))
	require.NoError(t, w.unmerge(merge))
	home := w.fact("dan/s/ann")
	require.NotNil(t, home)
	assert.Equal(t, "certain", home.Note)
	assert.Equal(t, graph.Preferred, home.Rank)
	assert.Empty(t, home.Qualifiers)
	assert.Nil(t, w.fact("ann/k/dan"), "it was retracted since")
	assert.NotNil(t, w.fact("bob/v:does/cid"))
	assert.NotNil(t, w.fact("ann/p/bob"))
	assert.Equal(t, []graph.Evidence{planQuote(0)}, w.fact("ann/a/cid").Evidence)
	assert.Equal(t, []graph.Evidence{planQuote(4)}, w.fact("bob/a/cid").Evidence)
	assert.EqualValues(t, 7, w.fact("ann/size").Value.Integer)
	assert.Nil(t, w.fact("bob/size"))
	require.NoError(t, w.restore(before))
	assert.Equal(t, w.states[before], w.content())
}

func TestUnmergeRefuses(t *testing.T) {
	w := newPlanWorld(t, t.TempDir())
	defer w.store.Close()
	w.start()
	err := w.unmerge(w.head())
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.EqualError(t, err, "revision 2 merged nothing")
	assert.Equal(t, graph.NotFound, graph.CodeOf(w.unmerge(9)))
	require.NoError(t, w.merge("ann", "bob"))
	first := w.head()
	require.NoError(t, w.merge("bob", "cid"))
	second := w.head()
	err = w.unmerge(first)
	assert.Equal(t, graph.Conflict, graph.CodeOf(err))
	assert.EqualError(t, err, `entity "bob" is not there: revision 4 retracted it`)
	require.NoError(t, w.unmerge(second))
	assert.Equal(t, w.states[first], w.content())
	require.Empty(t, w.commit(planEntity("ann", "K", "Another Ann")))
	assert.EqualError(t, w.unmerge(first), `entity "ann" was put by revision 6, after revision 3`)
}

func TestMergeRefuses(t *testing.T) {
	w := newPlanWorld(t, t.TempDir())
	defer w.store.Close()
	w.start()
	require.Empty(t, w.commit(planEntity("loo", "L", "Loo"), planSize("ann", 1), planSize("bob", 2), planRelation("ann", "k", "", "cid"),
		graph.Op{Fact: &graph.Fact{ID: "ann/kOnly", Subject: "ann", Type: "kOnly", Value: graph.Value{Type: graph.Integer, Integer: 1}, Grade: graph.Stated, Evidence: []graph.Evidence{planQuote(0)}}}))
	for _, test := range []struct{ name, from, into, want string }{
		{"itself", "ann", "ann", `into: "ann" cannot become itself`},
		{"nobody", "anna", "boob", "from: there is no entity \"anna\" (did you mean \"ann\"?)\ninto: there is no entity \"boob\" (did you mean \"bob\"?)"},
		{"two values", "ann", "bob", `from: ann and bob have a size each, and only one can hold: 1, and 2 (retract or deprecate one of the two first)`},
		{"another kind", "ann", "loo", "into: loo is of kind L, and kOnly, which ann has, is a property of K\ninto: loo is of kind L, and loo/k/cid, as ann has it, starts from K"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := w.merge(test.from, test.into)
			require.Error(t, err)
			assert.ElementsMatch(t, lines(test.want), lines(err.Error()))
		})
	}
}

func lines(s string) []string { return slices.Sorted(slices.Values(strings.Split(s, "\n"))) }

func TestRetractNamesWhatHangs(t *testing.T) {
	w := newPlanWorld(t, t.TempDir())
	defer w.store.Close()
	w.start()
	require.Empty(t, w.commit(planRelation("ann", "a", "", "bob")))
	retract := func(id, reason string) error {
		return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.Retract(v, id, reason) })
	}
	assert.EqualError(t, retract("ann", "gone"), `id: fact "ann/a/bob" is about it (retract it first, or in the same change)`)
	assert.ErrorContains(t, retract("page", "gone"), `id: entity "ann" quotes it`)
	assert.EqualError(t, retract("ann/a/bob", " "), `reason: must say why`)
	assert.EqualError(t, retract("anne", "x"), `id: there is nothing of the id "anne" (did you mean "ann"?)`)
	require.NoError(t, retract("ann/a/bob", "wrong"))
	require.NoError(t, retract("ann", "gone"))
}

func TestDeleteTakesItsFacts(t *testing.T) {
	w := newPlanWorld(t, t.TempDir())
	defer w.store.Close()
	w.start()
	before := w.content()
	remove := func(id string, cascade bool) error {
		return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.Delete(v, id, cascade) })
	}
	require.Empty(t, w.commit(planEntity("new", "K", "New"), planSize("new", 1), planRelation("new", "a", "", "bob"), planRelation("ann", "a", "", "new")))
	assert.EqualError(t, remove("new", false), `id: fact "ann/a/new" of ann leads to it (retract it first, or with cascade: true)`)
	assert.EqualError(t, remove("neu", true), `id: there is no entity "neu" (did you mean "new"?)`)
	require.NoError(t, remove("new", true))
	assert.Equal(t, before, w.content())

	require.Empty(t, w.commit(planEntity("new", "K", "New"), planRelation("new", "a", "", "bob"), planRelation("new", "a", "", "new")))
	require.NoError(t, remove("new", false), "what leads to itself is its own")
	assert.Equal(t, before, w.content())
}

func TestRanksAndReadings(t *testing.T) {
	w := newPlanWorld(t, t.TempDir())
	defer w.store.Close()
	w.start()
	reading := func(op graph.Op, r graph.Reading, rank graph.Rank) graph.Op {
		op.Fact.Reading, op.Fact.Rank, op.Fact.Reason = r, rank, "first"
		return op
	}
	require.Empty(t, w.commit(
		reading(planRelation("ann", "a", "", "bob"), "g/A", graph.Preferred), reading(planRelation("ann", "a", "", "cid"), "g/A", graph.Preferred),
		reading(planRelation("ann", "a", "", "dan"), "g/B", graph.Deprecated), planRelation("bob", "a", "", "cid")))
	rank := func(id string, r graph.Rank, why string) error {
		return w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.SetRank(v, id, r, why) })
	}
	require.NoError(t, rank("bob/a/cid", graph.Deprecated, "wrong"))
	assert.Equal(t, "wrong", w.fact("bob/a/cid").Reason)
	require.NoError(t, rank("bob/a/cid", graph.Normal, ""))
	require.NoError(t, rank("ann/a/bob", graph.Deprecated, "doubtful"))
	assert.Equal(t, graph.Deprecated, w.fact("ann/a/cid").Rank, "a reading is of one rank")
	assert.EqualError(t, rank("bob/a/cid", graph.Deprecated, ""), "reason: must say why")
	assert.EqualError(t, rank("bobb/a/cid", graph.Deprecated, "x"), `fact: there is no fact "bobb/a/cid" (did you mean "bob"?)`)

	require.NoError(t, w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.ChooseReading(v, "g/B", "the grammar says so") }))
	assert.Equal(t, graph.Preferred, w.fact("ann/a/dan").Rank)
	assert.Equal(t, graph.Deprecated, w.fact("ann/a/bob").Rank)
	assert.Equal(t, "the grammar says so", w.fact("ann/a/bob").Reason)
	err := w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.ChooseReading(v, "g/C", "x") })
	assert.EqualError(t, err, `reading: no fact is of reading "g/C" (the readings of this group are g/A, g/B)`)

	require.NoError(t, w.plan(func(v *graph.View) ([]graph.Op, error) {
		return graph.SetReading(v, "bob/a/cid", "g/A", "same sentence")
	}))
	assert.Equal(t, graph.Deprecated, w.fact("bob/a/cid").Rank)
	err = w.plan(func(v *graph.View) ([]graph.Op, error) { return graph.SetReading(v, "bob/a/cid", "g", "") })
	assert.EqualError(t, err, "reason: must say why\nreading: \"g\" is not a reading: expected group/choice, as attache/B")
}

func TestEffectsAreTheDifference(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := newPlanWorld(t, dir)
		defer w.store.Close()
		w.start()
		w.grow(t, 5)
		n := w.head()
		before, err := w.store.Snapshot(n - 1)
		require.NoError(t, err)
		defer before.Close()
		var ops []graph.Op
		for e, err := range w.store.Tail(context.Background(), n-1) {
			require.NoError(t, err)
			ops = e.Ops
		}
		effect, err := graph.Effects(before, ops)
		require.NoError(t, err)
		w.read(func(v *graph.View) {
			want, err := graph.Diff(v, graph.DiffQuery{From: n - 1, To: n})
			require.NoError(t, err)
			require.Equal(t, want.Counts, effect.Counts)
			require.Len(t, effect.Differences, len(want.Differences))
			for i, d := range want.Differences {
				require.Equal(t, d.Ref, effect.Differences[i].Ref)
				require.Equal(t, d.Fields, effect.Differences[i].Fields)
			}
			require.Equal(t, unreachable(before, v), graph.Unreachable(before, &effect))
		})
	})
}

// unreachable compares the relations of all entities.
func unreachable(before, after graph.Snapshot) []string {
	reachable := func(s graph.Snapshot) map[string]bool {
		found := map[string]bool{}
		for n, info := range s.Topology().All {
			found[info.ID] = slices.ContainsFunc(slices.Concat(info.Out, info.In), func(e graph.Edge) bool {
				return e.Other != 0 && e.Other != n && e.Rank != graph.Deprecated
			})
		}
		return found
	}
	was, is := reachable(before), reachable(after)
	var lost []string
	for id := range was {
		if now, there := is[id]; there && was[id] && !now {
			lost = append(lost, id)
		}
	}
	slices.SortFunc(lost, func(a, b string) int { return cmp.Compare(a, b) })
	return lost
}
