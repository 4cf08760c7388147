package pattern

import (
	"regexp"

	"github.com/alecthomas/participle/v2/lexer"

	"missiongraph/graph"
)

// Statement is a pattern that has been checked against an ontology. It is
// immutable and safe for concurrent use.
type Statement struct {
	// Columns are what the rows will hold.
	Columns []Column
	// Named are the texts that ids and names of entities are compared with, in
	// order of appearance: where nothing is found, one may be neither.
	Named []Named

	o        *graph.Ontology
	concrete []string // the concrete kinds, in order of declaration
	nodes    []nodeVar
	edges    []edgeVar
	must     group
	optional []*group // in order

	columns  []*expr
	order    []sortKey
	distinct bool
	grouped  bool // some column is an aggregate
	skip     int
	limit    int // -1 for all
}

// Named is a text that the id, or else the name, of an entity is compared with.
type Named struct {
	Text string
	ID   bool
}

// Column is a column of a table.
type Column struct {
	Name string // the alias, or the expression as it is written
	Type Type
}

// nodeVar is an entity to find. Its place in Statement.nodes is its slot.
type nodeVar struct {
	name  string // "" when anonymous
	at    lexer.Position
	kinds kindSet // what it can be; nil when nothing is known
}

// edgeVar is a relation to find, or a chain of min to max of them.
type edgeVar struct {
	name     string // "" when anonymous
	at       lexer.Position
	from, to int             // slots
	types    []string        // nil for all
	dir      graph.Direction // from the end from; symmetric types have none
	path     bool            // of variable length
	min, max int             // steps, 1 and 1 when not path
	clause   int             // edges of one clause are different relations
	each     []*expr         // conditions on each relation of a path
}

// group is the part of a statement that is matched, or left out, as one.
type group struct {
	nodes []int // slots it introduces
	edges []int
	conds []*expr // all must hold; nil never stands among them
	never bool    // some condition cannot hold
}

type sortKey struct {
	column     int   // into the columns, or -1
	expr       *expr // when it is no column
	descending bool
}

// op is what an expression does.
type op uint8

const (
	opConst op = iota
	opNode
	opEdge // a relation, or a path
	opNodePart
	opEdgePart
	opLength // of a path
	opAnd
	opOr
	opXor
	opNot
	opEq
	opLess    // the first before the second
	opAtMost  // the first before the second or equal
	opIn      // the first among the elements of the second
	opContain // the first contains the second
	opStart
	opEnd
	opMatch
	opNull
	opExists
	opAggregate
)

// expr is an expression whose names are resolved and types checked.
type expr struct {
	op    op
	at    lexer.Position
	typ   Type
	elem  Type // of a List
	exact bool // a text that is compared code point by code point
	args  []*expr

	value  Value          // opConst
	folded [][]byte       // opEq, opIn, opContain, opStart, opEnd: the constant texts, as Fold makes them
	re     *regexp.Regexp // opMatch
	slot   int            // opNode, opEdge, opNodePart, opEdgePart, opLength
	part   part
	name   string // of a property, qualifier or aggregate
	sub    *group // opExists
	unique bool   // opAggregate: DISTINCT
}

// part is what is asked of an entity or relation.
type part uint8

const (
	partID part = iota
	partName
	partKind
	partForm
	partGrade
	partNote
	partDegree
	partProperty
	partType
	partVerb
	partRank
	partReading
	partReason
	partValidFrom
	partValidTo
	partQualifier
)

// partInfo says how a part is called and what it is.
type partInfo struct {
	name  string
	part  part
	typ   Type
	exact bool
}

var nodeParts = []partInfo{
	{"id", partID, Text, true}, {"name", partName, Text, false}, {"kind", partKind, Text, true}, {"form", partForm, Text, true},
	{"grade", partGrade, Grade, false}, {"note", partNote, Text, false}, {"degree", partDegree, Number, false},
}

var edgeParts = []partInfo{
	{"id", partID, Text, true}, {"type", partType, Text, true}, {"verb", partVerb, Text, true}, {"grade", partGrade, Grade, false},
	{"rank", partRank, Text, true}, {"reading", partReading, Text, true}, {"reason", partReason, Text, false}, {"note", partNote, Text, false},
	{"validFrom", partValidFrom, Date, false}, {"validTo", partValidTo, Date, false},
}

func findPart(parts []partInfo, name string) *partInfo {
	for i := range parts {
		if parts[i].name == name {
			return &parts[i]
		}
	}
	return nil
}

func partNames(parts []partInfo) []string {
	names := make([]string, len(parts))
	for i := range parts {
		names[i] = parts[i].name
	}
	return names
}
