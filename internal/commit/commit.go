package commit

import (
	"context"
	"errors"
	"slices"
	"strings"

	"missiongraph/graph"
)

// How often a request is planned anew when others were faster. After sharedTries
// it takes a turn alone, in which nobody else passes the gate: only who writes
// past it can still be faster.
const (
	sharedTries = 3
	maxTries    = 10
)

// Commit makes a change, or says why not. Who may not is UNAUTHENTICATED or
// FORBIDDEN; what is wrong with the change itself is in the outcome. A key that
// was used for another change is CONFLICT. Other errors are those of the plan
// and of the store; after UNAVAILABLE and INTERNAL it is not known whether the
// change was made: a request with the same key finds out.
func (g *Gate) Commit(ctx context.Context, r Request) (*Outcome, error) {
	who := graph.PrincipalOf(ctx)
	role := graph.EditorRole
	if r.Override {
		role = graph.AdminRole
	}
	if err := Allow(who, role); err != nil {
		return nil, err
	}
	alone := false
	for tries := 1; ; tries++ {
		if err := ctx.Err(); err != nil {
			return nil, &graph.Error{Code: graph.Timeout, Msg: "the change was given up before it was made", Err: err}
		}
		a := &attempt{Gate: g, ctx: ctx, who: who, Request: r, alone: alone || tries > sharedTries}
		out, err := a.run()
		switch {
		case errors.Is(err, errAlone):
			alone = true
		case graph.CodeOf(err) != graph.Conflict || !a.lost || tries == maxTries:
			return out, err
		}
	}
}

// Allow refuses who has not the role: UNAUTHENTICATED, FORBIDDEN.
func Allow(who graph.Principal, role graph.Role) error {
	switch {
	case who.Role >= role && who.Name != "":
		return nil
	case who.Name == "" || who.Role == graph.NoRole:
		return graph.Errorf(graph.Unauthenticated, "this needs the role %s, and nobody in particular asks", role).
			WithHint("send Authorization: Bearer with a token; missiongraph token create makes one")
	}
	return graph.Errorf(graph.Forbidden, "this needs the role %s, and %s has the role %s", role, who.Name, who.Role)
}

// errAlone asks for another attempt, in a turn alone.
var errAlone = errors.New("the change is to be made alone")

// attempt is a request checked against one revision.
type attempt struct {
	*Gate
	Request
	ctx   context.Context
	who   graph.Principal
	alone bool
	lost  bool // the head moved on

	base    *graph.View
	draft   Draft
	changed []graph.Op // of the draft's, those that change something
	out     *Outcome
}

func (a *attempt) run() (*Outcome, error) {
	switch {
	case a.DryRun:
	case a.alone:
		a.turn.Lock()
		defer a.turn.Unlock()
	default:
		a.turn.RLock()
		defer a.turn.RUnlock()
	}
	snapshot, err := a.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	// The key is looked up after the snapshot is opened: where it is not found,
	// the snapshot is without its change, too.
	if e, ok, err := a.entryByKey(); err != nil || ok {
		if err == nil {
			return a.replay(e)
		}
		return nil, err
	}
	a.base = graph.NewView(snapshot, a.ontology, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, nil)
	a.out = &Outcome{Base: a.base.Revision(), Revision: a.base.Revision()}
	for _, step := range [...]func() error{a.plan, a.validate, a.effect, a.ask} {
		if err := step(); err != nil {
			return nil, err
		}
		if len(a.out.Problems) > 0 || len(a.out.Conflicts) > 0 {
			return a.out, nil
		}
	}
	if a.DryRun || len(a.changed) == 0 || a.out.Refused(a.Override) {
		return a.out, nil
	}
	return a.append()
}

// plan asks the plan what to do, and what it relies on.
func (a *attempt) plan() error {
	out := a.out
	if a.IfRevision != nil && *a.IfRevision != a.base.Revision() {
		out.Conflicts = append(out.Conflicts, a.moved(a.base.Revision()))
	}
	draft, err := a.Plan(a.base)
	var problems graph.Problems
	var clashes graph.Clashes
	switch {
	case err == nil:
		a.draft = draft
		return a.conditions()
	case len(out.Conflicts) > 0: // what it refuses comes of that, perhaps
		return nil
	case errors.As(err, &problems):
		out.Problems = append(a.problems(), problems...)
		return nil
	case errors.As(err, &clashes):
		for _, c := range clashes {
			out.Conflicts = append(out.Conflicts, Conflict{Condition{Ref: c.Ref, Revision: c.Revision}, c.Actual, c.Theirs, c.Ours})
		}
		return nil
	}
	return err
}

// effect says what the draft does.
func (a *attempt) effect() error {
	var err error
	if a.changed, err = graph.Reduce(a.base, a.draft.Ops); err != nil {
		return err
	}
	effect, err := graph.Effects(a.base, a.changed)
	if err != nil {
		return err
	}
	if len(effect.Differences) == 0 {
		a.changed = nil // what was put was taken back in the same change
	}
	a.out.Effect, a.out.Unreachable = &effect, graph.Unreachable(a.base, &effect)
	return nil
}

