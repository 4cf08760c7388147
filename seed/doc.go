// Package seed holds the first data set: the stored sources, and every entity,
// attribute and relation they support, each with its quote, as YAML that a
// person can read and edit. It loads them into one change of the graph.
//
// The files are the source of truth. A source is a text and a small YAML file
// beside it under sources/; the facts are YAML files anywhere under facts/,
// read in order of name. docs/seed.md describes both.
//
// Loading never trusts a file: every quote must stand in its source at the
// stated place, word for word, and all problems of all files are reported at
// once with file, line and column.
package seed
