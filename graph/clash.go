package graph

import (
	"fmt"
	"strings"
)

// Clash is one thing that a plan wants otherwise than the graph has it by now:
// both sides of it.
type Clash struct {
	Ref
	Revision Revision // the one the plan goes back to or takes back
	Actual   Revision // which last put or retracted the thing
	Theirs   Record   // as it is; none where it is not there
	Ours     Record   // as the plan would have it; none where it would not be there
}

// Clashes are all the things in which a plan and the graph do not agree, by
// [CompareRefs]. As an error they have code CONFLICT.
type Clashes []Clash

// Error names each thing and the revision that changed it, one a line.
func (c Clashes) Error() string {
	lines := make([]string, len(c))
	for i := range c {
		lines[i] = c[i].Message()
	}
	return strings.Join(lines, "\n")
}

// Message says what is at odds, in one sentence without a full stop.
func (c *Clash) Message() string {
	what := strings.ToLower(c.Sort.String())
	if !c.Theirs.Exists() {
		return fmt.Sprintf("%s %q is not there: revision %d retracted it", what, c.ID, c.Actual)
	}
	return fmt.Sprintf("%s %q was put by revision %d, after revision %d", what, c.ID, c.Actual, c.Revision)
}

// Extensions returns the shape GraphQL errors carry.
func (c Clashes) Extensions() map[string]any {
	list := make([]map[string]any, len(c))
	for i := range c {
		list[i] = map[string]any{"thing": c[i].Sort.String(), "id": c[i].ID, "revision": int(c[i].Revision), "actual": int(c[i].Actual)}
	}
	return map[string]any{"code": string(Conflict), "conflicts": list}
}

// RecordOf returns what stands under a ref in a snapshot.
func RecordOf(s Snapshot, r Ref) (Record, error) {
	switch r.Sort {
	case EntitySort:
		n := s.Topology().Lookup(r.ID)
		if n == 0 {
			return Record{}, nil
		}
		e, err := s.Entity(n)
		if err != nil {
			return Record{}, err
		}
		return Record{Entity: &e}, nil
	case FactSort:
		n, ok, err := s.FactByID(r.ID)
		if err != nil || !ok {
			return Record{}, err
		}
		f, err := s.Fact(n)
		if err != nil {
			return Record{}, err
		}
		return Record{Fact: &f}, nil
	}
	x, ok, err := s.Source(r.ID)
	if err != nil || !ok {
		return Record{}, err
	}
	return Record{Source: &x}, nil
}

// Equal reports whether two records say the same, or are both none.
func (r Record) Equal(x Record) bool {
	switch {
	case r.Entity != nil:
		return x.Entity != nil && r.Entity.Equal(x.Entity)
	case r.Fact != nil:
		return x.Fact != nil && r.Fact.Equal(x.Fact)
	case r.Source != nil:
		return x.Source != nil && *r.Source == *x.Source
	}
	return !x.Exists()
}

// LastTouched returns which revision last put or retracted a thing, up to that
// of the snapshot, in other words than before; 0 for what was never there.
func LastTouched(h Historian, r Ref, b *Budget) (Revision, error) {
	lives, err := h.Lives(r, b)
	last := Revision(0)
	for _, l := range lives {
		for _, rev := range [...]Revision{l.Since, l.Until} {
			if rev <= h.Revision() {
				last = max(last, rev)
			}
		}
	}
	return last, err
}
