// Package schema is the ontology, the GraphQL schema made from it, and the
// resolvers that serve it.
//
// The .graphql files here are the one source. [Ontology] reads kinds,
// properties and relation types from them; go generate ./... writes the
// complete served schema, the typed resolvers and docs/ontology.md. Adding a
// kind, a property or a relation type is an edit of one file and a run of the
// generator.
package schema

//go:generate go run ../internal/resolvergen
