package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/training"
)

// Every format there is can be had by the extension of its own.
func TestTrainingOverHTTP(t *testing.T) {
	s := serveSeed(t)
	begins := map[string]string{
		"json": `{` + "\n" + `  "format": "missiongraph.training/1"`, "html": "<!doctype html>", "csv": "id,", "gift": "//",
		"moodle": "<?xml", "anki": "#", "marp": "---\nmarp: true", "qti3": "PK", "pdf": "%PDF-", "apkg": "PK",
	}
	extensions := map[string]bool{}
	for _, f := range training.FileFormats() {
		t.Run(f.Name, func(t *testing.T) {
			assert.False(t, extensions[f.Extension], "the extension %s is another's", f.Extension)
			extensions[f.Extension] = true
			path := "/training/ero." + f.Extension + "?questions=3&seed=7"
			answer, body := get(t, s, http.MethodGet, path)
			require.Equal(t, http.StatusOK, answer.StatusCode, body)
			assert.Equal(t, f.MediaType, answer.Header.Get("Content-Type"))
			assert.Regexp(t, `^attachment; filename="?ero-[a-z0-9.]+"?$`, answer.Header.Get("Content-Disposition"))
			assert.Contains(t, answer.Header.Get("Content-Security-Policy"), "default-src 'none'")
			if begin, known := begins[f.Name]; known {
				assert.True(t, strings.HasPrefix(strings.ToLower(body), strings.ToLower(begin)), "%.80q", body)
			}

			tag := answer.Header.Get("ETag")
			require.NotEmpty(t, tag)
			again, _ := get(t, s, http.MethodGet, path, "If-None-Match", tag)
			assert.Equal(t, http.StatusNotModified, again.StatusCode)
			head, none := get(t, s, http.MethodHead, path)
			assert.Equal(t, http.StatusOK, head.StatusCode)
			assert.Empty(t, none)
		})
	}
}

func TestTrainingScopesOverHTTP(t *testing.T) {
	s := serveSeed(t)
	for _, test := range []struct {
		name, path, scope string
		questions         int
		has               string // in the text
		hasNot            string
	}{
		{"an entity by name", "/training/JTTF.json?fewer=true", "Joint Terrorism Task Forces", -1, `"sheets": [` + "\n", ""},
		{"a kind", "/training/kind:Program.json?questions=4", "kind Program", 4, `"glossary": [` + "\n", ""},
		{"a mission area", "/training/area:" + url.PathEscape("Preventing Terrorism") + ".json?questions=4", "around Preventing Terrorism", 4, "", ""},
		{"around", "/training/around:ero,hsi.json?depth=1&questions=0", "around ERO and 1 more", 0, "", ""},
		{"entities", "/training/entities:ero,hsi.json?compare=ero,hsi&questions=1", "ERO and 1 more", 1, `"verdict"`, ""},
		{"a pattern", "/training/pattern:" + url.PathEscape("MATCH (d:Directorate) RETURN d") + ".json?questions=2",
			"what the pattern “MATCH (d:Directorate) RETURN d” finds", 2, `"name": "HSI"`, `"name": "ICE"`},
		{"along some relations", "/training/around:ero.json?types=partOf&questions=0", "around ERO", 0, `"entity": "ice"`, `"entity": "interpol"`},
		{"forms", "/training/ero.json?questions=2&forms=choice,true-false", "ERO", 2, `"form": "CHOICE"`, `"form": "MATCHING"`},
		{"only the timeline", "/training/ice.json?include=timeline&questions=0", "ICE", 0, `"sheets": []`, `"definition"`},
		{"another grade", "/training/ero.json?minGrade=stated&questions=1", "ERO", 1, `"minGrade": "STATED"`, `"grade": "CONSTRUED"`},
		{"a revision", "/training/ero.json?revision=1&questions=1&seed=9", "ERO", 1, `"seed": 9`, ""},
		{"a title", "/training/ero.json?title=Week+1&audience=new+staff&questions=1", "ERO", 1, `"title": "Week 1"`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, body := get(t, s, http.MethodGet, test.path)
			require.Equal(t, http.StatusOK, answer.StatusCode, body)
			var pack training.Pack
			require.NoError(t, json.Unmarshal([]byte(body), &pack))
			assert.Equal(t, test.scope, pack.Scope)
			if test.questions >= 0 {
				assert.Len(t, pack.Questions, test.questions)
			}
			assert.Contains(t, body, test.has)
			if test.hasNot != "" {
				assert.NotContains(t, body, test.hasNot)
			}
		})
	}
}

func TestTrainingRefusedOverHTTP(t *testing.T) {
	s := serveSeed(t)
	for _, test := range []struct {
		name, path string
		status     int
		says       []string
	}{
		{"unknown entity", "/training/erro.md", 404, []string{"there is no entity", "did you mean", "NOT_FOUND"}},
		{"unknown kind", "/training/kind:Programm.md", 404, []string{"unknown kind", "Program"}},
		{"unknown extension", "/training/ero.docx", 400, []string{"is no training material", ".gift"}},
		{"no extension", "/training/ero", 400, []string{"is no training material"}},
		{"no scope", "/training/.md", 400, []string{"is no training material"}},
		{"unknown parameter", "/training/ero.md?sede=1", 400, []string{"sede: there is no such parameter", "seed"}},
		{"all at once", "/training/ero.md?seed=x&questions=-1&depth=9&fewer=maybe", 400, []string{"seed:", "questions:", "depth:", "fewer:"}},
		{"unknown form", "/training/ero.gift?forms=choise", 400, []string{"forms: there is no form", "choice"}},
		{"unknown part", "/training/ero.md?include=glosary", 400, []string{"include: there is no part", "glossary"}},
		{"unknown grade", "/training/ero.md?minGrade=sure", 400, []string{"minGrade: there is no grade"}},
		{"a wrong pattern", "/training/pattern:MATCH.md", 400, []string{"BAD_INPUT"}},
		{"unknown relation type", "/training/around:ero.md?types=partof", 404, []string{"there is no relation type", "partOf"}},
		{"no day", "/training/ero.md?validAt=today", 400, []string{"validAt:", "is not a day"}},
		{"too many", "/training/ero.gift?questions=900", 400, []string{"the scope ERO carries", "900 were asked for"}},
		{"too many altogether", "/training/ero.gift?questions=9000", 400, []string{"from 0 to 5000"}},
		{"revision", "/training/ero.md?revision=9", 404, []string{"there is no revision 9"}},
		{"query string", "/training/ero.md?title=%zz", 400, []string{"not well-formed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, body := get(t, s, http.MethodGet, test.path, "Accept", "application/json")
			assert.Equal(t, test.status, answer.StatusCode)
			assert.Contains(t, answer.Header.Get("Content-Type"), "json")
			assert.Empty(t, answer.Header.Get("ETag"))
			for _, words := range test.says {
				assert.Contains(t, body, words)
			}
		})
	}
	answer, _ := get(t, s, http.MethodPost, "/training/ero.md")
	assert.Equal(t, http.StatusMethodNotAllowed, answer.StatusCode)
}
