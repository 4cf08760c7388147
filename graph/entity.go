package graph

// Entity is a node of the graph: something the source names. Whatever else is
// known about it, its other names included, is a [Fact].
type Entity struct {
	ID   string // slug, unique across kinds, never reused for something else
	Kind string // a concrete kind of the ontology, as "Program"
	Form string // a coded subdivision of the kind, as "TASK_FORCE"; may be empty
	Name string // the source's own words

	Grade    Grade      // how directly the evidence names it
	Evidence []Evidence // where the source names it, in the order of assertion
	Note     string     // may be empty
}

// Fact is one assertion: an attribute of an entity, or a relation between two.
// A relation is stored once and read from both ends.
type Fact struct {
	ID      string // stable; see [RelationID] and [AttributeID]
	Subject string // entity ID
	Type    string // name of a relation type or property
	Verb    string // the narrower word, as "investigates" for counters; may be empty
	Object  string // entity ID of a relation's far end; empty for an attribute
	Value   Value  // an attribute's value; zero for a relation

	Grade      Grade // the strongest of the evidence
	Rank       Rank
	Reason     string      // why the rank is not normal; may be empty
	Qualifiers []Qualifier // sorted by name, names unique
	Reading    Reading
	ValidFrom  string     // RFC 3339 full-date, inclusive; empty when open
	ValidTo    string     // RFC 3339 full-date, exclusive; empty when open
	Evidence   []Evidence // at least one
	Note       string     // may be empty
}

// IsRelation reports whether f joins two entities.
func (f *Fact) IsRelation() bool { return f.Object != "" }

// ValidAt reports whether f holds on an RFC 3339 full-date.
func (f *Fact) ValidAt(date string) bool {
	return (f.ValidFrom == "" || f.ValidFrom <= date) && (f.ValidTo == "" || date < f.ValidTo)
}

// Qualifier narrows a fact: how, since when, through what.
type Qualifier struct {
	Name  string
	Value string
}

// Source is a stored document that evidence quotes.
type Source struct {
	ID         string
	Title      string
	Publisher  string // as the document names it
	ReviewedOn string // RFC 3339 full-date; may be empty
	URL        string // may be empty
	Text       string // in full, UTF-8
	SHA256     string // of Text, lower-case hexadecimal
}

// Evidence is one place in one source that supports a fact. Position and
// context are those of the W3C Web Annotation text position and text quote
// selectors (https://www.w3.org/TR/annotation-model/#selectors).
type Evidence struct {
	Source string // source ID
	Quote  string // verbatim
	Prefix string // the text just before the quote, at most 32 code points
	Suffix string // the text just after it, at most 32 code points
	Start  int    // first code point of the quote in the source's text, from 0
	End    int    // code point after the quote
	Line   int    // 1-based line of the quote's start
	Grade  Grade  // how directly this quote supports the fact
	Note   string // may be empty
}
