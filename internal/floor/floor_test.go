// Package floor checks that imports point one way: see docs/architecture.md.
package floor

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "missiongraph"

// floors gives each package its floor: it may import packages of lower floors
// only. A package that is not named here has no floor, which fails the test.
var floors = map[string]int{
	"graph":                     0,
	"internal/yamltext":         0,
	"internal/typeface":         0,
	"mappings":                  0,
	"internal/intake":           1,
	"web":                       1,
	"internal/search":           1,
	"internal/feed":             1,
	"internal/pattern":          1,
	"schema/sdl":                1,
	"internal/diagram":          1,
	"internal/commit":           1,
	"internal/auth":             1,
	"internal/golden":           1,
	"internal/training":         1,
	"internal/exchange/own":     1,
	"internal/exchange/export":  2,
	"internal/exchange/propose": 2,
	"internal/exchange/table":   1,
	"internal/exchange":         2,
	"graph/bolt":                2,
	"seed":                      2,
	"schema":                    2,
	"internal/server":           3,
	"cmd/missiongraph":          4,
	"internal/resolvergen":      4, // a program: it makes code of schema's

	"internal/diagram/readme": 4, // a program: it draws the seed
}

// tests are packages that only tests import; they may import what they need.
var tests = map[string]bool{
	"internal/floor":          true,
	"internal/graphtest":      true,
	"internal/playgroundtest": true,
}

// only says who alone may import a package from outside, by prefix.
var only = map[string][]string{
	"go.etcd.io/bbolt":                    {"graph/bolt"},
	"github.com/graph-gophers/graphql-go": {"schema", "internal/server", "cmd/missiongraph"},
	"github.com/blevesearch/":             {"internal/search"},
	"github.com/alecthomas/participle/":   {"internal/pattern"},
	"github.com/rs/zerolog":               {"internal/server", "cmd/missiongraph"},
	"github.com/xuri/excelize/":           {"internal/exchange/table"},
	"github.com/goccy/go-yaml":            {"internal/yamltext", "seed", "internal/exchange", "internal/exchange/own", "internal/golden", "internal/diagram", "cmd/missiongraph"},
	"modernc.org/sqlite":                  {"internal/training"},
	"github.com/prometheus/":              {"internal/server", "cmd/missiongraph"},
	"github.com/coder/websocket":          {"internal/server"},
	"go.opentelemetry.io/":                {"cmd/missiongraph"},
	"github.com/coreos/go-oidc/":          {"internal/auth"},
	"net/http":                            {"internal/server", "internal/auth", "web", "cmd/missiongraph"},
}

type pkg struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func listed(t *testing.T) []pkg {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Standard", module+"/...")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var found []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		found = append(found, p)
	}
	require.NotEmpty(t, found)
	return found
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range listed(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		if tests[name] {
			continue
		}
		floor, ok := floors[name]
		if !assert.True(t, ok, "%s has no floor: give it one in internal/floor and docs/architecture.md", name) {
			continue
		}
		for _, imported := range p.Imports {
			below, ours := strings.CutPrefix(imported, module+"/")
			if !ours {
				continue
			}
			assert.False(t, tests[below], "%s imports %s, which is for tests", name, below)
			assert.Less(t, floors[below], floor, "%s (floor %d) imports %s (floor %d)", name, floor, below, floors[below])
		}
	}
}

func TestGraphImportsOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range listed(t) {
		if p.ImportPath != module+"/graph" {
			continue
		}
		for _, imported := range p.Imports {
			first, _, _ := strings.Cut(imported, "/")
			assert.NotContains(t, first, ".", "graph imports %s", imported)
		}
	}
}

func TestOutsideLibrariesStayWhereTheyBelong(t *testing.T) {
	for _, p := range listed(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		if tests[name] {
			continue
		}
		for _, imported := range p.Imports {
			for prefix, allowed := range only {
				if imported == prefix || strings.HasPrefix(imported, strings.TrimSuffix(prefix, "/")+"/") {
					assert.Contains(t, allowed, name, "%s imports %s", name, imported)
				}
			}
		}
	}
}

func TestEveryDependencyIsExplained(t *testing.T) {
	explained, err := os.ReadFile("../../docs/dependencies.md")
	require.NoError(t, err)
	out, err := exec.Command("go", "list", "-m", "-f", "{{if not (or .Indirect .Main)}}{{.Path}}{{end}}", "all").Output()
	require.NoError(t, err)
	modules := strings.Fields(string(out))
	require.NotEmpty(t, modules)
	for _, m := range modules {
		assert.Contains(t, string(explained), "`"+m+"`", "docs/dependencies.md does not say why %s was chosen", m)
	}
}
