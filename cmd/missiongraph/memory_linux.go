package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// memory returns the bytes of memory that this process may use: the machine's,
// or what the container (cgroup version 2) allows if that is less; 0 when
// unknown.
func memory() int64 {
	var info syscall.Sysinfo_t
	if err := syscall.Sysinfo(&info); err != nil {
		return 0
	}
	total := int64(info.Totalram) * int64(info.Unit)
	text, err := os.ReadFile("/sys/fs/cgroup/memory.max")
	if err != nil {
		return total
	}
	allowed, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || allowed <= 0 { // "max"
		return total
	}
	return min(total, allowed)
}
