//go:build !unix

package pattern

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
