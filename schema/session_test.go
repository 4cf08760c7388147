package schema

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"missiongraph/graph"
	"missiongraph/internal/graphtest"
)

// memoryStore is a store of revisions in memory, to be read only.
type memoryStore struct {
	graph.Store // nil: nothing else is used
	revisions   []*graphtest.Memory
	day         time.Time // of revision 1; the others follow a day apart
}

func (s *memoryStore) Snapshot(rev graph.Revision) (graph.Snapshot, error) {
	if rev == graph.AnyRevision {
		rev = graph.Revision(len(s.revisions))
	}
	return s.revisions[rev-1], nil
}

func (s *memoryStore) Info(rev graph.Revision) (graph.RevisionInfo, error) {
	if rev == 0 || int(rev) > len(s.revisions) {
		return graph.RevisionInfo{}, graph.Errorf(graph.NotFound, "there is no revision %d", rev)
	}
	return graph.RevisionInfo{Revision: rev}, nil
}

func (s *memoryStore) RevisionAt(t time.Time) (graph.Revision, error) {
	return graph.Revision(min(int(t.Sub(s.day).Hours()/24)+1, len(s.revisions))), nil
}

// someRevisions is a store of three revisions: one agency, a partner, another.
func someRevisions(t testing.TB) *memoryStore {
	put := func(id, kind, name string) graph.Op {
		return graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Name: name, Grade: graph.Stated}}
	}
	first, err := graphtest.NewMemory(put("ice", "Agency", "ICE"))
	require.NoError(t, err)
	second, err := first.Apply(put("interpol", "Partner", "INTERPOL"))
	require.NoError(t, err)
	third, err := second.Apply(put("fbi", "Agency", "FBI"))
	require.NoError(t, err)
	return &memoryStore{revisions: []*graphtest.Memory{first, second, third}, day: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func begin(t testing.TB, store graph.Store, limits Limits) *Session {
	ctx, s := NewService(store, Ontology(), nil, limits).Begin(t.Context())
	assert.Same(t, s, ctx.Value(sessionKey{}))
	t.Cleanup(s.Close)
	return s
}

func TestSessionReadsOneHead(t *testing.T) {
	store := someRevisions(t)
	head := store.revisions
	store.revisions = head[:2]
	s := begin(t, store, DefaultLimits())
	assert.Empty(t, s.Extensions(), "nothing has been read")
	v, err := s.view(graph.Lens{Revision: 1})
	require.NoError(t, err)
	assert.Equal(t, graph.Revision(1), v.Revision())
	assert.Equal(t, map[string]any{"revision": uint64(2)}, s.Extensions(), "the head, although a lens came first")

	store.revisions = head
	v, err = s.view(graph.Lens{})
	require.NoError(t, err)
	assert.Equal(t, graph.Revision(2), v.Revision())
	v, err = s.view(graph.Lens{Time: store.day.AddDate(1, 0, 0)})
	require.NoError(t, err)
	assert.Equal(t, graph.Revision(2), v.Revision())
	_, err = s.view(graph.Lens{Revision: 3})
	assert.Equal(t, graph.NotFound, graph.CodeOf(err))
	assert.Len(t, s.opened, 2, "one snapshot a revision")

	same, err := s.view(graph.Lens{})
	require.NoError(t, err)
	again, err := s.view(graph.Lens{})
	require.NoError(t, err)
	assert.Same(t, same, again)
}

func TestClosedSession(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	_, err := s.view(graph.Lens{})
	require.NoError(t, err)
	s.Close()
	_, err = s.view(graph.Lens{})
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	s.Close()
}

func TestResolversNeedASession(t *testing.T) {
	_, err := (&Query{}).Stats(context.Background())
	assert.Equal(t, graph.Internal, graph.CodeOf(err))
}

func TestHintsAndWarnings(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	assert.False(t, s.hinted())
	s.suggest("")
	s.suggest("first")
	s.suggest("second")
	s.warn("")
	s.warn("w")
	s.warn("w")
	assert.True(t, s.hinted())
	assert.Equal(t, map[string]any{"hint": "first", "warnings": []string{"w"}}, s.Extensions())
}

// A name that a store learns later has its number in the views made then.
func TestNamesGrowWithTheStore(t *testing.T) {
	store := someRevisions(t)
	svc := NewService(store, Ontology(), nil, DefaultLimits())
	terms := store.revisions[2].Topology().Terms()
	first := svc.namesOf(terms)
	assert.Same(t, first, svc.namesOf(terms))
	assert.Zero(t, first.relations[relLeads])
	assert.Len(t, first.concrete[kindOrganization], 2, "of the kinds it stands for the store has two")
	terms.Add("leads")
	next := svc.namesOf(terms)
	assert.NotSame(t, first, next)
	assert.Equal(t, terms.Lookup("leads"), next.relations[relLeads])
}

func TestLensKeysDiffer(t *testing.T) {
	moment := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return at
	}
	lenses := []graph.Lens{
		{}, {Revision: 1}, {Revision: 2}, {Time: moment("2026-01-01T00:00:00Z")},
		{Time: moment("0001-01-01T00:00:01Z")}, {Time: moment("9999-12-31T23:59:59Z")}, // beyond the range of UnixNano
		{Time: moment("1700-01-01T00:00:00Z")}, {Time: moment("2284-07-23T23:34:33.709551616Z")}, // alike in UnixNano
		{ValidAt: "2020-01-01"}, {MinGrade: graph.Stated}, {MinGrade: graph.Contextual},
		{Readings: []graph.Reading{"a/B"}}, {Readings: []graph.Reading{"a/B", "c/D"}}, {Readings: []graph.Reading{"a/B c/D"}},
		{Deprecated: true},
	}
	keys := map[string]int{}
	for i, l := range lenses {
		other, taken := keys[lensKey(l)]
		assert.False(t, taken, "%d has the key of %d", i, other)
		keys[lensKey(l)] = i
	}
}

