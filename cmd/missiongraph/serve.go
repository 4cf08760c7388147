package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
	"missiongraph/web"
)

// flushWithin bounds the wait for the last traces to be taken.
const flushWithin = 3 * time.Second

type serveOptions struct {
	listen    string
	ephemeral bool
	minFree   int64 // MiB
	access    accessOptions
}

func (a *app) serveCommand() *cobra.Command {
	var opts serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the graph over GraphQL, with an explorer and a playground",
		Long: "serve opens the data file, creating it and loading the seed the first time,\n" +
			"and answers at http://ADDRESS/graphql until it is stopped with Ctrl-C. Programs on\n" +
			"this machine may read without a token; others can reach it, with one, when --listen says\n" +
			"so. The log goes to standard error: for people on a\n" +
			"terminal, else as JSON lines.",
		Example: "  missiongraph serve\n" +
			"  missiongraph serve --listen 127.0.0.1:9000 --data ./data\n" +
			"  missiongraph serve --ephemeral --listen 127.0.0.1:0",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if opts.ephemeral && a.data != "" {
				return usage(cmd, graph.Errorf(graph.BadInput, "--ephemeral together with --data").
					WithHint("--ephemeral uses a throw-away folder: leave one of the two out"))
			}
			if opts.minFree < 0 || opts.minFree > 1<<32 {
				return usage(cmd, graph.Errorf(graph.BadInput, "--min-free %d is no sensible number of MiB", opts.minFree).
					WithHint("0 sets no bound; the default is %d", defaultMinFree))
			}
			if err := opts.access.check(); err != nil {
				return usage(cmd, err)
			}
			return a.serve(cmd.Context(), opts)
		},
	}
	cmd.Flags().StringVar(&opts.listen, "listen", "127.0.0.1:8080", "address of this machine to serve on; port 0 picks a free one")
	cmd.Flags().BoolVar(&opts.ephemeral, "ephemeral", false, "use a throw-away data file, gone when the server stops")
	cmd.Flags().Int64Var(&opts.minFree, "min-free", defaultMinFree, "MiB of the disk to leave free: below that nothing is written")
	opts.access.flags(cmd)
	return cmd
}

// serve runs a server until ctx ends, which is no error at any time.
func (a *app) serve(ctx context.Context, opts serveOptions) error {
	err := a.runServer(ctx, opts)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // stopped while starting; loading the seed is all or nothing
	}
	return err
}

