package server

import "time"

// Limits bound what one request may cost. A zero field means its default, see
// DefaultLimits. Exceeding one is answered with code LIMIT (Time: TIMEOUT,
// Concurrent: UNAVAILABLE), and the server stays as it was.
type Limits struct {
	Body        int64         // bytes of a POST body
	Document    int           // bytes of a GraphQL document
	Tokens      int           // lexical tokens of a document
	Depth       int           // nested fields, through fragments; introspection is allowed at least introspectionDepth
	Aliases     int           // aliased fields, through fragments, as often as they are spread
	Selections  int           // fields and spreads, through fragments, as often as they are spread
	Definitions int           // operations and fragments in a document
	Overlaps    int           // sum over response names of the square of how often each is written
	List        int           // items of any one list in the variables
	Nesting     int           // nested lists and objects in the variables
	Page        int           // items of one connection page; carried for the schema, not checked here
	Work        int           // rows a request may touch; carried for the schema, not checked here
	Time        time.Duration // from acceptance to the last resolver
	Reply       int           // bytes of the data of an answer
	Concurrent  int           // operations executing at once
	Errors      int           // errors listed in one answer; the rest are counted in extensions.errorsOmitted
	Cache       int           // bytes of document text whose parsed form is kept
	Streams     int           // consumers of the change feed at once: streams and subscriptions; and so many WebSocket connections
	Lag         int           // revisions a consumer that was up to date may fall behind before it is told and let go
	Heartbeat   time.Duration // between signs of life on a stream where nothing happens
	Stall       time.Duration // for a consumer to take what was sent, and for a new WebSocket connection to begin
}

// introspectionDepth is what graphql-js's getIntrospectionQuery needs by
// default (nine levels of ofType below an argument's type).
const introspectionDepth = 15

// DefaultLimits returns the limits of docs: generous for people, tight enough
// that no single request can hold two cores for seconds.
func DefaultLimits() Limits {
	return Limits{
		Body:        1 << 20,
		Document:    16 << 10,
		Tokens:      2000,
		Depth:       15,
		Aliases:     30,
		Selections:  10_000,
		Definitions: 30,
		Overlaps:    100_000,
		List:        10_000,
		Nesting:     64,
		Page:        1000,
		Work:        50_000,
		Time:        10 * time.Second,
		Reply:       8 << 20,
		Concurrent:  64,
		Errors:      10,
		Cache:       1 << 20,
		Streams:     1000,
		Lag:         10_000,
		Heartbeat:   15 * time.Second,
		Stall:       30 * time.Second,
	}
}

// WithDefaults returns l with every zero field replaced by its default.
func (l Limits) WithDefaults() Limits {
	d := DefaultLimits()
	orInt := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	if l.Body == 0 {
		l.Body = d.Body
	}
	orTime := func(v *time.Duration, def time.Duration) {
		if *v == 0 {
			*v = def
		}
	}
	orTime(&l.Time, d.Time)
	orTime(&l.Heartbeat, d.Heartbeat)
	orTime(&l.Stall, d.Stall)
	orInt(&l.Document, d.Document)
	orInt(&l.Tokens, d.Tokens)
	orInt(&l.Depth, d.Depth)
	orInt(&l.Aliases, d.Aliases)
	orInt(&l.Selections, d.Selections)
	orInt(&l.Definitions, d.Definitions)
	orInt(&l.Overlaps, d.Overlaps)
	orInt(&l.List, d.List)
	orInt(&l.Nesting, d.Nesting)
	orInt(&l.Page, d.Page)
	orInt(&l.Work, d.Work)
	orInt(&l.Reply, d.Reply)
	orInt(&l.Concurrent, d.Concurrent)
	orInt(&l.Errors, d.Errors)
	orInt(&l.Cache, d.Cache)
	orInt(&l.Streams, d.Streams)
	orInt(&l.Lag, d.Lag)
	return l
}
