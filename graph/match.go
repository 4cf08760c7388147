package graph

import "strings"

// How says in which way a text matches an entity, best first.
type How uint8

// The ways of matching.
const (
	ByID     How = iota + 1 // it is the id
	ByName                  // it is the name
	ByAlias                 // it is another name or an acronym
	ByWords                 // it has the words of a name, in any order, small ones left out or added
	ByPrefix                // a name begins with it
	ByWord                  // each of its words begins a word of a name
	ByFuzzy                 // a name, a word of one, or its words, are a few letters away
)

var howNames = [...]string{"", "ID", "NAME", "ALIAS", "WORDS", "PREFIX", "WORD", "FUZZY"}

// String returns "ID", "NAME", "ALIAS", "WORDS", "PREFIX", "WORD" or "FUZZY".
func (h How) String() string {
	if int(h) < len(howNames) {
		return howNames[h]
	}
	return ""
}

// Match is an entity that a text may mean.
type Match struct {
	Node    Node
	How     How
	Matched string  // the id, name or other name that matched
	Grade   Grade   // how directly the source gives that name
	Score   float64 // 1 for an id, name or other name in full, less down to 0 for a weaker match
	Edits   int     // letters that differ; ByFuzzy

	why reason
}

// candidateName is a name that matches a text and is yet to be verified.
type candidateName struct {
	name  nameOf
	how   How
	edits int    // letters that differ; ByFuzzy
	size  int    // letters and digits of the name
	word  string // what of the name the text is like: a word, anyOrder, someWords, "" for all; ByFuzzy
}

// compareCandidates orders candidates, the best first: by how, then fewer
// edits, then shorter names, then by the entities' names and ids.
func compareCandidates(t *Topology, a, b *candidateName) int {
	switch {
	case a.how != b.how:
		return int(a.how) - int(b.how)
	case a.edits != b.edits:
		return a.edits - b.edits
	case a.size != b.size:
		return a.size - b.size
	}
	if c := t.compare(a.name.node, b.name.node); c != 0 {
		return c
	}
	return strings.Compare(a.name.text, b.name.text)
}

// score is 1 for the exact ways; below that a band for each way, and within it
// more the more of the name the text covers.
func (c *candidateName) score(letters int) float64 {
	covered := float64(letters) / float64(max(c.size, letters, 1))
	switch c.how {
	case ByWords:
		return 0.95
	case ByPrefix:
		return 0.7 + 0.2*covered
	case ByWord:
		return 0.5 + 0.15*covered
	case ByFuzzy:
		return 0.4 - 0.1*float64(c.edits) + 0.05*covered
	default:
		return 1
	}
}
