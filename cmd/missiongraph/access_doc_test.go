package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

// The examples of docs/access.md run as they stand, one after the other, but
// for the port, and the flags it names are there.
func TestAccessDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/access.md")
	require.NoError(t, err)
	graphtest.NeedProgram(t, "install curl", "curl")
	home := t.TempDir()
	require.NoError(t, writeSeeded(filepath.Join(home, "missiongraph")))
	b := launch(t, "--data", filepath.Join(home, "missiongraph"), "--require-auth")
	script := "set -eu\n"
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(text, -1) {
		script += string(block[1])
	}
	cmd := exec.Command("sh", "-c", strings.ReplaceAll(script, "http://127.0.0.1:8080", b.url))
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+home, dataEnv+"=", tokenEnv+"=")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, want := range []string{"\trita\treader\tlive\t", "Joint Terrorism Task Forces", "revision 1 ", `{"stats":{"entities":`, "revoked: mg_", "sha-256=:"} {
		assert.Contains(t, string(out), want)
	}
	serve := (&app{}).serveCommand()
	for _, name := range regexp.MustCompile(`--([a-z][a-z-]+)`).FindAllStringSubmatch(string(text), -1) {
		known := serve.Flags().Lookup(name[1]) != nil
		assert.True(t, known || strings.Contains(" expires role url token after once ", " "+name[1]+" "), name[0])
	}
}
