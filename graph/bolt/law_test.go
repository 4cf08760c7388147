package bolt_test

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
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// The pools that random changes draw from are small, so that they meet.
var (
	lawTexts = []string{"Ät last.\nICE leads, ERO follows.\n", "ICE leads, ERO follows.\nÄt last.\n", "x" + strings.Repeat("é\n", 200) + "ICE leads"}
	lawIDs   = []string{"a", "b", "c", "d", "p", "q", "B@d"}
	lawNames = []string{"Alpha", "beta", "BETA", "gamma", "Ä"}
	lawTypes = []string{"partOf", "uses", "alias", "size"}
)

func drawEvidence(t *rapid.T) []graph.Evidence {
	var list []graph.Evidence
	for range rapid.SampledFrom([]int{1, 1, 1, 1, 1, 2, 2, 0}).Draw(t, "evidence") {
		e := graph.Evidence{Source: rapid.SampledFrom([]string{"p", "p", "p", "q"}).Draw(t, "source"), Grade: graph.Stated}
		text := lawTexts[rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2}).Draw(t, "text")]
		q := rapid.SampledFrom([]string{"", "Ät", "ICE leads"}).Draw(t, "quote")
		if at := strings.Index(text, q); q != "" && at >= 0 {
			start := utf8.RuneCountInString(text[:at])
			e.Quote, e.Start, e.End, e.Line = q, start, start+utf8.RuneCountInString(q), strings.Count(text[:at], "\n")+1
		}
		list = append(list, e)
	}
	return list
}

func drawOp(t *rapid.T) graph.Op {
	id := rapid.SampledFrom(lawIDs)
	live := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	switch rapid.SampledFrom([]string{"entity", "entity", "fact", "fact", "fact", "fact", "source", "-entity", "-fact", "-source", "none"}).Draw(t, "op") {
	case "entity":
		e := entity(rapid.SampledFrom([]string{"a", "b", "c", "d", "a", "b", "c", "d", "p", "B@d"}).Draw(t, "id"),
			rapid.SampledFrom([]string{"Agency", "Program"}).Draw(t, "kind"), rapid.SampledFrom(lawNames).Draw(t, "name"))
		if rapid.IntRange(0, 3).Draw(t, "quoting") == 0 {
			e.Evidence = drawEvidence(t)
		}
		return graph.Op{Entity: e}
	case "fact":
		f := &graph.Fact{Subject: live.Draw(t, "subject"), Type: rapid.SampledFrom(lawTypes).Draw(t, "type"),
			Grade: rapid.SampledFrom(graph.Grades()).Draw(t, "grade"), Rank: graph.Rank(rapid.IntRange(0, 2).Draw(t, "rank")),
			Note: rapid.SampledFrom([]string{"", "n"}).Draw(t, "note"), Evidence: drawEvidence(t)}
		if f.Type == "partOf" || f.Type == "uses" {
			f.Object = live.Draw(t, "object")
			f.ID = graph.RelationID(f.Subject, f.Type, "", f.Object)
			f.Verb = rapid.SampledFrom([]string{"", "v1", "v2"}).Draw(t, "verb")
			f.Reading = graph.Reading(rapid.SampledFrom([]string{"", "g/A", "g/B"}).Draw(t, "reading"))
		} else {
			f.ID = graph.AttributeID(f.Subject, f.Type, "")
			f.Value = graph.Value{Type: graph.String, Text: rapid.SampledFrom(lawNames).Draw(t, "value")}
		}
		if rapid.IntRange(0, 4).Draw(t, "fixed id") == 0 {
			f.ID = "fixed/id"
		}
		if rapid.IntRange(0, 4).Draw(t, "dated") == 0 {
			f.ValidFrom = rapid.SampledFrom([]string{"2024-01-31", "2024-02-30"}).Draw(t, "from")
		}
		if rapid.IntRange(0, 4).Draw(t, "qualified") == 0 {
			f.Qualifiers = rapid.SampledFrom([][]graph.Qualifier{{{Name: "a", Value: "1"}, {Name: "b"}}, {{Name: "b"}, {Name: "a"}}, {{Name: "a"}, {Name: "a"}}}).Draw(t, "qualifiers")
		}
		return graph.Op{Fact: f}
	case "source":
		return graph.Op{Source: source(rapid.SampledFrom([]string{"p", "p", "q", "a"}).Draw(t, "id"), rapid.SampledFrom(lawTexts).Draw(t, "text"))}
	case "-entity":
		return graph.Op{RetractEntity: id.Draw(t, "id")}
	case "-fact":
		s := live.Draw(t, "subject")
		return graph.Op{RetractFact: rapid.SampledFrom([]string{"fixed/id", s + "/alias", s + "/size", s + "/partOf/" + live.Draw(t, "object"), s + "/uses/" + live.Draw(t, "object")}).Draw(t, "id")}
	case "-source":
		return graph.Op{RetractSource: id.Draw(t, "id")}
	}
	return graph.Op{}
}

