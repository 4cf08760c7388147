package commit

import (
	"context"
	"slices"
	"sync"

	"missiongraph/graph"
)

// Gate lets changes into a store. It is safe for concurrent use.
type Gate struct {
	store     graph.Store
	ontology  *graph.Ontology
	questions Questions // nil where there are none

	// turn is held while a request is checked and made: shared, or by one that
	// has lost too often to the others, and now goes alone.
	turn sync.RWMutex
}

// New returns a gate to a store. questions may be nil.
func New(store graph.Store, ontology *graph.Ontology, questions Questions) *Gate {
	return &Gate{store: store, ontology: ontology, questions: questions}
}

// Request asks for a change.
type Request struct {
	Plan       Plan
	Message    string // why; required
	Key        string // see [graph.Change]; "" for none
	Fixed      bool   // the plan comes to the same ops on every graph that has the sources they quote: a key sent again is then compared by them, too
	IfRevision *graph.Revision
	DryRun     bool // say what it would do, and do nothing
	Override   bool // commit against a blocking question; for admins
	MaxOps     int  // of the plan, which an import may need more of; 0 for [MaxOps]
}

// Plan says what to do to the graph as it is. It is called anew when the graph
// moved on, so it must depend on the view alone. What it refuses it returns as
// an error, [graph.Problems] for all that is wrong with an input.
type Plan func(base *graph.View) (Draft, error)

// Draft is what a plan comes to.
type Draft struct {
	Ops   []graph.Op
	Paths []string    // of each op in the request, as "changes[3].fact"; nil where problems name ops
	If    []Condition // what must not have changed since it was read
	Whole bool        // it hangs on more than what its ops name, as on what has a name
}

// Fixed returns the plan that is the same whatever the graph holds.
func Fixed(d Draft) Plan { return func(*graph.View) (Draft, error) { return d, nil } }

// Condition asks that a thing was last put or retracted by a revision.
type Condition struct {
	graph.Ref
	Revision graph.Revision // 0: that it is not there
	Path     string         // in the request
}

// Outcome says what became of a request. When Problems, Conflicts or a blocking
// Finding say so, nothing was changed; nor was it when all that is put was there
// already.
type Outcome struct {
	Base     graph.Revision // what the request was checked against
	Revision graph.Revision // that made it; Base where none was made
	Applied  bool           // there is a revision that made it
	Replayed bool           // it was there before: the key was used

	Problems    graph.Problems
	Conflicts   []Conflict
	Effect      *graph.Changes // what it does, from Base; nil where it cannot be said
	Unreachable []string       // entities that lose their last relation by it, by id
	Findings    []Finding      // questions whose answer is not, or no longer, as expected, or becomes so
}

// Refused reports whether something in the outcome forbids the change; for a
// request that overrides them, blocking findings do not.
func (o *Outcome) Refused(override bool) bool {
	return len(o.Problems) > 0 || len(o.Conflicts) > 0 || !override && slices.ContainsFunc(o.Findings, Finding.Stops)
}

// Conflict is a condition that does not hold, or a thing that a plan wants
// otherwise (see [graph.Clashes]): both sides of it.
type Conflict struct {
	Condition
	Actual graph.Revision // which last put or retracted it; of the head where the Ref is zero
	Theirs graph.Record   // as it is; none where it is not there
	Ours   graph.Record   // as the request would make it; none where it does not say
}

// Questions are the stored questions with their expected answers.
type Questions interface {
	// Check asks them of the graph before and after a change that is not made
	// yet. It returns those whose answer is not as expected after it, or was not
	// before it, in a stable order.
	Check(ctx context.Context, before, after graph.Snapshot) ([]Finding, error)

	// CheckSheet returns what is wrong with the text of a source that holds
	// questions, with "id:line:column"; nil for any other source.
	CheckSheet(id, text string) graph.Problems
}

// Finding is what a change does to one stored question.
type Finding struct {
	Question string // its name
	Blocking bool   // it must hold for a change to be made
	New      bool   // it was not asked before
	Held     bool   // the answer was as expected before
	Holds    bool   // and is after
	Expected string // JSON
	Actual   string // JSON, after; "" with Problem
	Problem  string // why there is no answer; "" for none
}

// Stops reports whether the change may not be made because of it: what fails,
// and did not fail before. What failed before stops nobody.
func (f Finding) Stops() bool { return f.Blocking && !f.Holds && (f.Held || f.New) }

// Blocker is implemented by [Questions] that can tell whether any of those of a
// snapshot is blocking. Where none is, changes that have nothing to do with each
// other are made side by side.
type Blocker interface {
	Blocks(s graph.Snapshot) (bool, error)
}

// SheetPrefix is how the ids of the sources begin that hold stored questions. A
// change to one is made alone: what is let in before it was checked without it,
// and is in the graph that it is checked against.
const SheetPrefix = "questions."
