package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"missiongraph/schema/sdl"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const folder = "../../schema"

func sources(t *testing.T) []sdl.Source {
	t.Helper()
	found, err := sdl.ReadSources(os.DirFS(folder))
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return found
}

func TestGeneratedFilesAreCurrent(t *testing.T) {
	files, err := Generate(sources(t)...)
	require.NoError(t, err)
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if assert.NoError(t, err) {
			assert.True(t, string(want) == string(got), "%s is not what the sources make: run go generate ./...", name)
		}
	}
	committed, err := filepath.Glob(filepath.Join(folder, "*_gen.*"))
	require.NoError(t, err)
	for _, path := range committed {
		assert.Contains(t, files, filepath.Base(path), "a left-over: run go generate ./...")
	}
}

func TestGenerateIsDeterministic(t *testing.T) {
	first, err := Generate(sources(t)...)
	require.NoError(t, err)
	second, err := Generate(sources(t)...)
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

func TestGeneratedFilesAreSmall(t *testing.T) {
	files, err := Generate(sources(t)...)
	require.NoError(t, err)
	for name, text := range files {
		if strings.HasSuffix(name, ".go") {
			assert.Less(t, strings.Count(string(text), "\n"), 600, name)
		}
	}
}

// One edit of kind.graphql and one of relation.graphql are all it takes: what
// is generated from them compiles, and the engine finds every resolver.
func TestAddingAKindAndARelationType(t *testing.T) {
	edited := sources(t)
	for i := range edited {
		s := &edited[i]
		switch s.Name {
		case "kind.graphql":
			s.Text += `
"An agreement between organizations."
type Agreement implements Entity & Node
  @kind(label: "Agreement", plural: "Agreements", style: {color: "#123456", shape: "SHEET"}) {
  "The day it was signed"
  signedOn: Date @property
  "How many parties it has"
  parties: Int @property
  "Whether it is in force"
  inForce: Boolean @property
  "The grades it was given"
  ratings: [Grade!] @property(many: true)
}
`
		case "relation.graphql":
			end := strings.LastIndex(s.Text, "}")
			s.Text = s.Text[:end] + `
  "The subject is a party to the object."
  signed @relationType(
    inverse: "signedBy", domain: [Organization], range: [Agreement]
    sentence: "{s} signed {o}", passive: "{o} was signed by {s}"
  )
}
`
		}
	}
	files, err := Generate(edited...)
	require.NoError(t, err)
	assert.Contains(t, files, "kind_agreement_gen.go")
	assert.Contains(t, string(files[schemaFile]), "signedByConnection(")
	assert.Contains(t, string(files[manualFile]), "### signed\n")

	for _, s := range edited {
		files[s.Name] = []byte(s.Text)
	}
	files["agreement_test.go"] = []byte(agreementTest)
	goTest(t, files, "^(TestAgreementIsServed|TestEngineFindsAResolverForEveryField|TestEverythingServedIsDescribed)$")
}

// agreementTest shows that the edited files are what the tests run with.
const agreementTest = `package schema_test

import (
	"testing"

	"missiongraph/schema"

	"github.com/stretchr/testify/require"
)

func TestAgreementIsServed(t *testing.T) {
	require.NotNil(t, schema.Ontology().Kind("Agreement"))
	require.NotNil(t, schema.Ontology().Relation("signed"))
	require.Contains(t, schema.SDL(), "\n  signed: [Agreement!]!\n")
	var found []*schema.AgreementResolver
	require.Empty(t, found)
}
`

// goTest runs tests of package schema with some of its files replaced.
func goTest(t *testing.T, files map[string][]byte, run string) {
	t.Helper()
	dir := t.TempDir()
	absolute, err := filepath.Abs(folder)
	require.NoError(t, err)
	replace := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(name, "..") {
			continue
		}
		path := filepath.Join(dir, fmt.Sprintf("%d-%s", i, name))
		require.NoError(t, os.WriteFile(path, files[name], 0o600))
		replace[filepath.Join(absolute, name)] = path
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	path := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(path, overlay, 0o600))

	cmd := exec.CommandContext(t.Context(), "go", "test", "-v", "-count=1", "-overlay", path, "-run", run, ".")
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: TestAgreementIsServed")
}

func TestGenerateReportsProblems(t *testing.T) {
	_, err := Generate(sdl.Source{Name: "bad.graphql", Text: "type {"})
	require.ErrorContains(t, err, "bad.graphql:1:6")
}

func TestRunWritesAndRemoves(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "schema")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "..", "docs"), 0o700))
	require.NoError(t, os.Mkdir(dir, 0o700))
	for _, s := range sources(t) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, s.Name), []byte(s.Text), 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kind_gone_gen.go"), nil, 0o600))
	require.NoError(t, run(dir))
	assert.NoFileExists(t, filepath.Join(dir, "kind_gone_gen.go"))
	assert.FileExists(t, filepath.Join(dir, "kind_program_gen.go"))
	assert.FileExists(t, filepath.Join(dir, "..", "docs", "ontology.md"))
	require.NoError(t, run(dir), "a second run reads what the first wrote")
}
