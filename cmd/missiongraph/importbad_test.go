package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const badMapping = `mapping: m
source: {publisher: P}
entities:
- {as: a, id: "a-{Name|slug}", kind: Agency, name: "{Name}"}
`

// TestBadImports: whatever is given as a file or as a mapping, it is refused with
// its place, in bounded memory, and the graph is as it was.
func TestBadImports(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks 300 MB several times")
	}
	gz := func(text []byte) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(text)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		return b.Bytes()
	}
	zst := func(text []byte) []byte {
		z, err := zstd.NewWriter(nil)
		require.NoError(t, err)
		return z.EncodeAll(text, nil)
	}
	zipped := func(name string, text []byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(text)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		return b.Bytes()
	}
	zeros := make([]byte, 300<<20)
	const head = "{\"missiongraph\":1}\n{\"revision\":0}\n"
	mapped := []struct {
		name, file, mapping string
		text                []byte
		want                string
	}{
		{"empty", "f.csv", badMapping, nil, "at f.csv:1:1: the file is empty"},
		{"binary", "f.csv", badMapping, []byte("\x7fELF\x02\x01\x00\x00"), "at f.csv:1:1: the file is not text: it has a byte 0 at 6"},
		{"another delimiter", "f.csv", badMapping, []byte("Name^Place\nx^y\n"), `f.csv has no column "Name"`},
		{"no header", "f.csv", badMapping, []byte("x,y\nz,w\n"), `f.csv has no column "Name"`},
		{"blank lines only", "f.csv", badMapping, []byte("\n\n\n"), "at f.csv:4:1: the file has no header"},
		{"gzip bomb", "f.csv.gz", badMapping, gz(zeros), "at f.csv.gz:1:1: the file has more than 268435456 bytes when decompressed"},
		{"zstd bomb", "f.csv.zst", badMapping, zst(zeros), "at f.csv.zst:1:1: the file has more than 268435456 bytes when decompressed"},
		{"zip bomb", "f.xlsx", badMapping, zipped("xl/workbook.xml", zeros), "at f.xlsx:1:1: the workbook has more than 268435456 bytes when decompressed"},
		{"a path that leaves the folder", "f.xlsx", badMapping, zipped("../../../etc/passwd", []byte("x")), "at f.xlsx:1:1: the file is not a workbook (XLSX) that can be read"},
		{"deep JSON", "f.json", badMapping, []byte(`[{"Name": ` + strings.Repeat("[", 1e6)), `refused   f.json:1:73: the document is nested too deeply; at most 64 levels`},
		{"an unknown key", "f.csv", badMapping + "relatons: []\n", []byte("Name\nx\n"), `at m.yaml:5:1: unknown key "relatons"`},
		{"an alias of itself", "f.csv", "mapping: &m [*m]\n" + badMapping[len("mapping: m\n"):], []byte("Name\nx\n"), "at m.yaml:1:10: found an anchor or alias"},
		{"a YAML bomb", "f.csv", "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n", []byte("Name\nx\n"), "at m.yaml:1:4: found an anchor or alias"},
		{"a mapping that refers to nothing", "f.csv", badMapping + "relations:\n- {subject: a, type: partOf, object: b}\n", []byte("Name\nx\n"), `at m.yaml:6:38: unknown entity "b"`},
		{"our own, empty", "f.jsonl", "", nil, "the file is not missiongraph's own"},
		{"our own, binary", "f.jsonl", "", []byte("\x7fELF\x00"), "at f.jsonl:1:1: not valid JSON"},
		{"our own, gzip cut off", "f.jsonl.gz", "", gz([]byte(head))[:20], "at f.jsonl.gz:1:1: the file is not whole gzip"},
		{"our own, blank lines without end", "f.jsonl.gz", "", gz([]byte(head + strings.Repeat("\n", 2e6))), "at f.jsonl.gz:1000003:1: the file has more than 1000000 blank lines"},
		{"our own, a line without end", "f.jsonl.zst", "", zst(append([]byte(head), bytes.Repeat([]byte(" "), 300<<20)...)), "at f.jsonl.zst:3:1: the line is too long"},
		{"our own, deep", "f.jsonl", "", []byte(head + strings.Repeat("[", 1e6)), "at f.jsonl:3:"},
		{"our own, not UTF-8", "f.jsonl", "", []byte(head + "{\"retractFact\":\"\xff\"}\n"), "at f.jsonl:3:"},
		{"our own YAML, an alias", "f.yaml", "", []byte("entities: &a [*a]\n"), "at f.yaml:1:11: found an anchor or alias"},
		{"our own YAML, deep", "f.yaml", "", []byte("entities: " + strings.Repeat("[", 1e6)), "at f.yaml:1:1: the file is nested too deeply to be read"},
		{"our own YAML, an unknown field", "f.yaml", "", []byte("entities:\n- id: x\n  kindd: Agency\n"), "at f.yaml:2:3: unknown field /kindd"},
		{"our own YAML, an unknown key", "f.yaml", "", []byte("entities: []\nentitys: []\n"), `at f.yaml:2:1: unknown key "entitys"`},
	}
	folder := seededFolder(t)
	before := contentOf(t, folder)
	work := t.TempDir()
	t.Chdir(work)
	for _, test := range mapped {
		t.Run(test.name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(test.file, test.text, 0o600))
			args := []string{"import", "--data", folder}
			if test.mapping != "" {
				require.NoError(t, os.WriteFile("m.yaml", []byte(test.mapping), 0o600))
				args = append(args, "--mapping", "m.yaml")
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			was := m.TotalAlloc
			got := runProgram(t, append(args, test.file)...)
			runtime.ReadMemStats(&m)
			if !strings.HasPrefix(test.want, "refused") { // a row of it
				assert.NotEqual(t, exitOK, got.code)
			}
			assert.Contains(t, got.out+got.errors, test.want)
			assert.NotContains(t, got.errors, work)
			assert.Less(t, (m.TotalAlloc-was)>>20, uint64(2500), "MB allocated in all")
			require.NoError(t, os.Remove(test.file))
		})
	}
	assert.Equal(t, before, contentOf(t, folder), "the graph is as it was")
	left, err := filepath.Glob(filepath.Join(work, "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(work, "m.yaml")}, left)
}
