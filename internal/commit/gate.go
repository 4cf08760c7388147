package commit

import (
	"context"

	"missiongraph/graph"
)

// Gate lets changes into a store. It is safe for concurrent use.
type Gate struct {
	store     graph.Store
	ontology  *graph.Ontology
	questions Questions // nil where there are none
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
	IfRevision *graph.Revision
	DryRun     bool // say what it would do, and do nothing
	Override   bool // commit against a blocking question; for admins
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
// Finding say so, nothing was changed.
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

// Conflict is a condition that does not hold: both sides of it.
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
	Held     bool   // the answer was as expected before
	Holds    bool   // and is after
	Expected string // JSON
	Actual   string // JSON, after; "" with Problem
	Problem  string // why there is no answer; "" for none
}

// Commit makes a change, or says why not. Who may not is UNAUTHENTICATED or
// FORBIDDEN; what is wrong with the change itself is in the outcome. Other
// errors are those of the plan and of the store; after UNAVAILABLE and INTERNAL
// it is not known whether the change was made: a request with the same key
// finds out.
func (g *Gate) Commit(ctx context.Context, r Request) (*Outcome, error) {
	who := graph.PrincipalOf(ctx)
	if err := allow(who, graph.EditorRole); err != nil {
		return nil, err
	}
	snapshot, err := g.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	base := graph.NewView(snapshot, g.ontology, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, nil)
	draft, err := r.Plan(base)
	if err != nil {
		return nil, err
	}
	change := graph.Change{Ops: draft.Ops, Author: who.Name, Message: r.Message, Key: r.Key}
	out := &Outcome{Base: base.Revision(), Revision: base.Revision()}
	if out.Problems = graph.Validate(g.ontology, base, change); len(out.Problems) > 0 || r.DryRun {
		return out, nil
	}
	entry, err := g.store.Append(ctx, change, base.Revision())
	if err != nil {
		return nil, err
	}
	out.Applied, out.Replayed, out.Revision = true, entry.Replayed, entry.Revision
	return out, nil
}

// allow refuses who has not the role.
func allow(who graph.Principal, role graph.Role) error {
	switch {
	case who.Role >= role && who.Name != "":
		return nil
	case who.Name == "" || who.Role == graph.NoRole:
		return graph.Errorf(graph.Unauthenticated, "this needs the role %s, and nobody in particular asks", role).
			WithHint("send Authorization: Bearer with a token; missiongraph token create makes one")
	}
	return graph.Errorf(graph.Forbidden, "this needs the role %s, and %s has the role %s", role, who.Name, who.Role)
}