// start makes a graph on which most random ops are allowed.
func start() graph.Change {
	return put(source("p", lawTexts[0]), source("q", lawTexts[0]), entity("a", "Agency", "Alpha"), entity("b", "Agency", "beta"),
		entity("c", "Program", "gamma"), entity("d", "Program", "Delta"))
}

// TestLaws is laws 1 and 2 of the design: after any history the store is what
// a naive model is, at every revision; what was read at a revision stays, to
// the byte, while changes follow, after reopening and after a rebuild.
func TestLaws(t *testing.T) {
	dir := t.TempDir()
	made, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		path, err := os.MkdirTemp(dir, "")
		require.NoError(t, err)
		path = filepath.Join(path, "graph.db")
		s, err := bolt.Open(path, bolt.Options{NoSync: true})
		require.NoError(t, err)
		defer func() { s.Close() }()
		model := graphtest.NewModel()
		dumps := []string{""}
		for i := range rapid.IntRange(1, 25).Draw(t, "changes") {
			c := start()
			if i > 0 {
				c = graph.Change{Ops: rapid.SliceOfN(rapid.Custom(drawOp), 1, 4).Draw(t, "ops")}
			}
			_, err := s.Append(context.Background(), c, graph.AnyRevision)
			allowed := model.Apply(c)
			if !allowed {
				refused++
				require.Equal(t, graph.BadInput, graph.CodeOf(err), "the model refuses the change: %v", err)
				continue
			}
			made++
			require.NoError(t, err)
			require.Equal(t, model.Head(), s.Head())
			dumps = append(dumps, dump(t, s, model.Head()))
		}
		compare := func(s *bolt.Store) {
			require.Equal(t, model.Head(), s.Head())
			for rev := range dumps {
				requireModel(t, s, graph.Revision(rev), model.At(graph.Revision(rev)))
				if rev > 0 {
					require.Equal(t, dumps[rev], dump(t, s, graph.Revision(rev)), "revision %d changed", rev)
				}
			}
			requireLives(t, s, model)
			requireEntityLives(t, s, model)
		}
		compare(s)
		require.NoError(t, s.Close())
		s, err = bolt.Open(path, bolt.Options{NoSync: true})
		require.NoError(t, err)
		compare(s)
		problems, _, err := s.Check(context.Background(), nil)
		require.NoError(t, err)
		require.NoError(t, problems.Err())
		require.NoError(t, s.Rebuild(context.Background(), path+".rebuilt", nil))
		rebuilt, err := bolt.Open(path+".rebuilt", bolt.Options{NoSync: true})
		require.NoError(t, err)
		defer rebuilt.Close()
		compare(rebuilt)
	})
	require.Greater(t, made, 50, "too few changes were allowed for this test to say anything")
	require.Greater(t, refused, 50, "too few changes were refused for this test to say anything")
	t.Logf("%d changes made, %d refused", made, refused)
}

// dump writes all that can be read at a revision.
func dump(t require.TestingT, s *bolt.Store, rev graph.Revision) string {
	snap, err := s.Snapshot(rev)
	require.NoError(t, err)
	defer snap.Close()
	var b strings.Builder
	top := snap.Topology()
	for n, info := range top.All {
		e, err := snap.Entity(n)
		require.NoError(t, err)
		fmt.Fprintf(&b, "%d %+v\n%+v\n%+v\n", n, e, info.Out, info.In)
		for _, edge := range info.Out {
			f, err := snap.Fact(edge.Fact)
			require.NoError(t, err)
			fmt.Fprintf(&b, "  %+v\n", f)
		}
	}
	for _, kind := range top.KindTerms() {
		fmt.Fprintf(&b, "%d %s %v\n", kind, top.Terms().Name(kind), top.OfKind(kind))
	}
	ids, err := snap.SourceIDs()
	require.NoError(t, err)
	for _, id := range ids {
		source, _, err := snap.Source(id)
		require.NoError(t, err)
		facts, nodes, err := snap.FactsOfSource(id)
		require.NoError(t, err)
		fmt.Fprintf(&b, "%+v %v %v\n", source, facts, nodes)
	}
	return b.String()
}

