package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every command's help shows examples, and each of them works as it is shown,
// but for the ports, which may be taken here.
func TestHelpExamplesRun(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs a shell")
	}
	folder := t.TempDir()
	home := filepath.Join(folder, "home")
	require.NoError(t, writeSeeded(filepath.Join(folder, "backups")))
	require.NoError(t, os.Rename(filepath.Join(folder, "backups", dataFile), filepath.Join(folder, "graph-monday.db")))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "who-leads.graphql"),
		[]byte("query WhoLeads($id: ID!) { program(id: $id) { ledBy { name } } }"), 0o644))
	sheet, err := os.ReadFile(filepath.Join("..", "..", "seed", "questions", "ice.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "ice.yaml"), sheet, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "change.yaml"), []byte("message: try\nchanges:\n"+
		"- fact: {subject: hsi, type: worksWith, verb: works with, object: interpol, grade: STATED, evidence: [{source: ice-what-we-do-page, quote: INTERPOL}]}\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "change.json"), []byte(`{"message": "try", "changes": [{"retractFact": "ero/leverages/interpol"}]}`), 0o644))
	for name, from := range map[string]string{
		"plan.yaml": "docs/course/plan.yaml", "maritime.graphql": "docs/extending/maritime.graphql",
		"list.csv": "internal/exchange/testdata/participating_2025-06-17.csv", "agencies.json": "internal/exchange/testdata/federalregister_agencies_2022-09-28.json",
		"mappings/ice-287g.yaml": "mappings/ice-287g.yaml", "mappings/us-federal-agencies.yaml": "mappings/us-federal-agencies.yaml",
	} {
		text, err := os.ReadFile(filepath.Join("..", "..", from))
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Join(folder, "mappings"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "decisions.yaml"), []byte("decisions:\n- {mapping: us-federal-agencies, id: federal-bureau-of-investigation, is: fbi}\n"), 0o644))
	live := strings.TrimPrefix(served(t), "http://")
	command := func(line string) *exec.Cmd {
		cmd := exec.Command(shell, "-c", line)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+home, dataEnv+"=")
		return cmd
	}
	port := regexp.MustCompile(`127\.0\.0\.1:\d+`)
	root := (&app{}).command()
	for _, c := range append([]*cobra.Command{root}, root.Commands()...) {
		if c != root && !c.IsAvailableCommand() {
			continue
		}
		if c.Name() == "completion" || c.Name() == "help" {
			continue
		}
		require.NotEmpty(t, c.Example, c.Name())
		for _, data := range []string{filepath.Join(home, "missiongraph"), filepath.Join(folder, "data")} { // what another command made is not there
			require.NoError(t, os.RemoveAll(data))
			require.NoError(t, writeSeeded(data))
		}
		for _, line := range strings.Split(c.Example, "\n") {
			line = strings.TrimSpace(line)
			t.Run(line, func(t *testing.T) {
				if strings.Contains(line, "missiongraph serve") {
					line = port.ReplaceAllString(line, "127.0.0.1:0")
					if !strings.Contains(line, "--listen") {
						line += " --listen 127.0.0.1:0"
					}
					b := &background{}
					t.Cleanup(b.kill)
					require.NoError(t, b.start(command("exec "+line)))
					assert.NoError(t, b.stop(syscall.SIGINT))
					return
				}
				out, err := command(port.ReplaceAllString(line, live)).CombinedOutput()
				require.NoError(t, err, "%s", out)
				if _, file, ok := strings.Cut(line, " > "); ok {
					written, err := os.ReadFile(filepath.Join(folder, file))
					require.NoError(t, err)
					assert.NotEmpty(t, written)
					assert.Empty(t, out)
					return
				}
				assert.NotEmpty(t, out)
				assert.NotContains(t, string(out), "error ")
				assert.NotContains(t, string(out), "null")
			})
		}
	}
}
