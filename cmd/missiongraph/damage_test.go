package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph/bolt"
)

// Data files and backups with random bytes changed: every command of
// operations ends in words, and a restore that succeeds has restored a sound
// file.
func TestOperationsOnDamagedFiles(t *testing.T) {
	content, err := seedFile()
	require.NoError(t, err)
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	t.Logf("the seed is %d", seed)
	for range 8 {
		folder := t.TempDir()
		path, backup := filepath.Join(folder, dataFile), filepath.Join(t.TempDir(), "backup.db")
		bad := append([]byte(nil), content...)
		for range 1 + rng.IntN(20) {
			bad[rng.IntN(len(bad))] ^= byte(1 + rng.IntN(255))
		}
		for _, args := range [][]string{{"doctor"}, {"backup", backup}, {"compact"}, {"rebuild"}} {
			require.NoError(t, os.WriteFile(path, bad, 0o600))
			got := runProgram(t, append(args, "--data", folder)...)
			assertCivil(t, got)
			assert.NotEmpty(t, got.out+got.errors)
			if got.code == exitFailed || got.code == exitUsage {
				now, err := os.ReadFile(path)
				require.NoError(t, err)
				assert.Equal(t, bad, now, "%v changed the file it could not use", args)
			}
			if _, err := os.Stat(backup); err == nil {
				assertSound(t, backup)
			}
		}
		require.NoError(t, os.WriteFile(backup, bad, 0o600))
		good := seededFolder(t)
		got := runProgram(t, "restore", "--data", good, backup)
		assertCivil(t, got)
		assertSound(t, filepath.Join(good, dataFile))
	}
}

func assertSound(t *testing.T, path string) {
	t.Helper()
	s, err := bolt.Open(path, bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer s.Close()
	problems, _, err := s.Check(t.Context(), nil)
	require.NoError(t, err)
	assert.NoError(t, problems.Err())
}
