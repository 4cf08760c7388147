// Package own is missiongraph's own file of a graph: lines of JSON that keep
// all there is, also the history, and that import to an equal graph.
//
// The first line names the format, then each revision is a line with its author,
// message and number of ops, followed by its ops, a line each:
//
//	{"missiongraph":1,"head":2}
//	{"revision":1,"time":"2026-01-02T03:04:05Z","author":"ann","message":"begin","ops":2}
//	{"source":{"id":"page","title":"A page",…}}
//	{"entity":{"id":"ice","kind":"Agency","name":"ICE",…}}
//
// A file without history has the one revision 0, whose ops put what there is.
package own

import (
	"time"

	"missiongraph/graph"
)

// Version is that of the format.
const Version = 1

// line is any line of a file: one of its fields is set, or it is a header, or
// begins a revision.
type line struct {
	Version  int             `json:"missiongraph,omitzero"`
	Head     graph.Revision  `json:"head,omitzero"`
	Revision *graph.Revision `json:"revision,omitzero"`
	Time     time.Time       `json:"time,omitzero"`
	Author   string          `json:"author,omitzero"`
	Message  string          `json:"message,omitzero"`
	Ops      int             `json:"ops,omitzero"`

	Source        *source `json:"source,omitzero"`
	Entity        *entity `json:"entity,omitzero"`
	Fact          *fact   `json:"fact,omitzero"`
	RetractEntity string  `json:"retractEntity,omitzero"`
	RetractFact   string  `json:"retractFact,omitzero"`
	RetractSource string  `json:"retractSource,omitzero"`
}

type source struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Publisher  string `json:"publisher"`
	ReviewedOn string `json:"reviewedOn,omitzero"`
	URL        string `json:"url,omitzero"`
	Text       string `json:"text"`
	SHA256     string `json:"sha256"`
}

type entity struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"`
	Form     string     `json:"form,omitzero"`
	Name     string     `json:"name"`
	Grade    string     `json:"grade"`
	Evidence []evidence `json:"evidence,omitempty"`
	Note     string     `json:"note,omitzero"`
}

type fact struct {
	ID         string      `json:"id"`
	Subject    string      `json:"subject"`
	Type       string      `json:"type"`
	Verb       string      `json:"verb,omitzero"`
	Object     string      `json:"object,omitzero"`
	Value      *value      `json:"value,omitzero"`
	Grade      string      `json:"grade"`
	Rank       string      `json:"rank,omitzero"`
	Reason     string      `json:"reason,omitzero"`
	Qualifiers []qualifier `json:"qualifiers,omitempty"`
	Reading    string      `json:"reading,omitzero"`
	ValidFrom  string      `json:"validFrom,omitzero"`
	ValidTo    string      `json:"validTo,omitzero"`
	Evidence   []evidence  `json:"evidence,omitempty"`
	Note       string      `json:"note,omitzero"`
}

type qualifier struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type value struct {
	Type       string  `json:"type"`
	Text       string  `json:"text,omitzero"`
	Integer    int64   `json:"integer,omitzero"`
	Number     float64 `json:"number,omitzero"`
	Comparator string  `json:"comparator,omitzero"`
	Unit       string  `json:"unit,omitzero"`
	List       []value `json:"list,omitempty"`
}

type evidence struct {
	Source string `json:"source"`
	Quote  string `json:"quote,omitzero"`
	Prefix string `json:"prefix,omitzero"`
	Suffix string `json:"suffix,omitzero"`
	Start  int    `json:"start,omitzero"`
	End    int    `json:"end,omitzero"`
	Line   int    `json:"line,omitzero"`
	Grade  string `json:"grade"`
	Note   string `json:"note,omitzero"`
}
