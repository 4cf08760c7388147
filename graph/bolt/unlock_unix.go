//go:build unix && !solaris && !aix

package bolt

import (
	"os"
	"syscall"
)

// unlock lets go of the lock that bbolt took on a file it did not finish
// opening.
func unlock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
