package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/graphtest"
)

// Commands that replace the data file are killed at random moments: each time
// the file is whole, and is either the old one or the new one.
func TestReplacingKilled(t *testing.T) {
	program, err := exec.LookPath("missiongraph")
	require.NoError(t, err)
	cycles := 30
	if os.Getenv(graphtest.RequireEnv) != "" {
		cycles = 90
	}
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the seed was %d", seed)
		}
	})
	folder := seededFolder(t)
	path := filepath.Join(folder, dataFile)
	backup := filepath.Join(t.TempDir(), "backup.db")
	require.Equal(t, exitOK, runProgram(t, "backup", "--data", folder, backup).code)
	appendNothing(t, path) // the data file is now one revision further than the backup

	full := map[string]time.Duration{} // of a command that is not killed
	finished := 0
	for cycle := range cycles {
		name := []string{"restore", "compact", "rebuild"}[cycle%3]
		args := []string{name, "--data", folder}
		if name == "restore" {
			args = append(args, backup)
		}
		cmd := exec.Command(program, args...)
		begin := time.Now()
		require.NoError(t, cmd.Start())
		if took, known := full[name]; known {
			timer := time.AfterFunc(time.Duration(rng.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
			if cmd.Wait() == nil {
				finished++
			}
			timer.Stop()
		} else {
			require.NoError(t, cmd.Wait(), name)
			full[name] = time.Since(begin)
		}
		head := requireSound(t, path)
		if head == 1 {
			appendNothing(t, path)
		}
	}
	t.Logf("%d cycles, %d finished before they were killed, uninterrupted %v", cycles, finished, full)
	assert.Less(t, finished, cycles, "nothing was ever killed: the test says nothing")
}

// appendNothing adds an entry to a log that changes no row.
func appendNothing(t *testing.T, path string) {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{NoSync: true})
	require.NoError(t, err)
	defer s.Close()
	snap, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snap.Close()
	e, err := snap.Entity(1)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), graph.Change{Message: "again", Ops: []graph.Op{{Entity: &e}}}, graph.AnyRevision)
	require.NoError(t, err)
}

func requireSound(t *testing.T, path string) graph.Revision {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer s.Close()
	problems, _, err := s.Check(t.Context(), nil)
	require.NoError(t, err)
	require.NoError(t, problems.Err())
	require.Contains(t, []graph.Revision{1, 2}, s.Head())
	return s.Head()
}
