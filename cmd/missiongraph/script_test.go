package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
	bbolt "go.etcd.io/bbolt"

	"missiongraph/graph/bolt"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"missiongraph": main})
}

// TestScript runs the scenarios of testdata/script. Besides testscript's own
// commands they use, and $REPO, this repository:
//
//	seeded FOLDER        a data folder as the first start of serve leaves it
//	history FOLDER       a data folder with the five revisions of historyChanges
//	exits CODE COMMAND   run a command, which must exit with this code
//	start [FLAGS]        start a server on a free port; $URL is its address,
//	                     ($ADDRESS without http://), and stdout what it printed
//	stop [SIGNAL]        stop it, with INT unless TERM is asked for; it must
//	                     exit with 0; stderr is then its log
//	get PATH             ask the server for a path; stdout is the answer
//	truncate FILE SIZE   cut a file off
//	newer FILE NEW       copy a data file, marked with a format yet to come
//	damagerow FILE       add a row to a data file that its log does not make
//	replace FILE OLD NEW replace text of equal length, as damage would
func TestScript(t *testing.T) {
	history := sync.OnceValues(func() ([]byte, error) {
		path := filepath.Join(t.TempDir(), dataFile)
		if err := openHistory(t, path).Close(); err != nil {
			return nil, err
		}
		return os.ReadFile(path)
	})
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			repository, err := filepath.Abs("../..")
			if err != nil {
				return err
			}
			for name, value := range map[string]string{
				"REPO": repository, "USER": "ann",
				"HOME": env.WorkDir, "XDG_DATA_HOME": filepath.Join(env.WorkDir, "home"),
				dataEnv: "", "NO_COLOR": "", "COLUMNS": "",
			} {
				env.Setenv(name, value)
			}
			env.Values[serverKey{}] = &background{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"seeded": seededCommand, "exits": exitsCommand, "start": startCommand,
			"stop": stopCommand, "get": getCommand, "truncate": truncateCommand, "replace": replaceCommand,
			"list": listCommand, "newer": newerCommand, "damagerow": damageRowCommand,
			"history": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 1 {
					ts.Fatalf("usage: history FOLDER")
				}
				content, err := history()
				ts.Check(err)
				ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o755))
				ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), dataFile), content, 0o644))
			},
		},
	})
}

// seedFile returns the content of a data file with the seed, made once.
var seedFile = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "missiongraph-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, dataFile)
	store, err := bolt.Open(path, bolt.Options{NoSync: true})
	if err != nil {
		return nil, err
	}
	if _, err := loadSeed(context.Background(), store); err != nil {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// writeSeeded makes a data folder with the seed.
func writeSeeded(folder string) error {
	content, err := seedFile()
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(folder, 0o755), os.WriteFile(filepath.Join(folder, dataFile), content, 0o644))
}

// seededFolder returns a new data folder with the seed.
func seededFolder(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, writeSeeded(folder))
	return folder
}

func seededCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: seeded FOLDER")
	}
	ts.Check(writeSeeded(ts.MkAbs(args[0])))
}

func exitsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

func truncateCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: truncate FILE SIZE")
	}
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

func replaceCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || len(args[1]) != len(args[2]) {
		ts.Fatalf("usage: replace FILE OLD NEW, of equal length")
	}
	content := ts.ReadFile(args[0])
	if !strings.Contains(content, args[1]) {
		ts.Fatalf("%s does not contain %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(content, args[1], args[2])), 0o644))
}

// list prints the names in a folder, hidden ones too, without needing ls.
func listCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: list FOLDER")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, e := range entries {
		fmt.Fprintln(ts.Stdout(), e.Name())
	}
}

// newer copies a data file and changes its format version.
func newerCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: newer FILE NEW")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.ReadFile(args[0])), 0o644))
	ts.Check(changeFile(ts.MkAbs(args[1]), "meta", "format", []byte{0, 0, 0, 99}))
}

func damageRowCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damagerow FILE")
	}
	ts.Check(changeFile(ts.MkAbs(args[0]), "name", "\x00\x00\x00\x01another name", []byte{}))
}

// changeFile puts a row into a data file behind missiongraph's back.
func changeFile(path, bucket, key string, value []byte) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucket)).Put([]byte(key), value) })
	return errors.Join(err, db.Close())
}

type serverKey struct{}

func serverOf(ts *testscript.TestScript) *background {
	return ts.Value(serverKey{}).(*background)
}

func startCommand(ts *testscript.TestScript, neg bool, args []string) {
	b := serverOf(ts)
	if neg || b.cmd != nil {
		ts.Fatalf("usage: start [FLAGS], once before stop")
	}
	cmd := exec.Command("missiongraph", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "XDG_DATA_HOME", dataEnv, "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Defer(b.kill)
	ts.Check(b.start(cmd))
	io.WriteString(ts.Stdout(), b.banner)
	ts.Setenv("URL", b.url)
	ts.Setenv("ADDRESS", strings.TrimPrefix(b.url, "http://"))
}

func stopCommand(ts *testscript.TestScript, neg bool, args []string) {
	signal := syscall.SIGINT
	if len(args) == 1 && args[0] == "TERM" {
		signal = syscall.SIGTERM
	} else if neg || len(args) > 0 {
		ts.Fatalf("usage: stop [TERM]")
	}
	b := serverOf(ts)
	err := b.stop(signal)
	io.WriteString(ts.Stderr(), b.log.String())
	ts.Check(err)
}

func getCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: get PATH")
	}
	response, err := http.Get(ts.Getenv("URL") + args[0])
	ts.Check(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		ts.Fatalf("GET %s: %s", args[0], response.Status)
	}
	_, err = io.Copy(ts.Stdout(), response.Body)
	ts.Check(err)
}
