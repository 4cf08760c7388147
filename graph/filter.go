package graph

import "regexp"

// Condition decides about entities of one view. nil holds for every entity. It
// is for one goroutine and lives as long as its view; it charges the view's
// budget for what it touches. The error has code LIMIT or TIMEOUT, or is the
// store's.
type Condition func(Node) (bool, error)

// FactCondition decides about facts of one view, as seen from their subject or
// their object, under the terms of [Condition]. Whether the lens shows the fact
// is not its business.
type FactCondition func(*Edge) (bool, error)

// Filter is a condition on entities, as data: what is set must all hold. The
// zero value holds for every entity. What it says of facts it says of those
// that the view shows.
type Filter struct {
	And []Filter
	Or  []Filter // at least one; nil asks for nothing, an empty list holds for no entity
	Not *Filter

	Kinds  []string // any of them; abstract ones stand for theirs. nil for all
	Forms  []string // any of them; nil for all
	ID     *TextTest
	Name   *TextTest
	Alias  *TextTest   // some other name
	Note   *TextTest   // an entity without a note has the text ""
	Grade  *GradeTest  // how directly the source names the entity
	Source *TextTest   // id of some source quoted for the entity's name or for a fact whose subject it is
	Degree *NumberTest // as in [DegreeCount]

	Properties []PropertyTest
	Relations  []RelationTest
}

// PropertyTest is a condition on the values of a property that the view shows:
// all of them, also where one is preferred. Without Exists it holds when some
// value meets what is set.
type PropertyTest struct {
	Property string
	Exists   *bool       // whether there is any value at all
	Text     *TextTest   // String, Text, URL and Coded values; each element of a list
	Number   *NumberTest // Integer, Decimal and Quantity values
	Unit     *TextTest   // of a Quantity; "" where it has none
	Hedge    *TextTest   // the comparator of a Quantity; "" where it has none
	Date     *DateTest
	Boolean  *bool
	Fact     *FactFilter // on the attribute itself
}

// RelationTest is a condition on an entity's relations of some types. Only
// those that meet Fact and lead to an entity that meets Node are looked at;
// Some, Every, None and Count speak of these. A symmetric type is followed both
// ways, whatever Direction says; a relation that joins an entity to itself is
// one. With none of these set the test holds.
type RelationTest struct {
	Types     []string  // relation types; empty for all
	Direction Direction // 0 for both ways
	Kinds     []string  // of the far end; nil for all
	Fact      *FactFilter
	Node      *Filter

	Some  *Filter     // at least one leads to an entity that meets it
	Every *Filter     // all do; holds when there is none
	None  *Filter     // none does
	Count *NumberTest // how many there are
}

// FactFilter is a condition on facts, as data: what is set must all hold.
type FactFilter struct {
	And []FactFilter
	Or  []FactFilter // as in Filter
	Not *FactFilter

	Types      []string // relation types and properties; nil for all
	Verb       *TextTest
	Grade      *GradeTest
	Rank       []Rank // any of them; nil for all
	Reading    *TextTest
	Source     *TextTest // id of some source quoted
	Quote      *TextTest // some quote
	Note       *TextTest
	Qualifiers []QualifierTest
	ValidAt    string // RFC 3339 full-date: holds on that day; "" for any
	ValidFrom  *DateTest
	ValidTo    *DateTest
}

// QualifierTest is a condition on a fact's qualifier of one name. Without
// Exists it holds when the fact has the qualifier and its value meets Value.
type QualifierTest struct {
	Name   string
	Exists *bool
	Value  *TextTest
}

// TextTest is a condition on a text, compared as [Fold] does, without regard
// to case, accents and punctuation, or code point by code point when Exact. What
// has no letter and no digit, as "(", is compared as it stands.
type TextTest struct {
	Eq         *string
	In         []string // any of them; nil for all
	Contains   *string
	StartsWith *string
	EndsWith   *string
	Matches    *regexp.Regexp // anywhere in the text as it stands or, unless Exact, in the text without accents; made by [Pattern]
	Exact      bool
	NotEmpty   bool // not the text ""
}

// NumberTest is a condition on a number.
type NumberTest struct {
	Eq, Ne, Lt, Le, Gt, Ge *float64
	In                     []float64 // any of them; nil for all
}

// DateTest is a condition on an RFC 3339 full-date, which compares as text.
type DateTest struct {
	Eq, Before, From, To *string // Before: earlier than; From, To: not earlier, not later than
	Exists               *bool
}

// GradeTest is a condition on a grade.
type GradeTest struct {
	In      []Grade // any of them; nil for all
	AtLeast Grade   // 0 for any
}

// OrderBy is what entities can be ordered by.
type OrderBy uint8

// The orders. Of a property with several values the least counts, or the
// greatest when Descending.
const (
	OrderName     OrderBy = iota // [NodeInfo.Key]
	OrderID                      //
	OrderKind                    // name of the kind
	OrderForm                    // name of the form; none is null
	OrderGrade                   // strongest first
	OrderDegree                  // visible relations, as in [DegreeCount]
	OrderProperty                // value of OrderKey.Property; none is null
	OrderCount                   // number of visible relations that OrderKey.Relations selects
)

// OrderKey is one key of an order. Entities equal by all keys are in order of
// id.
type OrderKey struct {
	By         OrderBy
	Property   string        // for OrderProperty
	Relations  *RelationTest // for OrderCount: Types, Direction, Kinds, Fact and Node
	Descending bool
	NullsFirst bool // else last, whatever Descending says
}

// ListQuery asks for a page of entities.
type ListQuery struct {
	Kinds  []Term // concrete kinds; empty for all
	Filter *Filter
	Order  []OrderKey // empty for [OrderName]
	First  int        // from the beginning or After; with Last 0
	Last   int        // from the end or Before; with First 0
	After  Node       // exclusive; 0 for the beginning. It need not be in the list
	Before Node       // exclusive; 0 for the end. Likewise
}

// ListPage is a page of entities. How many the whole list has is for
// [CountList] to say.
type ListPage struct {
	Nodes       []Node
	HasPrevious bool // the list has entities before the first of Nodes
	HasNext     bool // and after the last
}