// A cursor tells the place it was made of, and nothing else reads as one.
func TestCursors(t *testing.T) {
	s := begin(t, someRevisions(t), DefaultLimits())
	v, err := s.view(graph.Lens{})
	require.NoError(t, err)
	other, err := s.view(graph.Lens{Deprecated: true})
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		list := listID{rapid.Uint32().Draw(t, "list"), rapid.Uint32().Draw(t, "filter"), rapid.Uint32().Draw(t, "order")}
		place := rapid.Uint64().Draw(t, "place")
		cursor := v.cursor(list, place)
		found, err := v.place("after", list, &cursor)
		require.NoError(t, err)
		require.Equal(t, place, *found)
		short, long := cursor[1:], cursor+"A"
		for _, refused := range []struct {
			v       *view
			list    listID
			cursor  string
			message string
		}{
			{v, listID{list.list + 1, list.filter, list.order}, cursor, "after: the cursor belongs to another list"},
			{v, listID{list.list, list.filter + 1, list.order}, cursor, "after: the cursor belongs to this list under another filter"},
			{v, listID{list.list, list.filter, list.order + 1}, cursor, "after: the cursor belongs to this list in another order"},
			{other, list, cursor, "after: the cursor belongs to this list seen through another lens"},
			{v, list, short, "is not a cursor"},
			{v, list, long, "is not a cursor"},
		} {
			_, err := refused.v.place("after", refused.list, &refused.cursor)
			require.Equal(t, graph.BadInput, graph.CodeOf(err))
			require.ErrorContains(t, err, refused.message)
			require.NotEmpty(t, graph.HintOf(err))
		}
		for rev, message := range map[graph.Revision]string{
			v.Revision() - 1: fmt.Sprintf("belongs to revision %d, this is revision %d", v.Revision()-1, v.Revision()),
			v.Revision() + 7: fmt.Sprintf("belongs to revision %d, which is not here", v.Revision()+7),
		} {
			raw, err := base64.RawURLEncoding.DecodeString(cursor)
			require.NoError(t, err)
			binary.BigEndian.PutUint64(raw[16:], uint64(rev))
			forged := base64.RawURLEncoding.EncodeToString(raw)
			_, err = v.place("before", list, &forged)
			require.Equal(t, graph.BadInput, graph.CodeOf(err))
			require.ErrorContains(t, err, "before: the cursor "+message)
		}
		// Whatever place a forged cursor tells, the window stays in the list.
		total := rapid.IntRange(0, 1000).Draw(t, "total")
		size := rapid.Int32Range(0, 100).Draw(t, "size")
		for _, args := range []pageArgs{
			{After: &cursor}, {Before: &cursor}, {After: &cursor, Before: &cursor}, {Last: &size, After: &cursor}, {First: &size, Before: &cursor},
		} {
			w, err := v.window(args, list, total)
			require.NoError(t, err)
			require.True(t, 0 <= w.from && w.from <= w.to && w.to <= total)
		}
	})
}

func TestListKeysDiffer(t *testing.T) {
	empty, one := []string{}, []string{"a"}
	text := "a"
	keys := map[uint32]bool{}
	lists := [][]any{
		{"x", (*[]string)(nil)}, {"x", &empty}, {"x", &one}, {"x", &one, &empty}, {"x", &empty, &one},
		{"x", (*string)(nil)}, {"x", &text}, {"y"}, {"x", kindAgency}, {"x", "a", "b"}, {"x", "ab"}, {"xa", "b"},
	}
	for _, parts := range lists {
		keys[listKey(parts...)] = true
	}
	assert.Len(t, keys, len(lists)-1, "of these only the absent list and the absent text are alike")
}
