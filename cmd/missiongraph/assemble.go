package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/commit"
	"missiongraph/internal/exchange"
	"missiongraph/internal/exchange/export"
	"missiongraph/internal/golden"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
	"missiongraph/schema"
	"missiongraph/seed"
	"missiongraph/web"
)

// loadSeed puts the seed into an empty store and does nothing to one that has
// a history. It returns the entry made, zero when there was none.
func loadSeed(ctx context.Context, store graph.Store) (graph.Entry, error) {
	if store.Head() != 0 {
		return graph.Entry{}, nil
	}
	data, err := seed.Default()
	if err != nil {
		return graph.Entry{}, err
	}
	if problems := seed.Check(data, schema.Ontology()); len(problems) > 0 {
		return graph.Entry{}, problems
	}
	return store.Append(ctx, data.Change(), 0)
}

// parts are those of a server that do not depend on the store: making them
// takes longer than opening a small file, so it is done beside that.
type parts struct {
	limits server.Limits
	logger zerolog.Logger
	made   chan struct{} // closed when engine and err are set
	engine *graphql.Schema
	err    error

	warnings   func() []string        // for /readyz; may be nil
	collectors []prometheus.Collector // for /metrics
	tracer     server.Tracer          // may be nil
	access     server.Access
	backup     func(context.Context) (server.Backup, error) // for /backup; may be nil

	book *golden.Book // of the server made last; set by server
	gate *commit.Gate // so
}

// openParts opens the data file, to be written unless only a trial is wanted,
// and puts the parts together over it, without search and pages. done closes it.
func (a *app) openParts(dryRun bool) (p *parts, done func(), err error) {
	p = startParts(server.Limits{}, zerolog.Nop()) // meanwhile
	store, err := openStore(filepath.Join(a.dataFolder(), dataFile), bolt.Options{ReadOnly: dryRun}, "a server has it: stop that first")
	if err != nil {
		return nil, nil, err
	}
	if _, err := p.server(store, nil, nil); err != nil {
		store.Close()
		return nil, nil, err
	}
	return p, func() { store.Close() }, nil
}

// startParts begins to make the parts.
func startParts(limits server.Limits, logger zerolog.Logger) *parts {
	p := &parts{limits: limits.WithDefaults(), logger: logger, made: make(chan struct{})}
	go func() {
		defer close(p.made)
		p.engine, p.err = schema.NewEngine(server.EngineOptions(limits, logger)...)
	}()
	return p
}

// server puts the parts together over a store. index may be nil: search is
// then unavailable; so may playground, which is megabytes to make ready: its
// paths and the explorer's, whose files it serves, are then not there.
func (p *parts) server(store graph.Store, index *search.Index, playground http.Handler) (*server.Server, error) {
	scalars := map[string]server.Scalar{}
	for name, check := range schema.Scalars() {
		scalars[name] = check
	}
	within := schema.DefaultLimits()
	within.Rows, within.PageSize = p.limits.Work, p.limits.Page
	service := schema.NewService(store, schema.Ontology(), index, within)
	asker := &asker{}
	p.book = golden.NewBook(asker, golden.Limits{})
	service.UseQuestions(p.book)
	p.gate = commit.New(store, schema.Ontology(), checkedBook{p.book})
	service.Admit(loggedGate{p.gate, p.logger})
	service.TakeFiles(exchange.Uploads{})
	<-p.made
	if p.err != nil {
		return nil, fmt.Errorf("schema: %w", p.err)
	}
	var explorer http.Handler
	if playground != nil {
		explorer = web.Explorer()
	}
	var err error
	asker.server, err = server.New(server.Config{
		Schema:  p.engine,
		SDL:     schema.SDL(),
		Scalars: scalars,
		Begin: func(ctx context.Context) (context.Context, server.Session) {
			if rev, ok := server.EventRevision(ctx); ok {
				return service.BeginAt(ctx, rev)
			}
			if snapshot, ok := askedOf(ctx); ok {
				return service.BeginOn(ctx, snapshot)
			}
			return service.Begin(ctx)
		},
		Feed:     service.Feed(),
		Diagram:  service.Draw,
		Training: service.Train,
		Export: func(ctx context.Context, revision string) (*graph.View, error) {
			snapshot, err := snapshotOf(store, revision)
			if err != nil {
				return nil, err
			}
			return export.View(ctx, snapshot, schema.Ontology()), nil
		},
		Upload:   service.Keep,
		Revision: func() uint64 { return uint64(store.Head()) },
		Ready: func(ctx context.Context) error {
			snapshot, err := store.Snapshot(graph.AnyRevision)
			if err != nil {
				return err
			}
			return snapshot.Close()
		},
		Warnings:   p.warnings,
		Collectors: p.collectors,
		Tracer:     p.tracer,
		Access:     p.access,
		Backup:     p.backup,
		Playground: playground,
		Explorer:   explorer,
		Version:    version,
		Limits:     p.limits,
		Logger:     p.logger,
	})
	return asker.server, err
}
