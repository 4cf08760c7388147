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
//
// # A guide to the files
//
// Those of one subject begin alike. What a fact is, and what may become one:
//
//   - entity.go, grade.go, value.go, id.go: entities, facts, evidence
//   - ontology.go: kinds, properties and relation types
//   - effect.go: what a change makes different
//   - undo.go, merge.go, unmerge.go, rank.go, clash.go: plans: ops that take back a
//     revision, make one entity of two, change a rank; and what is in their way
//   - quote.go, locate.go, sentence.go: the text of a source, where quotes stand in
//     it, and its sentences
//   - change.go, validate*.go, reduce.go: a change, and what is wrong with it
//   - error.go, suggest.go: the codes of errors, and hints
//
// What a store keeps and a reader sees, to be read before all that follows:
//
//   - store.go, history.go: what a store promises
//   - topology.go, editor.go: the graph in memory, and how the next one is made
//   - lens.go, view.go, budget.go: what is shown, to whom, for how much work
//   - derived*.go: what is made of a topology once and kept, as columns of values
//
// What readers ask. A walk (walk*.go) follows relations from entity to entity; a
// pass (pass.go) goes over entities in the order in which they lie; a shape
// (shape.go) is the whole graph as plain arrays, for passes without number.
//
//   - name*.go, match*.go, resolve*.go, lookup.go, editdistance.go: who is meant by
//     a name
//   - filter.go, then condition*.go: what is asked of entities and facts, as data
//     and made ready
//   - list*.go: lists of entities, relations and facts: their order and pages
//   - relation.go, subgraph.go, collapse.go, tree.go, common.go: what is related
//   - path*.go: how two entities are connected; pathroute*.go by weight or by way
//     of others
//   - stats.go, facet*.go, matrix.go: how many of what, and which are joined
//   - wholegraph.go, centrality*.go, component.go, cut.go, through.go, weakpoint.go,
//     similar.go: what the graph amounts to
//   - absence*.go, mention.go: why a relation is not there
//   - flaw*.go: what is wrong with the graph, or missing
//   - content.go: the graph as ops
//   - set.go, best.go: sets of nodes and terms, and the first k of many
package graph
