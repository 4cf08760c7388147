//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unprivileged prepares a command that permissions bind: root is not bound by
// them, so that as root it runs as a user who owns nothing.
func unprivileged(t testing.TB, folder string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("missiongraph")
	require.NoError(t, err)
	program, err = filepath.EvalSymlinks(program)
	require.NoError(t, err)
	cmd := exec.Command(program, args...)
	cmd.Args[0] = "missiongraph"
	cmd.Env = append(os.Environ(), "TMPDIR="+folder)
	if os.Getuid() == 0 {
		bin := t.TempDir()
		require.NoError(t, os.Chmod(filepath.Dir(bin), 0o755))
		cmd.Path = filepath.Join(bin, "missiongraph")
		content, err := os.ReadFile(program)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(cmd.Path, content, 0o755))
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Dir = "/"
	}
	return cmd
}

// A data folder that cannot be written to can be read: searched, too.
func TestReadOnlyFolder(t *testing.T) {
	folder, scratch := seededFolder(t), t.TempDir()
	require.NoError(t, os.Chmod(filepath.Dir(folder), 0o755))
	require.NoError(t, os.Chmod(scratch, 0o777))
	require.NoError(t, os.Chmod(filepath.Join(folder, dataFile), 0o444))
	require.NoError(t, os.Chmod(folder, 0o555))
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	run := func(args ...string) outcome {
		var out, problems bytes.Buffer
		cmd := unprivileged(t, scratch, append(args, "--data", folder)...)
		cmd.Stdout, cmd.Stderr = &out, &problems
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil {
			require.True(t, errors.As(err, &exit), "%v", err)
		}
		return outcome{cmd.ProcessState.ExitCode(), out.String(), problems.String()}
	}
	for _, args := range [][]string{
		{"query", `{ program(id: "JTTF") { ledBy { name } } }`},
		{"query", `{ search(text: "FBI") { nodes { entity { name } } } }`},
		{"stats"},
		{"check"},
	} {
		got := run(args...)
		assert.Equal(t, exitOK, got.code, "%q: %s", args, got.errors)
		assert.NotEmpty(t, got.out)
	}
	assertRefused(t, run("serve", "--listen", "127.0.0.1:0"), exitFailed, "no permission")

	require.NoError(t, os.Chmod(filepath.Join(folder, dataFile), 0o000))
	for _, args := range [][]string{{"query", "{ stats { entities } }"}, {"stats"}, {"check"}, {"serve", "--listen", "127.0.0.1:0"}} {
		assertRefused(t, run(args...), exitFailed, "no permission")
	}
	left, err := os.ReadDir(scratch)
	require.NoError(t, err)
	assert.Empty(t, left, "temporary files are removed")
}