func (a *app) runServer(ctx context.Context, opts serveOptions) error {
	tuneGC()
	address, err := resolve(opts.listen)
	if err != nil {
		return err
	}
	folder := a.dataFolder() // also of the tokens, which are not thrown away
	if err := checkFolder(folder); err != nil {
		return err
	}
	access, err := opts.access.access(folder, address)
	if err != nil {
		return err
	}
	logger := a.logger()
	listener, err := server.Listen(ctx, address.String())
	if err != nil {
		return err
	}
	defer listener.Close()
	listener, scheme, err := opts.access.secure(listener, logger)
	if err != nil {
		return err
	}
	if opts.ephemeral {
		if folder, err = os.MkdirTemp("", "missiongraph-"); err != nil {
			return graph.Errorf(graph.Unavailable, "the folder for temporary files cannot be used").
				WithHint("choose another with $TMPDIR")
		}
		defer os.RemoveAll(folder)
	}
	parts := startParts(server.Limits{}, logger) // meanwhile
	store, err := openStore(filepath.Join(folder, dataFile), bolt.Options{NoSync: opts.ephemeral, MinFree: opts.minFree << 20},
		"another server has it: stop that one, or choose another folder with --data")
	if err != nil {
		return err
	}
	defer store.Close()
	loaded, err := loadSeed(ctx, store)
	if err != nil {
		return err
	}
	if err := a.adopt(ctx, store); err != nil {
		return err
	}
	if parts.words, err = a.vocabulary(store); err != nil {
		return err
	}
	boundMemory()
	index, err := search.Open(filepath.Join(folder, searchFolder), store, search.Options{
		OnRebuild: func(reason string) { logger.Info().Str("reason", reason).Msg("making the search index anew") },
		OnError:   func(err error) { logger.Warn().Err(err).Msg("search index lags behind") },
	})
	if err != nil {
		return searchError(err, folder)
	}
	defer index.Close()
	go index.Follow(ctx) // ends with ctx or Close
	watched, stop := context.WithCancel(ctx)
	defer stop()
	go watchSpace(watched, store, watchEvery, logger)
	parts.warnings = func() []string { return spaceWarnings(store) }
	parts.collectors = []prometheus.Collector{newCollector(store, index)}
	tracer, flush, err := startTracing(ctx)
	if err != nil {
		return err
	}
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushWithin)
		defer cancel()
		if err := flush(last); err != nil {
			logger.Warn().Err(err).Msg("the last traces were not sent")
		}
	}()
	parts.tracer = tracer
	parts.access, parts.backup = access, backupOf(store)
	s, err := parts.server(store, index, web.Handler())
	if err != nil {
		return err
	}
	if err := a.announce(scheme+"://"+listener.Addr().String(), store, loaded, folder, opts.ephemeral); err != nil {
		return err
	}
	if !a.err.tty { // a person has just read it
		logger.Info().Str("address", listener.Addr().String()).Uint64("rev", uint64(store.Head())).Msg("serving")
	}
	if err := s.Serve(ctx, listener); err != nil {
		return err
	}
	logger.Info().Uint64("rev", uint64(store.Head())).Msg("stopped")
	return nil
}

// searchError adds what to do to an error of opening the search index.
func searchError(err error, folder string) error {
	var coded *graph.Error
	if !errors.As(err, &coded) || coded.Hint != "" {
		return err
	}
	shown := *coded
	return shown.WithHint("remove %s: it is made again from the data file", filepath.Join(folder, searchFolder))
}

// announce prints where the server is and what it serves, to standard output;
// the log goes to standard error.
func (a *app) announce(url string, store graph.Store, loaded graph.Entry, folder string, ephemeral bool) error {
	snapshot, err := store.Snapshot(graph.AnyRevision)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	sources, err := snapshot.SourceIDs()
	if err != nil {
		return err
	}
	t := snapshot.Topology()
	what := fmt.Sprintf("%d entities, %d facts, %d sources at revision %d", t.Len(), t.Facts(), len(sources), store.Head())
	if loaded.Revision != 0 {
		what += " (the seed, just loaded)"
	} else {
		what += " (as it was, nothing loaded)"
	}
	where := filepath.Join(folder, dataFile)
	if ephemeral {
		where += " (gone when the server stops)"
	}
	fmt.Fprintf(a.out, "%s %s\n", a.out.strong("missiongraph"), version)
	for _, line := range [][2]string{
		{"graph", what}, {"data", where}, {"graphql", url + "/graphql"}, {"explorer", a.out.strong(url + "/")}, {"playground", url + "/playground"},
	} {
		fmt.Fprintf(a.out, "  %s %s\n", a.out.dim(fmt.Sprintf("%-10s", line[0])), line[1])
	}
	return nil
}

// logger writes to standard error: for people on a terminal, else JSON lines.
// Health checks are of a lower level than it shows.
func (a *app) logger() zerolog.Logger {
	zerolog.DurationFieldUnit = time.Millisecond
	zerolog.TimeFieldFormat = time.RFC3339Nano
	if !a.err.tty {
		return zerolog.New(a.err).Level(zerolog.InfoLevel).With().Timestamp().Logger()
	}
	console := zerolog.ConsoleWriter{Out: a.err, TimeFormat: time.TimeOnly, NoColor: !a.err.colour()}
	return zerolog.New(console).Level(zerolog.InfoLevel).With().Timestamp().Logger()
}
