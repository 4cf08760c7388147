// Package pattern answers graph patterns: a read-only subset of ISO GQL and
// openCypher, described in docs/patterns.md.
//
// A text goes through four forms. [Parse] makes a [Query], the text as a tree.
// [Compile] checks it against the ontology, finds what kinds each variable can
// be of, folds constants, and makes a [Statement]. For one view it becomes a
// plan: a list of steps (scan, expand, filter, optional) that begins at the
// end with the fewest entities. Running the plan backtracks through the steps
// over the topology and hands each match to what the RETURN clause asks for:
// rows, or groups of rows.
package pattern
