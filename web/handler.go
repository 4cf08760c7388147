package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed dist
var dist embed.FS

// ContentSecurityPolicy is sent with the page and with every asset (a worker
// takes its policy from the response it was loaded by). Scripts run from this
// host only, without eval and without inline code. Monaco writes its theme into
// style elements, hence 'unsafe-inline' for styles alone, and draws the squiggle
// under an error as a data: image.
const ContentSecurityPolicy = "default-src 'none'; " +
	"script-src 'self'; " +
	"style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; " +
	"font-src 'self'; " +
	"connect-src 'self'; " +
	"worker-src 'self'; " +
	"base-uri 'none'; " +
	"form-action 'none'; " +
	"frame-ancestors 'none'"

// Paths that Handler answers. Assets is a prefix; the others are exact.
const (
	PlaygroundPath       = "/playground"
	LicensesPath         = "/playground/licenses.txt"
	ExplorerLicensesPath = "/explorer/licenses.txt"
	AssetsPath           = "/assets/"
)

// explorerPath is where Explorer's page is kept among the files; nothing else is
// served there.
const explorerPath = "/"

// contentTypes maps the extensions that occur in dist. It is spelled out because
// mime.TypeByExtension depends on the machine's own tables.
var contentTypes = map[string]string{
	".html":  "text/html; charset=utf-8",
	".txt":   "text/plain; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".svg":   "image/svg+xml",
	".ttf":   "font/ttf",
	".woff2": "font/woff2",
}

// file is one embedded file, ready to serve.
type file struct {
	name    string
	content []byte
	header  http.Header
}

// Handler serves the playground at PlaygroundPath, the licences of both pages, and
// the files of both below AssetsPath, to GET and HEAD. Anything else is 404 or
// 405. The page posts its queries to /graphql and links to /schema.graphql, which
// others serve on the same host. The handler is safe for concurrent use, and
// every call returns the same one.
func Handler() http.Handler { return embedded() }

// Explorer serves the explorer's page at every path, to GET and HEAD: which view
// it shows it reads from the address. Its files are Handler's. The page asks
// /graphql, /changes and /diagrams/ of the same host. It is safe for concurrent
// use.
func Explorer() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		embedded().serve(w, r, explorerPath)
	})
}

var embedded = sync.OnceValue(func() fileSet {
	files, err := loadFiles(dist)
	if err != nil {
		// Reading embedded files cannot fail, and a test reads them all.
		panic("web: reading the embedded files: " + err.Error())
	}
	return files
})

// fileSet holds what is served, by request path. It never changes.
type fileSet map[string]file

// loadFiles lists what is served, by request path.
func loadFiles(from fs.FS) (fileSet, error) {
	files := fileSet{}
	err := fs.WalkDir(from, "dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		switch rest := strings.TrimPrefix(name, "dist"); {
		case rest == "/playground.html":
			// The page keeps its address when assets change: always ask.
			files[PlaygroundPath] = newFile(name, content, "no-cache")
		case rest == "/explorer.html":
			files[explorerPath] = newFile(name, content, "no-cache")
		case rest == "/licenses.txt":
			files[LicensesPath] = newFile(name, content, "no-cache")
		case rest == "/explorer-licenses.txt":
			files[ExplorerLicensesPath] = newFile(name, content, "no-cache")
		case strings.HasPrefix(rest, AssetsPath):
			// Names carry a hash of the content, so an asset never changes.
			files[rest] = newFile(name, content, "public, max-age=31536000, immutable")
		}
		return nil
	})
	return files, err
}

func newFile(name string, content []byte, cacheControl string) file {
	sum := sha256.Sum256(content)
	header := http.Header{}
	header.Set("Cache-Control", cacheControl)
	header.Set("Content-Security-Policy", ContentSecurityPolicy)
	header.Set("Content-Type", contentTypes[path.Ext(name)])
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	return file{name: path.Base(name), content: content, header: header}
}

// ServeHTTP implements http.Handler.
func (s fileSet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == explorerPath {
		http.NotFound(w, r)
		return
	}
	s.serve(w, r, r.URL.Path)
}

// serve answers with the file kept at path.
func (s fileSet) serve(w http.ResponseWriter, r *http.Request, path string) {
	found, ok := s[path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	for name, values := range found.header {
		w.Header()[name] = values
	}
	http.ServeContent(w, r, found.name, time.Time{}, bytes.NewReader(found.content))
}
