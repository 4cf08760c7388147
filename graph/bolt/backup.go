package bolt

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"missiongraph/graph"
)

// Saved says what a backup that was written, or restored, holds.
type Saved struct {
	Path     string // of the file written
	Bytes    int64
	Revision graph.Revision
	Checked  CheckStats // what proved it sound
	Kept     string     // where the file that was replaced is now; "" for none
}

// SaveBackup writes a whole, consistent copy of the data file to dst, while the
// store is in use. The copy is made under another name beside dst, brought to
// the disk, opened and checked in depth; only then does it get its name. When
// that fails, dst is as it was. A file at dst is replaced when overwrite is
// set.
//
// Codes: CONFLICT when dst exists, BAD_INPUT when it is a folder or the data
// file itself, UNAVAILABLE when the data file is damaged, the disk full, or
// dst a data file that another process has open, TIMEOUT when ctx ends.
func (s *Store) SaveBackup(ctx context.Context, dst string, overwrite bool, stages Stages) (Saved, error) {
	dst, err := realPath(dst)
	if err != nil {
		return Saved{}, err
	}
	exists, err := s.mayBecomeBackup(dst, overwrite)
	if err != nil {
		return Saved{}, err
	}
	if exists {
		release, err := hold(dst)
		if err != nil {
			return Saved{}, err
		}
		defer release()
	}
	d, err := newDraft(dst)
	if err != nil {
		return Saved{}, err
	}
	defer d.discard()
	saved, err := s.copyTo(ctx, d, stages)
	if err != nil {
		return Saved{}, err
	}
	saved.Path = dst
	if exists {
		return saved, d.replace()
	}
	return saved, d.place()
}

// mayBecomeBackup looks at what is at dst.
func (s *Store) mayBecomeBackup(dst string, overwrite bool) (exists bool, err error) {
	info, err := os.Stat(dst)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, openError(err)
	}
	if own, err := os.Stat(s.path); err == nil && os.SameFile(own, info) {
		return true, graph.Errorf(graph.BadInput, "a backup cannot take the place of the data file itself").WithHint("name another file")
	}
	switch {
	case info.IsDir():
		return true, graph.Errorf(graph.BadInput, "the backup is a folder").WithHint("name a file in it")
	case !info.Mode().IsRegular():
		return true, graph.Errorf(graph.BadInput, "the backup is no regular file").WithHint("name another file")
	case !overwrite:
		return true, graph.Errorf(graph.Conflict, "the file exists already").WithHint("name a new file")
	}
	return true, nil
}

// copyTo writes the data file to a draft and proves the draft sound.
func (s *Store) copyTo(ctx context.Context, d *draft, stages Stages) (saved Saved, err error) {
	f, err := os.OpenFile(d.path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return saved, openError(err)
	}
	w := &copying{w: f, ctx: ctx, progress: stages.begin("copying"), total: s.fileSize()}
	saved.Bytes, err = s.Backup(w)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		if ctx.Err() != nil {
			return saved, &graph.Error{Code: graph.Timeout, Msg: "copying was given up; nothing was changed", Err: ctx.Err()}
		}
		return saved, openError(firstError(err))
	}
	if saved.Checked, err = d.verify(ctx, stages); err != nil {
		return saved, err
	}
	saved.Revision = graph.Revision(saved.Checked.Entries)
	return saved, nil
}

func (s *Store) fileSize() int64 {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// copying tells of the bytes written and ends with a context.
type copying struct {
	w        io.Writer
	ctx      context.Context
	progress Progress
	done     int64
	total    int64
}

// copyStep is how much is written between two looks at the context, in bytes.
const copyStep = 1 << 20

func (c *copying) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		if err := c.ctx.Err(); err != nil {
			return n, err
		}
		step := p[:min(len(p), copyStep)]
		m, err := c.w.Write(step)
		n, p = n+m, p[m:]
		if c.done += int64(m); err != nil {
			return n, err
		}
		c.progress.tell(int(c.done), int(max(c.total, c.done)))
	}
	return n, nil
}

// Restore puts a copy of the open store, a backup, in the place of the data
// file at path, or where none is. The copy is made beside path, brought to the
// disk and checked in depth first; one rename then replaces the old file, which
// stays beside the new one under the name in [Saved.Kept]. Whatever happens
// before, a kill included, the old file is as it was.
//
// Codes: BAD_INPUT when path is the backup itself or a folder, UNAVAILABLE when
// the backup is damaged, the disk full, or the data file open in another
// process, CONFLICT when a data file is made there meanwhile, TIMEOUT when ctx
// ends.
func (s *Store) Restore(ctx context.Context, path string, stages Stages) (Saved, error) {
	path, err := realPath(path)
	if err != nil {
		return Saved{}, err
	}
	exists, err := s.mayBeReplaced(path)
	if err != nil {
		return Saved{}, err
	}
	if exists {
		release, err := hold(path)
		if err != nil {
			return Saved{}, err
		}
		defer release()
	} else if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Saved{}, openError(err)
	}
	d, err := newDraft(path)
	if err != nil {
		return Saved{}, err
	}
	defer d.discard()
	saved, err := s.copyTo(ctx, d, stages)
	if err != nil {
		return Saved{}, err
	}
	saved.Path = path
	if !exists {
		return saved, d.place()
	}
	if saved.Kept, err = keep(path, "restore", s.now()); err != nil {
		return Saved{}, err
	}
	if err := d.replace(); err != nil {
		os.Remove(saved.Kept)
		return Saved{}, err
	}
	return saved, nil
}

func (s *Store) mayBeReplaced(path string) (exists bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, openError(err)
	}
	if own, err := os.Stat(s.path); err == nil && os.SameFile(own, info) {
		return true, graph.Errorf(graph.BadInput, "the backup is the data file itself").WithHint("name a backup")
	}
	if info.IsDir() {
		return true, openError(errIsDir)
	}
	return true, nil
}
