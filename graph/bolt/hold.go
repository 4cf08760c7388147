package bolt

import (
	"os"

	bbolterrors "go.etcd.io/bbolt/errors"
)

// hold takes the lock that bbolt takes on an open data file, without opening
// it as one: what is to be replaced may be damaged beyond that. The error is
// UNAVAILABLE when another process has the file open.
func hold(path string) (release func(), err error) {
	for {
		f, err := os.Open(path)
		if err != nil {
			return nil, openError(err)
		}
		ok, err := lock(f)
		if err != nil || !ok {
			f.Close()
			if err == nil {
				err = bbolterrors.ErrTimeout
			}
			return nil, openError(err)
		}
		if isAt(f, path) {
			return func() { f.Close() }, nil
		}
		f.Close() // replaced between opening and locking
	}
}

// isAt reports whether an open file still is the one at path. Who waits for a
// lock may get that of a file which was replaced meanwhile: what is written to
// it would be lost.
func isAt(f *os.File, path string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(open, there)
}
