package golden

import (
	"context"
	"slices"

	"missiongraph/graph"
)

// Finding is what a change does to one stored question; see commit.Finding.
type Finding struct {
	Question string
	Blocking bool
	New      bool
	Held     bool
	Holds    bool
	Expected string
	Actual   string
	Problem  string
}

// Check asks the stored questions of the graph before and after a change that
// is not made yet, and returns those whose answer is not as expected after it or
// was not before, in the order of the sheets. before must be a committed
// revision of the book's store: its answers are kept.
//
// Asked are the questions as the change leaves them, so that it may mend a
// question and the graph together. A blocking question that it takes away, or
// that no longer blocks after it, is a blocking finding that does not hold; one
// that it words anew, and that would not hold as it was, is told besides, and
// does not block.
func (b *Book) Check(ctx context.Context, before, after graph.Snapshot) ([]Finding, error) {
	now, err := b.Sheets(after)
	if err != nil {
		return nil, err
	}
	then, err := b.Sheets(before)
	if err != nil || len(now) == 0 && len(then) == 0 {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, b.limits.Time)
	defer cancel()
	questions := Questions(now)
	gone, reworded := weakened(Questions(then), questions)
	all := append(append(questions[:len(questions):len(questions)], reworded...), gone...)
	held := b.ask(ctx, all, nil, func(q *Question) answered { return b.kept(ctx, before, q) })
	holds := b.ask(ctx, all[:len(questions)+len(reworded)], nil, func(q *Question) answered { return b.answer(ctx, after, q) })
	if err := context.Cause(ctx); err == context.Canceled {
		return nil, err
	}

	asked := map[string][]*Question{} // before the change, by name
	for _, q := range Questions(then) {
		asked[q.Name] = append(asked[q.Name], q)
	}
	var found []Finding
	for _, s := range now {
		if len(s.Problems) > 0 && len(s.Questions) == 0 {
			found = append(found, Finding{Question: s.ID, Problem: "the sheet cannot be read: " + s.Problems[0].Error()})
		}
	}
	for i, r := range holds {
		f := Finding{
			Question: r.ID(), Blocking: r.Block, Held: held[i].Holds, Holds: r.Holds,
			Expected: r.Expected(), Actual: r.Actual, Problem: r.Problem,
		}
		f.New = !slices.ContainsFunc(asked[r.Name], r.same)
		switch {
		case i >= len(questions):
			if f.Holds {
				continue
			}
			f.Question += " (as it was)"
			f.Blocking = false
		case f.Held && f.Holds:
			continue
		}
		found = append(found, f)
	}
	for i, q := range gone {
		found = append(found, Finding{
			Question: q.ID(), Blocking: true, Held: held[len(holds)+i].Holds, Expected: encode(q.Expect.Value),
			Problem: "the change takes this blocking question away, or makes it one that does not block",
		})
	}
	return found, nil
}

// weakened returns the blocking questions that are gone or no longer block, and
// those that ask or expect something else. A question that moved to another
// sheet under its name is there.
func weakened(then, now []*Question) (gone, reworded []*Question) {
	byID, byName := map[string]*Question{}, map[string]*Question{}
	for _, q := range now {
		byID[q.ID()] = q
		if old := byName[q.Name]; old == nil || !old.Block {
			byName[q.Name] = q
		}
	}
	for _, q := range then {
		if !q.Block {
			continue
		}
		next := byID[q.ID()]
		if next == nil {
			next = byName[q.Name]
		}
		switch {
		case next == nil || !next.Block:
			gone = append(gone, q)
		case !next.same(q):
			reworded = append(reworded, q)
		}
	}
	return gone, reworded
}

// kept is answer over a committed revision, kept for the last one asked.
func (b *Book) kept(ctx context.Context, snapshot graph.Snapshot, q *Question) answered {
	rev := snapshot.Revision()
	b.mu.Lock()
	a, ok := b.answers[q.key]
	ok = ok && b.at == rev
	b.mu.Unlock()
	if ok {
		return a
	}
	a = b.answer(ctx, snapshot, q)
	if a.err != nil {
		return a // of a moment, perhaps
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at != rev {
		clear(b.answers)
		b.at = rev
	}
	b.answers[q.key] = a
	return a
}

// Blocks reports whether a stored question of the snapshot blocks.
func (b *Book) Blocks(snapshot graph.Snapshot) (bool, error) {
	sheets, err := b.Sheets(snapshot)
	return slices.ContainsFunc(Questions(sheets), func(q *Question) bool { return q.Block }), err
}
