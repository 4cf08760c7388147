package main

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// TestImportKilled: an import in parts that is killed at random moments and begun
// again comes to the same graph as one that nobody disturbed.
func TestImportKilled(t *testing.T) {
	program, err := exec.LookPath("missiongraph")
	require.NoError(t, err)
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the seed was %d", seed)
		}
	})
	files := []string{"participating_2025-06-17.csv", "participating_2026-05-18.csv"}
	importing := func(folder, file string) []string {
		return []string{"import", "--data", folder, "--part", "300", "--mapping", "../../mappings/ice-287g.yaml", "../../internal/exchange/testdata/" + file}
	}
	whole, killed := seededFolder(t), seededFolder(t)
	stopped := 0
	for _, file := range files {
		begin := time.Now()
		require.Equal(t, exitOK, runProgram(t, importing(whole, file)...).code)
		took := time.Since(begin)
		for range 6 {
			cmd := exec.Command(program, importing(killed, file)...)
			require.NoError(t, cmd.Start())
			timer := time.AfterFunc(took/4+time.Duration(rng.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
			if cmd.Wait() != nil {
				stopped++
			}
			timer.Stop()
		}
		require.Equal(t, exitOK, runProgram(t, importing(killed, file)...).code)
		assert.Equal(t, contentOf(t, whole), contentOf(t, killed), file)
		again := runProgram(t, importing(killed, file)...)
		require.Equal(t, exitOK, again.code)
		assert.Contains(t, again.out, "0 changes")
	}
	t.Logf("%d of 12 were killed", stopped)
}

// contentOf returns what the graph of a data folder has, and checks the file.
func contentOf(t *testing.T, folder string) []graph.Op {
	t.Helper()
	s, err := bolt.Open(filepath.Join(folder, dataFile), bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer s.Close()
	problems, _, err := s.Check(t.Context(), nil)
	require.NoError(t, err)
	require.NoError(t, problems.Err())
	snapshot, err := s.Snapshot(graph.AnyRevision)
	require.NoError(t, err)
	defer snapshot.Close()
	ops, err := graph.Content(snapshot)
	require.NoError(t, err)
	slices.SortFunc(ops, func(a, b graph.Op) int { return graph.CompareRefs(a.Touches(), b.Touches()) }) // else by number
	return ops
}
