package web_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/web"
)

// maxDist bounds the built pages, in bytes.
const maxDist = 8 << 20

// builtFiles reads web/dist by path relative to it.
func builtFiles(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS("dist")
	require.NoError(t, fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, name)
		files[name] = string(content)
		return err
	}))
	return files
}

func TestDistIsSmallAndComplete(t *testing.T) {
	total := 0
	served := map[string]bool{"playground.html": true, "explorer.html": true, "licenses.txt": true, "explorer-licenses.txt": true}
	for name, content := range builtFiles(t) {
		total += len(content)
		assert.NotEqual(t, ".map", filepath.Ext(name), "%s: source maps stay out", name)
		if strings.HasPrefix(name, "assets/") {
			asset := get(t, "GET", "/"+name)
			assert.Equal(t, 200, asset.StatusCode, name)
			assert.NotEmpty(t, asset.Header.Get("Content-Type"), "%s: add its type to the handler", name)
			continue
		}
		assert.True(t, served[name], "%s is embedded and never served", name)
	}
	assert.Less(t, total, maxDist)
}

// Code that would break the policy, or ask another host, is best not there at
// all: the browser test only sees the code that it runs.
func TestDistNeedsNoEvalAndNoOtherHost(t *testing.T) {
	forbidden := []struct{ name, text string }{
		{"eval", "eval("},
		{"code from text", "new Function("},
		{"code from text", `Function("`},
		{"code from text", "Function('"},
		{"code from text", "Function(`"},
		{"a content delivery host", "unpkg.com"},
		{"a content delivery host", "jsdelivr.net"},
		{"a content delivery host", "cdnjs."},
		{"a content delivery host", "//esm.sh"},
		{"a host that Chromium itself may call", "google.com"},
		{"a host that Chromium itself may call", "googleapis.com"},
		{"a host that Chromium itself may call", "gstatic.com"},
		{"a host that Chromium itself may call", "gvt1.com"},
		{"a remote style or font", "url(http"},
		{"a remote style or font", "url(//"},
		{"a remote style or font", `url("http`},
		{"a remote style or font", "@import"},
	}
	for name, content := range builtFiles(t) {
		if strings.HasSuffix(name, "licenses.txt") {
			continue
		}
		for _, test := range forbidden {
			assert.Empty(t, wordAt(content, test.text), "%s in %s", test.name, name)
		}
	}
}

// wordAt returns some of the content from the first place where text stands as
// a word of its own (not as the end of a longer name), or nothing.
func wordAt(content, text string) string {
	for start := 0; ; {
		found := strings.Index(content[start:], text)
		if found < 0 {
			return ""
		}
		at := start + found
		if at == 0 || !strings.ContainsRune(wordRunes, rune(content[at-1])) {
			return content[at:min(at+80, len(content))]
		}
		start = at + len(text)
	}
}

const wordRunes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"

func TestDistPageHasNoInlineCode(t *testing.T) {
	for _, name := range []string{"playground.html", "explorer.html"} {
		page := builtFiles(t)[name]
		for _, script := range regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`).FindAllStringSubmatch(page, -1) {
			assert.Contains(t, script[1], `src="/assets/`)
			assert.Empty(t, strings.TrimSpace(script[2]))
		}
		assert.NotRegexp(t, `\son[a-z]+=`, page, "event handler attributes")
		assert.NotContains(t, page, "style=")
	}
}

// An example edited without a rebuild would differ between page and Go.
func TestDistFollowsExamples(t *testing.T) {
	var scripts strings.Builder
	for name, content := range builtFiles(t) {
		if filepath.Ext(name) == ".js" {
			scripts.WriteString(content)
		}
	}
	for _, example := range web.Examples() {
		assert.True(t, containsScriptText(scripts.String(), example.Query),
			"%s: run web/build.sh", example.Name)
		if example.Variables != "" {
			assert.True(t, containsScriptText(scripts.String(), strings.TrimSpace(example.Variables)),
				"%s: run web/build.sh", example.Name)
		}
	}
}

// containsScriptText looks for text as a template literal, where only
// backquotes, backslashes and "${" need escapes, and as a quoted string.
func containsScriptText(script, text string) bool {
	template := strings.NewReplacer("\\", `\\`, "`", "\\`", "${", `\${`).Replace(text)
	quoted := strings.NewReplacer("\\", `\\`, "\n", `\n`, `"`, `\"`).Replace(text)
	return strings.Contains(script, template) || strings.Contains(script, quoted)
}

// maxExplorerScripts bounds what the explorer's views load in all, compressed, in
// bytes: most of it is loaded when a view that needs it is opened.
const maxExplorerScripts = 350 << 10

func TestExplorerScriptsAreSmall(t *testing.T) {
	total := 0
	for name, content := range builtFiles(t) {
		if strings.HasPrefix(name, "assets/explorer-") && filepath.Ext(name) == ".js" {
			var packed bytes.Buffer
			w := gzip.NewWriter(&packed)
			_, err := w.Write([]byte(content))
			require.NoError(t, err)
			require.NoError(t, w.Close())
			total += packed.Len()
		}
	}
	t.Logf("the explorer's scripts: %d KB compressed", total>>10)
	assert.NotZero(t, total)
	assert.LessOrEqual(t, total, maxExplorerScripts)
}