// requireModel proves that the store at a revision is the model's state.
func requireModel(t require.TestingT, s *bolt.Store, rev graph.Revision, want graphtest.State) {
	snap, err := s.Snapshot(rev)
	require.NoError(t, err)
	defer snap.Close()
	top := snap.Topology()
	require.Equal(t, rev, top.Revision())
	require.Equal(t, len(want.Entities), top.Len())
	require.Equal(t, len(want.Facts), top.Facts())

	nums := map[string]graph.FactNum{}
	for id, f := range want.Facts {
		n, ok, err := snap.FactByID(id)
		require.NoError(t, err)
		require.True(t, ok, "fact %s is not there", id)
		got, err := snap.Fact(n)
		require.NoError(t, err)
		require.Equal(t, f, got)
		nums[id] = n
	}
	byName := func(a, b graph.Entity) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.ID, b.ID))
	}
	kinds := map[string][]graph.Entity{}
	for id, e := range want.Entities {
		got, err := snap.Entity(top.Lookup(id))
		require.NoError(t, err)
		require.Equal(t, e, got)
		kinds[e.Kind] = append(kinds[e.Kind], e)

		var out, in []graph.Fact
		for _, f := range want.Facts {
			if f.Subject == id {
				out = append(out, f)
			}
			if f.Object == id {
				in = append(in, f)
			}
		}
		info := top.Node(top.Lookup(id))
		require.Equal(t, e.Name, info.Name)
		require.Equal(t, top.Terms().Lookup(e.Kind), info.Kind)
		requireEdges(t, top, nums, info.Out, out, func(f graph.Fact) graph.Entity { return want.Entities[f.Object] }, byName)
		requireEdges(t, top, nums, info.In, in, func(f graph.Fact) graph.Entity { return want.Entities[f.Subject] }, byName)
	}
	for kind, list := range kinds {
		slices.SortFunc(list, byName)
		var ids []string
		for _, n := range top.OfKind(top.Terms().Lookup(kind)) {
			ids = append(ids, top.Node(n).ID)
		}
		var expect []string
		for _, e := range list {
			expect = append(expect, e.ID)
		}
		require.Equal(t, expect, ids, "entities of kind %s", kind)
	}
	require.Len(t, top.KindTerms(), len(kinds))
	requireSources(t, snap, want, nums)
}

func requireEdges(t require.TestingT, top *graph.Topology, nums map[string]graph.FactNum, got []graph.Edge, facts []graph.Fact,
	far func(graph.Fact) graph.Entity, byName func(a, b graph.Entity) int) {
	slices.SortFunc(facts, func(a, b graph.Fact) int {
		return cmp.Or(cmp.Compare(top.Terms().Lookup(a.Type), top.Terms().Lookup(b.Type)), byName(far(a), far(b)), cmp.Compare(nums[a.ID], nums[b.ID]))
	})
	require.Len(t, got, len(facts))
	for i, f := range facts {
		require.Equal(t, graph.Edge{Other: top.Lookup(far(f).ID), Fact: nums[f.ID], Type: top.Terms().Lookup(f.Type),
			Verb: top.Terms().Lookup(f.Verb), Reading: top.Terms().Lookup(string(f.Reading)), Grade: f.Grade, Rank: f.Rank,
			Dated: f.ValidFrom != "" || f.ValidTo != ""}, got[i])
	}
}

func requireSources(t require.TestingT, snap graph.Snapshot, want graphtest.State, nums map[string]graph.FactNum) {
	ids, err := snap.SourceIDs()
	require.NoError(t, err)
	require.Equal(t, slices.Sorted(maps.Keys(want.Sources)), ids)
	for id, source := range want.Sources {
		got, ok, err := snap.Source(id)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, source, got)
		quotes := func(list []graph.Evidence) bool {
			return slices.ContainsFunc(list, func(e graph.Evidence) bool { return e.Source == id })
		}
		var facts []graph.FactNum
		for _, f := range want.Facts {
			if quotes(f.Evidence) {
				facts = append(facts, nums[f.ID])
			}
		}
		var nodes []graph.Node
		for _, e := range want.Entities {
			if quotes(e.Evidence) {
				nodes = append(nodes, snap.Topology().Lookup(e.ID))
			}
		}
		slices.Sort(facts)
		slices.Sort(nodes)
		gotFacts, gotNodes, err := snap.FactsOfSource(id)
		require.NoError(t, err)
		require.Equal(t, facts, gotFacts)
		require.Equal(t, nodes, gotNodes)
	}
}
