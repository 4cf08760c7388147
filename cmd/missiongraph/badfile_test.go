package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
)

// outcome is what running the program in this process did.
type outcome struct {
	code        int
	out, errors string
}

func runProgram(t testing.TB, args ...string) outcome {
	t.Helper()
	var out, errors bytes.Buffer
	code := execute(t.Context(), args, strings.NewReader(""), &out, &errors)
	return outcome{code, out.String(), errors.String()}
}

// readers are the commands that read a data file. serve is run with a context
// that has ended: it opens the file, and stops where it would serve.
var readers = map[string]func(t testing.TB, folder string) outcome{
	"query": func(t testing.TB, folder string) outcome {
		return runProgram(t, "query", "--data", folder, "{ entities { nodes { name relations { sentence evidence { quote } } } } }")
	},
	"check": func(t testing.TB, folder string) outcome { return runProgram(t, "check", "--data", folder) },
	"stats": func(t testing.TB, folder string) outcome { return runProgram(t, "stats", "--data", folder) },
	"serve": func(t testing.TB, folder string) outcome {
		ctx, cancel := context.WithCancel(t.Context())
		var errors bytes.Buffer
		out := &stopAt{text: "playground", stop: cancel}
		code := execute(ctx, []string{"serve", "--data", folder, "--listen", "127.0.0.1:0"}, strings.NewReader(""), out, &errors)
		cancel()
		return outcome{code, out.String(), errors.String()}
	},
}

// stopAt calls stop when text has been written.
type stopAt struct {
	bytes.Buffer
	text string
	stop func()
}

func (w *stopAt) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if strings.Contains(w.String(), w.text) {
		w.stop()
	}
	return n, err
}

// assertCivil requires that an outcome is one that a user can make sense of.
func assertCivil(t testing.TB, got outcome) {
	t.Helper()
	for _, rude := range []string{"panic", "goroutine", "runtime error", ".go:", "*graph.", "*bolt.", "INTERNAL"} {
		assert.NotContains(t, got.out+got.errors, rude)
	}
}

// assertRefused requires a coded error with a hint, and no answer.
func assertRefused(t testing.TB, got outcome, code int, want string) {
	t.Helper()
	assert.Equal(t, code, got.code, got.errors)
	assert.Empty(t, got.out)
	assert.Contains(t, got.errors, want)
	assert.Regexp(t, `(?m)^error [A-Z_]+: `, got.errors)
	assert.Regexp(t, `(?m)^hint: \S`, got.errors)
	assertCivil(t, got)
}

func TestBadFiles(t *testing.T) {
	sound, err := seedFile()
	require.NoError(t, err)
	random := make([]byte, 64<<10)
	generator := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(generator.Uint32())
	}
	noMeta := bytes.Clone(sound)
	clear(noMeta[16:80])
	clear(noMeta[4096+16 : 4096+80])
	newer := bytes.Clone(sound)
	format := bytes.Index(newer, []byte("format\x00\x00\x00\x02"))
	require.Positive(t, format, "the format version in the file")
	newer = bytes.ReplaceAll(newer, []byte("format\x00\x00\x00\x02"), []byte("format\x00\x00\x00\x09"))

	type test struct {
		name    string
		content []byte
		code    int
		want    string
	}
	tests := []test{
		{"empty", nil, exitUsage, "not a missiongraph data file"},
		{"text", []byte(strings.Repeat("Remember the milk.\n", 1000)), exitUsage, "not a missiongraph data file"},
		{"random bytes", random, exitUsage, "not a missiongraph data file"},
		{"zeros", make([]byte, 64<<10), exitUsage, "not a missiongraph data file"},
		{"without heads", noMeta, exitUsage, ""},
		{"newer format", newer, exitFailed, "format version 9"},
	}
	used := len(bytes.TrimRight(sound, "\x00")) // what follows is reserve
	for _, size := range []int{10, 100, 4096, 5000, 8192, 20_000, used / 2, used - 1} {
		tests = append(tests, test{fmt.Sprintf("cut to %d bytes", size), sound[:size], -1, ""})
	}
	for _, test := range tests {
		for name, run := range readers {
			t.Run(test.name+"/"+name, func(t *testing.T) {
				folder := t.TempDir()
				path := filepath.Join(folder, dataFile)
				require.NoError(t, os.WriteFile(path, test.content, 0o600))
				got := run(t, folder)
				if test.code < 0 { // by where it was cut, it is no longer ours or it is damaged
					test.code = got.code
					assert.Contains(t, []int{exitFailed, exitUsage}, got.code)
				}
				assertRefused(t, got, test.code, test.want)
				after, err := os.ReadFile(path)
				require.NoError(t, err)
				assert.True(t, bytes.Equal(test.content, after), "the file was changed")
			})
		}
	}
}

