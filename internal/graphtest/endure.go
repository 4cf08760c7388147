package graphtest

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// Environment variables of the tests that make many random steps.
const (
	EndureEnv = "MISSIONGRAPH_ENDURE" // 1 for their full size, n for n times that; make endure sets it
	SeedEnv   = "MISSIONGRAPH_SEED"   // repeats the choices of a run that failed
)

// Rounds returns how many rounds a test makes: quick on a developer's machine, a
// fifth of full where [RequireEnv] is set, as the race detector makes all slow,
// and full or a multiple where [EndureEnv] says so.
func Rounds(t testing.TB, quick, full int) int {
	t.Helper()
	if text := os.Getenv(EndureEnv); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s is %q, expected a number from 1", EndureEnv, text)
		}
		return n * full
	}
	if os.Getenv(RequireEnv) != "" {
		return full / 5
	}
	return quick
}

// Seed returns the seed of a random test: another in each run unless [SeedEnv]
// gives it. It is printed when the test fails, and always in a longer run.
func Seed(t testing.TB) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv(SeedEnv); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("%s is %q, expected a number", SeedEnv, text)
		}
		seed = n
	}
	if os.Getenv(EndureEnv) != "" {
		t.Logf("seed: %s=%d", SeedEnv, seed)
	} else {
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("repeat the choices with %s=%d", SeedEnv, seed)
			}
		})
	}
	return seed
}
