//go:build !linux

package bolt

// forget does nothing where the system is not known to gain from it.
func forget(uintptr, int64) {}
