// Package propose makes the mapping of a file that nobody has mapped yet, from
// the names of its columns and the values in them.
//
//	file ─▶ columns (what is in each) ─▶ roles (what each is about) ─▶ rules ─▶ YAML
//
// It is a proposal: its author reads it, and its comments say what was guessed
// and what was left out. What it proposes is in the language of mappings and in
// nothing else, so that it loads at once.
package propose
