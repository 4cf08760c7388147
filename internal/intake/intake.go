// Package intake is what passes between those who send files to be imported and
// what reads them: an upload goes in, a plan comes out. Package exchange reads;
// this package lets others ask for it without knowing how.
package intake

import "missiongraph/graph"

// Bounds of what is sent to be imported.
const (
	MaxBytes = 32 << 20 // of a file, compressed or not
	MaxName  = 200      // bytes
	MaxOps   = 200_000
)

// Upload is a file that somebody sends, with what says how to read it.
type Upload struct {
	Name      string // of the file, as places in it are told
	Data      []byte // also compressed
	Mapping   []byte // YAML
	Decisions []byte // YAML; empty for none
	Retain    bool   // keep what the file has no more
}

// Reader reads uploads.
type Reader interface {
	// Open reads an upload as far as it can be without a graph. All that is
	// wrong is [graph.Problems] with places in the file, in "mapping" or in
	// "decisions".
	Open(u *Upload, o *graph.Ontology) (Reading, error)
}

// Reading is an upload to be set beside graphs. It is for one goroutine.
type Reading interface {
	// Propose says what the upload comes to over a graph. The plan is the same
	// for as long as nothing in the graph changes what it comes to.
	Propose(base *graph.View) (*Plan, error)
}

// Plan is what an upload comes to over one graph.
type Plan struct {
	ID      string // another for any other upload, and for any other ops
	Base    graph.Revision
	File    File
	Mapping string // its name
	Source  string // id of what the file becomes

	Rows, Loaded    int
	Entities, Facts Tally
	Refused         graph.Problems // rows, in order of the file
	LeftOut         graph.Problems // of rows that are loaded
	Conflicts       graph.Problems // what the file says otherwise than other sources; not in Ops
	Joined          []Match        // entities of the file that are ones of the graph
	Alike           []Match        // those that may be, and were not joined

	Ops   []graph.Op // none where nothing changes
	Paths []string   // of each op in the file, as "list.csv:12"
}

// File is a file as it was read.
type File struct {
	Name        string
	Format      string
	Compression string // "" for none
	Encoding    string
	Delimiter   string // between the cells of a CSV; "" for others
	Size        int64  // bytes, as it came
	SHA256      string // of the bytes as they came, lower-case hexadecimal
}

// Tally counts things by what becomes of them.
type Tally struct{ New, Changed, Gone, Unchanged, Kept int }

// Match is an entity of a file and one of the graph.
type Match struct {
	Place string // of the row, "file:line:column"
	ID    string // of the entity as the mapping makes it
	Text  string // by which the graph was asked; "" for a decision
	Is    string // the entity of the graph
	Name  string // of that
	How   string
	Score float64
	Why   string // why it was not joined; "" where it was
}
