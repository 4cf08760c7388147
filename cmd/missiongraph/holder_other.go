//go:build !linux

package main

import "os"

// holder is not known on this system.
func holder(os.FileInfo) (pid int, name string, ok bool) { return 0, "", false }
