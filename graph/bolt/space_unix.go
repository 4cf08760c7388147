//go:build linux || darwin || freebsd

package bolt

import "golang.org/x/sys/unix"

// FreeSpace returns the bytes that this user may still write to the disk that
// holds a folder.
func FreeSpace(folder string) (int64, error) {
	var st unix.Statfs_t
	for {
		err := unix.Statfs(folder, &st)
		if err == unix.EINTR {
			continue
		}
		return int64(st.Bavail) * int64(st.Bsize), err
	}
}
