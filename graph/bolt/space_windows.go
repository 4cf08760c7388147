package bolt

import "golang.org/x/sys/windows"

// FreeSpace returns the bytes that this user may still write to the disk that
// holds a folder.
func FreeSpace(folder string) (int64, error) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	var free, total, all uint64
	err = windows.GetDiskFreeSpaceEx(name, &free, &total, &all)
	return int64(free), err
}
