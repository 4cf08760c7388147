package bolt

import (
	"errors"

	bbolterrors "go.etcd.io/bbolt/errors"
)

// IsLocked reports whether an error of [Open] says that another process has
// the file open.
func IsLocked(err error) bool { return errors.Is(err, bbolterrors.ErrTimeout) }
