package main

import (
	"os"
	"runtime/debug"
)

// serveGC is the heap growth between collections, in percent of what is in
// use: queries make much short-lived garbage, and a server has memory to trade
// for about a third of its time.
const serveGC = 400

// tuneGC sets the garbage collector for speed, unless $GOGC says otherwise,
// and bounds what that may cost by three quarters of the machine's or
// container's memory, unless $GOMEMLIMIT says otherwise.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(serveGC)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		if total := memory(); total > 0 {
			debug.SetMemoryLimit(total / 4 * 3)
		}
	}
}
