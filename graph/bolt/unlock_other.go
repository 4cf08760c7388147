//go:build !unix || solaris || aix

package bolt

import "os"

// lock is not needed where an open file cannot be renamed away.
func lock(*os.File) (bool, error) { return true, nil }

// unlock leaves the lock to the closing of the file.
func unlock(*os.File) {}

func chownLike(string, os.FileInfo) {}
