package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"missiongraph/graph"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
)

// countingStore counts the snapshots that are open.
type countingStore struct {
	graph.Store
	open, opened atomic.Int64
}

func (s *countingStore) Snapshot(rev graph.Revision) (graph.Snapshot, error) {
	snapshot, err := s.Store.Snapshot(rev)
	if err != nil {
		return nil, err
	}
	s.open.Add(1)
	s.opened.Add(1)
	return &countedSnapshot{Snapshot: snapshot, open: &s.open}, nil
}

type countedSnapshot struct {
	graph.Snapshot
	open *atomic.Int64
	once sync.Once
}

func (s *countedSnapshot) Close() error {
	s.once.Do(func() { s.open.Add(-1) })
	return s.Snapshot.Close()
}

// While one goroutine commits, many ask. Each request sees one revision only,
// whatever it asks, and at the end nothing is left open or running.
func TestRequestsDuringCommits(t *testing.T) {
	running := goleak.IgnoreCurrent()
	history := openHistory(t, filepath.Join(t.TempDir(), "graph.db"))
	store := &countingStore{Store: history}
	index, err := search.Open(filepath.Join(t.TempDir(), "search"), history, search.Options{Wait: -1})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	var followers sync.WaitGroup
	followers.Go(func() { index.Follow(ctx) })
	handler, err := newServer(store, index, server.Limits{}, zerolog.Nop())
	require.NoError(t, err)
	s := listening(handler, store)

	// At an even revision alpha is "Alpha Agency", at an odd one "Alpha": from 6 on.
	rename := historyChanges(t)[1]
	other := rename
	entity := *rename.Ops[0].Entity
	entity.Name = "Alpha"
	other.Ops = []graph.Op{{Entity: &entity}}
	name := func(rev uint64) string {
		switch {
		case rev%2 == 0 || rev < 6:
			return "Alpha Agency"
		default:
			return "Alpha"
		}
	}

	const same = `{
		first: revision { revision }
		alpha: entity(id: "alpha") { name }
		list: agencies { nodes { name } }
		future: view(lens: {time: "2999-01-01T00:00:00Z"}) { revision { revision } entity(id: "alpha") { name } }
		shown: view(lens: {deprecated: true}) { revision { revision } entity(id: "alpha") { name } }
		old: view(lens: {revision: 1}) { revision { revision } entity(id: "alpha") { name } }
		path: paths(from: "beta", to: "alpha") { paths { entities { name } } }
		revisions(first: 1) { totalCount nodes { revision } }
	}`
	mixed := []string{
		fmt.Sprintf(everyRoot, `{deprecated: true}`),
		fmt.Sprintf(everyRoot, `{revision: 4}`),
		`{ search(text: "alpha") { nodes { entity { name relations { sentence } } } } }`,
		`{ entities { edges { node { neighbors { edges { node { facts { nodes { evidence { source { title coverage { used } } } } } } relation { sentence } } } } } } }`,
		`{ view(lens: {revision: 99}) { stats { entities } } }`,
		`{ entity(id: "Harbour Watch") { id } }`,
		`{ entities(after: "nonsense") { totalCount } }`,
	}
	var wait sync.WaitGroup
	done := make(chan struct{})
	wait.Go(func() {
		defer close(done)
		for i := range 60 {
			change := rename
			if i%2 == 1 {
				change = other
			}
			if _, err := history.Append(ctx, change, graph.AnyRevision); !assert.NoError(t, err) {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
	})
	asked := atomic.Int64{}
	for g := range 8 {
		wait.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				asked.Add(1)
				if (i+g)%2 == 0 {
					if _, err := s.try(mixed[(i/2+g)%len(mixed)], ""); !assert.NoError(t, err) {
						return
					}
					continue
				}
				answer, err := s.try(same, "")
				if !assert.NoError(t, err) || !assert.Empty(t, answer.Errors) {
					return
				}
				assertOneRevision(t, answer, name)
			}
		})
	}
	wait.Wait()
	assert.Greater(t, asked.Load(), int64(60))
	assert.Greater(t, store.opened.Load(), asked.Load()/2)

	s.Close()
	stop()
	followers.Wait()
	require.NoError(t, index.Close())
	assert.Zero(t, store.open.Load(), "snapshots left open")
	require.NoError(t, history.Close())
	goleak.VerifyNone(t, running)
}

