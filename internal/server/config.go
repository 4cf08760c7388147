package server

import (
	"context"
	"errors"
	"net/http"

	graphql "github.com/graph-gophers/graphql-go"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"missiongraph/internal/feed"
)

// Session is what one request holds on to while it runs: the snapshot its
// resolvers share.
type Session interface {
	// Extensions returns what the answer should say about itself besides its
	// data: "revision", "warnings". It is called once, after the last resolver,
	// and may return nil. Values must be encodable as JSON.
	Extensions() map[string]any
	// Close releases the snapshot. It is called exactly once.
	Close()
	// A session that also has Spent() int is asked, after the last resolver,
	// how many work units the request spent.
}

// Scalar coerces an input value of a custom scalar, literal or variable, before
// the engine sees it. value is a string, bool, int32 (integers that fit), int64,
// float64 (finite), []any or map[string]any, never nil. The result is handed to
// the engine. An error is shown to the client as BAD_INPUT with the place of the
// value, so its text must say what was expected; a coded error keeps its code.
type Scalar func(value any) (any, error)

// Config is what a Server is made of.
type Config struct {
	// Schema is the engine, parsed from SDL with EngineOptions. Required.
	Schema *graphql.Schema
	// SDL is the schema text served at /schema.graphql, and what documents are
	// validated against. Required.
	SDL string
	// Scalars are the checks of custom scalars, by name. A scalar without one
	// accepts any value, and what its resolver refuses becomes BAD_INPUT without
	// a place.
	Scalars map[string]Scalar
	// Begin opens a request's session and puts it into the context that resolvers
	// get. It should be lazy: it is called for every execution. For an event of a
	// subscription, EventRevision tells the revision to read at. nil: no session.
	Begin func(ctx context.Context) (context.Context, Session)
	// Feed is the log of changes as events, for /changes and for subscriptions.
	// nil: both are 404, and the schema may not have a subscription type.
	Feed *feed.Feed
	// Diagram draws, for /diagrams/. It is called within a session. nil: 404.
	Diagram DiagramOf
	// Training makes files of training material, for /training/. It is called
	// within a session. nil: 404.
	Training TrainingOf
	// Export opens the graph for /export. nil: 404.
	Export ExportOf
	// Upload keeps files to be imported, for /uploads, which editors may ask for.
	// nil: 404.
	Upload KeepUpload
	// Revision is the newest revision a reader can see; it makes ETags for GET
	// requests. It must only grow. nil: no ETags.
	Revision func() uint64
	// Ready says whether the server can answer; its error turns /readyz into 503.
	// nil: always ready.
	Ready func(ctx context.Context) error
	// Warnings are told by /readyz beside the readiness: what a person should
	// look at although the server answers. nil: none.
	Warnings func() []string
	// Collectors are told by /metrics beside this package's own.
	Collectors []prometheus.Collector
	// Playground serves /playground, /explorer/ and /assets/. nil: all are 404.
	Playground http.Handler
	// Explorer serves the explorer's page at / and at the paths of its views. Its
	// files are Playground's. nil: / leads to the playground, the others are 404.
	Explorer http.Handler
	// Version is the program's version, told by /healthz and mixed into ETags.
	Version string
	// Access says who may ask. The zero Access lets everybody read and nobody write.
	Access Access
	// Backup makes a verified copy of the graph for /backup, which only an admin
	// may ask for. nil: 404.
	Backup func(ctx context.Context) (Backup, error)
	// Limits; zero fields take their defaults.
	Limits Limits
	// Tracer is told of each request. nil: none.
	Tracer Tracer
	// Logger gets one event a request. The zero value logs nothing useful: use
	// zerolog.Nop() to be silent.
	Logger zerolog.Logger
}

func (c *Config) check() error {
	switch {
	case c.Schema == nil:
		return errors.New("server: Config.Schema is required")
	case c.SDL == "":
		return errors.New("server: Config.SDL is required")
	}
	return nil
}
