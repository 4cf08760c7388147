// Package graph is the domain of missiongraph: entities and the facts about
// them, the evidence and grade of each fact, the changes that make up the
// graph's history, and reading it at one revision through a lens.
//
// Three ideas carry everything:
//
//   - The log of changes is the truth. A [Revision] is a position in that log;
//     whatever else a store keeps can be rebuilt from it, and a read at one
//     revision returns the same bytes for ever.
//   - A fact is more than an edge. Each [Fact] says where it is written
//     ([Evidence]), how directly ([Grade]), and whether it is one of several
//     ways to read the same sentence ([Reading]).
//   - Shape and payload are apart. A [Topology] holds who is joined to whom in
//     memory, a few bytes an edge; a [Snapshot] decodes quotes, qualifiers and
//     values from the store only when they are asked for. A [View] joins the
//     two under one [Lens] and one work [Budget], and is what readers use.
//
// The package uses the standard library only. It knows no database, no
// GraphQL and no HTTP.
package graph