func assertOneRevision(t *testing.T, answer *reply, name func(uint64) string) {
	type read struct {
		Revision struct{ Revision uint64 }
		Entity   struct{ Name string }
	}
	var data struct {
		First              struct{ Revision uint64 }
		Alpha              struct{ Name string }
		List               struct{ Nodes []struct{ Name string } }
		Future, Shown, Old read
		Path               struct {
			Paths []struct{ Entities []struct{ Name string } }
		}
		Revisions struct {
			TotalCount uint64
			Nodes      []struct{ Revision uint64 }
		}
	}
	answer.into(t, &data)
	rev := answer.Extensions.Revision
	want := name(rev)
	assert.Equal(t, rev, data.First.Revision)
	assert.Equal(t, rev, data.Future.Revision.Revision, "a later moment is not later than the request")
	assert.Equal(t, rev, data.Shown.Revision.Revision)
	assert.Equal(t, rev, data.Revisions.TotalCount)
	assert.Equal(t, rev, data.Revisions.Nodes[0].Revision)
	assert.Equal(t, want, data.Alpha.Name)
	assert.Equal(t, want, data.List.Nodes[0].Name)
	assert.Equal(t, want, data.Future.Entity.Name)
	assert.Equal(t, want, data.Shown.Entity.Name)
	assert.Equal(t, want, data.Path.Paths[0].Entities[1].Name)
	assert.Equal(t, uint64(1), data.Old.Revision.Revision)
	assert.Equal(t, "Alpha", data.Old.Entity.Name)
}

// However a request ends, its snapshots are closed.
func TestSnapshotsAreClosed(t *testing.T) {
	store := &countingStore{Store: openHistory(t, filepath.Join(t.TempDir(), "graph.db"))}
	s := serve(t, store, nil, server.Limits{Work: 30})
	for name, query := range map[string]string{
		"answered":        `{ stats { entities } a: view(lens: {revision: 1}) { stats { entities } } b: view(lens: {revision: 1, deprecated: true}) { stats { entities } } }`,
		"over the budget": `{ facts { nodes { evidence { quote source { text } } } } }`,
		"ambiguous":       `{ entity(id: "Harbour Watch") { id } }`,
		"refused":         `{ view(lens: {revision: 77}) { stats { entities } } }`,
		"invalid":         `{ nonsense }`,
		"introspection":   `{ __schema { queryType { name } } }`,
	} {
		t.Run(name, func(t *testing.T) {
			before := store.opened.Load()
			s.post(t, query, "")
			assert.Zero(t, store.open.Load())
			if name == "answered" {
				assert.Equal(t, int64(2), store.opened.Load()-before, "one snapshot a revision")
			}
			if name == "invalid" || name == "introspection" {
				assert.Equal(t, before, store.opened.Load(), "no snapshot unless one is read")
			}
		})
	}
}

// racingStore commits a change each time it is asked for a moment's revision.
type racingStore struct {
	graph.Store
	change graph.Change
}

func (s *racingStore) RevisionAt(t time.Time) (graph.Revision, error) {
	if _, err := s.Append(context.Background(), s.change, graph.AnyRevision); err != nil {
		return 0, err
	}
	return s.Store.RevisionAt(t)
}

// What is committed while a request is answered is not in its answer.
func TestALensSeesNothingNewerThanTheRequest(t *testing.T) {
	change := historyChanges(t)[1]
	change.Ops[0].Entity.Name = "Alpha Unbound"
	store := &racingStore{openHistory(t, filepath.Join(t.TempDir(), "graph.db")), change}
	s := serve(t, store, nil, server.Limits{})
	var data struct {
		Then, Now struct {
			Revision struct{ Revision uint64 }
			Entity   struct{ Name string }
		}
	}
	const read = `{ revision { revision } entity(id: "alpha") { name } }`
	answer := s.post(t, `{ view(lens: {}) { then: view(lens: {time: "2999-01-01T00:00:00Z"}) `+read+` } }`, "")
	var nested struct{ View json.RawMessage }
	answer.into(t, &nested)
	require.NoError(t, json.Unmarshal(nested.View, &data))
	assert.Equal(t, uint64(5), data.Then.Revision.Revision)
	assert.Equal(t, "Alpha Agency", data.Then.Entity.Name)
	assert.Equal(t, uint64(5), answer.Extensions.Revision)
	require.Equal(t, graph.Revision(6), store.Head())

	// A revision that did not exist when the request began does not exist in it.
	answer = s.post(t, `{ a: view(lens: {time: "2999-01-01T00:00:00Z"}) { __typename } b: view(lens: {revision: 7}) { __typename } }`, "")
	require.Equal(t, "NOT_FOUND", answer.code(t), string(answer.raw))
	assert.Equal(t, "the head is 6", answer.Errors[0].Extensions.Hint)
}
