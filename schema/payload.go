package schema

import (
	"fmt"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/commit"
)

// CommitPayload answers CommitPayload.
type CommitPayload struct {
	Revision         *RevisionResolver
	Applied          bool
	Replayed         bool
	DryRun           bool
	ClientMutationID *string
	Problems         []*ProblemResolver
	Conflicts        []*ConflictResolver
	Counts           []*DiffCountResolver
	Questions        []*QuestionFindingResolver

	v   *view
	out *commit.Outcome
	ops []graph.Op // of the plan
}

// tell fills in what became of the change.
func (p *CommitPayload) tell(s *Session, out *commit.Outcome) (err error) {
	p.out, p.Applied, p.Replayed = out, out.Applied, out.Replayed
	if p.v, err = s.view(graph.Lens{}); err != nil {
		return err
	}
	if p.Revision, err = p.v.revisionInfo(out.Revision); err != nil {
		return err
	}
	p.Problems = make([]*ProblemResolver, len(out.Problems))
	for i, x := range out.Problems {
		p.Problems[i] = &ProblemResolver{x.Path, string(x.Code), x.Msg, optional(x.Hint)}
	}
	p.Conflicts = make([]*ConflictResolver, len(out.Conflicts))
	for i := range out.Conflicts {
		p.Conflicts[i] = &ConflictResolver{v: p.v, c: &out.Conflicts[i]}
	}
	p.Counts = []*DiffCountResolver{}
	if out.Effect != nil {
		p.Counts = diffCounts(out.Effect)
	}
	p.Questions = make([]*QuestionFindingResolver, len(out.Findings))
	for i, f := range out.Findings {
		p.Questions[i] = &QuestionFindingResolver{f.Question, f.Blocking, f.New, f.Held, f.Holds, f.Expected, optional(f.Actual), optional(f.Problem)}
	}
	return nil
}

// hypothetical reports whether the payload tells of a graph that is not there:
// that after the ops of a trial, or of a change that a question blocks.
func (p *CommitPayload) hypothetical() bool {
	return !p.out.Applied && len(p.ops) > 0 && len(p.out.Problems)+len(p.out.Conflicts) == 0
}

// Effect returns what the change does, or nil.
func (p *CommitPayload) Effect() *[]*DifferenceResolver {
	if p.out.Effect == nil {
		return nil
	}
	if err := p.v.Budget.Spend(len(p.out.Effect.Differences)); err != nil {
		panic(graph.Errorf(graph.CodeOf(err), "%s", err.Error()).
			WithHint("the change was made as applied says; diff(from:, to:) pages what it does"))
	}
	list := p.v.differences(p.out.Effect.Differences)
	if p.hypothetical() {
		for _, d := range list {
			d.ops = p.ops
		}
	}
	return &list
}

// Unreachable returns the entities that lose their last relation.
func (p *CommitPayload) Unreachable() []*EntityResolver {
	p.v.charge(len(p.out.Unreachable))
	list := []*EntityResolver{}
	for _, id := range p.out.Unreachable {
		if r := p.v.entity(p.v.Topology().Lookup(id)); r != nil {
			list = append(list, r)
		}
	}
	return list
}

// Query returns the query surface after the change.
func (p *CommitPayload) Query() *Query {
	v, err := p.after()
	must(err)
	return &Query{view: v}
}

// after returns the graph after the change; for a trial, as it would be.
func (p *CommitPayload) after() (*view, error) {
	if !p.hypothetical() {
		return p.v, nil
	}
	return p.v.session.view(graph.Lens{Changes: p.ops})
}

// ProblemResolver answers Problem.
type ProblemResolver struct {
	Path, Code, Message string
	Hint                *string
}

// QuestionFindingResolver answers QuestionFinding.
type QuestionFindingResolver struct {
	Question                   string
	Blocking, New, Held, Holds bool
	Expected                   string
	Actual, Problem            *string
}

// ConflictResolver answers Conflict.
type ConflictResolver struct {
	v *view
	c *commit.Conflict
}

// whole reports whether it is about the graph as a whole.
func (r *ConflictResolver) whole() bool { return r.c.Ref.ID == "" }

// Thing returns what it is about, or nil.
func (r *ConflictResolver) Thing() *string {
	if r.whole() {
		return nil
	}
	s := r.c.Sort.String()
	return &s
}

// ID returns the thing's id, or nil.
func (r *ConflictResolver) ID() *graphql.ID { return optionalID(r.c.Ref.ID) }

// Path returns the place of the condition.
func (r *ConflictResolver) Path() string { return r.c.Path }

// Expected returns the revision asked for.
func (r *ConflictResolver) Expected() Revision { return Revision(r.c.Condition.Revision) }

// Actual returns the revision that is.
func (r *ConflictResolver) Actual() Revision { return Revision(r.c.Actual) }

// Revision returns who made that, or nil.
func (r *ConflictResolver) Revision() *RevisionResolver {
	if r.c.Actual == 0 {
		return nil
	}
	info, err := r.v.revisionInfo(r.c.Actual)
	must(err)
	return info
}

// Node returns the thing as it is, or nil.
func (r *ConflictResolver) Node() *NodeResolver {
	if !r.c.Theirs.Exists() {
		return nil
	}
	v, err := r.v.session.view(graph.Lens{MinGrade: graph.Editorial, Deprecated: true})
	must(err)
	node, err := v.node(r.c.Ref.ID)
	must(err)
	return node
}

// FieldValueResolver answers FieldValue.
type FieldValueResolver struct {
	Field string
	Value *string
}

// Theirs returns the thing as it is, or nil.
func (r *ConflictResolver) Theirs() *[]*FieldValueResolver { return fieldValues(r.c.Theirs) }

// Ours returns the thing as it was to be, or nil.
func (r *ConflictResolver) Ours() *[]*FieldValueResolver { return fieldValues(r.c.Ours) }

// Changes returns in what the two differ.
func (r *ConflictResolver) Changes() []*FieldChangeResolver {
	return fieldChanges(graph.FieldChanges(r.c.Theirs, r.c.Ours))
}

// fieldValues returns the fields of a record that are not empty; nil where
// there is no record.
func fieldValues(x graph.Record) *[]*FieldValueResolver {
	none := graph.Record{}
	switch {
	case x.Entity != nil:
		none.Entity = &graph.Entity{}
	case x.Fact != nil:
		none.Fact = &graph.Fact{}
	case x.Source != nil:
		none.Source = &graph.Source{}
	default:
		return nil
	}
	list := []*FieldValueResolver{}
	for _, f := range graph.FieldChanges(none, x) {
		list = append(list, &FieldValueResolver{f.Name, optional(f.After)})
	}
	return &list
}

// Message returns the conflict in words.
func (r *ConflictResolver) Message() string {
	c := r.c
	expected := c.Condition.Revision
	what := fmt.Sprintf("%s %q", sortWords[c.Sort], c.Ref.ID)
	switch {
	case r.whole():
		return fmt.Sprintf("the graph is at revision %d, not at %d", c.Actual, expected)
	case expected == 0:
		return fmt.Sprintf("%s is there already: revision %d put it", what, c.Actual)
	case c.Actual == 0:
		return fmt.Sprintf("%s was never there", what)
	case !c.Theirs.Exists():
		return fmt.Sprintf("%s is not there any more: revision %d retracted it", what, c.Actual)
	}
	return fmt.Sprintf("%s was changed by revision %d, after %d", what, c.Actual, expected)
}

var sortWords = [...]string{graph.EntitySort: "entity", graph.FactSort: "fact", graph.SourceSort: "source"}
