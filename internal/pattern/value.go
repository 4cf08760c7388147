package pattern

import (
	"cmp"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"missiongraph/graph"
)

// Type is the type of a column or value.
type Type uint8

// The types. The zero value is that of null, and of columns whose values may
// be of any type.
const (
	Any Type = iota
	Text
	Number
	Boolean
	Date
	Grade
	Entity
	Relation
	Path // the relations of an edge of variable length, in its direction
	List
)

var typeNames = [...]string{"ANY", "TEXT", "NUMBER", "BOOLEAN", "DATE", "GRADE", "ENTITY", "RELATION", "PATH", "LIST"}

// String returns the type's name, as "RELATION".
func (t Type) String() string { return typeNames[t] }

// words names the type in a sentence.
func (t Type) words() string {
	return [...]string{"anything", "a text", "a number", "true or false", "a date", "a grade", "an entity", "a relation", "a path", "a list"}[t]
}

// Value is a cell of a table: Type says which fields count. The zero value is
// null.
type Value struct {
	Type   Type
	Text   string     // Text, Date; for a Number what people read, when it is more than the number
	Number float64    // Number; Boolean: 0 or 1; Grade
	Node   graph.Node // Entity; Relation: the subject
	Edge   graph.Edge // Relation, as seen from its subject
	List   []Value    // Path, List
}

// String returns the value for people: entities and relations by number only.
func (v Value) String() string {
	switch v.Type {
	case Number:
		if v.Text != "" {
			return v.Text
		}
		return strconv.FormatFloat(v.Number, 'f', -1, 64)
	case Boolean:
		return strconv.FormatBool(v.Number != 0)
	case Grade:
		return graph.Grade(v.Number).String()
	case Entity:
		return "#" + strconv.Itoa(int(v.Node))
	case Relation:
		return "#" + strconv.Itoa(int(v.Edge.Fact))
	case Path, List:
		parts := make([]string, len(v.List))
		for i, x := range v.List {
			parts[i] = x.String()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return v.Text
	}
}

func textValue(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Type: Text, Text: s}
}

func number(n float64) Value { return Value{Type: Number, Number: n} }

func boolean(b bool) Value {
	if b {
		return Value{Type: Boolean, Number: 1}
	}
	return Value{Type: Boolean}
}

func grade(g graph.Grade) Value {
	if g == 0 {
		return Value{}
	}
	return Value{Type: Grade, Number: float64(g)}
}

// appendKey appends what tells v from every other value.
func appendKey(b []byte, v Value) []byte {
	b = append(b, byte(v.Type))
	switch v.Type {
	case Text, Date:
		b = binary.AppendUvarint(b, uint64(len(v.Text)))
		b = append(b, v.Text...)
	case Number, Boolean, Grade:
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(v.Number))
	case Entity:
		b = binary.BigEndian.AppendUint32(b, uint32(v.Node))
	case Relation:
		b = binary.BigEndian.AppendUint32(b, uint32(v.Edge.Fact))
	case Path, List:
		b = binary.AppendUvarint(b, uint64(len(v.List)))
		for _, x := range v.List {
			b = appendKey(b, x)
		}
	}
	return b
}

// compare orders values as rows are ordered: entities by name, then id;
// relations by subject, type, object and number; grades strongest first; texts
// as lists of names are, in lower case; null last.
func compare(t *graph.Topology, a, b Value) int {
	if a.Type != b.Type {
		if a.Type == Any || b.Type == Any {
			return cmp.Compare(b.Type, a.Type)
		}
		return cmp.Compare(a.Type, b.Type)
	}
	switch a.Type {
	case Text, Date:
		if a.Text == b.Text {
			return 0
		}
		return cmp.Or(strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)), strings.Compare(a.Text, b.Text))
	case Grade:
		return cmp.Compare(b.Number, a.Number)
	case Number, Boolean:
		return cmp.Compare(a.Number, b.Number)
	case Entity:
		return compareNodes(t, a.Node, b.Node)
	case Relation:
		if a.Edge.Fact == b.Edge.Fact {
			return 0
		}
		return cmp.Or(compareNodes(t, a.Node, b.Node),
			strings.Compare(t.Terms().Name(a.Edge.Type), t.Terms().Name(b.Edge.Type)),
			compareNodes(t, a.Edge.Other, b.Edge.Other), cmp.Compare(a.Edge.Fact, b.Edge.Fact))
	case Path, List:
		for i := range min(len(a.List), len(b.List)) {
			if c := compare(t, a.List[i], b.List[i]); c != 0 {
				return c
			}
		}
		return cmp.Compare(len(a.List), len(b.List))
	default:
		return 0
	}
}

func compareNodes(t *graph.Topology, a, b graph.Node) int {
	if a == b {
		return 0
	}
	x, y := t.Node(a), t.Node(b)
	if c := strings.Compare(x.Key, y.Key); c != 0 {
		return c
	}
	return strings.Compare(x.ID, y.ID)
}
