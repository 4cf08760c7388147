package exchange_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/table"
	"missiongraph/schema"
	"missiongraph/seed"
)

// world is a store that files are imported into.
type world struct {
	t     testing.TB
	store *bolt.Store
}

// seeded returns a store with the seed.
func seeded(t testing.TB) *world {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "graph.db"), bolt.Options{NoSync: true})
	require.NoError(t, err)
	t.Cleanup(func() { store.Close() })
	data, err := seed.Default()
	require.NoError(t, err)
	_, err = store.Append(context.Background(), data.Change(), 0)
	require.NoError(t, err)
	return &world{t, store}
}

func (w *world) view() *graph.View {
	w.t.Helper()
	s, err := w.store.Snapshot(graph.AnyRevision)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { s.Close() })
	return graph.NewView(s, schema.Ontology(), graph.Lens{}, nil)
}

func mapping(t testing.TB, name string) *exchange.Mapping {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../mappings", name+".yaml"))
	require.NoError(t, err)
	m, err := exchange.LoadMapping(name+".yaml", data, schema.Ontology())
	require.NoError(t, err)
	return m
}

// load imports a file of testdata, or text, and checks the change.
func (w *world) load(m *exchange.Mapping, name string, text []byte, retain bool) (*exchange.Statements, *exchange.Plan) {
	w.t.Helper()
	if text == nil {
		var err error
		text, err = os.ReadFile(filepath.Join("testdata", name))
		require.NoError(w.t, err)
	}
	f, err := table.Read(name, bytes.NewReader(text), m.Options())
	require.NoError(w.t, err)
	view := w.view()
	s, err := exchange.Assemble(m, f, view, nil, nil)
	require.NoError(w.t, err)
	assert.Equal(w.t, s.Rows, s.Loaded+len(s.Refused), "every row is accounted for")
	p, err := exchange.Compare(s, view, retain)
	require.NoError(w.t, err)
	if len(p.Ops) > 0 {
		require.Empty(w.t, graph.Validate(schema.Ontology(), view, graph.Change{Ops: p.Ops}))
		_, err = w.store.Append(context.Background(), graph.Change{Ops: p.Ops, Author: "test", Message: name}, view.Revision())
		require.NoError(w.t, err)
	}
	return s, p
}

func (w *world) facts(v *graph.View, typ string) []graph.Fact {
	var found []graph.Fact
	for _, info := range v.Topology().All {
		for _, e := range graph.OfType(info.Out, v.Term(typ)) {
			f, err := v.Fact(e.Fact)
			require.NoError(w.t, err)
			found = append(found, f)
		}
	}
	return found
}

func TestParticipatingAgencies(t *testing.T) {
	w := seeded(t)
	m := mapping(t, "ice-287g")

	s, p := w.load(m, "participating_2025-06-17.csv", nil, false)
	assert.Equal(t, 706, s.Rows)
	require.Len(t, s.Refused, 1)
	assert.Equal(t, `participating_2025-06-17.csv:662:87: SIGNED: "05/082025" is not a date (expected YYYY-MM-DD or M/D/YYYY)`, s.Refused[0].Error())
	assert.Empty(t, s.Skipped)
	assert.Empty(t, p.Conflicts)
	assert.Len(t, w.facts(w.view(), "participatesIn"), 705)

	head := w.store.Head()
	_, p = w.load(m, "participating_2025-06-17.csv", nil, false)
	assert.Empty(t, p.Ops, "the same file changes nothing")
	assert.Equal(t, head, w.store.Head())
	assert.Zero(t, p.Facts.New+p.Facts.Changed+p.Facts.Gone)

	s, p = w.load(m, "participating_2026-05-18.csv", nil, false)
	assert.Equal(t, 1843, s.Rows)
	assert.Empty(t, s.Refused)
	t.Logf("facts %+v, entities %+v", p.Facts, p.Entities)
	assert.Positive(t, p.Facts.Gone)
	assert.Positive(t, p.Facts.Changed)
	assert.Positive(t, p.Facts.Unchanged)
	v := w.view()
	agreements := w.facts(v, "participatesIn")
	assert.Len(t, agreements, 1843, "one fact for each agreement")
	assert.Zero(t, p.Facts.Kept)
	sources, err := v.SourceIDs()
	require.NoError(t, err)
	family := 0
	for _, id := range sources {
		if strings.HasPrefix(id, "ice-287g.") {
			family++
		}
	}
	assert.Equal(t, 1, family, "nothing rests on the older file any more")

	agencies := map[string]map[string]bool{}
	for _, f := range agreements {
		n := v.Topology().Node(v.Topology().Lookup(f.Subject))
		if agencies[n.Name] == nil {
			agencies[n.Name] = map[string]bool{}
		}
		agencies[n.Name][n.ID] = true
		for _, q := range f.Qualifiers {
			if q.Name == "agreement" {
				assert.True(t, strings.HasPrefix(q.Value, "http://www.ice.gov/") || strings.HasPrefix(q.Value, "https://www.ice.gov/"), q.Value)
			}
		}
	}
	assert.Len(t, agencies["Washington County Sheriff's Office"], 11, "one in each of eleven states")
	for name := range agencies {
		assert.NotContains(t, name, "’")
		assert.Equal(t, strings.TrimSpace(name), name)
	}
	assert.NotContains(t, agencies, "#N/A")
}

