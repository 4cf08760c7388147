package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// holder finds which process has a lock on a file, in /proc/locks
// (proc_locks(5)), whose lines are as
//
//	1: FLOCK  ADVISORY  WRITE 1234 fd:01:5678 0 EOF
func holder(info os.FileInfo) (pid int, name string, ok bool) {
	st, is := info.Sys().(*syscall.Stat_t)
	if !is {
		return 0, "", false
	}
	text, err := os.ReadFile("/proc/locks")
	if err != nil {
		return 0, "", false
	}
	inode := fmt.Sprintf(":%d", st.Ino)
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) < 6 || f[1] != "FLOCK" || !strings.HasSuffix(f[5], inode) {
			continue
		}
		if pid, err = strconv.Atoi(f[4]); err != nil || pid <= 0 {
			continue
		}
		if name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)); err == nil {
			return pid, strings.TrimSpace(string(name)), true
		}
	}
	return 0, "", false
}
