package golden

import (
	"strings"

	"missiongraph/graph"
)

// Prefix begins the ids of the sources that are sheets.
const Prefix = "questions."

// IsSheet reports whether a source of this id is a sheet of questions.
func IsSheet(sourceID string) bool { return strings.HasPrefix(sourceID, Prefix) }

// Sheet is a list of questions, as a source holds them.
type Sheet struct {
	ID        string         // of the source
	Questions []*Question    // in the order of the sheet; those that could be read
	Problems  graph.Problems // all that is wrong with it, with "id:line:column"; nil for none
}

// Question is one question with its expected answer. It is immutable.
type Question struct {
	Name  string // unique in its sheet
	Why   string // why it must hold; may be empty
	Sheet string // id of the source
	Line  int    // where it begins in the sheet, from 1
	Block bool   // a change against it is not made

	Query     string         // GraphQL; "" for a pattern
	Pattern   string         // a graph pattern; "" for a query
	Variables map[string]any // JSON values by name, without the $; may be nil

	Expect Expectation

	broken bool   // its query or pattern has problems
	key    string // tells the answer asked for from every other
}

// ID is the question's name with that of its sheet: "seed/who leads the JTTF".
func (q *Question) ID() string { return strings.TrimPrefix(q.Sheet, Prefix) + "/" + q.Name }

// same reports whether q asks and expects what p does.
func (q *Question) same(p *Question) bool {
	return q.key == p.key && q.Expect.Form == p.Expect.Form && q.Block == p.Block && encode(q.Expect.Value) == encode(p.Expect.Value)
}

// Checker says what is wrong with a question before it is asked. The paths of
// the problems are "line:column" within the text, both from 1, or "" where the
// place is not known. It must be safe for concurrent use.
type Checker interface {
	CheckQuery(query string, variables map[string]any) graph.Problems
	CheckPattern(pattern string, variables map[string]any) graph.Problems
}

// The keys of a question in a sheet.
var keys = []string{"name", "why", "query", "pattern", "variables", "expect", "contains", "count", "block"}

// Parse reads a sheet. It always returns one; what is wrong is in its problems.
func Parse(id, text string, check Checker) *Sheet {
	s := &Sheet{ID: id}
	r := &reader{sheet: id, text: text, problems: &s.Problems}
	names := map[string]int{}
	for _, n := range r.list() {
		q := r.question(n)
		if q == nil {
			continue
		}
		q.Sheet = id
		if line, twice := names[q.Name]; twice {
			r.bad(n, "a question named %q stands here already, in line %d", q.Name, line)
			continue
		}
		names[q.Name] = q.Line
		before := len(s.Problems)
		r.check(q, n, check)
		q.broken = len(s.Problems) > before
		q.key = encode([]any{q.Query, q.Pattern, q.Variables})
		s.Questions = append(s.Questions, q)
	}
	return s
}
