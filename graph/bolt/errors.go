package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	bbolterrors "go.etcd.io/bbolt/errors"

	"missiongraph/graph"
)

var errHash = errors.New("the hash of an entry does not fit its content")

const damage = "the data file is damaged: "

// damaged reports that the file's content is not what this package wrote.
func damaged(format string, args ...any) *graph.Error {
	return graph.Errorf(graph.Unavailable, damage+format, args...).
		WithHint("check the file, and restore a backup or rebuild it from its log")
}

// Damage returns what is wrong with a file, where an error of this package
// says that it is damaged.
func Damage(err error) (what string, ok bool) {
	var e *graph.Error
	if !errors.As(err, &e) {
		return "", false
	}
	return strings.CutPrefix(e.Msg, damage)
}

func closed() *graph.Error { return graph.Errorf(graph.Unavailable, "the data file is closed") }

// recovered turns what a panic carried into an error: bbolt asserts with
// panics, and reading a mapped file that lost its pages faults.
func recovered(r any) *graph.Error {
	e := damaged("it cannot be read")
	e.Err = fmt.Errorf("panic: %v", r)
	return e
}

// openError codes what opening or creating a file reported.
func openError(err error) error {
	var coded *graph.Error
	if errors.As(err, &coded) {
		return err
	}
	say := func(code graph.Code, hint, format string) error {
		return &graph.Error{Code: code, Msg: format, Hint: hint, Err: err}
	}
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return say(graph.Unavailable, "stop the other process, or choose another data file",
			"the data file is locked by another process")
	case errors.Is(err, bbolterrors.ErrInvalid):
		return notOurs(err)
	case errors.Is(err, bbolterrors.ErrVersionMismatch), errors.Is(err, bbolterrors.ErrChecksum):
		return &graph.Error{Code: graph.Unavailable, Msg: damage + "its head cannot be read", Err: err,
			Hint: "restore a backup"}
	case errors.Is(err, fs.ErrNotExist):
		return say(graph.NotFound, "", "there is no data file at this place")
	case errors.Is(err, fs.ErrPermission):
		return say(graph.Forbidden, "check who owns the file and its folder", "no permission to open the data file")
	case errors.Is(err, syscall.EISDIR):
		return say(graph.BadInput, "name a file in it", "the data file is a folder")
	case errors.Is(err, syscall.ENOTDIR):
		return say(graph.BadInput, "", "a part of the data file's path is not a folder")
	case errors.Is(err, syscall.EROFS):
		return say(graph.Unavailable, "choose another folder, or open the file read-only", "the disk is read-only")
	case errors.Is(err, syscall.ENOSPC):
		return say(graph.Unavailable, "free some space", "the disk is full")
	case errors.Is(err, bbolterrors.ErrInvalidMapping):
		return recovered(err)
	}
	return say(graph.Unavailable, "", "the data file cannot be opened")
}

func notOurs(err error) *graph.Error {
	return &graph.Error{Code: graph.BadInput, Msg: "the file is not a missiongraph data file", Err: err,
		Hint: "choose another file; this one was left as it is"}
}
