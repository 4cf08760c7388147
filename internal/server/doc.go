// Package server is the HTTP face of the graph: GraphQL over HTTP, the schema
// text, health, and a clean stop.
//
// It takes a graph-gophers engine and its SDL and knows nothing of the graph
// behind them. A request passes, in this order,
//
//	body and URL limits -> request parser -> document cache (parse, limits,
//	validation, canonical form) -> coercion of variables -> engine -> envelope
//
// The engine is only ever given canonical documents: one operation, the
// fragments it reaches, and every argument replaced by a variable of exactly
// the argument's type, whose value this package has coerced by the
// specification (October 2021 and later, sections 3 and 6.1.2). So nothing the
// engine does differently from the specification with literals, defaults, unset
// variables or several operations is visible to a client, and a bad value is
// always a request error, never a half-run operation. Introspection is answered
// here too, from the SDL.
//
// Errors reach clients with a code from a closed list. An error is shown as it
// is when it has the method Extensions() map[string]any with such a "code";
// anything else is logged and shown as INTERNAL with the request id.
package server
