package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

const (
	// serveGC is the heap growth between collections, in percent of what is
	// in use: queries make much short-lived garbage, and a server has memory
	// to trade for about a third of its time.
	serveGC = 400

	// leastMemory is what garbage may always take up to, in bytes.
	leastMemory = 256 << 20
)

// tuneGC sets the garbage collector for speed, unless $GOGC says otherwise.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(serveGC)
	}
}

// boundMemory keeps that speed from costing more than four times what an
// opened graph needs, unless $GOMEMLIMIT says otherwise: above the bound the
// collector works as often as it must. What package graph keeps for requests to
// come (columns, orders) is within: it takes no more than about the graph, so
// that half is left for garbage.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	runtime.GC() // leaves what is in use
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(max(leastMemory, 4*int64(m.HeapAlloc)))
}

// importMemory is what an import may take before the collector works as often as
// it must, in bytes: a million entities with five million relations fit.
const importMemory = 1400 << 20

// tuneImport sets the garbage collector for much garbage in bounded memory, unless
// the environment says otherwise.
func tuneImport() {
	tuneGC()
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(importMemory)
	}
}
