package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/web"
)

// get answers one request from the handler, without a network.
func get(t testing.TB, method, path string, header ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorded := httptest.NewRecorder()
	web.Handler().ServeHTTP(recorded, request)
	return recorded.Result()
}

func body(t testing.TB, response *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return string(content)
}

var assetPath = regexp.MustCompile(`"(/assets/[^"]+)"`)

// pageAssets lists the asset paths that the page itself names.
func pageAssets(t testing.TB) []string {
	t.Helper()
	var paths []string
	for _, match := range assetPath.FindAllStringSubmatch(body(t, get(t, "GET", web.PlaygroundPath)), -1) {
		paths = append(paths, match[1])
	}
	require.NotEmpty(t, paths)
	return paths
}

func TestHandlerServesPageAndAssets(t *testing.T) {
	types := map[string]string{
		".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
	}
	page := get(t, "GET", web.PlaygroundPath)
	assert.Equal(t, http.StatusOK, page.StatusCode)
	assert.Equal(t, "text/html; charset=utf-8", page.Header.Get("Content-Type"))
	assert.Equal(t, "no-cache", page.Header.Get("Cache-Control"))

	for _, path := range pageAssets(t) {
		asset := get(t, "GET", path)
		assert.Equal(t, http.StatusOK, asset.StatusCode, path)
		assert.Equal(t, types[path[strings.LastIndexByte(path, '.'):]], asset.Header.Get("Content-Type"), path)
		assert.Contains(t, asset.Header.Get("Cache-Control"), "immutable", path)
		assert.Regexp(t, `-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`, path, "an immutable asset needs a hash in its name")
	}

	licenses := get(t, "GET", web.LicensesPath)
	assert.Equal(t, "text/plain; charset=utf-8", licenses.Header.Get("Content-Type"))
	text := body(t, licenses)
	for _, expected := range []string{"## graphiql", "## monaco-editor", "## react", "SIL OPEN FONT LICENSE"} {
		assert.Contains(t, text, expected)
	}
}

func TestHandlerProtects(t *testing.T) {
	for _, path := range append(pageAssets(t), web.PlaygroundPath) {
		header := get(t, "GET", path).Header
		policy := header.Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'none'", path)
		assert.Contains(t, policy, "script-src 'self';", path)
		assert.NotContains(t, policy, "unsafe-eval", path)
		assert.Equal(t, "nosniff", header.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "no-referrer", header.Get("Referrer-Policy"), path)
	}
}

func TestHandlerRefuses(t *testing.T) {
	tests := []struct {
		name, method, path string
		status             int
	}{
		{"head is allowed", "HEAD", web.PlaygroundPath, http.StatusOK},
		{"post to the page", "POST", web.PlaygroundPath, http.StatusMethodNotAllowed},
		{"delete an asset", "DELETE", pageAssets(t)[0], http.StatusMethodNotAllowed},
		{"unknown asset", "GET", web.AssetsPath + "nothing.js", http.StatusNotFound},
		{"directory", "GET", web.AssetsPath, http.StatusNotFound},
		{"outside", "GET", web.AssetsPath + "../playground.html", http.StatusNotFound},
		{"file name of the page", "GET", "/playground.html", http.StatusNotFound},
		{"trailing slash", "GET", web.PlaygroundPath + "/", http.StatusNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response := get(t, test.method, test.path)
			assert.Equal(t, test.status, response.StatusCode)
			if test.status == http.StatusMethodNotAllowed {
				assert.Equal(t, "GET, HEAD", response.Header.Get("Allow"))
			}
		})
	}
}

func TestHandlerRevalidates(t *testing.T) {
	first := get(t, "GET", web.PlaygroundPath)
	again := get(t, "GET", web.PlaygroundPath, "If-None-Match", first.Header.Get("ETag"))
	assert.Equal(t, http.StatusNotModified, again.StatusCode)
	assert.Empty(t, body(t, again))
	assert.NotEmpty(t, again.Header.Get("Content-Security-Policy"))
}

func TestExplorerServesItsPageAtEveryPath(t *testing.T) {
	answer := func(method, path string) *http.Response {
		recorded := httptest.NewRecorder()
		web.Explorer().ServeHTTP(recorded, httptest.NewRequest(method, path, nil))
		return recorded.Result()
	}
	home := answer("GET", "/")
	assert.Equal(t, http.StatusOK, home.StatusCode)
	assert.Equal(t, web.ContentSecurityPolicy, home.Header.Get("Content-Security-Policy"))
	page := body(t, home)
	assert.Contains(t, page, `id="explorer"`)
	assert.Equal(t, page, body(t, answer("GET", "/e/ero?fact=x")))
	assert.Equal(t, http.StatusMethodNotAllowed, answer("POST", "/").StatusCode)
	assert.Equal(t, http.StatusNotFound, get(t, "GET", "/").StatusCode, "the page is Explorer's alone")
	assert.Equal(t, http.StatusOK, get(t, "GET", web.ExplorerLicensesPath).StatusCode)
	for _, match := range assetPath.FindAllStringSubmatch(page, -1) {
		assert.Equal(t, http.StatusOK, get(t, "GET", match[1]).StatusCode, match[1])
	}
}
