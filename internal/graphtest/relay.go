package graphtest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// relayHowTo says how to get what CompileRelay needs.
const relayHowTo = "install Node 20 or newer and run: npm ci --prefix .ci/relay"

// operationText finds the text of an operation in an artifact.
var operationText = regexp.MustCompile(`"text": ("(?:[^"\\]|\\.)*")`)

// CompileRelay compiles the components of .ci/relay with the npm package
// relay-compiler against a schema, and fails the test unless they compile. It
// returns the operations that Relay would send, by name of the artifact.
func CompileRelay(t testing.TB, sdl string) map[string]string {
	t.Helper()
	node := NeedProgram(t, relayHowTo, "node")
	project := filepath.Join(Root(t), ".ci", "relay")
	compiler := filepath.Join(project, "node_modules", "relay-compiler", "cli.js")
	_, err := os.Stat(compiler)
	Need(t, err == nil, "the npm packages of .ci/relay", relayHowTo)

	dir := t.TempDir()
	artifacts := filepath.Join(dir, "artifacts")
	require.NoError(t, os.CopyFS(filepath.Join(dir, "src"), os.DirFS(filepath.Join(project, "src"))))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "schema.graphql"), []byte(sdl), 0o644))
	require.NoError(t, os.Mkdir(artifacts, 0o755))
	config, err := json.Marshal(map[string]any{
		"src": "./src", "schema": "./schema.graphql", "language": "javascript", "artifactDirectory": "./artifacts",
	})
	require.NoError(t, err)
	path := filepath.Join(dir, "relay.config.json")
	require.NoError(t, os.WriteFile(path, config, 0o644))
	cmd := exec.CommandContext(t.Context(), node, compiler, "--noWatchman", path)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "relay-compiler refuses the schema or the components:\n%s", out)

	files, err := filepath.Glob(filepath.Join(artifacts, "*.graphql.js"))
	require.NoError(t, err)
	operations := map[string]string{}
	for _, file := range files {
		artifact, err := os.ReadFile(file)
		require.NoError(t, err)
		if found := operationText.FindSubmatch(artifact); found != nil {
			var text string
			require.NoError(t, json.Unmarshal(found[1], &text))
			operations[filepath.Base(file)] = text
		}
	}
	return operations
}
