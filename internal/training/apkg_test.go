package training_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
	"missiongraph/internal/training"
)

// unpacked returns the files of a zip.
func unpacked(t *testing.T, text string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	require.NoError(t, err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		files[f.Name] = string(data)
	}
	return files
}

// sqlite3 asks the program of the SQLite project, and returns its rows.
func sqlite3(t *testing.T, file, query string) []map[string]any {
	t.Helper()
	out, err := exec.Command("sqlite3", "-json", file, query).CombinedOutput()
	require.NoError(t, err, "%s", out)
	var rows []map[string]any
	if len(bytes.TrimSpace(out)) > 0 {
		require.NoError(t, json.Unmarshal(out, &rows), "%.500s", out)
	}
	return rows
}

func TestSQLiteOpensTheDeck(t *testing.T) {
	graphtest.NeedProgram(t, "apt-get install sqlite3", "sqlite3")
	for name, p := range map[string]*training.Pack{"seed": packOfSeed(t, seeded(t)), "hostile": hostilePack(t)} {
		t.Run(name, func(t *testing.T) {
			files := unpacked(t, written(t, p, "apkg"))
			assert.Equal(t, "{}", files["media"])
			file := filepath.Join(t.TempDir(), "collection.anki2")
			require.NoError(t, os.WriteFile(file, []byte(files["collection.anki2"]), 0o600))

			assert.Equal(t, "ok", sqlite3(t, file, "PRAGMA integrity_check")[0]["integrity_check"])
			var tables []string
			for _, row := range sqlite3(t, file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
				tables = append(tables, row["name"].(string))
			}
			assert.Equal(t, []string{"cards", "col", "graves", "notes", "revlog"}, tables)

			notes := sqlite3(t, file, "SELECT guid, mid, tags, flds, sfld FROM notes, cards WHERE nid = notes.id ORDER BY due")
			require.Len(t, notes, len(p.Glossary)+len(p.Questions))
			assert.Len(t, sqlite3(t, file, "SELECT 1 FROM cards WHERE did NOT IN (1) AND ord = 0 AND queue = 0"), len(notes))

			col := sqlite3(t, file, "SELECT ver, models, decks FROM col")
			require.Len(t, col, 1)
			assert.EqualValues(t, 11, col[0]["ver"])
			models := map[string]struct {
				Name string
				Flds []struct{ Name string }
			}{}
			require.NoError(t, json.Unmarshal([]byte(col[0]["models"].(string)), &models))
			guids := map[string]bool{}
			for i, note := range notes {
				guids[note["guid"].(string)] = true
				m := models[wholeNumber(note["mid"])]
				fields := strings.Split(note["flds"].(string), "\x1f")
				require.Len(t, fields, len(m.Flds), "fields of %s", m.Name)
				assert.NotContains(t, note["flds"], "<script")
				if at := i - len(p.Glossary); at >= 0 && name == "seed" {
					q := &p.Questions[at]
					assert.Equal(t, q.Stem, note["sfld"])
					want := map[training.Form]string{training.FillIn: "missiongraph: cloze", training.Matching: "missiongraph: basic"}[q.Form]
					if want == "" {
						want = "missiongraph: choice"
					}
					assert.Equal(t, want, m.Name)
				}
			}
			assert.Len(t, guids, len(notes), "each note has an id of its own")
		})
	}
}

func wholeNumber(v any) string {
	data, _ := json.Marshal(int64(v.(float64)))
	return string(data)
}

// A note is known again in the deck of a later revision.
func TestNotesKeepTheirIdentity(t *testing.T) {
	graphtest.NeedProgram(t, "apt-get install sqlite3", "sqlite3")
	p := packOfSeed(t, seeded(t))
	first := written(t, p, "apkg")
	assert.Equal(t, first, written(t, p, "apkg"), "the same pack makes the same bytes")

	guids := func(text string) map[string]float64 {
		file := filepath.Join(t.TempDir(), "collection.anki2")
		require.NoError(t, os.WriteFile(file, []byte(unpacked(t, text)["collection.anki2"]), 0o600))
		list := map[string]float64{}
		for _, row := range sqlite3(t, file, "SELECT guid, mod FROM notes") {
			list[row["guid"].(string)] = row["mod"].(float64)
		}
		return list
	}
	before := guids(first)
	p.Revision++
	p.Questions = p.Questions[1:] // the others move up
	p.Questions[0].Stem = "Reworded: " + p.Questions[0].Stem
	after := guids(written(t, p, "apkg"))
	require.Len(t, after, len(before)-1)
	for id, mod := range after {
		assert.Contains(t, before, id)
		assert.Greater(t, mod, before[id], "newer, so that Anki takes it")
	}
}
