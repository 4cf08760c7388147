package bolt

import (
	"syscall"
	"unsafe"
)

// forget tells the system that the mapped pages which opening walked are not
// needed at once: they leave the process and stay in the page cache. Linux maps
// 64 KiB around each page touched, so that the walk seems to hold far more
// memory than it read.
func forget(data uintptr, size int64) {
	if data == 0 || size <= 0 {
		return
	}
	mapped := unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&data))), size)
	_ = syscall.Madvise(mapped, syscall.MADV_DONTNEED) // advice: no harm if refused
}
