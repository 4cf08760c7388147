package graphtest

import (
	"os"
	"os/exec"
	"testing"
)

// RequireEnv names the environment variable that turns "skip what this machine
// lacks" into "fail": set to any non-empty value in CI.
const RequireEnv = "MISSIONGRAPH_REQUIRE_ALL"

// Need skips the test when ok is false, saying how to run it, and fails it
// instead where RequireEnv is set. what names the missing thing ("Chromium").
func Need(t testing.TB, ok bool, what, howTo string) {
	t.Helper()
	if ok {
		return
	}
	if os.Getenv(RequireEnv) != "" {
		t.Fatalf("%s is required here (%s is set) and missing: %s", what, RequireEnv, howTo)
	}
	t.Skipf("needs %s: %s", what, howTo)
}

// NeedProgram is Need for a program on PATH; it returns the program's path.
// The first of names that is found wins.
func NeedProgram(t testing.TB, howTo string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Need(t, false, names[0], howTo)
	return ""
}
