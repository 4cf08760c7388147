package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/rs/zerolog"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
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

// newServer puts the parts of a server together over a store. index may be
// nil: search is then unavailable.
func newServer(store graph.Store, index *search.Index, limits server.Limits, logger zerolog.Logger) (*server.Server, error) {
	limits = limits.WithDefaults()
	within := schema.DefaultLimits()
	within.Rows, within.PageSize = limits.Work, limits.Page
	service := schema.NewService(store, schema.Ontology(), index, within)
	engine, err := schema.NewEngine(server.EngineOptions(limits, logger)...)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	scalars := map[string]server.Scalar{}
	for name, check := range schema.Scalars() {
		scalars[name] = check
	}
	return server.New(server.Config{
		Schema:  engine,
		SDL:     schema.SDL(),
		Scalars: scalars,
		Begin: func(ctx context.Context) (context.Context, server.Session) {
			return service.Begin(ctx)
		},
		Revision: func() uint64 { return uint64(store.Head()) },
		Ready: func(ctx context.Context) error {
			snapshot, err := store.Snapshot(graph.AnyRevision)
			if err != nil {
				return err
			}
			return snapshot.Close()
		},
		Playground: web.Handler(),
		Version:    version,
		Limits:     limits,
		Logger:     logger,
	})
}

// openReadOnly opens the data folder for a command that only reads.
func (a *app) openReadOnly() (*bolt.Store, error) {
	return bolt.Open(filepath.Join(a.dataFolder(), dataFile), bolt.Options{ReadOnly: true})
}
