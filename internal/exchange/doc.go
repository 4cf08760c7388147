// Package exchange makes changes of files, and files of the graph.
//
// A [Mapping] says how the rows of a file become entities and facts. [Assemble]
// reads a file by it: what comes out is checked row by row, so that each row is
// either loaded or refused with its place and reason. [Compare] sets that beside
// the graph: what is new, changed, gone and unchanged, and the ops that do it.
//
//	file ─▶ table.File ─▶ Assemble(mapping) ─▶ Statements ─▶ Compare(view) ─▶ ops
//
// What a file says rests on a source of its own, whose id is the mapping's and
// the file's hash: "ice-287g.1f2e3d4c5b6a". All sources of one mapping are one
// family. Importing a file anew changes nothing; a newer file of the family
// takes the place of the older one, and what no other source supports and the
// newer file has no more is retracted.
//
// Nothing is merged in silence: an entity of a file is one that the graph has
// only by its id, by a decision, or by a rule of the mapping that is met by
// exactly one entity. All of these are told, and what is merely alike is listed
// for a decision.
package exchange