// ask asks the stored questions.
func (a *attempt) ask() error {
	if a.questions == nil || len(a.changed) == 0 {
		return nil
	}
	if !a.DryRun && !a.alone && slices.ContainsFunc(a.changed, touchesSheet) {
		return errAlone
	}
	after, err := graph.Overlay(a.base.Snapshot, a.changed)
	if err != nil {
		return err
	}
	defer after.Close()
	a.out.Findings, err = a.questions.Check(a.ctx, a.base.Snapshot, after)
	return err
}

func touchesSheet(op graph.Op) bool {
	r := op.Touches()
	return r.Sort == graph.SourceSort && strings.HasPrefix(r.ID, SheetPrefix)
}

// append makes the change.
func (a *attempt) append() (*Outcome, error) {
	basis, err := a.basis()
	if err != nil {
		return nil, err
	}
	change := graph.Change{Ops: a.changed, Author: a.who.Name, Message: a.Message, Key: a.Key}
	entry, err := a.store.Append(a.ctx, change, a.base.Revision(), basis...)
	var problems graph.Problems
	switch {
	case err == nil && entry.Replayed:
		return a.replay(entry)
	case err == nil:
		a.made(entry.Revision)
		return a.out, nil
	case errors.As(err, &problems): // a rule of the store that the ontology does not have
		a.out.Problems = a.located(problems, a.changed)
		a.out.Effect, a.out.Unreachable, a.out.Findings = nil, nil, nil
		return a.out, nil
	case graph.CodeOf(err) == graph.Conflict && a.IfRevision != nil && a.store.Head() != *a.IfRevision:
		if e, ok, kerr := a.entryByKey(); kerr == nil && ok { // the same request was faster
			return a.replay(e)
		}
		out := &Outcome{Base: a.base.Revision(), Revision: a.base.Revision()}
		out.Conflicts = []Conflict{a.moved(a.store.Head())}
		return out, nil
	}
	a.lost = graph.CodeOf(err) == graph.Conflict
	return nil, err
}

// made notes the revision that made the change.
func (a *attempt) made(rev graph.Revision) {
	a.out.Applied, a.out.Revision = true, rev
	e := a.out.Effect
	e.From, e.To = rev-1, rev
	for i := range e.Differences {
		e.Differences[i].From, e.Differences[i].To = rev-1, rev
	}
}

func (a *attempt) entryByKey() (e graph.Entry, ok bool, err error) {
	if s, knows := a.store.(graph.Keyed); knows && a.Key != "" {
		return s.EntryByKey(a.Key)
	}
	return e, false, nil
}

// repeats reports whether an entry is what the request asks for. What it came to
// then it comes to again at the revision before the entry, as what it was checked
// against had not changed by then.
func (a *attempt) repeats(e graph.Entry) (bool, error) {
	if e.Author != a.who.Name || e.Message != a.Message || !a.Fixed {
		return e.Author == a.who.Name && e.Message == a.Message, nil
	}
	before, err := a.store.Snapshot(e.Revision - 1)
	if err != nil {
		return false, err
	}
	defer before.Close()
	v := graph.NewView(before, a.ontology, graph.Lens{MinGrade: graph.Editorial, Deprecated: true}, nil)
	draft, err := a.Plan(v)
	var problems graph.Problems
	if errors.As(err, &problems) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	changed, err := graph.Reduce(v, draft.Ops)
	return slices.EqualFunc(changed, e.Ops, sameOp), err
}

func sameOp(a, b graph.Op) bool {
	put := func(op graph.Op) graph.Record {
		return graph.Record{Entity: op.Entity, Fact: op.Fact, Source: op.Source}
	}
	return a.Problem() == "" && a.Touches() == b.Touches() && put(a).Equal(put(b))
}

// replay tells again what became of a request that was made before.
func (a *attempt) replay(e graph.Entry) (*Outcome, error) {
	same, err := a.repeats(e)
	if err != nil {
		return nil, err
	}
	if !same {
		return nil, graph.Errorf(graph.Conflict, "the key %.200q was used for another change, which is revision %d", a.Key, e.Revision).
			WithHint("choose a new key for each change, and send the same one only to repeat it")
	}
	head, err := a.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer head.Close()
	v := graph.NewView(head, a.ontology, graph.Lens{}, nil)
	effect, err := graph.Diff(v, graph.DiffQuery{From: e.Revision - 1, To: e.Revision})
	if err != nil {
		return nil, err
	}
	out := &Outcome{Base: e.Revision - 1, Revision: e.Revision, Applied: true, Replayed: true, Effect: &effect}
	if !slices.ContainsFunc(effect.Differences, func(d graph.Difference) bool { return d.Before.Fact != nil }) {
		return out, nil
	}
	before, err := a.store.Snapshot(e.Revision - 1)
	if err != nil {
		return nil, err
	}
	defer before.Close()
	out.Unreachable = graph.Unreachable(before, &effect)
	return out, nil
}