func TestRetainedFactsStay(t *testing.T) {
	w := seeded(t)
	m := mapping(t, "ice-287g")
	w.load(m, "participating_2025-06-17.csv", nil, false)
	_, p := w.load(m, "participating_2026-05-18.csv", nil, true)
	assert.Zero(t, p.Facts.Gone+p.Entities.Gone)
	assert.Positive(t, p.Facts.Kept)
	_, p = w.load(m, "participating_2026-05-18.csv", nil, true)
	assert.Empty(t, p.Ops)
}

// TestCurlyAndStraight: the six sheriffs of Texas that the list writes with
// both apostrophes are six agencies.
func TestCurlyAndStraight(t *testing.T) {
	w := seeded(t)
	m := mapping(t, "ice-287g")
	text, err := os.ReadFile("testdata/participating_2026-05-18.csv")
	require.NoError(t, err)
	s, _ := w.load(m, "participating_2026-05-18.csv", text, false)
	curly := map[string]bool{}
	straight := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, ",")
		if len(cells) < 3 {
			continue
		}
		name := cells[1] + strings.TrimSpace(cells[2])
		if strings.Contains(name, "’") {
			curly[strings.ReplaceAll(name, "’", "'")] = true
		} else {
			straight[name] = true
		}
	}
	pairs := 0
	for name := range curly {
		if straight[name] {
			pairs++
		}
	}
	assert.Equal(t, 6, pairs)
	ids := map[string]bool{}
	for _, e := range s.Entities {
		if e.Kind == "Agency" {
			assert.False(t, ids[e.ID])
			ids[e.ID] = true
		}
	}
	assert.Len(t, ids, 1551)
}

func TestFieldOffices(t *testing.T) {
	w := seeded(t)
	w.load(mapping(t, "ice-287g"), "participating_2026-05-18.csv", nil, false)
	s, p := w.load(mapping(t, "ice-offices"), "ice-areas-of-responsibility.csv", nil, false)
	assert.Equal(t, 426, s.Rows)
	assert.Empty(t, s.Refused)
	assert.Empty(t, p.Conflicts)
	v := w.view()
	assert.Len(t, v.Topology().OfKind(v.Term("Office")), 25)
	assert.Len(t, w.facts(v, "covers"), 426)
	texas := v.Topology().Node(v.Topology().Lookup("us-texas"))
	e, err := v.Entity(v.Topology().Lookup("us-texas"))
	require.NoError(t, err)
	require.NotNil(t, texas)
	assert.Len(t, e.Evidence, 2, "both files name it")
}

func TestFederalAgencies(t *testing.T) {
	w := seeded(t)
	m := mapping(t, "us-federal-agencies")
	before := w.view().Topology().Len()
	s, p := w.load(m, "federalregister_agencies_2022-09-28.json", nil, false)
	assert.Equal(t, 457, s.Rows)
	assert.Empty(t, s.Refused)
	assert.Empty(t, s.Skipped)
	assert.Empty(t, p.Conflicts)
	for _, x := range s.Matches {
		t.Logf("joined %+v", x)
	}
	for _, x := range s.Near {
		t.Logf("near %+v", x)
	}
	v := w.view()
	assert.Equal(t, before+457-len(s.Matches), v.Topology().Len())
	assert.True(t, s.Joined["ice"], "ICE is the seed's")
	assert.True(t, s.Joined["dhs"])
	ice, err := v.Entity(v.Topology().Lookup("ice"))
	require.NoError(t, err)
	assert.Equal(t, "ICE", ice.Name)
	found, err := graph.Resolve(v, "U.S. Immigration and Customs Enforcement", nil, 1)
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, "ice", v.Topology().Node(found[0].Node).ID)
	parts := 0
	for _, f := range w.facts(v, "partOf") {
		for _, e := range f.Evidence {
			if strings.HasPrefix(e.Source, "us-federal-agencies.") {
				parts++
				break
			}
		}
	}
	assert.Equal(t, 215, parts, "each agency with a parent is part of it")

	_, p = w.load(m, "federalregister_agencies_2022-09-28.json", nil, false)
	assert.Empty(t, p.Ops, "importing again changes nothing: %+v %+v", p.Facts, p.Entities)
}
