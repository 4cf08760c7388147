// Package search finds entities by the words of their names, other names,
// notes and quotes.
//
// The index is a folder of bleve segments (its "scorch" index) beside the data
// file. It is a copy made for speed, never the truth: it follows the log,
// remembers in the same atomic batch as its documents which revision they are
// of, and is made anew whenever it does not fit the store. It holds the newest
// revision only, and all of it, hidden facts included.
//
// What a reader may see is therefore decided outside the index. A search first
// asks bleve's postings which entities may match, then drops what the lens
// hides: an entity all of whose facts the view shows, at the very revision the
// index holds, needs no more than a look at the topology; any other is matched
// again, word by word, against the texts the view shows. Both ways use one
// tokenizer and one meaning of each query word, so they agree.
//
// Scores are BM25F (Robertson and Zaragoza, "The Probabilistic Relevance
// Framework: BM25 and Beyond", 2009, section 3.6) computed here rather than by
// bleve, whose average field length counts distinct terms per segment and so
// changes when segments merge. Here a score depends on the documents alone: the
// same graph gives the same order, on every replica and after every rebuild.
//
// A search costs what it shows. The occurrences of a clause are added up in an
// array and, when they are many, kept until the index changes; only the hits of
// a page are put in order and looked at; the rest are counted, up to a bound.
package search
