package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/server"
	"missiongraph/schema"
)

// The texts that the history store's facts quote.
var historyTexts = map[string]string{
	"gazette": "Alpha leads the Joint Force (JF).\nBeta, a directorate of Alpha, contributes to the Joint Force.\n" +
		"Alpha combats smuggling.\nThe Harbour Watch works with Beta at the Harbour Watch.\n",
	"bulletin": "The Joint Force is led by Alpha.\nFrom 2020 to 2021 Beta led it — für ein Jahr.\n",
}

// historian builds changes whose quotes stand where they say.
type historian struct {
	t     testing.TB
	texts map[string]*graph.SourceText
}

func (h *historian) source(id, title string) graph.Op {
	sum := sha256.Sum256([]byte(historyTexts[id]))
	return graph.Op{Source: &graph.Source{ID: id, Title: title, Publisher: "The Press", Text: historyTexts[id], SHA256: hex.EncodeToString(sum[:])}}
}

func (h *historian) quote(source, quote string, grade graph.Grade) graph.Evidence {
	text := h.texts[source]
	if text == nil {
		text = graph.NewSourceText(historyTexts[source])
		h.texts[source] = text
	}
	at := text.Find(quote, 1)
	require.NotEmpty(h.t, at, "%q is not in %s", quote, source)
	e, ok := text.Cut(at[0], at[0]+len([]rune(quote)))
	require.True(h.t, ok)
	e.Source, e.Grade = source, grade
	return e
}

func (h *historian) entity(id, kind, form, name, quote string) graph.Op {
	return graph.Op{Entity: &graph.Entity{ID: id, Kind: kind, Form: form, Name: name, Grade: graph.Stated,
		Evidence: []graph.Evidence{h.quote("gazette", quote, graph.Stated)}}}
}

func (h *historian) relation(subject, typ, verb, object string, evidence ...graph.Evidence) *graph.Fact {
	f := &graph.Fact{ID: graph.RelationID(subject, typ, verb, object), Subject: subject, Type: typ, Verb: verb, Object: object, Evidence: evidence}
	for _, e := range evidence {
		f.Grade = max(f.Grade, e.Grade)
	}
	return f
}

// historyChanges is a small graph that changes: a name, the evidence of a fact,
// facts with dates, readings and ranks, a retraction.
func historyChanges(t testing.TB) []graph.Change {
	h := &historian{t: t, texts: map[string]*graph.SourceText{}}
	leads := func(evidence ...graph.Evidence) graph.Op {
		return graph.Op{Fact: h.relation("alpha", "leads", "", "joint-force", append([]graph.Evidence{h.quote("gazette", "Alpha leads the Joint Force", graph.Construed)}, evidence...)...)}
	}
	alias := &graph.Fact{ID: graph.AttributeID("joint-force", graph.AliasProperty, "JF"), Subject: "joint-force", Type: graph.AliasProperty,
		Value: graph.Value{Type: graph.String, Text: "JF"}, Grade: graph.Stated, Evidence: []graph.Evidence{h.quote("gazette", "(JF)", graph.Stated)}}
	dated := h.relation("beta", "leads", "", "joint-force", h.quote("bulletin", "From 2020 to 2021 Beta led it — für ein Jahr", graph.Stated))
	dated.ValidFrom, dated.ValidTo = "2020-01-01", "2021-01-01"
	asOrganization := h.relation("harbour-watch", "worksWith", "works with", "beta", h.quote("gazette", "The Harbour Watch works with Beta", graph.Stated))
	asOrganization.Reading, asOrganization.Rank, asOrganization.Reason = "watch/A", graph.Preferred, "the nearer noun"
	asPlace := h.relation("beta", "locatedIn", "is located at", "harbour-watch-post", h.quote("gazette", "Beta at the Harbour Watch", graph.Contextual))
	asPlace.Reading, asPlace.Rank, asPlace.Reason = "watch/B", graph.Deprecated, "the farther noun"
	combats := h.relation("alpha", "counters", "combats", "smuggling", h.quote("gazette", "Alpha combats smuggling", graph.Stated))
	return []graph.Change{
		{Author: "ann", Message: "begin", Ops: []graph.Op{
			h.source("gazette", "The Gazette"),
			h.entity("alpha", "Agency", "AGENCY", "Alpha", "Alpha"),
			h.entity("beta", "Directorate", "", "Beta", "Beta"),
			h.entity("joint-force", "Program", "TASK_FORCE", "Joint Force", "Joint Force"),
			h.entity("smuggling", "Threat", "ILLICIT_ACTIVITY", "smuggling", "smuggling"),
			leads(), {Fact: combats}, {Fact: alias},
			{Fact: h.relation("beta", "partOf", "", "alpha", h.quote("gazette", "Beta, a directorate of Alpha", graph.Stated))},
		}},
		{Author: "ann", Message: "rename Alpha", Ops: []graph.Op{h.entity("alpha", "Agency", "AGENCY", "Alpha Agency", "Alpha")}},
		{Author: "bob", Message: "a second source", Ops: []graph.Op{
			h.source("bulletin", "The Bulletin"), leads(h.quote("bulletin", "The Joint Force is led by Alpha", graph.Stated)),
		}},
		{Author: "bob", Message: "dates and readings", Ops: []graph.Op{
			h.entity("harbour-watch", "Partner", "ORGANIZATION", "Harbour Watch", "Harbour Watch"),
			h.entity("harbour-watch-post", "Place", "FACILITY", "Harbour Watch", "Harbour Watch"),
			{Fact: dated}, {Fact: asOrganization}, {Fact: asPlace},
		}},
		{Author: "ann", Message: "smuggling is over", Ops: []graph.Op{{RetractFact: combats.ID}, {RetractEntity: "smuggling"}}},
	}
}

// historyDay is when revision rev of the history store was made.
func historyDay(rev int) time.Time { return time.Date(2026, 1, rev, 12, 0, 0, 0, time.UTC) }

// openHistory opens the history store at path, making what it lacks of it.
func openHistory(t testing.TB, path string) *bolt.Store {
	t.Helper()
	rev := 0
	store, err := bolt.Open(path, bolt.Options{NoSync: true, Now: func() time.Time { rev++; return historyDay(rev) }})
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() }) // closed before by some tests
	if store.Head() == 0 {
		for _, c := range historyChanges(t) {
			snapshot, err := store.Snapshot(graph.AnyRevision)
			require.NoError(t, err)
			problems := graph.Validate(schema.Ontology(), graph.NewView(snapshot, schema.Ontology(), graph.Lens{}, nil), c)
			require.Empty(t, problems)
			require.NoError(t, snapshot.Close())
			_, err = store.Append(t.Context(), c, graph.AnyRevision)
			require.NoError(t, err)
		}
	}
	return store
}

func serveHistory(t testing.TB) *service {
	return serveStore(t, openHistory(t, filepath.Join(t.TempDir(), "graph.db")), server.Limits{})
}
