package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
	"missiongraph/schema"
	"missiongraph/seed"
)

var updateCourse = flag.Bool("update-course", false, "write docs/course anew, to be read aloud before it is committed")

// The sample course is what its plan makes of the seed.
func TestCourse(t *testing.T) {
	const folder = "../../docs/course"
	data, err := seed.Default()
	require.NoError(t, err)
	m, err := graphtest.NewMemory(data.Change().Ops...)
	require.NoError(t, err)
	plan, err := readPlan(filepath.Join(folder, "plan.yaml"))
	require.NoError(t, err)
	packs, err := plan.build(m, schema.Ontology(), func(int) {})
	require.NoError(t, err)
	expected := map[string]bool{}
	for i, pack := range packs {
		part := filepath.Join(folder, plan.Parts[i].Name)
		if *updateCourse {
			require.NoError(t, os.MkdirAll(part, 0o755))
		}
		for _, format := range plan.Formats {
			f, err := training.Write(pack, format)
			require.NoError(t, err)
			name := filepath.Join(part, f.Name)
			expected[name] = true
			if *updateCourse {
				require.NoError(t, os.WriteFile(name, f.Data, 0o644))
			}
			have, err := os.ReadFile(name)
			require.NoError(t, err)
			assert.Equal(t, string(f.Data), string(have), name)
		}
	}
	found, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	require.NoError(t, err)
	for _, name := range found {
		assert.True(t, expected[name], "%s is not of the course", name)
	}
}
