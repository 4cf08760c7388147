package sdl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"missiongraph/schema/sdl"

	"github.com/stretchr/testify/require"
)

// sources reads the project's own files.
func sources(t *testing.T) []sdl.Source {
	t.Helper()
	paths, err := filepath.Glob("../*.graphql")
	require.NoError(t, err)
	var found []sdl.Source
	for _, path := range paths {
		if strings.HasSuffix(path, "_gen.graphql") {
			continue
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		found = append(found, sdl.Source{Name: filepath.Base(path), Text: string(text)})
	}
	require.Len(t, found, 6)
	return found
}

// edit is a replacement in one file. An empty old appends.
type edit struct{ file, old, new string }

func edited(t *testing.T, edits ...edit) []sdl.Source {
	t.Helper()
	found := sources(t)
	for _, e := range edits {
		done := false
		for i := range found {
			if found[i].Name != e.file {
				continue
			}
			done = true
			if e.old == "" {
				found[i].Text += e.new
				continue
			}
			require.Contains(t, found[i].Text, e.old)
			found[i].Text = strings.Replace(found[i].Text, e.old, e.new, 1)
		}
		require.True(t, done, e.file)
	}
	return found
}
