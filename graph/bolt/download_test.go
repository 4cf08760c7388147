package bolt

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// A copy is a data file of its own, and nothing of it stays on the disk.
func TestCopy(t *testing.T) {
	folder := t.TempDir()
	free := int64(1 << 40)
	s, err := Open(filepath.Join(folder, "graph.db"), Options{NoSync: true, MinFree: 1 << 20, Free: func(string) (int64, error) { return free, nil }})
	require.NoError(t, err)
	defer s.Close()
	names := func() (found []string) {
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, e := range entries {
			found = append(found, e.Name())
		}
		return found
	}
	c, err := s.Copy(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, s.Head(), c.Revision)
	saved := filepath.Join(t.TempDir(), "graph.db")
	text, err := io.ReadAll(c)
	require.NoError(t, err)
	assert.Len(t, text, int(c.Bytes))
	require.NoError(t, os.WriteFile(saved, text, 0o600))
	require.NoError(t, c.Close())
	assert.Equal(t, []string{"graph.db"}, names())
	again, err := Open(saved, Options{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, again.Close())

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.Copy(ended, nil)
	assert.Equal(t, graph.Timeout, graph.CodeOf(err))
	free = 1 << 20
	_, err = s.Copy(t.Context(), nil)
	assert.Equal(t, graph.Unavailable, graph.CodeOf(err))
	assert.Contains(t, err.Error(), "disk space is low")
	assert.Equal(t, []string{"graph.db"}, names())
}
