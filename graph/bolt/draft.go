package bolt

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"missiongraph/graph"
)

// draft is a data file in the making, in the folder of the file it is to
// become. What is at that place stays as it is until the draft is whole, on
// disk and proven sound; then one rename puts it there. A process killed
// before leaves the draft, which the next one removes once it is old.
type draft struct {
	path   string
	target string // no symbolic link
}

func newDraft(target string) (*draft, error) {
	removeStale(target)
	f, err := os.CreateTemp(filepath.Dir(target), filepath.Base(target)+".new-*")
	if err != nil {
		return nil, openError(err)
	}
	d := &draft{path: f.Name(), target: target}
	if err := f.Close(); err != nil {
		d.discard()
		return nil, openError(err)
	}
	return d, nil
}

// discard removes a draft that did not become what it was to.
func (d *draft) discard() { os.Remove(d.path) }

// verify opens the draft and checks it in depth, as [Store.Check] does.
func (d *draft) verify(ctx context.Context, stages Stages) (CheckStats, error) {
	s, err := Open(d.path, Options{ReadOnly: true})
	if err != nil {
		return CheckStats{}, err
	}
	defer s.Close()
	problems, stats, err := s.Check(ctx, stages.begin("checking"))
	if err == nil {
		err = unsound(problems)
	}
	return stats, err
}

// unsound makes one error of what a check found.
func unsound(problems graph.Problems) error {
	if len(problems) == 0 {
		return nil
	}
	first := problems[0]
	return damaged("%s (%d found)", graph.Problem{Path: first.Path, Msg: first.Msg}.Error(), len(problems))
}

// place puts the draft at its target, where nothing may be. CONFLICT else.
func (d *draft) place() error {
	err := os.Link(d.path, d.target)
	if err != nil && !errors.Is(err, fs.ErrExist) { // no hard links on this file system
		if _, statErr := os.Lstat(d.target); errors.Is(statErr, fs.ErrNotExist) {
			err = os.Rename(d.path, d.target)
		}
	}
	if errors.Is(err, fs.ErrExist) {
		return graph.Errorf(graph.Conflict, "a file was made at this place meanwhile").WithHint("nothing was changed: look at it, and try again")
	}
	if err != nil {
		return openError(err)
	}
	return syncDir(filepath.Dir(d.target))
}

// replace puts the draft in the place of its target, at once, with the owner
// and the permissions of what was there. The caller holds that file's lock.
func (d *draft) replace() error {
	if err := likeOld(d.path, d.target); err != nil {
		return openError(err)
	}
	if err := os.Rename(d.path, d.target); err != nil {
		return openError(err)
	}
	return syncDir(filepath.Dir(d.target))
}

// likeOld gives a new file the permissions and, where the system lets us, the
// owner of an old one: a server that runs as another user must still open it.
func likeOld(path, old string) error {
	info, err := os.Stat(old)
	if err != nil {
		return err
	}
	chownLike(path, info)
	return os.Chmod(path, info.Mode().Perm())
}

// keep gives the file at path a second name, "path.before-what-time", under
// which it stays when it is replaced, and returns that name.
func keep(path, what string, now time.Time) (string, error) {
	base := path + ".before-" + what + "-" + now.UTC().Format("20060102T150405Z")
	name := base
	for n := 2; ; n++ {
		err := os.Link(path, name)
		if err == nil {
			return name, syncDir(filepath.Dir(path))
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
		name = base + "-" + strconv.Itoa(n)
	}
	if err := copyFile(path, name); err != nil { // no hard links on this file system
		os.Remove(name)
		return "", openError(err)
	}
	return name, syncDir(filepath.Dir(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.ReadFrom(in)
	return errors.Join(err, out.Sync(), out.Close(), likeOld(to, from))
}

// realPath follows symbolic links, so that the file is replaced and not the
// link to it. A path with nothing at it is returned as it is.
func realPath(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	if err != nil {
		return "", openError(err)
	}
	return real, nil
}
