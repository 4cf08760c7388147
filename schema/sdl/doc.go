// Package sdl reads the ontology from GraphQL type definitions and composes
// the schema that is served from them.
//
// The hand-written files under schema/ are the one source: types with @kind
// are kinds, their fields with @property are properties, and the values of
// enum RelationType are relation types. [ParseOntology] turns them into a
// [graph.Ontology]. [Compose] adds what follows from the ontology (the fields
// of Entity on every kind, a pair of fields for every relation type that
// reaches a kind, connections, a pair of root fields per kind, enum Kind) and
// [Model] describes the same additions to the resolver generator.
//
// The package does not import the resolvers, so that the generator runs when
// they do not compile.
package sdl
