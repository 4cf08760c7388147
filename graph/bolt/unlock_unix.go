//go:build unix && !solaris && !aix

package bolt

import (
	"errors"
	"os"
	"syscall"
)

// lock takes bbolt's lock on a file, to be let go by closing it; false when
// another process has it.
func lock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// unlock lets go of the lock that bbolt took on a file it did not finish
// opening.
func unlock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }

// chownLike gives a file the owner of another, where we may.
func chownLike(path string, info os.FileInfo) {
	if was, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Chown(path, int(was.Uid), int(was.Gid))
	}
}