// A byte that flipped somewhere is met with an answer or an error, never worse;
// what check does not find changes no answer; and the file is not written to.
func TestFlippedBytes(t *testing.T) {
	sound, err := seedFile()
	require.NoError(t, err)
	used := len(bytes.TrimRight(sound, "\x00")) // what follows is reserve
	flips := 60
	if raceEnabled {
		flips = 12 // each takes ten times as long
	}
	found := 0
	generator := rand.New(rand.NewPCG(3, 4))
	folder := t.TempDir()
	path := filepath.Join(folder, dataFile)
	require.NoError(t, os.WriteFile(path, sound, 0o600))
	truth := readers["query"](t, folder)
	for range flips {
		at, bit := generator.IntN(used), byte(1)<<generator.IntN(8)
		damaged := bytes.Clone(sound)
		damaged[at] ^= bit
		require.NoError(t, os.WriteFile(path, damaged, 0o600))
		got := map[string]outcome{}
		for _, name := range []string{"query", "stats", "check"} {
			got[name] = readers[name](t, folder)
			assertCivil(t, got[name])
		}
		if got["check"].code != exitOK {
			found++
		} else {
			assert.True(t, truth == got["query"], "check finds nothing and the answer differs")
		}
		require.False(t, t.Failed(), "byte %d, bit %#x: %v", at, bit, got)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Equal(damaged, after), "the file was changed")
	}
	t.Logf("check found %d of %d flips; the others are in space not in use", found, flips)
	assert.Positive(t, found)
}

// What the store keeps and the ontology does not allow is a problem, not an
// error: the rest is still checked.
func TestCheckFindsMisfits(t *testing.T) {
	folder := seededFolder(t)
	store, err := bolt.Open(filepath.Join(folder, dataFile), bolt.Options{NoSync: true})
	require.NoError(t, err)
	_, err = store.Append(t.Context(), graph.Change{Author: "test", Message: "a kind that is none", Ops: []graph.Op{
		{Entity: &graph.Entity{ID: "odd", Kind: "Oddity", Name: "an odd one"}},
	}}, graph.AnyRevision)
	require.NoError(t, err)
	require.NoError(t, store.Close())

	got := runProgram(t, "check", "--data", folder)
	assert.Equal(t, exitProblems, got.code)
	assert.Regexp(t, `(?m)^problem BAD_INPUT at \S+: .*Oddity`, got.out)
	assert.Regexp(t, `(?m)^\d+ problems?: revision 2, `, got.out)
	assert.Contains(t, got.out, "sentences used")
	assert.Empty(t, got.errors)

	got = runProgram(t, "check", "--data", folder, "--json")
	assert.Equal(t, exitProblems, got.code)
	var report checkReport
	require.NoError(t, json.Unmarshal([]byte(got.out), &report))
	require.NotEmpty(t, report.Problems)
	assert.Equal(t, "BAD_INPUT", report.Problems[0].Code)
	assert.Contains(t, report.Problems[0].Message, "Oddity")
	assert.EqualValues(t, 2, report.Revision)
	assert.Positive(t, report.Rows)
}
