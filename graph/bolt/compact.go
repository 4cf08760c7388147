package bolt

import (
	"context"
	"errors"
	"os"

	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph"
)

// Rewritten says what rewriting a data file did.
type Rewritten struct {
	Before   int64 // bytes
	After    int64
	Revision graph.Revision
	Rows     int            // that are equal in the old and the new file
	Differed graph.Problems // rows of the old file that its log does not make; nil from Compact
	Kept     string         // where the old file is now, when rows differed; "" else
}

// compactStep bounds one transaction of compacting, in bytes.
const compactStep = 64 << 20

// Compact rewrites the data file at path without its free pages. The new file
// is made beside it, brought to the disk, checked in depth and compared with
// the old one row by row; one rename then replaces the old one. Whatever
// happens before, the old file is as it was.
//
// Codes: those of [Open], NOT_FOUND when there is no file, UNAVAILABLE when it
// is damaged or the disk full, TIMEOUT when ctx ends.
func Compact(ctx context.Context, path string, stages Stages) (Rewritten, error) {
	s, err := openToReplace(path, false)
	if err != nil {
		return Rewritten{}, err
	}
	defer s.Close()
	d, err := newDraft(s.path)
	if err != nil {
		return Rewritten{}, err
	}
	defer d.discard()
	stages.begin("compacting")
	if err := guarded(func() error { return s.compactInto(d.path) }); err != nil {
		return Rewritten{}, openError(err)
	}
	if _, err := d.verify(ctx, stages); err != nil {
		return Rewritten{}, err
	}
	r, err := s.rewritten(d, stages)
	if err == nil {
		err = unsound(r.Differed)
	}
	if err != nil {
		return Rewritten{}, err
	}
	return r, d.replace()
}

func (s *Store) compactInto(path string) error {
	dst, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: defaultTimeout, NoSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	return firstError(errors.Join(bbolt.Compact(dst, s.db, compactStep), dst.Sync(), dst.Close()))
}

// RebuildFile makes the data file at path anew from its log: the same entries,
// and every row made from them again. The new file is made beside the old one,
// brought to the disk and checked, and one rename replaces the old one. By the
// first law the rows are those that were there, byte for byte; those that were
// not are told in [Rewritten.Differed], and the old file is then kept. It needs
// the log and no row to be sound. Codes: those of [Compact].
func RebuildFile(ctx context.Context, path string, stages Stages) (Rewritten, error) {
	s, err := openToReplace(path, true)
	if err != nil {
		return Rewritten{}, err
	}
	defer s.Close()
	d, err := newDraft(s.path)
	if err != nil {
		return Rewritten{}, err
	}
	defer d.discard()
	d.discard() // Rebuild makes the file itself
	if err := s.Rebuild(ctx, d.path, stages.begin("replaying the log")); err != nil {
		return Rewritten{}, err
	}
	if err := d.verifyRebuilt(ctx); err != nil {
		return Rewritten{}, err
	}
	r, err := s.rewritten(d, stages)
	if err != nil {
		return Rewritten{}, err
	}
	if len(r.Differed) > 0 {
		if r.Kept, err = keep(s.path, "rebuild", s.now()); err != nil {
			return Rewritten{}, err
		}
	}
	return r, d.replace()
}

// verifyRebuilt is verify without replaying the log another time.
func (d *draft) verifyRebuilt(ctx context.Context) error {
	s, err := Open(d.path, Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	c := &checker{store: s, ctx: ctx}
	for _, step := range []func() error{c.pages, c.head, c.chain} {
		if err := guarded(step); err != nil {
			return err
		}
	}
	return unsound(c.problems)
}

// openToReplace opens a data file that exists, for its lock: nobody else has it
// open until it is replaced. logOnly leaves its rows unread.
func openToReplace(path string, logOnly bool) (*Store, error) {
	path, err := realPath(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, openError(err)
	}
	return Open(path, Options{logOnly: logOnly})
}

// rewritten compares the store's rows with a draft's.
func (s *Store) rewritten(d *draft, stages Stages) (Rewritten, error) {
	stages.begin("comparing")
	r := Rewritten{Before: s.fileSize(), Revision: s.Head()}
	next, err := Open(d.path, Options{ReadOnly: true})
	if err != nil {
		return r, err
	}
	defer next.Close()
	if next.Head() != s.Head() {
		return r, damaged("its log ends at entry %d and not at %d", next.Head(), s.Head())
	}
	c := &checker{store: s}
	err = guarded(func() error {
		return s.view(func(have *[tableCount]*bbolt.Bucket, _ *bbolt.Tx) error { return c.compareAll(have, next) })
	})
	if err != nil {
		c.add("", "%v", err)
	}
	r.After, r.Rows, r.Differed = next.fileSize(), c.stats.Rows, c.problems
	return r, nil
}
