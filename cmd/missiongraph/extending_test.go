package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The commands of docs/extending.md print what the page says they do, one after
// another over the seed.
func TestExtendingPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/extending.md")
	require.NoError(t, err)
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	t.Setenv(dataEnv, "data")
	require.NoError(t, writeSeeded("data"))
	for _, name := range []string{"maritime.graphql", "fleet.json"} {
		text, err := os.ReadFile(filepath.Join(root, "docs/extending", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(name, text, 0o600))
	}
	require.NoError(t, os.CopyFS("schema", os.DirFS(filepath.Join(root, "schema"))))

	ran := 0
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllSubmatch(page, -1) {
		for _, part := range strings.Split(string(block[1]), "$ missiongraph ")[1:] {
			command, want, _ := strings.Cut(part, "\n")
			args := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(command, -1)
			for i := range args {
				args[i] = strings.Trim(args[i], "'")
			}
			var out, errs bytes.Buffer
			require.Equal(t, exitOK, execute(t.Context(), args, nil, &out, &errs), "%s: %s", command, errs.String())
			for line := range strings.Lines(want) {
				assert.Contains(t, out.String(), strings.TrimSpace(line), command)
			}
			ran++
		}
	}
	assert.Equal(t, 7, ran)

	example, err := os.ReadFile(filepath.Join(root, "docs/extending/maritime.graphql"))
	require.NoError(t, err)
	kind, relation, _ := strings.Cut(strings.SplitN(strings.SplitN(string(page), "```graphql\n", 2)[1], "```", 2)[0], "\n\nextend enum RelationType {\n")
	assert.Contains(t, string(example), kind)
	assert.Contains(t, string(example), strings.TrimSuffix(strings.TrimSpace(relation), "\n}"))
}
